"""Undo of a whole run: what was not touched since goes back; what was edited stays; what others lean on is refused."""

from __future__ import annotations

import json
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jlt_desktop.domain.errors import UserError
from jlt_desktop.services.desk import Desk
from jlt_desktop.vault.bulk import run_digest
from jlt_desktop.vault.moving import rewrite, row_of
from jlt_desktop.vault.schema import column, table
from jlt_desktop.vault.store import Query, now_utc, restored

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.services.office import Office
    from jlt_desktop.vault.store import Store
    from jlt_desktop.vault.versions import Version

IMPORTED, CHANGED, MERGED = "导入", "批量修改", "合并"


@dataclass(frozen=True, slots=True)
class Undone:
    """What became of each record of the run: (what it is called, why)."""

    reversed: int
    kept: tuple[tuple[str, str], ...]
    refused: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ImportRun:
    """One run of the past: an import, a batch of changes, a merger; `kind` says which, file_name from where or what was done."""

    id: str
    ledger: str
    at: str
    actor: str
    file_name: str
    counts: str
    undone_at: str | None
    closed_at: str | None = None
    kind: str = IMPORTED

    @property
    def numbers(self) -> Mapping[str, object]:
        """Return the counts by name."""
        found: dict[str, object] = json.loads(self.counts)
        return found


def runs(office: Office) -> list[ImportRun]:
    """Return every run that can be taken back as one, newest first; one that went through several files stands once."""
    found: dict[str, ImportRun] = {}
    for store in office.session.stores():
        for one in _in_store(store):
            known = found.get(one.id)
            # it is taken back when it is in every file
            found[one.id] = one if known is None else replace(known, undone_at=known.undone_at and one.undone_at)
    return sorted(found.values(), key=lambda one: one.at, reverse=True)


def imports(office: Office) -> list[ImportRun]:
    """Return the imports, newest first."""
    return [one for one in runs(office) if one.kind == IMPORTED]


def _in_store(store: Store) -> list[ImportRun]:
    kind = "coalesce((SELECT action FROM version WHERE run = import_run.id LIMIT 1), ?)"
    sql = f"SELECT id, ledger, at, actor, file_name, counts, undone_at, closed_at, {kind} FROM import_run ORDER BY at DESC"
    return [ImportRun(*row) for row in store.conn.execute(sql, (IMPORTED,))]


def undo_import(office: Office, run: str) -> Undone:
    """Take a run back: one transaction in every file it went through. Raises UserError when there is none or it was undone before."""
    known = next((one for one in runs(office) if one.id == run), None)
    if known is None:
        raise UserError(f"没有编号为 {run} 的导入或批量记录。", "", "数据没有改动。", "请核对编号。")
    _may_be_undone(office, known)
    stores = [one for one in office.session.stores() if any(found.id == run for found in _in_store(one))]
    # the file that holds the heads first: where a record went back to is what the rest depends on
    stores.sort(key=lambda one: one is not office.store(office.ledgers[known.ledger]))
    undoing = _Undoing(office, known)
    with ExitStack() as all_of_them:
        for store in stores:
            all_of_them.enter_context(store.transaction())
        for store in stores:
            undoing.take_back(store)
    office.lookup.forget()
    return Undone(undoing.count, tuple(undoing.kept), tuple(undoing.refused))


def _may_be_undone(office: Office, known: ImportRun) -> None:
    if known.undone_at:
        raise UserError(f"这次{known.kind}已经撤销过了。", "", "数据没有改动。", "")
    if known.closed_at:
        raise UserError(f"“{known.file_name}”已经确认,不能再整批撤销。", "", "数据没有改动。", "个别有误的,请打开那条记录改。")
    scopes = known.numbers.get("scopes")
    if known.ledger not in office.ledgers or (isinstance(scopes, list) and not set(scopes) <= set(office.session.scopes)):
        raise UserError(
            f"这次{known.kind}也改动了您不能打开的资料,在这里撤销不完整。", "", "数据没有改动。", f"请由当时经办的{known.actor}撤销。"
        )


class _Undoing:
    """One undo under way: what went back so far, what did not and why."""

    def __init__(self, office: Office, run: ImportRun) -> None:
        self._office, self._run = office, run
        self.count, self._returned = 0, True
        self.kept: list[tuple[str, str]] = []
        self.refused: list[tuple[str, str]] = []

    def take_back(self, store: Store) -> None:
        """Undo what the run did in one file, and write that down there."""
        versions, before = store.versions.of_run(self._run.id), (self.count, len(self.kept), len(self.refused))
        own = {version.record for version in versions}
        # a merger is undone as it was done: the heads first, then what leans on them
        for version in versions if self._run.kind == MERGED else reversed(versions):
            self._one(store, version, own)
        store.conn.execute("UPDATE import_run SET undone_at = ? WHERE id = ?", (now_utc(), self._run.id))
        after = (self.count, len(self.kept), len(self.refused))
        counts = dict(zip(("reversed", "kept", "refused"), (new - old for new, old in zip(after, before, strict=True)), strict=True))
        store.journal.append(
            now_utc(), f"撤销{self._run.kind}", f"import/{self._run.id}", {**counts, "changes": run_digest(store, versions)}
        )

    def _one(self, store: Store, version: Version, own: set[str]) -> None:
        ledger, edited = self._office.ledgers[version.ledger], f"{self._run.kind}后又改过,保留现在的内容"
        called = _called(self._office, version)
        now = row_of(store, ledger, version.record)
        came_back = "removed_at" in (version.before or {})
        if now is None or now.revision != version.revision:
            self.kept.append((called, edited))
            if came_back:
                self._returned = now is not None and not now.removed
        elif why := self._why_not(store, ledger, version, own):
            self.refused.append((called, why))
            self._returned = self._returned and not came_back
        else:
            self._write(store, ledger, version)
        if self._run.kind == MERGED and version.ledger == self._run.ledger:
            # what follows is found by the names of these
            self._office.lookup.forget(version.ledger)

    def _why_not(self, store: Store, ledger: Ledger, version: Version, own: set[str]) -> str:
        if version.before is None:
            leaning = _leans_on(self._office, store, ledger, version.record, own)
            return f"已有{leaning}用到它,不能撤销" if leaning else ""
        if "removed_at" in version.before:
            now = row_of(store, ledger, version.record)
            values = restored(ledger, now.columns) if now else {}
            return " ".join(one.text for one in Desk(self._office).twins(ledger, values, version.record))
        if not self._returned and version.ledger != self._run.ledger:
            return "它原来的档案没有回来,留在现在的档案里"
        return ""

    def _write(self, store: Store, ledger: Ledger, version: Version) -> None:
        action = f"撤销{self._run.kind}"
        if version.before is None:
            store.remove(ledger, version.record, action)
        else:
            rewrite(store, ledger, version.record, version.before, action=action)
        self.count += 1


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


def _called(office: Office, version: Version) -> str:
    ledger = office.ledgers[version.ledger]
    label = office.lookup.label(ledger.key, version.record)
    return f"{ledger.title} {label}" if label else ledger.title
