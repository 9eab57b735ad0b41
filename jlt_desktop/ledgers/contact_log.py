"""关爱联系: one talk, call or other contact with the child or those who look after the child."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.domain.fields import Choice, Choices, Number, Text, Values
from jlt_desktop.domain.fields_links import Link
from jlt_desktop.domain.fields_time import DateTime
from jlt_desktop.domain.findings import Finding, Problem
from jlt_desktop.domain.leaves import COUNT, PSEUDONYM
from jlt_desktop.domain.ledger import Ledger
from jlt_desktop.ledgers.care_dues import signs_without_report
from jlt_desktop.ledgers.choices import choose
from jlt_desktop.ledgers.mandatory_report import SIGNS, report_after

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jlt_desktop.domain.around import Around

CHANNELS = choose(
    talk="谈心", phone="电话", video=("视频(亲情通话)", "视频", "亲情通话"), visit="家访", activity="活动", goods="物资",
    tutoring="学业辅导", other="其他",
)  # fmt: skip
WITH_WHOM = choose(child="儿童", carer="照护人", father="父", mother="母", village="村委")
HANDOFF = choose(none="无", class_teacher="班主任", counselor="心理教师", moral="德育处", mandatory_report="强制报告")


def issue_names_whom(values: Values, _around: Around) -> Iterable[Finding]:
    """A problem that was found goes to somebody."""
    if values.get("issue") and values.get("handoff") is None:
        yield Problem("handoff", "写了发现的问题,请选转给谁办;不需要转办请选“无”。")


CONTACT_LOG = Ledger(
    key="contact_log",
    title="关爱联系",
    group="学生",
    part_of="care_file",
    happened="at",
    fields={
        "at": DateTime(label="时间", required=True, leaves=COUNT, aliases=("日期",), purpose="哪天几点,例如 2026-9-1 14:30。"),
        "minutes": Number(label="时长", least=1, most=600, unit="分钟", purpose="大约多少分钟。"),
        "channel": Choice(label="方式", options=CHANNELS, required=True, leaves=PSEUDONYM),
        "with_whom": Choices(label="对象", options=WITH_WHOM, required=True),
        "summary": Text(label="内容摘要", most=500, multiline=True, required=True, purpose="只写事实,用中性的话。"),
        "issue": Text(label="发现的问题", most=300, multiline=True, purpose="要跟进的事;没有就空着。"),
        "handoff": Choice(label="转办", options=HANDOFF),
        "signs": Choices(label="强制报告情形", options=SIGNS, special=True, purpose="发现其中一种就勾上;保存后马上转到强制报告。"),
        "by": Link(label="记录人", to="staff", purpose="做这次联系的老师。"),
    },
    sheet=("at", "channel", "with_whom", "minutes", "summary", "issue", "handoff", "by"),
    form={"联系": ("at", "channel", "with_whom", "minutes", "summary"), "后续": ("issue", "handoff", "signs", "by")},
    identity=("at", "channel"),
    search=("summary", "issue"),
    order=("-at",),
    checks=(issue_names_whom,),
    dues=(signs_without_report,),
    due_filled=("signs",),
    then=report_after,
)
