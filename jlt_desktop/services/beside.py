"""Files for a bureau without our program: the same figures as a workbook and on paper, beside the bundle."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from jlt_desktop.bundle.bag import read_bag
from jlt_desktop.bundle.statement import parse
from jlt_desktop.bundle.write import write_checked
from jlt_desktop.domain.document import Document, Grid, Pairs, Prose, Signatures
from jlt_desktop.domain.errors import UserError
from jlt_desktop.domain.periods import words
from jlt_desktop.domain.rail import KINDS
from jlt_desktop.services.submit_needs import check_code
from jlt_desktop.sheets.write import Heading, sheets_workbook
from jlt_desktop.vault.store import now_utc

if TYPE_CHECKING:
    from pathlib import Path

    from jlt_desktop.bundle.bag import Table
    from jlt_desktop.bundle.statement import Statement
    from jlt_desktop.paper.fonts import Fonts
    from jlt_desktop.services.office import Office


def write_beside(office: Office, seq: int, folder: Path, fonts: Fonts) -> list[Path]:
    """Write the figures of a bundle as .xlsx and .pdf beside it; returns the paths. Raises UserError, OutsideError. Journalled."""
    from jlt_desktop.services.printing import to_pdf  # paper is read only where something is printed

    statement, tables, name = figures(office, seq)
    stem = name.removesuffix(".zip")
    made = [
        write_checked(folder, f"{stem}.xlsx", as_workbook(office, statement, tables)).path,
        write_checked(folder, f"{stem}.pdf", to_pdf(as_document(office, statement, tables), fonts).pdf).path,
    ]
    store = next(one for one in office.session.stores() if one.path.stem == str(statement.form["id"]))
    with store.transaction():
        store.journal.append(now_utc(), "导出", f"bundle/{statement.bundle_id}", {"files": [one.name for one in made]})
    return made


def figures(office: Office, seq: int) -> tuple[Statement, tuple[Table, ...], str]:
    """Return statement, tables and file name of a bundle, from the bytes that were frozen. Raises UserError when they are not kept."""
    for store in office.session.stores():
        row = store.conn.execute("SELECT statement, file_name FROM sent_bundle WHERE seq = ?", (seq,)).fetchone()
        if row is None:
            continue
        statement = parse(bytes(row[0]))
        kept = store.conn.execute("SELECT content FROM frozen WHERE sha256 = ?", (str(statement.plaintext["sha256"]),)).fetchone()
        if kept is None:
            raise UserError("这一份是旧版本封装的,没有留底的明文。", "", "数据没有改动。", "数据包本身可以照常再写一份。")
        return statement, read_bag(bytes(kept[0])).tables, str(row[1])
    raise UserError(f"没有第 {seq} 号报送。", "", "数据没有改动。", "请核对编号。")


def as_workbook(office: Office, one: Statement, tables: tuple[Table, ...]) -> bytes:
    """Return a sheet a table, every cell a text, so that a spreadsheet changes nothing; numbers of counts stay numbers."""
    about = f"{office.school.get('school_name')} {KINDS.label(one.kind)} 报送期 {words(one.period)} 第 {one.seq} 号"
    return sheets_workbook(
        [
            (table.title, [Heading(column.title, max(8, min(30, 2 * len(column.title) + 6))) for column in table.columns],
             [[int(cell) if column.name in ("count", "rows") and cell.isdigit() else cell
               for column, cell in zip(table.columns, row, strict=True)] for row in table.rows], (about,))
            for table in tables if table.rows
        ]
    )  # fmt: skip


def as_document(office: Office, one: Statement, tables: tuple[Table, ...]) -> Document:
    """Return the counts on paper with how many rows the other tables have, and lines to sign."""
    counts = [table for table in tables if table.name.endswith("_counts") and table.rows]
    others = [(table.title, f"{len(table.rows)} 行") for table in tables if table.rows and table not in counts]
    heads = (
        ("学校", str(office.school.get("school_name") or "")), ("学校标识码", one.school_id), ("报送期", words(one.period)),
        ("种类", KINDS.label(one.kind)), ("编号", f"第 {one.seq} 号"), ("内容核对码", check_code(str(one.plaintext["sha256"]))),
    )  # fmt: skip
    grids = [
        block
        for table in counts
        for block in (Prose("", table.title), Grid(("名称", "分组", "数量"), [tuple(row[1:4]) for row in table.rows], (4.0, 4.0, 2.0)))
    ]
    return Document(
        name="报送数字", title="报送数字一览", subtitle=f"第 {one.seq} 号  {one.period}",
        blocks=(Pairs(heads), *grids, Prose("逐行的表见同名的 Excel 文件。", "其余的表"), Pairs(tuple(others)),
                Signatures(("填报人", "单位负责人(盖章)"))),
        operator=office.user, printed_at=datetime.now().replace(second=0, microsecond=0),
    )  # fmt: skip
