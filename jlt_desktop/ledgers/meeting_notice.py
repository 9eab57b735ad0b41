"""会议通知: when, where and what about, with a slip that comes back."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from jlt_desktop.domain.document import Document, Letter
from jlt_desktop.domain.fields_time import chinese_day
from jlt_desktop.domain.minutes import chinese, official_text
from jlt_desktop.ledgers.paper_blocks import in_full_width
from jlt_desktop.ledgers.quorum import body_of

if TYPE_CHECKING:
    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.record import Record

_WEEKDAYS = "一二三四五六日"
_SLIP = (
    "姓名:____________________        联系电话:____________________",
    "□ 到会        □ 请假,原因:______________________________________",
)


def meeting_notice(record: Record, around: Around) -> Document:
    """Return the notice of one meeting, to be handed out or put on the wall."""
    body, titled, on = body_of(record.values, around), record.text("title"), record.get("notice_on")
    school = str((around.school or {}).get("school_name") or "")
    rows = [f"时间:{_when(record)}", f"地点:{record.text('place')}", f"主持人:{record.text('chair')}"]
    items = [f"{one.get('no')}. {one.text('topic')}" for one in around.parts("agenda_item")]
    paragraphs = [f"请参加{titled}。现将有关事项通知如下。", *(f"{chinese(place)}、{one}" for place, one in enumerate(rows, 1))]
    if items:
        paragraphs += ["四、议题:", *items]
    if record.text("notice_note"):
        paragraphs.append(f"{chinese(5 if items else 4)}、请准备:{record.text('notice_note')}")
    paragraphs.append(f"因故不能到会的,请提前告诉{record.text('recorder')}。")
    day = chinese_day(on if isinstance(on, date) else around.today)
    letter = Letter(
        to=in_full_width(f"{record.text('notice_to') or '各位成员'}:"),
        paragraphs=tuple(map(official_text, paragraphs)),
        signed=(body.text("title") if body else school, day),
        slip=("回执", *map(in_full_width, _SLIP)),
    )
    return Document(name="会议通知", title="会议通知", subtitle=school if body else "", blocks=(letter,))


def _when(record: Record) -> str:
    start, end = record.get("start"), record.get("end")
    if not isinstance(start, datetime):
        return ""
    until = f"—{end:%H:%M}" if isinstance(end, datetime) and end.date() == start.date() else ""
    return f"{chinese_day(start.date())}(星期{_WEEKDAYS[start.weekday()]}){start:%H:%M}{until}"
