"""Acceptance kept in a PostgreSQL server: for a city or a province, where several workers take in at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg import sql

from jlt_desktop.district.store import cells_of
from jlt_desktop.district.store_sql import SqlStore
from jlt_desktop.domain.errors import OutsideError

if TYPE_CHECKING:
    from jlt_desktop.district.store import Answer, Sheet

_MONTH = re.compile(r"20[0-9]{2}(-[0-9A-Z]{2})?")
_LOCK = 0x6A6C74  # one number for all who make tables here
_STEPS = "CREATE TABLE IF NOT EXISTS schema_step(name text PRIMARY KEY)"


class PostgresStore(SqlStore):
    """A turn locks the school's row, so that two workers never decide about one school at once; the rest they do side by side."""

    def __init__(self, where: str, steps: Path) -> None:
        """where: postgresql://... steps: the folder of SQL steps. Raises OutsideError when the server cannot be reached."""
        try:
            self._conn = psycopg.connect(where, autocommit=True, connect_timeout=10)
        except psycopg.Error as error:
            why = str(error).splitlines()[0] if str(error) else ""
            raise OutsideError("连不上 PostgreSQL 服务器。", f"({why[:120]})", "没有收任何材料。", "请核对地址、口令和网络。") from None
        self._periods: set[str] = set()
        try:
            self._migrate(steps)
        except BaseException:
            self._conn.close()
            raise

    def _migrate(self, steps: Path) -> None:
        with self._said(), self._conn.transaction():
            self._conn.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
            self._conn.execute(_STEPS)
            done = {row[0] for row in self._conn.execute("SELECT name FROM schema_step")}
            known = sorted(path for path in steps.glob("[0-9]*.sql"))
            if done - {path.name for path in known}:
                raise OutsideError("服务器里的数据是用更新的版本建立的。", "", "数据没有改动。", "请安装新版本后再打开。")
            for path in known:
                if path.name not in done:
                    self._conn.execute(path.read_bytes())
                    self._conn.execute("INSERT INTO schema_step VALUES (%s)", (path.name,))

    @contextmanager
    def _said(self) -> Iterator[None]:
        try:
            yield
        except psycopg.Error as error:
            why = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise OutsideError("PostgreSQL 服务器没有做成这一步。", f"({why[:120]})", "这一份没有收,以前的都在。", "请稍后再试。") from None

    def _do(self, text: str, args: Sequence[object] = ()) -> Any:
        with self._said():
            return self._conn.execute(text.replace("?", "%s").encode(), tuple(args))

    @contextmanager
    def turn(self, school_id: str) -> Iterator[None]:
        """Hold a school by its row."""
        with self._said(), self._conn.transaction():
            self._conn.execute("INSERT INTO school(school_id, school_name) VALUES (%s, '') ON CONFLICT DO NOTHING", (school_id,))
            self._conn.execute("SELECT 1 FROM school WHERE school_id = %s FOR UPDATE", (school_id,))
            yield

    def ready_for(self, period: str) -> None:
        """Make the partition of a period; what is no month, term or year goes into the one for everything else."""
        place = period if _MONTH.fullmatch(period) else ""
        if place in self._periods:
            return
        name = "verified_row_" + (place.replace("-", "_").lower() or "other")
        bound = sql.SQL("FOR VALUES IN ({})").format(place) if place else sql.SQL("DEFAULT")
        with self._said(), self._conn.transaction():
            # making a partition stops everybody for a moment, so it is asked first whether it stands
            if self._conn.execute("SELECT to_regclass(%s)", (name,)).fetchone() == (None,):
                self._conn.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
                made = sql.SQL("CREATE TABLE IF NOT EXISTS {} PARTITION OF verified_row {}")
                self._conn.execute(made.format(sql.Identifier(name), bound))
        self._periods.add(place)

    def last_answer(self) -> tuple[int, str]:
        """Return number and hash of the last receipt; its row stays locked to the end of the turn."""
        row = self._one("SELECT number, sha256 FROM receipt_head FOR UPDATE")
        return int(row[0]), str(row[1])

    def answered(self, one: Answer) -> None:
        """Keep a receipt and move the head."""
        super().answered(one)
        self._do("UPDATE receipt_head SET number = ?, sha256 = ?", (one.number, one.sha256))

    def keep_rows(self, period: str, sheet: Sheet, rows: Sequence[Sequence[str]]) -> None:
        """Keep a table; the rows go in as one stream."""
        self._keep_sheet(sheet)
        into = "COPY verified_row(period, submission, name, line, cells) FROM STDIN"
        with self._said(), self._conn.cursor() as cursor, cursor.copy(into) as copy:
            for line, row in enumerate(rows, start=1):
                copy.write_row((period, sheet.submission, sheet.name, line, cells_of(row)))

    def close(self) -> None:
        """End the connection."""
        self._conn.close()
