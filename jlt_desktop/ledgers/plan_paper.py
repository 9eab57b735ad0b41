"""A plan on paper, and the one page of it that may leave the room: what the teachers of a pupil can do, by the number of the case."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from jlt_desktop.domain.document import Block, Document, Grid, Pairs, Prose, Signatures
from jlt_desktop.domain.errors import UserError
from jlt_desktop.domain.fields_lines import Lines
from jlt_desktop.domain.fields_time import chinese_day
from jlt_desktop.ledgers.paper_blocks import head_pairs

if TYPE_CHECKING:
    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.record import Record

_RULES = (
    "本页只给任课教师本人看,不转发、不张贴、不在教室和走廊里谈论,用完交回心理辅导室。\n"
    "学校不作诊断。发现学生有异常,先陪着,不让学生一个人,马上告诉班主任或心理教师。"
)
_HEAD = ("version", "from_date", "parent_ack_on", "complete")
_BEFORE, _AFTER = ("situation", "strengths"), ("family_tasks", "safety_plan", "teacher_extract")
_TABLES = {"goals": (2, 5, 2, 2, 3), "measures": (2, 6, 2)}


def plan_document(record: Record, around: Around) -> Document:
    """Return the whole plan, for the counselor's drawer and to be signed by the parents."""
    head = head_pairs("individual_plan", record, around, _HEAD)
    number = around.parent.text("case_no") if around.parent else ""
    blocks: list[Block] = [Pairs((("个案编号", number), *head)), *_prose(record, around, _BEFORE)]
    for name, weights in _TABLES.items():
        field = around.ledgers["individual_plan"].fields[name]
        if isinstance(field, Lines):
            headings = tuple(cell.label for cell in field.columns.values())
            blocks.append(Grid(headings, field.texts(record.get(name), around.lookup), weights, field.label))
    blocks += [*_prose(record, around, _AFTER), Signatures(("心理教师", "班主任", "家长"))]
    school = str((around.school or {}).get("school_name") or "")
    return Document(name="一生一策", title="一生一策", subtitle=school, blocks=tuple(blocks))


def _prose(record: Record, around: Around, names: tuple[str, ...]) -> list[Prose]:
    return [Prose(text, label) for label, text in head_pairs("individual_plan", record, around, names) if text]


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
