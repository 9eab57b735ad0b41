"""馆校课程和角色体验: courses made with venues in their three steps, and projects in which pupils take a role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.domain.fields import Choice, Derived, Number, Text, Values
from jlt_desktop.domain.fields_links import Link
from jlt_desktop.domain.fields_time import Date
from jlt_desktop.domain.findings import Finding, Problem
from jlt_desktop.domain.leaves import PSEUDONYM
from jlt_desktop.domain.ledger import Ledger
from jlt_desktop.ledgers.choices import choose
from jlt_desktop.ledgers.proof import count, evidence, forward, grades, year, year_from, year_is_one

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jlt_desktop.domain.around import Around

COURSE_STATES = choose(draft=("研发", "研发中"), trial=("试用", "试用中"), final=("定稿", "已定稿"))
ROLE_KINDS = choose(guide=("小小讲解员", "讲解员"), guardian=("文物守护人", "守护人"), other="其他")
STEPS = {"pre_class": "课前导学", "practice": "实践探究", "after_class": "课后拓展"}


def missing_steps(values: Values) -> tuple[str, ...]:
    """Return which of the three steps of a course are not written yet."""
    return tuple(label for name, label in STEPS.items() if not values.get(name))


def steps_told(values: Values, _around: Around) -> str:
    """Return whether all three steps are there."""
    missing = missing_steps(values)
    return f"还缺{'、'.join(missing)}" if missing else "三段齐全"


def final_is_whole(values: Values, _around: Around) -> Iterable[Finding]:
    """A course that is final has all its steps."""
    if values.get("state") == "final":
        for name, label in STEPS.items():
            if not values.get(name):
                yield Problem(name, f"已定稿的课程要有{label}。")


def _step(label: str, purpose: str) -> Text:
    return Text(label=label, most=500, multiline=True, leaves=PSEUDONYM, purpose=purpose)


VENUE_COURSE = Ledger(
    key="venue_course",
    title="馆校课程",
    group="大思政",
    fields={
        "title": Text(label="课程名称", most=60, required=True, leaves=PSEUDONYM, aliases=("课程名",), purpose="课程的名称。"),
        "school_year": year("空着按今天填。"),
        "theme": Text(label="主题系列", most=60, leaves=PSEUDONYM, aliases=("主题",), purpose="例如“清河门历史足迹”。"),
        "grades": grades(),
        "lessons": Number(label="课时", least=0, most=200, unit="课时", leaves=PSEUDONYM, purpose="一共几课时。"),
        "venue": Link(label="场馆", to="venue_agreement", purpose="和哪个场馆一起开发的。"),
        "state": Choice(label="状态", options=COURSE_STATES, required=True, leaves=PSEUDONYM, aliases=("课程状态",)),
        "pre_class": _step(STEPS["pre_class"], "去以前学什么、做什么准备。"),
        "practice": _step(STEPS["practice"], "在场馆里做什么、探究什么问题。"),
        "after_class": _step(STEPS["after_class"], "回来以后做什么、展示什么。"),
        "steps": Derived(label="三段", compute=steps_told, leaves=PSEUDONYM, purpose="课前导学、实践探究、课后拓展是否都有。"),
        "evidence": evidence("教案、学习单、课程方案。"),
    },
    sheet=("title", "school_year", "theme", "grades", "lessons", "venue", "state", "steps"),
    form={
        "课程": ("title", "school_year", "theme", "grades", "lessons", "venue", "state"),
        "三段": ("pre_class", "practice", "after_class", "evidence"),
    },
    identity=("title",),
    search=("title", "theme"),
    order=("-school_year", "title"),
    fills=(year_from(""),),
    checks=(final_is_whole, year_is_one),
)
ROLE_PROJECT = Ledger(
    key="role_project",
    title="角色体验项目",
    group="大思政",
    happened="from_date",
    standing=True,
    fields={
        "title": Text(label="项目名称", most=60, required=True, leaves=PSEUDONYM, aliases=("项目",), purpose="例如“博物馆小小讲解员”。"),
        "kind": Choice(label="角色", options=ROLE_KINDS, required=True, leaves=PSEUDONYM, aliases=("角色类别", "类别")),
        "grades": grades(),
        "n_pupils": count("学生人数", "参加的学生人数。", required=True),
        "from_date": Date(label="开始日期", required=True, leaves=PSEUDONYM, aliases=("开始时间",), purpose="从哪天起。"),
        "to_date": Date(label="结束日期", leaves=PSEUDONYM, aliases=("结束时间",), purpose="到哪天止;还在做的不填。"),
        "venue": Link(label="场馆", to="venue_agreement", purpose="在哪个场馆。"),
        "owner": Link(label="负责人", to="staff", purpose="学校谁负责。"),
        "result": Text(label="成果", most=300, multiline=True, leaves=PSEUDONYM, purpose="讲解了几场、做了什么;不写学生姓名。"),
        "evidence": evidence("活动记录、照片。"),
    },
    sheet=("title", "kind", "grades", "n_pupils", "from_date", "to_date", "venue", "result"),
    form={
        "项目": ("title", "kind", "grades", "n_pupils", "from_date", "to_date", "venue", "owner"),
        "成果": ("result", "evidence"),
    },
    identity=("title", "from_date"),
    named=("title",),
    search=("title", "result"),
    order=("-from_date", "title"),
    checks=(forward("from_date", "to_date", "结束日期早于开始日期,请核对。"),),
)
