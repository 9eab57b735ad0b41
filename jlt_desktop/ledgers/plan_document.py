"""制度方案和工作交接: the school's own papers for the plan, and what is handed over when somebody changes post."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.domain.fields import Choice, Number, Text, Values, YesNo
from jlt_desktop.domain.fields_lines import Lines
from jlt_desktop.domain.fields_links import Link
from jlt_desktop.domain.fields_person import PersonName
from jlt_desktop.domain.fields_time import Date
from jlt_desktop.domain.findings import Finding, Problem
from jlt_desktop.domain.leaves import COUNT, PSEUDONYM
from jlt_desktop.domain.ledger import Indicator, Ledger
from jlt_desktop.ledgers.choices import choose
from jlt_desktop.ledgers.handlings import STAFF_PEOPLE
from jlt_desktop.ledgers.proof import count, evidence, year, year_from, year_is_one

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jlt_desktop.domain.around import Around

DOCUMENT_KINDS = choose(
    mechanism=("领导小组和工作机制", "领导小组文件", "工作机制"), rules=("制度", "制度文件"), survey=("资源摸底", "资源摸底表"),
    development=("学校发展规划", "发展规划"), term_plan=("学期工作计划", "工作计划"),
    family_plan=("家庭教育工作计划", "家庭教育指导服务计划"),
    scheme=("活动方案", "方案"), summary=("工作总结", "总结"), self_review=("全面建成自评", "自评报告"),
    appointment=("聘任和名单", "聘任文件", "名单"),
    audit=("合规审计报送", "个人信息合规审计"), impact=("个人信息保护影响评估", "影响评估"), other="其他",
)  # fmt: skip
COVERS = choose(venue="大思政", psych="心阳光", sport="强体魄", family="共成长", safety="护平安", science="拓视野", all="教联体总体")

PLAN_DOCUMENT = Ledger(
    key="plan_document",
    title="制度和方案",
    group="六大行动",
    happened="date",
    standing=True,
    fields={
        "title": Text(label="文件名称", most=100, required=True, leaves=PSEUDONYM, aliases=("名称", "标题"), purpose="文件上的标题。"),
        "kind": Choice(label="类别", options=DOCUMENT_KINDS, required=True, leaves=PSEUDONYM, aliases=("文件类别",)),
        "covers": Choice(label="属于", options=COVERS, leaves=PSEUDONYM, aliases=("所属行动",)),
        "date": Date(label="成文日期", required=True, leaves=PSEUDONYM, aliases=("日期", "印发日期"), purpose="文件落款的日子。"),
        "school_year": year(),
        "doc_no": Text(label="文号", most=40, leaves=PSEUDONYM, purpose="有文号的写上。"),
        "issued_by": Text(label="制定部门", most=40, leaves=PSEUDONYM, purpose="哪个部门起草的。"),
        "mentions": Text(label="要点", most=500, multiline=True, leaves=PSEUDONYM, purpose="写了哪几件事,例如“校长任组长”。"),
        "evidence": evidence("文件本身,选“文件、方案、计划、总结”。"),
    },
    sheet=("title", "kind", "covers", "date", "school_year", "doc_no", "issued_by"),
    form={"文件": ("title", "kind", "covers", "date", "school_year", "doc_no", "issued_by"), "内容": ("mentions", "evidence")},
    identity=("title", "date"),
    named=("title",),
    search=("title", "doc_no", "mentions"),
    order=("-date", "title"),
    fills=(year_from("date"),),
    checks=(year_is_one,),
)
HANDED_POSTS = choose(clerk="校办文员", counselor="心理教师", class_teacher="班主任", moral="德育主任", other="其他")


def three_people(values: Values, _around: Around) -> Iterable[Finding]:
    """Nobody hands over to himself or is his own witness; what was signed is listed."""
    given, taken = values.get("handed_by"), values.get("taken_by")
    if given and given == taken:
        yield Problem("taken_by", "交出人和接收人是同一个人,请核对。")
    if values.get("signed") and not values.get("items"):
        yield Problem("items", "已经签字的交接,要有移交清单。")


HANDOVER = Ledger(
    key="handover",
    title="工作交接",
    group="学校",
    happened="date",
    fields={
        "date": Date(label="交接日期", required=True, leaves=COUNT, aliases=("日期",), purpose="当面交接的日子。"),
        "post": Choice(label="岗位", options=HANDED_POSTS, required=True, leaves=COUNT, aliases=("交接岗位",)),
        "handed_by": Link(label="交出人", to="staff", required=True, purpose="原来在这个岗位上的人。"),
        "taken_by": Link(label="接收人", to="staff", required=True, purpose="接着做的人。"),
        "watched_by": PersonName(label="监交人", purpose="在场见证的人。"),
        "items": Lines(
            label="移交清单",
            columns={
                "item": Text(label="移交什么", most=60, required=True),
                "count": Number(label="数量", least=0, most=99999),
                "note": Text(label="说明", most=100),
            },
            most=100,
            purpose="台账、资料、印章、钥匙,一样一行;个案只写编号。",
        ),
        "open_items": count("未办事项", "还没有办完的事有几件。", unit="件", leaves=COUNT),
        "open_text": Text(label="未办事项说明", most=1000, multiline=True, purpose="一件一行,写清期限。"),
        "sealed_bag": Text(label="密钥封存袋编号", most=40, purpose="恢复单装在哪个封存袋里。"),
        "usb_labels": Text(label="U盘编号", most=100, purpose="交了哪几个 U 盘。"),
        "signed": YesNo(label="三方已签字", leaves=COUNT, purpose="纸质交接单三个人都签了选“是”。"),
        "evidence": evidence("签字的交接单扫描件。"),
    },
    sheet=("date", "post", "handed_by", "taken_by", "watched_by", "open_items", "signed"),
    form={
        "交接": ("date", "post", "handed_by", "taken_by", "watched_by"),
        "清单": ("items", "open_items", "open_text", "sealed_bag", "usb_labels"),
        "签字": ("signed", "evidence"),
    },
    identity=("date", "post"),
    named=("date", "post"),
    search=("watched_by", "open_text"),
    order=("-date", "post"),
    checks=(three_people,),
    counts_only=True,
    indicators=(Indicator(key="by_post", label="工作交接次数按岗位", counts=lambda _r, _a: True, by="post"),),
    handling=STAFF_PEOPLE,
)
