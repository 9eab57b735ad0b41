"""What a period of a submission means: from which day to which, and whether a record belongs to it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from jlt_desktop.domain.calendar import last_day

if TYPE_CHECKING:
    from jlt_desktop.domain.calendar import SchoolCalendar

PERIOD = re.compile(r"20[0-9]{2}(-(0[1-9]|1[0-2]|T[12]))?")
_FEBRUARY, _MARCH, _AUGUST, _SEPTEMBER, _TERM_LENGTH = 2, 3, 8, 9, 7


@dataclass(frozen=True, slots=True)
class Span:
    """The days from `since` to `until`, both included. period: its code, 2026-11, 2026-T1 or 2026."""

    period: str
    since: date
    until: date

    def holds(self, value: object) -> bool:
        """Tell whether a day, a moment or a month (YYYY-MM) belongs to it."""
        day = day_of(value)
        if day is not None:
            return self.since <= day <= self.until
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}", value):
            return self.since.isoformat()[:7] <= value <= self.until.isoformat()[:7]
        return False

    def up_to(self, day: date) -> Span:
        """Return the part of it that is over by a day."""
        return Span(self.period, self.since, min(self.until, day))


def day_of(value: object) -> date | None:
    """Return the day of a date or a moment."""
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def is_period(text: str) -> bool:
    """Tell whether a text names a period: a month, a semester of a school year, a calendar year."""
    return bool(PERIOD.fullmatch(text))


def span(period: str, calendar: SchoolCalendar) -> Span:
    """Return the days of a period; a semester goes on through its holidays. Raises ValueError for a text that names none."""
    if not is_period(period):
        message = f"no period: {period}"
        raise ValueError(message)
    year, _, part = period.partition("-")
    start = int(year)
    if not part:
        return Span(period, date(start, 1, 1), date(start, 12, 31))
    if part.startswith("T"):
        spring = calendar.semesters.get((start, 2), (date(start + 1, _MARCH, 1), date(start + 1, _TERM_LENGTH, 15)))[0]
        if part == "T1":
            return Span(period, date(start, _SEPTEMBER, 1), spring - timedelta(days=1))
        return Span(period, spring, date(start + 1, _AUGUST, 31))
    return Span(period, date(start, int(part), 1), last_day(period))


def words(period: str) -> str:
    """Return a period as people say it."""
    year, _, part = period.partition("-")
    if part.startswith("T"):
        return f"{year}—{int(year) + 1}学年第{'一二'[int(part[1]) - 1]}学期"
    return f"{year} 年 {int(part)} 月" if part else f"{year} 年"
