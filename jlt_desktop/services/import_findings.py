"""What a plan found wrong, in groups a person can work through: one kind of mistake each, with its rows and the values seen."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jlt_desktop.domain.fields import FieldProblem
from jlt_desktop.domain.privacy import masked_number
from jlt_desktop.domain.texts import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jlt_desktop.domain.findings import Problem, Question
    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.services.import_plan import Plan, PlannedRow
    from jlt_desktop.services.office import Office
    from jlt_desktop.sheets.match import Column

MUST, MAY = "必须改", "可带说明"
CANDIDATES = "two_candidates"
_SHOWN = 8
_VARIES = re.compile(r"“[^”]*”|\d+")


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a group: row number, who, heading of the column, value seen (starred where private), the words, candidates.

    column: its index in the file; None when no column gives the field.
    """

    number: int
    called: str
    heading: str
    seen: str
    text: str
    candidates: tuple[tuple[str, str], ...] = ()
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """One value of a group that may be replaced in all of its cells at once: column index, text in the file, how often."""

    column: int
    text: str
    count: int


@dataclass(frozen=True, slots=True)
class Group:
    """Findings of one kind. kind: MUST or MAY. question: the name to answer under, empty for a problem. values: see Seen."""

    kind: str
    title: str
    question: str
    lines: tuple[Line, ...]
    values: tuple[Seen, ...] = ()


def findings(office: Office, plan: Plan) -> tuple[Group, ...]:
    """Return the groups of a plan, those that must be mended first; answered questions stay listed."""
    must: dict[tuple[str, str], list[tuple[Line, Seen | None]]] = {}
    may: dict[str, list[Line]] = {}
    for row in plan.rows:
        for problem in row.problems:
            line, seen = _line(office, plan, row, problem)
            must.setdefault((problem.field, _VARIES.sub("…", problem.text)), []).append((line, seen))
        for question in row.questions:
            may.setdefault(question.name, []).append(_line(office, plan, row, question)[0])
    groups = [_problem_group(plan.ledger, field, pairs) for (field, _), pairs in must.items()]
    asked = [Group(MAY, _title(lines), name, tuple(lines)) for name, lines in may.items()]
    return (*sorted(groups, key=lambda one: -len(one.lines)), *asked)


def _problem_group(ledger: Ledger, field: str, pairs: list[tuple[Line, Seen | None]]) -> Group:
    lines = tuple(line for line, _ in pairs)
    counted = Counter((seen.column, seen.text) for _, seen in pairs if seen)
    private = ledger.confidential or (field in ledger.fields and ledger.fields[field].special)
    values = () if private else tuple(Seen(column, text, count) for (column, text), count in counted.most_common())
    return Group(MUST, _title(lines), "", lines, values)


def _title(lines: tuple[Line, ...] | list[Line]) -> str:
    first = lines[0]
    alike = {_VARIES.sub("…", line.text) for line in lines}
    text = first.text if len({line.text for line in lines}) == 1 else _VARIES.sub("…", first.text)
    return (f"{first.heading}:" if first.heading and first.heading not in text else "") + (text if len(alike) == 1 else first.text)


def _line(office: Office, plan: Plan, row: PlannedRow, finding: Problem | Question) -> tuple[Line, Seen | None]:
    column, cell = _cell(office, plan, row, finding)
    text = plain_text(cell) if cell not in (None, "") else ""
    named = plan.ledger.fields.get(finding.field)
    heading = (column.heading if column else "") or (named.label if named else "")
    private = plan.ledger.confidential or (named is not None and named.special)
    line = Line(
        row.number, row.called, heading, masked_number(text) if private else text, finding.text, row.candidates,
        column.index if column else None,
    )  # fmt: skip
    # a number cell has lost its digits: another value for "all of those" would be a guess
    return line, Seen(column.index, text, 1) if column and text and isinstance(cell, str) else None


def _cell(office: Office, plan: Plan, row: PlannedRow, finding: Problem | Question) -> tuple[Column | None, object]:
    """Return the column a finding speaks of and what stands in it: the one whose own reading fails, else the first of that field."""
    cells = plan.source.get(row.number, ())
    first: tuple[Column | None, object] = (None, "")
    for column, ledger, name in _columns(office, plan, finding.field):
        cell = cells[column.index] if column.index < len(cells) else ""
        if name in ledger.stored and cell not in (None, "") and _refuses(office, ledger, name, cell):
            return column, cell
        if first[0] is None and ledger is plan.ledger:
            first = column, cell
    return first


def _columns(office: Office, plan: Plan, field: str) -> Iterator[tuple[Column, Ledger, str]]:
    for column in plan.columns:
        if column.field == field:
            yield column, plan.ledger, field
        elif column.field and column.field.startswith("part.") and column.field.split(".")[2] == field:
            yield column, office.ledgers[plan.ledger.along[int(column.field.split(".")[1])].part], field


def _refuses(office: Office, ledger: Ledger, name: str, cell: object) -> bool:
    try:
        ledger.stored[name].parse(cell, office.lookup)
    except FieldProblem:
        return True
    return False


def unanswered(groups: tuple[Group, ...], answers: Mapping[str, str]) -> int:
    """Return how many rows would still be left out for want of a reason."""
    asked = (line for group in groups if group.kind == MAY for line in group.lines if not _answered(group, line, answers))
    return len({line.number for line in asked})


def _answered(group: Group, line: Line, answers: Mapping[str, str]) -> bool:
    name = f"candidate:{line.number}" if group.question == CANDIDATES else group.question
    return bool(answers.get(name, "").strip())


def added(office: Office, plan: Plan) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return headings and rows of the records a plan would add, private fields left out."""
    ledger = plan.ledger
    names = [name for name in ledger.sheet if name in ledger.stored and not ledger.fields[name].special][:_SHOWN]
    fields = [ledger.stored[name] for name in names]
    rows = []
    for row in plan.rows:
        if row.kind == "new":
            columns = row.writes[0].columns
            texts = (field.show(field.from_sql(columns.get(name)), office.lookup) for name, field in zip(names, fields, strict=True))
            rows.append((str(row.number), *texts))
    return ("行号", *(field.label for field in fields)), rows
