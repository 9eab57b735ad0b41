"""Binding: many papers into one file with page numbers that run through, and pages of other people's PDFs fitted between ours."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pypdfium2
from pypdfium2 import PdfiumError

from jlt_desktop.paper.sheet import BOTTOM, LEFT, RIGHT, TOP, Sheet

if TYPE_CHECKING:
    from jlt_desktop.paper.fonts import Fonts

# the strip above a foreign page, where it says what it is
_STRIP = 24.0
_QUARTER = 90
_CAPTION = 9.0
Numbered = Callable[[int, int], bytes]


@dataclass(frozen=True, slots=True)
class Ours:
    """A paper of ours: how many pages it has, and how it is drawn when the number of its first page and of all pages are known."""

    pages: int
    draw: Numbered


@dataclass(frozen=True, slots=True)
class Foreign:
    """Somebody else's PDF with the line that stands above each of its pages."""

    pdf: bytes
    caption: str
    pages: int


def foreign(pdf: bytes, caption: str) -> Foreign | None:
    """Return a PDF to be bound in; None when it cannot be opened, as one that asks for a password."""
    try:
        document = pypdfium2.PdfDocument(pdf)
    except PdfiumError:
        return None
    try:
        return Foreign(pdf, caption, len(document)) if len(document) else None
    finally:
        document.close()


def bind(parts: Sequence[Ours | Foreign], fonts: Fonts, foot: tuple[str, str], step: Callable[[int], None] | None = None) -> bytes:
    """Return the parts as one PDF. foot: what stands left and right of the page number. step: told after each part how many are done."""
    total, number = sum(one.pages for one in parts), 1
    bound = pypdfium2.PdfDocument.new()
    for done, part in enumerate(parts, start=1):
        if isinstance(part, Ours):
            source = pypdfium2.PdfDocument(part.draw(number, total))
            bound.import_pages(source)
            source.close()
        else:
            _foreign_pages(bound, part, fonts, foot, number, total)
        number += part.pages
        if step is not None:
            step(done)
    out = io.BytesIO()
    bound.save(out)
    bound.close()
    return out.getvalue()


def _foreign_pages(bound: pypdfium2.PdfDocument, part: Foreign, fonts: Fonts, foot: tuple[str, str], first: int, total: int) -> None:
    source = pypdfium2.PdfDocument(part.pdf)
    try:
        for index in range(part.pages):
            page = source[index]
            # what people stamped or filled in lies above the page and would be left behind
            pypdfium2.raw.FPDFPage_Flatten(page, pypdfium2.raw.FLAT_NORMALDISPLAY)
            wide = page.get_width() > page.get_height()
            page.close()
            frame = _frame(fonts, f"{part.caption}(第 {index + 1} 页,共 {part.pages} 页)", foot, (first + index, total), wide=wide)
            # both are put onto an empty page: writing one's drawing anew beside the other's would lose fonts it names
            onto = bound.new_page(*frame[0].get_size())
            onto.insert_obj(frame.page_as_xobject(0, bound).as_pageobject())
            _place(bound, source, index, onto)
            frame.close()
    finally:
        source.close()


def _frame(fonts: Fonts, caption: str, foot: tuple[str, str], number: tuple[int, int], *, wide: bool) -> pypdfium2.PdfDocument:
    sheet = Sheet(fonts, "", foot, wide=wide, first=number[0], total=number[1])
    sheet.text(LEFT, sheet.height - TOP + 8, caption, _CAPTION)
    return pypdfium2.PdfDocument(sheet.finish()[0])


def _place(bound: pypdfium2.PdfDocument, source: pypdfium2.PdfDocument, index: int, onto: pypdfium2.PdfPage) -> None:
    """Put a page of a source on a page of ours, as large as the frame allows, turned as its reader would turn it."""
    page = source[index]
    turns = page.get_rotation() // _QUARTER
    left, low, right, high = page.get_cropbox()
    # captured as it was drawn; it is turned below
    page.set_rotation(0)
    page.close()
    wide, tall = right - left, high - low
    seen = (tall, wide) if turns % 2 else (wide, tall)
    room = (onto.get_width() - LEFT - RIGHT, onto.get_height() - TOP - BOTTOM - _STRIP)
    scale = min(room[0] / seen[0], room[1] / seen[1])
    placed = source.page_as_xobject(index, bound).as_pageobject()
    matrix = pypdfium2.PdfMatrix().translate(-left, -low)
    for _ in range(turns):
        # clockwise, and back into the first quadrant
        matrix = matrix.rotate(_QUARTER)
    corners = [matrix.on_point(x, y) for x, y in ((left, low), (right, low), (left, high), (right, high))]
    matrix = matrix.translate(-min(x for x, _ in corners), -min(y for _, y in corners)).scale(scale, scale)
    shown = (seen[0] * scale, seen[1] * scale)
    matrix = matrix.translate(LEFT + (room[0] - shown[0]) / 2, BOTTOM + _STRIP / 2 + (room[1] - shown[1]) / 2)
    placed.set_matrix(matrix)
    onto.insert_obj(placed)
    onto.gen_content()
    onto.close()
