"""检查和整改: what was inspected, and every problem from the day it was found until it is struck off the list."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from jlt_desktop.domain.due import Due
from jlt_desktop.domain.fields import Choice, Derived, Text, Values
from jlt_desktop.domain.fields_links import Link
from jlt_desktop.domain.fields_time import Date
from jlt_desktop.domain.findings import Finding, Problem
from jlt_desktop.domain.leaves import COUNT
from jlt_desktop.domain.ledger import Indicator, Ledger
from jlt_desktop.ledgers.choices import choose
from jlt_desktop.ledgers.numbering import yearly
from jlt_desktop.ledgers.proof import evidence, forward

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.record import Record

INSPECTED = choose(
    building=("房屋安全", "房屋排查", "校舍安全", "自建房危房"), fire="消防安全", canteen=("食堂食品", "食品安全"),
    surroundings=("校园周边", "周边食品", "校园周边食品和学生用品"), goods="学生用品", network=("网络安全", "网络环境"), bus="校车",
    guarding="门卫安防",
    dorm="宿舍", health="卫生防疫", supervision=("上级督查", "督查", "督导"), other="其他",
)  # fmt: skip
RESULTS = choose(clean=("没有问题", "无问题", "合格"), problems=("有问题", "有隐患", "发现问题"))
HAZARDS = choose(minor=("一般隐患", "一般"), major=("重大隐患", "重大"))
SOURCES = choose(
    union=("区教联体", "教联体督查"), market="市场监管", bureau=("教育局督导", "督导"), fire="消防部门", police="公安",
    self=("自查", "学校自查"),
    parents="家长", other="其他",
)  # fmt: skip
ISSUE_STATES = choose(found=("待办", "发现", "待整改"), doing=("整改中", "正在整改"), closed=("已销号", "销号", "已完成"))


def result_fits(values: Values, around: Around) -> Iterable[Finding]:
    """Problems are told; nothing is inspected on a day to come."""
    day = values.get("date")
    if isinstance(day, date) and day > around.today:
        yield Problem("date", "还没有到的日子不能登记检查。")
    if values.get("result") == "problems" and not values.get("findings"):
        yield Problem("findings", "有问题的,请写发现了什么,再到“问题整改”里一条一条登记。")


def clue_is_reported(record: Record, _around: Around) -> Iterable[Due]:
    """What a school sees around it but cannot mend itself is reported to whoever can."""
    day = record.get("date")
    waits = record.get("kind") in ("surroundings", "goods") and record.get("result") == "problems" and record.get("reported_on") is None
    if waits and isinstance(day, date):
        yield Due(
            key=f"clue:{record.id}", ledger="inspection", record=record.id, text="上报校园周边线索", about=record.text("place"),
            on=day + timedelta(days=1), basis="方案任务9:发现线索及时上报(一天为默认值)",
        )  # fmt: skip


INSPECTION = Ledger(
    key="inspection",
    title="安全检查",
    group="护平安",
    happened="date",
    fields={
        "date": Date(label="日期", required=True, leaves=COUNT, aliases=("检查日期", "排查日期"), purpose="检查的日子。"),
        "kind": Choice(label="检查类型", options=INSPECTED, required=True, leaves=COUNT, aliases=("类型", "检查类别")),
        "place": Text(
            label="地点或建筑", most=60, required=True, leaves=COUNT, aliases=("建筑", "地点"), purpose="哪栋楼、哪间房、哪家店。"
        ),
        "by": Link(label="检查人", to="staff", purpose="本校谁检查的。"),
        "by_other": Text(label="外单位检查人", most=100, purpose="上级或部门来查的,写单位和人。"),
        "result": Choice(label="结果", options=RESULTS, required=True, leaves=COUNT, aliases=("检查结果",)),
        "hazard": Choice(label="隐患等级", options=HAZARDS, leaves=COUNT, shown_if=(("result", "problems"),)),
        "findings": Text(
            label="发现的问题",
            most=500,
            multiline=True,
            shown_if=(("result", "problems"),),
            purpose="写清楚,再在“问题整改”里一条登记一个问题。",
        ),
        "reported_to": Text(label="上报给", most=60, purpose="校园周边线索报给哪个部门。"),
        "reported_on": Date(label="上报日期", leaves=COUNT, purpose="上报的日子。"),
        "evidence": evidence("检查记录、照片。"),
    },
    sheet=("date", "kind", "place", "result", "hazard", "findings", "reported_on", "by"),
    form={
        "检查": ("date", "kind", "place", "by", "by_other", "result"),
        "问题和佐证": ("hazard", "findings", "reported_to", "reported_on", "evidence"),
    },
    identity=("date", "kind", "place"),
    named=("date", "kind", "place"),
    search=("place", "findings"),
    order=("-date", "kind", "place"),
    checks=(result_fits, forward("date", "reported_on", "上报日期早于检查日期,请核对。")),
    dues=(clue_is_reported,),
    due_blank=("reported_on",),
    counts_only=True,
    indicators=(
        Indicator(key="by_kind", label="安全检查次数按类型", counts=lambda _r, _a: True, by="kind"),
        Indicator(key="clues", label="上报的线索条数按类型", counts=lambda r, _a: r.get("reported_on") is not None, by="kind"),
    ),
)


def state_of(values: Values, _around: Around) -> Mapping[str, object]:
    """What has a closing day is closed, what has measures is being worked on, the rest was found."""
    return {"state": "closed" if values.get("closed_on") else "doing" if values.get("measures") else "found"}


def overdue(values: Values, around: Around) -> str:
    """Return how many days a problem is past its day."""
    due = values.get("due_on")
    if values.get("state") == "closed" or not isinstance(due, date):
        return ""
    days = (around.today - due).days
    return f"逾期 {days} 天" if days > 0 else f"还有 {-days} 天"


def closing_is_whole(values: Values, around: Around) -> Iterable[Finding]:
    """What is struck off says what was done, when, and who accepted it."""
    closed = values.get("closed_on")
    if values.get("state") == "closed" or closed:
        for name, words in (("measures", "请写怎样整改的。"), ("closed_on", "请填销号日期。"), ("accepted_by", "请写谁验收的。")):
            if not values.get(name):
                yield Problem(name, f"已销号的问题,{words}")
    if isinstance(closed, date) and closed > around.today:
        yield Problem("closed_on", "销号日期还没有到。")
    if closed and values.get("state") not in (None, "closed"):
        yield Problem("state", "填了销号日期,状态应是“已销号”。")


def issue_is_open(record: Record, _around: Around) -> Iterable[Due]:
    """A problem is mended by its day."""
    due = record.get("due_on")
    if isinstance(due, date) and record.get("closed_on") is None:
        yield Due(
            key=f"issue:{record.id}", ledger="issue", record=record.id, text=f"整改:{record.text('description')[:24]}",
            about=record.text("owner_dept") or record.text("issue_no"), on=due, basis="方案任务9:督查反馈问题按期整改",
        )  # fmt: skip


ISSUE = Ledger(
    key="issue",
    title="问题整改",
    group="护平安",
    happened="found_on",
    fields={
        "issue_no": Text(label="编号", most=30, leaves=COUNT, aliases=("整改编号",), purpose="空着由程序编,例如 ZG-2026-0001。"),
        "found_on": Date(label="发现日期", required=True, leaves=COUNT, aliases=("日期",), purpose="发现或收到反馈的日子。"),
        "source": Choice(label="来源", options=SOURCES, required=True, leaves=COUNT, aliases=("问题来源",)),
        "category": Choice(label="类别", options=INSPECTED, required=True, leaves=COUNT, aliases=("问题类别",)),
        "inspection": Link(label="哪次检查", to="inspection", purpose="检查中发现的,选那一次。"),
        "description": Text(
            label="问题描述", most=500, multiline=True, required=True, aliases=("描述", "问题", "存在问题"), purpose="一条写一个问题。"
        ),
        "hazard": Choice(label="隐患等级", options=HAZARDS, leaves=COUNT),
        "owner": Link(label="责任人", to="staff", purpose="本校谁负责改。"),
        "owner_dept": Text(label="责任部门", most=40, purpose="哪个部门。"),
        "due_on": Date(label="整改期限", required=True, leaves=COUNT, aliases=("期限", "完成期限"), purpose="哪天前改好,到期会提醒。"),
        "measures": Text(label="整改措施", most=500, multiline=True, aliases=("措施", "整改情况"), purpose="怎样改的,改到什么程度。"),
        "state": Choice(label="状态", options=ISSUE_STATES, leaves=COUNT, aliases=("整改状态",)),
        "closed_on": Date(label="销号日期", leaves=COUNT, aliases=("完成日期", "整改完成日期"), purpose="验收合格、从清单上划掉的日子。"),
        "accepted_by": Text(label="验收人", most=40, purpose="谁验收的。"),
        "overdue": Derived(label="离期限", compute=overdue, leaves=COUNT, purpose="到今天还有几天,或逾期几天。"),
        "evidence": evidence("整改通知、整改前后照片、销号单,选“问题整改单”。"),
    },
    sheet=("issue_no", "found_on", "source", "category", "description", "owner_dept", "due_on", "state", "overdue", "closed_on"),
    form={
        "问题": ("found_on", "source", "category", "inspection", "description", "hazard"),
        "整改": ("owner", "owner_dept", "due_on", "measures", "state"),
        "销号": ("closed_on", "accepted_by", "evidence", "issue_no"),
    },
    identity=("found_on", "description"),
    named=("issue_no", "description"),
    search=("issue_no", "description", "owner_dept"),
    order=("-found_on", "issue_no"),
    match=(("issue_no",), ("found_on", "description")),
    unique=("issue_no",),
    numbers={"issue_no": yearly("ZG")},
    fills=(state_of,),
    checks=(
        closing_is_whole,
        forward("found_on", "due_on", "整改期限早于发现日期,请核对。"),
        forward("found_on", "closed_on", "销号日期早于发现日期,请核对。"),
    ),
    dues=(issue_is_open,),
    due_blank=("closed_on",),
    counts_only=True,
    indicators=(
        Indicator(key="by_source", label="问题整改条数按来源", counts=lambda _r, _a: True, by="source"),
        Indicator(key="closed", label="已销号的问题条数按来源", counts=lambda r, _a: r.get("closed_on") is not None, by="source"),
    ),
)
