"""What is due for committees: open resolutions, and terms that are ending."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from jlt_desktop.domain.due import Due

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
