"""One field set in many records at once: planned and shown row by row first, then written in one transaction, undone as one."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from jlt_desktop.domain.errors import UserError
from jlt_desktop.domain.fields_lines import read_out
from jlt_desktop.domain.fields_links import Attachment
from jlt_desktop.domain.seal import CORRECTION
from jlt_desktop.services.desk import Desk
from jlt_desktop.services.undoing import CHANGED
from jlt_desktop.vault.bulk import Change, Run, apply_run
from jlt_desktop.vault.store import ChangedMeanwhile, kept, now_utc

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from jlt_desktop.domain.checking import Examined
    from jlt_desktop.domain.fields import Values
    from jlt_desktop.domain.findings import Question
    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.domain.record import Record
    from jlt_desktop.services.office import Office


@dataclass(frozen=True, slots=True)
class BatchRow:
    """What would become of one record: what it is called, the field as it reads now and then, and why not if it cannot be.

    also: label, old and new text of other fields that follow from the change. columns: what is written, as kept.
    """

    id: str
    called: str
    old: str
    new: str
    problem: str = ""
    also: tuple[tuple[str, str, str], ...] = ()
    revision: int = 0
    columns: Mapping[str, Any] = field(default_factory=dict)
    before: Mapping[str, Any] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    search_key: str = ""

    @property
    def changes(self) -> bool:
        """Tell whether it is going to be written."""
        return not self.problem and bool(self.columns)


@dataclass(frozen=True, slots=True)
class BatchPlan:
    """What a batch would do, row by row in the order the records were named; nothing is written yet."""

    ledger: Ledger
    field: str
    raw: object
    rows: tuple[BatchRow, ...]
    answers: Mapping[str, str]

    @property
    def changes(self) -> int:
        """Return how many records are going to be written."""
        return sum(1 for row in self.rows if row.changes)

    @property
    def refused(self) -> int:
        """Return how many cannot be."""
        return sum(1 for row in self.rows if row.problem)

    @property
    def same(self) -> int:
        """Return how many stand like that already."""
        return len(self.rows) - self.changes - self.refused

    @property
    def questions(self) -> tuple[Question, ...]:
        """Return what has to be confirmed with a reason, once for all rows."""
        found = {one.name: one for row in self.rows for one in row.questions if one.name != CORRECTION}
        return tuple(found.values())


def batch_fields(ledger: Ledger) -> tuple[str, ...]:
    """Return the fields that can be set in many records at once, in the order of the form."""
    names = [name for group in ledger.form.values() for name in group]
    return tuple(name for name in names if _settable(ledger, name))


def _settable(ledger: Ledger, name: str) -> bool:
    one = ledger.stored.get(name)
    # what no second record may have cannot be one value for many; numbers are given by the program
    return one is not None and one.typed and not isinstance(one, Attachment) and name not in (*ledger.unique, *ledger.numbers)


def plan_batch(
    office: Office, ledger: Ledger, ids: Sequence[str], name: str, raw: object, answers: Mapping[str, str] | None = None,
    *, progress: Callable[[int, int], None] | None = None,
) -> BatchPlan:  # fmt: skip
    """Return what setting a field would change. raw: typed text, cell or value; blank empties it. answers: question -> reason.

    Raises UserError when no record is named or the field cannot be set like this.
    """
    if name not in batch_fields(ledger):
        labels = "、".join(ledger.fields[one].label for one in batch_fields(ledger))
        label = ledger.fields[name].label if name in ledger.fields else name
        raise UserError(f"“{label}”不能批量修改。", "", "数据没有改动。", f"可以批量修改的有:{labels}。")
    if not ids:
        raise UserError("没有选中任何记录。", "", "数据没有改动。", "请先在列表里选几行:按住 Shift 或 Ctrl 点,或用空格选。")
    desk, chosen, rows = Desk(office), list(dict.fromkeys(ids)), []
    for number, record in enumerate(chosen, start=1):
        rows.append(_row(office, desk, desk.get(ledger, record), name, raw, answers or {}))
        if progress:
            progress(number, len(chosen))
    return BatchPlan(ledger, name, raw, tuple(rows), dict(answers or {}))


def _row(office: Office, desk: Desk, record: Record, name: str, raw: object, answers: Mapping[str, str]) -> BatchRow:
    ledger = office.ledgers[record.ledger]
    one = ledger.fields[name]
    called, old = desk.called(ledger, record), one.show(record.get(name), office.lookup)
    found = desk.examine(ledger, {name: raw}, record_id=record.id)
    if record.removed_at:
        return BatchRow(record.id, called, old, old, "在回收站里,不能改。", revision=record.revision)
    wrong = [problem.text for problem in found.problems]
    if any(problem.field == name for problem in found.problems):
        return BatchRow(record.id, called, old, str(raw or ""), " ".join(wrong), revision=record.revision)
    before, after = kept(ledger, record.values), kept(ledger, found.values)
    new = one.show(found.values.get(name), office.lookup)
    if before.get(name) == after.get(name):
        return BatchRow(record.id, called, old, new, revision=record.revision)
    changed = [field for field in ledger.stored if before.get(field) != after.get(field)]
    return BatchRow(
        record.id, called, old, new, " ".join([*wrong, *_asked(found, answers)]), _also(office, ledger, record, found, changed, name),
        record.revision, {field: after.get(field) for field in changed}, {field: before.get(field) for field in changed},
        found.questions, office.store(ledger).search_key(ledger, found.values),
    )  # fmt: skip


def _asked(found: Examined, answers: Mapping[str, str]) -> list[str]:
    # a correction needs a reason of its own for every record, which then stands on its page
    own = [f"{one.text}请单独打开这条改。" for one in found.questions if one.name == CORRECTION]
    return [*own, *(f"需要核对:{one.text}" for one in found.unanswered(answers) if one.name != CORRECTION)]


def _also(
    office: Office, ledger: Ledger, record: Record, found: Examined, changed: Sequence[str], name: str
) -> tuple[tuple[str, str, str], ...]:
    def read(field: str, side: Values) -> str:
        one = ledger.fields[field]
        return read_out(one, one.show(side.get(field), office.lookup), side.get(field))

    return tuple((ledger.fields[field].label, read(field, record.values), read(field, found.values)) for field in changed if field != name)


def apply_batch(office: Office, plan: BatchPlan) -> str:
    """Write just what the plan shows, in one transaction, and return the id of the run, by which it can be undone.

    Raises ChangedMeanwhile when a row no longer stands as it was shown, UserError when there is nothing to write, OutsideError.
    """
    if not plan.changes:
        raise UserError("没有要写入的改动。", "选中的记录都已是这个内容,或者不能改。", "数据没有改动。", "")
    ledger, store, run = plan.ledger, office.store(plan.ledger), uuid.uuid4().hex[:12]
    writing = [row for row in plan.rows if row.changes]
    with store.transaction():
        fresh = plan_batch(office, ledger, [row.id for row in plan.rows], plan.field, plan.raw, plan.answers)
        if fresh.rows != plan.rows:
            raise ChangedMeanwhile("预览之后,选中的记录又有改动。", "", "还没有写入,一条也没有改。", "请重新预览一次,再点写入。")
        counts = {"changed": plan.changes, "same": plan.same, "refused": plan.refused}
        changes = [Change(ledger, row.id, None, row.revision, dict(row.columns), dict(row.before), row.search_key) for row in writing]
        what = f"批量修改:{ledger.fields[plan.field].label}"
        apply_run(store, Run(run, ledger.key, what, "", counts), changes, CHANGED)
        for row in writing:
            _note_reasons(office, plan, row)
    Desk(office).tell(ledger, *(row.id for row in writing))
    return run


def _note_reasons(office: Office, plan: BatchPlan, row: BatchRow) -> None:
    journal = office.store(plan.ledger).journal
    for one in row.questions:
        details = {"question": one.name, "reason_digest": journal.digest(plan.answers[one.name])}
        journal.append(now_utc(), "说明", f"{plan.ledger.key}/{row.id}", details)
