"""Reading a filled form again as anybody would, and comparing every cell with what was meant and with what was there before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from jlt_desktop.sheets.patch import open_sheet
from jlt_desktop.sheets.patch_places import named
from jlt_desktop.sheets.read import read_book
from jlt_desktop.sheets.write import cell_text

if TYPE_CHECKING:
    from jlt_desktop.sheets.patch import Area, Line
    from jlt_desktop.sheets.patch_rows import Value
    from jlt_desktop.sheets.read import Row


def differences(name: str, template: bytes, made: bytes, area: Area, lines: Sequence[Line]) -> list[str]:
    """Return the names of cells that do not hold what was meant; empty when all is as it should be."""
    before = {one.name: one.rows for one in read_book(name, template).sheets}
    after = {one.name: one.rows for one in read_book(name, made).sheets}
    if list(before) != list(after):
        return [area.sheet]
    found = [sheet for sheet in before if sheet != area.sheet and before[sheet] != after[sheet]]
    old, new = before[area.sheet], after[area.sheet]
    rows = open_sheet(name, made, area.sheet).rows
    by = max(0, len(lines) - area.prepared)
    written = range(area.first, area.first + len(lines))
    for row in range(1, max(len(new), len(old) + by) + 1):
        source = row if row <= area.last else row - by
        line = lines[row - area.first] if row in written else {}
        theirs = _row(old, source) if row not in written or row <= area.last else []
        width = max(len(_row(new, row)), len(theirs), *(column + 1 for column in line), 0)
        for column in range(width):
            meant = line.get(column)
            ours = meant not in (None, "")
            wanted = meant if ours else _at(theirs, column)
            # a formula has no result until the file is opened
            worked = not ours and rows.formula(column, row) and _at(_row(new, row), column) in ("", None)
            if not worked and not _same(wanted, _at(_row(new, row), column), ours=ours):
                found.append(named(column, row))
    return found


def _row(rows: Sequence[Row], number: int) -> Row:
    return rows[number - 1] if 0 < number <= len(rows) else []


def _at(row: Row, column: int) -> object:
    return row[column] if column < len(row) else ""


def _same(meant: Value | object, read: object, *, ours: bool) -> bool:
    if not ours:
        return meant == read or {meant, read} <= {"", None}
    if isinstance(meant, date) and isinstance(read, date):
        return (meant if isinstance(meant, datetime) else meant.isoformat()) == (
            read if isinstance(meant, datetime) else read.isoformat()[: len("2026-01-01")]
        )
    if isinstance(meant, int | float) and isinstance(read, int | float):
        return meant == read
    if isinstance(meant, datetime):
        meant = meant.isoformat(" ", "minutes")
    return cell_text(str(meant)).replace("\r\n", "\n").replace("\r", "\n") == cell_text(str(read))
