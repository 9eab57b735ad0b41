"""Many changes at once: an import in one transaction, with one journal event over all of it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jlt_desktop.vault.schema import HEAD, column, table
from jlt_desktop.vault.store import now_utc
from jlt_desktop.vault.versions import Version

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.vault.store import Store

_RUN = "id, ledger, at, actor, file_name, file_sha256, counts"


@dataclass(frozen=True, slots=True)
class Change:
    """One record to add (revision 0) or to change. columns: what is set, as kept. before: what it replaces, of the same names.

    at: when an added one was made (UTC), now by default; only invented records have a past of their own.
    """

    ledger: Ledger
    record: str
    parent: str | None
    revision: int
    columns: dict[str, Any]
    before: dict[str, Any] | None
    search_key: str
    at: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """One import, or another deed on many records: id, ledger, file or what was done, and counts."""

    id: str
    ledger: str
    file_name: str
    file_sha256: str
    counts: dict[str, int]


def apply_run(store: Store, run: Run, changes: Sequence[Change], action: str = "导入", *, listed: bool = True) -> None:
    """Write an import. To be called within the store's transaction. `listed`: it stands among the imports that can be undone."""
    at = now_utc()
    added: dict[str, list[Change]] = {}
    ledgers: dict[str, Ledger] = {}
    versions = []
    for one in changes:
        ledgers[one.ledger.key] = one.ledger
        if one.revision == 0:
            added.setdefault(one.ledger.key, []).append(one)
        else:
            _update(store, one, at)
        versions.append(
            Version(
                ledger=one.ledger.key, record=one.record, revision=one.revision + 1, action=action, at=one.at or at, actor=store.actor,
                source=run.file_name, run=run.id, before=one.before, after=one.columns,
            )
        )  # fmt: skip
    for key, new in added.items():
        _insert(store, ledgers[key], new, at)
    store.versions.append(versions)
    if listed:
        list_run(store, run, at)
    details = {"file_sha256": run.file_sha256, "counts": run.counts, "changes": run_digest(store, versions)}
    store.journal.append(at, action, f"import/{run.id}", details)


def list_run(store: Store, run: Run, at: str) -> None:
    """Put a run among those that can be taken back, within the caller's transaction."""
    row = (run.id, run.ledger, at, store.actor, run.file_name, run.file_sha256, json.dumps(run.counts))
    store.conn.execute(f"INSERT INTO import_run({_RUN}) VALUES (?, ?, ?, ?, ?, ?, ?)", row)


def run_digest(store: Store, versions: Sequence[Version]) -> str:
    """Return the keyed digest over all changes of a run, in their order."""
    whole = hashlib.sha256()
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode
    for one in versions:
        whole.update(encode([one.ledger, one.record, one.revision, one.before, one.after]).encode())
    return store.journal.digest(whole.hexdigest())


def _insert(store: Store, ledger: Ledger, new: Sequence[Change], at: str) -> None:
    names = tuple(ledger.stored)
    columns = ", ".join([*HEAD, *(column(name) for name in names)])
    marks = ", ".join("?" * (len(HEAD) + len(names)))
    actor = store.actor
    store.conn.executemany(
        f"INSERT INTO {table(ledger)}({columns}) VALUES ({marks})",
        (
            (one.record, one.parent, 1, one.at or at, actor, one.at or at, actor, None, one.search_key, *map(one.columns.get, names))
            for one in new
        ),
    )


def _update(store: Store, one: Change, at: str) -> None:
    sets = "".join(f", {column(name)} = ?" for name in one.columns)
    store.conn.execute(
        f"UPDATE {table(one.ledger)} SET revision = ?, updated_at = ?, updated_by = ?, search_key = ?{sets} WHERE id = ? AND revision = ?",
        (one.revision + 1, at, store.actor, one.search_key, *one.columns.values(), one.record, one.revision),
    )
