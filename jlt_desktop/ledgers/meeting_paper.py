"""会议记录表 on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.domain.document import Block, Document, Grid, Pairs, Prose, Signatures
from jlt_desktop.ledgers.meeting_glance import corrections_of
from jlt_desktop.ledgers.paper_blocks import head_pairs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.record import Record

_HEAD = ("title", "kind", "committee", "seq", "start", "end", "place", "chair", "recorder", "due_count", "present_count", "quorum")
_TABLES = (
    ("agenda_item", "议题", ("no", "topic", "raised_by", "points"), (1, 4, 2, 6)),
    ("vote", "表决", ("topic", "ayes", "noes", "abstained", "how", "carried"), (4, 1, 1, 1, 1.6, 3.4)),
    ("resolution", "决议与落实", ("text", "owner", "due_on", "state", "done_on"), (6, 2, 2, 1.4, 2)),
    ("parent_opinion", "家长意见建议", ("text", "raised_by", "handed_to", "answer", "answered_on"), (5, 2, 2, 4, 2)),
)


def corrections(record: Record, around: Around) -> Iterator[str]:
    """Yield in words what a meeting corrects and what corrects it."""
    old = around.record("meeting", record.text("corrects"))
    if old is not None:
        why = f":{record.text('corrects_why')}" if record.text("corrects_why") else ""
        yield f"更正{old.text('minutes_no')}“{old.text('title')}”{why}"
    newer = [one.text("minutes_no") or one.text("title") for one in corrections_of(record, around)]
    if newer:
        yield f"已由{'、'.join(newer)}更正"


def meeting_document(record: Record, around: Around) -> Document:
    """Return the printed record of one meeting."""
    blocks: list[Block] = [
        Pairs(head_pairs("meeting", record, around, _HEAD)),
        Pairs(head_pairs("meeting", record, around, ("notice_on", "notice_how"))),
        Pairs(head_pairs("meeting", record, around, ("notice_to", "present", "on_leave", "observers")), columns=1),
    ]
    for part, title, names, weights in _TABLES:
        rows = [tuple(text for _, text in head_pairs(part, one, around, names)) for one in around.parts(part)]
        if rows:
            blocks.append(Grid(around.labels(part, names), rows, weights, title))
    for name, title in (("discussion", "发言要点"), ("opinions", "意见建议概述"), ("supplement", "补充说明")):
        if record.text(name):
            blocks.append(Prose(record.text(name), title))
    blocks.append(Signatures(("主持人", "记录人")))
    number = record.text("minutes_no")
    said = [f"编号 {number}" if number else "", *corrections(record, around)]
    return Document(name="会议记录表", title="会议记录表", subtitle="  ".join(filter(None, said)), blocks=tuple(blocks))
