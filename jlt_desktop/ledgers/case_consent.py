"""个案知情同意: consents that tell that there is a case, so they stand in its confidential file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.domain.codes import RELATIONS
from jlt_desktop.domain.fields import Choice, Derived, Text, Values
from jlt_desktop.domain.fields_links import Attachment
from jlt_desktop.domain.fields_person import PersonName
from jlt_desktop.domain.fields_time import Date
from jlt_desktop.domain.leaves import COUNT
from jlt_desktop.domain.ledger import Indicator, Ledger
from jlt_desktop.ledgers.choices import choose
from jlt_desktop.ledgers.consent_rules import ASSENT, DECISIONS, DEEDS, asked_from_fourteen, decision_is_backed, dues_of, effect
from jlt_desktop.ledgers.handlings import ASKED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.due import Due
    from jlt_desktop.domain.findings import Finding
    from jlt_desktop.domain.record import Record

MATTERS = choose(counselling="个别辅导", hospital=("向医疗机构转介", "转介"), bureau=("向区局提供", "向教育局提供"))
ALLOWED = {
    "counselling": (
        "由心理教师安排个别辅导。",
        "停止个别辅导,只保留看护和安全约定;有生命危险时仍要告知监护人和送医。",
    ),
    "hospital": (
        "把转介单上的必要情况告诉医疗机构。",
        "不再向医疗机构提供情况;有生命危险时先救人,依据个人信息保护法第十三条。",
    ),
    "bureau": ("按写明的用途向区局提供这名学生的必要情况。", "不再提供这名学生的情况,只交合计数。"),
}


def what_follows(values: Values, _around: Around) -> str:
    """Return in words what this consent allows or switches off."""
    return effect(MATTERS, ALLOWED, values)


def pupil_was_asked(values: Values, around: Around) -> Iterable[Finding]:
    """A pupil of 14 or more says so too."""
    linked = around.parent.text("student") if around.parent else ""
    pupil = around.record("student", linked) if linked else None
    return asked_from_fourteen(pupil.get("birth_date") if pupil else None, values)


def stopped(matter: str, around: Around) -> str:
    """Return how a matter of the case was stopped by its last answer: 撤回 or 不同意; empty while nobody said no."""
    case = around.parent
    asked = [one for one in around.parts_of(case, "case_consent") if one.get("matter") == matter] if case else []
    last = max(asked, key=lambda one: (str(one.get("asked_on")), one.created_at), default=None)
    decision = last.text("decision") if last else ""
    return DECISIONS.label(decision) if decision in ("withdrawn", "refused") else ""


def due_for_case_consent(record: Record, around: Around) -> Iterable[Due]:
    """What came not back, what was withdrawn and not handled."""
    about = around.parent.text("case_no") if around.parent else ""
    return dues_of(record, around, "concern" if record.parent else "case_consent", about, record.get("asked_on"))


CASE_CONSENT = Ledger(
    key="case_consent",
    title="个案知情同意",
    scope="confidential",
    group="心理",
    part_of="concern",
    happened="asked_on",
    standing=True,
    fields={
        "matter": Choice(label="同意事项", options=MATTERS, required=True, leaves=COUNT, aliases=("事项",)),
        "form_version": Text(label="同意书版本", most=30, required=True, aliases=("版本",), purpose="发的是哪一版,例如 2026秋-1。"),
        "asked_on": Date(label="征询日期", required=True, purpose="向家长说明并征求同意的日子。"),
        "decision": Choice(label="结果", options=DECISIONS, required=True, leaves=COUNT),
        "guardian": PersonName(label="监护人", aliases=("监护人姓名",), purpose="签字的监护人。"),
        "relation": Choice(label="与学生关系", options=RELATIONS),
        "signed_on": Date(label="签字日期", purpose="监护人签字的日子。"),
        "child_assent": Choice(label="学生本人意愿", options=ASSENT, purpose="满 8 岁最好问,满 14 岁要另问。"),
        "paper_at": Text(label="纸质存放位置", most=60, purpose="心理辅导室的哪个柜子,上锁保管。"),
        "scan": Attachment(label="扫描件", purpose="签了字的同意书。"),
        "withdrawn_on": Date(label="撤回日期", purpose="家长或学生说不再同意的日子,口头说的也算。"),
        "action": Text(label="撤回处理", most=300, multiline=True, purpose="停了什么、删了什么、告诉了谁。"),
        "handled_on": Date(label="处理完成日期", purpose="都处理完的日子,填了就不再提醒。"),
        "effect": Derived(label="现在的效力", compute=what_follows, purpose="能做什么,或者要停下什么。"),
    },
    sheet=("matter", "form_version", "asked_on", "decision", "signed_on", "withdrawn_on", "effect"),
    form={
        "征询": ("matter", "form_version", "asked_on"),
        "结果": ("decision", "guardian", "relation", "signed_on", "child_assent", "paper_at", "scan"),
        "撤回": ("withdrawn_on", "action", "handled_on"),
    },
    identity=("matter", "form_version", "asked_on"),
    named=("matter", "decision"),
    search=("form_version", "paper_at"),
    order=("-asked_on", "matter"),
    handling=ASKED,
    checks=(decision_is_backed, pupil_was_asked),
    dues=(due_for_case_consent,),
    deeds=DEEDS,
    who=("guardian", "scan"),
    counts_only=True,
    indicators=(Indicator(key="by_decision", label="个案同意份数按结果", counts=lambda _r, _a: True, by="decision"),),
)
