"""What was typed and not yet saved: kept encrypted in the vault every few seconds, offered again after a crash or a lock."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from jlt_desktop.vault.store import now_utc

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.services.office import Office


@dataclass(frozen=True, slots=True)
class Draft:
    """A form as it stood at a moment (UTC): what was typed, and the revision that was being edited."""

    at: str
    revision: int
    raw: Mapping[str, object]


def keep(office: Office, ledger: Ledger, record_id: str | None, parent: str | None, revision: int, raw: Mapping[str, object]) -> None:
    """Keep what a form holds; lists are kept as lists. Not journalled: nothing has been done yet."""
    body = json.dumps({"revision": revision, "raw": {name: _plain(value) for name, value in raw.items()}}, ensure_ascii=False)
    store = office.store(ledger)
    with store.transaction():
        store.conn.execute(
            "INSERT OR REPLACE INTO draft(key, actor, at, body) VALUES (?, ?, ?, ?)",
            (_key(office, ledger, record_id, parent), office.user, now_utc(), body),
        )


def find(office: Office, ledger: Ledger, record_id: str | None, parent: str | None) -> Draft | None:
    """Return the draft this user left for a record, or for a new one; None when there is none."""
    row = office.store(ledger).conn.execute(
        "SELECT at, body FROM draft WHERE key = ? AND actor = ?", (_key(office, ledger, record_id, parent), office.user)
    ).fetchone()  # fmt: skip
    if row is None:
        return None
    body = json.loads(row[1])
    raw = {name: tuple(value) if isinstance(value, list) else value for name, value in body["raw"].items() if name in ledger.stored}
    return Draft(row[0], int(body["revision"]), raw)


@dataclass(frozen=True, slots=True)
class Left:
    """A draft that waits: its ledger, the record or the file it belongs to (empty: a new one), and when it was kept (UTC)."""

    ledger: str
    record: str
    parent: str
    at: str


def left(office: Office) -> list[Left]:
    """Return the drafts this user left, the newest first."""
    sql = "SELECT key, at FROM draft WHERE actor = ? ORDER BY at DESC"
    found = [(*key.split("/")[:3], at) for store in office.session.stores() for key, at in store.conn.execute(sql, (office.user,))]
    return [Left(ledger, record, parent, at) for ledger, record, parent, at in found if ledger in office.ledgers]


def drop(office: Office, ledger: Ledger, record_id: str | None, parent: str | None) -> None:
    """Forget a draft: the record was saved, or the person does not want it."""
    store = office.store(ledger)
    with store.transaction():
        store.conn.execute("DELETE FROM draft WHERE key = ?", (_key(office, ledger, record_id, parent),))


def _key(office: Office, ledger: Ledger, record_id: str | None, parent: str | None) -> str:
    # two people who write the same new form must not write over each other
    return f"{ledger.key}/{record_id or ''}/{parent or ''}/{office.user}"


def _plain(value: object) -> object:
    if isinstance(value, date):
        return f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else value.isoformat()
    return list(value) if isinstance(value, tuple) and all(isinstance(one, str) for one in value) else value
