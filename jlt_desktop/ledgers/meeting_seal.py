"""What stands fast once the minutes of a meeting were signed and issued."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.domain.seal import Seal

if TYPE_CHECKING:
    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.record import Record


def _issued(meeting: Record | None) -> str:
    if meeting is None or not meeting.get("signed_on"):
        return ""
    return f"会议纪要已于 {meeting.get('signed_on')} 签发,会议、议题、表决、决议不能再改;写错了请点“更正”另记一份。"


def issued(record: Record, _around: Around) -> str:
    """Tell why a meeting can no longer be rewritten."""
    return _issued(record)


def issued_with_its_meeting(_record: Record, around: Around) -> str:
    """Tell why a part of a meeting can no longer be rewritten."""
    return _issued(around.parent)


MEETING_SEAL = Seal(since=issued, open=("files",), grows=("supplement",), closes=("agenda_item", "vote", "resolution"))
PART_SEAL = Seal(since=issued_with_its_meeting)
RESOLUTION_SEAL = Seal(since=issued_with_its_meeting, open=("state", "done_on", "files"), grows=("progress",))
OPINION_SEAL = Seal(since=issued_with_its_meeting, open=("handed_to", "due_on", "answer", "answered_on", "told"))
