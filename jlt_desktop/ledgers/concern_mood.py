"""The course of a case by month: its plot with the events beside it, and the small line in the list."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from jlt_desktop.domain.calendar import month_after, month_of
from jlt_desktop.domain.chart import MoodChart, mood_sentence, spark, trend

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.fields import Values
    from jlt_desktop.domain.record import Record

# from the gravest to the best, as the axis is read upwards
MOOD_POINTS = {"danger": 1, "low": 2, "waves": 3, "steady": 4}
MOOD_WORDS = ("高危信号", "低落", "波动", "平稳")
_YEAR, _HALF = 12, 6
_REFERRALS = {"crisis": "危机", "urgent": "转介", "routine": "转介"}


def last_months(around: Around, count: int) -> tuple[str, ...]:
    """Return so many months up to this one."""
    now = month_of(around.today)
    return tuple(month_after(now, -back) for back in range(count - 1, -1, -1))


def course(months: Sequence[str], parts: Sequence[Record]) -> tuple[int | None, ...]:
    """Return the mood of each month as a point; None where nothing was recorded."""
    written = {str(one.get("month")): MOOD_POINTS.get(str(one.get("mood"))) for one in parts}
    return tuple(written.get(month) for month in months)


def trend_words(_values: Values, around: Around) -> str:
    """Return the last six months as a small line with 好转, 持平 or 变差."""
    points = course(last_months(around, _HALF), around.parts("follow_up"))
    return f"{spark(points, len(MOOD_WORDS))} {trend(points)}".strip()


def mood_chart(record: Record, around: Around) -> MoodChart | None:
    """Return the plot of the last twelve months, those before the case was found left out; None before the first record."""
    parts, found = around.parts("follow_up"), record.get("found_on")
    begun = month_of(found) if isinstance(found, date) else ""
    months = last_months(around, _YEAR)
    points = course(months, parts)
    if not any(points):
        return None
    first = min((place for place, month in enumerate(months) if month >= begun or points[place]), default=0)
    first = min(first, len(months) - _HALF)
    months, points = months[first:], points[first:]
    events = tuple((month, word) for month, word in sorted(_events(record, around)) if month in months)
    return MoodChart(
        months=months, points=points, words=MOOD_WORDS, events=events, sentence=mood_sentence(months, points, MOOD_WORDS)
    )  # fmt: skip


def _events(record: Record, around: Around) -> Iterator[tuple[str, str]]:
    lines = record.get("level_changes")
    for line in lines if isinstance(lines, tuple) else ():
        if isinstance(line[0], date):
            yield month_of(line[0]), "移出" if line[2] == "removed" else "列入" if line[1] in (None, "removed") else "调级"
    for one in around.parts("referral"):
        at = one.get("t_found")
        if isinstance(at, datetime):
            yield month_of(at.date()), _REFERRALS.get(str(one.get("kind")), "转介")
    for one in around.parts("individual_plan"):
        day = one.get("from_date")
        if isinstance(day, date):
            yield month_of(day), "方案"
