"""The order in which a workbook works out its formulas: a cell named there that holds none makes Excel call the file damaged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from jlt_desktop.sheets.patch_package import namespace
from jlt_desktop.sheets.patch_places import moved_places, named

if TYPE_CHECKING:
    from jlt_desktop.sheets.patch_package import Package
    from jlt_desktop.sheets.patch_places import Move
    from jlt_desktop.sheets.patch_rows import Rows


def moved_chain(package: Package, sheet: str, rows: Rows, move: Move) -> dict[str, etree._Element]:
    """Return path -> root of the order after the move, the cloned formulas added; nothing when the workbook keeps none or nothing moves."""
    path = package.of_workbook("calcChain")
    if not path:
        return {}
    root = package.xml(path)
    before = etree.tostring(root)
    ns, book = namespace(root), namespace(package.workbook)
    number = next(str(one.get("sheetId")) for one in package.workbook.iterfind(f"{book}sheets/{book}sheet") if one.get("name") == sheet)
    current = ""
    for one in root.iterfind(f"{ns}c"):
        # a cell without a sheet is on that of the cell before it
        current = one.get("i") or current
        if current == number:
            one.set("r", moved_places(one.get("r") or "", move, stretch=False))
    for row in range(move.last + 1, move.last + move.by + 1):
        for column in rows.cells(row):
            if rows.formula(column, row):
                etree.SubElement(root, f"{ns}c", r=named(column, row), i=number)
    return {path: root} if etree.tostring(root) != before else {}
