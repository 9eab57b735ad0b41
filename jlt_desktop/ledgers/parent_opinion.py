"""家长意见建议: what parents said at a meeting, to whom it was handed, and what they were answered."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from jlt_desktop.domain.due import Due
from jlt_desktop.domain.fields import Text, Values
from jlt_desktop.domain.fields_time import Date
from jlt_desktop.domain.findings import Finding, Problem
from jlt_desktop.domain.leaves import COUNT
from jlt_desktop.domain.ledger import Indicator, Ledger
from jlt_desktop.ledgers.charter import day_of
from jlt_desktop.ledgers.meeting_deeds import OPINION_DEEDS
from jlt_desktop.ledgers.meeting_seal import OPINION_SEAL

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.record import Record

_USUAL = timedelta(days=15)


def answer_has_a_day(values: Values, _around: Around) -> Iterable[Finding]:
    """An answer was given on a day, and a day says what was answered."""
    if values.get("answer") and not values.get("answered_on"):
        yield Problem("answered_on", "写了答复,请填答复日期;还在拟稿的先不填答复。")
    if values.get("answered_on") and not values.get("answer"):
        yield Problem("answer", "填了答复日期,请写怎样答复的。")


def opinion_is_open(record: Record, around: Around) -> Iterable[Due]:
    """Parents are answered by the day that was set; within fifteen days of the meeting where none was."""
    held = day_of(around.parent.get("start")) if around.parent else None
    due = record.get("due_on") or (held + _USUAL if held else None)
    if record.get("answered_on") is None and isinstance(due, date):
        yield Due(
            key=f"opinion:{record.id}", ledger="meeting", record=record.parent or record.id,
            text=f"答复家长意见:{record.text('text')[:20]}", about=record.text("handed_to") or "还没有交给谁办", on=due,
            basis=around.parent.text("title") if around.parent else "家长意见建议",
        )  # fmt: skip


PARENT_OPINION = Ledger(
    key="parent_opinion",
    title="家长意见建议",
    group="家委会",
    part_of="meeting",
    happened="due_on",
    fields={
        "text": Text(label="意见建议", most=500, multiline=True, required=True, purpose="照原意写,一条写一件。"),
        "raised_by": Text(label="提出人", most=30, purpose="可以不写,也可以写“某家长”“三年级家长”。"),
        "handed_to": Text(label="交给谁办", most=40, purpose="哪个部门或哪位老师去办。"),
        "due_on": Date(label="答复期限", purpose="哪天前答复;不填时按会后 15 天提醒。"),
        "answer": Text(label="答复", most=1000, multiline=True, purpose="怎样答复的,办到什么程度。"),
        "answered_on": Date(label="答复日期", leaves=COUNT, purpose="答复家长的日子,填了就不再提醒。"),
        "told": Text(label="答复方式", most=60, purpose="当面、电话、下次会上、公开栏。"),
    },
    sheet=("text", "raised_by", "handed_to", "due_on", "answer", "answered_on"),
    form={"意见": ("text", "raised_by", "handed_to", "due_on"), "答复": ("answer", "answered_on", "told")},
    identity=("text",),
    search=("text", "handed_to", "answer"),
    order=("due_on", "text"),
    checks=(answer_has_a_day,),
    dues=(opinion_is_open,),
    deeds=OPINION_DEEDS,
    seal=OPINION_SEAL,
    counts_only=True,
    indicators=(
        Indicator(key="raised", label="家长意见建议条数", counts=lambda _r, _a: True),
        Indicator(key="answered", label="已答复的家长意见建议条数", counts=lambda r, _a: r.get("answered_on") is not None),
    ),
)
