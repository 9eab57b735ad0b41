"""关注名单: the counselor's confidential list; each entry keeps its own copy of name and class."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.domain.calendar import class_title
from jlt_desktop.domain.fields import Choice, Choices, Text, Values, YesNo
from jlt_desktop.domain.fields_links import Link
from jlt_desktop.domain.fields_person import PersonName
from jlt_desktop.domain.fields_time import Date
from jlt_desktop.domain.findings import Finding, Problem
from jlt_desktop.domain.leaves import COUNT
from jlt_desktop.domain.ledger import Indicator, Ledger
from jlt_desktop.ledgers.choices import choose
from jlt_desktop.ledgers.concern_dues import opinions_within_three_days, review_is_due, this_month_is_missing
from jlt_desktop.ledgers.numbering import random_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from jlt_desktop.domain.around import Around

SOURCES = choose(
    assessment="测评",
    homeroom="班主任观察",
    self="学生求助",
    peer="同伴",
    parent="家长",
    doctor="校医",
    hospital="医院",
    incident="突发事件",
    transfer="转入带入",
)
CONCERNS = choose(
    low_mood="情绪低落",
    anxiety="焦虑",
    sleep="睡眠",
    peers="人际",
    study="学业",
    family="家庭变故",
    internet="网络",
    self_harm="自伤行为",
    suicide="自杀意念或计划",
    aggression="攻击",
    eating="进食",
    somatic="躯体化",
    trauma="创伤事件",
    other="其他",
)
LEVELS = choose(l1=("一级(最高)", "一级", "1"), l2=("二级", "2"), l3=("三级", "3"), l4=("四级(关注)", "四级", "4"))
STATES = choose(
    screened="初筛",
    to_review="待研判",
    listed="在册",
    observing="观察期",
    referring="转介中",
    suspended="休学",
    returning="复学评估",
    removed="移出",
)
TOLD_HOW = choose(talk="面谈", phone="电话", letter="书面告知书", not_yet="暂不宜(说明)")
REMOVED = choose(stable="稳定", graduated="毕业", transferred="转学", medical="转医疗主导", mistaken="误列")
ON_LIST = ("listed", "observing", "referring", "returning")
_OPINIONS = ("homeroom", "counselor", "health_vp")
_WHO = {"homeroom": "班主任", "counselor": "心理教师", "health_vp": "健康副校长"}


def own_copy(values: Values, around: Around) -> Mapping[str, object]:
    """Copy name and class of the linked pupil, so that this file never has to ask the roster again."""
    linked = values.get("student")
    record = around.record("student", str(linked)) if linked else None
    if record is None:
        return {}
    entry, number = record.get("entry_year"), record.get("class_no")
    known = isinstance(entry, int) and isinstance(number, int)
    where = class_title(entry, number, around.today, around.calendar.stage) if known else ""  # type: ignore[arg-type]
    return {"name": record.get("name"), "class_title": where or None}


def three_opinions(values: Values, _around: Around) -> Iterable[Finding]:
    """Nobody is on the list without the three opinions, each with name and day, unless taken in as an emergency."""
    for who in _OPINIONS:
        name, day = values.get(f"{who}_by"), values.get(f"{who}_on")
        if bool(name) != bool(day):
            missing = f"{who}_on" if name else f"{who}_by"
            yield Problem(missing, f"{_WHO[who]}的意见要同时写明姓名和日期。")
        elif not name and values.get("state") in ON_LIST and not values.get("urgent"):
            yield Problem(f"{who}_by", f"还没有{_WHO[who]}的意见,不能列为在册;情况紧急请勾选“紧急列入”。")


def conditions(values: Values, _around: Around) -> Iterable[Finding]:
    """The fields that the state makes necessary, and days in their order."""
    if values.get("state") in ON_LIST and values.get("level") is None:
        yield Problem("level", "在册的学生要有关注等级。")
    if values.get("state") == "removed":
        if values.get("removed_on") is None:
            yield Problem("removed_on", "移出名单,请填移出日期。")
        if values.get("removed_why") is None:
            yield Problem("removed_why", "移出名单,请选移出理由。")
    if values.get("urgent") and not values.get("counselor_by"):
        yield Problem("counselor_by", "紧急列入要有心理教师的姓名和日期,从这一天起 72 小时内补齐三方意见。")
    if not values.get("student") and not values.get("name"):
        yield Problem("name", "请选学生,或写明姓名。")


CONCERN = Ledger(
    key="concern",
    title="关注名单",
    scope="confidential",
    group="心理",
    happened="found_on",
    fields={
        "case_no": Text(label="个案编号", most=12, typed=False, purpose="随机编号,保存时自动产生,看不出是谁。"),
        "student": Link(label="学生", to="student", purpose="输姓名首字母选;姓名和班级会抄一份进来。"),
        "name": PersonName(label="姓名", aliases=("学生姓名",), purpose="从学生带出;名册里没有的直接写。"),
        "class_title": Text(label="班级", most=30, purpose="从学生带出,是当时的班级。"),
        "source": Choices(label="发现来源", options=SOURCES, required=True, leaves=COUNT),
        "found_on": Date(label="发现日期", required=True, purpose="第一次发现情况的日子。"),
        "concerns": Choices(label="主要关注点", options=CONCERNS, required=True, purpose="写看得见的行为,不下诊断。"),
        "facts": Text(label="事实与学生原话", most=1000, multiline=True, purpose="看到的事和学生的原话,不写猜测。"),
        "state": Choice(label="状态", options=STATES, required=True, leaves=COUNT),
        "level": Choice(label="关注等级", options=LEVELS, leaves=COUNT),
        "urgent": YesNo(label="紧急列入", purpose="心理教师可以先列入,72 小时内补齐三方意见。"),
        "panel_on": Date(label="研判会日期", leaves=COUNT, purpose="三方一起研判的日子。"),
        "homeroom_by": PersonName(label="班主任", purpose="提意见的班主任。"),
        "homeroom_on": Date(label="班主任意见日期", purpose="班主任提意见的日子。"),
        "homeroom_says": Text(label="班主任意见", most=300, multiline=True, purpose="在班里看到的和建议。"),
        "counselor_by": PersonName(label="心理教师", purpose="提意见的心理教师。"),
        "counselor_on": Date(label="心理教师意见日期", purpose="心理教师提意见的日子。"),
        "counselor_says": Text(label="心理教师意见", most=300, multiline=True, purpose="谈话后的判断和打算。"),
        "health_vp_by": PersonName(label="健康副校长", purpose="提意见的健康副校长。"),
        "health_vp_on": Date(label="健康副校长意见日期", purpose="健康副校长提意见的日子。"),
        "health_vp_says": Text(label="健康副校长意见", most=300, multiline=True, purpose="从身体和就医角度的意见。"),
        "dissent": Text(label="分歧记录", most=500, multiline=True, purpose="三方意见不一致时,记下各自的理由。"),
        "parents_told_on": Date(label="告知家长日期", leaves=COUNT, purpose="告诉家长的日子。"),
        "parents_told_how": Choice(label="告知方式", options=TOLD_HOW, leaves=COUNT),
        "review_on": Date(label="下次复核日期", purpose="下一次复核等级的日子,到期会提醒。"),
        "removed_on": Date(label="移出日期", leaves=COUNT, purpose="移出名单的日子。"),
        "removed_why": Choice(label="移出理由", options=REMOVED, leaves=COUNT),
    },
    sheet=("case_no", "name", "class_title", "state", "level", "found_on", "source", "concerns", "review_on"),
    form={
        "发现": ("case_no", "student", "name", "class_title", "found_on", "source", "concerns", "facts"),
        "研判": ("state", "level", "urgent", "panel_on", "review_on"),
        "三方意见": (
            "homeroom_by",
            "homeroom_on",
            "homeroom_says",
            "counselor_by",
            "counselor_on",
            "counselor_says",
            "health_vp_by",
            "health_vp_on",
            "health_vp_says",
            "dissent",
        ),
        "家长与移出": ("parents_told_on", "parents_told_how", "removed_on", "removed_why"),
    },
    identity=("found_on", "source"),
    named=("case_no",),
    search=("case_no", "name", "class_title"),
    order=("level", "-found_on"),
    match=(("case_no",), ("name", "found_on")),
    unique=("case_no",),
    fills=(own_copy,),
    numbers={"case_no": random_number},
    checks=(three_opinions, conditions),
    dues=(this_month_is_missing, review_is_due, opinions_within_three_days),
    due_parts=("follow_up",),
    counts_only=True,
    indicators=(
        Indicator(key="on_list", label="在册人数", counts=lambda r, _a: r.get("state") in ON_LIST),
        Indicator(key="by_level", label="在册人数按等级", counts=lambda r, _a: r.get("state") in ON_LIST, by="level"),
        Indicator(key="removed", label="已移出人数", counts=lambda r, _a: r.get("state") == "removed"),
    ),
)
