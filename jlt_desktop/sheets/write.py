"""Our own workbooks: every cell a text or a number, never a formula, ready to be edited in WPS and read back."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# spreadsheets read _x0041_ as the character of that number
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_HEAD = Font(bold=True)
_TITLE = Font(bold=True, size=14)
_FILL = PatternFill("solid", fgColor="DDE7F0")
_RED = Font(color="C00000")
_THIN = Border(*[Side(style="thin", color="BFBFBF")] * 4)
_PLAIN = Font()
_TEXT = "@"
_A3, _A4 = 8, 9
# in characters: what an upright page takes, and what A4 takes before its letters become too small to read
_UPRIGHT, _MOST_ON_A4, _LEADING = 92, 190, 1.5
_LONGEST_LIST = 255
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: its heading, width in characters, the words a drop-down offers, hidden or shown in red."""

    text: str
    width: float = 12
    words: tuple[str, ...] = ()
    hidden: bool = False
    red: bool = False
    required: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A sheet of a workbook: its title, columns and rows; above, below: lines over and under the table."""

    title: str
    headings: Sequence[Heading]
    rows: Iterable[Sequence[object]]
    above: Sequence[str] = ()
    below: Sequence[str] = ()


def workbook(
    title: str, headings: Sequence[Heading], rows: Iterable[Sequence[object]], progress: Progress | None = None, *,
    above: Sequence[str] = (), below: Sequence[str] = (),
) -> bytes:  # fmt: skip
    """Return an xlsx with one sheet. Cells: str (kept as text), int, float or None.

    above, below: lines over and under the table; a table with a title above is one to be handed in: framed, and as wide as its page.
    """
    return workbook_of([Part(title, headings, rows, above, below)], progress)


def workbook_of(parts: Sequence[Part], progress: Progress | None = None) -> bytes:
    """Return an xlsx with a sheet for each part."""
    book = Workbook(write_only=True)
    for part in parts:
        _fill(book.create_sheet(_sheet_name(part.title)), part, progress)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _fill(sheet: Worksheet, part: Part, progress: Progress | None) -> None:
    headings = part.headings
    _page(sheet, headings, len(part.above) + 1)
    framed = bool(part.above)
    for place, line in enumerate(part.above, start=1):
        sheet.append([_across(sheet, place, headings, line, _TITLE)])
    if framed:
        _high(sheet, len(part.above) + 1, headings, [one.text for one in headings])
    sheet.append([_heading(sheet, one) for one in headings])
    count = 0
    for count, row in enumerate(part.rows, start=1):
        if framed:
            _high(sheet, len(part.above) + 1 + count, headings, row)
        cells = [_cell(sheet, value, one) for value, one in zip(row, headings, strict=True)]
        sheet.append([_framed(sheet, cell) for cell in cells] if framed else cells)
        if progress and count % 500 == 0:
            progress(count, 0)
    if not part.above:
        _drop_downs(sheet, headings, max(count, 200))
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(headings))}{count + 1}"
    for place, line in enumerate(part.below, start=len(part.above) + count + 2):
        sheet.append([_across(sheet, place, headings, line, _PLAIN) if framed else _text_cell(sheet, line)])


def sheets_workbook(sheets: Sequence[tuple[str, Sequence[Heading], Iterable[Sequence[object]], Sequence[str]]]) -> bytes:
    """Return an xlsx of several sheets: title, headings, rows as in `workbook`, lines over the table. Titles are cut to be told apart."""
    book = Workbook(write_only=True)
    taken: set[str] = set()
    for title, headings, rows, above in sheets:
        name = _sheet_name(title)
        while name in taken:
            name = f"{name[:28]}{len(taken)}"
        taken.add(name)
        sheet = book.create_sheet(name)
        _page(sheet, headings, len(above) + 1)
        for line in above:
            cell = _text_cell(sheet, line)
            cell.font = _TITLE
            sheet.append([cell])
        sheet.append([_heading(sheet, one) for one in headings])
        for row in rows:
            sheet.append([_cell(sheet, value, one) for value, one in zip(row, headings, strict=True)])
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _sheet_name(title: str) -> str:
    return re.sub(r"[\[\]:*?/\\]", "", title)[:31] or "表"


def _page(sheet: Worksheet, headings: Sequence[Heading], head: int) -> None:
    sheet.freeze_panes = f"B{head + 1}"
    sheet.print_title_rows = f"{head}:{head}"
    wide = sum(one.width for one in headings if not one.hidden)
    sheet.page_setup.orientation = "portrait" if wide <= _UPRIGHT else "landscape"
    sheet.page_setup.paperSize = _A4 if wide <= _MOST_ON_A4 else _A3
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    for place, one in enumerate(headings, start=1):
        column = sheet.column_dimensions[get_column_letter(place)]
        column.width = one.width
        column.hidden = one.hidden


def _across(sheet: Worksheet, row: int, headings: Sequence[Heading], line: str, font: Font) -> WriteOnlyCell:
    """Return a line that goes over the whole table, in as many lines as it needs."""
    room = sum(one.width for one in headings if not one.hidden)
    sheet.merged_cells.add(f"A{row}:{get_column_letter(len(headings))}{row}")
    sheet.row_dimensions[row].height = (font.size or 11) * _LEADING * _lines(line, room)
    cell = _text_cell(sheet, line)
    cell.font = font
    cell.alignment = Alignment(horizontal="center" if font is _TITLE else "left", vertical="center", wrap_text=True)
    return cell


def _high(sheet: Worksheet, row: int, headings: Sequence[Heading], cells: Sequence[object]) -> None:
    """Make a row as high as its fullest cell: not every program does so by itself."""
    lines = max(_lines(str(cell), one.width) for cell, one in zip(cells, headings, strict=True) if not one.hidden)
    sheet.row_dimensions[row].height = 11 * _LEADING * lines


def _lines(text: str, room: float) -> int:
    # the edges of a cell and the break before a word that no longer fits take a little
    return sum(max(1, -(-text_width(one) // max(1, int(room) - 1))) for one in text.split("\n"))


def _framed(sheet: Worksheet, cell: WriteOnlyCell | None) -> WriteOnlyCell:
    made = WriteOnlyCell(sheet) if cell is None else cell
    made.border, made.alignment = _THIN, Alignment(horizontal="center", vertical="center", wrap_text=True)
    return made


def text_width(text: str) -> int:
    """Return how many columns of a sheet a text takes: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(one) in "WFA" else 1 for one in text)


def _heading(sheet: Worksheet, one: Heading) -> WriteOnlyCell:
    cell = _text_cell(sheet, one.text)
    cell.font, cell.fill, cell.border = (_RED if one.red else _HEAD), _FILL, _THIN
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    return cell


def _cell(sheet: Worksheet, value: object, one: Heading) -> WriteOnlyCell | None:
    if value is None or value == "":
        return None
    number = isinstance(value, int | float) and not isinstance(value, bool)
    cell = WriteOnlyCell(sheet, value) if number else _text_cell(sheet, str(value))
    if one.red:
        cell.font = _RED
    return cell


def cell_text(text: str) -> str:
    """Return a text as a cell of a workbook holds it: without signs XML cannot hold, and never read as the number of a character."""
    return _ESCAPE.sub("_x005F_", _NOT_XML.sub("", text))


def _text_cell(sheet: Worksheet, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet)
    # set as what it is: a text that begins with = stays a text, and eighteen digits stay eighteen digits
    cell._value = cell_text(text)  # noqa: SLF001 - the public setter would guess a formula
    cell.data_type = "s"
    cell.number_format = _TEXT
    cell.quotePrefix = text[:1] in "=+-@＝＋－＠"
    return cell


def _drop_downs(sheet: Worksheet, headings: Sequence[Heading], rows: int) -> None:
    for place, one in enumerate(headings, start=1):
        listed = ",".join(one.words)
        if one.words and len(listed) <= _LONGEST_LIST and not any("," in word or '"' in word for word in one.words):
            rule = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True, showErrorMessage=False)
            rule.add(f"{get_column_letter(place)}2:{get_column_letter(place)}{rows + 1}")
            sheet.data_validations.append(rule)
