"""Minutes as an official paper: text and names set in lines, shared out over pages, drawn."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jlt_desktop.domain.minutes import numbered
from jlt_desktop.paper.fonts import BOLD, KAI, Run
from jlt_desktop.paper.minutes_foot import draw_closing, draw_number, set_closing
from jlt_desktop.paper.minutes_head import draw_head
from jlt_desktop.paper.official import LINES, PAGE, SIZE, WIDTH, Paper
from jlt_desktop.paper.paragraphs import Column, Line, set_list, set_paragraph
from jlt_desktop.paper.printed import Printed, undrawn
from jlt_desktop.paper.sheet import new_canvas
from jlt_desktop.paper.system_fonts import FANGSONG, SONG, XIAOBIAOSONG

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jlt_desktop.domain.minutes import Minutes, Paragraph
    from jlt_desktop.paper.fonts import Fonts

_COLUMN = Column(WIDTH, SIZE, first=2 * SIZE)
_HEADINGS = {1: BOLD, 2: KAI}
_CARRIED = 2


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of the text. holds: the next line stands on the same page."""

    line: Line
    holds: bool = False


_BLANK = _Row(Line((), 0.0))


def render_minutes(minutes: Minutes, fonts: Fonts) -> Printed:
    """Draw minutes. The same minutes give the same bytes on the same computer."""
    fonts.missing.clear()
    out = io.BytesIO()
    paper = Paper(new_canvas(out, minutes.name, *PAGE), fonts)
    first = draw_head(paper, minutes)
    closing = set_closing(minutes, fonts)
    pages = _paginate([*_body(minutes, fonts), *_attendance(minutes, fonts)], first, closing.height)
    for number, page in enumerate(pages, start=1):
        for row, one in page:
            paper.line(row, one.line, SIZE)
        if number == len(pages):
            draw_closing(paper, closing)
        draw_number(paper, minutes, number)
        paper.canvas.showPage()
    paper.canvas.save()
    return Printed(out.getvalue(), len(pages), undrawn(fonts), fonts.standing_in((XIAOBIAOSONG, FANGSONG, SONG)))


def _body(minutes: Minutes, fonts: Fonts) -> Iterator[_Row]:
    plain = fonts.face(FANGSONG)
    for number, paragraph in numbered(minutes.paragraphs):
        heading = paragraph.level in _HEADINGS and not paragraph.more
        for runs in _parts(number, paragraph, plain):
            for line in set_paragraph(fonts, runs, _COLUMN):
                yield _Row(line, heading)


def _parts(number: str, paragraph: Paragraph, plain: str) -> list[list[Run]]:
    """Return the paragraphs a paragraph is printed as: one for each of its own lines, the number before the first."""
    first, *others = paragraph.text.split("\n")
    parts = [[Run(_HEADINGS.get(paragraph.level, plain), number + first)], *([Run(plain, one)] for one in others)]
    if paragraph.more:
        more, *further = paragraph.more.split("\n")
        parts[-1].append(Run(plain, more))
        parts += [[Run(plain, one)] for one in further]
    return [runs for runs in parts if any(run.text.strip() for run in runs)]


def _attendance(minutes: Minutes, fonts: Fonts) -> Iterator[_Row]:
    """Set who was there, who was on leave and who sat in, after one blank line."""
    lists = (("出席", minutes.present), ("请假", minutes.on_leave), ("列席", minutes.observers))
    held = [(Run(BOLD, f"{label}："), names) for label, names in lists if names]
    if held and minutes.paragraphs:
        yield _BLANK
    for label, names in held:
        lines = set_list(fonts, label, names, fonts.face(FANGSONG), _COLUMN)
        for place, line in enumerate(lines):
            # two lines of names at least stand on either side of a turn
            yield _Row(line, place == 0 < len(lines) - 1 or 0 < place == len(lines) - 2)


def _paginate(rows: Sequence[_Row], first: int, closing: int) -> list[list[tuple[int, _Row]]]:
    """Share rows out over pages of 22; the last one keeps `closing` lines free at its foot and has some text too."""
    pages: list[list[tuple[int, _Row]]] = [[]]
    at = first
    for one in rows:
        if at >= LINES:
            at = _turn(pages, 0)
        if one is not _BLANK or at > 0:
            pages[-1].append((at, one))
            at += 1
    if at + closing > LINES:
        _turn(pages, _CARRIED)
    return pages


def _turn(pages: list[list[tuple[int, _Row]]], least: int) -> int:
    """Begin a page with at least so many rows of the one before, and with those that may not end it; return its next row."""
    before, carried = pages[-1], list[_Row]()
    while len(before) > 1 and (len(carried) < least or before[-1][1].holds or before[-1][1] is _BLANK):
        carried.insert(0, before.pop()[1])
    while carried and carried[0] is _BLANK:
        carried.pop(0)
    pages.append(list(enumerate(carried)))
    return len(carried)
