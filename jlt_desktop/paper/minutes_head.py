"""The head of minutes: the red mark, the number, who issued them and when, the red line, the title."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from jlt_desktop.domain.fields_time import chinese_day
from jlt_desktop.paper.fonts import Run
from jlt_desktop.paper.official import LEFT, MM, PAGE, PITCH, RED, SIZE, TITLE, TOP, WIDTH, Paper
from jlt_desktop.paper.paragraphs import Column, set_paragraph
from jlt_desktop.paper.system_fonts import FANGSONG, XIAOBIAOSONG

if TYPE_CHECKING:
    from jlt_desktop.domain.minutes import Minutes
    from jlt_desktop.paper.fonts import Fonts

_MARK_BELOW = 35 * MM
_MARK_WIDTH = WIDTH - 2 * SIZE
_LARGEST, _SEVERAL, _LEAST, _MARK_LEADING = 44.0, 36.0, 26.0, 1.25
_LINE_BELOW, _LINE_THICK = 4 * MM, 0.5 * MM


def draw_head(paper: Paper, minutes: Minutes) -> int:
    """Draw the head of the first page; return the line its text begins on."""
    paper.canvas.setFillColorRGB(*RED)
    row = _mark(paper, minutes.mark)
    paper.canvas.setFillGray(0)
    plain = paper.fonts.face(FANGSONG)
    if minutes.number:
        row += 1
        paper.centred(row, minutes.number, SIZE, plain)
    row = _issued(paper, minutes, row + 1, plain)
    paper.canvas.setStrokeColorRGB(*RED)
    paper.rule(paper.edge(row) - (_LINE_BELOW - PITCH / 4), _LINE_THICK)
    paper.canvas.setStrokeGray(0)
    return _title(paper, minutes.title, row + 1)


def _mark(paper: Paper, mark: str) -> int:
    """Draw the mark, its ink 35 mm below the top of the type area, as large as the width lets it; return the first line below it."""
    fonts, face = paper.fonts, paper.fonts.face(XIAOBIAOSONG)
    wide = fonts.width(mark, 1, face) or 1.0
    count = max(1, ceil(wide * _LEAST / _MARK_WIDTH))
    size = min(_LARGEST if count == 1 else _SEVERAL, count * _MARK_WIDTH / wide)
    y = PAGE[1] - TOP - _MARK_BELOW
    for place, line in enumerate(balanced(fonts, mark, size, face)):
        y -= fonts.ink_top(line, size, face) if place == 0 else size * _MARK_LEADING
        paper.at(LEFT + (WIDTH - fonts.width(line, size, face)) / 2, y, line, size, face)
    return ceil((PAGE[1] - TOP - y + size * 0.1) / PITCH)


def _issued(paper: Paper, minutes: Minutes, row: int, plain: str) -> int:
    """Draw who issued the minutes at the left and the day at the right, both one character in; return the line below."""
    day = chinese_day(minutes.on) if minutes.on else ""
    wide = WIDTH - 2 * SIZE
    beside = wide - paper.fonts.width(day, SIZE, plain) - SIZE
    lines = set_paragraph(paper.fonts, (Run(plain, minutes.body),), Column(wide, SIZE)) if minutes.body else []
    for place, line in enumerate(lines):
        paper.text(row + place, SIZE, line.text, SIZE, plain)
    if lines and day and (len(lines) > 1 or paper.fonts.width(lines[0].text, SIZE, plain) > beside):
        row += len(lines)
    if day:
        paper.to_right(row, day, SIZE, plain)
    return row + 1 if lines or day else row


def _title(paper: Paper, title: str, row: int) -> int:
    """Draw the title in the middle; return the line the text begins on, one left free before it."""
    if not title:
        return row + 1
    face = paper.fonts.face(XIAOBIAOSONG)
    for line in balanced(paper.fonts, title, TITLE, face):
        paper.centred(row, line, TITLE, face)
        row += 1
    return row + 1


def balanced(fonts: Fonts, text: str, size: float, font: str) -> list[str]:
    """Break a heading into as few lines as the type area lets it have, of about the same length."""
    runs = (Run(font, text),)
    lines = set_paragraph(fonts, runs, Column(WIDTH, size))
    narrower = set_paragraph(fonts, runs, Column(fonts.width(text, size, font) / len(lines) + size, size))
    return [line.text for line in (narrower if len(narrower) == len(lines) else lines)]
