"""Destroying records for good: rows, histories, drafts and attachments go; the journal keeps their ids and nothing they held."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import sqlcipher3

from jlt_desktop.vault.bulk import run_digest
from jlt_desktop.vault.checking import attachment_needed
from jlt_desktop.vault.schema import table
from jlt_desktop.vault.store import now_utc

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.vault.store import Store

Row = tuple["Ledger", str]


def family(store: Store, ledgers: Sequence[Ledger], ledger: Ledger, record: str) -> list[Row]:
    """Return a record and all its parts with theirs: in the recycle bin or not, whoever owns them."""
    found = [(ledger, record)]
    for part in (one for one in ledgers if one.part_of == ledger.key and one.scope == ledger.scope):
        ids = store.conn.execute(f"SELECT id FROM {table(part)} WHERE parent = ? ORDER BY id", (record,)).fetchall()
        for (one,) in ids:
            found += family(store, ledgers, part, one)
    return found


def attachments(store: Store, records: Sequence[str]) -> list[str]:
    """Return the ids of the files that stand in records or ever stood there."""
    # every value of a row is in its history too
    sql = (
        "SELECT id FROM attachment AS a WHERE EXISTS (SELECT 1 FROM version AS v WHERE v.record IN (SELECT value FROM json_each(?))"
        " AND (instr(coalesce(v.before, ''), a.id) OR instr(coalesce(v.after, ''), a.id)))"
    )
    return [row[0] for row in store.conn.execute(sql, (json.dumps(list(records)),))]


def erase(store: Store, rows: Sequence[Row], target: str, details: Mapping[str, object]) -> int:
    """Destroy records within the caller's transaction; returns how many attachments went along.

    target and details: of the journal event that stays.
    """
    ids = [record for _, record in rows]
    listed, conn = json.dumps(ids), store.conn
    files = attachments(store, ids)
    runs = [row[0] for row in conn.execute(f"SELECT DISTINCT run FROM version WHERE run IS NOT NULL AND record IN {_LISTED}", (listed,))]
    for ledger in {one.key: one for one, _ in rows}.values():
        conn.execute(f"DELETE FROM {table(ledger)} WHERE id IN {_LISTED}", (listed,))
    conn.execute(f"DELETE FROM version WHERE record IN {_LISTED}", (listed,))
    for name in ("draft", "due_note"):
        conn.execute(f"DELETE FROM {name} WHERE EXISTS (SELECT 1 FROM json_each(?) WHERE instr({name}.key, value))", (listed,))
    files = [one for one in files if not attachment_needed(conn, one)]
    conn.execute(f"DELETE FROM attachment WHERE id IN {_LISTED}", (json.dumps(files),))
    gone = {"gone": [f"{ledger.key}/{record}" for ledger, record in rows], "files": len(files)}
    # a run the records were part of is checked by what is left of it from now on
    left = {run: run_digest(store, store.versions.of_run(run)) for run in runs}
    store.journal.append(now_utc(), "销毁", target, {**details, **gone, "runs": left})
    return len(files)


def compact(store: Store) -> bool:
    """Write the file anew without the room of what is gone; False when the disk did not let us. Outside any transaction."""
    try:
        store.conn.execute("VACUUM")
    except sqlcipher3.Error:
        return False
    return True


_LISTED = "(SELECT value FROM json_each(?))"
