"""知情同意: what guardians were asked for whole classes; consents about a single case stand in the confidential file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.domain.codes import RELATIONS
from jlt_desktop.domain.fields import Choice, Derived, Text, Values
from jlt_desktop.domain.fields_links import Attachment, Link
from jlt_desktop.domain.fields_person import PersonName
from jlt_desktop.domain.fields_time import Date
from jlt_desktop.domain.leaves import COUNT
from jlt_desktop.domain.ledger import Indicator, Ledger, Style
from jlt_desktop.ledgers.choices import choose
from jlt_desktop.ledgers.consent_paper import blank_consent, consent_form
from jlt_desktop.ledgers.consent_rules import ASSENT, DECISIONS, DEEDS, asked_from_fourteen, decision_is_backed, dues_of, effect
from jlt_desktop.ledgers.handlings import ASKED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.due import Due
    from jlt_desktop.domain.findings import Finding
    from jlt_desktop.domain.record import Record

MATTERS = choose(
    assessment="心理测评", care_file="留守档案", photos=("照片使用", "照片"), platform="第三方平台", bureau=("向区局提供", "向教育局提供")
)
ALLOWED = {
    "assessment": (
        "参加这次测评,结果只由心理教师掌握,不用于评优、评价和资格审核。",
        "不安排测评,批次里计入“家长不同意”;已有的个人结果停止使用并销毁。",
    ),
    "care_file": (
        "登记一人一档里监护人自愿提供的情况,安排结对和家访。",
        "停止使用监护人自愿提供的材料;法律要求学校登记的留守和困境情况照旧登记。",
    ),
    "photos": ("拍摄和使用照片,不配姓名。", "今后不拍、不用;已经挂出的撤下,存着的删除。"),
    "platform": ("在写明的平台上开通账号。", "停用账号,请平台删除数据并留下回复。"),
    "bureau": ("按写明的用途提供名册。", "不再提供名册;依法报送的合计数照旧。"),
}


def what_follows(values: Values, _around: Around) -> str:
    """Return in words what this consent allows or switches off."""
    return effect(MATTERS, ALLOWED, values)


def pupil_was_asked(values: Values, around: Around) -> Iterable[Finding]:
    """A pupil of 14 or more says so too."""
    pupil = around.record("student", str(values.get("student"))) if values.get("student") else None
    return asked_from_fourteen(pupil.get("birth_date") if pupil else None, values)


def due_for_consent(record: Record, around: Around) -> Iterable[Due]:
    """What came not back, what was withdrawn and not handled."""
    about = around.lookup.label("student", record.text("student")) if around.lookup else ""
    return dues_of(record, around, "consent", about, record.get("asked_on"))


CONSENT = Ledger(
    key="consent",
    title="知情同意",
    group="学生",
    happened="asked_on",
    standing=True,
    fields={
        "student": Link(label="学生", to="student", required=True, purpose="输姓名首字母选;同一件事全班都问,每个学生一行。"),
        "matter": Choice(label="同意事项", options=MATTERS, required=True, leaves=COUNT, aliases=("事项",)),
        "form_version": Text(label="同意书版本", most=30, required=True, aliases=("版本",), purpose="发的是哪一版,例如 2026秋-1。"),
        "asked_on": Date(label="发出日期", required=True, purpose="同意书发给家长的日子。"),
        "decision": Choice(label="结果", options=DECISIONS, required=True, leaves=COUNT),
        "guardian": PersonName(label="监护人", aliases=("监护人姓名",), purpose="签字的监护人。"),
        "relation": Choice(label="与学生关系", options=RELATIONS),
        "signed_on": Date(label="签字日期", purpose="监护人签字的日子。"),
        "child_assent": Choice(label="学生本人意愿", options=ASSENT, purpose="满 8 岁最好问,满 14 岁要另问。"),
        "paper_at": Text(label="纸质存放位置", most=60, purpose="哪个柜子、哪个盒子。"),
        "scan": Attachment(label="扫描件", purpose="签了字的同意书。"),
        "withdrawn_on": Date(label="撤回日期", purpose="家长或学生说不再同意的日子,口头说的也算。"),
        "action": Text(label="撤回处理", most=300, multiline=True, purpose="停了什么、删了什么、告诉了谁。"),
        "handled_on": Date(label="处理完成日期", purpose="都处理完的日子,填了就不再提醒。"),
        "effect": Derived(label="现在的效力", compute=what_follows, purpose="能做什么,或者要停下什么。"),
    },
    sheet=("student", "matter", "form_version", "asked_on", "decision", "guardian", "signed_on", "withdrawn_on", "effect"),
    form={
        "发出": ("student", "matter", "form_version", "asked_on"),
        "结果": ("decision", "guardian", "relation", "signed_on", "child_assent", "paper_at", "scan"),
        "撤回": ("withdrawn_on", "action", "handled_on"),
    },
    identity=("student", "matter", "form_version"),
    named=("student", "matter"),
    search=("student", "guardian", "form_version"),
    order=("-asked_on", "matter"),
    handling=ASKED,
    checks=(decision_is_backed, pupil_was_asked),
    dues=(due_for_consent,),
    deeds=DEEDS,
    styles={"form": Style("知情同意书(发给家长)", consent_form)},
    law_papers=tuple(blank_consent(one.key, one.label) for one in MATTERS),
    counts_only=True,
    indicators=(
        Indicator(key="agreed", label="同意份数按事项", counts=lambda r, _a: r.get("decision") == "agreed", by="matter"),
        Indicator(key="by_decision", label="同意书份数按结果", counts=lambda _r, _a: True, by="decision"),
    ),
)
