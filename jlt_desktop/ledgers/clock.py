"""The clock of this computer beside the day the program works on."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jlt_desktop.domain.around import Around


def now(around: Around) -> datetime:
    """Return the minute it is, on the day the program works on."""
    return datetime.combine(around.today, datetime.now().time().replace(second=0, microsecond=0))


def latest(around: Around) -> datetime:
    """Return the last moment that is not to come: now, or the end of the day when the program works on another day."""
    return datetime.now() if around.today == date.today() else datetime.combine(around.today, time.max)


def hour_and_minute(moment: datetime, around: Around) -> str:
    """Return 14:05, with the day before it when that is not today."""
    clock = f"{moment:%H:%M}"
    return clock if moment.date() == around.today else f"{moment.month}月{moment.day}日{clock}"


def span(minutes: int) -> str:
    """Return 35 分钟, 2 小时 5 分钟 or 3 天."""
    hours, rest = divmod(max(0, minutes), 60)
    if hours >= 48:
        return f"{hours // 24} 天"
    return f"{hours} 小时 {rest} 分钟" if hours and rest else f"{hours} 小时" if hours else f"{rest} 分钟"
