"""A named step in the life of a record: what a person does with it, as a button instead of a field to be set."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.record import Record


def _always(_record: Record, _around: Around) -> bool:
    return True


def _nothing(_record: Record, _around: Around) -> Mapping[str, object]:
    return {}


@dataclass(frozen=True, kw_only=True)
class Deed:
    """What can be done with a record now, such as 移出名单 or 登记家访.

    key: its name among the deeds of the ledger. title: the words on the button. hint: what becomes of it, in one sentence.
    when: whether it is offered. part: ledger of the part it adds, or of a record of its own that is begun from here; empty when it
    changes the record itself. under: the file the part belongs to where that is not the record itself. sets: values given beforehand.
    asks: the fields a person is asked for, in the order of the form; empty: every field of the form. at_once: one click, no form,
    when the values given pass every check. urgent: shown apart, in the colour of danger.
    """

    key: str
    title: str
    hint: str = ""
    when: Callable[[Record, Around], bool] = _always
    part: str = ""
    under: Callable[[Record, Around], str] | None = None
    sets: Callable[[Record, Around], Mapping[str, object]] = _nothing
    asks: tuple[str, ...] = ()
    at_once: bool = False
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Follow:
    """What follows at once when a record was saved: a part to be filled in, what it begins with, and why, in words."""

    part: str
    given: Mapping[str, object]
    words: str
