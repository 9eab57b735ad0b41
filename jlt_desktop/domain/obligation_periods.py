"""The days in which an obligation is counted: its school year, semester, month, winter, or simply today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from jlt_desktop.domain.calendar import last_day, month_of, school_year
from jlt_desktop.domain.obligation import BEGUN
from jlt_desktop.domain.recurring import teaching_days
from jlt_desktop.domain.school_year import nodes_of, semester_of, year_of

if TYPE_CHECKING:
    from jlt_desktop.domain.calendar import SchoolCalendar
    from jlt_desktop.domain.obligation import Obligation

# neither has a last day: what is asked for is asked for always, or of every case
STANDING = ("rolling", "structural", "event")
_LEAST_SHARE = 3


@dataclass(frozen=True, slots=True)
class Term:
    """first, last: records of these days count, up to today. due: the day it has to be done by; None for none. begins: later than today."""

    first: date
    last: date
    due: date | None
    begins: date | None = None


def term_of(one: Obligation, day: date, calendar: SchoolCalendar) -> Term | None:
    """Return the term that a day lies in; None where nothing is asked for, as in a month of holidays."""
    year = school_year(day)
    begun, ended = year_of(year)
    if one.period == "once":
        return Term(BEGUN.replace(year=BEGUN.year - 1), max(day, one.by or day), one.by)
    if one.period == "semester":
        return _semester(day, calendar)
    if one.period == "month":
        month = month_of(day)
        first, last = day.replace(day=1), last_day(month)
        taught = teaching_days(first, last, calendar) * _LEAST_SHARE >= (last - first).days + 1
        return Term(first, last, last) if taught else None
    if one.period == "teaching_month":
        return Term(begun, ended, last_day(month_of(day)))
    if one.period == "node":
        ends = [span[1] for span in nodes_of(year, calendar).values()]
        return Term(begun, ended, min((end for end in ends if end >= day), default=ended))
    if one.period == "winter":
        return _winter(day)
    if one.period == "january":
        due = date(day.year + (day.month > 1), 1, 31)
        return Term(date(due.year - 1, 2, 1), due, due)
    if one.period == "school_day":
        first, last = calendar.semester(day)
        return Term(first, min(day, last), None)
    return Term(begun, ended, None if one.period in STANDING else ended)


def _semester(day: date, calendar: SchoolCalendar) -> Term:
    """The holidays after a semester still belong to it: what was missed can be made good, late."""
    first, last = calendar.semester(day)
    year = school_year(day)
    spring = semester_of(year, 2, calendar)[0]
    following = spring if first < spring else semester_of(year + 1, 1, calendar)[0]
    return Term(first, following - timedelta(days=1), last)


def _winter(day: date) -> Term:
    year = school_year(day)
    first, last = date(year, 11, 1), last_day(f"{year + 1}-02")
    return Term(first, last, last, first if day < first else None)
