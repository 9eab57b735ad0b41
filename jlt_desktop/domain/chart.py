"""The few plots of the program as values without ink: what is drawn, and the one sentence that says it in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from jlt_desktop.domain.calendar import month_after

FILLED, LATE, MISSING, OUTSIDE = "filled", "late", "missing", ""
_BARS = "▁▂▃▄▅▆▇█"
_GAP = "·"
_LAST, _BEFORE = 2, 3
SMALL = 3
_NAMED = 3


@dataclass(frozen=True, kw_only=True)
class MoodChart:
    """An ordinal course by month. months: consecutive YYYY-MM. points: 1 to len(words), None where nothing was recorded.

    words: what stands on the axis, from low to high. events: (month, short word). neutral: the dashed line, None for none.
    An event of another month is not drawn. sentence: what the plot shows, said in words; it is the caption and the accessible
    description. Raises ValueError when months are left out or a point has no word.
    """

    months: tuple[str, ...]
    points: tuple[int | None, ...]
    words: tuple[str, ...]
    events: tuple[tuple[str, str], ...] = ()
    neutral: int | None = None
    sentence: str = ""

    def __post_init__(self) -> None:
        """Refuse parts that do not fit each other."""
        _consecutive(self.months)
        if len(self.points) != len(self.months):
            raise ValueError("one point a month")
        if any(one is not None and not 1 <= one <= len(self.words) for one in self.points):
            raise ValueError("a point without a word")


@dataclass(frozen=True, kw_only=True)
class Bars:
    """Counts as horizontal bars with the number at the end of each; hide_small: fewer than three people are not told apart."""

    rows: tuple[tuple[str, int], ...]
    unit: str = "人"
    hide_small: bool = False
    sentence: str = ""
    title: str = ""

    def hidden(self, count: int) -> bool:
        """Tell whether a count stays untold, as a number and as a length."""
        return self.hide_small and 0 < count < SMALL

    def number(self, count: int) -> str:
        """Return what stands at the end of a bar."""
        return f"<{SMALL}" if self.hidden(count) else f"{count}"


@dataclass(frozen=True, kw_only=True)
class MonthGrid:
    """Who by month: (label, one state a month). A state is FILLED, LATE, MISSING or OUTSIDE: nothing was asked for that month.

    words: what the first three are called, in this order. Raises ValueError when months are left out or a state is unknown.
    """

    rows: tuple[tuple[str, tuple[str, ...]], ...]
    months: tuple[str, ...]
    words: tuple[str, str, str] = ("按时", "迟填", "缺")
    sentence: str = ""

    def __post_init__(self) -> None:
        """Refuse parts that do not fit each other."""
        _consecutive(self.months)
        for _label, states in self.rows:
            if len(states) != len(self.months) or not set(states) <= {FILLED, LATE, MISSING, OUTSIDE}:
                raise ValueError("one known state a month")


Chart = MoodChart | Bars | MonthGrid


def _consecutive(months: Sequence[str]) -> None:
    if any(month_after(before) != after for before, after in pairwise(months)):
        raise ValueError("months follow each other without a gap")


def segments(points: Sequence[int | None]) -> list[list[tuple[int, int]]]:
    """Return the stretches without a gap as lists of (place, point); a missing month is never bridged."""
    found: list[list[tuple[int, int]]] = [[]]
    for place, point in enumerate(points):
        if point is None:
            found.append([])
        else:
            found[-1].append((place, point))
    return [one for one in found if one]


def trend(points: Sequence[int | None]) -> str:
    """Return 好转, 持平 or 变差: the mean of the last two records against the mean of the up to three before; empty below two records.

    With two records only, the later is held against the earlier. A difference of no more than half a step is 持平, but for a fall of
    half a step that ends below what was before: that is 变差, because it is better to look once too often.
    """
    known = [one for one in points if one is not None]
    if len(known) < _LAST:
        return ""
    cut = 1 if len(known) == _LAST else _LAST
    late, early = known[-cut:], known[:-cut][-_BEFORE:]
    difference = sum(late) / len(late) - sum(early) / len(early)
    if difference == -0.5 and known[-1] < sum(early) / len(early):
        return "变差"
    if abs(difference) <= 0.5:
        return "持平"
    return "好转" if difference > 0 else "变差"


def spark(points: Sequence[int | None], highest: int) -> str:
    """Return a line of small bars, one a month, a dot where nothing was recorded; empty when nothing was at all."""
    if not any(points):
        return ""
    top = max(1, highest - 1)
    return "".join(_GAP if one is None else _BARS[round((one - 1) / top * (len(_BARS) - 1))] for one in points)


def mood_sentence(months: Sequence[str], points: Sequence[int | None], words: Sequence[str]) -> str:
    """Return the course in one sentence: how many records, between what and what, which months are missing, where it goes.

    Months before the first record are not missing: the file may not have been there yet.
    """
    known = [one for one in points if one is not None]
    if not known:
        return f"近 {len(months)} 个月没有记录。"
    low, high = words[min(known) - 1], words[max(known) - 1]
    between = f"都是“{low}”" if low == high else f"在“{low}”和“{high}”之间"
    gaps = _missing(months, points)
    course = trend(points)
    return f"近 {len(months)} 个月 {len(known)} 次记录,{between}{gaps}{f',近来{course}' if course else ''}。"


def _missing(months: Sequence[str], points: Sequence[int | None]) -> str:
    """Return which months after the first record have none; more than a few stretches are counted instead of named."""
    stretches: list[list[str]] = []
    first = next(place for place, point in enumerate(points) if point is not None)
    for place in range(first, len(months)):
        if points[place] is None:
            if points[place - 1] is not None:
                stretches.append([])
            stretches[-1].append(months[place])
    if len(stretches) > _NAMED:
        return f",其间 {sum(map(len, stretches))} 个月没有记录"
    named = (_month(one[0], months[-1]) + (f"至{_month(one[-1], one[0])}" if len(one) > 1 else "") for one in stretches)
    return f",{'、'.join(named)}没有记录" if stretches else ""


def _month(month: str, known: str) -> str:
    """Return 10月; 2025年10月 when the month from which the year is known lies in another."""
    return f"{int(month[5:])}月" if month[:4] == known[:4] else f"{month[:4]}年{int(month[5:])}月"


def bars_sentence(rows: Sequence[tuple[str, int]], unit: str = "人", *, hide_small: bool = False) -> str:
    """Return the sentence below Bars: the total and the largest. Where a count is hidden no total is told: it would give it away."""
    most = max((count for _label, count in rows), default=0)
    if not most:
        return "没有数据。"
    small = hide_small and any(0 < count < SMALL for _label, count in rows)
    if small and most < SMALL:
        return f"各项都少于 {SMALL} {unit},不写具体数。"
    largest = "、".join(f"“{label}”" for label, count in rows if count == most)
    said = f"{largest}最多,{'各 ' if largest.count('“') > 1 else ''}{most} {unit}"
    return f"{said};少于 {SMALL} {unit}的不写具体数,也不写合计。" if small else f"共 {sum(count for _, count in rows)} {unit},{said}。"


def grid_sentence(rows: Sequence[tuple[str, Sequence[str]]], months: Sequence[str], words: Sequence[str] = ("按时", "迟填", "缺")) -> str:
    """Return the sentence below a MonthGrid: how many months of how many rows were kept, late and missed."""
    states = [state for _label, row in rows for state in row]
    asked = len(states) - states.count(OUTSIDE)
    if not asked:
        return f"近 {len(months)} 个月没有要填的。"
    counted = ",".join(f"{word} {states.count(state)} 次" for state, word in zip((FILLED, LATE, MISSING), words, strict=True))
    return f"{len(rows)} 人近 {len(months)} 个月应填 {asked} 次:{counted}。"
