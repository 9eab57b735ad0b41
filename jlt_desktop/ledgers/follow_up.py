"""月跟踪: the month's record of one case; mood and measures are the two things the plan asks for, the rest is optional."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from jlt_desktop.domain.calendar import last_day, month_of
from jlt_desktop.domain.fields import Choice, Choices, Derived, Number, Text, Values
from jlt_desktop.domain.fields_person import PersonName
from jlt_desktop.domain.fields_time import Date, Month
from jlt_desktop.domain.findings import Finding, Problem
from jlt_desktop.domain.leaves import COUNT
from jlt_desktop.domain.ledger import Indicator, Ledger
from jlt_desktop.domain.seal import Seal
from jlt_desktop.ledgers.choices import choose

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.record import Record

MOODS = choose(steady="平稳", waves="波动", low="低落", danger="高危信号")
CHANGE = choose(better="好转", same="持平", worse="变差", unknown="不详")
MEASURES = choose(
    counselling="个别辅导", group="团体辅导", parent_talk="家长面谈", home_visit="家访", class_support="班级支持",
    hospital="医院就诊", medicine="服药(家长告知)", referral="转介", setting="环境调整",
)  # fmt: skip
ADVICE = choose(keep="维持", up="上调", down="下调", remove="移出")


# everything but how the pupil is may be taken over from the month before, line by line
OPTIONAL = (
    "interventions",
    "interventions_note",
    "study",
    "peers",
    "sleep",
    "attendance",
    "parent_contacts",
    "homeroom_note",
    "level_advice",
)
_CLOSES_AFTER = timedelta(days=10)


def not_in_the_future(values: Values, around: Around) -> Iterable[Finding]:
    """A month is written up when it has begun."""
    month = values.get("month")
    if isinstance(month, str) and month > month_of(around.today):
        yield Problem("month", "这个月还没有到,不能先填。")


def one_a_month(values: Values, around: Around) -> Iterable[Finding]:
    """A case has one record a month; more is added to the one that is there."""
    own = around.before.id if around.before else ""
    for one in around.parts_of(around.parent, "follow_up") if around.parent else ():
        # the very same entry looked at again is not a second one
        if one.id != own and one.get("month") == values.get("month") and dict(one.values) != dict(values):
            yield Problem("month", f"{one.text('month')} 已经有一条月跟踪,请打开那一条补充。")
            return


def month_is_closed(record: Record, around: Around) -> str:
    """A month closes ten days after its last day; what is written later can be mended on the day it is written."""
    month = record.text("month")
    if not month or around.today <= last_day(month) + _CLOSES_AFTER or record.created_at[:10] >= around.today.isoformat():
        return ""
    closed = last_day(month) + _CLOSES_AFTER
    return f"{month} 已于 {closed.isoformat()} 关账。"


def days_late(values: Values, _around: Around) -> str:
    """Return by how much the record of a month came after its end."""
    month, day = values.get("month"), values.get("on")
    late = (day - last_day(month)).days if isinstance(month, str) and isinstance(day, date) else 0
    return f"迟填 {late} 天" if late > 0 else ""


FOLLOW_UP = Ledger(
    key="follow_up",
    title="月跟踪",
    scope="confidential",
    group="心理",
    part_of="concern",
    happened="month",
    fields={
        "month": Month(label="月份", required=True, leaves=COUNT, purpose="哪个月的记录,一个月一条。"),
        "mood": Choice(label="情绪状态", options=MOODS, required=True, leaves=COUNT),
        "self_score": Number(label="自评分", least=1, most=10, unit="分", purpose="学生给自己这个月打的分,1 最差,10 最好。"),
        "interventions": Choices(label="干预措施", options=MEASURES, required=True, leaves=COUNT),
        "interventions_note": Text(label="措施说明", most=500, multiline=True, purpose="做了什么、几次、学生的反应。"),
        "study": Choice(label="学业", options=CHANGE),
        "peers": Choice(label="人际", options=CHANGE),
        "sleep": Choice(label="睡眠", options=CHANGE),
        "attendance": Choice(label="出勤", options=CHANGE),
        "parent_contacts": Number(label="家长沟通次数", least=0, most=99, leaves=COUNT, unit="次", purpose="这个月和家长谈了几次。"),
        "homeroom_note": Text(label="班主任观察", most=200, multiline=True, purpose="班主任这个月看到的。"),
        "level_advice": Choice(label="等级建议", options=ADVICE, leaves=COUNT),
        "by": PersonName(label="填写人", purpose="填这条记录的人。"),
        "on": Date(label="填写日期", purpose="填这条记录的日子。"),
        "late": Derived(label="迟填", compute=days_late, purpose="这个月过完以后才填的,写明晚了几天。"),
    },
    sheet=("month", "mood", "interventions", "parent_contacts", "level_advice", "by", "on", "late"),
    form={
        "本月": ("month", "mood", "interventions", "interventions_note"),
        "变化": ("self_score", "study", "peers", "sleep", "attendance", "parent_contacts", "homeroom_note", "level_advice"),
        "填写": ("by", "on"),
    },
    identity=("month",),
    search=("month",),
    order=("-month",),
    checks=(not_in_the_future, one_a_month),
    seal=Seal(since=month_is_closed, correctable=True),
    counts_only=True,
    indicators=(
        Indicator(key="months", label="月跟踪份数", counts=lambda _r, _a: True),
        Indicator(key="by_mood", label="月跟踪按情绪状态", counts=lambda _r, _a: True, by="mood"),
    ),
)
