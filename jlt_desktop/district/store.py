"""What acceptance keeps, wherever that is: one protocol, answered by the bureau's vault and by a PostgreSQL server alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from json.encoder import encode_basestring
from typing import Protocol

ACCEPTED, HELD, FORK, REJECTED, RETURNED = "accepted", "held", "fork", "rejected", "returned"


def cells_of(row: Sequence[str]) -> str:
    """Return a row as the JSON list that is kept; a million of them come in a morning, so no encoder is made for each."""
    return f"[{','.join(map(encode_basestring, row))}]"


@dataclass(frozen=True, slots=True)
class Head:
    """The last number a school has used in a chain of a form, and the hash of that statement."""

    chain_id: str
    seq: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Submission:
    """One bundle that came in. number: the bureau's own, 0 until it is kept. outcome: accepted, held, fork, rejected, returned."""

    number: int
    school_id: str
    form: str
    period: str
    kind: str
    supersedes: str
    bundle_id: str
    chain_id: str
    seq: int
    statement_sha256: str
    outcome: str
    code: str
    file_name: str
    at: str
    actor: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A receipt as it was signed; `outcome` and `code` are the bureau's own words for it, sha256 is of `content`."""

    number: int
    school_id: str
    statement_sha256: str
    outcome: str
    code: str
    content: bytes
    signature: bytes
    sha256: str
    at: str
    actor: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of a submission: name, title, place among its fellows, columns as (name, title, type)."""

    submission: int
    name: str
    title: str
    place: int
    columns: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Expected:
    """A form that every school is to hand over for a period until a day (ISO)."""

    form: str
    period: str
    due: str


class Store(Protocol):
    """Acceptance state and verified rows. What writes is to be called within turn(), which holds one school and keeps all or nothing."""

    def turn(self, school_id: str) -> AbstractContextManager[None]:
        """Hold a school: one transaction, no other worker takes this school's bundles meanwhile."""

    def ready_for(self, period: str) -> None:
        """Make room for the rows of a period, before the turn."""

    # -- one school, within its turn

    def head(self, school_id: str, form: str) -> Head | None:
        """Return the open chain of a school's form."""

    def chain_state(self, school_id: str, form: str, chain_id: str) -> str:
        """Return open, closed, or empty for a chain never seen."""

    def at(self, school_id: str, form: str, chain_id: str, seq: int) -> Submission | None:
        """Return what used a number of a chain: accepted, returned or rejected."""

    def held(self, school_id: str, form: str, chain_id: str, seq: int) -> Submission | None:
        """Return what waits under a number."""

    def held_count(self, school_id: str) -> int:
        """Return how many bundles of a school wait."""

    def find(self, statement_sha256: str) -> Submission | None:
        """Return the submission of a statement."""

    def answer_to(self, statement_sha256: str) -> Answer | None:
        """Return the newest receipt for a statement."""

    def may_begin(self, school_id: str, form: str, chain_id: str) -> bool:
        """Tell whether an operator has approved a new chain."""

    def let_begin(self, school_id: str, form: str, chain_id: str, at: str, actor: str) -> None:
        """Note that an operator has approved a new chain."""

    def advance(self, school_id: str, form: str, head: Head, at: str, actor: str) -> None:
        """Set the head of a chain; every other chain of the form is closed."""

    def keep(self, one: Submission, content: bytes) -> int:
        """Keep a submission, or what became of one that waited, and return its number."""

    def keep_rows(self, period: str, sheet: Sheet, rows: Sequence[Sequence[str]]) -> None:
        """Keep a table of an accepted submission."""

    def set_outcome(self, number: int, outcome: str, code: str) -> None:
        """Note what became of a submission."""

    def last_answer(self) -> tuple[int, str]:
        """Return number and hash of the bureau's last receipt; nobody else answers until the turn is over."""

    def answered(self, one: Answer) -> None:
        """Keep a receipt, whose number follows the last one's."""

    # -- reading

    def know(self, school_id: str, name: str) -> None:
        """Keep the name of a school."""

    def schools(self) -> dict[str, str]:
        """Return code -> name of every school known."""

    def submissions(self, period: str = "", form: str = "", school_id: str = "") -> list[Submission]:
        """Return submissions, the oldest first."""

    def submission(self, number: int) -> Submission | None:
        """Return one submission."""

    def content(self, number: int) -> bytes:
        """Return the bundle of a submission, byte for byte."""

    def answers(self, least: int = 1) -> list[Answer]:
        """Return the receipts from a number on, in their order."""

    def heads(self) -> list[tuple[str, str, Head]]:
        """Return (school, form, head) of every open chain."""

    def sheets(self, numbers: Sequence[int]) -> list[Sheet]:
        """Return the tables of submissions."""

    def rows(self, period: str, name: str, numbers: Sequence[int]) -> Iterator[tuple[int, int, list[str]]]:
        """Yield (submission, line, cells) of a table of many submissions, in their order."""

    def expect(self, one: Expected) -> None:
        """Note what is to come."""

    def expected(self) -> list[Expected]:
        """Return what is to come, by period and form."""

    def close(self) -> None:
        """Let go of what was opened for this store alone."""
