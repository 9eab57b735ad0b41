"""一生一策: what is to become better for a pupil, who does what how often, and how the pupil is kept safe; version after version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.domain.fields import Choice, Derived, Number, Text
from jlt_desktop.domain.fields_lines import Lines
from jlt_desktop.domain.fields_time import Date
from jlt_desktop.domain.leaves import COUNT
from jlt_desktop.domain.ledger import Indicator, Ledger, Style
from jlt_desktop.domain.seal import Seal
from jlt_desktop.ledgers.choices import choose
from jlt_desktop.ledgers.concern_reasons import CONCERNS
from jlt_desktop.ledgers.plan_paper import plan_document, teacher_extract
from jlt_desktop.ledgers.plan_rules import (
    completeness,
    goal_has_passed,
    lacking,
    next_version,
    older_is_kept,
    plan_is_incomplete,
    safety_is_agreed,
    versions_differ,
)

if TYPE_CHECKING:
    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.record import Record

OWNERS = choose(
    counselor="心理教师",
    homeroom="班主任",
    teacher="任课教师",
    health_vp="健康副校长",
    doctor="校医",
    moral="德育主任",
    dorm="宿管",
    principal="校长",
    parent="家长",
    peer="同伴",
    pupil="学生本人",
    hospital="医院",
)


def _in_force(record: Record, around: Around) -> bool:
    return not older_is_kept(record, around.beside(record))


def _complete(record: Record, around: Around) -> bool:
    return _in_force(record, around) and not lacking(record.values, around.beside(record).parent)


INDIVIDUAL_PLAN = Ledger(
    key="individual_plan",
    title="一生一策",
    scope="confidential",
    group="心理",
    part_of="concern",
    happened="from_date",
    standing=True,
    fields={
        "version": Number(label="版本", least=1, most=999, purpose="第几版,空着自动接着编;有了新版,旧版只供查阅。"),
        "from_date": Date(label="生效日期", required=True, purpose="这一版从哪天起执行。"),
        "situation": Text(label="现状概述", most=1000, multiline=True, required=True, purpose="现在怎么样,写看到的和学生的原话。"),
        "strengths": Text(label="保护性因素和优势", most=500, multiline=True, purpose="谁信得过、喜欢什么、做得好的事。"),
        "goals": Lines(
            label="目标",
            columns={
                "concern": Choice(label="关注点", options=CONCERNS, required=True),
                "goal": Text(label="看得见的目标", most=200),
                "owner": Text(label="负责人", most=30),
                "due": Date(label="到哪天"),
                "result": Text(label="达成情况", most=200),
            },
            purpose="每个关注点至少一个目标,写看得见的行为;有目标、负责人、日期才算完整。",
        ),
        "measures": Lines(
            label="措施",
            columns={
                "owner": Choice(label="谁来做", options=OWNERS, required=True),
                "action": Text(label="做什么", most=200, required=True),
                "frequency": Text(label="多久一次", most=30),
            },
            purpose="谁、做什么、多久一次。",
        ),
        "family_tasks": Text(label="家庭配合事项", most=500, multiline=True, purpose="和家长商定的事。"),
        "safety_plan": Text(
            label="在校安全约定", most=1000, multiline=True, purpose="最高的两级必填:谁看护、哪些地方不单独去、难受时找谁。"
        ),
        "teacher_extract": Text(
            label="给任课教师的提示", most=200, multiline=True, purpose="可以离开辅导室的一页:只写老师要做什么,不写病情和原因。"
        ),
        "parent_ack_on": Date(label="家长确认日期", leaves=COUNT, purpose="家长看过方案、签字的日子。"),
        "complete": Derived(label="是否完整", compute=completeness, purpose="每个关注点有目标、负责人和日期才算完整。"),
    },
    sheet=("version", "from_date", "complete", "parent_ack_on"),
    form={
        "方案": ("from_date", "version", "situation", "strengths"),
        "目标与措施": ("goals", "measures", "family_tasks"),
        "安全": ("safety_plan",),
        "给别人看的": ("teacher_extract", "parent_ack_on"),
    },
    identity=("from_date", "situation"),
    named=("version", "from_date"),
    search=("situation", "teacher_extract"),
    order=("-version", "-from_date"),
    fills=(next_version,),
    checks=(safety_is_agreed, versions_differ),
    dues=(plan_is_incomplete, goal_has_passed),
    seal=Seal(since=older_is_kept, open=("parent_ack_on",)),
    paper=plan_document,
    styles={"extract": Style("给任课教师的提示", teacher_extract)},
    counts_only=True,
    indicators=(
        Indicator(key="plans", label="一生一策份数", counts=_in_force),
        Indicator(key="complete", label="完整的一生一策份数", counts=_complete),
    ),
)
