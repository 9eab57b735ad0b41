"""Import: read, match, plan; then one transaction, counts that add up, and an undo of the whole."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import asdict, dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from jlt_desktop.domain.errors import UserError
from jlt_desktop.services.import_plan import Cancelled, Counts, Plan, PlannedRow, Progress
from jlt_desktop.services.import_rows import RowReader
from jlt_desktop.services.unsealing import refuse_list
from jlt_desktop.sheets import match
from jlt_desktop.sheets.read import Book, Sheet, read_book
from jlt_desktop.vault.bulk import Change, Run, apply_run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.services.office import Office
    from jlt_desktop.sheets.match import Column
    from jlt_desktop.sheets.read import Row

_TOP = 15
_STEP = 200


@dataclass(frozen=True, slots=True)
class Imported:
    """What was written: the id by which it can be undone, the counts, and the ids of the records added or changed."""

    id: str
    counts: Counts
    records: tuple[str, ...]


def plan_import(
    office: Office, ledger: Ledger, name: str, content: bytes, *, sheet: str | None = None, header: int | None = None,
    mapping: Mapping[int, str | None] | None = None, answers: Mapping[str, str] | None = None,
    fixes: Mapping[tuple[int, str], str] | None = None, cells: Mapping[tuple[int, int], str] | None = None,
    progress: Progress | None = None, cancelled: Callable[[], bool] | None = None,
) -> Plan:  # fmt: skip
    """Return what importing a file would do. Raises UserError when it cannot be read or has no headings; Cancelled.

    sheet and header (index of the heading row) override the guess; mapping: column index -> field or None; answers: question -> reason;
    fixes: (column index, text in the file) -> what is read in its place, wherever it stands; cells: (row number, column index) -> what is
    read in that one cell.
    """
    refuse_list(ledger)
    if ledger.part_of:
        raise UserError(f"“{ledger.title}”要在它所属的档案里添加,不能单独导入。", "", "数据没有改动。", "")
    book = read_book(name, content)
    chosen = choose_sheet(book, ledger, sheet)
    place = match.find_headings(chosen.rows, ledger) if header is None else header
    if place is None or place >= len(chosen.rows):
        raise UserError(
            f"在“{name}”里没有找到{ledger.title}的表头。",
            "前 40 行里没有一行写着姓名这样的标题。",
            "学校的数据没有改动。",
            "请核对是不是这张表,或自己选定表头行。",
        )
    columns = _mapped(match.match_columns(chosen.rows, place, ledger), mapping)
    title = _from_title(office, ledger, chosen, place, columns)
    reader = RowReader(office, ledger, columns, title, answers or {}, fixes, cells)
    rows, source, notes = _read_rows(reader, chosen, place, columns, progress, cancelled)
    return Plan(
        ledger=ledger, file_name=name, file_sha256=hashlib.sha256(content).hexdigest(), sheet=chosen.name,
        sheets=tuple(one.name for one in book.sheets), header=place, top=_top(chosen.rows), columns=tuple(columns),
        rows=tuple(rows), only_in_vault=_only_in_vault(office, ledger, reader), notes=tuple(notes), source=source,
        stood_at=office.store(ledger).journal.head()[0],
    )  # fmt: skip


def apply_import(office: Office, plan: Plan) -> Imported:
    """Write a plan in one transaction. Raises UserError when something was changed since the plan was made; OutsideError."""
    store = office.store(plan.ledger)
    run = uuid.uuid4().hex[:12]
    changes = [change for row in plan.rows if row.kind in ("new", "changed") for change in row.writes]
    with store.transaction():
        if store.journal.head()[0] != plan.stood_at:
            raise UserError("预览之后数据又有改动。", "", "还没有导入。", "请重新预览一次,再点导入。")
        counts = asdict(plan.counts)
        apply_run(store, Run(run, plan.ledger.key, plan.file_name, plan.file_sha256, counts), _numbered(office, plan.ledger, changes))
    office.lookup.forget()
    return Imported(run, plan.counts, tuple(row.record for row in plan.rows if row.kind in ("new", "changed") and row.record))


def _numbered(office: Office, ledger: Ledger, changes: Sequence[Change]) -> Sequence[Change]:
    if not ledger.numbers:
        return changes
    given = {name: {str(row[2]) for row in office.store(ledger).column_values(ledger, (name,)) if row[2]} for name in ledger.numbers}
    made = []
    for one in changes:
        blank = [name for name in ledger.numbers if one.ledger is ledger and one.revision == 0 and not one.columns.get(name)]
        extra = {}
        values = {name: field.from_sql(one.columns.get(name)) for name, field in ledger.stored.items()} if blank else {}
        for name in blank:
            extra[name] = ledger.numbers[name](office.today(), given[name], values)
            given[name].add(extra[name])
        made.append(replace(one, columns={**one.columns, **extra}) if extra else one)
    return made


def choose_sheet(book: Book, ledger: Ledger, wanted: str | None) -> Sheet:
    """Return the sheet of that name, or the visible one with most headings of this ledger. Raises UserError when there is none."""
    if wanted is not None:
        found = next((one for one in book.sheets if one.name == wanted), None)
        if found is None:
            raise UserError(
                f"“{book.name}”里没有工作表“{wanted}”。", "", "数据没有改动。", f"有:{'、'.join(s.name for s in book.sheets)}。"
            )
        return found
    visible = [one for one in book.sheets if not one.hidden] or list(book.sheets)
    if not visible:
        raise UserError(f"“{book.name}”里没有工作表。", "", "数据没有改动。", "请在 WPS 里打开看看。")
    scored = [(sum(1 for c in match.match_columns(s.rows, h, ledger) if c.how == "auto"), s)
              for s in visible if (h := match.find_headings(s.rows, ledger)) is not None]  # fmt: skip
    return max(scored, key=lambda pair: pair[0])[1] if scored else visible[0]


def _mapped(columns: list[Column], mapping: Mapping[int, str | None] | None) -> list[Column]:
    if not mapping:
        return columns
    taken = set(mapping.values())
    return [
        replace(one, field=mapping[one.index], how="auto" if mapping[one.index] else "ignored") if one.index in mapping
        else replace(one, field=None, how="ignored") if one.field in taken else one
        for one in columns
    ]  # fmt: skip


def _from_title(office: Office, ledger: Ledger, sheet: Sheet, place: int, columns: Iterable[Column]) -> Mapping[str, object]:
    """A class named above the headings counts for every row, unless a column says it."""
    named = {one.field for one in columns}
    for name, read in ledger.spreads.items():
        for text in match.title_texts(sheet.rows, place):
            found = read(text, office.around())
            if found and name not in named and not named & set(found):
                return dict(found)
    return {}


def _read_rows(
    reader: RowReader, sheet: Sheet, place: int, columns: Sequence[Column], progress: Progress | None, cancelled: Callable[[], bool] | None
) -> tuple[list[PlannedRow], dict[int, Sequence[object]], list[str]]:
    rows: list[PlannedRow] = []
    source: dict[int, Sequence[object]] = {}
    notes: list[str] = []
    mapped = [one.index for one in columns if one.field]
    first = match.first_data_row(sheet.rows, place)
    heading = [str(cell) for cell in sheet.rows[place]]
    blank = waiting = 0
    for offset, row in enumerate(sheet.rows[first:], start=first):
        if offset % _STEP == 0:
            if cancelled and cancelled():
                raise Cancelled
            if progress:
                progress(offset, len(sheet.rows))
        number = offset + 1
        if not any(row[index] not in (None, "") for index in mapped if index < len(row)):
            if any(cell not in (None, "") for cell in row):
                notes.append(f"第 {number} 行没有要导入的内容:{_short(row)}")
            else:
                waiting += 1
            continue
        if _is_note(row) or (str(row[0]) == heading[0] and [str(cell) for cell in row] == heading):
            notes.append(f"第 {number} 行是说明,不是记录:{_short(row)}")
            continue
        # blank rows below the last record are no gap
        blank, waiting = blank + waiting, 0
        rows.append(reader.read(number, row))
        if rows[-1].kind in ("skipped", "refused") or rows[-1].questions:
            source[number] = row
    if blank:
        notes.append(f"名册中间有 {blank} 行空行,已跳过。")
    return rows, source, notes


def _is_note(row: Row) -> bool:
    filled = list(islice((cell for cell in row if cell not in (None, "")), 2))
    if len(filled) != 1 or not isinstance(filled[0], str):
        return False
    text = filled[0].strip()
    return text.startswith(("注", "说明", "备注", "填表", "制表", "*", "※", "合计", "共")) or len(text) > 30


def _short(row: Row) -> str:
    text = " ".join(str(cell) for cell in row if cell not in (None, ""))
    return text[:40]


def _top(rows: Sequence[Row]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple("" if cell is None else str(cell) for cell in row[:30]) for row in rows[:_TOP])


def _only_in_vault(office: Office, ledger: Ledger, reader: RowReader) -> tuple[tuple[str, str], ...]:
    missing = [record for record in reader.index.columns if record not in reader.met]
    return tuple((record, office.lookup.label(ledger.key, record)) for record in missing)
