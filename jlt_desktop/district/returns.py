"""The figures of all schools together: each table merged, each line with the statement it comes from."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jlt_desktop.district.store import ACCEPTED, Sheet, Submission
from jlt_desktop.domain.errors import UserError
from jlt_desktop.sheets.write import Heading, Part, workbook_of

if TYPE_CHECKING:
    from jlt_desktop.district.bureau import Bureau

_TRACE = ("学校标识码", "学校", "报送编号", "行号")
_PROOF = "报送说明指纹"
_FORMULA = "=+-@\t\r\n＝＋－＠"
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?")


@dataclass(frozen=True, slots=True)
class Merged:
    """One table of all schools: name, title, headings, and its rows with school, number and line before, the statement's hash behind."""

    name: str
    title: str
    headings: tuple[str, ...]
    types: tuple[str, ...]
    rows: list[list[str]]


@dataclass(frozen=True, slots=True)
class Returns:
    """The returns of a form for a period: the tables, and the submissions they come from."""

    form: str
    period: str
    tables: tuple[Merged, ...]
    sources: tuple[Submission, ...]


def current(bureau: Bureau, form: str, period: str) -> list[Submission]:
    """Return the submission that holds of each school: its last accepted one; none when that withdrew what was there."""
    newest: dict[str, Submission] = {}
    for one in bureau.store.submissions(period, form):
        if one.outcome == ACCEPTED:
            newest[one.school_id] = one
    return [one for _, one in sorted(newest.items()) if one.kind != "withdrawal"]


def merge(bureau: Bureau, form: str, period: str) -> Returns:
    """Merge what all schools handed over. Raises UserError when nothing was taken in."""
    found = current(bureau, form, period)
    if not found:
        raise UserError(f"{period} 还没有收讫的材料。", "", "没有写文件。", "请先收件。")
    by_number, names = {one.number: one for one in found}, bureau.store.schools()
    sheets = bureau.store.sheets(list(by_number))
    order = dict.fromkeys(one.name for one in sorted(sheets, key=lambda one: one.place))
    tables = tuple(_merged(bureau, period, [one for one in sheets if one.name == name], by_number, names) for name in order)
    return Returns(form, period, tables, tuple(found))


def _merged(bureau: Bureau, period: str, sheets: Sequence[Sheet], by_number: dict[int, Submission], names: dict[str, str]) -> Merged:
    """Schools may run different versions: the columns are those of all of them, in the order they were first seen."""
    columns: dict[str, tuple[str, str]] = {}
    for sheet in sheets:
        for name, title, kind in sheet.columns:
            columns.setdefault(name, (title, kind))
    places = {sheet.submission: [place.get(name) for name in columns] for sheet in sheets for place in [_places(sheet)]}
    rows = []
    for number, line, cells in bureau.store.rows(period, sheets[0].name, list(places)):
        one = by_number[number]
        values = ["" if place is None else cells[place] for place in places[number]]
        rows.append([one.school_id, names.get(one.school_id, ""), str(one.seq), str(line), *values, one.statement_sha256])
    headings = (*_TRACE, *(title for title, _ in columns.values()), _PROOF)
    types = ("string", "string", "integer", "integer", *(kind for _, kind in columns.values()), "string")
    return Merged(sheets[0].name, sheets[0].title, headings, types, rows)


def _places(sheet: Sheet) -> dict[str, int]:
    return {name: place for place, (name, _, _) in enumerate(sheet.columns)}


def as_workbook(returns: Returns, names: dict[str, str]) -> bytes:
    """Return an xlsx: one sheet a table, and the sources."""
    parts = [_part(table) for table in returns.tables]
    parts.append(Part("来源", [Heading(one, width=16) for one in _SOURCES], _sources(returns, names)))
    return workbook_of(parts)


def _part(table: Merged) -> Part:
    return Part(table.title, [Heading(one, width=14) for one in table.headings], (_cells(row, table.types) for row in table.rows))


def _cells(row: Sequence[str], types: Sequence[str]) -> list[object]:
    return [_value(cell, kind) for cell, kind in zip(row, types, strict=True)]


def _value(cell: str, kind: str) -> object:
    # a count column is text because "<5" may stand in it; what is a number there is one in the workbook too
    if kind in ("integer", "number") and _NUMBER.fullmatch(cell):
        return float(cell) if "." in cell else int(cell)
    return cell


_SOURCES = ("学校标识码", "学校", "报送编号", "种类", "收到(世界时)", "文件名", "报送包编号", _PROOF)


def _sources(returns: Returns, names: dict[str, str]) -> Iterator[list[object]]:
    kinds = {"final": "正式", "correction": "更正", "nil": "无"}
    for one in returns.sources:
        kind = kinds.get(one.kind, one.kind)
        yield [one.school_id, names.get(one.school_id, ""), one.seq, kind, one.at[:19], one.file_name, one.bundle_id, one.statement_sha256]


def as_csv(table: Merged) -> bytes:
    """Return one table as CSV that opens in a spreadsheet: UTF-8 with its mark, and no cell that a spreadsheet would calculate."""
    made = io.StringIO()
    writer = csv.writer(made)
    writer.writerow(table.headings)
    writer.writerows([inert(cell) for cell in row] for row in table.rows)
    return b"\xef\xbb\xbf" + made.getvalue().encode()


def inert(cell: str) -> str:
    """Return a cell that no spreadsheet calculates."""
    return "'" + cell if cell[:1] in _FORMULA and cell and not _NUMBER.fullmatch(cell) else cell


def files(bureau: Bureau, form: str, period: str) -> dict[str, bytes]:
    """Return file name -> bytes of the returns as a workbook and a CSV for each table. Raises UserError when nothing was taken in."""
    found, names = merge(bureau, form, period), bureau.store.schools()
    stem = f"RETURNS-{period}-{form}"
    made = {f"{stem}.xlsx": as_workbook(found, names)}
    made |= {f"{stem}-{table.name}.csv": as_csv(table) for table in found.tables}
    return made
