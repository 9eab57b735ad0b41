"""The drop-downs of a sheet: which words a cell offers, and whether it takes others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jlt_desktop.domain.texts import plain_text
from jlt_desktop.sheets.patch_package import namespace
from jlt_desktop.sheets.patch_places import Box, boxes

if TYPE_CHECKING:
    from lxml import etree

    from jlt_desktop.sheets.read import Book


@dataclass(frozen=True, slots=True)
class DropDown:
    """One drop-down. words: None when they are worked out by the sheet. strict: it takes nothing else."""

    places: tuple[Box, ...]
    words: tuple[str, ...] | None
    strict: bool


def drop_downs(sheet: etree._Element, name: str, workbook: etree._Element, book: Book) -> list[DropDown]:
    """Return the drop-downs of a sheet, those of later versions (x14) included."""
    found = []
    for rule in sheet.iter("{*}dataValidation"):
        if rule.get("type") != "list":
            continue
        formula = "".join(text for one in rule.iter("{*}formula1") for text in one.itertext()).strip()
        listed = rule.get("sqref") or " ".join(one.text or "" for one in rule.iter("{*}sqref"))
        strict = rule.get("showErrorMessage") in ("1", "true") and rule.get("errorStyle") in (None, "stop")
        try:
            found.append(DropDown(tuple(boxes(listed)), _words(formula, name, workbook, book), strict))
        except ValueError:
            continue  # a place that is none: the sheet does not heed such a rule either
    return found


def offered(found: list[DropDown], column: int, row: int) -> DropDown | None:
    """Return the drop-down of a cell."""
    return next((one for one in found if any(box.holds(column, row) for box in one.places)), None)


def _words(formula: str, name: str, workbook: etree._Element, book: Book) -> tuple[str, ...] | None:
    if formula.startswith('"'):
        return tuple(word for word in map(plain_text, formula.strip('"').replace('""', '"').split(",")) if word)
    ns = namespace(workbook)
    names = {one.get("name"): one.text or "" for one in workbook.iterfind(f"{ns}definedNames/{ns}definedName")}
    before, sign, refers = names.get(formula, formula).rpartition("!")
    sheet = before.strip("'").replace("''", "'") if sign else name
    rows = next((one.rows for one in book.sheets if one.name == sheet), None)
    try:
        box = boxes(refers)[0]
    except (ValueError, IndexError):
        return None
    if rows is None:
        return None
    cells = [cell for row in rows[box.top - 1 : box.bottom] for cell in row[box.left : box.right + 1]]
    return tuple(plain_text(cell) for cell in cells if cell not in ("", None))
