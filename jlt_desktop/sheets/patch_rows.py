"""Rows and cells of a sheet part: found or made in their order, cloned, and given a value."""

from __future__ import annotations

import copy
from datetime import date, datetime
from typing import TYPE_CHECKING

from lxml import etree
from openpyxl.formula.tokenizer import TokenizerError
from openpyxl.formula.translate import Translator, TranslatorError

from jlt_desktop.sheets.patch_package import namespace
from jlt_desktop.sheets.patch_places import named, place
from jlt_desktop.sheets.write import cell_text

if TYPE_CHECKING:
    from jlt_desktop.sheets.patch_styles import Styles

Value = str | int | float | date | None
LONGEST = 32_767
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_DAY_ZERO = {False: date(1899, 12, 30), True: date(1904, 1, 1)}


class Rows:
    """The rows of one sheet part, by number; cells by column. Raises ValueError for a part with places that are none."""

    def __init__(self, data: etree._Element) -> None:
        """Index the rows; the numbers that a part may leave out are written in."""
        self._data, self.ns = data, namespace(data)
        self.rows: dict[int, etree._Element] = {}
        self._cells: dict[int, dict[int, etree._Element]] = {}
        number = 0
        for row in data.iterfind(f"{self.ns}row"):
            number = int(row.get("r") or number + 1)
            row.set("r", str(number))
            self._keep(row, number)

    def cells(self, number: int) -> dict[int, etree._Element]:
        """Return the cells of a row by column."""
        return self._cells.get(number, {})

    def formula(self, column: int, number: int) -> bool:
        """Tell whether a cell is worked out by the sheet."""
        cell = self.cells(number).get(column)
        return cell is not None and cell.find(f"{self.ns}f") is not None

    def cell(self, column: int, number: int) -> etree._Element:
        """Return a cell, made in its place where there is none."""
        row = self.rows.get(number)
        if row is None:
            row = self._added(etree.Element(f"{self.ns}row", r=str(number)), number)
        cells = self._cells[number]
        if column in cells:
            return cells[column]
        made = etree.Element(f"{self.ns}c", r=named(column, number))
        if row.get("s"):
            made.set("s", str(row.get("s")))
        before = max((found for found in cells if found < column), default=None)
        row.insert(0 if before is None else row.index(cells[before]) + 1, made)
        cells[column] = made
        return made

    def renumber(self, number: int, to: int) -> None:
        """Give a row and its cells another number."""
        row = self.rows.pop(number)
        row.set("r", str(to))
        self._cells[to] = self._cells.pop(number)
        for column, cell in self._cells[to].items():
            cell.set("r", named(column, to))
        self.rows[to] = row

    def clone(self, number: int, to: int) -> None:
        """Put an empty copy of a row at a free number; its formulas look at the same cells of their own row."""
        row = self.rows.get(number)
        if row is None:
            return
        made = copy.deepcopy(row)
        made.set("r", str(to))
        for cell in made.iterfind(f"{self.ns}c"):
            column, _ = place(str(cell.get("r")))
            _translate(cell, cell.find(f"{self.ns}f"), named(column, number), named(column, to))
            cell.set("r", named(column, to))
        self._added(made, to)

    def _added(self, row: etree._Element, number: int) -> etree._Element:
        before = [one for one in self.rows if one < number]
        self._data.insert(self._data.index(self.rows[max(before)]) + 1 if before else 0, row)
        self._keep(row, number)
        return row

    def _keep(self, row: etree._Element, number: int) -> None:
        self.rows[number], self._cells[number] = row, {}
        column = -1
        for cell in row.iterfind(f"{self.ns}c"):
            column = place(cell.get("r") or named(column + 1, number))[0]
            cell.set("r", named(column, number))
            self._cells[number][column] = cell


def put(cell: etree._Element, value: Value, styles: Styles, *, from_1904: bool) -> None:
    """Give a cell a value: texts stand in the cell itself and stay texts; a day is a number only where the style shows days."""
    ns, style = namespace(cell), cell.get("s")
    _emptied(cell)
    if isinstance(value, datetime):
        value = value.isoformat(" ", "minutes")
    elif isinstance(value, date):
        value = (value - _DAY_ZERO[from_1904]).days if styles.shows_days(style) else value.isoformat()
    if isinstance(value, int | float) and not styles.text_only(style):
        etree.SubElement(cell, f"{ns}v").text = repr(value)
    elif value not in (None, ""):
        cell.set("t", "inlineStr")
        text = etree.SubElement(etree.SubElement(cell, f"{ns}is"), f"{ns}t")
        text.set(_SPACE, "preserve")
        text.text = cell_text(str(value)).replace("\r\n", "\n").replace("\r", "\n")


def _translate(cell: etree._Element, formula: etree._Element | None, origin: str, at: str) -> None:
    _emptied(cell)
    if formula is not None and formula.text:
        made = etree.SubElement(cell, formula.tag)
        if formula.get("t") == "array":
            made.set("t", "array")
            made.set("ref", at)
        made.text = translated(formula.text, origin, at)


def _emptied(cell: etree._Element) -> None:
    for one in list(cell):
        cell.remove(one)
    for name in ("t", "cm", "vm"):
        cell.attrib.pop(name, None)


def translated(text: str, origin: str, at: str) -> str:
    """Return a formula (without its =) as it reads when copied from one cell to another."""
    try:
        return str(Translator(f"={text}", origin=origin).translate_formula(at))[1:]
    except (TranslatorError, TokenizerError, ValueError, IndexError):
        return text
