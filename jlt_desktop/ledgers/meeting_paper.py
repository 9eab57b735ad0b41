"""会议记录表 on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.domain.document import Block, Document, Grid, Pairs, Prose, Signatures
from jlt_desktop.ledgers.paper_blocks import head_pairs

if TYPE_CHECKING:
    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.record import Record

_HEAD = ("title", "kind", "committee", "seq", "start", "end", "place", "chair", "recorder", "due_count", "present_count", "quorum")
_TABLES = (
    ("agenda_item", "议题", ("no", "topic", "raised_by", "points"), (1, 4, 2, 6)),
    ("vote", "表决", ("topic", "ayes", "noes", "abstained", "how"), (5, 1, 1, 1, 2)),
    ("resolution", "决议与落实", ("text", "owner", "due_on", "state", "done_on"), (6, 2, 2, 1.4, 2)),
)


def meeting_document(record: Record, around: Around) -> Document:
    """Return the printed record of one meeting."""
    blocks: list[Block] = [
        Pairs(head_pairs("meeting", record, around, _HEAD)),
        Pairs(head_pairs("meeting", record, around, ("present", "on_leave", "observers")), columns=1),
    ]
    for part, title, names, weights in _TABLES:
        rows = [tuple(text for _, text in head_pairs(part, one, around, names)) for one in around.parts(part)]
        if rows:
            blocks.append(Grid(around.labels(part, names), rows, weights, title))
    for name, title in (("discussion", "发言要点"), ("opinions", "家长意见建议")):
        if record.text(name):
            blocks.append(Prose(record.text(name), title))
    blocks.append(Signatures(("主持人", "记录人")))
    number = record.text("minutes_no")
    return Document(name="会议记录表", title="会议记录表", subtitle=f"编号 {number}" if number else "", blocks=tuple(blocks))
