"""The table a declaration asks for, as SQL, and its comparison with what a database holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlite_utils import Database

if TYPE_CHECKING:
    from collections.abc import Iterable
    from sqlite3 import Connection

    from jlt_desktop.domain.ledger import Ledger

HEAD = {
    "id": "TEXT PRIMARY KEY", "parent": "TEXT", "revision": "INTEGER NOT NULL", "created_at": "TEXT NOT NULL",
    "created_by": "TEXT NOT NULL", "updated_at": "TEXT NOT NULL", "updated_by": "TEXT NOT NULL", "removed_at": "TEXT",
    "search_key": "TEXT NOT NULL",
}  # fmt: skip
PREFIX = "l_"


def table(ledger: Ledger) -> str:
    """Return the name of a ledger's table."""
    return PREFIX + ledger.key


def column(name: str) -> str:
    """Return the column of a field; prefixed, so that no field name can meet a word of SQL or a head column."""
    return "f_" + name


def table_sql(ledger: Ledger) -> str:
    """Return the statements that make a ledger's table and its indexes, for a new SQL step."""
    name = table(ledger)
    lines = [f"    {key} {kind}" for key, kind in HEAD.items()]
    lines += [f"    {column(key)} {one.sql_type}" for key, one in ledger.stored.items()]
    body = ",\n".join(lines)
    indexes = [f"CREATE INDEX {name}_parent ON {name}(parent);"] if ledger.part_of else []
    indexes += [f"CREATE INDEX {name}_{key} ON {name}({column(key)});" for key in ledger.unique]
    return "\n".join([f"CREATE TABLE {name} (\n{body}\n) STRICT;", *indexes])


def differences(conn: Connection, ledgers: Iterable[Ledger]) -> list[str]:
    """Return what the database lacks or has beyond the declarations; empty when they agree."""
    database = Database(conn)
    wanted = {table(one): _columns(one) for one in ledgers}
    found = [f"{name} is missing" for name in wanted if not database[name].exists()]
    found += [f"{name} is in no declaration" for name in database.table_names() if name.startswith(PREFIX) and name not in wanted]
    for name, columns in wanted.items():
        actual = {one.name: one.type for one in database[name].columns} if database[name].exists() else {}
        if actual:
            found += [f"{name}.{key}: {actual.get(key)} instead of {columns.get(key)}"
                      for key in sorted(actual.keys() | columns.keys()) if actual.get(key) != columns.get(key)]  # fmt: skip
    return found


def _columns(ledger: Ledger) -> dict[str, str]:
    head = {key: kind.split()[0] for key, kind in HEAD.items()}
    return head | {column(key): one.sql_type for key, one in ledger.stored.items()}
