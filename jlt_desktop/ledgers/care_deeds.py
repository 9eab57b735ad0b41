"""The steps in the life of a child's file: contacts and visits, papers, verification, closing and opening again."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from jlt_desktop.domain.deed import Deed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.record import Record


def _open(record: Record, _around: Around) -> bool:
    return record.get("closed_on") is None


def _closed(record: Record, _around: Around) -> bool:
    return record.get("closed_on") is not None


def _now() -> datetime:
    return datetime.now().replace(second=0, microsecond=0)


def _contact(_record: Record, around: Around) -> Mapping[str, object]:
    return {"at": datetime.combine(around.today, _now().time())}


def _today(name: str) -> Callable[[Record, Around], Mapping[str, object]]:
    def sets(_record: Record, around: Around) -> Mapping[str, object]:
        return {name: around.today}

    return sets


def _reopened(_record: Record, around: Around) -> Mapping[str, object]:
    return {"closed_on": None, "closed_reason": None, "reopened_on": around.today, "reopened_why": None}


def _found_now(_record: Record, _around: Around) -> Mapping[str, object]:
    return {"found_at": _now()}


DEEDS = (
    Deed(key="contact", title="记联系", hint="谈心、电话、视频等,一分钟记完。", part="contact_log", when=_open, sets=_contact),
    Deed(key="visit", title="记家访", hint="去家里或请家长来。", part="home_visit", when=_open, sets=_today("date")),
    Deed(
        key="verify",
        title="核实档案",
        hint="核对情况还对不对,记下今天的日期。",
        when=_open,
        sets=_today("verified_on"),
        asks=("verified_on", "verified_by", "categories", "category_dates", "guardianship_type", "guardianship_eval", "carer"),
    ),
    Deed(key="entrust", title="登记委托照护", hint="父母外出,把孩子托给别人照护。", part="care_entrustment", when=_open),
    Deed(key="pair", title="结对", hint="登记和孩子结对的人。", part="pairing", when=_open, sets=_today("from_date")),
    Deed(
        key="rule", title="另作安排", hint="这个孩子要多做、少做或免做联系和家访。", part="care_rule", when=_open, sets=_today("from_date")
    ),
    Deed(
        key="close",
        title="关闭档案",
        hint="写明原因;记录都保留,可以重新打开。",
        when=_open,
        sets=_today("closed_on"),
        asks=("closed_on", "closed_reason"),
    ),
    Deed(
        key="reopen",
        title="重新打开",
        hint="孩子又需要关爱了。",
        when=_closed,
        sets=_reopened,
        asks=("reopened_on", "reopened_why"),
    ),
    Deed(
        key="report",
        title="强制报告",
        hint="发现侵害孩子的情形:先拨 110,再登记。",
        part="mandatory_report",
        sets=_found_now,
        urgent=True,
    ),
)
