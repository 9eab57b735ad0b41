"""How long a record is kept: the day from which it may be destroyed, said by its declaration."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.record import Record


@dataclass(frozen=True, slots=True)
class Retention:
    """rule: the day from which a record may be destroyed; None while it has no end date, and then nobody touches it. basis: in words."""

    rule: Callable[[Record, Around], date | None]
    basis: str


def never(_record: Record, _around: Around) -> None:
    """Keep for good."""
    return


def years_after(day: date, years: int) -> date:
    """Return the same day so many years later; 1 March for a 29 February that is not there."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, month=3, day=1)
