"""The thorough look: pages, schema, journal, and every record against its own history."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from jlt_desktop.vault.bulk import run_digest
from jlt_desktop.vault.schema import column, differences, table
from jlt_desktop.vault.versions import Version

if TYPE_CHECKING:
    from collections.abc import Sequence
    from sqlite3 import Connection

    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.vault.store import Store


def check_store(store: Store, ledgers: Sequence[Ledger]) -> list[str]:
    """Return what is wrong with one database file, in Chinese sentences; empty when everything holds."""
    found = unsound(store)
    found += [f"“{store.path.name}”与程序的定义不同:{one}" for one in differences(store.conn, ledgers)]
    broken = store.journal.broken_at()
    if broken:
        found.append(f"操作日志从第 {broken} 条起不连续,可能被改过。")
    return found or [*_check_history(store, ledgers), *_check_attachments(store)]


def unsound(store: Store) -> list[str]:
    """Return what is wrong with the pages and the structure of a file, in sentences; quick enough for every week and every submission."""
    found = damaged_pages(store.conn, store.path.name)
    if not found and [row[0] for row in store.conn.execute("PRAGMA integrity_check(1)")] != ["ok"]:
        found.append(f"“{store.path.name}”的内部结构损坏。")
    return found


def damaged_pages(conn: Connection, name: str) -> list[str]:
    """Return one sentence when pages of a file are not what was written; empty when all are."""
    pages = [str(row[0]).rsplit(" ", 1)[-1] for row in conn.execute("PRAGMA cipher_integrity_check")]
    listed = "、".join(pages[:3]) + ("等" if len(pages) > 3 else "")
    return [f"“{name}”有 {len(pages)} 页损坏(第 {listed}页)。"] if pages else []


def _check_history(store: Store, ledgers: Sequence[Ledger]) -> list[str]:
    """Every change is in the journal with the same digest, and every record equals the sum of its changes."""
    told, runs = _told(store)
    state: dict[tuple[str, str], dict[str, Any]] = {}
    last: dict[tuple[str, str], tuple[object, ...]] = {}
    by_run: dict[str, list[Version]] = {}
    found = []
    for version in store.versions.all():
        key = (version.ledger, version.record)
        state.setdefault(key, {}).update(version.after or {})
        last[key] = (version.revision, state[key].get("removed_at"), version.at, version.actor)
        if version.run:
            by_run.setdefault(version.run, []).append(version)
        elif told.pop((*key, version.revision), None) != _event_of(store, version):
            found.append(f"{version.ledger} 的一条修改与操作日志不符。")
    found += [f"导入 {run} 与操作日志不符。" for run, versions in by_run.items() if runs.get(run) != run_digest(store, versions)]
    found += ["操作日志里的一条修改在历史里找不到。" for _ in told]
    for ledger in ledgers:
        found += _check_rows(store, ledger, state, last)
    return found


def _told(store: Store) -> tuple[dict[tuple[str, str, int], tuple[object, ...]], dict[str, str]]:
    told: dict[tuple[str, str, int], tuple[object, ...]] = {}
    runs: dict[str, str] = {}
    gone: set[str] = set()
    for (raw,) in store.conn.execute("SELECT event FROM journal ORDER BY number"):
        event = json.loads(raw)
        ledger, _, record = str(event["object"]).partition("/")
        if "after" in event:
            told[ledger, record, event["revision"]] = tuple(event[one] for one in ("before", "after", "at", "actor", "action"))
        elif "changes" in event and "counts" in event:
            runs[record] = event["changes"]
        elif "gone" in event:
            # what was destroyed has left its events behind and taken its history along
            gone.update(event["gone"])
            runs.update(event["runs"])
    return {key: one for key, one in told.items() if f"{key[0]}/{key[1]}" not in gone}, runs


def _check_attachments(store: Store) -> list[str]:
    """Every file kept with a record has the bytes that the journal told of when it was added, and none that is needed is missing."""
    sql = "SELECT CAST(event AS TEXT) FROM journal WHERE json_extract(CAST(event AS TEXT), '$.object') LIKE 'attachment/%'"
    events = [json.loads(raw) for (raw,) in store.conn.execute(sql)]
    told = {str(event["object"]).partition("/")[2]: str(event["sha256"]) for event in events if "sha256" in event}
    wrong = 0
    for one, content in store.conn.execute("SELECT id, content FROM attachment"):
        wrong += told.pop(one, "") != hashlib.sha256(bytes(content)).hexdigest()
    missing = sum(1 for one in told if attachment_needed(store.conn, one))
    found = [f"有 {wrong} 个附件的内容和添加时的不一样。"] if wrong else []
    return [*found, f"少了 {missing} 个附件,记录里还写着它们。"] if missing else found


def attachment_needed(conn: Connection, file: str) -> bool:
    """Tell whether a file stands in a record or ever stood there: every value of a row is in its history too."""
    sql = "SELECT 1 FROM version WHERE instr(coalesce(before, ''), ?) OR instr(coalesce(after, ''), ?) LIMIT 1"
    return conn.execute(sql, (file, file)).fetchone() is not None


def _event_of(store: Store, one: Version) -> tuple[object, ...]:
    return store.journal.digest(one.before), store.journal.digest(one.after), one.at, one.actor, one.action


def _check_rows(
    store: Store, ledger: Ledger, state: dict[tuple[str, str], dict[str, Any]], last: dict[tuple[str, str], tuple[object, ...]]
) -> list[str]:
    names = tuple(ledger.stored)
    listed = ", ".join(column(name) for name in names)
    found = []
    sql = f"SELECT id, revision, removed_at, updated_at, updated_by, {listed} FROM {table(ledger)}"
    for record, revision, removed, at, by, *values in store.conn.execute(sql):
        key = (ledger.key, record)
        known = state.pop(key, {})
        same = last.get(key) == (revision, removed, at, by)
        if not same or any(known.get(name) != value for name, value in zip(names, values, strict=True)):
            found.append(f"{ledger.title}里有一条记录与它的修改历史不符。")
    found += [f"{ledger.title}里少了一条历史里有的记录。" for key in state if key[0] == ledger.key]
    return found
