"""会议: a meeting of a committee with attendance; its agenda, votes and resolutions are parts of their own."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from jlt_desktop.domain.fields import Choice, Derived, Number, Text, Values
from jlt_desktop.domain.fields_links import Attachment, Link, People
from jlt_desktop.domain.fields_person import PersonName
from jlt_desktop.domain.fields_time import Date, DateTime
from jlt_desktop.domain.findings import Finding, Problem
from jlt_desktop.domain.leaves import PSEUDONYM
from jlt_desktop.domain.ledger import Ledger, Style
from jlt_desktop.ledgers.choices import choose
from jlt_desktop.ledgers.meeting_paper import meeting_document
from jlt_desktop.ledgers.minutes_paper import meeting_minutes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jlt_desktop.domain.around import Around

MEETING_KINDS = choose(
    plenary="家委会全体", standing="常委", joint="联席", parent_school="家长学校", guidance="家庭教育指导委员会",
    union=("教联体工作会", "教联体"),
)  # fmt: skip
_SHARES = {"half": Fraction(1, 2), "two_thirds": Fraction(2, 3), "four_fifths": Fraction(4, 5)}


def quorum(values: Values, around: Around) -> str:
    """Tell whether enough members came, by the charter's share; more than half when it names none."""
    due, present = values.get("due_count"), values.get("present_count")
    if not isinstance(due, int) or not isinstance(present, int) or due == 0:
        return ""
    body = around.record("committee", str(values.get("committee"))) if values.get("committee") else None
    rule = str(body.get("quorum") or "half") if body else "half"
    share = Fraction(present, due)
    reached = share > _SHARES[rule] if rule == "half" else share >= _SHARES[rule]
    return f"{'达到' if reached else '未达到'}(应到 {due},实到 {present})"


def counts_and_times(values: Values, _around: Around) -> Iterable[Finding]:
    """Nobody beyond those invited; the end after the start; issued minutes have a number."""
    start, end = values.get("start"), values.get("end")
    if start and end and str(end) <= str(start):
        yield Problem("end", "结束时间应晚于开始时间。")
    due, present = values.get("due_count"), values.get("present_count")
    if isinstance(due, int) and isinstance(present, int) and present > due:
        yield Problem("present_count", "实到人数多于应到人数;不是成员的请记在列席里。")
    if values.get("signed_by") and not values.get("minutes_no"):
        yield Problem("minutes_no", "纪要已签发,请填纪要编号。")


MEETING = Ledger(
    key="meeting",
    title="会议",
    group="家委会",
    happened="start",
    fields={
        "title": Text(label="会议名称", most=60, required=True, leaves=PSEUDONYM, purpose="写全,例如“家长委员会第一次全体会议”。"),
        "seq": Number(label="第几次", least=1, most=999, leaves=PSEUDONYM, unit="次", purpose="本学年第几次。"),
        "kind": Choice(label="类别", options=MEETING_KINDS, required=True, leaves=PSEUDONYM),
        "committee": Link(label="机构", to="committee", purpose="哪个机构开的会。"),
        "start": DateTime(
            label="开始时间", required=True, leaves=PSEUDONYM, aliases=("时间", "会议时间"), purpose="哪天几点,例如 2026-9-1 14:30。"
        ),
        "end": DateTime(label="结束时间", leaves=PSEUDONYM, purpose="散会的时间。"),
        "place": Text(label="地点", most=60, required=True, leaves=PSEUDONYM, purpose="在哪里开。"),
        "chair": PersonName(label="主持人", required=True, purpose="主持会议的人。"),
        "recorder": PersonName(label="记录人", required=True, purpose="做记录的人。"),
        "due_count": Number(
            label="应到人数", least=0, most=9999, required=True, leaves=PSEUDONYM, unit="人", purpose="应该到会的成员人数。"
        ),
        "present_count": Number(
            label="实到人数", least=0, most=9999, required=True, leaves=PSEUDONYM, unit="人", purpose="实际到会的成员人数,不算列席。"
        ),
        "present": People(label="到会成员", of="committee_member", purpose="到会的成员,从机构成员里选。"),
        "on_leave": Text(label="请假人员", most=300, purpose="请假的人和原因。"),
        "observers": Text(label="列席人员", most=300, purpose="不是成员、来听会的人。"),
        "quorum": Derived(label="法定人数", compute=quorum, purpose="按章程的比例,由应到和实到人数计算。"),
        "discussion": Text(label="发言要点", most=4000, multiline=True, purpose="发言人可以写“某委员”。"),
        "opinions": Text(label="家长意见建议", most=1000, multiline=True, purpose="家长提的意见和建议,照原意记。"),
        "files": Attachment(label="附件", purpose="通知、签到、照片、材料。"),
        "minutes_no": Text(label="纪要编号", most=30, leaves=PSEUDONYM, purpose="纪要的文号,签发前填。"),
        "signed_by": PersonName(label="签发人", purpose="签发纪要的人。"),
        "signed_on": Date(label="签发日期", leaves=PSEUDONYM, purpose="签发的日子。"),
    },
    sheet=("title", "kind", "committee", "start", "place", "chair", "recorder", "due_count", "present_count", "minutes_no"),
    form={
        "会议": ("title", "seq", "kind", "committee", "start", "end", "place", "chair", "recorder"),
        "到会": ("due_count", "present_count", "present", "on_leave", "observers"),
        "内容": ("discussion", "opinions", "files"),
        "纪要": ("minutes_no", "signed_by", "signed_on"),
    },
    identity=("title", "start"),
    named=("title",),
    search=("title", "place", "chair", "minutes_no"),
    order=("-start",),
    checks=(counts_and_times,),
    paper=meeting_document,
    styles={"minutes": Style("会议纪要(公文格式)", meeting_minutes)},
)
