"""What is due for a case: the month's record, the review, and the opinions after an emergency."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from jlt_desktop.domain.calendar import last_day, month_after, month_of
from jlt_desktop.domain.due import Due

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.record import Record

_FOLLOWED = ("listed", "observing", "referring", "returning", "suspended")
_LOOK_BACK = 3


def this_month_is_missing(record: Record, around: Around) -> Iterable[Due]:
    """Each calendar month, holidays included, has its record; a missed month stays on the list."""
    if record.get("state") not in _FOLLOWED:
        return
    now = month_of(around.today)
    found = record.get("found_on")
    begun = month_of(found) if isinstance(found, date) else now
    written = {one.get("month") for one in around.parts("follow_up")}
    for month in (month_after(now, -back) for back in range(_LOOK_BACK, -1, -1)):
        if begun <= month and month not in written:
            yield Due(
                key=f"month:{record.id}:{month}", ledger="concern", record=record.id, text=f"填写 {month} 月跟踪",
                about=record.text("case_no"), on=last_day(month), basis="方案任务6:每月跟踪记录情绪状态、干预措施", add="follow_up",
            )  # fmt: skip


def review_is_due(record: Record, _around: Around) -> Iterable[Due]:
    """The review day that was set."""
    day = record.get("review_on")
    if isinstance(day, date) and record.get("state") in _FOLLOWED:
        yield Due(
            key=f"review:{record.id}:{day.isoformat()}", ledger="concern", record=record.id, text="复核关注等级",
            about=record.text("case_no"), on=day, basis="研判时定下的复核日期",
        )  # fmt: skip


def opinions_within_three_days(record: Record, _around: Around) -> Iterable[Due]:
    """After an emergency the three opinions are complete within 72 hours."""
    began = record.get("counselor_on")
    missing = [who for who in ("homeroom_by", "health_vp_by") if not record.get(who)]
    if record.get("urgent") and missing and isinstance(began, date) and record.get("state") != "removed":
        yield Due(
            key=f"opinions:{record.id}", ledger="concern", record=record.id, text="补齐三方意见", about=record.text("case_no"),
            on=began + timedelta(days=3), basis="紧急列入后 72 小时内补齐班主任、心理教师、健康副校长意见",
        )  # fmt: skip
