"""What is due for a child in care: contact each month, a visit and a verification each semester, agreements and promises kept."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from jlt_desktop.domain.calendar import last_day, month_of
from jlt_desktop.domain.due import Due

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.record import Record


def _about(record: Record, around: Around) -> str:
    linked = record.text("student")
    return around.lookup.label("student", linked) if around.lookup and linked else record.text("file_no")


def contact_each_month(record: Record, around: Around) -> Iterable[Due]:
    """At least one contact or visit of any kind in each calendar month."""
    if record.get("closed_on"):
        return
    month = month_of(around.today)
    talks = (one.get("at") for one in around.parts("contact_log"))
    visits = (one.get("date") for one in around.parts("home_visit"))
    if not any(isinstance(day, date) and month_of(day) == month for day in (*talks, *visits)):
        yield Due(
            key=f"contact:{record.id}:{month}", ledger="care_file", record=record.id, text="记一次本月关爱联系",
            about=_about(record, around), on=last_day(month), basis="每人每月至少 1 次联系(默认值,方案未规定)", add="contact_log",
        )  # fmt: skip


def visit_each_semester(record: Record, around: Around) -> Iterable[Due]:
    """At least one home visit in each semester."""
    if record.get("closed_on"):
        return
    first, last = around.calendar.semester(around.today)
    days = (one.get("date") for one in around.parts("home_visit"))
    if not any(isinstance(day, date) and first <= day for day in days):
        yield Due(
            key=f"visit:{record.id}:{first.isoformat()}", ledger="care_file", record=record.id, text="家访一次",
            about=_about(record, around), on=last, basis="留守与特殊儿童每学期至少家访 1 次(默认值,方案未规定)", add="home_visit",
        )  # fmt: skip


def verified_each_semester(record: Record, around: Around) -> Iterable[Due]:
    """The file is verified in each semester."""
    if record.get("closed_on"):
        return
    first, last = around.calendar.semester(around.today)
    day = record.get("verified_on") or record.get("opened_on")
    if not (isinstance(day, date) and day >= first):
        yield Due(
            key=f"verify:{record.id}:{first.isoformat()}", ledger="care_file", record=record.id, text="核实档案",
            about=_about(record, around), on=last - timedelta(days=30), basis="台账每学期核实更新(默认值,方案未规定)",
        )  # fmt: skip


def agreement_missing(record: Record, around: Around) -> Iterable[Due]:
    """Parents who leave a child in somebody's care tell the school in writing; nothing is asked of a closed file."""
    if around.parent and around.parent.get("closed_on"):
        return
    if record.get("school_notified_on") is None or record.get("doc_type") in ("oral", "none"):
        made = datetime.fromisoformat(record.created_at).date() if record.created_at else around.today
        yield Due(
            key=f"entrust:{record.id}", ledger="care_file", record=record.parent or record.id, text="补齐委托照护的书面告知",
            about=_about(around.parent, around) if around.parent else record.text("trustee"), on=made + timedelta(days=14),
            basis="未成年人保护法第二十三条:父母应当书面告知学校", add="",
        )  # fmt: skip


def open_follow_up(record: Record, around: Around) -> Iterable[Due]:
    """What a visit promised is done by its day."""
    due = record.get("follow_up_due")
    if isinstance(due, date) and record.get("follow_up_done") is None:
        yield Due(
            key=f"follow_up:{record.id}", ledger="care_file", record=record.parent or record.id, text="办理家访后续措施",
            about=_about(around.parent, around) if around.parent else "", on=due, basis="家访记录写明的完成期限",
        )  # fmt: skip
