"""The few plots of the program as values without ink: what is drawn, and the one sentence that says it in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_BARS = "▁▂▃▄▅▆▇█"
_GAP = "·"
_LAST, _BEFORE = 2, 3
SMALL = 3


@dataclass(frozen=True, kw_only=True)
class MoodChart:
    """An ordinal course by month. months: consecutive YYYY-MM. points: 1 to len(words), None where nothing was recorded.

    words: what stands on the axis, from low to high. events: (month, short word). neutral: the dashed line, None for none.
    sentence: what the plot shows, said in words; it is the caption and the accessible description.
    """

    months: tuple[str, ...]
    points: tuple[int | None, ...]
    words: tuple[str, ...]
    events: tuple[tuple[str, str], ...] = ()
    neutral: int | None = None
    sentence: str = ""


@dataclass(frozen=True, kw_only=True)
class Bars:
    """Counts as horizontal bars with the number at the end of each; hide_small: fewer than three people are not told apart."""

    rows: tuple[tuple[str, int], ...]
    unit: str = "人"
    hide_small: bool = False
    sentence: str = ""

    def number(self, count: int) -> str:
        """Return what stands at the end of a bar."""
        return f"<{SMALL}" if self.hide_small and 0 < count < SMALL else f"{count}"


Chart = MoodChart | Bars


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

    With two records only, the later is held against the earlier. A difference of no more than half a step is 持平.
    """
    known = [one for one in points if one is not None]
    if len(known) < _LAST:
        return ""
    cut = 1 if len(known) == _LAST else _LAST
    late, early = known[-cut:], known[:-cut][-_BEFORE:]
    difference = sum(late) / len(late) - sum(early) / len(early)
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
    """Return the course in one sentence: how many records, between what and what, which months are missing, where it goes."""
    known = [one for one in points if one is not None]
    if not known:
        return f"近 {len(months)} 个月没有记录。"
    low, high = words[min(known) - 1], words[max(known) - 1]
    between = f"都是“{low}”" if low == high else f"在“{low}”和“{high}”之间"
    first = next(place for place, point in enumerate(points) if point is not None)
    inside = [f"{int(month[5:])}月" for month, point in list(zip(months, points, strict=True))[first:] if point is None]
    gaps = f",{'、'.join(inside)}没有记录" if inside else ""
    course = trend(points)
    return f"近 {len(months)} 个月 {len(known)} 次记录,{between}{gaps}{f',近来{course}' if course else ''}。"
