"""One school year of a school's calendar: its semesters, the points at which parents are invited, its teaching months and school days.

Everything is answered for every year: where the school has entered nothing, by the usual dates, and `entered` says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from jlt_desktop.domain.calendar import SEPTEMBER, school_year

if TYPE_CHECKING:
    from jlt_desktop.domain.calendar import SchoolCalendar

Span = tuple[date, date]
# the plan's own list: 寒暑假、开学、期中和期末
NODES: Mapping[str, str] = {"opening": "开学", "midterm": "期中", "final": "期末", "winter": "寒假", "summer": "暑假"}
USUAL_MONTHS = (9, 10, 11, 12, 3, 4, 5, 6)
USUAL = "校历没有填,按常年日期推算"
_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Dates:
    """What one record says about the calendar; see SchoolCalendar for the shapes."""

    semesters: Mapping[tuple[int, int], Span] = field(default_factory=dict)
    nodes: Mapping[int, Mapping[str, Span]] = field(default_factory=dict)
    months: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    off: frozenset[date] = frozenset()
    working: frozenset[date] = frozenset()


def with_dates(calendar: SchoolCalendar, found: Iterable[Dates]) -> SchoolCalendar:
    """Return a calendar with what was entered; of two entries for one semester the later stands."""
    for one in found:
        calendar = replace(
            calendar, semesters={**calendar.semesters, **one.semesters}, nodes={**calendar.nodes, **one.nodes},
            months={**calendar.months, **one.months}, off=calendar.off | one.off, working=calendar.working | one.working,
        )  # fmt: skip
    return calendar


def year_of(year: int) -> Span:
    """Return first and last day of a school year."""
    return date(year, SEPTEMBER, 1), date(year + 1, SEPTEMBER, 1) - _DAY


def semester_of(year: int, number: int, calendar: SchoolCalendar) -> Span:
    """Return the teaching days' span of the first or second semester of a school year."""
    # a day that lies in the semester whatever dates a school enters
    return calendar.semester(date(year, 10, 15) if number == 1 else date(year + 1, 5, 15))


def entered(year: int, calendar: SchoolCalendar) -> bool:
    """Tell whether the school has entered both semesters of a year."""
    return (year, 1) in calendar.semesters and (year, 2) in calendar.semesters


def nodes_of(year: int, calendar: SchoolCalendar) -> dict[str, Span]:
    """Return the points of a school year with their days, in their order: opening, midterm, final, winter and summer holidays."""
    first, last = semester_of(year, 1, calendar)
    again, end = semester_of(year, 2, calendar)
    middle = first + (last - first) / 2
    usual = {
        "opening": (first, first + timedelta(days=29)),
        "midterm": (middle - timedelta(days=10), middle + timedelta(days=10)),
        "final": (last - timedelta(days=29), last),
        "winter": (last + _DAY, max(again - _DAY, last + _DAY)),
        "summer": (end + _DAY, max(year_of(year)[1], end + _DAY)),
    }
    return usual | {key: span for key, span in calendar.nodes.get(year, {}).items() if key in usual}


def months_of(year: int, calendar: SchoolCalendar) -> list[str]:
    """Return the teaching months (YYYY-MM) of a school year in their order."""
    months = calendar.months.get(year) or USUAL_MONTHS
    return sorted(f"{year if month >= SEPTEMBER else year + 1}-{month:02}" for month in months)


def school_days(first: date, last: date, calendar: SchoolCalendar) -> list[date]:
    """Return the days of school from `first` to `last`: weekdays of the semesters less holidays, and weekends that are worked."""
    spans: Sequence[Span] = [
        semester_of(year, number, calendar) for year in range(school_year(first), school_year(last) + 1) for number in (1, 2)
    ]
    found, day = [], first
    while day <= last:
        open_day = day in calendar.working or (day.weekday() < _SATURDAY and day not in calendar.off)
        if open_day and any(begin <= day <= end for begin, end in spans):
            found.append(day)
        day += _DAY
    return found
