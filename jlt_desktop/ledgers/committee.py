"""家委会等机构: the committees of parents and of family education, with charter, term and quorum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.domain.fields import Choice, Number, Text, Values
from jlt_desktop.domain.fields_links import Attachment
from jlt_desktop.domain.fields_time import Date
from jlt_desktop.domain.findings import Finding, Problem
from jlt_desktop.domain.leaves import COUNT, PSEUDONYM
from jlt_desktop.domain.ledger import Ledger
from jlt_desktop.ledgers.charter import QUORUM, in_force
from jlt_desktop.ledgers.choices import choose
from jlt_desktop.ledgers.committee_deeds import DEEDS
from jlt_desktop.ledgers.committee_dues import members_of_last_term, term_is_ending
from jlt_desktop.ledgers.committee_glance import committee_glance

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from jlt_desktop.domain.around import Around

KINDS = choose(parents=("家长委员会", "家委会"), guidance="家庭教育指导委员会", parent_school="家长学校")
LEVELS = choose(school="校级", grade="年级", class_="班级")


def term_in_order(values: Values, _around: Around) -> Iterable[Finding]:
    """A term ends after it begins."""
    start, end = values.get("term_from"), values.get("term_to")
    if start and end and str(end) <= str(start):
        yield Problem("term_to", "任期结束应晚于开始,请核对。")


def charter_of_today(_values: Values, around: Around) -> Mapping[str, object]:
    """Take version, day and share from the charter in force, once charters are registered."""
    now = in_force(around.parts("charter"), around.today)
    if now is None:
        return {}
    return {"charter_version": now.get("version"), "charter_on": now.get("adopted_on"), "quorum": now.get("quorum")}


COMMITTEE = Ledger(
    key="committee",
    title="家委会等机构",
    group="家委会",
    happened="founded_on",
    standing=True,
    fields={
        "title": Text(label="机构名称", most=60, required=True, leaves=PSEUDONYM, purpose="全称,例如“三年级家长委员会”。"),
        "kind": Choice(label="类别", options=KINDS, required=True, leaves=PSEUDONYM),
        "level": Choice(label="级别", options=LEVELS, required=True, leaves=PSEUDONYM),
        "founded_on": Date(label="成立日期", leaves=PSEUDONYM, purpose="第一届成立的日子。"),
        "approval": Text(label="批准文件", most=60, leaves=PSEUDONYM, purpose="批准成立的文件名称或文号。"),
        "term_no": Number(label="届次", least=1, most=99, leaves=PSEUDONYM, unit="届", purpose="现在是第几届。"),
        "term_from": Date(label="任期开始", leaves=PSEUDONYM, purpose="这一届从哪天起。"),
        "term_to": Date(label="任期结束", leaves=PSEUDONYM, purpose="这一届到哪天止,到期前 60 天提醒换届。"),
        "charter_version": Text(label="章程版本", most=30, leaves=PSEUDONYM, purpose="登记了章程的,保存时按现行章程带出。"),
        "charter_on": Date(label="章程通过日期", leaves=COUNT, purpose="全体会议通过章程的日子。"),
        "charter_file": Attachment(label="章程文件", purpose="章程的扫描件或文档。"),
        "quorum": Choice(
            label="法定人数", options=QUORUM, purpose="登记了章程的,每次会议按开会那天的章程算;没有登记时按这里,不填按过半数。"
        ),
        "office": Text(label="办公地点", most=60, purpose="平时在哪里办公、开会。"),
    },
    sheet=("title", "kind", "level", "term_no", "term_from", "term_to", "charter_version", "quorum"),
    form={
        "机构": ("title", "kind", "level", "founded_on", "approval", "office"),
        "任期": ("term_no", "term_from", "term_to"),
        "章程": ("charter_version", "charter_on", "charter_file", "quorum"),
    },
    identity=("title", "kind"),
    named=("title",),
    search=("title",),
    order=("kind", "level", "title"),
    keeps=(charter_of_today,),
    checks=(term_in_order,),
    dues=(term_is_ending, members_of_last_term),
    due_parts=("committee_member",),
    glance=committee_glance,
    deeds=DEEDS,
)
