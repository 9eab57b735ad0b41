"""States by month as points and lines: words on the axis, nothing drawn across a month without a record."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from jlt_desktop.domain.chart import segments
from jlt_desktop.paper.chart_ink import LEADING, SOFT, STRONG, WORDS, Ink

if TYPE_CHECKING:
    from jlt_desktop.domain.chart import MoodChart
    from jlt_desktop.paper.fonts import Fonts

_LEVEL, _FLOOR, _AIR = 24.0, 22.0, 8.0
_SMALL = 8.0
_WIDEST_MONTH, _EDGE, _GAP = 84.0, 1.0, 8.0
_ARROW, _NONE = 5.0, ("无记录", "无")


@dataclass(frozen=True)
class _Place:
    """Where months and words are: left edge and width of the field, its floor and the height of the lowest and the next word."""

    left: float
    width: float
    month: float
    floor: float
    lowest: float
    step: float

    def x(self, place: int) -> float:
        return self.left + (place + 0.5) * self.month

    def y(self, point: int) -> float:
        return self.lowest + (point - 1) * self.step


def mood_height(chart: MoodChart, fonts: Fonts, width: float) -> float:
    """Return the height at which words and marks have air, in points."""
    ink = Ink(fonts, width, 0)
    lanes = len(_lanes(chart, ink, _place(chart, ink, 0)))
    return 2 * LEADING + _FLOOR + _LEVEL * (len(chart.words) - 1) + 2 * _AIR + _strip(lanes)


def draw(chart: MoodChart, ink: Ink) -> None:
    """Fill a drawing."""
    lanes = _lanes(chart, ink, _place(chart, ink, 0))
    place = _place(chart, ink, len(lanes))
    top = place.y(len(chart.words)) + _AIR
    _field(chart, ink, place, top)
    _months(chart, ink, place)
    for run in segments(chart.points):
        spots = [(place.x(month), place.y(point)) for month, point in run]
        for one, other in pairwise(spots):
            ink.line(one, other, STRONG, 1.8)
        for x, y in spots:
            ink.dot(x, y, 3.6)
    _events(ink, lanes, top)


def _place(chart: MoodChart, ink: Ink, lanes: int) -> _Place:
    left = max((ink.wide(word) for word in chart.words), default=0.0) + _GAP
    month = min(_WIDEST_MONTH, (ink.width - left - _EDGE) / max(1, len(chart.months)))
    floor = 2 * LEADING
    top = ink.height - _strip(lanes) - _AIR
    levels = max(1, len(chart.words) - 1)
    return _Place(left, month * len(chart.months), month, floor, floor + _FLOOR, (top - floor - _FLOOR) / levels)


def _strip(lanes: int) -> float:
    return lanes * LEADING + _ARROW + 3 if lanes else 0.0


def _field(chart: MoodChart, ink: Ink, place: _Place, top: float) -> None:
    right = place.left + place.width
    for point, word in enumerate(chart.words, start=1):
        y = place.y(point)
        ink.text(place.left - _GAP - ink.wide(word), y, word)
        neutral = point == chart.neutral
        # the neutral line is broken into dashes, the others are hardly more than dots
        ink.line((place.left, y), (right, y), WORDS if neutral else SOFT, 0.8 if neutral else 0.35, (5, 3) if neutral else (0.7, 3))
    ink.line((place.left, place.floor), (right, place.floor), WORDS, 0.8)
    ink.line((place.left, place.floor), (place.left, top), WORDS, 0.8)


def _months(chart: MoodChart, ink: Ink, place: _Place) -> None:
    for number, point in enumerate(chart.points):
        x = place.x(number)
        ink.line((x, place.floor), (x, place.floor - 2.5), WORDS, 0.6)
        if point is None:
            none = next((one for one in _NONE if ink.wide(one, _SMALL) + 2 <= place.month), "")
            ink.centred(x, place.floor + _SMALL * 0.75, none, size=_SMALL, tone=SOFT)
    ink.months(chart.months, place.left, place.month, (place.floor - LEADING * 0.7, place.floor - LEADING * 1.6))


@dataclass(frozen=True)
class _Event:
    """A mark over a month with its words and where they begin."""

    x: float
    left: float
    words: str


def _lanes(chart: MoodChart, ink: Ink, place: _Place) -> list[list[_Event]]:
    """Share the words of events out over lines, so that none covers another; the lowest line first."""
    lanes: list[list[_Event]] = []
    for number, month in enumerate(chart.months):
        words = "、".join(word for when, word in chart.events if when == month)
        if not words:
            continue
        words = _fitting(ink, words, ink.width)
        wide, x = ink.wide(words), place.x(number)
        left = max(0.0, min(x - wide / 2, ink.width - wide))
        # on the lowest line an arrow of the next month must stay free too, hence the air
        free = next((one for one in lanes if one[-1].left + ink.wide(one[-1].words) + 6 <= left), None)
        if free is None:
            lanes.append(free := [])
        free.append(_Event(x, left, words))
    return lanes


def _fitting(ink: Ink, words: str, width: float) -> str:
    if ink.wide(words) <= width:
        return words
    while words and ink.wide(words + "…") > width:
        words = words[:-1]
    return words + "…"


def _events(ink: Ink, lanes: list[list[_Event]], top: float) -> None:
    for number, lane in enumerate(lanes):
        for event in lane:
            ink.arrow(event.x, top + 1, _ARROW)
            ink.text(event.left, top + _ARROW + 2 + (number + 0.5) * LEADING, event.words)
