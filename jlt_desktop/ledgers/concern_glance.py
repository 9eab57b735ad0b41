"""What the page of a case answers at its head: level and state, opinions, this month, the review, the plan, the parents."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from jlt_desktop.domain.calendar import month_of
from jlt_desktop.domain.fact import Fact
from jlt_desktop.ledgers.clock import latest, span
from jlt_desktop.ledgers.concern_levels import level_words
from jlt_desktop.ledgers.concern_opinions import WHO, missing, urgent_until
from jlt_desktop.ledgers.concern_states import FOLLOWED, ON_LIST, STATES
from jlt_desktop.ledgers.plan_rules import lacking, latest_plan, version_of
from jlt_desktop.ledgers.referral_glance import open_crisis

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.record import Record

_SOON = timedelta(days=7)


def concern_glance(record: Record, around: Around) -> Iterator[Fact]:
    """Yield the answers, a crisis that runs before everything else."""
    yield from open_crisis(around)
    yield _standing(record, around)
    yield _opinions(record, around)
    if record.get("state") in FOLLOWED:
        yield _month(around)
        yield _review(record, around)
        yield _plan(record, around)
    yield _parents(record, around)
    kept = record.get("keep_until")
    if isinstance(kept, date):
        yield Fact("保存到", kept.isoformat(), "due" if kept <= around.today else "")


def _standing(record: Record, around: Around) -> Fact:
    state, level = STATES.label(record.text("state")), level_words(record.get("level"), around)
    if record.get("state") == "removed":
        why = around.texts("concern", record, ("removed_why",))[0]
        return Fact("等级与状态", f"{state}({why},{record.get('removed_on')})")
    return Fact("等级与状态", " ".join(filter(None, (level, state))), "wrong" if record.get("level") == "l1" else "")


def _opinions(record: Record, around: Around) -> Fact:
    lacks, until = missing(record.values), urgent_until(record.values)
    if not lacks:
        days = [day for who in WHO if isinstance(day := record.get(f"{who}_on"), date)]
        return Fact("三方意见", f"齐全({max(days).isoformat()})", "good")
    words = f"还缺{'、'.join(WHO[one] for one in lacks)}"
    if until is None or record.get("state") not in FOLLOWED:
        return Fact("三方意见", words, "due" if record.get("state") == "to_review" else "")
    left = int((until - latest(around)).total_seconds() // 60)
    clock = f",72 小时还剩 {span(left)}(到 {until:%m-%d %H:%M})" if left >= 0 else f",已超过 72 小时(应在 {until:%m-%d %H:%M} 前)"
    return Fact("三方意见", words + clock, "due" if left >= 0 else "wrong")


def _month(around: Around) -> Fact:
    now = month_of(around.today)
    entry = next((one for one in around.parts("follow_up") if one.get("month") == now), None)
    if entry is None:
        return Fact("本月跟踪", "还没有写", "due")
    mood = around.texts("follow_up", entry, ("mood",))[0]
    return Fact("本月跟踪", f"已写,情绪{mood}", "wrong" if entry.get("mood") == "danger" else "good")


def _review(record: Record, around: Around) -> Fact:
    day = record.get("review_on")
    if not isinstance(day, date):
        return Fact("下次复核", "没有定日期", "due" if record.get("state") in ON_LIST else "")
    late = (around.today - day).days
    if late > 0:
        return Fact("下次复核", f"{day.isoformat()},已过 {late} 天", "wrong")
    return Fact("下次复核", day.isoformat(), "due" if day <= around.today + _SOON else "")


def _plan(record: Record, around: Around) -> Fact:
    plan = latest_plan(around.parts("individual_plan"))
    if plan is None:
        return Fact("方案", "还没有", "due")
    lacks = lacking(plan.values, record)
    head = f"第 {version_of(plan)} 版({plan.get('from_date')})"
    return Fact("方案", f"{head},还缺{';'.join(lacks)}" if lacks else f"{head},完整", "due" if lacks else "good")


def _parents(record: Record, around: Around) -> Fact:
    how = around.texts("concern", record, ("parents_told_how",))[0]
    told = record.get("parents_told_on")
    plan = latest_plan(around.parts("individual_plan"))
    read = plan.get("parent_ack_on") if plan else None
    seen = f";{read} 确认了方案" if isinstance(read, date) else ""
    if isinstance(told, date):
        return Fact("家长", f"{told.isoformat()} 已告知{f'({how})' if how else ''}{seen}", "good")
    waits = record.get("state") in ON_LIST and record.get("parents_told_how") != "not_yet"
    return Fact("家长", (how or "还没有告知") + seen, "due" if waits else "")
