"""家访: a teacher's visit to a child's home, part of the child's file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.domain.fields import Choice, Choices, Text, Values, YesNo
from jlt_desktop.domain.fields_links import Attachment, Link, People
from jlt_desktop.domain.fields_time import Date
from jlt_desktop.domain.findings import Finding, Problem
from jlt_desktop.domain.leaves import COUNT, PSEUDONYM
from jlt_desktop.domain.ledger import Ledger
from jlt_desktop.domain.seal import Seal
from jlt_desktop.ledgers.care_dues import open_follow_up, signs_without_report
from jlt_desktop.ledgers.choices import choose
from jlt_desktop.ledgers.mandatory_report import SIGNS, report_after

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.record import Record

VISIT_FORMS = choose(home="上门", phone="电话", video="视频", school="到校", village="村委联合")
PRESENT = choose(
    father="父亲", mother="母亲", grandfather="祖父", grandmother="祖母", maternal_grandfather="外祖父",
    maternal_grandmother="外祖母", relative="其他亲属", carer="受托照护人", child="学生本人",
)  # fmt: skip
PURPOSES = choose(general="普访", care="留守特殊", study="学业", conduct="行为", mind="心理", safety="安全", aid="资助", entry="入学前")


def parents_have_signed(record: Record, _around: Around) -> str:
    """Return why a visit is sealed once its record bears a signature."""
    return "家长已在这份家访记录上签字。" if record.get("signed") else ""


def follow_up_has_a_day(values: Values, _around: Around) -> Iterable[Finding]:
    """What is still to be done has a day by which."""
    if values.get("follow_up") and values.get("follow_up_due") is None:
        yield Problem("follow_up_due", "写了后续措施,请填完成期限。")
    day, due = values.get("date"), values.get("follow_up_due")
    if day and due and str(due) < str(day):
        yield Problem("follow_up_due", "完成期限早于家访日期,请核对。")


HOME_VISIT = Ledger(
    key="home_visit",
    title="家访记录",
    group="学生",
    part_of="care_file",
    happened="date",
    fields={
        "date": Date(label="日期", required=True, leaves=COUNT, aliases=("家访日期", "家访时间"), purpose="实际家访的日子,补录也填当天。"),
        "form": Choice(label="形式", options=VISIT_FORMS, required=True, leaves=PSEUDONYM, aliases=("家访形式",)),
        "visitors": People(label="家访教师", of="staff", required=True, purpose="去家访的老师,可以选几位。"),
        "present": Choices(label="受访家庭成员", options=PRESENT),
        "purpose": Choices(label="家访目的", options=PURPOSES, leaves=PSEUDONYM),
        "family_state": Text(
            label="家庭情况与在家表现", most=500, multiline=True, purpose="住房、同住的人、学习的地方、在家的样子;只写看到的。"
        ),
        "talk": Text(label="沟通要点", most=800, multiline=True, required=True, purpose="谈了哪几件事,家里怎么说。"),
        "parent_opinion": Text(label="家长意见建议", most=300, multiline=True, purpose="家长对学校的意见和建议,照原话。"),
        "follow_up": Text(label="后续措施", most=300, multiline=True, purpose="答应要做的事;没有就空着。"),
        "follow_up_by": Link(label="责任人", to="staff", purpose="谁来做。"),
        "follow_up_due": Date(label="完成期限", purpose="哪天前做完,到期会提醒。"),
        "follow_up_done": Date(label="完成日期", purpose="做完的日子,填了就不再提醒。"),
        "signs": Choices(label="强制报告情形", options=SIGNS, special=True, purpose="发现其中一种就勾上;保存后马上转到强制报告。"),
        "signed": YesNo(label="家长已签字", purpose="家长在记录上签了字选“是”。"),
        "photos": Attachment(label="佐证照片", purpose="远景,不露姓名牌;照片里的位置信息会去掉。"),
    },
    sheet=("date", "form", "visitors", "purpose", "talk", "follow_up", "follow_up_due", "follow_up_done"),
    form={
        "经过": ("date", "form", "visitors", "present", "purpose", "family_state", "talk", "parent_opinion"),
        "后续": ("follow_up", "follow_up_by", "follow_up_due", "follow_up_done", "signs", "signed", "photos"),
    },
    identity=("date", "form"),
    search=("talk", "follow_up", "family_state"),
    order=("-date",),
    checks=(follow_up_has_a_day,),
    seal=Seal(since=parents_have_signed, open=("follow_up_done", "signs", "photos"), correctable=True),
    dues=(open_follow_up, signs_without_report),
    due_filled=("follow_up_due", "signs"),
    then=report_after,
)
