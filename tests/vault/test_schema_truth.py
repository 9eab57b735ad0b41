"""The steps, the readable current.sql and the declarations say the same."""

from __future__ import annotations

import importlib.util
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from sqlite3 import Connection

import pytest

from jlt_desktop.domain.fields import Number, Text
from jlt_desktop.ledgers import ALL
from jlt_desktop.paths import db_schema
from jlt_desktop.vault.database import connect
from jlt_desktop.vault.migrate import migrate, statements, steps
from jlt_desktop.vault.plans import PLANS
from jlt_desktop.vault.schema import HEAD, column, differences, table, table_sql
from jlt_desktop.vault.session import DATABASES

SCOPES = pytest.mark.parametrize("scope", DATABASES)
FOLDERS = pytest.mark.parametrize("scope", [plan.steps[scope] for plan in PLANS for scope in plan.databases])


@pytest.fixture
def migrated(tmp_path: Path) -> Iterator[Callable[[str], Connection]]:
    """An empty database of a scope after all its steps."""
    opened: list[Connection] = []

    def make(scope: str) -> Connection:
        path = tmp_path / f"{scope}.db"
        opened.append(connect(path, b"k" * 32, create=True))
        assert migrate(opened[-1], db_schema() / scope, path) == len(steps(db_schema() / scope))
        return opened[-1]

    yield make
    for one in opened:
        one.close()


def of(scope: str) -> list:
    return [one for one in ALL if one.scope == scope]


def shape(conn: Connection) -> dict[str, str]:
    """Name -> SQL of every table, index and trigger, without regard to spaces."""
    rows = conn.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite~_%' ESCAPE '~'")
    return {f"{kind} {name}": " ".join(sql.split()) for kind, name, sql in rows}


@SCOPES
def test_the_steps_make_what_is_declared(scope: str, migrated: Callable[[str], Connection]) -> None:
    assert differences(migrated(scope), of(scope)) == []


@FOLDERS
def test_the_readable_file_makes_the_same_as_the_steps(scope: str, migrated: Callable[[str], Connection]) -> None:
    plain = sqlite3.connect(":memory:", isolation_level=None)
    for statement in statements((db_schema() / scope / "current.sql").read_text(encoding="utf-8")):
        plain.execute(statement)
    assert shape(plain) == shape(migrated(scope))
    plain.close()


@FOLDERS
def test_the_readable_file_is_the_one_the_tool_writes(scope: str) -> None:
    path = db_schema().parent / "packaging" / "devtools" / "schema.py"
    spec = importlib.util.spec_from_file_location("devtools_schema", path)
    assert spec
    assert spec.loader
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    assert (db_schema() / scope / tool.NAME).read_text(encoding="utf-8") == tool.dump(db_schema() / scope)


@FOLDERS
def test_the_readable_file_is_no_step(scope: str) -> None:
    names = [one.name for one in steps(db_schema() / scope)]
    assert names
    assert "current.sql" not in names
    assert names == sorted(names)
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1)), "no number is missing or used twice"


@SCOPES
def test_every_index_is_the_declared_one(scope: str, migrated: Callable[[str], Connection]) -> None:
    found = {name for name in shape(migrated(scope)) if name.startswith("index l_")}
    wanted = set()
    for ledger in of(scope):
        wanted |= {f"index {table(ledger)}_{name}" for name in ledger.unique}
        wanted |= {f"index {table(ledger)}_parent"} if ledger.part_of else set()
    assert found == wanted


@SCOPES
def test_every_table_is_strict(scope: str, migrated: Callable[[str], Connection]) -> None:
    tables = {name: sql for name, sql in shape(migrated(scope)).items() if name.startswith("table")}
    assert tables
    assert [name for name, sql in tables.items() if not sql.endswith("STRICT")] == []


@SCOPES
def test_the_journal_cannot_be_rewritten(scope: str, migrated: Callable[[str], Connection]) -> None:
    conn = migrated(scope)
    conn.execute("INSERT INTO journal VALUES (1, x'00', x'00')")
    for deed in ("UPDATE journal SET event = x'01'", "DELETE FROM journal", "DELETE FROM journal WHERE number = 1"):
        with pytest.raises(Exception, match="append-only"):
            conn.execute(deed)
    assert conn.execute("SELECT number, event FROM journal").fetchall() == [(1, b"\x00")]


def test_no_ledger_of_one_file_stands_in_the_other(migrated: Callable[[str], Connection]) -> None:
    for scope in DATABASES:
        other = {f"table {table(one)}" for one in ALL if one.scope != scope}
        assert not other & shape(migrated(scope)).keys()


def test_every_difference_is_told(migrated: Callable[[str], Connection]) -> None:
    conn = migrated("general")
    first, *rest = of("general")
    name = next(iter(first.stored))
    more = replace(first, fields={**first.fields, "extra": Text(label="多出来的")})
    assert differences(conn, [more, *rest]) == [f"{table(first)}.{column('extra')}: None instead of TEXT"]
    other = replace(first, fields={**first.fields, name: Number(label=first.fields[name].label, required=True)})
    assert differences(conn, [other, *rest]) == [f"{table(first)}.{column(name)}: TEXT instead of REAL"]
    assert differences(conn, rest) == [f"{table(first)} is in no declaration"]
    assert differences(conn, [*of("general"), *of("confidential")]) == [f"{table(one)} is missing" for one in of("confidential")]
    conn.execute(f"ALTER TABLE {table(first)} ADD COLUMN f_old TEXT")
    assert differences(conn, of("general")) == [f"{table(first)}.f_old: TEXT instead of None"]


@pytest.mark.parametrize("ledger", ALL, ids=lambda one: one.key)
def test_the_statements_offered_for_a_new_step_make_the_declared_table(ledger) -> None:
    conn = sqlite3.connect(":memory:", isolation_level=None)
    for statement in statements(table_sql(ledger)):
        conn.execute(statement)
    columns = [row[1] for row in conn.execute(f"PRAGMA table_info({table(ledger)})")]
    assert columns == [*HEAD, *(column(name) for name in ledger.stored)]
    conn.close()
