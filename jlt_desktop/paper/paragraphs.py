"""Paragraphs of official papers: indents, several faces in a line, punctuation kept where it belongs, full lines filled to the edge."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from jlt_desktop.paper.fonts import Fonts, Run
from jlt_desktop.paper.wrap import NOT_FIRST, NOT_LAST, pieces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from reportlab.pdfgen.canvas import Canvas

    Glued = Callable[[int], bool]

# a gap wider than this part of the type size looks worse than a ragged edge
_WIDEST_GAP = 0.2
_ROUNDING = 0.01
_UNITS = frozenset("年月日时分人名票次个条项所班级岁元")
_STRETCHES = re.compile(r"[!-~]+|[^!-~]+")


@dataclass(frozen=True, slots=True)
class Line:
    """A line. x: where it begins, in points from the left of the type area. gap: what is added after each character, in points."""

    runs: tuple[Run, ...]
    x: float
    gap: float = 0.0

    @property
    def text(self) -> str:
        """Return its characters."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Column:
    """Where a paragraph stands: its width, the indents of the first line and of the others, its type size; all in points."""

    width: float
    size: float
    first: float = 0.0
    rest: float = 0.0


def set_paragraph(fonts: Fonts, runs: Sequence[Run], column: Column) -> list[Line]:
    """Break text of one or several faces into lines; all but the last reach the right edge."""
    glued = _punctuated("".join(run.text for run in runs))
    lines = list(_lines(fonts, runs, column, (glued,)))
    return [*(_filled(fonts, one, column) for one in lines[:-1]), *lines[-1:]]


def set_list(fonts: Fonts, label: Run, items: Sequence[str], font: str, column: Column) -> list[Line]:
    """Set a label and a list behind it; an item that fits into a line is never broken, lines stand below each other behind the label."""
    head = fonts.width(label.text, column.size, label.font)
    behind = Column(column.width, column.size, column.first + head, column.first + head)
    text = "、".join(items)

    def apart(place: int) -> bool:
        return text[place - 1] != "、"

    lines = list(_lines(fonts, (Run(font, text),), behind, (apart, _punctuated(text))))
    return [Line((label, *lines[0].runs), column.first), *lines[1:]]


def _punctuated(text: str) -> Glued:
    """Return the rule of punctuation: what closes begins no line, what opens ends none, figures keep together and keep their unit."""
    words = _inside_words(text)

    def glued(place: int) -> bool:
        before, after = text[place - 1], text[place]
        return place in words or after in NOT_FIRST or before in NOT_LAST or (before.isdigit() and after in _UNITS)

    return glued


def _inside_words(text: str) -> set[int]:
    """Return the places that lie inside a number or a Latin word."""
    found: set[int] = set()
    place = 0
    for piece in pieces(text):
        found.update(range(place + 1, place + len(piece)))
        place += len(piece)
    return found


def _lines(fonts: Fonts, runs: Sequence[Run], column: Column, rules: Sequence[Glued]) -> Iterator[Line]:
    chars = [(run.font, char) for run in runs for char in run.text]
    widths = [fonts.width(char, column.size, font) for font, char in chars]
    start, indent = 0, column.first
    while True:
        room, end = column.width - indent + _ROUNDING, start
        while end < len(chars) and (room := room - widths[end]) >= 0:
            end += 1
        end = _break(start, max(end, start + 1), len(chars), rules)
        yield Line(_joined(chars[start:end]), indent)
        if end == len(chars):
            return
        while end < len(chars) - 1 and chars[end][1] == " ":
            end += 1
        start, indent = end, column.rest


def _break(start: int, end: int, total: int, rules: Sequence[Glued]) -> int:
    """Return where a line that could reach `end` ends by the strictest rule that leaves it something."""
    if end >= total:
        return total
    for glued in rules:
        for place in range(end, start, -1):
            if not glued(place):
                return place
    return end


def _joined(chars: Sequence[tuple[str, str]]) -> tuple[Run, ...]:
    return tuple(Run(font, "".join(char for _, char in some)) for font, some in groupby(chars, key=lambda one: one[0]))


def _filled(fonts: Fonts, line: Line, column: Column) -> Line:
    """Return a line whose last character reaches the right edge, when that does not tear it apart."""
    left = column.width - line.x - sum(fonts.width(run.text, column.size, run.font) for run in line.runs)
    gaps = sum(1 if one.isascii() else len(one) for run in line.runs for one in _STRETCHES.findall(run.text.replace(" ", "\u3000"))) - 1
    if gaps < 1 or left / gaps > _WIDEST_GAP * column.size:
        return line
    return Line(line.runs, line.x, left / gaps)


def draw_line(canvas: Canvas, fonts: Fonts, line: Line, at: tuple[float, float], size: float) -> None:
    """Draw a line whose type area begins at x and whose baseline is y. Numbers and Latin words are not spaced out."""
    x, y = at[0] + line.x, at[1]
    for wanted in line.runs:
        for run in fonts.runs(wanted.text, wanted.font):
            for stretch in _STRETCHES.findall(run.text):
                canvas.setFont(run.font, size)
                gaps = 1 if stretch.isascii() and stretch.strip() else len(stretch)
                canvas.drawString(x, y, stretch, charSpace=line.gap if gaps > 1 else None)
                x += fonts.width(stretch, size, run.font) + gaps * line.gap
