"""What has to happen again and again: each week, month or semester of teaching, by a rule that may change on the way."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, cast

from jlt_desktop.domain.calendar import SEPTEMBER, last_day, month_after, month_of, school_year

if TYPE_CHECKING:
    from jlt_desktop.domain.calendar import SchoolCalendar

_WEEK = timedelta(days=7)
_LEAST_SHARE = 3


@dataclass(frozen=True, slots=True)
class Stage:
    """From a day on, something is to happen so often; `until` the last day, None for no end. exempt: not at all."""

    first: date
    every: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch in which something is to happen once, with its name in words."""

    first: date
    last: date
    title: str


def periods(every: str, first: date, last: date, calendar: SchoolCalendar) -> Iterator[Period]:
    """Yield the periods that meet the days from `first` to `last`, without those that lie in the holidays."""
    for one in _all(every, first, last, calendar):
        days = (one.last - one.first).days + 1
        if every == "semester" or teaching_days(one.first, one.last, calendar) * _LEAST_SHARE >= days:
            yield one


def _all(every: str, first: date, last: date, calendar: SchoolCalendar) -> Iterator[Period]:
    if every in ("week", "two_weeks"):
        step = _WEEK if every == "week" else 2 * _WEEK
        # fortnights are counted from a fixed Monday, so that they do not shift with the day one begins to look
        anchor = date(2024, 9, 2)
        start = anchor + ((first - anchor) // step) * step
        while start <= last:
            end = start + step - timedelta(days=1)
            yield Period(start, end, f"{start.month}月{start.day}日起{'一周' if every == 'week' else '两周'}")
            start += step
    elif every == "month":
        month = month_of(first)
        while month <= month_of(last):
            yield Period(date(int(month[:4]), int(month[5:]), 1), last_day(month), f"{int(month[5:])}月")
            month = month_after(month)
    elif every == "semester":
        begin, end = calendar.semester(first)
        while begin <= last:
            yield Period(begin, end, f"{begin.year}年{'秋' if begin.month >= SEPTEMBER - 1 else '春'}季学期")
            following = calendar.semester(end + timedelta(days=70))
            if following[0] <= begin:
                return
            begin, end = following


def teaching_days(first: date, last: date, calendar: SchoolCalendar) -> int:
    """Return how many days from `first` to `last` lie inside a semester, weekends counted."""
    found = 0
    for year in range(school_year(first) - 1, school_year(last) + 1):
        for day in (date(year, SEPTEMBER, 15), date(year + 1, 5, 1)):
            begin, end = calendar.semester(day)
            found += max(0, (min(end, last) - max(begin, first)).days + 1)
    return found


def expected(stages: Sequence[Stage], first: date, today: date, calendar: SchoolCalendar) -> list[Period]:
    """Return the periods in which something was or is to happen, from `first` to the one `today` lies in.

    stages: the usual rule first, then those that replace it from their day on. A period counts for the stage its last day lies in.
    """
    key = (tuple(stages), first, today)
    if key not in calendar.known:
        calendar.known[key] = _expected(stages, first, today, calendar)
    return list(cast(list[Period], calendar.known[key]))


def _expected(stages: Sequence[Stage], first: date, today: date, calendar: SchoolCalendar) -> list[Period]:
    found: dict[Period, None] = {}
    for stage, begin, end in _stretches(stages, first, today):
        if stage.every == "exempt":
            continue
        for one in periods(stage.every, begin, end, calendar):
            if begin <= one.last <= end or (end == today and one.first <= today <= one.last):
                found.setdefault(one)
    return list(found)


def _stretches(stages: Sequence[Stage], first: date, today: date) -> Iterator[tuple[Stage, date, date]]:
    usual, *special = stages
    edges = {first, today + timedelta(days=1)}
    for one in special:
        edges |= {one.first, *([one.until + timedelta(days=1)] if one.until else [])}
    days = sorted(day for day in edges if first <= day <= today + timedelta(days=1))
    for begin, after in pairwise(days):
        current = [one for one in special if one.first <= begin and (one.until is None or one.until >= begin)]
        yield (max(current, key=lambda one: one.first) if current else usual), begin, after - timedelta(days=1)


def missed(wanted: Sequence[Period], happened: Collection[date], today: date) -> list[Period]:
    """Return the periods that are over and in which nothing happened."""
    return [one for one in wanted if one.last < today and not any(one.first <= day <= one.last for day in happened)]
