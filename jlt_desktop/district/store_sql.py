"""The statements of a Store, in the SQL that SQLite and PostgreSQL share; what differs is left to the two that know their server."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import astuple
from typing import Any

from jlt_desktop.district.store import Answer, Expected, Head, Sheet, Submission

_SUBMISSION = (
    "number, school_id, form, period, kind, supersedes, bundle_id, chain_id, seq, statement_sha256, outcome, code, file_name, at, actor"
)
_ANSWER = "number, school_id, statement_sha256, outcome, code, content, signature, sha256, at, actor"


class SqlStore(ABC):
    """Everything but connecting, holding a school, the head of the receipts, and writing many rows at once."""

    @abstractmethod
    def _do(self, text: str, args: Sequence[object] = ()) -> Any:
        """Run a statement with ? for each value and return its cursor."""

    @abstractmethod
    def turn(self, school_id: str) -> AbstractContextManager[None]:
        """Hold a school."""

    @abstractmethod
    def last_answer(self) -> tuple[int, str]:
        """Return number and hash of the last receipt, holding its place."""

    @abstractmethod
    def keep_rows(self, period: str, sheet: Sheet, rows: Sequence[Sequence[str]]) -> None:
        """Keep a table."""

    @abstractmethod
    def ready_for(self, period: str) -> None:
        """Make room for a period."""

    def _one(self, sql: str, args: Sequence[object] = ()) -> Any:
        return self._do(sql, args).fetchone()

    def _all(self, sql: str, args: Sequence[object] = ()) -> list[Any]:
        return list(self._do(sql, args).fetchall())

    # -- one school -----------------------------------------------------------------------------------------------

    def head(self, school_id: str, form: str) -> Head | None:
        """Return the open chain of a school's form."""
        row = self._one(
            "SELECT chain_id, seq, head_sha256 FROM chain WHERE school_id = ? AND form = ? AND state = 'open'", (school_id, form)
        )
        return Head(*row) if row else None

    def chain_state(self, school_id: str, form: str, chain_id: str) -> str:
        """Return open, closed, or empty."""
        row = self._one("SELECT state FROM chain WHERE school_id = ? AND form = ? AND chain_id = ?", (school_id, form, chain_id))
        return str(row[0]) if row else ""

    def at(self, school_id: str, form: str, chain_id: str, seq: int) -> Submission | None:
        """Return what used a number."""
        return self._submission(
            "school_id = ? AND form = ? AND chain_id = ? AND seq = ? AND outcome IN ('accepted', 'returned', 'rejected')",
            (school_id, form, chain_id, seq),
        )

    def held(self, school_id: str, form: str, chain_id: str, seq: int) -> Submission | None:
        """Return what waits under a number."""
        where = "school_id = ? AND form = ? AND chain_id = ? AND seq = ? AND outcome = 'held'"
        return self._submission(where, (school_id, form, chain_id, seq))

    def held_count(self, school_id: str) -> int:
        """Return how many wait."""
        return int(self._one("SELECT count(*) FROM submission WHERE school_id = ? AND outcome = 'held'", (school_id,))[0])

    def find(self, statement_sha256: str) -> Submission | None:
        """Return the submission of a statement."""
        return self._submission("statement_sha256 = ?", (statement_sha256,))

    def submission(self, number: int) -> Submission | None:
        """Return one submission."""
        return self._submission("number = ?", (number,))

    def _submission(self, where: str, args: Sequence[object]) -> Submission | None:
        row = self._one(f"SELECT {_SUBMISSION} FROM submission WHERE {where} ORDER BY number LIMIT 1", args)
        return Submission(*row) if row else None

    def answer_to(self, statement_sha256: str) -> Answer | None:
        """Return the newest receipt for a statement."""
        row = self._one(f"SELECT {_ANSWER} FROM receipt WHERE statement_sha256 = ? ORDER BY number DESC LIMIT 1", (statement_sha256,))
        return _answer(row) if row else None

    def may_begin(self, school_id: str, form: str, chain_id: str) -> bool:
        """Tell whether a new chain was approved."""
        sql = "SELECT 1 FROM new_chain WHERE school_id = ? AND form = ? AND chain_id = ?"
        return self._one(sql, (school_id, form, chain_id)) is not None

    def let_begin(self, school_id: str, form: str, chain_id: str, at: str, actor: str) -> None:
        """Note that a new chain was approved."""
        self._do("INSERT INTO new_chain VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", (school_id, form, chain_id, at, actor))

    def advance(self, school_id: str, form: str, head: Head, at: str, actor: str) -> None:
        """Set the head of a chain and close the others."""
        self._do("UPDATE chain SET state = 'closed' WHERE school_id = ? AND form = ? AND chain_id <> ?", (school_id, form, head.chain_id))
        self._do(
            "INSERT INTO chain(school_id, form, chain_id, state, seq, head_sha256, at, actor) VALUES (?, ?, ?, 'open', ?, ?, ?, ?)"
            " ON CONFLICT (school_id, form, chain_id) DO UPDATE SET seq = excluded.seq, head_sha256 = excluded.head_sha256, "
            " at = excluded.at, actor = excluded.actor",
            (school_id, form, head.chain_id, head.seq, head.sha256, at, actor),
        )

    def keep(self, one: Submission, content: bytes) -> int:
        """Keep a submission; what waited under the same statement is decided now."""
        names = _SUBMISSION.removeprefix("number, ")
        marks = ", ".join("?" * len(names.split(",")))
        sql = (
            f"INSERT INTO submission({names}, content) VALUES ({marks}, ?) ON CONFLICT (statement_sha256) DO UPDATE SET"
            " outcome = excluded.outcome, code = excluded.code RETURNING number"
        )
        return int(self._one(sql, (*astuple(one)[1:], content))[0])

    def _keep_sheet(self, sheet: Sheet) -> None:
        columns = json.dumps(sheet.columns, ensure_ascii=False)
        values = (sheet.submission, sheet.name, sheet.title, sheet.place, columns)
        self._do("INSERT INTO verified_table(submission, name, title, place, columns) VALUES (?, ?, ?, ?, ?)", values)

    def set_outcome(self, number: int, outcome: str, code: str) -> None:
        """Note what became of a submission."""
        self._do("UPDATE submission SET outcome = ?, code = ? WHERE number = ?", (outcome, code, number))

    def answered(self, one: Answer) -> None:
        """Keep a receipt."""
        marks = ", ".join("?" * len(_ANSWER.split(",")))
        self._do(f"INSERT INTO receipt({_ANSWER}) VALUES ({marks})", astuple(one))

    # -- reading ----------------------------------------------------------------------------------------------------

    def know(self, school_id: str, name: str) -> None:
        """Keep the name of a school."""
        sql = "INSERT INTO school VALUES (?, ?) ON CONFLICT (school_id) DO UPDATE SET school_name = excluded.school_name"
        self._do(sql, (school_id, name))

    def schools(self) -> dict[str, str]:
        """Return code -> name."""
        return dict(self._all("SELECT school_id, school_name FROM school ORDER BY school_id"))

    def submissions(self, period: str = "", form: str = "", school_id: str = "") -> list[Submission]:
        """Return submissions, the oldest first."""
        pairs = {"period": period, "form": form, "school_id": school_id}
        given = {name: value for name, value in pairs.items() if value}
        where = " AND ".join(f"{name} = ?" for name in given) or "1 = 1"
        return [
            Submission(*row) for row in self._all(f"SELECT {_SUBMISSION} FROM submission WHERE {where} ORDER BY number", [*given.values()])
        ]

    def content(self, number: int) -> bytes:
        """Return the bundle of a submission."""
        return bytes(self._one("SELECT content FROM submission WHERE number = ?", (number,))[0])

    def answers(self, least: int = 1) -> list[Answer]:
        """Return the receipts from a number on."""
        return [_answer(row) for row in self._all(f"SELECT {_ANSWER} FROM receipt WHERE number >= ? ORDER BY number", (least,))]

    def heads(self) -> list[tuple[str, str, Head]]:
        """Return every open chain."""
        sql = "SELECT school_id, form, chain_id, seq, head_sha256 FROM chain WHERE state = 'open' ORDER BY school_id, form"
        return [(row[0], row[1], Head(*row[2:])) for row in self._all(sql)]

    def sheets(self, numbers: Sequence[int]) -> list[Sheet]:
        """Return the tables of submissions."""
        if not numbers:
            return []
        where = f"WHERE submission IN ({_listed(numbers)}) ORDER BY submission, place"
        sql = f"SELECT submission, name, title, place, columns FROM verified_table {where}"
        return [Sheet(row[0], row[1], row[2], row[3], tuple(map(tuple, json.loads(row[4])))) for row in self._all(sql)]

    def rows(self, period: str, name: str, numbers: Sequence[int]) -> Iterator[tuple[int, int, list[str]]]:
        """Yield the rows of a table of many submissions."""
        if not numbers:
            return
        sql = (
            "SELECT submission, line, cells FROM verified_row WHERE period = ? AND name = ?"
            f" AND submission IN ({_listed(numbers)}) ORDER BY submission, line"
        )
        for number, line, cells in self._do(sql, (period, name)):
            yield number, line, json.loads(cells)

    def expect(self, one: Expected) -> None:
        """Note what is to come."""
        sql = "INSERT INTO expected(form, period, due) VALUES (?, ?, ?) ON CONFLICT (form, period) DO UPDATE SET due = excluded.due"
        self._do(sql, astuple(one))

    def expected(self) -> list[Expected]:
        """Return what is to come."""
        return [Expected(*row) for row in self._all("SELECT form, period, due FROM expected ORDER BY period, form")]

    @abstractmethod
    def close(self) -> None:
        """Let go of what was opened for this store alone."""


def _answer(row: Sequence[Any]) -> Answer:
    number, school, digest, outcome, code, content, signature, sha256, at, actor = row
    return Answer(number, school, digest, outcome, code, bytes(content), bytes(signature), sha256, at, actor)


def _listed(numbers: Sequence[int]) -> str:
    # whole numbers of our own; a list of values would have to be bound differently by the two servers
    return ", ".join(str(int(one)) for one in numbers)
