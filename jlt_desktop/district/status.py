"""Who has handed over what: the expected matrix of school, form and period, and what needs somebody's hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from jlt_desktop.bundle.statement import FORMS, PERIOD
from jlt_desktop.district.store import ACCEPTED, FORK, HELD, Expected, Submission
from jlt_desktop.domain.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jlt_desktop.district.bureau import Bureau

RECEIVED, NIL, WITHDRAWN, MISSING, LATE, SENT_BACK, GAP, WAITING, CONFLICT = (
    "已收", "已收(无)", "已撤回", "未到", "未到(过期)", "退回", "缺号", "等同意", "冲突",
)  # fmt: skip
FORM_TITLES = {"general": "日常", "confidential": "心理(只有数)"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One school's one form for one period: its state in words and the submission that says so."""

    state: str
    submission: Submission | None = None


@dataclass(frozen=True, slots=True)
class Matrix:
    """columns: what is expected, in order; lines: (school code, name, a cell for each column)."""

    columns: tuple[Expected, ...]
    lines: tuple[tuple[str, str, tuple[Cell, ...]], ...]

    def counts(self, place: int) -> dict[str, int]:
        """Return state -> how many schools, of one column."""
        found: dict[str, int] = {}
        for _, _, cells in self.lines:
            found[cells[place].state] = found.get(cells[place].state, 0) + 1
        return found


def expect(bureau: Bureau, form: str, period: str, due: str) -> None:
    """Note that every school is to hand over a form for a period until a day. Raises UserError."""
    if form not in FORMS:
        raise UserError(f"没有“{form}”这种表。", "", "没有改动。", f"可以写:{'、'.join(FORMS)}。")
    if not PERIOD.fullmatch(period):
        raise UserError(f"报送期“{period}”不对。", "", "没有改动。", "按月写 2026-11,按学期写 2026-T1。")
    try:
        day = date.fromisoformat(due).isoformat()
    except ValueError:
        raise UserError(f"截止日期“{due}”不对。", "", "没有改动。", "写成 2026-12-05 这样。") from None
    bureau.store.expect(Expected(form, period, day))


def matrix(bureau: Bureau, period: str = "") -> Matrix:
    """Return the expected matrix, of one period if named."""
    columns = tuple(one for one in bureau.store.expected() if not period or one.period == period)
    found: dict[tuple[str, str, str], list[Submission]] = {}
    for one in bureau.store.submissions(period):
        found.setdefault((one.school_id, one.form, one.period), []).append(one)
    today = bureau.now().date().isoformat()
    lines = []
    for code, name in bureau.store.schools().items():
        cells = tuple(_cell(found.get((code, each.form, each.period), ()), each, today) for each in columns)
        lines.append((code, name or code, cells))
    return Matrix(columns, tuple(lines))


def _cell(given: Sequence[Submission], wanted: Expected, today: str) -> Cell:
    if not given:
        return Cell(LATE if wanted.due < today else MISSING)
    last = given[-1]
    if last.outcome == ACCEPTED:
        return Cell({"nil": NIL, "withdrawal": WITHDRAWN}.get(last.kind, RECEIVED), last)
    if last.outcome == HELD:
        return Cell(WAITING if last.code == "new-chain" else GAP, last)
    return Cell(CONFLICT if last.outcome == FORK else SENT_BACK, last)


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something that needs a person: what, of which school, what to do; `submission`: the bureau's number of what it is about."""

    state: str
    school_id: str
    words: str
    submission: int


def alarms(bureau: Bureau) -> list[Alarm]:
    """Return what waits for somebody: gaps with the number that is missing, new chains, forks."""
    heads = {(school, form): head for school, form, head in bureau.store.heads()}
    found = []
    for one in bureau.store.submissions():
        if one.outcome == FORK:
            words = f"第 {one.seq} 号收到过两份不同的,后一份没有收。请打电话问:是不是两台电脑在报,或恢复过旧备份。"
            found.append(Alarm(CONFLICT, one.school_id, words, one.number))
        elif one.outcome == HELD and one.code == "new-chain":
            words = f"换了新的编号,从第 {one.seq} 号开始。请核对原因,再同意一次。"
            found.append(Alarm(WAITING, one.school_id, words, one.number))
        elif one.outcome == HELD:
            head = heads.get((one.school_id, one.form))
            lacking = f"第 {head.seq + 1} 号" if head and head.chain_id == one.chain_id else "前面的"
            found.append(Alarm(GAP, one.school_id, f"第 {one.seq} 号到了,缺{lacking}。请学校补交。", one.number))
    return found
