"""Changing columns beneath the forms: a record moved under another parent, a link led elsewhere, a run taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jlt_desktop.vault.schema import column, table
from jlt_desktop.vault.store import now_utc, restored
from jlt_desktop.vault.versions import Version

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.vault.store import Store

HEADS = ("parent", "removed_at")


@dataclass(frozen=True, slots=True)
class Standing:
    """A row as it stands, whoever wrote it: its revision, its columns by field with blanks left out, and parent and removed_at."""

    record: str
    revision: int
    columns: Mapping[str, Any]

    @property
    def removed(self) -> bool:
        """Tell whether it is in the recycle bin."""
        return self.columns.get("removed_at") is not None


def standing(store: Store, ledger: Ledger, where: str, args: Sequence[object]) -> list[Standing]:
    """Return the rows that meet a condition on the columns, removed ones too, in the order of their ids."""
    names = (*HEADS, *ledger.stored)
    shown = ", ".join(_column(name) for name in names)
    rows = store.conn.execute(f"SELECT id, revision, {shown} FROM {table(ledger)} WHERE {where} ORDER BY id", args)
    return [
        Standing(row[0], row[1], {name: value for name, value in zip(names, row[2:], strict=True) if value is not None}) for row in rows
    ]


def row_of(store: Store, ledger: Ledger, record: str) -> Standing | None:
    """Return one row; None when it is gone for good."""
    return next(iter(standing(store, ledger, "id = ?", (record,))), None)


def parts_under(store: Store, part: Ledger, parent: str) -> list[Standing]:
    """Return the parts of a file, those in the recycle bin too."""
    return standing(store, part, "parent = ?", (parent,))


def pointing_at(store: Store, ledger: Ledger, to: str, record: str) -> list[Standing]:
    """Return the rows of a ledger that point at a record of the ledger `to` in any of their fields."""
    names = [name for name, target in ledger.links.items() if target == to]
    if not names:
        return []
    # ids are 32 hexadecimal digits: one that stands inside a list of ids is that id and nothing else
    return standing(store, ledger, " OR ".join(f"instr({column(name)}, ?)" for name in names), [record] * len(names))


def rewrite(
    store: Store, ledger: Ledger, record: str, columns: Mapping[str, Any], *, action: str, source: str = "", run: str | None = None
) -> bool:
    """Set columns as they are kept, parent and removed_at among them; False when they stand like that already or the row is gone.

    To be called within the store's transaction. No form asks for it and no owner's gate stands before it: where a record belongs
    is nobody's secret content. Version and journal event are written as at every change.
    """
    old = row_of(store, ledger, record)
    if old is None:
        return False
    changed = {name: value for name, value in columns.items() if old.columns.get(name) != value}
    if not changed:
        return False
    at, fields = now_utc(), {name: value for name, value in {**old.columns, **changed}.items() if name not in HEADS}
    sets = {
        "revision": old.revision + 1, "updated_at": at, "updated_by": store.actor,
        "search_key": store.search_key(ledger, restored(ledger, fields)), **{_column(name): value for name, value in changed.items()},
    }  # fmt: skip
    marks = ", ".join(f"{name} = ?" for name in sets)
    store.conn.execute(f"UPDATE {table(ledger)} SET {marks} WHERE id = ?", (*sets.values(), record))
    before = {name: old.columns.get(name) for name in changed}
    version = Version(
        ledger=ledger.key, record=record, revision=old.revision + 1, action=action, at=at, actor=store.actor, source=source, run=run,
        before=before, after=changed,
    )  # fmt: skip
    store.versions.append([version])
    details = {"revision": version.revision, "before": store.journal.digest(before), "after": store.journal.digest(changed)}
    store.journal.append(at, action, f"{ledger.key}/{record}", details)
    return True


def _column(name: str) -> str:
    return name if name in HEADS else column(name)
