"""How long files are kept: a child's file three years after it was closed and the child has left, meetings ten years."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from jlt_desktop.domain.retention import Retention, never, years_after
from jlt_desktop.ledgers.care_dues import GONE

if TYPE_CHECKING:
    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.record import Record

_CARE_YEARS, _MEETING_YEARS = 3, 10


def care_file_until(record: Record, around: Around) -> date | None:
    """Return the day three years after closing and leaving, whichever came later; None while the file is open or the child is here."""
    closed, pupil = record.get("closed_on"), around.record("student", record.text("student"))
    if not isinstance(closed, date) or pupil is None or pupil.get("enrol_status") not in GONE:
        return None
    left = pupil.get("status_from")
    return years_after(max(closed, left) if isinstance(left, date) else closed, _CARE_YEARS)


def meeting_until(record: Record, _around: Around) -> date | None:
    """Return the day ten years after the meeting."""
    start = record.get("start")
    return years_after(start.date(), _MEETING_YEARS) if isinstance(start, datetime) else None


CARE_FILE_KEPT = Retention(care_file_until, "关闭并离校满 3 年(默认值)")
MEETING_KEPT = Retention(meeting_until, "会议记录保存 10 年(默认值)")
REPORT_KEPT = Retention(never, "强制报告永久保存(默认值)")
