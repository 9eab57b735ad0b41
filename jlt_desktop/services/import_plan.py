"""What an import would do, row by row; nothing is written while planning."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jlt_desktop.domain.findings import Problem, Question

if TYPE_CHECKING:
    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.sheets.match import Column
    from jlt_desktop.vault.bulk import Change

Progress = Callable[[int, int], None]
KINDS = ("new", "changed", "same", "skipped", "refused")


class Cancelled(Exception):
    """The person stopped the work; nothing was written."""


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One row of the file. number: as the spreadsheet shows it. kind: one of KINDS. differences: label, old, new.

    candidates: (id, label) of the records it may mean, when there are several.
    """

    number: int
    kind: str
    called: str
    record: str | None
    writes: tuple[Change, ...] = ()
    differences: tuple[tuple[str, str, str], ...] = ()
    problems: tuple[Problem, ...] = ()
    questions: tuple[Question, ...] = ()
    candidates: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """read is the sum of the others."""

    read: int
    added: int
    changed: int
    same: int
    skipped: int
    refused: int


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The whole preview. stood_at: the journal number the plan was made at; a later change asks for a new plan."""

    ledger: Ledger
    file_name: str
    file_sha256: str
    sheet: str
    sheets: tuple[str, ...]
    header: int
    top: tuple[tuple[str, ...], ...]
    columns: tuple[Column, ...]
    rows: tuple[PlannedRow, ...]
    only_in_vault: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    source: Mapping[int, Sequence[object]] = field(repr=False)
    stood_at: int

    @property
    def counts(self) -> Counts:
        """Return the counts that add up to the rows read."""
        found = Counter(row.kind for row in self.rows)
        return Counts(len(self.rows), found["new"], found["changed"], found["same"], found["skipped"], found["refused"])

    @property
    def left_out(self) -> tuple[PlannedRow, ...]:
        """Return the rows that would not be written, for the workbook that goes back."""
        return tuple(row for row in self.rows if row.kind in ("skipped", "refused"))

    @property
    def questions(self) -> Mapping[str, tuple[PlannedRow, ...]]:
        """Return question name -> rows that ask it, unanswered ones only."""
        found: dict[str, list[PlannedRow]] = {}
        for row in self.rows:
            for question in row.questions if row.kind == "skipped" else ():
                found.setdefault(question.name, []).append(row)
        return {name: tuple(rows) for name, rows in found.items()}
