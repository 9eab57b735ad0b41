"""Acceptance kept in the bureau's own vault: for a district, on one computer, with nothing to look after."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from jlt_desktop.district.store import cells_of
from jlt_desktop.district.store_sql import SqlStore

if TYPE_CHECKING:
    from jlt_desktop.district.store import Answer, Sheet
    from jlt_desktop.vault.store import Store as Scope


class VaultStore(SqlStore):
    """The vault's one file has one writer, so a turn is a transaction."""

    def __init__(self, scope: Scope) -> None:
        """Work in the opened vault."""
        self._scope = scope

    def _do(self, sql: str, args: Sequence[object] = ()) -> Any:
        return self._scope.conn.execute(sql, tuple(args))

    @contextmanager
    def turn(self, school_id: str) -> Iterator[None]:
        """Hold a school."""
        del school_id  # nobody else writes into this file
        with self._scope.transaction():
            yield

    def ready_for(self, period: str) -> None:
        """The rows of every period lie in one table, in its order."""

    def last_answer(self) -> tuple[int, str]:
        """Return number and hash of the last receipt."""
        return self._one("SELECT number, sha256 FROM receipt ORDER BY number DESC LIMIT 1") or (0, "")

    def answered(self, one: Answer) -> None:
        """Keep a receipt and its event in the vault's journal, both or neither."""
        super().answered(one)
        details = {"school": one.school_id, "outcome": one.outcome, "code": one.code, "receipt_sha256": one.sha256}
        self._scope.journal.append(one.at, "回执", f"receipt/{one.number}", details)

    def close(self) -> None:
        """The vault is closed by whoever opened it."""

    def keep_rows(self, period: str, sheet: Sheet, rows: Sequence[Sequence[str]]) -> None:
        """Keep a table."""
        self._keep_sheet(sheet)
        self._scope.conn.executemany(
            "INSERT INTO verified_row(period, submission, name, line, cells) VALUES (?, ?, ?, ?, ?)",
            ((period, sheet.submission, sheet.name, line, cells_of(row)) for line, row in enumerate(rows, start=1)),
        )
