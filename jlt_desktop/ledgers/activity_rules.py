"""What an activity is checked for, what is computed about it, and what is due for it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from jlt_desktop.domain.calendar import SEPTEMBER, school_year
from jlt_desktop.domain.classes import read_classes
from jlt_desktop.domain.due import Due
from jlt_desktop.domain.findings import Finding, Problem, Question
from jlt_desktop.ledgers.activity_kinds import DONE
from jlt_desktop.ledgers.clock import latest
from jlt_desktop.ledgers.proof import number

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.fields import Values
    from jlt_desktop.domain.record import Record

_MARCH = 3
_PROOF_WITHIN = timedelta(days=14)
_CONSENT_BEFORE = timedelta(days=3)
_PLAN_BEFORE = timedelta(days=7)
_SOON = timedelta(days=14)


def semester_word(day: date) -> str:
    """Return 2026春 or 2026秋; January and February belong to the autumn before."""
    if day.month >= SEPTEMBER:
        return f"{day.year}秋"
    return f"{day.year}春" if day.month >= _MARCH else f"{day.year - 1}秋"


def activity_number(today: date, given: Collection[str], values: Values) -> str:
    """Return HD-2026春-03-002: semester and month of the activity, then counted within the month."""
    start = values.get("start")
    day = start.date() if isinstance(start, datetime) else today
    head = f"HD-{semester_word(day)}-{day.month:02}-"
    last = max((int(one[len(head) :]) for one in given if one.startswith(head) and one[len(head) :].isdigit()), default=0)
    return f"{head}{last + 1:03}"


def entered_late(values: Values, around: Around) -> Mapping[str, object]:
    """An activity written down after the event is stamped with the day of that."""
    return {"late_on": around.today if values.get("state") == "late" else None}


def stamp(values: Values, _around: Around) -> str:
    """Return 补录(2026-11-03 补记) for what was written down afterwards; empty otherwise."""
    day = values.get("late_on")
    return f"补录({day.isoformat()} 补记)" if values.get("state") == "late" and isinstance(day, date) else ""


def staff_ratio(values: Values, _around: Around) -> str:
    """Return one teacher to how many pupils: 1:12."""
    pupils, teachers = number(values, "n_pupils"), number(values, "n_teachers")
    return f"1:{pupils / teachers:.1f}".removesuffix(".0") if pupils and teachers else ""


def state_fits(values: Values, around: Around) -> Iterable[Finding]:
    """What was held has happened and is told; what was written down late says why; what was cancelled too."""
    state, start, end = values.get("state"), values.get("start"), values.get("end")
    if isinstance(start, datetime) and isinstance(end, datetime) and end <= start:
        yield Problem("end", "结束时间应晚于开始时间。")
    if state in DONE and isinstance(start, datetime) and start > latest(around):
        yield Problem("state", "活动还没有到时间,状态请选“计划”。")
    if state in DONE and not values.get("summary"):
        yield Problem("summary", "已经办了,请写内容与成效。")
    if state == "cancelled" and not values.get("cancel_why"):
        yield Problem("cancel_why", "活动取消了,请写原因。")
    if state == "late" and not values.get("late_why"):
        yield Problem("late_why", "是补录的,请写为什么当时没有登记。")


def kind_fits(values: Values, around: Around) -> Iterable[Finding]:
    """Each kind has what it cannot do without."""
    kind = values.get("kind")
    missing = {"lecture": ("node", "请选这一讲在哪个节点。"), "festival": ("festival", "请选是哪个节日。"),
               "sport": ("sport", "请写比赛项目。"), "parents_meeting": ("classes", "家长会请写开会的班级,例如“三年级2班”。")}  # fmt: skip
    name, words = missing.get(str(kind), ("", ""))
    if name and not values.get(name):
        yield Problem(name, words)
    if kind == "study_tour" and values.get("state") in DONE:
        rate = values.get("consent_rate")
        if isinstance(rate, int | float) and rate < 100:
            yield Question("consent_below", "consent_rate", f"家长同意率只有 {rate:g}%,请说明没有同意的学生怎样安排。")
    text, start = values.get("classes"), values.get("start")
    if isinstance(text, str) and text:
        day = start.date() if isinstance(start, datetime) else around.today
        unread = read_classes(text, day, around.calendar.stage).unread
        if unread:
            yield Problem("classes", f"看不出“{'、'.join(unread)}”是哪个班。请写成“全校”“三年级”“三至五年级”或“三年级2班”。")


def activity_is_open(record: Record, around: Around) -> Iterable[Due]:
    """A planned activity is prepared, then said to have been held; what was held is proved."""
    start, state = record.get("start"), record.get("state")
    if not isinstance(start, datetime) or start.date() - _SOON > around.today:
        return
    day = start.date()
    if state == "planned":
        yield from _before(record, day, around)
        words = "办活动" if day >= around.today else "登记办了没有,补内容与成效"
        yield _due(record, "hold", words, day, "活动计划")
    elif state in DONE and not record.get("evidence") and school_year(day) == school_year(around.today):
        yield _due(record, "proof", "补佐证(方案、照片、签到、记录)", day + _PROOF_WITHIN, "活动办完要留佐证(两周为默认值)")


def _before(record: Record, day: date, around: Around) -> Iterable[Due]:
    if (record.get("kind") != "study_tour" and not record.get("off_campus")) or day < around.today:
        return
    if not record.get("safety_doc"):
        yield _due(record, "safety", "备好安全预案", day - _PLAN_BEFORE, "离校活动要有安全预案(提前一周为默认值)")
    rate = record.get("consent_rate")
    if not isinstance(rate, int | float) or rate < 100:
        yield _due(record, "consent", "收齐家长同意", day - _CONSENT_BEFORE, "离校活动要家长同意(提前三天为默认值)")


def _due(record: Record, what: str, words: str, on: date, basis: str) -> Due:
    return Due(
        key=f"activity_{what}:{record.id}", ledger="activity", record=record.id, text=words, about=record.text("title"), on=on, basis=basis
    )
