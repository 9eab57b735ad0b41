"""What the plan and the law ask of a school, as data: each obligation with its words, period, threshold and source, and how it stands."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from jlt_desktop.domain.obligation_rules import Rule

Source = Literal["plan", "plan_unnumbered", "law", "national", "default"]
State = Literal["met", "open", "overdue", "lacking", "nothing", "later", "off", "counselor", "principal", "unruled"]
SOURCES: Mapping[str, str] = {
    "plan": "方案明文", "plan_unnumbered": "方案要求,数量是默认值(方案未规定)", "law": "法律法规", "national": "国家和省文件",
    "default": "默认值(方案未规定)",
}  # fmt: skip
STATES: Mapping[str, str] = {
    "met": "已做到", "open": "待办", "overdue": "逾期", "lacking": "现缺", "nothing": "没有发生", "later": "未到时候", "off": "已关闭",
    "counselor": "由心理教师办理", "principal": "由校长办理", "unruled": "没有台账可算",
}  # fmt: skip
# whoever may not open the ledger is told who does it, and nothing else
ELSEWHERE = ("counselor", "principal")
# what the plan says in so many words, and what the law says, is not the school's to change
FIXED = ("plan", "law")
# the plan's own day; nothing of it could be owed earlier
BEGUN = date(2025, 12, 18)
EVIDENCE: Mapping[str, str] = {
    "A": "文件、方案、计划、总结", "B": "名单、聘任文件、制度", "C": "会议记录", "D": "签到表", "E": "协议扫描", "H": "聘书、派驻函",
    "K": "课表、作息表", "M": "纪要", "P": "照片(2—4张)", "Q": "问题整改单", "R": "活动记录、简报", "S": "签到(培训、家长)",
    "T": "统计表、登记表", "V": "家访记录", "W": "值班、接待、答复登记", "X": "巡查记录", "Z": "公示截图",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Task:
    """A task of the plan: number, title, its action's number and title, and the plan's words."""

    number: int
    title: str
    action: int
    action_title: str
    words: str


@dataclass(frozen=True, slots=True)
class Obligation:
    """One thing owed. words: what the text it comes from says. period: see obligation_periods; period_words, threshold_words: in words.

    threshold: how many, or percent where `unit` is %. counted: what is counted. source: how binding it is; basis: which text.
    evidence: codes of what proves it. to_district: what of it is handed in. on: asked for unless the school says otherwise.
    by: the day for what is owed once.
    """

    id: str
    task: Task
    title: str
    words: str
    period: str
    period_words: str
    threshold: float
    threshold_words: str
    counted: str
    unit: str
    source: Source
    basis: str
    owner: str
    evidence: tuple[str, ...]
    to_district: str
    on: bool = True
    by: date | None = None

    @property
    def fixed(self) -> bool:
        """Tell whether the number is the plan's or the law's own, which no school may change."""
        return self.source in FIXED

    @property
    def source_words(self) -> str:
        """Return how binding it is, with the text where one is named."""
        return SOURCES[self.source] + (f":{self.basis}" if self.basis else "")


@dataclass(frozen=True, slots=True)
class Setting:
    """What the school has changed: from which day, another threshold or none, whether it is asked for, why."""

    since: date
    threshold: float | None
    on: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How an obligation stands on a day. done, required: in `unit`; rate: done of required, 0 to 1, None where there is nothing to do.

    first, last: the days it is counted in; days_left: to the last day, negative beyond it, None where there is none.
    records: (ledger, id) of those that count; unmet: of those that should and do not. lacking: what is missing, in words.
    evidence: files attached to those that count. unit: what is counted. own_dues: see Rule. ledger: the one it is mainly counted from.
    """

    obligation: Obligation
    state: State
    done: float = 0
    required: float = 0
    rate: float | None = None
    first: date | None = None
    last: date | None = None
    days_left: int | None = None
    threshold: float = 0
    records: tuple[tuple[str, str], ...] = ()
    unmet: tuple[tuple[str, str], ...] = ()
    lacking: tuple[str, ...] = ()
    evidence: int = 0
    note: str = ""
    setting: Setting | None = None
    unit: str = ""
    own_dues: bool = False
    ledger: str = ""

    @property
    def owed(self) -> bool:
        """Tell whether something has still to be done."""
        return self.state in ("open", "overdue", "lacking")

    @property
    def words(self) -> str:
        """Return the bar in words: 1/1 次, or 0/1 次 剩 38 天."""
        if self.state in ("off", *ELSEWHERE, "unruled", "nothing", "later"):
            return " ".join(filter(None, (STATES[self.state], self.note if self.state == "later" else "")))
        return f"{self.fraction}{self._until}"

    @property
    def fraction(self) -> str:
        """Return done of required with the unit, and the share in percent where it is one."""
        unit = self.unit or self.obligation.unit
        bare = f"{self.done:g}/{self.required:g} {unit.removeprefix('%')}".rstrip()
        return f"{bare} {int((self.rate or 0) * 100)}%" if unit.startswith("%") and self.required else bare

    @property
    def _until(self) -> str:
        if self.state == "lacking":
            missed = self.required - self.done
            return (
                f" {missed:g} {self.obligation.unit.removeprefix('%')}没有达到" if self.obligation.period == "event" and missed else " 现缺"
            )
        if not self.owed or self.days_left is None:
            return ""
        return f" 剩 {self.days_left} 天" if self.days_left >= 0 else f" 逾期 {-self.days_left} 天"


@dataclass(frozen=True)
class Rulebook:
    """The catalogue and how each of it is counted. settings: the ledger that holds what the school changed; empty for none.

    scopes: ledger -> the vault file it lives in, also of those a user may not open.
    """

    obligations: tuple[Obligation, ...] = ()
    rules: Mapping[str, Rule] = field(default_factory=dict)
    settings: str = ""
    scopes: Mapping[str, str] = field(default_factory=dict)

    def get(self, key: str) -> Obligation | None:
        """Return an obligation by its id; None when there is none."""
        return next((one for one in self.obligations if one.id == key), None)


def read_catalogue(tasks: str, obligations: str) -> tuple[Obligation, ...]:
    """Return the catalogue from the texts of its two tables (CSV with headings)."""
    known = {one["task"]: _task(one) for one in csv.DictReader(tasks.splitlines())}
    return tuple(_obligation(one, known) for one in csv.DictReader(obligations.splitlines()))


def _task(row: Mapping[str, str]) -> Task:
    return Task(int(row["task"]), row["title"], int(row["action"]), row["action_title"], row["words"])


def _obligation(row: Mapping[str, str], tasks: Mapping[str, Task]) -> Obligation:
    return Obligation(
        id=row["id"], task=tasks[row["task"]], title=row["title"], words=row["words"], period=row["period"],
        period_words=row["period_words"], threshold=float(row["threshold"]), threshold_words=row["threshold_words"],
        counted=row["counted"], unit=row["unit"], source=row["source"], basis=row["basis"], owner=row["owner"],  # type: ignore[arg-type]
        evidence=tuple(row["evidence"].split()), to_district=row["to_district"], on=row["on"] == "1",
        by=date.fromisoformat(row["by"]) if row["by"] else None,
    )  # fmt: skip


def current_setting(settings: Sequence[Setting], day: date) -> Setting | None:
    """Return what the school had laid down on a day; the latest stands."""
    return max((one for one in settings if one.since <= day), key=lambda one: one.since, default=None)
