"""From a document to the bytes of a PDF; preview, file and paper are these bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.domain.document import Code, Grid, Letter, Pairs, Photos, Picture, Prose, Signatures, Timeline
from jlt_desktop.paper.blocks import draw_code, draw_pairs, draw_prose, draw_signatures, draw_timeline
from jlt_desktop.paper.fonts import BOLD
from jlt_desktop.paper.grid import draw_grid
from jlt_desktop.paper.letters import draw_letter
from jlt_desktop.paper.photos import draw_photos
from jlt_desktop.paper.pictures import draw_picture
from jlt_desktop.paper.printed import Printed as Printed  # noqa: PLC0414  # what callers get back
from jlt_desktop.paper.printed import undrawn
from jlt_desktop.paper.sheet import TOP, Sheet
from jlt_desktop.paper.wrap import wrap

if TYPE_CHECKING:
    from jlt_desktop.domain.document import Block, Document
    from jlt_desktop.paper.fonts import Fonts

_TITLE, _SUBTITLE, _TITLE_LEADING = 18.0, 10.5, 1.4


def render(document: Document, fonts: Fonts, first: int = 1, total: int = 0) -> Printed:
    """Draw a document. The same document gives the same bytes. first, total: where its pages are part of something larger."""
    fonts.missing.clear()
    when = f"打印时间:{document.printed_at:%Y-%m-%d %H:%M}" if document.printed_at else ""
    who = f"打印人:{document.operator}" if document.operator else ""
    sheet = Sheet(fonts, document.name, (who, when), wide=document.landscape, first=first, total=total)
    for line in wrap(fonts, document.title, sheet.body, _TITLE, BOLD):
        sheet.y -= _TITLE * _TITLE_LEADING if sheet.y < sheet.height - TOP else _TITLE
        sheet.centred(sheet.width / 2, sheet.y, line, _TITLE, BOLD)
    if document.subtitle:
        sheet.y -= 20
        sheet.centred(sheet.width / 2, sheet.y, document.subtitle, _SUBTITLE)
    sheet.y -= 14
    for block in document.blocks:
        _draw(sheet, block)
    pdf, pages = sheet.finish()
    return Printed(pdf, pages, undrawn(fonts))


def _draw(sheet: Sheet, block: Block) -> None:
    match block:
        case Grid():
            draw_grid(sheet, block)
        case Pairs():
            draw_pairs(sheet, block)
        case Prose():
            draw_prose(sheet, block)
        case Letter():
            draw_letter(sheet, block)
        case Timeline():
            draw_timeline(sheet, block)
        case Signatures():
            draw_signatures(sheet, block)
        case Code():
            draw_code(sheet, block)
        case Picture():
            draw_picture(sheet, block)
        case Photos():
            draw_photos(sheet, block)
