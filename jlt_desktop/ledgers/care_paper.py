"""一人一档 on paper: the head of the file, the family, and one timeline of everything that happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.domain.document import Block, Document, Grid, Pairs, Signatures, Timeline
from jlt_desktop.ledgers.paper_blocks import head_pairs, timeline_entries

if TYPE_CHECKING:
    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.record import Record

_CHILD = ("name", "sex", "birth_date", "age", "ethnicity", "grade_class", "boarding", "hukou_type", "hukou_addr", "home_addr")
_FAMILY = ("name", "relation", "is_guardian", "phone", "status_tags", "work_place")
_RULE = ("kinds", "every", "from_date", "to_date", "reason")
# reports made by law are printed by themselves: they do not belong into the folder that goes from hand to hand
_EVENTS = ("home_visit", "contact_log", "pairing", "care_entrustment")


def care_document(record: Record, around: Around) -> Document:
    """Return the printed file of one child."""
    student = around.record("student", record.text("student"))
    blocks: list[Block] = []
    if student:
        beside = around.beside(student)
        blocks.append(Pairs(head_pairs("student", student, beside, _CHILD), "一、学生"))
        family = [tuple(text for _, text in head_pairs("guardian", one, beside, _FAMILY)) for one in beside.parts("guardian")]
        headings = around.labels("guardian", _FAMILY)
        blocks.append(Grid(headings, family, (2, 2, 2, 3, 3, 3), "二、家庭成员"))
    shown = tuple(name for name in around.form_fields("care_file") if name not in ("student", "basis_file"))
    away = ("parents_away", "parents_places", "away_moe", "away_mca", "away_local", "difference", "no_carer", "hardship")
    blocks.append(Pairs(head_pairs("care_file", record, around, shown), "三、档案"))
    blocks.append(Pairs(head_pairs("care_file", record, around, away), "四、留守情况(按各口径计算)", columns=1))
    rules = [tuple(text for _, text in head_pairs("care_rule", one, around, _RULE)) for one in around.parts("care_rule")]
    if rules:
        blocks.append(Grid(around.labels("care_rule", _RULE), rules, (2, 2, 2, 2, 5), "另作的关爱安排"))
    blocks.append(Timeline(timeline_entries(around, _EVENTS, without=("signs",)), "五、关爱记录"))
    blocks.append(Signatures(("班主任", "德育主任", "校长")))
    return Document(
        name="一人一档", title="留守与特殊儿童档案(一人一档)", subtitle=f"档案编号 {record.text('file_no')}", blocks=tuple(blocks)
    )
