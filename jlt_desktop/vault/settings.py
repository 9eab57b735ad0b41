"""Small named values kept inside a vault file, as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite3 import Connection


class Settings:
    """Reads and writes named values; writing belongs into the caller's transaction."""

    def __init__(self, conn: Connection) -> None:
        """Work on an opened connection."""
        self._conn = conn

    def get(self, key: str, default: object = None) -> object:
        """Return a value, or the default when it was never set."""
        row = self._conn.execute("SELECT value FROM setting WHERE key = ?", (key,)).fetchone()
        return json.loads(row[0]) if row else default

    def set(self, key: str, value: object) -> None:
        """Keep a value."""
        text = json.dumps(value, ensure_ascii=False)
        self._conn.execute("INSERT INTO setting VALUES (?, ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value", (key, text))
