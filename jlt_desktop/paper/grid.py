"""Tables of many rows: widths measured once, every cell drawn straight onto the canvas, headings on every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.paper.blocks import draw_title
from jlt_desktop.paper.fonts import BOLD, MAIN
from jlt_desktop.paper.sheet import GREY, LEFT
from jlt_desktop.paper.wrap import wrap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jlt_desktop.domain.document import Grid
    from jlt_desktop.paper.sheet import Sheet

_SIZE, _SMALL, _LEADING, _PAD, _AIR = 9.0, 7.5, 12.5, 4.0, 2.8
# read from a step away
_LARGE, _LARGE_LEADING = 14.0, 21.0
_MEASURED, _WIDEST = 120, 190.0
_FEW = 3
_TITLED = 27.0
_NUMBER = "序号"


def draw_grid(sheet: Sheet, block: Grid) -> None:
    """Draw a table over as many pages as it needs."""
    if block.together:
        head = 1 + max((text.count("\n") for text in block.headings), default=0)
        wanted = (len(block.rows) + head) * _LEADING + (len(block.rows) + 1) * 2 * _AIR + (_TITLED if block.title else 0.0)
        if sheet.room < wanted <= sheet.whole:
            sheet.turn()
    draw_title(sheet, block.title)
    headings = (_NUMBER, *block.headings) if block.numbered else block.headings
    size = _LARGE if block.large else _SIZE
    widths = _widths(sheet, block, headings, size)
    if sum(widths) > sheet.body + 1 and not block.large:
        size = _SMALL
        widths = _widths(sheet, block, headings, size)
    scale = sheet.body / sum(widths)
    _Table(sheet, headings, [one * scale for one in widths], size).draw(_rows(block))


def _rows(block: Grid) -> Iterator[Sequence[str]]:
    for number, row in enumerate(block.rows, start=1):
        yield (str(number), *row) if block.numbered else row


def _widths(sheet: Sheet, block: Grid, headings: Sequence[str], size: float) -> list[float]:
    if block.weights:
        weights = [*block.weights]
        share = sheet.body / (sum(weights) + (0.6 if block.numbered else 0))
        return [*([0.6 * share] if block.numbered else []), *(weight * share for weight in weights)]
    found = [sheet.fonts.width(text, size, BOLD) for text in headings]
    for row, _ in zip(_rows(block), range(_MEASURED), strict=False):
        for place, text in enumerate(row):
            found[place] = max(found[place], *(sheet.fonts.width(line, size, MAIN) for line in text.split("\n")))
    return [min(one, _WIDEST) + 2 * _PAD + 1 for one in found]


class _Table:
    """Draws rows; keeps the lines of a page and rules them all at once."""

    def __init__(self, sheet: Sheet, headings: Sequence[str], widths: Sequence[float], size: float) -> None:
        self._sheet, self._headings, self._size = sheet, headings, size
        self._leading = _LARGE_LEADING if size == _LARGE else _LEADING
        self._inner = [one - 2 * _PAD for one in widths]
        edges = [LEFT]
        for one in widths:
            edges.append(edges[-1] + one)
        self._edges = edges
        self._top, self._rules = sheet.y, list[float]()
        # the room for rows on a page that holds nothing but headings and rows
        self._page = 0.0

    def draw(self, rows: Iterator[Sequence[str]]) -> None:
        self._begin()
        sheet, size, inner, edges = self._sheet, self._size, self._inner, self._edges
        width, fonts, leading = sheet.fonts.width, sheet.fonts, self._leading
        for row in rows:
            cells = [
                [text] if "\n" not in text and width(text, size, MAIN) <= room else wrap(fonts, text, room, size, MAIN)
                for text, room in zip(row, inner, strict=True)
            ]
            tallest = max(map(len, cells))
            height = tallest * leading + 2 * _AIR - 1
            if sheet.room < height:
                if height > self._page:
                    cells = self._begin_tall(cells)
                    tallest = max(map(len, cells))
                    height = tallest * leading + 2 * _AIR - 1
                if sheet.room < height:
                    self._turn()
            for left, lines in zip(edges, cells, strict=False):
                top = sheet.y - _AIR - size * 0.92 - (tallest - len(lines)) * leading / 2
                for place, line in enumerate(lines):
                    if line:
                        sheet.text(left + _PAD, top - place * leading, line, size)
            sheet.y -= height
            self._rules.append(sheet.y)
        self._end()

    def _turn(self) -> None:
        self._end()
        self._sheet.turn()
        self._begin()

    def _begin_tall(self, cells: Sequence[Sequence[str]]) -> list[list[str]]:
        """Draw of a row taller than a page all but its end, page after page; return the lines that are left."""
        rest = [list(lines) for lines in cells]
        while max(map(len, rest)) * self._leading + 2 * _AIR - 1 > self._page:
            fits = max(1, int((self._sheet.room - 2 * _AIR + 1) / self._leading))
            if fits < _FEW and self._sheet.room < self._page:
                self._turn()
                continue
            self._put([lines[:fits] for lines in rest], fits)
            rest = [lines[fits:] for lines in rest]
            self._turn()
        return rest

    def _put(self, cells: Sequence[Sequence[str]], tallest: int) -> None:
        sheet = self._sheet
        for left, lines in zip(self._edges, cells, strict=False):
            # what goes on to the next page starts at the top, so that it reads on
            for place, line in enumerate(lines):
                if line:
                    sheet.text(left + _PAD, sheet.y - _AIR - self._size * 0.92 - place * self._leading, line, self._size)
        sheet.y -= tallest * self._leading + 2 * _AIR - 1
        self._rules.append(sheet.y)

    def _begin(self) -> None:
        sheet = self._sheet
        lines = [wrap(sheet.fonts, text, room, self._size, BOLD) for text, room in zip(self._headings, self._inner, strict=True)]
        height = max(map(len, lines)) * self._leading + 2 * _PAD
        self._page = sheet.whole - height
        sheet.need(height + 3 * self._leading)
        self._top = sheet.y
        sheet.canvas.setFillGray(GREY)
        sheet.canvas.rect(LEFT, sheet.y - height, self._edges[-1] - LEFT, height, stroke=0, fill=1)
        sheet.canvas.setFillGray(0)
        for left, texts in zip(self._edges, lines, strict=False):
            sheet.lines(
                left + _PAD, sheet.y - _PAD - (height - 2 * _PAD - len(texts) * self._leading) / 2, texts, self._size, self._leading, BOLD
            )
        sheet.y -= height
        self._rules = [self._top, sheet.y]

    def _end(self) -> None:
        right = self._edges[-1]
        across = [(LEFT, rule, right, rule) for rule in self._rules]
        down = [(edge, self._top, edge, self._rules[-1]) for edge in self._edges]
        self._sheet.canvas.lines([*across, *down])
