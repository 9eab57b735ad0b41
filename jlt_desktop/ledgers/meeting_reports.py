"""Lists over all meetings: what is still to be carried out, what parents wait for, and which numbers were given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.domain.report import Column, Measure, Roll
from jlt_desktop.ledgers.charter import day_of
from jlt_desktop.ledgers.meeting_glance import OPEN_STATES
from jlt_desktop.ledgers.minutes_number import gaps, numbers_of, of_same_row

if TYPE_CHECKING:
    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.record import Record
    from jlt_desktop.domain.report import Counts, Show

_SIGNERS = ("家委会秘书", "主任", "日期")


def _own(ledger: str, name: str) -> Show:
    return lambda record, around: around.texts(ledger, record, (name,))[0]


def _of_meeting(name: str) -> Show:
    return lambda _record, around: around.texts("meeting", around.parent, (name,))[0] if around.parent else ""


def _held(_record: Record, around: Around) -> str:
    day = day_of(around.parent.get("start")) if around.parent else None
    return str(day or "")


def _state(*states: str) -> Counts:
    return lambda record, _around: record.get("state") in states


def _late(record: Record, around: Around) -> str:
    due = day_of(record.get("due_on"))
    return f"过期 {(around.today - due).days} 天" if due and due < around.today else ""


def _answered(record: Record, _around: Around) -> bool:
    return record.get("answered_on") is not None


def _unanswered(record: Record, _around: Around) -> bool:
    return record.get("answered_on") is None


def _numbered(record: Record, _around: Around) -> bool:
    return any(numbers_of(record))


def _status(record: Record, _around: Around) -> str:
    lines = record.get("void_numbers")
    void = f"不用的编号:{'、'.join(str(line[0]) for line in lines)}" if isinstance(lines, tuple) else ""
    return ";".join(filter(None, ("已签发" if record.get("signed_on") else "还没有签发", void)))


def _gap_note(around: Around) -> str:
    rows = {one.get("committee") for one in around.all_of("meeting")}
    found = []
    for committee in sorted(rows, key=str):
        body = around.record("committee", str(committee)) if committee else None
        words = ";".join(gaps(of_same_row(committee, around)))
        found += [f"{body.text('title') if body else '没有写明机构的会议'}:{words}"] if words else []
    return "。".join(found) + "。编号给出以后不再用第二次。" if found else "各机构的编号都连着,没有空号。"


OPEN_RESOLUTIONS = Roll(
    key="open_resolutions",
    title="未办决议一览",
    part="resolution",
    columns=(
        Column("决议事项", _own("resolution", "text"), 4),
        Column("责任人或部门", _own("resolution", "owner"), 1.6),
        Column("完成期限", _own("resolution", "due_on"), 1.8),
        Column("状态", _own("resolution", "state"), 0.9),
        Column("过期", _late, 1.4),
        Column("会议", _of_meeting("title"), 2.4),
        Column("开会日期", _held, 1.8),
        Column("机构", _of_meeting("committee"), 2, paper=False),
        Column("纪要编号", _of_meeting("minutes_no"), 1.4, paper=False),
        Column("落实情况", _own("resolution", "progress"), 2, paper=False),
    ),
    counts=_state(*OPEN_STATES),
    order=lambda record, _around: str(record.get("due_on")),
    kinds=(
        Measure("未办", _state("open")),
        Measure("在办", _state("doing")),
        Measure("办结", _state("done")),
        Measure("撤销", _state("dropped")),
    ),
    unit="条",
    note=lambda _around: "按完成期限排,不论哪个机构、哪次会议;移到回收站的会议不算。",
    signers=_SIGNERS,
)
OPEN_OPINIONS = Roll(
    key="open_opinions",
    title="没有答复的家长意见",
    part="parent_opinion",
    columns=(
        Column("意见建议", _own("parent_opinion", "text"), 4),
        Column("提出人", _own("parent_opinion", "raised_by"), 1.3, "out"),
        Column("交给谁办", _own("parent_opinion", "handed_to"), 1.5),
        Column("答复期限", _own("parent_opinion", "due_on"), 1.8),
        Column("会议", _of_meeting("title"), 2.4),
        Column("开会日期", _held, 1.8),
    ),
    counts=_unanswered,
    order=lambda record, around: str(record.get("due_on") or _held(record, around)),
    kinds=(Measure("没有答复", _unanswered), Measure("已答复", _answered)),
    unit="条",
    signers=_SIGNERS,
)
NUMBERS = Roll(
    key="numbers",
    title="会议纪要编号登记",
    columns=(
        Column("纪要编号", _own("meeting", "minutes_no"), 1.8),
        Column("会议", _own("meeting", "title"), 3),
        Column("机构", _own("meeting", "committee"), 2),
        Column("开始时间", _own("meeting", "start"), 1.8),
        Column("签发人", _own("meeting", "signed_by"), 1.2, "name"),
        Column("签发日期", _own("meeting", "signed_on"), 1.7),
        Column("情况", _status, 2),
    ),
    counts=_numbered,
    order=lambda record, _around: f"{record.get('committee') or ''} {record.get('signed_on') or record.get('start')}",
    unit="份",
    note=_gap_note,
    signers=(),
)
REPORTS = (OPEN_RESOLUTIONS, OPEN_OPINIONS, NUMBERS)
