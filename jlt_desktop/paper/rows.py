"""A row of ruled cells; one that is taller than the rest of the page goes on to the next, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jlt_desktop.paper.fonts import MAIN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jlt_desktop.paper.sheet import Sheet

SIZE, LEADING, PAD = 10.0, 15.0, 5.0
_FEW = 3


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its left edge and width, its lines, whether it is a heading on grey."""

    x: float
    width: float
    lines: Sequence[str]
    grey: bool = False
    font: str = MAIN


def draw_row(sheet: Sheet, cells: Sequence[Cell], least: float = 0.0) -> None:
    """Draw a row below the cursor, over several pages when it must be."""
    rest = [list(cell.lines) for cell in cells]
    while True:
        longest = max(len(lines) for lines in rest)
        fits = int((sheet.room - 2 * PAD) / LEADING)
        if longest > fits and (fits < _FEW or longest * LEADING + 2 * PAD <= sheet.whole):
            sheet.turn()
            fits = int((sheet.room - 2 * PAD) / LEADING)
        shown = min(longest, fits)
        height = max(least, shown * LEADING + 2 * PAD)
        for cell, lines in zip(cells, rest, strict=True):
            sheet.box(cell.x, sheet.y, cell.width, height, grey=cell.grey)
            part = lines[:shown]
            top = sheet.y - PAD - (height - 2 * PAD - len(part) * LEADING) / 2 if cell.grey else sheet.y - PAD
            sheet.lines(cell.x + PAD, top - 1.5, part, SIZE, LEADING, cell.font)
        sheet.y -= height
        rest = [lines[shown:] for lines in rest]
        if not any(rest):
            return
        sheet.turn()
