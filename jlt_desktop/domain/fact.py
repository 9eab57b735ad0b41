"""One thing a file's page answers at a glance: a question in two words and the answer beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Tone = Literal["", "good", "due", "wrong"]


@dataclass(frozen=True, slots=True)
class Fact:
    """label: the question, such as 谁在照护. text: the answer. tone: whether it is settled, due, or wrong; never the only sign of it."""

    label: str
    text: str
    tone: Tone = ""
