"""关注名单: the counselor's confidential list; each entry keeps its own copy of name and class."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from jlt_desktop.domain.fields import Choice, Choices, Derived, Text, Values, YesNo
from jlt_desktop.domain.fields_links import Link
from jlt_desktop.domain.fields_person import PersonName
from jlt_desktop.domain.fields_time import Date, DateTime
from jlt_desktop.domain.leaves import COUNT
from jlt_desktop.domain.ledger import Indicator, Ledger, Tracking
from jlt_desktop.domain.retention import Retention
from jlt_desktop.ledgers.concern_deeds import DEEDS
from jlt_desktop.ledgers.concern_dues import (
    opinions_within_three_days,
    parents_are_told,
    plan_is_missing,
    review_is_due,
    this_month_is_missing,
)
from jlt_desktop.ledgers.concern_glance import concern_glance
from jlt_desktop.ledgers.concern_keeping import end_of_keeping, kept_until
from jlt_desktop.ledgers.concern_levels import LEVEL_WORDING, LEVELS
from jlt_desktop.ledgers.concern_mood import mood_chart, trend_words
from jlt_desktop.ledgers.concern_opinions import (
    OPINION_FIELDS,
    WHO,
    begin_clock,
    clock_is_not_turned_back,
    different_levels_are_explained,
    keep_level_history,
    level_history,
    opinion_fields,
    opinions_of_this_decision,
    three_opinions,
)
from jlt_desktop.ledgers.concern_reasons import CONCERNS, SOURCES, TOLD_HOW
from jlt_desktop.ledgers.concern_states import ON_LIST, REMOVED, STATES, allowed_moves, conditions, followed_in
from jlt_desktop.ledgers.follow_up import OPTIONAL
from jlt_desktop.ledgers.handlings import CONCERNED
from jlt_desktop.ledgers.mind_totals import MIND_TOTALS
from jlt_desktop.ledgers.numbering import random_number
from jlt_desktop.ledgers.pupil_copy import own_copy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jlt_desktop.domain.around import Around

_A_MONTH = timedelta(days=30)


def next_review(values: Values, _around: Around) -> Mapping[str, object]:
    """A level is looked at again a month after the opinions, where no other day was set."""
    days = [day for who in WHO if isinstance(day := values.get(f"{who}_on"), date)]
    return {"review_on": max(days) + _A_MONTH} if days and values.get("state") in ON_LIST else {}


CONCERN = Ledger(
    key="concern",
    title="关注名单",
    scope="confidential",
    group="心理",
    happened="found_on",
    standing=True,
    fields={
        "case_no": Text(label="个案编号", most=12, typed=False, purpose="随机编号,保存时自动产生,看不出是谁。"),
        "student": Link(label="学生", to="student", purpose="输姓名首字母选;姓名和班级会抄一份进来。"),
        "name": PersonName(label="姓名", aliases=("学生姓名",), purpose="从学生带出;名册里没有的直接写。"),
        "class_title": Text(label="班级", most=30, purpose="从学生带出,是当时的班级。"),
        "source": Choices(label="发现来源", options=SOURCES, required=True, leaves=COUNT),
        "found_on": Date(label="发现日期", required=True, purpose="第一次发现情况的日子。"),
        "concerns": Choices(label="主要关注点", options=CONCERNS, required=True, purpose="写看得见的行为,不下诊断。"),
        "facts": Text(label="事实与学生原话", most=1000, multiline=True, purpose="看到的事和学生的原话,不写猜测。"),
        "state": Choice(label="状态", options=STATES, required=True, leaves=COUNT, purpose="从初筛开始,走不通的一步不能存。"),
        "level": Choice(label="关注等级", options=LEVELS, leaves=COUNT, purpose="由人研判,程序不自动定级。"),
        "urgent": YesNo(label="紧急列入", purpose="心理教师可以先列入,72 小时内补齐三方意见。"),
        "urgent_at": DateTime(label="紧急列入时间", purpose="72 小时从这时起算,不能推后。"),
        "panel_on": Date(label="研判会日期", leaves=COUNT, purpose="三方一起研判的日子。"),
        **opinion_fields(),
        "dissent": Text(label="分歧记录", most=500, multiline=True, purpose="三方意见不一致时,记下各自的理由。"),
        "level_changes": level_history(),
        "parents_told_on": Date(label="告知家长日期", leaves=COUNT, purpose="告诉家长的日子。"),
        "parents_told_how": Choice(label="告知方式", options=TOLD_HOW, leaves=COUNT),
        "review_on": Date(label="下次复核日期", purpose="下一次复核等级的日子,空着按意见后一个月算,到期会提醒。"),
        "removed_on": Date(label="移出日期", leaves=COUNT, purpose="移出名单的日子。"),
        "removed_why": Choice(label="移出理由", options=REMOVED, leaves=COUNT),
        "listed_again_why": Text(label="重新列入原因", most=300, multiline=True, purpose="移出以后又有什么情况。"),
        "keep_until": Date(
            label="保存到哪天",
            purpose="移出时填为毕业后一年,有过转介或危机的三年,离校移出的从移出算;可以改。到期只提示,不自动销毁;空着一直保存。",
        ),
        "trend": Derived(
            label="近半年走势", compute=trend_words, needs=("follow_up",), purpose="近六个月情绪的小图,一格一个月,点表示没有记录。"
        ),
    },
    sheet=("case_no", "name", "class_title", "state", "level", "trend", "found_on", "source", "concerns", "review_on"),
    form={
        "发现": ("case_no", "student", "name", "class_title", "found_on", "source", "concerns", "facts"),
        "研判": ("state", "level", "urgent", "urgent_at", "panel_on", "review_on"),
        "三方意见": (*OPINION_FIELDS, "dissent", "level_changes"),
        "家长与移出": ("parents_told_on", "parents_told_how", "removed_on", "removed_why", "listed_again_why", "keep_until"),
    },
    identity=("found_on", "source"),
    named=("case_no",),
    search=("case_no", "name", "class_title"),
    order=("level", "-found_on"),
    handling=CONCERNED,
    wording=LEVEL_WORDING,
    reports=(MIND_TOTALS,),
    match=(("case_no",), ("name", "found_on")),
    unique=("case_no",),
    who=("student", "name", "class_title"),
    fills=(own_copy, begin_clock, next_review, kept_until),
    keeps=(keep_level_history,),
    numbers={"case_no": random_number},
    checks=(
        allowed_moves,
        three_opinions,
        opinions_of_this_decision,
        different_levels_are_explained,
        clock_is_not_turned_back,
        conditions,
    ),
    dues=(this_month_is_missing, review_is_due, opinions_within_three_days, parents_are_told, plan_is_missing),
    due_parts=("follow_up", "individual_plan"),
    glance=concern_glance,
    picture=mood_chart,
    deeds=DEEDS,
    tracked=Tracking(part="follow_up", month="month", followed=followed_in, again=OPTIONAL, level="level"),
    retention=Retention(end_of_keeping, "移出时定下的“保存到哪天”,默认毕业(离校)后一年,有过转介或危机的三年;没有填的一直保存"),
    counts_only=True,
    indicators=(
        Indicator(key="on_list", label="在册人数", counts=lambda r, _a: r.get("state") in ON_LIST),
        Indicator(key="by_level", label="在册人数按等级", counts=lambda r, _a: r.get("state") in ON_LIST, by="level"),
        Indicator(key="removed", label="已移出人数", counts=lambda r, _a: r.get("state") == "removed"),
    ),
)
