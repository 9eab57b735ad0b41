"""The history of every record: what changed, when, by whom, and where the change came from."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from sqlite3 import Connection

_COLUMNS = "ledger, record, revision, action, at, actor, source, run, before, after"


@dataclass(frozen=True, slots=True)
class Version:
    """One change. before and after hold only what changed, as kept in the columns; None for a record that was not there."""

    ledger: str
    record: str
    revision: int
    action: str
    at: str
    actor: str
    source: str
    run: str | None
    before: dict[str, Any] | None
    after: dict[str, Any] | None


class Versions:
    """Reads and appends changes of one database file."""

    def __init__(self, conn: Connection) -> None:
        """Work on an opened connection."""
        self._conn = conn

    def append(self, versions: Iterable[Version]) -> None:
        """Add changes, within the caller's transaction."""
        dumps = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
        self._conn.executemany(
            f"INSERT INTO version({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    v.ledger, v.record, v.revision, v.action, v.at, v.actor, v.source, v.run,
                    None if v.before is None else dumps(v.before), None if v.after is None else dumps(v.after),
                )
                for v in versions
            ),
        )  # fmt: skip

    def of_record(self, record: str) -> list[Version]:
        """Return the changes of a record, oldest first."""
        return self._read("WHERE record = ? ORDER BY seq", (record,))

    def of_ledger(self, ledger: str) -> list[Version]:
        """Return the changes of all records of a ledger, oldest first."""
        return self._read("WHERE ledger = ? ORDER BY seq", (ledger,))

    def of_run(self, run: str) -> list[Version]:
        """Return the changes of one import, in their order."""
        return self._read("WHERE run = ? ORDER BY seq", (run,))

    def all(self) -> list[Version]:
        """Return every change, oldest first."""
        return self._read("ORDER BY seq", ())

    def _read(self, where: str, args: tuple[object, ...]) -> list[Version]:
        rows = self._conn.execute(f"SELECT {_COLUMNS} FROM version {where}", args)
        return [Version(*row[:8], _loaded(row[8]), _loaded(row[9])) for row in rows]  # type: ignore[call-arg]  # a row has ten columns


def _loaded(text: str | None) -> dict[str, Any] | None:
    return None if text is None else json.loads(text)
