"""Something that has to be done by a day, and the four bands of the home page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

BANDS = ("已逾期", "今天", "本周", "以后")


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to do: what, about whom, by when, on which ground; `ledger` and `record` say where clicking leads.

    `key` names it for good, so that a snooze or a dismissal finds it again. `add` names the part to be added, if that is the deed;
    `page` the page it leads to, if it is no record. stays: it can neither be put off nor found not to be needed, only done.
    """

    key: str
    ledger: str
    record: str
    text: str
    about: str
    on: date
    basis: str
    add: str = ""
    page: str = ""
    stays: bool = False


def band(on: date, today: date) -> int:
    """Return the index into BANDS: overdue, today, this week (to Sunday), later."""
    if on < today:
        return 0
    if on == today:
        return 1
    return 2 if on <= today + timedelta(days=6 - today.weekday()) else 3
