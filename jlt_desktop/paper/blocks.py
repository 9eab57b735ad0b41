"""The blocks of a document in ink: pairs, prose, timeline, lines to sign on, a code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import segno

from jlt_desktop.paper.fonts import BOLD, MAIN
from jlt_desktop.paper.rows import LEADING, PAD, SIZE, Cell, draw_row
from jlt_desktop.paper.sheet import LEFT
from jlt_desktop.paper.wrap import wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jlt_desktop.domain.document import Code, Entry, Pairs, Prose, Signatures, Timeline
    from jlt_desktop.paper.sheet import Sheet

_LABEL, _TITLE = 82.0, 12.0
_DAY = 96.0
_MODULE = 3.2


def draw_title(sheet: Sheet, title: str) -> None:
    """Draw the title of a block, never alone at the foot of a page."""
    if title:
        sheet.need(_TITLE + 4 * LEADING)
        sheet.y -= 20
        sheet.text(LEFT, sheet.y, title, _TITLE, BOLD)
        sheet.y -= 7


def draw_pairs(sheet: Sheet, block: Pairs) -> None:
    """Draw labels and values, `columns` pairs a row; a value that needs more than two lines takes a row of its own."""
    draw_title(sheet, block.title)
    share = sheet.body / block.columns
    waiting: list[tuple[str, str]] = []
    for label, value in block.rows:
        narrow = wrap(sheet.fonts, value, share - _LABEL - 2 * PAD, SIZE, MAIN)
        if len(narrow) > 2 and block.columns > 1:
            _row(sheet, waiting, share)
            waiting = []
            _row(sheet, [(label, value)], sheet.body)
            continue
        waiting.append((label, value))
        if len(waiting) == block.columns:
            _row(sheet, waiting, share)
            waiting = []
    _row(sheet, waiting, share)


def _row(sheet: Sheet, pairs: Sequence[tuple[str, str]], share: float) -> None:
    if not pairs:
        return
    cells = []
    for place, (label, value) in enumerate(pairs):
        left = LEFT + place * share
        # the last value of an unfinished row reaches to the margin
        width = sheet.body - place * share - _LABEL if place == len(pairs) - 1 else share - _LABEL
        cells.append(Cell(left, _LABEL, wrap(sheet.fonts, label, _LABEL - 2 * PAD, SIZE, MAIN), grey=True))
        cells.append(Cell(left + _LABEL, width, wrap(sheet.fonts, value, width - 2 * PAD, SIZE, MAIN)))
    draw_row(sheet, cells)


def draw_prose(sheet: Sheet, block: Prose) -> None:
    """Draw running text in one ruled cell."""
    draw_title(sheet, block.title)
    draw_row(sheet, [Cell(LEFT, sheet.body, wrap(sheet.fonts, block.text, sheet.body - 2 * PAD, SIZE, MAIN))], least=60)


def draw_timeline(sheet: Sheet, block: Timeline) -> None:
    """Draw events below each other: the day at the left, what happened at the right."""
    draw_title(sheet, block.title)
    if not block.entries:
        draw_row(sheet, [Cell(LEFT, sheet.body, ["没有记录。"])])
    for entry in block.entries:
        _event(sheet, entry)


def _event(sheet: Sheet, entry: Entry) -> None:
    width = sheet.body - _DAY
    days = wrap(sheet.fonts, entry.on or "—", _DAY - 2 * PAD, SIZE, MAIN)
    days += wrap(sheet.fonts, entry.kind, _DAY - 2 * PAD, SIZE, MAIN)
    if entry.entered and entry.entered != entry.on[:10]:
        days += [f"{entry.entered}", "录入"]
    lines: list[str] = []
    for label, text in entry.lines:
        lines += wrap(sheet.fonts, f"{label}:{text}", width - 2 * PAD, SIZE, MAIN)
    draw_row(sheet, [Cell(LEFT, _DAY, days, grey=True), Cell(LEFT + _DAY, width, lines or [""])])


def draw_signatures(sheet: Sheet, block: Signatures) -> None:
    """Draw lines to sign on with room for a day."""
    sheet.need(64)
    sheet.y -= 40
    share = sheet.body / max(1, len(block.labels))
    for place, label in enumerate(block.labels):
        left = LEFT + place * share
        words = f"{label}:"
        wide = sheet.fonts.width(words, SIZE, MAIN)
        sheet.text(left, sheet.y, words, SIZE)
        sheet.canvas.line(left + wide + 2, sheet.y - 2, left + share - 16, sheet.y - 2)
        sheet.text(left, sheet.y - 20, "日期:      年    月    日", SIZE - 1)
    sheet.y -= 26


def draw_code(sheet: Sheet, block: Code) -> None:
    """Draw a QR code with its words beside it in large figures."""
    matrix = segno.make(block.content, error="q", micro=False).matrix
    side = len(matrix) * _MODULE
    sheet.need(side + 24)
    sheet.y -= 12
    for row, modules in enumerate(matrix):
        for column, dark in enumerate(modules):
            if dark:
                left, low = LEFT + column * _MODULE, sheet.y - (row + 1) * _MODULE
                sheet.canvas.rect(left, low, _MODULE, _MODULE, stroke=0, fill=1)
    for place, line in enumerate(block.beside):
        sheet.text(LEFT + side + 24, sheet.y - 20 - place * 26, line, 16, BOLD)
    sheet.y -= max(side, 26.0 * len(block.beside)) + 12
