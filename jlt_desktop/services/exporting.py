"""Workbooks out: the whole of a ledger under the current filter, an empty template, the rows an import left out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from jlt_desktop.domain.fields import Choice, Field, Number
from jlt_desktop.domain.fields_person import EduNumber, IdNumber, PersonName, Phone
from jlt_desktop.domain.privacy import masked_name, masked_number
from jlt_desktop.services.names import Apart
from jlt_desktop.services.unsealing import refuse_list
from jlt_desktop.sheets.match import KEY_HEADING
from jlt_desktop.sheets.write import Heading, workbook
from jlt_desktop.vault.store import Query, now_utc

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.domain.record import Record
    from jlt_desktop.services.import_plan import Plan, Progress
    from jlt_desktop.services.office import Office

_WIDTHS = {"id_number": 21, "edu_number": 22, "phone": 14, "date": 12, "date_time": 17, "name": 10, "link": 18, "people": 20}


def export_workbook(
    office: Office, ledger: Ledger, records: Sequence[Record] | None = None, *, masked: bool = False, progress: Progress | None = None
) -> bytes:
    """Return a workbook of the records (all by default); every stored field, so that it can be read back unchanged.

    masked: names, numbers and phones starred and special fields left out, for posting up; it cannot be read back.
    """
    refuse_list(ledger)
    chosen = office.store(ledger).page(ledger, Query()).records if records is None else records
    names = _columns(ledger, masked=masked)
    headings = [_heading(ledger, name) for name in names]
    if not masked:
        headings.append(Heading(KEY_HEADING, 4, hidden=True))
    made = workbook(ledger.title, headings, _rows(office, ledger, names, chosen, masked=masked), progress)
    _note(office, ledger, len(chosen), masked=masked)
    return made


def template_workbook(ledger: Ledger) -> bytes:
    """Return an empty workbook with every heading of the ledger."""
    return workbook(ledger.title, [_heading(ledger, name) for name in _columns(ledger, masked=False)], [])


def left_out_workbook(plan: Plan) -> bytes:
    """Return the rows that were not written, as they stood in the file, with the reason beside each in red."""
    headings = [Heading("未导入原因", 50, red=True), Heading("原行号", 8)]
    headings += [Heading(column.heading or f"第{column.index + 1}列", 16) for column in plan.columns]
    rows = []
    for row in plan.left_out:
        cells = plan.source[row.number]
        findings = [*(one.text for one in row.problems), *(one.text for one in row.questions)]
        given = [_as_text(cells[column.index]) if column.index < len(cells) else "" for column in plan.columns]
        rows.append([" ".join(findings), row.number, *given])
    return workbook("未导入", headings, rows)


def _as_text(cell: object) -> object:
    return cell if isinstance(cell, str | int | float) and not isinstance(cell, bool) else ("" if cell is None else str(cell))


def _columns(ledger: Ledger, *, masked: bool) -> list[str]:
    if masked:
        return [name for name in ledger.sheet if not ledger.fields[name].special]
    first = [name for name in ledger.sheet if ledger.fields[name].stored or name in ledger.spreads]
    return [*first, *(name for name, one in ledger.stored.items() if one.importable and name not in first)]


def _heading(ledger: Ledger, name: str) -> Heading:
    one = ledger.fields[name]
    words = tuple(option.label for option in one.options) if isinstance(one, Choice) else ()
    width = _WIDTHS.get(one.kind, max(10, min(30, 2 * len(one.label) + 4)))
    return Heading(one.label, width, words, required=one.required)


def _rows(office: Office, ledger: Ledger, names: Sequence[str], records: Sequence[Record], *, masked: bool) -> Iterator[list[object]]:
    # without masks it is to be read back, so no two people may be called the same
    lookup = office.lookup if masked else Apart(office.lookup)
    plain = replace(office.around(), lookup=lookup)
    derived = any(not ledger.fields[name].stored for name in names)
    for record in records:
        beside = replace(office.around(record), lookup=lookup) if derived else plain
        texts = beside.texts(ledger.key, record, names)
        cells: list[object] = [_cell(ledger.fields[name], record, name, text) for name, text in zip(names, texts, strict=True)]
        if masked:
            yield [_masked(ledger.fields[name], str(cell or "")) for name, cell in zip(names, cells, strict=True)]
        else:
            yield [*cells, f"{record.id}/{record.revision}"]


def _cell(one: Field, record: Record, name: str, text: str) -> object:
    value = record.get(name)
    return value if isinstance(one, Number) and isinstance(value, int | float) else text


def _masked(one: Field, text: str) -> str:
    if isinstance(one, PersonName) or one.kind in ("link", "people"):
        head, _, rest = text.partition(" ")
        return " ".join(filter(None, (masked_name(head), rest)))
    return masked_number(text) if isinstance(one, IdNumber | EduNumber | Phone) else text


def _note(office: Office, ledger: Ledger, count: int, *, masked: bool) -> None:
    store = office.store(ledger)
    with store.transaction():
        store.journal.append(now_utc(), "导出", ledger.key, {"records": count, "masked": masked})
