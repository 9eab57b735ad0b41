"""The one validation path: from what was typed, pasted or read to values, problems and questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jlt_desktop.domain.fields import FieldProblem, Values
from jlt_desktop.domain.findings import Problem, Question
from jlt_desktop.domain.seal import breaches

if TYPE_CHECKING:
    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Examined:
    """The outcome: values ready to be kept if there are no problems and every question is answered."""

    values: Values
    problems: tuple[Problem, ...]
    questions: tuple[Question, ...]

    def unanswered(self, answers: Mapping[str, str]) -> tuple[Question, ...]:
        """Return the questions that have no reason yet."""
        return tuple(q for q in self.questions if not answers.get(q.name, "").strip())


def examine(ledger: Ledger, raw: Mapping[str, object], around: Around, base: Values | None = None) -> Examined:
    """Read `raw` (field name -> typed text, cell or value) over the `base` values and check the whole.

    A field missing from `raw` keeps its base value; a field present and blank is emptied. Names that are no field are ignored:
    callers decide what becomes of them.
    """
    values: dict[str, object] = dict.fromkeys(ledger.stored)
    values.update({name: value for name, value in (base or {}).items() if name in values})
    problems: list[Problem] = []
    for name, given in spread(ledger, raw, around).items():
        one = ledger.stored.get(name)
        if one is None:
            continue
        try:
            values[name] = one.parse(given, around.lookup)
        except FieldProblem as problem:
            problems.append(Problem(name, str(problem)))
    return settle(ledger, values, problems, around)


def spread(ledger: Ledger, raw: Mapping[str, object], around: Around) -> Mapping[str, object]:
    """Return `raw` with every text that stands for several fields taken apart; fields given by themselves win."""
    given = dict(raw)
    for name, read in ledger.spreads.items():
        text = given.pop(name, None)
        for target, value in (read(str(text), around) if text else {}).items():
            if given.get(target) in (None, ""):
                given[target] = value
    return given


def settle(ledger: Ledger, values: dict[str, object], problems: Sequence[Problem], around: Around) -> Examined:
    """Fill what follows from other values and check the whole; `problems` are those met while reading."""
    for fill in ledger.fills:
        for name, value in fill(values, around).items():
            if values.get(name) is None:
                values[name] = value
    for keep in ledger.keeps:
        values.update(keep(values, around))
    wrong = {problem.field for problem in problems}
    missing = [
        Problem(name, f"{ledger.fields[name].label}没有填。")
        for name in ledger.required
        if name not in wrong and values[name] in (None, (), "")
    ]
    findings = [finding for check in ledger.checks for finding in check(values, around)]
    findings += breaches(ledger, values, around)
    found = [one for one in findings if isinstance(one, Problem) and one.field not in wrong]
    questions = tuple(one for one in findings if isinstance(one, Question) and one.field not in wrong)
    return Examined(values, (*problems, *missing, *found), questions)
