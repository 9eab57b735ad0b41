"""The one page of a plan that may leave the room: what the teachers of a pupil can do, under the number of the case."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from jlt_desktop.domain.document import Document, Pairs, Prose, Signatures
from jlt_desktop.domain.errors import UserError
from jlt_desktop.domain.fields_time import chinese_day

if TYPE_CHECKING:
    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.record import Record

_RULES = (
    "本页只给任课教师本人看,不转发、不张贴、不在教室和走廊里谈论,用完交回心理辅导室。\n"
    "学校不作诊断。发现学生有异常,先陪着,不让学生一个人,马上告诉班主任或心理教师。"
)


def teacher_extract(record: Record, around: Around) -> Document:
    """Return the page for teachers. Raises UserError when nothing was written for them."""
    text = record.text("teacher_extract")
    if not text:
        raise UserError("这一版方案没有写“给任课教师的提示”。", "这一页上只印提示,别的内容不会印出来。", "", "请先在方案里写好提示再打印。")
    day = record.get("from_date")
    number = around.parent.text("case_no") if around.parent else ""
    head = (("编号", number), ("日期", chinese_day(day) if isinstance(day, date) else ""))
    return Document(
        name="给任课教师的提示",
        title="给任课教师的提示",
        subtitle=str((around.school or {}).get("school_name") or ""),
        blocks=(Pairs(head), Prose(text, "请您这样做"), Prose(_RULES, "请注意"), Signatures(("任课教师", "心理教师"))),
    )
