"""What the vault already holds, read once for a whole import: records by the keys they are matched by, and their parts."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from jlt_desktop.vault.schema import column, table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.services.office import Office

Columns = dict[str, Any]


class Index:
    """Records of one ledger, as kept in the columns."""

    def __init__(self, office: Office, ledger: Ledger) -> None:
        """Read everything that is not in the recycle bin."""
        self.ledger = ledger
        self.columns: dict[str, Columns] = {}
        self.revisions: dict[str, int] = {}
        self.by_parent: dict[str, list[str]] = defaultdict(list)
        names = tuple(ledger.stored)
        listed = ", ".join(column(name) for name in names)
        rows = office.store(ledger).conn.execute(f"SELECT id, revision, parent, {listed} FROM {table(ledger)} WHERE removed_at IS NULL")
        for record, revision, parent, *values in rows:
            self.revisions[record] = revision
            self.columns[record] = {name: value for name, value in zip(names, values, strict=True) if value is not None}
            if parent:
                self.by_parent[parent].append(record)
        self.holders = {
            name: {columns[name]: record for record, columns in self.columns.items() if name in columns} for name in ledger.unique
        }
        self._matches = [self._by(names) for names in ledger.match]

    def _by(self, names: Sequence[str]) -> dict[tuple[Any, ...], list[str]]:
        found: dict[tuple[Any, ...], list[str]] = defaultdict(list)
        for record, columns in self.columns.items():
            key = tuple(columns.get(name) for name in names)
            if None not in key:
                found[key].append(record)
        return found

    def match(self, columns: Mapping[str, Any]) -> tuple[list[str], int]:
        """Return the records a row may mean and which of the ledger's match rules found them (-1 for none)."""
        for place, (names, found) in enumerate(zip(self.ledger.match, self._matches, strict=True)):
            key = tuple(columns.get(name) for name in names)
            if None not in key and key in found:
                return found[key], place
        return [], -1

    def part_of(self, parent: str, key: Sequence[str], columns: Mapping[str, Any]) -> str | None:
        """Return the part of a file whose key fields are the same."""
        wanted = [columns.get(name) for name in key]
        return next((one for one in self.by_parent.get(parent, ()) if [self.columns[one].get(name) for name in key] == wanted), None)
