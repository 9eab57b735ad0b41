"""What is due for committees: open resolutions, terms that are ending, members whose child has left or whose term is over."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from jlt_desktop.domain.due import Due
from jlt_desktop.ledgers.committee_deeds import GONE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.record import Record

_NOTICE = timedelta(days=60)


def resolution_is_open(record: Record, around: Around) -> Iterable[Due]:
    """A resolution is carried out by its day."""
    due = record.get("due_on")
    if isinstance(due, date) and record.get("state") in ("open", "doing"):
        yield Due(
            key=f"resolution:{record.id}", ledger="meeting", record=record.parent or record.id,
            text=f"落实决议:{record.text('text')[:24]}", about=record.text("owner"), on=due,
            basis=around.parent.text("title") if around.parent else "会议决议",
        )  # fmt: skip


def term_is_ending(record: Record, around: Around) -> Iterable[Due]:
    """A committee is elected anew before its term ends."""
    end = record.get("term_to")
    if isinstance(end, date) and end - _NOTICE <= around.today:
        yield Due(
            key=f"term:{record.id}:{end.isoformat()}", ledger="committee", record=record.id, text="准备换届",
            about=record.text("title"), on=end, basis="章程规定的任期届满",
        )  # fmt: skip


def child_has_left(record: Record, around: Around) -> Iterable[Due]:
    """Whoever represents the parents has a child at the school."""
    child = around.record("student", record.text("child")) if record.get("to_date") is None else None
    if child and child.get("enrol_status") in GONE:
        day = child.get("status_from")
        yield Due(
            key=f"member_left:{record.id}", ledger="committee", record=record.parent or record.id, text="子女已离校,请办成员退出",
            about=record.text("name"), on=day if isinstance(day, date) else around.today, basis="家委会成员是在校学生的家长",
        )  # fmt: skip


def members_of_last_term(record: Record, around: Around) -> Iterable[Due]:
    """After an election those of the last term either serve on, with a line of their own, or leave."""
    start = record.get("term_from")
    if not isinstance(start, date) or start > around.today:
        return
    left = [
        one
        for one in around.parts("committee_member")
        if one.get("to_date") is None and isinstance(since := one.get("from_date"), date) and since < start
    ]
    if left:
        yield Due(
            key=f"last_term:{record.id}:{start.isoformat()}", ledger="committee", record=record.id,
            text=f"换届以后,上一届的 {len(left)} 名成员还没有登记退出", about=record.text("title"), on=start + timedelta(days=14),
            basis="章程规定的任期",
        )  # fmt: skip
