"""The states of a case and the moves between them; every other move is refused with what is possible instead."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from jlt_desktop.domain.calendar import month_of
from jlt_desktop.domain.findings import Finding, Problem
from jlt_desktop.ledgers.choices import choose

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.fields import Values
    from jlt_desktop.domain.record import Record

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
MOVES = {
    "screened": ("to_review", "removed"),
    "to_review": ("listed", "removed"),
    "listed": ("observing", "referring", "suspended", "removed"),
    "observing": ("listed", "referring", "suspended", "removed"),
    "referring": ("listed", "observing", "suspended", "returning", "removed"),
    "suspended": ("returning", "removed"),
    "returning": ("listed", "observing", "referring", "suspended", "removed"),
    "removed": ("to_review",),
}
# the counselor alone may put a pupil on the list from here, as an emergency
URGENT_FROM = ("screened", "to_review", "removed")
ON_LIST = ("listed", "observing", "referring", "returning")
FOLLOWED = (*ON_LIST, "suspended")
REMOVED = choose(stable="稳定", graduated="毕业", transferred="转学", medical="转医疗主导", mistaken="误列", not_listed="研判后不列入")
# who leaves the school leaves the list too; nobody has to agree to that
LEFT_SCHOOL = ("graduated", "transferred")
NEVER_LISTED = ("mistaken", "not_listed")


def allowed_moves(values: Values, around: Around) -> Iterable[Finding]:
    """A case goes from state to state by the table only; a case taken over from elsewhere may begin in any state."""
    was, now = around.before.get("state") if around.before else None, values.get("state")
    if was is None or now is None or was == now:
        return
    if now in MOVES[str(was)] or (now == "listed" and was in URGENT_FROM and values.get("urgent")):
        return
    can = "、".join(STATES.label(one) for one in MOVES[str(was)])
    urgent = ",情况紧急可以由心理教师紧急列入" if now == "listed" and was in URGENT_FROM else ""
    yield Problem("state", f"不能从“{STATES.label(str(was))}”直接改成“{STATES.label(str(now))}”;可以改成:{can}{urgent}。")


def conditions(values: Values, around: Around) -> Iterable[Finding]:
    """The fields that the state makes necessary, and days in their order."""
    if values.get("state") in FOLLOWED and values.get("level") is None:
        yield Problem("level", "名单上的学生要有关注等级。")
    if values.get("state") == "removed":
        if values.get("removed_on") is None:
            yield Problem("removed_on", "移出名单,请填移出日期。")
        if values.get("removed_why") is None:
            yield Problem("removed_why", "移出名单,请选移出理由。")
    was = around.before.get("state") if around.before else None
    if was == "removed" and values.get("state") == "to_review" and not values.get("listed_again_why"):
        yield Problem("listed_again_why", "重新列入,请写明原因。")
    found, removed, kept = values.get("found_on"), values.get("removed_on"), values.get("keep_until")
    if isinstance(found, date) and isinstance(removed, date) and removed < found:
        yield Problem("removed_on", "移出日期不能早于发现日期。")
    if isinstance(removed, date) and isinstance(kept, date) and kept < removed:
        yield Problem("keep_until", "保存到哪天不能早于移出日期。")
    if values.get("urgent") and not values.get("counselor_by"):
        yield Problem("counselor_by", "紧急列入要有心理教师的姓名和日期,从列入时起 72 小时内补齐三方意见。")
    if not values.get("student") and not values.get("name"):
        yield Problem("name", "请选学生,或写明姓名。")


def listed_since(record: Record) -> date | None:
    """Return the day a case came onto the list: as an emergency, by its first level, by the panel; else the day it was found."""
    urgent, panel, found = record.get("urgent_at"), record.get("panel_on"), record.get("found_on")
    lines = record.get("level_changes")
    first = lines[0][0] if isinstance(lines, tuple) and lines else None
    days = [urgent.date() if isinstance(urgent, datetime) else None, first, panel]
    known = [day for day in days if isinstance(day, date)]
    return min(known) if known else found if isinstance(found, date) else None


def followed_in(record: Record, month: str) -> bool:
    """Tell whether a month (YYYY-MM) asks for a record of this case: since it is on the list, until the month it left."""
    since, removed = listed_since(record), record.get("removed_on")
    if since is None or month < month_of(since):
        return False
    if record.get("state") == "removed":
        was_listed = record.get("removed_why") not in NEVER_LISTED
        return was_listed and isinstance(removed, date) and month < month_of(removed)
    return record.get("state") in FOLLOWED
