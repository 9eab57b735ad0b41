"""Learning a form: which sheet, which heading rows, which columns, how many rows were prepared. Nothing is taken on trust."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jlt_desktop.domain.errors import UserError
from jlt_desktop.domain.texts import plain_text
from jlt_desktop.sheets.match import plain_heading
from jlt_desktop.sheets.patch import Area, Opened, open_sheet
from jlt_desktop.sheets.patch_lists import offered
from jlt_desktop.sheets.patch_package import KEPT, Package
from jlt_desktop.sheets.patch_places import Box, boxes
from jlt_desktop.sheets.patch_shift import covered_cells
from jlt_desktop.sheets.read import read_book

if TYPE_CHECKING:
    from jlt_desktop.sheets.read import Row, Sheet

SERIAL = frozenset({"序号", "编号", "顺序号", "no", "no."})
_LOOK_AT = 40
_DEEPEST = 3
_GROUP_LONGEST = 12


@dataclass(frozen=True, slots=True)
class FormColumn:
    """A column of a form: its place from 0, heading, the heading above it, the words of its drop-down, why it must not be written.

    words: None without a drop-down, or with one whose words the sheet works out. strict: it takes nothing else.
    """

    index: int
    heading: str
    group: str = ""
    words: tuple[str, ...] | None = None
    strict: bool = False
    closed: str = ""

    @property
    def whole(self) -> str:
        """Return both headings as one text."""
        return f"{self.group}{self.heading}"

    @property
    def serial(self) -> bool:
        """Tell whether the column numbers the rows."""
        return not self.group and plain_heading(self.heading) in SERIAL


@dataclass(frozen=True, slots=True)
class Form:
    """A form that was learnt."""

    area: Area
    columns: tuple[FormColumn, ...]

    def headings(self) -> dict[int, str]:
        """Return what every column is called."""
        return {one.index: one.whole for one in self.columns}


def learn(name: str, template: bytes, known: Collection[str]) -> Form:
    """Return the form of a file, found by the plain headings that are known. Raises UserError: no workbook, no headings, no rows."""
    package = Package(name, template)
    book = read_book(name, template)
    shown = [one for one in book.sheets if not one.hidden and one.name in package.sheets()]
    best = max(shown, key=lambda one: _best_row(one.rows, known)[0], default=None)
    if best is None or not _best_row(best.rows, known)[0]:
        raise UserError(f"在“{name}”里没有找到认得的表头。", "表头要写着“姓名”“性别”这样的项目。", KEPT, "请核对选的表和台账对不对得上。")
    opened = open_sheet(name, template, best.name)
    merged = [box for one in opened.sheet.iter("{*}mergeCell") for box in boxes(one.get("ref"))]
    row = _best_row(best.rows, known)[1]
    bottom = _heading_end(best, merged, row, known)
    top = row - 1 if _groups_above(best, merged, row) else row
    area = _area(opened, best, merged, bottom + 1)
    if area.prepared < 1:
        raise UserError(f"“{name}”的表头下面没有空行可填。", f"第 {bottom + 1} 行已经有内容。", KEPT, "请先删掉示例行,留出空行,再来填。")
    return Form(area, _columns(opened, best, merged, range(top, bottom + 1), area))


def _best_row(rows: list[Row], known: Collection[str]) -> tuple[int, int]:
    """Return how many known headings the best row has, and its number."""
    scores = [(len({plain_heading(cell) for cell in row} & {*known, *SERIAL}), -number) for number, row in enumerate(rows[:_LOOK_AT], 1)]
    score, number = max(scores, default=(0, 0))
    return (score if score > 1 or len(known) == 1 else 0), -number


def _heading_end(sheet: Sheet, merged: list[Box], top: int, known: Collection[str]) -> int:
    """Return the last row of headings: as far as cells merged downwards reach, or one more below cells merged sideways."""
    deep = max((box.bottom for box in merged if box.top == top and box.bottom < top + _DEEPEST), default=top)
    wide = [box for box in merged if box.top == box.bottom == top and box.right > box.left]
    below = [sheet.rows[top][column] for box in wide for column in range(box.left, box.right + 1) if _has(sheet, column, top + 1)]
    return top + 1 if deep == top and any(plain_heading(cell) in known for cell in below) else deep


def _groups_above(sheet: Sheet, merged: list[Box], row: int) -> bool:
    """Tell whether the row above names groups of columns: several short texts, some over more than one column, none to be filled in."""
    if row == 1 or not any(box.top <= row - 1 <= box.bottom and box.left < box.right for box in merged):
        return False
    texts = [plain_text(cell) for cell in sheet.rows[row - 2] if cell not in ("", None)]
    return len(texts) > 1 and all(len(text) <= _GROUP_LONGEST and not set(text) & {":", "\uff1a"} for text in texts)


def _has(sheet: Sheet, column: int, row: int) -> bool:
    return row <= len(sheet.rows) and column < len(sheet.rows[row - 1]) and sheet.rows[row - 1][column] not in ("", None)


def _area(opened: Opened, sheet: Sheet, merged: list[Box], first: int) -> Area:
    serial = {column for column in range(_width(sheet)) if any(_is_serial(sheet, column, row) for row in range(1, first))}
    end = max(max(opened.rows.rows, default=0), first)
    row = first
    while row <= end and _blank(opened, sheet, serial, row) and _alike(opened, merged, first, row):
        row += 1
    return Area(sheet.name, first, row - first)


def _width(sheet: Sheet) -> int:
    return max(map(len, sheet.rows), default=0)


def _is_serial(sheet: Sheet, column: int, row: int) -> bool:
    return _has(sheet, column, row) and plain_heading(sheet.rows[row - 1][column]) in SERIAL


def _blank(opened: Opened, sheet: Sheet, serial: set[int], row: int) -> bool:
    asked = (column for column in range(_width(sheet)) if _has(sheet, column, row) and not opened.rows.formula(column, row))
    # numbers printed beforehand where rows are numbered are no content
    return all(column in serial and plain_text(sheet.rows[row - 1][column]).isdigit() for column in asked)


def _alike(opened: Opened, merged: list[Box], first: int, row: int) -> bool:
    """A prepared row is merged and drawn as the first one is; a bare one below drawn ones is space, not a row to fill."""
    shapes = [{(box.left, box.right) for box in merged if box.top <= one <= box.bottom} for one in (first, row)]
    drawn = [any(cell.get("s") not in (None, "0") for cell in opened.rows.cells(one).values()) for one in (first, row)]
    worked = [{column for column in opened.rows.cells(one) if opened.rows.formula(column, one)} for one in (first, row)]
    return shapes[0] == shapes[1] and worked[0] == worked[1] and drawn[0] <= drawn[1]


def _columns(opened: Opened, sheet: Sheet, merged: list[Box], rows: range, area: Area) -> tuple[FormColumn, ...]:
    under = covered_cells(opened.sheet, area.first, area.first)
    found = []
    for column in range(_width(sheet)):
        texts = [_text(sheet, merged, column, row) for row in rows]
        own = list(dict.fromkeys(text for text in texts if text))
        if not own or (column, area.first) in under or _box(merged, column, rows[-1]).left != column:
            continue
        rule = offered(opened.lists, column, area.first)
        words, strict = (rule.words, rule.strict) if rule else (None, False)
        found.append(FormColumn(column, own[-1], "".join(own[:-1]), words, strict, opened.closed(column, area.first)))
    return tuple(found)


def _text(sheet: Sheet, merged: list[Box], column: int, row: int) -> str:
    box = _box(merged, column, row)
    return plain_text(sheet.rows[box.top - 1][box.left]) if _has(sheet, box.left, box.top) else ""


def _box(merged: list[Box], column: int, row: int) -> Box:
    return next((one for one in merged if one.holds(column, row)), Box(column, row, column, row))
