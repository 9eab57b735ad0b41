"""A letter in ink: to whom, paragraphs that begin two characters in, who signs at the lower right, and a slip to cut off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.paper.fonts import BOLD, MAIN
from jlt_desktop.paper.sheet import LEFT
from jlt_desktop.paper.wrap import wrap

if TYPE_CHECKING:
    from jlt_desktop.domain.document import Letter
    from jlt_desktop.paper.sheet import Sheet

_SIZE, _LEADING, _INDENT = 14.0, 27.0, "\u3000\u3000"
_SLIP_SIZE, _SLIP_LEADING = 12.0, 30.0


def draw_letter(sheet: Sheet, block: Letter) -> None:
    """Draw a letter, over several pages when it must be; the signature stays with the last lines, the slip in one piece."""
    sheet.y -= 10
    texts = [block.to, *(_INDENT + one for one in block.paragraphs)]
    lines = [line for text in texts for line in wrap(sheet.fonts, text, sheet.body, _SIZE, MAIN)]
    for place, line in enumerate(lines):
        last = len(block.signed) + 1 if place == len(lines) - 1 else 0
        sheet.need((1 + last) * _LEADING)
        sheet.y -= _LEADING
        sheet.text(LEFT, sheet.y, line, _SIZE)
    sheet.y -= _LEADING if block.signed else 0
    widths = [sheet.fonts.width(one, _SIZE, MAIN) for one in block.signed]
    middle = LEFT + sheet.body - 2 * _SIZE - max(widths, default=0) / 2
    for one in block.signed:
        sheet.y -= _LEADING
        sheet.centred(middle, sheet.y, one, _SIZE)
    if block.slip:
        _slip(sheet, block.slip)


def _slip(sheet: Sheet, lines: tuple[str, ...]) -> None:
    sheet.need((len(lines) + 3) * _SLIP_LEADING)
    sheet.y -= 1.6 * _SLIP_LEADING
    sheet.canvas.setDash(4, 3)
    sheet.canvas.line(LEFT, sheet.y, LEFT + sheet.body, sheet.y)
    sheet.canvas.setDash()
    title, *rest = lines
    sheet.y -= _SLIP_LEADING
    sheet.centred(sheet.width / 2, sheet.y, title, _SIZE, BOLD)
    for line in rest:
        sheet.y -= _SLIP_LEADING
        sheet.text(LEFT, sheet.y, line, _SLIP_SIZE)
