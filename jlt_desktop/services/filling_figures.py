"""The program's own tables filled into the bureau's workbook: columns found by heading, a line a row, read again before it goes out."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jlt_desktop.domain.errors import UserError
from jlt_desktop.domain.figures import Crosstab
from jlt_desktop.services.crosstabs import crossed
from jlt_desktop.services.filling import Filled
from jlt_desktop.services.summary import COLUMNS, TITLE, summary
from jlt_desktop.sheets.match import plain_heading
from jlt_desktop.sheets.patch import fill_sheet
from jlt_desktop.sheets.patch_check import differences
from jlt_desktop.sheets.patch_form import learn
from jlt_desktop.sheets.patch_package import KEPT
from jlt_desktop.vault.store import now_utc

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.domain.periods import Span
    from jlt_desktop.services.office import Office
    from jlt_desktop.sheets.patch_form import Form, FormColumn
    from jlt_desktop.sheets.patch_rows import Value

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Lines:
    """What is to be filled in: headings a column may be known by -> its place in the rows; what numbers the rows is left to the form."""

    title: str
    places: Mapping[str, int]
    rows: Sequence[Sequence[Value]]


def fill_summary(office: Office, period: str, template: bytes, name: str) -> Filled:
    """Return the bureau's form of the summary with fifteen lines. Raises UserError."""
    places = {plain_heading(one): place for place, (heading, others, _) in enumerate(COLUMNS) for one in (heading, *others)}
    rows: list[Sequence[Value]] = [
        tuple(int(text) if place == _EVIDENCE else text for place, text in enumerate(one.texts)) for one in summary(office, period)
    ]
    return _filled(office, "general", Lines(TITLE, places, rows), template, name)


_EVIDENCE = next(place for place, (heading, _, _) in enumerate(COLUMNS) if heading == "佐证份数")


def fill_report(office: Office, ledger: Ledger, report: Crosstab, span: Span, template: bytes, name: str) -> Filled:
    """Return the bureau's form of a table by grade with a line for each grade; the form adds up its own total. Raises UserError."""
    found = crossed(office, report, span)
    places: dict[str, int] = {plain_heading(report.head): 0}
    for place, one in enumerate(report.figures, start=1):
        for heading in (f"{one.group}{one.label}", one.label):
            # two groups may have columns of one name: alone it means neither
            places[plain_heading(heading)] = -1 if plain_heading(heading) in places else place
    known = {heading: place for heading, place in places.items() if place >= 0}
    return _filled(
        office, ledger.scope, Lines(report.title, known, [(line, *numbers) for line, numbers in found.lines[1:]]), template, name
    )


def _filled(office: Office, scope: str, lines: Lines, template: bytes, name: str) -> Filled:
    form = learn(name, template, set(lines.places))
    found = {one.index: place for one in form.columns if not one.closed and (place := _place(lines, one)) is not None}
    if not found:
        raise UserError(f"“{name}”里没有一列对得上{lines.title}。", "", KEPT, "请核对选的表格。")
    rows = [_row(form, found, number, row) for number, row in enumerate(lines.rows, start=1)]
    _refuse_strange_words(form, rows)
    patched = fill_sheet(name, template, form.area, rows, form.headings())
    wrong = differences(name, template, patched.content, form.area, rows)
    if wrong:
        where = f"对不上的格子:{'、'.join(wrong[:_SHOWN])}。"
        raise UserError("填好以后回读,内容对不上。", where, KEPT, "请把上级的表在 WPS 里另存一份再试。")
    store = office.session.store(scope)
    with store.transaction():
        digest = hashlib.sha256(template).hexdigest()
        store.journal.append(now_utc(), "导出", "form", {"records": len(rows), "form": digest, "title": lines.title})
    left = tuple(one.whole for one in form.columns if not one.closed and not one.serial and one.index not in found)
    return Filled(patched.content, len(rows), left, patched.notes)


def _place(lines: Lines, column: FormColumn) -> int | None:
    if column.serial:
        return None
    for heading in (column.whole, f"{plain_heading(column.group)}{plain_heading(column.heading)}", column.heading):
        place = lines.places.get(plain_heading(heading))
        if place is not None:
            return place
    return None


def _row(form: Form, found: Mapping[int, int], number: int, row: Sequence[Value]) -> dict[int, Value]:
    serial: dict[int, Value] = {one.index: number for one in form.columns if one.serial and not one.closed}
    return serial | {index: row[place] for index, place in found.items()}


def _refuse_strange_words(form: Form, rows: Sequence[Mapping[int, Value]]) -> None:
    for column in (one for one in form.columns if one.strict and one.words is not None):
        strange = {str(row[column.index]) for row in rows if row.get(column.index) not in (None, "")} - set(column.words or ())
        if strange:
            offered = "、".join(column.words or ())
            raise UserError(
                f"“{column.whole}”在表里只能选 {offered},没有填。",
                f"要填的是“{min(strange)}”。",
                KEPT,
                "请在表里改下拉选项,或手工填。",
            )
