"""Filling a form that somebody else made: rows written into one part of an xlsx, every other part left as it is.

Why by hand: a library that reads a workbook and saves it again loses what it does not know (text boxes, later rules, themes);
a bureau would get back another form than it sent out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter

from jlt_desktop.domain.errors import UserError
from jlt_desktop.sheets.patch_chain import moved_chain
from jlt_desktop.sheets.patch_lists import drop_downs, offered
from jlt_desktop.sheets.patch_package import KEPT, SPREADSHEET, Package, namespace
from jlt_desktop.sheets.patch_places import LAST_ROW, Move
from jlt_desktop.sheets.patch_rows import LONGEST, Rows, Value, put
from jlt_desktop.sheets.patch_shift import clone_merges, covered_cells, measure, plain_formulas, shift
from jlt_desktop.sheets.patch_stays import stays
from jlt_desktop.sheets.patch_styles import Styles
from jlt_desktop.sheets.read import read_book

if TYPE_CHECKING:
    from lxml import etree

    from jlt_desktop.sheets.patch_lists import DropDown

_SHOWN = 3
Line = Mapping[int, Value]


@dataclass(frozen=True, slots=True)
class Area:
    """Where rows go: the sheet's name, the first data row and how many rows the form has prepared (rows numbered from 1)."""

    sheet: str
    first: int
    prepared: int

    @property
    def last(self) -> int:
        """Return the last prepared row."""
        return self.first + self.prepared - 1


@dataclass(frozen=True, slots=True)
class Patched:
    """The filled file, how many rows had to be put in, and what the person should know."""

    content: bytes
    inserted: int
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """A form that was opened: its sheet part, rows, drop-downs and formats."""

    package: Package
    path: str
    sheet: etree._Element
    rows: Rows
    lists: list[DropDown]
    styles: Styles

    @property
    def protected(self) -> bool:
        """Tell whether the sheet is locked."""
        guard = self._guard()
        return guard is not None and guard.get("sheet") in ("1", "true")

    @property
    def grows(self) -> bool:
        """Tell whether rows may be put in."""
        guard = self._guard()
        return not self.protected or (guard is not None and guard.get("insertRows") in ("0", "false"))

    def closed(self, column: int, row: int) -> str:
        """Return why a cell must not be written (formula, locked); an empty text when it may be."""
        if self.rows.formula(column, row):
            return "formula"
        cell = self.rows.cells(row).get(column)
        style = cell.get("s") if cell is not None else None
        return "locked" if self.protected and self.styles.locked(style) else ""

    def _guard(self) -> etree._Element | None:
        return self.sheet.find(f"{namespace(self.sheet)}sheetProtection")


def open_sheet(name: str, template: bytes, sheet: str) -> Opened:
    """Open one sheet of a form. Raises UserError for a file that is no xlsx, is hostile or has no such sheet."""
    package = Package(name, template)
    path = package.sheets().get(sheet, "")
    root = package.xml(path) if path and package.has(path) else None
    data = None if root is None or namespace(root)[1:-1] not in SPREADSHEET else root.find(f"{namespace(root)}sheetData")
    if root is None or data is None:
        raise UserError(f"“{name}”里没有可以填的工作表“{sheet}”。", "", KEPT, "请核对选的是不是上级发的那张表。")
    try:
        rows = Rows(data)
        styles = Styles(package.styles())
    except ValueError:
        raise package.damaged() from None
    return Opened(package, path, root, rows, drop_downs(root, sheet, package.workbook, read_book(name, template)), styles)


def fill_sheet(name: str, template: bytes, area: Area, lines: Sequence[Line], headings: Mapping[int, str] | None = None) -> Patched:
    """Write lines (column from 0 -> text, number, day or None) from the first data row on; rows that lack are cloned from it.

    Raises UserError: no such sheet, a value its drop-down does not offer, a formula or locked cell in the way, no room to grow.
    """
    opened = open_sheet(name, template, area.sheet)
    move = Move(area.first, area.last, max(0, len(lines) - area.prepared))
    called = dict(headings or {})
    _refuse(_problems(opened, area, lines, called))
    notes: list[str] = []
    if move.by:
        _check_room(opened, area, move)
        notes += stays(opened.package, opened.path, area.sheet, move)
        _make_room(opened, move, area.sheet)
    under = covered_cells(opened.sheet, area.first, area.first + len(lines) - 1)
    _refuse([f"第 {row} 行“{_name(called, column)}”和别的格子合并了。" for row, column in _written(area, lines) if (column, row) in under])
    _write(opened, area, lines)
    measure(opened.sheet, opened.rows)
    if _recalculate(opened.sheet):
        notes.append("表里自带的公式(合计等)没有改动,在 WPS 里打开时会重新计算,请看一眼。")
    changed = {opened.path: opened.sheet}
    if move.by:
        changed |= moved_chain(opened.package, area.sheet, opened.rows, move)
    return Patched(opened.package.with_parts(changed), move.by, tuple(notes))


def _written(area: Area, lines: Sequence[Line]) -> list[tuple[int, int]]:
    return [(area.first + at, column) for at, line in enumerate(lines) for column, value in line.items() if value not in (None, "")]


def _problems(opened: Opened, area: Area, lines: Sequence[Line], called: Mapping[int, str]) -> list[str]:
    found = []
    for row, column in _written(area, lines):
        # a row yet to be cloned has the rules of the first one, or of its own place where a rule already reaches so far
        known = min(row, area.last)
        value, heading = lines[row - area.first][column], _name(called, column)
        closed = opened.closed(column, known if row == known else area.first)
        rule = offered(opened.lists, column, known)
        if closed:
            why = "是表里自己的公式" if closed == "formula" else "是锁定的格子"
            found.append(f"第 {row} 行“{heading}”{why},不能写。")
        elif len(str(value)) > LONGEST:
            found.append(f"第 {row} 行“{heading}”超过一格能放的 {LONGEST} 个字。")
        elif rule and rule.strict and rule.words is not None and str(value) not in rule.words:
            found.append(f"第 {row} 行“{heading}”只能填:{'、'.join(rule.words)};这里是“{value}”。")
    return found


def _refuse(problems: Sequence[str]) -> None:
    if problems:
        more = f"还有 {len(problems) - _SHOWN} 处。" if len(problems) > _SHOWN else ""
        raise UserError("上级表格没有填成。", "".join(problems[:_SHOWN]) + more, KEPT, "请先改好这些内容,或请发表的单位核对表格,再填一次。")


def _check_room(opened: Opened, area: Area, move: Move) -> None:
    what = f"表里只准备了 {area.prepared} 行,还要加 {move.by} 行。"
    if not opened.grows:
        raise UserError(what, "这张表加了保护,不许加行。", KEPT, "请向发表的单位要行数够的表,或要一份没有保护的。")
    if opened.package.beside(opened.path, "table"):
        raise UserError(what, "表里用了“智能表格”,从外面加行会弄坏它。", KEPT, "请在 WPS 里打开它,先加够空行,再来填。")
    if max(opened.rows.rows, default=0) + move.by > LAST_ROW:
        raise UserError(what, "一张工作表放不下这么多行。", KEPT, "请分几次填。")


def _make_room(opened: Opened, move: Move, sheet: str) -> None:
    rows = opened.rows
    plain_formulas(rows)
    shift(opened.sheet, rows, move, sheet)
    for row in range(move.last + 1, move.last + move.by + 1):
        rows.clone(move.first, row)
    clone_merges(opened.sheet, move)


def _write(opened: Opened, area: Area, lines: Sequence[Line]) -> None:
    from_1904 = any(one.get("date1904") in ("1", "true") for one in opened.package.workbook.iter("{*}workbookPr"))
    model = opened.rows.cells(area.first)
    for row, column in _written(area, lines):
        new = column not in opened.rows.cells(row)
        cell = opened.rows.cell(column, row)
        if new and column in model and model[column].get("s"):
            cell.set("s", str(model[column].get("s")))
        put(cell, lines[row - area.first][column], opened.styles, from_1904=from_1904)


def _recalculate(sheet: etree._Element) -> bool:
    """Take away what formulas came to before: no result is better than a total of other rows."""
    ns = namespace(sheet)
    cells = [cell for cell in sheet.iterfind(f"{ns}sheetData/{ns}row/{ns}c") if cell.find(f"{ns}f") is not None]
    for cell in cells:
        for one in list(cell):
            if one.tag == f"{ns}f":
                one.set("ca", "1")
            else:
                cell.remove(one)
        cell.attrib.pop("t", None)
    return bool(cells)


def _name(called: Mapping[int, str], column: int) -> str:
    return called.get(column) or f"{get_column_letter(column + 1)} 列"
