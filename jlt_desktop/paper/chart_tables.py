"""Counts as horizontal bars, and who by month in three patterns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.domain.chart import FILLED, LATE, MISSING, SMALL
from jlt_desktop.paper.chart_ink import LEADING, SIZE, SOFT, WORDS, Ink
from jlt_desktop.paper.fonts import BOLD

if TYPE_CHECKING:
    from jlt_desktop.domain.chart import Bars, MonthGrid

_GAP, _BAR_ROW, _BAR = 8.0, 20.0, 12.0
_CELL, _ROW, _HEAD, _WIDEST = 12.0, 18.0, 46.0, 48.0
_TITLE, _MOST_LABEL = 20.0, 0.34


def bars_height(chart: Bars) -> float:
    """Return the height of all rows, in points."""
    return (_TITLE if chart.title else 0.0) + _BAR_ROW * max(1, len(chart.rows)) + 4


def draw_bars(chart: Bars, ink: Ink) -> None:
    """Fill a drawing with bars that share one scale; a hidden count has a hatched stub that is as long for every such count."""
    top = ink.height - 2
    if chart.title:
        ink.text(0, top - _TITLE / 2 + 2, chart.title, size=SIZE + 1, font=BOLD)
        top -= _TITLE
    names = [_shortened(ink, name) for name, _count in chart.rows]
    left = max(map(ink.wide, names), default=0.0) + _GAP
    room = ink.width - left - max((ink.wide(_end(chart, count)) for _name, count in chart.rows), default=0.0) - _GAP
    most = max((count for _name, count in chart.rows), default=0)
    share = room / max(most, SMALL)
    row = (top - 2) / max(1, len(chart.rows))
    for place, (_name, count) in enumerate(chart.rows):
        middle, high = top - (place + 0.5) * row, min(_BAR, row * 0.7)
        ink.text(left - _GAP - ink.wide(names[place]), middle, names[place])
        hidden = chart.hidden(count)
        long = min(SMALL * share, _CELL) if hidden else count * share
        if hidden:
            ink.hatched(left, middle - high / 2, long, high)
        elif count:
            ink.solid(left, middle - high / 2, long, high)
        ink.text(left + long + 5, middle, _end(chart, count))
    ink.line((left, 2), (left, top), WORDS, 0.8)


def _end(chart: Bars, count: int) -> str:
    return f"{chart.number(count)} {chart.unit}".rstrip()


def grid_height(chart: MonthGrid) -> float:
    """Return the height of legend, months and all rows, in points."""
    return _HEAD + _ROW * max(1, len(chart.rows)) + 2


def rows_in(height: float) -> int:
    """Return how many rows of a MonthGrid have room in a height."""
    return int((height - _HEAD - 2) / _ROW)


def draw_grid_of_months(chart: MonthGrid, ink: Ink) -> None:
    """Fill a drawing: what the patterns mean, the months, a row for each label; no box where nothing was asked for."""
    _legend(chart, ink)
    names = [_shortened(ink, label) for label, _states in chart.rows]
    left = max(map(ink.wide, names), default=0.0) + _GAP
    month = min(_WIDEST, (ink.width - left) / max(1, len(chart.months)))
    top = ink.height - _HEAD
    ink.months(chart.months, left, month, (top + LEADING * 0.5, top + LEADING * 1.35))
    row = (top - 2) / max(1, len(chart.rows))
    wide, high = min(month * 0.8, _CELL * 2), min(row * 0.72, _CELL)
    for place, (_label, states) in enumerate(chart.rows):
        middle = top - (place + 0.5) * row
        ink.text(0, middle, names[place])
        for number, state in enumerate(states):
            _cell(ink, state, left + (number + 0.5) * month - wide / 2, middle - high / 2, wide, high)
    ink.line((0, top), (left + month * len(chart.months), top), SOFT, 0.6)


def _legend(chart: MonthGrid, ink: Ink) -> None:
    x, middle = 0.5, ink.height - LEADING * 0.7
    for state, word in zip((FILLED, LATE, MISSING), chart.words, strict=True):
        _cell(ink, state, x, middle - _CELL * 0.4, _CELL * 1.6, _CELL * 0.8)
        ink.text(x + _CELL * 1.6 + 4, middle, word)
        x += _CELL * 1.6 + 4 + ink.wide(word) + 16


def _cell(ink: Ink, state: str, x: float, low: float, wide: float, high: float) -> None:
    if state == FILLED:
        ink.solid(x, low, wide, high)
    elif state == LATE:
        ink.hatched(x, low, wide, high)
    elif state == MISSING:
        ink.crossed(x, low, wide, high)


def _shortened(ink: Ink, label: str) -> str:
    """Return a label that leaves room for what it names."""
    room = ink.width * _MOST_LABEL
    if ink.wide(label) <= room:
        return label
    while label and ink.wide(label + "…") > room:
        label = label[:-1]
    return label + "…"
