"""意见答复: what parents and others tell the school outside its meetings, and what they are answered within ten working days.

What is said at a meeting of a committee belongs to that meeting (parent_opinion); the fields of the answer are the same.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from jlt_desktop.domain.due import Due
from jlt_desktop.domain.fields import Choice, Text, Values
from jlt_desktop.domain.fields_time import Date, working_days_after
from jlt_desktop.domain.leaves import COUNT
from jlt_desktop.domain.ledger import Indicator, Ledger
from jlt_desktop.ledgers.choices import choose
from jlt_desktop.ledgers.handlings import SPOKE
from jlt_desktop.ledgers.parent_opinion import answer_has_a_day
from jlt_desktop.ledgers.proof import evidence, forward

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.record import Record

CHANNELS = choose(
    parents_meeting="家长会", reception=("接待日", "家长接待日"), box=("信箱", "意见箱"), phone="电话", hotline=("12345", "12345热线"),
    open_day="开放日", visit="来访", online=("网上", "微信"), other="其他",
)  # fmt: skip
SUBJECTS = choose(
    teaching="教学", homework="作业负担", safety="安全", canteen=("食堂", "伙食"), bus="校车接送", service=("课后服务", "延时服务"),
    teachers="师德师风", fees="收费", other="其他",
)  # fmt: skip
SATISFIED = choose(yes="满意", partly="基本满意", no="不满意", unknown="没有回访")
WORKING_DAYS = 10


def answer_by(values: Values, around: Around) -> Mapping[str, object]:
    """Ten working days, where no day was set."""
    day = values.get("date")
    if not isinstance(day, date):
        return {}
    return {"due_on": working_days_after(day, WORKING_DAYS, around.calendar.off, around.calendar.working)}


def feedback_is_open(record: Record, _around: Around) -> Iterable[Due]:
    """Whoever said something is answered."""
    due = record.get("due_on")
    if isinstance(due, date) and record.get("answered_on") is None:
        yield Due(
            key=f"feedback:{record.id}", ledger="feedback", record=record.id, text=f"答复意见:{record.text('text')[:20]}",
            about=record.text("handed_to") or "还没有交给谁办", on=due, basis="意见建议 10 个工作日内答复(默认值,方案未规定)",
        )  # fmt: skip


FEEDBACK = Ledger(
    key="feedback",
    title="意见答复",
    group="共成长",
    happened="date",
    fields={
        "date": Date(label="日期", required=True, leaves=COUNT, aliases=("收到日期", "接待日期"), purpose="收到的日子。"),
        "channel": Choice(label="渠道", options=CHANNELS, required=True, leaves=COUNT, aliases=("意见渠道", "来源")),
        "subject": Choice(label="类别", options=SUBJECTS, required=True, leaves=COUNT, aliases=("意见类别",)),
        "text": Text(
            label="意见建议",
            most=500,
            multiline=True,
            required=True,
            aliases=("内容", "意见内容"),
            purpose="照原意写,一条写一件;不写学生姓名。",
        ),
        "raised_by": Text(label="提出人", most=30, purpose="可以不写,也可以写“三年级某家长”。"),
        "handed_to": Text(label="交给谁办", most=40, aliases=("承办", "承办人", "承办部门"), purpose="哪个部门或哪位老师去办。"),
        "due_on": Date(label="答复期限", leaves=COUNT, purpose="空着按 10 个工作日算,除去周末和“节假日”里的放假。"),
        "answer": Text(label="答复", most=1000, multiline=True, aliases=("答复内容", "处理结果"), purpose="怎样答复的,办到什么程度。"),
        "answered_on": Date(label="答复日期", leaves=COUNT, purpose="答复的日子,填了就不再提醒。"),
        "told": Text(label="答复方式", most=60, purpose="当面、电话、书面、公开栏。"),
        "satisfied": Choice(label="满意度", options=SATISFIED, leaves=COUNT, aliases=("是否满意",)),
        "evidence": evidence("接待登记、答复函,选“值班、接待、答复登记”。"),
    },
    sheet=("date", "channel", "subject", "text", "handed_to", "due_on", "answer", "answered_on", "satisfied"),
    form={
        "意见": ("date", "channel", "subject", "text", "raised_by", "handed_to", "due_on"),
        "答复": ("answer", "answered_on", "told", "satisfied", "evidence"),
    },
    identity=("date", "text"),
    named=("text",),
    search=("text", "handed_to", "answer"),
    order=("-date", "text"),
    fills=(answer_by,),
    checks=(answer_has_a_day, forward("date", "answered_on", "答复日期早于收到日期,请核对。")),
    dues=(feedback_is_open,),
    due_blank=("answered_on",),
    counts_only=True,
    indicators=(
        Indicator(key="by_channel", label="收到的意见条数按渠道", counts=lambda _r, _a: True, by="channel"),
        Indicator(key="answered", label="已答复的意见条数按渠道", counts=lambda r, _a: r.get("answered_on") is not None, by="channel"),
    ),
    handling=SPOKE,
)
