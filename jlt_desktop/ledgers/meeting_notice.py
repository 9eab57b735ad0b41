"""会议通知: when, where and what about, with a slip that comes back."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from jlt_desktop.domain.document import Block, Document, Pairs, Prose
from jlt_desktop.domain.fields_time import chinese_day
from jlt_desktop.ledgers.paper_blocks import in_full_width
from jlt_desktop.ledgers.quorum import body_of

if TYPE_CHECKING:
    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.record import Record

_WEEKDAYS = "一二三四五六日"
_SLIP = "姓名:________________    □ 到会    □ 请假(原因:____________________)    电话:________________"


def meeting_notice(record: Record, around: Around) -> Document:
    """Return the notice of one meeting, to be handed out or put on the wall."""
    body, titled = body_of(record.values, around), record.text("title")
    school = str((around.school or {}).get("school_name") or "")
    to = record.text("notice_to") or "各位成员"
    words = f"{to}:\n请参加{titled}。因故不能到会的,请提前告诉{record.text('recorder')},并在回执上写明原因。"
    rows = [("时间", _when(record)), ("地点", record.text("place")), ("主持人", record.text("chair"))]
    items = [f"{one.get('no')}. {one.text('topic')}" for one in around.parts("agenda_item")]
    rows += [("议题", "\n".join(items))] if items else []
    rows += [("请准备", record.text("notice_note"))] if record.text("notice_note") else []
    on = record.get("notice_on")
    blocks: list[Block] = [
        Prose(in_full_width(words)),
        Pairs(tuple(rows), columns=1),
        Pairs((("通知人", body.text("title") if body else school), ("日期", chinese_day(on if isinstance(on, date) else around.today)))),
        Prose(in_full_width(_SLIP), "回执(请剪下交回)"),
    ]
    return Document(name="会议通知", title="会议通知", subtitle=school, blocks=tuple(blocks))


def _when(record: Record) -> str:
    start, end = record.get("start"), record.get("end")
    if not isinstance(start, datetime):
        return ""
    until = f"—{end:%H:%M}" if isinstance(end, datetime) and end.date() == start.date() else ""
    return f"{chinese_day(start.date())}(星期{_WEEKDAYS[start.weekday()]}){start:%H:%M}{until}"
