"""The records of one scope: every change is one transaction with its version and its journal event."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, BinaryIO

from sqlite_utils import Database

from jlt_desktop.domain.errors import UserError
from jlt_desktop.domain.fields import Field
from jlt_desktop.domain.record import Record
from jlt_desktop.vault.database import transaction
from jlt_desktop.vault.schema import HEAD, column, table
from jlt_desktop.vault.versions import Version, Versions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path
    from sqlite3 import Connection

    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.vault.journal import Journal

SearchKey = Callable[["Ledger", Mapping[str, object]], str]
_HEAD = tuple(HEAD)
_SHOWN = ("id", "revision", "parent", "created_at", "created_by", "updated_at", "updated_by", "removed_at")


class ChangedMeanwhile(UserError):
    """The record is no longer the one the person was looking at."""


def now_utc() -> str:
    """Return this moment as the vault writes it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


@dataclass(frozen=True, slots=True)
class Page:
    """A stretch of a ledger: how many records match in all, and those asked for."""

    total: int
    records: list[Record]


@dataclass(frozen=True, kw_only=True)
class Query:
    """What to list: words that must stand in the search key, fields that must equal, order, stretch, recycle bin, parent.

    filled, blank: any of these fields is so. since: a field and the least text its column may hold;
    until: the same, where a blank will do.
    among: a field must hold one of some values. names: the only fields to read, for counting; every one by default.
    """

    search: tuple[str, ...] = ()
    where: Mapping[str, object] | None = None
    order: tuple[str, ...] = ()
    limit: int | None = None
    offset: int = 0
    removed: bool = False
    parents: Sequence[str] | None = None
    ids: Sequence[str] | None = None
    filled: Sequence[str] = ()
    blank: Sequence[str] = ()
    since: tuple[str, str] | None = None
    until: tuple[str, str] | None = None
    among: Mapping[str, tuple[object, ...]] | None = None
    names: Sequence[str] | None = None


class Store:
    """One opened database file. `search_key` makes the text a record is found by; it is asked at every save."""

    def __init__(self, conn: Connection, path: Path, journal: Journal, actor: str) -> None:
        """Wrap an opened and migrated connection."""
        self.conn, self.path, self.journal, self.actor = conn, path, journal, actor
        self.tables = Database(conn, execute_plugins=False)
        self.versions = Versions(conn)
        # whose records of an owner-only ledger can be seen here: one's own, those of a predecessor;
        # glasses: owner -> until when a broken glass shows theirs
        self.sees = frozenset({actor})
        self.glasses: dict[str, datetime] = {}
        # records under seal that stand open: id -> until when
        self.unsealed: dict[str, datetime] = {}
        self._selects: dict[str, str] = {}
        self._raw: BinaryIO | None = None
        self.search_key: SearchKey = lambda _ledger, _values: ""

    def raw(self) -> BinaryIO:
        """Return the file's own bytes from the first on; to be read while no transaction is open, and never to be closed by the caller.

        Kept open as long as the connection: on POSIX systems the closing of any handle takes away every lock this program has on
        the file, and another window could open it then.
        """
        if self._raw is None:
            self._raw = self.path.open("rb", buffering=0)
        self._raw.seek(0)
        return self._raw

    def close(self) -> None:
        """Let go of the file."""
        self.conn.close()
        if self._raw is not None:
            self._raw.close()
            self._raw = None

    def go_over_to(self, conn: Connection, journal: Journal) -> None:
        """Work on another connection from now on: the same data under a new key."""
        self.conn, self.journal = conn, journal
        self.tables, self.versions = Database(conn, execute_plugins=False), Versions(conn)

    def transaction(self) -> AbstractContextManager[None]:
        """Return one user action: kept whole or not at all."""
        return transaction(self.conn, self.path)

    # -- reading ------------------------------------------------------------------------------------------------

    def page(self, ledger: Ledger, query: Query | None = None) -> Page:
        """Return the records that match, in order."""
        query = query or Query()
        where, args = self._where(ledger, query)
        total = self.conn.execute(f"SELECT count(*) FROM {table(ledger)} WHERE {where}", args).fetchone()[0]
        limit = -1 if query.limit is None else query.limit
        order = _order(ledger, query.order)
        if limit >= 0:
            # sorting ids alone and fetching the few rows afterwards is what keeps typing in the search line quick
            where = f"id IN (SELECT id FROM {table(ledger)} WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?)"
            sql = f"{self._select(ledger)} WHERE {where} ORDER BY {order}"
        else:
            sql = f"{self._select(ledger)} WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?"
        return Page(total, [*self._records(ledger, sql, [*args, limit, query.offset])])

    def every(self, ledger: Ledger, query: Query | None = None) -> Iterator[Record]:
        """Go through every record not removed, or those that match, without holding them all at once."""
        query = query or Query()
        where, args = self._where(ledger, query)
        if query.names is not None:
            return self._few(ledger, query.names, where, args)
        return self._records(ledger, f"{self._select(ledger)} WHERE {where} ORDER BY {_order(ledger, ())}", args)

    def get(self, ledger: Ledger, record_id: str) -> Record | None:
        """Return one record, removed or not; None when there is none."""
        seen, owners = self._own(ledger)
        return next(self._records(ledger, f"{self._select(ledger)} WHERE id = ?{seen}", [record_id, *owners]), None)

    def column_values(self, ledger: Ledger, names: Sequence[str]) -> list[tuple[Any, ...]]:
        """Return (id, parent, value, value ...) of every record not removed, as kept in the columns."""
        columns = ", ".join(column(name) for name in names)
        seen, owners = self._own(ledger)
        sql = f"SELECT id, parent{', ' if columns else ''}{columns} FROM {table(ledger)} WHERE removed_at IS NULL{seen}"
        return self.conn.execute(sql, owners).fetchall()

    def search_keys(self, ledger: Ledger) -> list[tuple[str, str]]:
        """Return (id, search key) of every record not removed."""
        seen, owners = self._own(ledger)
        return self.conn.execute(f"SELECT id, search_key FROM {table(ledger)} WHERE removed_at IS NULL{seen}", owners).fetchall()

    def _own(self, ledger: Ledger) -> tuple[str, list[object]]:
        """Return the condition that keeps other people's records out of an owner-only ledger; the one gate for them all."""
        return (" AND created_by IN (SELECT value FROM json_each(?))", [json.dumps(self.seen_owners())]) if ledger.owner_only else ("", [])

    def seen_owners(self) -> list[str]:
        """Return whose records of an owner-only ledger stand open now."""
        now = datetime.now(UTC)
        return sorted(self.sees | {owner for owner, until in self.glasses.items() if now < until})

    def _where(self, ledger: Ledger, query: Query) -> tuple[str, list[object]]:
        where, args = _where(ledger, query)
        seen, owners = self._own(ledger)
        return where + seen, [*args, *owners]

    def _few(self, ledger: Ledger, names: Sequence[str], where: str, args: Sequence[object]) -> Iterator[Record]:
        """Read some fields of many records, without who changed them when: for counting."""
        columns = ", ".join(("id", "parent", *(column(name) for name in names)))
        readers = _readers(ledger, names)
        for row in self.conn.execute(f"SELECT {columns} FROM {table(ledger)} WHERE {where}", args):
            values = dict(zip(names, row[2:], strict=True))
            for name, read in readers:
                if values[name] is not None:
                    values[name] = read(values[name])
            yield Record(row[0], ledger.key, 0, values, row[1])

    def _records(self, ledger: Ledger, sql: str, args: Sequence[object]) -> Iterator[Record]:
        names = tuple(ledger.stored)
        readers = _readers(ledger, names)
        width = len(_SHOWN)
        for row in self.conn.execute(sql, args):
            values = dict(zip(names, row[width:], strict=True))
            for name, read in readers:
                if values[name] is not None:
                    values[name] = read(values[name])
            yield Record(
                id=row[0], ledger=ledger.key, revision=row[1], values=values, parent=row[2], created_at=row[3],
                created_by=row[4], updated_at=row[5], updated_by=row[6], removed_at=row[7],
            )  # fmt: skip

    def _select(self, ledger: Ledger) -> str:
        if ledger.key not in self._selects:
            columns = (*_SHOWN, *(column(name) for name in ledger.stored))
            self._selects[ledger.key] = f"SELECT {', '.join(columns)} FROM {table(ledger)}"
        return self._selects[ledger.key]

    # -- writing: each call within transaction() ----------------------------------------------------------------

    def add(self, ledger: Ledger, values: Mapping[str, object], *, parent: str | None = None, source: str = "") -> Record:
        """Add a record and return it."""
        made = Record(
            id=uuid.uuid4().hex, ledger=ledger.key, revision=1, values=dict(values), parent=parent, created_at=now_utc(),
            created_by=self.actor, updated_at=now_utc(), updated_by=self.actor,
        )  # fmt: skip
        self.tables.table(table(ledger)).insert(self._row(ledger, made))
        self._log(ledger, made, "新增", None, kept(ledger, values), source)
        return made

    def update(
        self, ledger: Ledger, record_id: str, values: Mapping[str, object], seen_revision: int, *, source: str = "", action: str = "修改",
        known: Record | None = None,
    ) -> Record:  # fmt: skip
        """Replace the values of a record that is still at the revision seen. Raises ChangedMeanwhile.

        known: the record as it was just read; it is not read again when its revision still stands.
        """
        still = known if known and known.revision == seen_revision == self._revision(ledger, record_id) else None
        old = still or self._current(ledger, record_id, seen_revision)
        before, after = _changed(ledger, old.values, values)
        if not before:
            return old
        made = Record(
            id=old.id, ledger=old.ledger, revision=old.revision + 1, values=dict(values), parent=old.parent,
            created_at=old.created_at, created_by=old.created_by, updated_at=now_utc(), updated_by=self.actor,
            removed_at=old.removed_at,
        )  # fmt: skip
        head = {"revision": made.revision, "updated_at": made.updated_at, "updated_by": made.updated_by}
        columns = {column(name): new for name, new in after.items()}
        self._set(ledger, made.id, {**head, "search_key": self.search_key(ledger, made.values), **columns})
        self._log(ledger, made, action, before, after, source)
        return made

    def remove(self, ledger: Ledger, record_id: str, reason: str) -> Record:
        """Put a record into the recycle bin."""
        return self._set_removed(ledger, record_id, now_utc(), "移到回收站", reason)

    def bring_back(self, ledger: Ledger, record_id: str, reason: str = "") -> Record:
        """Take a record out of the recycle bin."""
        return self._set_removed(ledger, record_id, None, "从回收站取回", reason)

    def _set_removed(self, ledger: Ledger, record_id: str, moment: str | None, action: str, reason: str) -> Record:
        old = self.get(ledger, record_id)
        if old is None:
            raise _gone(ledger)
        changes = {"removed_at": moment, "revision": old.revision + 1, "updated_at": now_utc(), "updated_by": self.actor}
        self._set(ledger, record_id, changes)
        made = Record(
            id=old.id, ledger=old.ledger, revision=old.revision + 1, values=old.values, parent=old.parent,
            created_at=old.created_at, created_by=old.created_by, updated_at=str(changes["updated_at"]), updated_by=self.actor,
            removed_at=moment,
        )  # fmt: skip
        self._log(ledger, made, action, {"removed_at": old.removed_at}, {"removed_at": moment}, reason)
        return made

    def _set(self, ledger: Ledger, record_id: str, columns: Mapping[str, object]) -> None:
        # by hand: sqlite-utils reads the schema anew for every update, which costs more than the update itself
        sets = ", ".join(f"{name} = ?" for name in columns)
        self.conn.execute(f"UPDATE {table(ledger)} SET {sets} WHERE id = ?", (*columns.values(), record_id))

    def _revision(self, ledger: Ledger, record_id: str) -> int:
        row = self.conn.execute(f"SELECT revision FROM {table(ledger)} WHERE id = ?", (record_id,)).fetchone()
        return int(row[0]) if row else 0

    def _current(self, ledger: Ledger, record_id: str, seen_revision: int) -> Record:
        old = self.get(ledger, record_id)
        if old is None:
            raise _gone(ledger)
        if old.revision != seen_revision:
            raise ChangedMeanwhile(
                "这条记录刚才已被别处修改。", f"修改人:{old.updated_by}。", "您填的内容还在窗口里,没有写入。", "请刷新后对照着再存。"
            )
        return old

    def _row(self, ledger: Ledger, record: Record) -> dict[str, object]:
        head = (
            record.id, record.parent, record.revision, record.created_at, record.created_by, record.updated_at,
            record.updated_by, record.removed_at, self.search_key(ledger, record.values),
        )  # fmt: skip
        row: dict[str, object] = dict(zip(_HEAD, head, strict=True))
        row |= {column(name): one.to_sql(record.values.get(name)) for name, one in ledger.stored.items()}
        return row

    def _log(
        self, ledger: Ledger, record: Record, action: str, before: dict[str, object] | None, after: dict[str, object] | None, source: str
    ) -> None:
        version = Version(
            ledger=ledger.key, record=record.id, revision=record.revision, action=action, at=record.updated_at, actor=self.actor,
            source=source, run=None, before=before, after=after,
        )  # fmt: skip
        self.versions.append([version])
        details = {"revision": record.revision, "before": self.journal.digest(before), "after": self.journal.digest(after)}
        self.journal.append(record.updated_at, action, f"{ledger.key}/{record.id}", details)


def _readers(ledger: Ledger, names: Sequence[str]) -> list[tuple[str, Callable[[object], object]]]:
    # most kinds keep their values as they are; only the others are worth a call for every cell
    return [(name, ledger.stored[name].from_sql) for name in names if type(ledger.stored[name]).from_sql is not Field.from_sql]


def kept(ledger: Ledger, values: Mapping[str, object]) -> dict[str, object]:
    """Return the values as the columns hold them, blanks left out."""
    pairs = ((name, one.to_sql(values.get(name))) for name, one in ledger.stored.items())
    return {name: value for name, value in pairs if value is not None}


def _changed(ledger: Ledger, old: Mapping[str, object], new: Mapping[str, object]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the columns that differ, before and after; most fields are the same, and only the others are worth writing out."""
    sides = {
        name: (one.to_sql(old.get(name)), one.to_sql(new.get(name)))
        for name, one in ledger.stored.items()
        if old.get(name) != new.get(name)
    }
    differ = {name: pair for name, pair in sides.items() if pair[0] != pair[1]}
    return {name: pair[0] for name, pair in differ.items()}, {name: pair[1] for name, pair in differ.items()}


def restored(ledger: Ledger, columns: Mapping[str, object]) -> dict[str, object]:
    """Return values from what kept() made."""
    return {name: one.from_sql(columns.get(name)) for name, one in ledger.stored.items()}


def _gone(ledger: Ledger) -> UserError:
    return UserError(f"这条{ledger.title}记录已经不在了。", "", "其他记录没有改动。", "请刷新列表。")


def _order(ledger: Ledger, order: Iterable[str]) -> str:
    names = [*order, *ledger.order]
    parts = [
        f"{column(n.removeprefix('-'))} {'DESC' if n.startswith('-') else 'ASC'}" for n in names if n.removeprefix("-") in ledger.stored
    ]
    return ", ".join([*dict.fromkeys(parts), "id"])


def _where(ledger: Ledger, query: Query) -> tuple[str, list[object]]:
    parts, args = ["removed_at IS NOT NULL" if query.removed else "removed_at IS NULL"], []  # type: tuple[list[str], list[object]]
    for word in query.search:
        parts.append("instr(search_key, ?) > 0")
        args.append(word)
    for name, wanted in (query.where or {}).items():
        value = ledger.stored[name].to_sql(wanted)
        parts.append(f"{column(name)} IS ?")
        args.append(value)
    for name, some in (query.among or {}).items():
        kept_as = [ledger.stored[name].to_sql(one) for one in some if one is not None]
        parts.append(f"({column(name)} IN (SELECT value FROM json_each(?)){f' OR {column(name)} IS NULL' if None in some else ''})")
        args.append(json.dumps(kept_as))
    for names, test in ((query.filled, "IS NOT NULL"), (query.blank, "IS NULL")):
        if names:
            parts.append(f"({' OR '.join(f'{column(name)} {test}' for name in names)})")
    if query.since:
        parts.append(f"{column(query.since[0])} >= ?")
        args.append(query.since[1])
    if query.until:
        parts.append(f"({column(query.until[0])} IS NULL OR {column(query.until[0])} >= ?)")
        args.append(query.until[1])
    for key, ids in (("parent", query.parents), ("id", query.ids)):
        if ids is not None:
            parts.append(f"{key} IN (SELECT value FROM json_each(?))")
            args.append(json.dumps(list(ids)))
    return " AND ".join(parts), args
