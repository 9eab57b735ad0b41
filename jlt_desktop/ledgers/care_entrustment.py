"""委托照护: the agreement by which parents away from home leave the child in somebody's care (未成年人保护法第22、23条)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.domain.fields import Choice, Choices, Text, Values, YesNo
from jlt_desktop.domain.fields_links import Attachment
from jlt_desktop.domain.fields_person import IdNumber, PersonName, Phone
from jlt_desktop.domain.fields_time import Date
from jlt_desktop.domain.findings import Finding, Problem, Question
from jlt_desktop.domain.leaves import COUNT, PSEUDONYM
from jlt_desktop.domain.ledger import Ledger
from jlt_desktop.ledgers.care_dues import agreement_missing, agreement_runs_out
from jlt_desktop.ledgers.choices import choose

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jlt_desktop.domain.around import Around

DOC_TYPES = choose(agreement="委托照护协议", confirmation="委托监护责任确认书", oral="口头(待补)", none="无")
CONTACT = choose(day="每日", week="每周", month="每月", less="更少")
DISQUALIFIED = choose(harm="曾实施侵害", habits="吸毒酗酒赌博等恶习", neglect="拒不或怠于履行监护", other="其他", none="未发现")


def agreement_conditions(values: Values, _around: Around) -> Iterable[Finding]:
    """A signed paper has a date; an unsuitable carer is asked about; less than weekly contact is below the law."""
    if values.get("doc_type") in ("agreement", "confirmation") and values.get("signed_on") is None:
        yield Problem("signed_on", "有书面协议,请填签订日期。")
    chosen = values.get("disqualifiers")
    found = [key for key in chosen if key != "none"] if isinstance(chosen, tuple) else []
    if found and isinstance(chosen, tuple) and "none" in chosen:
        yield Problem("disqualifiers", "“未发现”不能和其他情形同时选。")
    elif found:
        yield Question("unfit_carer", "disqualifiers", "被委托人有法律列明的不适宜情形,请说明学校已怎样处理。")
    if values.get("contact_freq") in ("month", "less"):
        yield Question("contact_below_law", "contact_freq", "法律要求父母至少每周联系一次孩子,请说明已怎样提醒。")


CARE_ENTRUSTMENT = Ledger(
    key="care_entrustment",
    title="委托照护",
    group="学生",
    part_of="care_file",
    happened="signed_on",
    standing=True,
    fields={
        "principal_parent": PersonName(label="委托人", required=True, purpose="把孩子托付出去的父亲或母亲。"),
        "trustee": PersonName(label="被委托人", required=True, purpose="受托照护孩子的人。"),
        "trustee_phone": Phone(label="被委托人电话", purpose="随时能找到受托人的号码。"),
        "trustee_addr": Text(label="被委托人住址", most=120, purpose="孩子在哪里住。"),
        "trustee_id": IdNumber(label="被委托人证件号", purpose="协议上写了再填。"),
        "doc_type": Choice(label="协议类型", options=DOC_TYPES, required=True, leaves=PSEUDONYM),
        "signed_on": Date(label="签订日期", leaves=COUNT, purpose="协议签字的日子。"),
        "valid_to": Date(label="有效期至", leaves=COUNT, purpose="协议到期日,没有写期限不填。"),
        "school_notified_on": Date(label="书面告知学校日期", leaves=COUNT, purpose="父母书面告诉学校的日子。"),
        "village_notified_on": Date(label="告知村(居)委日期", purpose="告诉村(居)委会的日子。"),
        "child_heard": YesNo(label="听取了儿童意见", purpose="问过孩子自己的意思选“是”。"),
        "disqualifiers": Choices(label="不适宜情形筛查", options=DISQUALIFIED, special=True),
        "contact_freq": Choice(label="亲子联系频次", options=CONTACT, leaves=PSEUDONYM),
        "scan": Attachment(label="扫描件", purpose="协议的照片或扫描件。"),
    },
    sheet=("principal_parent", "trustee", "trustee_phone", "doc_type", "signed_on", "valid_to", "school_notified_on", "contact_freq"),
    form={
        "委托": ("principal_parent", "trustee", "trustee_phone", "trustee_addr", "trustee_id", "doc_type", "signed_on", "valid_to", "scan"),
        "告知与联系": ("school_notified_on", "village_notified_on", "child_heard", "disqualifiers", "contact_freq"),
    },
    identity=("principal_parent", "trustee"),
    search=("principal_parent", "trustee"),
    order=("-signed_on", "trustee"),
    checks=(agreement_conditions,),
    dues=(agreement_missing, agreement_runs_out),
)
