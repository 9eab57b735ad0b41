"""The rail of a submission: each step with person and time, kept for good beside the record it belongs to."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jlt_desktop.domain.errors import OutsideError, UserError
from jlt_desktop.domain.rail import AFTER, STATE, STATES, Step, standing
from jlt_desktop.vault.store import now_utc

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.domain.record import Record
    from jlt_desktop.services.office import Office


@dataclass(frozen=True, slots=True)
class Batch:
    """A submission with its steps."""

    ledger: Ledger
    record: Record
    steps: list[Step]

    @property
    def state(self) -> str:
        """Return where it stands."""
        return standing(self.steps)

    def detail(self, name: str) -> str:
        """Return the newest detail of that name still in force: nothing from before it last went back to the draft."""
        for one in reversed(self.steps):
            if one.to == "draft":
                return ""
            if name in one.details:
                return one.details[name]
        return ""


def ledger_for(office: Office, scope: str) -> Ledger:
    """Return the ledger of the submissions of a room. Raises OutsideError when this user may not open it."""
    found = next((one for one in office.ledgers.values() if one.submits and one.scope == scope), None)
    if found is None:
        raise OutsideError("您的账户不能打开这一类报送。", "", "数据没有改动。", "请由本人用自己的口令登录。")
    return found


def batch(office: Office, ledger: Ledger, record_id: str) -> Batch:
    """Return a submission. Raises UserError when there is none."""
    record = office.store(ledger).get(ledger, record_id)
    if record is None:
        raise UserError("没有找到这一批报送。", "", "数据没有改动。", "请刷新后再看。")
    return Batch(ledger, record, steps(office, ledger, record_id))


def batches(office: Office) -> list[Batch]:
    """Return every submission this user may open, the latest deadline first."""
    found = []
    for ledger in (one for one in office.ledgers.values() if one.submits):
        found += [Batch(ledger, one, steps(office, ledger, one.id)) for one in office.store(ledger).page(ledger).records]
    return found


def steps(office: Office, ledger: Ledger, record_id: str) -> list[Step]:
    """Return the steps of a submission in their order."""
    rows = office.store(ledger).conn.execute(
        "SELECT number, state, at, actor, role, note, details FROM rail_step WHERE submission = ? ORDER BY number", (record_id,)
    )
    return [Step(number, to, at, actor, role, note, json.loads(told)) for number, to, at, actor, role, note, told in rows]


def go(
    office: Office, one: Batch, to: str, note: str = "", details: Mapping[str, str] | None = None, *, who: tuple[str, str] | None = None
) -> Batch:
    """Take a step within the caller's transaction. who: (name, role) when somebody else than the user took it. Raises UserError."""
    before = standing(steps(office, one.ledger, one.record.id))
    if to not in AFTER[before]:
        raise UserError(
            f"这一批现在是“{STATES.label(before)}”,不能到“{STATES.label(to)}”。", "", "数据没有改动。", "请刷新后再看可以办什么。"
        )
    store = office.store(one.ledger)
    actor, role = who or (office.user, office.role)
    number = len(one.steps) + 1
    at = now_utc()
    told = {key: str(value) for key, value in (details or {}).items()}
    store.conn.execute(
        "INSERT INTO rail_step(submission, number, state, at, actor, role, note, details) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (one.record.id, number, to, at, actor, role, note, json.dumps(told, ensure_ascii=False)),
    )
    record = store.get(one.ledger, one.record.id) or one.record
    store.update(one.ledger, record.id, {**record.values, STATE: to}, record.revision, action=STATES.label(to), source=note)
    return batch(office, one.ledger, one.record.id)
