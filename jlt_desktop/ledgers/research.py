"""课题和手册: topics of research into family education, and the guides made for teachers and parents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.domain.fields import Choice, Text, Values
from jlt_desktop.domain.fields_links import Link, People
from jlt_desktop.domain.fields_time import Date
from jlt_desktop.domain.findings import Finding, Problem
from jlt_desktop.domain.leaves import PSEUDONYM
from jlt_desktop.domain.ledger import Ledger
from jlt_desktop.ledgers.choices import choose
from jlt_desktop.ledgers.proof import count, evidence, forward, year, year_from, year_is_one

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jlt_desktop.domain.around import Around

TOPIC_LEVELS = choose(school="校级", district=("区级", "县级"), city="市级", province="省级", nation="国家级")
TOPIC_FIELDS = choose(family="家庭教育", psych="心理健康", venue="馆校课程", sport="体育", other="其他")
TOPIC_STATES = choose(applied=("申报", "已申报"), running=("在研", "研究中", "立项"), finished=("结题", "已结题"), stopped="中止")
BOOKS = choose(
    teachers=("教师指导手册", "教师手册"),
    parents=("家长指导手册", "家长手册"),
    reader=("校本读物", "校本教材"),
    cases="案例集",
    other="其他",
)


def finished_has_a_day(values: Values, _around: Around) -> Iterable[Finding]:
    """What is finished has the day on which it was."""
    if values.get("state") == "finished" and not values.get("to_date"):
        yield Problem("to_date", "已结题的,请填结题日期。")


RESEARCH_TOPIC = Ledger(
    key="research_topic",
    title="研究课题",
    group="共成长",
    happened="from_date",
    standing=True,
    fields={
        "title": Text(label="课题名称", most=100, required=True, leaves=PSEUDONYM, aliases=("课题",), purpose="立项通知书上的名称。"),
        "field": Choice(label="课题方向", options=TOPIC_FIELDS, required=True, leaves=PSEUDONYM, aliases=("方向", "类别")),
        "level": Choice(label="级别", options=TOPIC_LEVELS, required=True, leaves=PSEUDONYM, aliases=("课题级别",)),
        "number": Text(label="立项编号", most=60, leaves=PSEUDONYM, aliases=("课题编号",), purpose="立项通知书上的编号。"),
        "leader": Link(label="主持人", to="staff", aliases=("课题主持人",), purpose="课题主持人。"),
        "members": People(label="课题组成员", of="staff", purpose="参加的老师。"),
        "from_date": Date(label="立项日期", required=True, leaves=PSEUDONYM, aliases=("开始日期",), purpose="立项或校内启动的日子。"),
        "to_date": Date(label="结题日期", leaves=PSEUDONYM, purpose="结题的日子;还在研的不填。"),
        "state": Choice(label="状态", options=TOPIC_STATES, required=True, leaves=PSEUDONYM, aliases=("课题状态",)),
        "result": Text(label="成果", most=300, multiline=True, leaves=PSEUDONYM, purpose="论文、案例、报告。"),
        "evidence": evidence("立项书、结题证书、成果。"),
    },
    sheet=("title", "field", "level", "number", "leader", "from_date", "state", "to_date"),
    form={
        "课题": ("title", "field", "level", "number", "leader", "members"),
        "进展": ("from_date", "state", "to_date", "result", "evidence"),
    },
    identity=("title", "from_date"),
    named=("title",),
    search=("title", "number"),
    order=("-from_date", "title"),
    checks=(finished_has_a_day, forward("from_date", "to_date", "结题日期早于立项日期,请核对。")),
)
PUBLICATION = Ledger(
    key="publication",
    title="指导手册",
    group="共成长",
    happened="issued_on",
    standing=True,
    fields={
        "title": Text(label="名称", most=100, required=True, leaves=PSEUDONYM, aliases=("手册名称",), purpose="封面上的名称。"),
        "kind": Choice(label="类别", options=BOOKS, required=True, leaves=PSEUDONYM, aliases=("手册类别",)),
        "version": Text(label="版本", most=30, leaves=PSEUDONYM, purpose="第几版。"),
        "issued_on": Date(label="印发日期", required=True, leaves=PSEUDONYM, aliases=("发布日期",), purpose="印出来或发下去的日子。"),
        "school_year": year(),
        "audience": Text(label="发给谁", most=100, leaves=PSEUDONYM, purpose="例如“一年级全体家长”。"),
        "copies": count("册数", "印了多少册;电子版不填。", unit="册"),
        "editor": Link(label="编写人", to="staff", purpose="谁主编。"),
        "evidence": evidence("手册的文件或扫描件。"),
    },
    sheet=("title", "kind", "version", "issued_on", "school_year", "audience", "copies"),
    form={"手册": ("title", "kind", "version", "issued_on", "school_year", "audience", "copies", "editor", "evidence")},
    identity=("title", "issued_on"),
    named=("title",),
    search=("title", "audience"),
    order=("-issued_on", "title"),
    fills=(year_from("issued_on"),),
    checks=(year_is_one,),
)
