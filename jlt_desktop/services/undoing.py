"""Undo of a whole import: what was not touched since goes back; what was edited stays; what others lean on is refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jlt_desktop.domain.errors import UserError
from jlt_desktop.vault.bulk import run_digest
from jlt_desktop.vault.schema import column, table
from jlt_desktop.vault.store import Query, now_utc, restored

if TYPE_CHECKING:
    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.services.office import Office
    from jlt_desktop.vault.store import Store
    from jlt_desktop.vault.versions import Version


@dataclass(frozen=True, slots=True)
class Undone:
    """What became of each record of the import: (what it is called, why)."""

    reversed: int
    kept: tuple[tuple[str, str], ...]
    refused: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ImportRun:
    """One import of the past."""

    id: str
    ledger: str
    at: str
    actor: str
    file_name: str
    counts: str
    undone_at: str | None
    closed_at: str | None = None


def imports(office: Office) -> list[ImportRun]:
    """Return the imports, newest first."""
    sql = "SELECT id, ledger, at, actor, file_name, counts, undone_at, closed_at FROM import_run ORDER BY at DESC"
    return [ImportRun(*row) for store in office.session.stores() for row in store.conn.execute(sql)]


def undo_import(office: Office, run: str) -> Undone:
    """Take an import back in one transaction. Raises UserError when there is no such import or it was undone before."""
    known = next((one for one in imports(office) if one.id == run), None)
    if known is None:
        raise UserError(f"没有编号为 {run} 的导入。", "", "数据没有改动。", "请核对编号。")
    if known.undone_at:
        raise UserError("这次导入已经撤销过了。", "", "数据没有改动。", "")
    if known.closed_at:
        raise UserError(f"“{known.file_name}”已经确认,不能再整批撤销。", "", "数据没有改动。", "个别有误的,请打开那条记录改。")
    store = office.store(office.ledgers[known.ledger])
    counted = 0
    kept: list[tuple[str, str]] = []
    refused: list[tuple[str, str]] = []
    with store.transaction():
        versions = store.versions.of_run(run)
        own = {version.record for version in versions}
        for version in reversed(versions):
            why = _why_not(office, store, version, own)
            if why is None:
                _take_back(store, office.ledgers[version.ledger], version)
                counted += 1
            else:
                listed = kept if why == _EDITED else refused
                listed.append((_called(office, version), why))
        store.conn.execute("UPDATE import_run SET undone_at = ? WHERE id = ?", (now_utc(), run))
        details = {"reversed": counted, "kept": len(kept), "refused": len(refused), "changes": run_digest(store, versions)}
        store.journal.append(now_utc(), "撤销导入", f"import/{run}", details)
    office.lookup.forget()
    return Undone(counted, tuple(kept), tuple(refused))


_EDITED = "导入后又改过,保留现在的内容"


def _why_not(office: Office, store: Store, version: Version, own: set[str]) -> str | None:
    ledger = office.ledgers[version.ledger]
    row = store.conn.execute(f"SELECT revision, removed_at FROM {table(ledger)} WHERE id = ?", (version.record,)).fetchone()
    if row is None or row[0] != version.revision or row[1] is not None:
        return _EDITED
    if version.before is None and (leaning := _leans_on(office, store, ledger, version.record, own)):
        return f"已有{leaning}用到它,不能撤销"
    return None


def _leans_on(office: Office, store: Store, ledger: Ledger, record: str, own: set[str]) -> str:
    for other in office.ledgers.values():
        if other.scope != ledger.scope:
            continue
        if other.part_of == ledger.key:
            parts = store.page(other, Query(parents=(record,))).records
            if any(one.id not in own or one.revision > 1 for one in parts):
                return other.title
        for name, to in other.links.items():
            if to == ledger.key:
                sql = f"SELECT 1 FROM {table(other)} WHERE removed_at IS NULL AND instr({column(name)}, ?) LIMIT 1"
                if store.conn.execute(sql, (record,)).fetchone():
                    return other.title
    return ""


def _take_back(store: Store, ledger: Ledger, version: Version) -> None:
    if version.before is None:
        store.remove(ledger, version.record, "撤销导入")
        return
    record = store.get(ledger, version.record)
    if record is None:
        return
    columns: dict[str, Any] = {name: one.to_sql(record.values.get(name)) for name, one in ledger.stored.items()}
    columns.update(version.before)
    store.update(ledger, version.record, restored(ledger, columns), version.revision, action="撤销导入")


def _called(office: Office, version: Version) -> str:
    ledger = office.ledgers[version.ledger]
    label = office.lookup.label(ledger.key, version.record)
    return f"{ledger.title} {label}" if label else ledger.title
