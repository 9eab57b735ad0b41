"""会议: a meeting of a committee with attendance; its agenda, votes and resolutions are parts of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.domain.fields import Choice, Choices, Derived, Number, Text, Values
from jlt_desktop.domain.fields_lines import Lines
from jlt_desktop.domain.fields_links import Attachment, Link, People
from jlt_desktop.domain.fields_person import PersonName
from jlt_desktop.domain.fields_time import Date, DateTime
from jlt_desktop.domain.findings import Finding, Problem
from jlt_desktop.domain.leaves import PSEUDONYM
from jlt_desktop.domain.ledger import Ledger, Style
from jlt_desktop.ledgers.case_review import no_case_review
from jlt_desktop.ledgers.choices import choose
from jlt_desktop.ledgers.handlings import MET
from jlt_desktop.ledgers.keeping import MEETING_KEPT
from jlt_desktop.ledgers.meeting_deeds import DEEDS
from jlt_desktop.ledgers.meeting_glance import meeting_glance
from jlt_desktop.ledgers.meeting_notice import meeting_notice
from jlt_desktop.ledgers.meeting_paper import meeting_document
from jlt_desktop.ledgers.meeting_reports import REPORTS
from jlt_desktop.ledgers.meeting_seal import MEETING_SEAL
from jlt_desktop.ledgers.minutes_number import number_is_next, number_kept
from jlt_desktop.ledgers.minutes_paper import meeting_minutes
from jlt_desktop.ledgers.quorum import counted, quorum

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jlt_desktop.domain.around import Around

MEETING_KINDS = choose(
    plenary="家委会全体", standing="常委", joint="联席", parent_school="家长学校", guidance="家庭教育指导委员会",
    union=("教联体工作会", "教联体"),
)  # fmt: skip
NOTICE = choose(paper="书面通知", phone="电话", group=("家长群", "微信群"), spoken="口头", board="公开栏")


def counts_and_times(values: Values, _around: Around) -> Iterable[Finding]:
    """Nobody beyond those invited; the end after the start; issued minutes have a number."""
    start, end = values.get("start"), values.get("end")
    if start and end and str(end) <= str(start):
        yield Problem("end", "结束时间应晚于开始时间。")
    due, present = values.get("due_count"), values.get("present_count")
    if isinstance(due, int) and isinstance(present, int) and present > due:
        yield Problem("present_count", "实到人数多于应到人数;不是成员的请记在列席里。")
    ticked = values.get("present")
    if isinstance(ticked, tuple) and isinstance(present, int) and len(ticked) > present:
        yield Problem("present_count", f"到会成员选了 {len(ticked)} 人,实到人数是 {present},请核对。")
    if (values.get("signed_by") or values.get("signed_on")) and not values.get("minutes_no"):
        yield Problem("minutes_no", "纪要已签发,请填纪要编号。")
    if values.get("signed_on") and not values.get("signed_by"):
        yield Problem("signed_by", "填了签发日期,请填签发人。")
    if values.get("signed_on") and present is None:
        yield Problem("present_count", "签发纪要以前,先登记到会。")


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
        "due_count": Number(label="应到人数", least=0, most=9999, leaves=PSEUDONYM, unit="人", purpose="不填时按当天在任的成员计算。"),
        "present_count": Number(
            label="实到人数", least=0, most=9999, leaves=PSEUDONYM, unit="人", purpose="不算列席;不填时按选出的到会成员计算。"
        ),
        "present": People(label="到会成员", of="committee_member", purpose="到会的成员,从机构成员里选。"),
        "on_leave": Text(label="请假人员", most=300, purpose="请假的人和原因。"),
        "observers": Text(label="列席人员", most=300, purpose="不是成员、来听会的人。"),
        "quorum": Derived(label="法定人数", compute=quorum, purpose="按开会那天的章程,由应到和实到人数计算。"),
        "notice_on": Date(label="通知日期", purpose="发通知的日子。"),
        "notice_how": Choices(label="通知方式", options=NOTICE),
        "notice_to": Text(label="通知对象", most=100, purpose="通知到谁,例如“全体委员、各年级组长”。"),
        "notice_note": Text(label="请准备", most=200, multiline=True, purpose="通知上请到会的人带什么、先看什么。"),
        "discussion": Text(label="发言要点", most=4000, multiline=True, purpose="发言人可以写“某委员”。"),
        "opinions": Text(
            label="意见建议概述",
            most=1000,
            multiline=True,
            aliases=("家长意见建议",),
            purpose="概括写几句;要答复的,逐条记到“家长意见建议”。",
        ),
        "files": Attachment(label="附件", purpose="签到表、照片、材料;签发以后还可以添。"),
        "minutes_no": Text(label="纪要编号", most=30, leaves=PSEUDONYM, purpose="点“编号并签发”时接着上一号编,〔2026〕3号。"),
        "void_numbers": Lines(
            label="不用的编号",
            columns={
                "number": Text(label="编号", required=True),
                "on": Date(label="日期", required=True),
                "why": Text(label="原因", most=60),
            },
            typed=False,
            purpose="改了编号,原来的编号自动记在这里,不会再给别的会议。",
        ),
        "signed_record_on": Date(label="记录签字日期", purpose="主持人和记录人在会议记录上签字的日子。"),
        "signed_by": PersonName(label="签发人", purpose="签发纪要的人。"),
        "signed_on": Date(label="签发日期", leaves=PSEUDONYM, purpose="签发的日子;填了以后会议、议题、表决、决议不能再改。"),
        "corrects": Link(label="更正哪次会议", to="meeting", purpose="这一份是更正的,选原来那一份。"),
        "corrects_why": Text(label="更正内容", most=300, multiline=True, purpose="哪里写错了,应当是什么。"),
        "supplement": Text(label="补充说明", most=1000, multiline=True, purpose="签发以后要补充的写在这里,只能接着往后写。"),
    },
    sheet=("title", "kind", "committee", "start", "place", "chair", "recorder", "due_count", "present_count", "minutes_no"),
    form={
        "会议": ("title", "seq", "kind", "committee", "start", "end", "place", "chair", "recorder"),
        "通知": ("notice_on", "notice_how", "notice_to", "notice_note"),
        "到会": ("due_count", "present_count", "present", "on_leave", "observers"),
        "内容": ("discussion", "opinions", "files"),
        "签字和纪要": ("signed_record_on", "minutes_no", "signed_by", "signed_on", "void_numbers"),
        "更正和补充": ("corrects", "corrects_why", "supplement"),
    },
    identity=("title", "start"),
    named=("title",),
    search=("title", "place", "chair", "minutes_no"),
    order=("-start",),
    handling=MET,
    fills=(counted,),
    keeps=(number_kept,),
    checks=(counts_and_times, number_is_next, no_case_review),
    glance=meeting_glance,
    deeds=DEEDS,
    seal=MEETING_SEAL,
    retention=MEETING_KEPT,
    paper=meeting_document,
    styles={"minutes": Style("会议纪要(公文格式)", meeting_minutes), "notice": Style("会议通知", meeting_notice)},
    reports=REPORTS,
)
