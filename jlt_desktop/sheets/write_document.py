"""A printed document as a workbook: the same blocks below each other, for those who are asked for Excel instead of paper."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from jlt_desktop.domain.document import Code, Grid, Letter, Pairs, Photos, Picture, Prose, Signatures, Timeline
from jlt_desktop.sheets.write import cell_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.worksheet.worksheet import Worksheet

    from jlt_desktop.domain.document import Block, Document

_COLUMNS = 8
_THIN = Border(*[Side(style="thin", color="BFBFBF")] * 4)
_HEAD = PatternFill("solid", fgColor="DDE7F0")
_WRAP = Alignment(wrap_text=True, vertical="top")
_WIDTH = 14


def document_workbook(document: Document) -> bytes:
    """Return an xlsx with one sheet; every cell is a text, none a formula."""
    book = Workbook()
    sheet = book.active
    sheet.title = "打印件"
    writer = _Writer(sheet)
    writer.line(document.title, size=16, bold=True)
    if document.subtitle:
        writer.line(document.subtitle)
    for block in document.blocks:
        writer.block(block)
    printed = f"{document.printed_at:%Y-%m-%d %H:%M}" if document.printed_at else ""
    writer.line("    ".join(filter(None, (f"经手人:{document.operator}" if document.operator else "", printed))))
    for place in range(1, _COLUMNS + 1):
        sheet.column_dimensions[get_column_letter(place)].width = _WIDTH
    sheet.page_setup.paperSize = 9
    sheet.page_setup.orientation = "landscape" if document.landscape else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


class _Writer:
    """Goes down the sheet row by row."""

    def __init__(self, sheet: Worksheet) -> None:
        self._sheet, self._row = sheet, 0

    def line(self, text: str, *, size: int = 11, bold: bool = False) -> None:
        """Write one text over the whole width."""
        self._put([(text, 1, _COLUMNS)], bold=bold, size=size, ruled=False)

    def block(self, block: Block) -> None:
        """Write one block with its title."""
        title = getattr(block, "title", "")
        self._row += 1
        if title:
            self.line(title, size=13, bold=True)
        match block:
            case Pairs():
                self._pairs(block)
            case Grid():
                head = ("序号", *block.headings) if block.numbered else block.headings
                numbers = [(str(number),) if block.numbered else () for number in range(1, len(block.rows) + 1)]
                self._table(head, [(*number, *row) for number, row in zip(numbers, block.rows, strict=True)])
            case Timeline():
                events = [
                    (one.on, one.kind, "\n".join(f"{label}:{text}" for label, text in one.lines), one.entered) for one in block.entries
                ]
                self._table(("日期", "类别", "内容", "录入日期"), events, (1, 1, 5, 1))
            case Prose():
                self._put([(block.text, 1, _COLUMNS)])
            case Letter():
                for text in (block.to, *block.paragraphs, *block.signed, *block.slip):
                    self._put([(text, 1, _COLUMNS)], ruled=False)
            case Signatures() | Picture() | Photos() | Code():
                self.line(_said(block))

    def _pairs(self, block: Pairs) -> None:
        each = _COLUMNS // block.columns
        for start in range(0, len(block.rows), block.columns):
            cells: list[tuple[str, int, int]] = []
            for place, (label, value) in enumerate(block.rows[start : start + block.columns]):
                cells += [(label, place * each + 1, 1), (value, place * each + 2, each - 1)]
            self._put(cells)

    def _table(self, head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int] = ()) -> None:
        spans = list(widths) or [1] * len(head)
        starts = [1 + sum(spans[:place]) for place in range(len(spans))]
        self._put(list(zip(head, starts, spans, strict=True)), bold=True, fill=True)
        for row in rows:
            self._put(list(zip(row, starts, spans, strict=False)))

    def _put(
        self, cells: Sequence[tuple[str, int, int]], *, bold: bool = False, size: int = 11, fill: bool = False, ruled: bool = True
    ) -> None:
        self._row += 1
        lines = 1
        for text, column, span in cells:
            cell = self._sheet.cell(self._row, column, cell_text(text))
            # set as what it is: a text that begins with = stays a text
            cell.data_type, cell.number_format, cell.quotePrefix = "s", "@", text[:1] in "=+-@＝＋－＠"
            cell.font, cell.alignment = Font(bold=bold, size=size), _WRAP
            if fill:
                cell.fill = _HEAD
            for each in range(column, column + span):
                self._sheet.cell(self._row, each).border = _THIN if ruled else Border()
            if span > 1:
                self._sheet.merge_cells(start_row=self._row, start_column=column, end_row=self._row, end_column=column + span - 1)
            room = max(1, span * _WIDTH // 2)
            lines = max(lines, sum(1 + len(part) // room for part in text.split("\n")))
        self._sheet.row_dimensions[self._row].height = max(18, 16 * lines * size / 11)


def _said(block: Signatures | Picture | Photos | Code) -> str:
    if isinstance(block, Picture):
        return block.chart.sentence
    if isinstance(block, Photos):
        return "    ".join(words for _, words in block.pictures)
    return "    ".join(block.beside if isinstance(block, Code) else (f"{label}:            " for label in block.labels))
