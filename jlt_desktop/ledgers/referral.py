"""转介与危机: a pupil is handed to the channel or to a hospital; each step has its time, and an hour is the limit for an answer."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from jlt_desktop.domain.fields import Choice, Derived, Text, YesNo
from jlt_desktop.domain.fields_lines import Lines
from jlt_desktop.domain.fields_links import Attachment
from jlt_desktop.domain.fields_person import PersonName
from jlt_desktop.domain.fields_time import Date, DateTime
from jlt_desktop.domain.leaves import COUNT
from jlt_desktop.domain.ledger import Indicator, Ledger, Style
from jlt_desktop.domain.seal import Seal
from jlt_desktop.ledgers.choices import choose
from jlt_desktop.ledgers.numbering import yearly
from jlt_desktop.ledgers.referral_checks import complete_when_closed, said_how
from jlt_desktop.ledgers.referral_clock import is_late, response, since, times_in_order
from jlt_desktop.ledgers.referral_deeds import DEEDS
from jlt_desktop.ledgers.referral_dues import crisis_is_open, late_without_reason, parents_to_win, return_to_school
from jlt_desktop.ledgers.referral_glance import referral_glance
from jlt_desktop.ledgers.referral_paper import parents_notice, referral_record, transfer_slip

if TYPE_CHECKING:
    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.record import Record

KINDS = choose(routine=("常规转介", "常规"), urgent=("紧急转介", "紧急"), crisis=("危机事件", "危机"))
CHANNELS = choose(
    bureau="区教文旅局", health="区卫健局", hospital="专门医院", city="市级机构", ambulance=("120", "急救"), police=("110", "公安")
)
TOLD = choose(
    guardian="监护人",
    principal="校长",
    channel="转介通道",
    hospital="医院",
    ambulance=("120", "急救"),
    police=("110", "公安"),
    other="其他",
)
CONSENT = choose(written="书面同意", oral="口头同意后补", refused="拒绝(记录劝导)", unreachable="联系不上")
RETURNED = choose(
    normal="正常上学", observed="在校观察", suspended="休学", passed=("复学评估通过", "通过"), failed=("复学评估未通过", "未通过")
)


def closed_is_kept(record: Record, _around: Around) -> str:
    """A closed referral is corrected, not rewritten."""
    day = record.get("closed_on")
    return f"这次处置已于 {day.isoformat()} 结束。" if isinstance(day, date) else ""


def _answered(record: Record, _around: Around) -> bool:
    return record.get("t_initiated") is not None and record.get("t_responded") is not None


REFERRAL = Ledger(
    key="referral",
    title="转介与危机",
    scope="confidential",
    group="心理",
    part_of="concern",
    happened="t_found",
    fields={
        "ref_no": Text(label="转介单号", most=20, typed=False, purpose="保存时自动编号。"),
        "kind": Choice(label="类型", options=KINDS, required=True, leaves=COUNT),
        "t_found": DateTime(label="发现时间", required=True, purpose="发现或事发的时间,例如 2026-9-1 14:30。"),
        "t_school_report": DateTime(label="报告时间", purpose="报告心理教师或分管领导的时间。"),
        "t_initiated": DateTime(label="启动转介时间", purpose="打通通道电话的时间,从这时起计时。"),
        "t_responded": DateTime(label="对方响应时间", purpose="对方接诊或给出安排的时间。"),
        "t_parent": DateTime(label="家长到场时间", purpose="家长到场、交接完的时间。"),
        "t_arrived": DateTime(label="到院时间", purpose="到达医院的时间。"),
        "response": Derived(label="响应时长", compute=response, purpose="从启动到响应,和学校信息里限定的分钟数比。"),
        "since": Derived(label="经过", compute=since, purpose="每一步在发现之后多久。"),
        "channel_org": Choice(label="通道联系单位", options=CHANNELS, leaves=COUNT),
        "told": Lines(
            label="告知清单",
            most=20,
            columns={
                "who": Choice(label="告知谁", options=TOLD, required=True),
                "at": DateTime(label="时间"),
                "by": PersonName(label="谁打的"),
                "said": Text(label="结果", most=100),
            },
            purpose="逐个打电话,打完一个记一行;没有打的不用填时间。",
        ),
        "facts": Text(label="转介理由(事实)", most=1000, multiline=True, purpose="看到的事和学生的原话,不写判断和病名。"),
        "actions": Text(label="已采取措施", most=1000, multiline=True, purpose="谁在陪着、收走了什么、做了什么。"),
        "consent": Choice(label="家长知情同意", options=CONSENT, leaves=COUNT),
        "persuaded_at": DateTime(label="劝导时间", purpose="家长拒绝时,和家长谈的时间。"),
        "persuasion": Text(label="劝导记录", most=500, multiline=True, purpose="怎样说明风险、家长的原话、约定了什么。"),
        "escort": Text(label="护送人", most=60, purpose="谁送去的,至少两人。"),
        "hospital": Text(label="医院和科室", most=60, purpose="送到哪里。"),
        "receipt": Attachment(label="回执", purpose="医院或通道盖章的回执。"),
        "dx_by_hospital": Text(
            label="就诊说明(家长自愿提供)", most=300, multiline=True, purpose="家长自愿说的医嘱,照原话;学校不问诊断、不作诊断。"
        ),
        "return_eval": Choice(label="复学评估", options=RETURNED),
        "return_eval_on": Date(label="评估日期", purpose="评估的日子。"),
        "return_due": Date(label="计划评估日期", purpose="下一次评估的日子,到期会提醒;没有填时按到院后两周。"),
        "reported": Lines(
            label="上报情况",
            most=20,
            columns={
                "to": Text(label="报给谁", most=60, required=True),
                "at": DateTime(label="时间"),
                "by": PersonName(label="谁报的"),
                "how": Text(label="怎样报的", most=60),
            },
            purpose="向区局等上报,一次一行。",
        ),
        "mandatory_report": YesNo(label="触发强制报告", leaves=COUNT, purpose="有侵害孩子的情形选“是”,先打 110 报案。"),
        "mandatory_how": Text(label="强制报告情况", most=300, multiline=True, purpose="向谁报、几点报、谁报的、怎么答复。"),
        "late_reason": Text(label="超时原因", most=300, multiline=True, purpose="响应超过限定时间时写明。"),
        "closed_on": Date(label="结束日期", leaves=COUNT, purpose="处置结束的日子;以后再改要写理由。"),
    },
    sheet=("ref_no", "kind", "t_found", "t_initiated", "t_responded", "response", "channel_org", "consent", "closed_on"),
    form={
        "时间": ("ref_no", "kind", "t_found", "t_school_report", "t_initiated", "t_responded", "t_parent", "t_arrived"),
        "告知": ("channel_org", "told"),
        "情况": ("facts", "actions", "escort", "hospital"),
        "家长": ("consent", "persuaded_at", "persuasion"),
        "上报": ("reported", "mandatory_report", "mandatory_how"),
        "就诊与复学": ("receipt", "dx_by_hospital", "return_eval", "return_eval_on", "return_due"),
        "结束": ("late_reason", "closed_on"),
    },
    identity=("t_found", "kind"),
    named=("ref_no",),
    search=("ref_no", "hospital"),
    order=("-t_found",),
    unique=("ref_no",),
    numbers={"ref_no": yearly("ZJ")},
    checks=(times_in_order, complete_when_closed, said_how),
    dues=(crisis_is_open, late_without_reason, parents_to_win, return_to_school),
    glance=referral_glance,
    deeds=DEEDS,
    seal=Seal(
        since=closed_is_kept,
        open=("hospital", "receipt", "dx_by_hospital", "return_eval", "return_eval_on", "return_due", "reported"),
        correctable=True,
    ),
    paper=referral_record,
    styles={"slip": Style("转介单", transfer_slip), "notice": Style("告知书(给家长)", parents_notice)},
    counts_only=True,
    letter="slip",
    indicators=(
        Indicator(key="by_kind", label="转介数按类型", counts=lambda _r, _a: True, by="kind"),
        Indicator(key="in_time", label="限时内响应的转介数", counts=lambda r, a: _answered(r, a) and not is_late(r.values, a)),
        Indicator(key="late", label="响应超时的转介数", counts=lambda r, a: _answered(r, a) and is_late(r.values, a)),
        Indicator(key="by_consent", label="转介数按家长知情同意", counts=lambda _r, _a: True, by="consent"),
    ),
)
