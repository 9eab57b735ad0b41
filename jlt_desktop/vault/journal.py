"""The append-only chain of what was done: h(n) = SHA-256(h(n-1) || the exact bytes of event n)."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import TYPE_CHECKING

from jlt_desktop.vault.canonical import canonical

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from sqlite3 import Connection

_START = b"\x00" * 32


class Journal:
    """Appends within the caller's transaction; digests are keyed, so that the chain alone tells nothing of the content."""

    def __init__(self, conn: Connection, key: bytes, actor: str, role: str, version: str) -> None:
        """Bind the chain of one database file to who is acting."""
        self._conn, self._key = conn, key
        self._who = {"actor": actor, "role": role, "version": version}

    def digest(self, content: object) -> str:
        """Return a keyed digest of any JSON content."""
        return hmac.new(self._key, canonical(content), hashlib.sha256).hexdigest()

    def append(self, at: str, action: str, target: str, details: Mapping[str, object] | None = None) -> int:
        """Add one event and return its number. `details`: digests, counts, a reason; never content in the clear."""
        number, last = self.head()
        event = canonical({**self._who, "n": number + 1, "at": at, "action": action, "object": target, **(details or {})})
        chained = hashlib.sha256(last + event).digest()
        self._conn.execute("INSERT INTO journal(number, event, hash) VALUES (?, ?, ?)", (number + 1, event, chained))
        return number + 1

    def head(self) -> tuple[int, bytes]:
        """Return number and hash of the last event."""
        row = self._conn.execute("SELECT number, hash FROM journal ORDER BY number DESC LIMIT 1").fetchone()
        return (row[0], bytes(row[1])) if row else (0, _START)

    def events(self, limit: int = 200, target: str = "") -> list[dict[str, object]]:
        """Return the newest events first, of one object if named."""
        rows = self._conn.execute("SELECT event FROM journal ORDER BY number DESC")
        found = (json.loads(row[0]) for row in rows)
        return [event for event, _ in zip((e for e in found if not target or e["object"] == target), range(limit), strict=False)]

    def of_objects(self, targets: Collection[str], actions: Collection[str], limit: int) -> list[dict[str, object]]:
        """Return the newest events of some kinds on some objects first."""
        # the event is canonical JSON: SQL finds the few rows, so that a long chain need not be read whole
        sql = (
            "SELECT event FROM journal WHERE json_extract(CAST(event AS TEXT), '$.object') IN (SELECT value FROM json_each(?))"
            " AND json_extract(CAST(event AS TEXT), '$.action') IN (SELECT value FROM json_each(?)) ORDER BY number DESC LIMIT ?"
        )
        rows = self._conn.execute(sql, (json.dumps(list(targets)), json.dumps(list(actions)), limit))
        return [json.loads(row[0]) for row in rows]

    def tally(self, since: str, until: str) -> list[tuple[str, str, int]]:
        """Return (action, role, how many) of the events from `since` to before `until` (UTC texts)."""
        sql = (
            "SELECT json_extract(one, '$.action') AS action, json_extract(one, '$.role') AS role, count(*)"
            " FROM (SELECT CAST(event AS TEXT) AS one FROM journal)"
            " WHERE json_extract(one, '$.at') >= ? AND json_extract(one, '$.at') < ? GROUP BY action, role ORDER BY action, role"
        )
        return [(str(action), str(role), int(count)) for action, role, count in self._conn.execute(sql, (since, until))]

    def broken_at(self) -> int:
        """Return the number of the first event that does not follow from the one before; 0 when the chain holds."""
        last, expected = _START, 1
        for number, event, chained in self._conn.execute("SELECT number, event, hash FROM journal ORDER BY number"):
            last = hashlib.sha256(last + bytes(event)).digest()
            if number != expected or last != bytes(chained) or json.loads(event)["n"] != number:
                return expected
            expected += 1
        return 0
