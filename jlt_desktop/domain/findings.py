"""What a check finds: a problem that must be mended, or a question that is answered once, with a reason."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """必须改: the record cannot be saved like this. `field` is where the words are shown."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """可带说明: saved once somebody gives a reason, which the journal keeps. `name` never changes.

    leads: id of the record of the same ledger that can be opened instead; it is asked as soon as the field was left.
    """

    name: str
    field: str
    text: str
    leads: str = ""


Finding = Problem | Question
