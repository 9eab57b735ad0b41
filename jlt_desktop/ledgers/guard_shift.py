"""护学岗: who stands guard at the gate when, and who came."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from jlt_desktop.domain.due import Due
from jlt_desktop.domain.fields import Choice, Derived, Text, Values, YesNo
from jlt_desktop.domain.fields_lines import Lines
from jlt_desktop.domain.fields_time import Date
from jlt_desktop.domain.findings import Finding, Problem
from jlt_desktop.domain.leaves import COUNT
from jlt_desktop.domain.ledger import Indicator, Ledger
from jlt_desktop.ledgers.choices import choose
from jlt_desktop.ledgers.handlings import ON_GUARD
from jlt_desktop.ledgers.proof import evidence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.record import Record

SLOTS = choose(morning=("早", "早上", "上学"), noon=("午", "中午"), evening=("晚", "下午", "放学"))
GUARD_KINDS = choose(
    school=("学校", "教师"), family=("家长", "家庭"), police=("民警", "警察", "交警"), guard="保安", community=("社区", "村")
)
CAME = choose(on_time=("按时到岗", "到岗", "签到", "按时"), late="迟到", absent=("缺岗", "未到"))
PRESENT = ("on_time", "late")


def staffing(values: Values) -> tuple[int, int]:
    """Return how many came and how many were planned; whoever has no mark yet has not come."""
    lines = _lines(values)
    return sum(1 for one in lines if one[2] in PRESENT), len(lines)


def _lines(values: Values) -> tuple[tuple[object, ...], ...]:
    people = values.get("people")
    return people if isinstance(people, tuple) else ()


def on_duty(values: Values, _around: Around) -> str:
    """Return who stands there, with what they are."""
    return "、".join(f"{line[1]}({GUARD_KINDS.label(str(line[0]))})" for line in _lines(values))


def is_staffed(values: Values) -> bool:
    """Tell whether the post was not left alone: everybody who was planned came, or somebody in place of the absent."""
    came, planned = staffing(values)
    return planned > 0 and (came == planned or bool(values.get("replaced")))


def staffed_told(values: Values, around: Around) -> str:
    """Return how many of those planned came."""
    came, planned = staffing(values)
    day = values.get("date")
    if not planned or (isinstance(day, date) and day > around.today):
        return "排班" if planned else ""
    if any(line[2] is None for line in _lines(values)):
        return "还没有登记到岗"
    words = f"{came}/{planned} 到岗"
    return words if came == planned else f"{words},已有人顶岗" if values.get("replaced") else f"{words},缺岗"


def future_is_not_signed(values: Values, around: Around) -> Iterable[Finding]:
    """Nobody has come to a shift that is still to be."""
    day = values.get("date")
    if isinstance(day, date) and day > around.today and staffing(values)[0]:
        yield Problem("people", "还没有到的日子只排班,不填到岗。")


def shift_is_signed(record: Record, around: Around) -> Iterable[Due]:
    """After a shift it is written down who came."""
    day, people = record.get("date"), record.get("people")
    open_ = isinstance(people, tuple) and any(one[2] is None for one in people)
    if open_ and isinstance(day, date) and day <= around.today:
        yield Due(
            key=f"guard:{record.id}", ledger="guard_shift", record=record.id, text="登记护学岗到岗情况",
            about=f"{day.isoformat()} {SLOTS.label(record.text('slot'))} {record.text('point')}", on=day, basis="方案任务13:护学岗",
        )  # fmt: skip


GUARD_SHIFT = Ledger(
    key="guard_shift",
    title="护学岗",
    group="护平安",
    happened="date",
    fields={
        "date": Date(label="日期", required=True, leaves=COUNT, aliases=("值岗日期",), purpose="哪一天的岗。"),
        "slot": Choice(label="时段", options=SLOTS, required=True, leaves=COUNT),
        "point": Text(label="点位", most=40, required=True, leaves=COUNT, aliases=("岗位", "地点"), purpose="校门口、路口等。"),
        "people": Lines(
            label="人员",
            columns={
                "kind": Choice(label="类别", options=GUARD_KINDS, required=True),
                "name": Text(label="姓名", most=30, required=True),
                "came": Choice(label="到岗", options=CAME),
                "vest": YesNo(label="反光背心"),
            },
            required=True,
            purpose="一人一行;先排班,当天再填到岗。",
        ),
        "replaced": Text(label="顶岗", most=100, purpose="有人缺岗时谁顶上的;没有顶岗不填。"),
        "on_duty": Derived(label="谁在岗", compute=on_duty, purpose="由人员带出。"),
        "staffed": Derived(label="到岗情况", compute=staffed_told, leaves=COUNT, purpose="排了几人、到了几人。"),
        "situation": Text(label="情况", most=300, multiline=True, aliases=("备注",), purpose="拥堵、车辆、异常情况。"),
        "evidence": evidence("排班表、值岗登记,选“值班、接待、答复登记”。"),
    },
    sheet=("date", "slot", "point", "on_duty", "staffed", "situation"),
    form={"班次": ("date", "slot", "point", "people"), "情况": ("replaced", "situation", "evidence")},
    identity=("date", "slot", "point"),
    named=("date", "slot", "point"),
    search=("point", "situation"),
    order=("-date", "slot", "point"),
    checks=(future_is_not_signed,),
    dues=(shift_is_signed,),
    counts_only=True,
    indicators=(
        Indicator(key="shifts", label="护学岗班次按时段", counts=lambda _r, _a: True, by="slot"),
        Indicator(key="staffed", label="到岗的护学岗班次按时段", counts=lambda r, _a: is_staffed(r.values), by="slot"),
    ),
    handling=ON_GUARD,
)
