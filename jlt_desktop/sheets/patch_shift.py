"""Everything in a sheet part that names rows follows when rows are put in: rows, formulas, merged cells, rules, links, breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.sheets.patch_package import namespace
from jlt_desktop.sheets.patch_places import boxes, moved_formula, moved_places, named
from jlt_desktop.sheets.patch_rows import translated

if TYPE_CHECKING:
    from lxml import etree

    from jlt_desktop.sheets.patch_places import Move
    from jlt_desktop.sheets.patch_rows import Rows

# tag -> the attribute that names places; those of the second kind take the new rows in when they end with the prepared ones
_FIXED = {"mergeCell": "ref", "hyperlink": "ref"}
_STRETCHED = {
    "dataValidation": "sqref", "conditionalFormatting": "sqref", "protectedRange": "sqref", "ignoredError": "sqref",
    "autoFilter": "ref", "sortState": "ref", "sortCondition": "ref",
}  # fmt: skip
_RULES = ("formula", "formula1", "formula2", "f")


def plain_formulas(rows: Rows) -> None:
    """Write out formulas that several cells share, so that each can be moved by itself."""
    masters: dict[str, tuple[str, str]] = {}
    for number in sorted(rows.rows):
        for column, cell in rows.cells(number).items():
            formula = cell.find(f"{rows.ns}f")
            if formula is None or formula.get("t") != "shared":
                continue
            at, key = named(column, number), formula.get("si") or ""
            if formula.text:
                masters[key] = (formula.text, at)
            elif key in masters:
                text, origin = masters[key]
                formula.text = translated(text, origin, at)
            for name in ("t", "si", "ref"):
                formula.attrib.pop(name, None)


def shift(sheet: etree._Element, rows: Rows, move: Move, name: str) -> None:
    """Move all that lies below the prepared rows."""
    for number in sorted(rows.rows, reverse=True):
        _move_formulas(rows, number, move, name)
        if number > move.last:
            rows.renumber(number, move.row(number))
    for one in sheet.iter():
        if isinstance(one.tag, str) and "}" in one.tag:
            _move_rule(one, one.tag.rpartition("}")[2], move, name)


def clone_merges(sheet: etree._Element, move: Move) -> None:
    """Merge the cells of the new rows as those of the first prepared one are merged."""
    ns = namespace(sheet)
    listed = sheet.find(f"{ns}mergeCells")
    if listed is None:
        return
    for merged in list(listed):
        box = boxes(merged.get("ref"))[0]
        if box.top == box.bottom == move.first:
            for row in range(move.last + 1, move.last + move.by + 1):
                made = listed.makeelement(f"{ns}mergeCell", {"ref": f"{named(box.left, row)}:{named(box.right, row)}"}, None)
                listed.append(made)
    listed.set("count", str(len(listed)))


def measure(sheet: etree._Element, rows: Rows) -> None:
    """Say anew which part of the sheet is used."""
    found = sheet.find(f"{namespace(sheet)}dimension")
    used = [(column, number) for number in rows.rows for column in rows.cells(number)]
    if found is None or not used:
        return
    columns, numbers = [one for one, _ in used], [one for _, one in used]
    found.set("ref", f"{named(min(columns), min(numbers))}:{named(max(columns), max(numbers))}")


def _move_formulas(rows: Rows, number: int, move: Move, name: str) -> None:
    for cell in rows.cells(number).values():
        formula = cell.find(f"{rows.ns}f")
        if formula is None:
            continue
        inside = move.first <= number <= move.last
        if formula.text:
            formula.text = moved_formula(formula.text, move, name, inside=inside)
        for key in ("ref", "r1", "r2"):
            if formula.get(key):
                formula.set(key, moved_places(str(formula.get(key)), move, stretch=False))


def _move_rule(one: etree._Element, tag: str, move: Move, name: str) -> None:
    for listed, stretch in ((_FIXED, False), (_STRETCHED, True)):
        if tag in listed and one.get(listed[tag]):
            one.set(listed[tag], moved_places(str(one.get(listed[tag])), move, stretch=stretch))
    if tag == "sqref" and one.text:
        one.text = moved_places(one.text, move, stretch=True)
    elif tag in _RULES and (one.text or "").strip() and not _of_cell(one):
        one.text = moved_formula(str(one.text), move, name, inside=False)
    elif tag == "brk" and _is_row_break(one):
        number = int(one.get("id") or 0)
        # a break is numbered by the row it comes after
        one.set("id", str(number + move.by if number >= move.last else number))


def _of_cell(one: etree._Element) -> bool:
    parent = one.getparent()
    return parent is not None and str(parent.tag).endswith("}c")


def _is_row_break(one: etree._Element) -> bool:
    parent = one.getparent()
    return parent is not None and str(parent.tag).endswith("}rowBreaks")


def covered_cells(sheet: etree._Element, first: int, last: int) -> set[tuple[int, int]]:
    """Return (column, row) of the cells between two rows that lie under another one they are merged with."""
    found = set()
    for box in (box for one in sheet.iter("{*}mergeCell") for box in boxes(one.get("ref"))):
        for row in range(max(box.top, first), min(box.bottom, last) + 1):
            found |= {(column, row) for column in range(box.left, box.right + 1) if (column, row) != (box.left, box.top)}
    return found
