"""章程: what a committee has agreed on about itself, version by version, and which version was in force on a day."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from jlt_desktop.domain.fields import Choice, Number, Text
from jlt_desktop.domain.fields_links import Attachment, Link
from jlt_desktop.domain.fields_time import Date
from jlt_desktop.domain.leaves import COUNT
from jlt_desktop.domain.ledger import Ledger
from jlt_desktop.domain.seal import Seal
from jlt_desktop.ledgers.choices import choose

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.record import Record

QUORUM = choose(half=("过半数", "1/2"), two_thirds=("三分之二", "2/3"), four_fifths=("五分之四", "4/5"))
VOTES = choose(
    half_present="到会成员过半数", two_thirds_present="到会成员三分之二", half_all="全体成员过半数", two_thirds_all="全体成员三分之二"
)
CHAPTERS = "总则;组织机构与产生;权利;义务;职责;会议制度;工作纪律(不得收费、不得推销);附则"


def in_force(charters: Iterable[Record], day: date) -> Record | None:
    """Return the version that had been adopted last by a day; None before the first."""
    adopted = [(on, one) for one in charters if isinstance(on := one.get("adopted_on"), date) and on <= day]
    return max(adopted, key=lambda pair: pair[0])[1] if adopted else None


def day_of(value: object) -> date | None:
    """Return the day of a time or of a day; None of anything else."""
    return value.date() if isinstance(value, datetime) else value if isinstance(value, date) else None


def superseded(record: Record, around: Around) -> str:
    """Tell why a version can no longer be rewritten: a newer one stands."""
    own, body = record.get("adopted_on"), around.parent
    if body is None or not isinstance(own, date):
        return ""
    newer = [one for one in around.parts_of(body, "charter") if isinstance(on := one.get("adopted_on"), date) and on > own]
    return f"已经有更新的章程({newer[0].text('version')}),旧版本保持原样。" if newer else ""


CHARTER = Ledger(
    key="charter",
    title="章程",
    group="家委会",
    part_of="committee",
    happened="adopted_on",
    standing=True,
    fields={
        "version": Text(label="版本", most=30, required=True, leaves=COUNT, purpose="例如“2024年通过”“2026年修订”。"),
        "adopted_on": Date(label="通过日期", required=True, leaves=COUNT, purpose="全体会议通过的日子,从这一天起按这一版。"),
        "adopted_at": Link(label="通过的会议", to="meeting", purpose="哪次会议通过的;先记会议,再在这里选。"),
        "quorum": Choice(label="到会比例", options=QUORUM, required=True, purpose="到会多少人,会议才有效。"),
        "votes": Choice(label="通过比例", options=VOTES, required=True, purpose="多少人赞成,表决才通过。"),
        "term_years": Number(label="任期", least=1, most=9, unit="年", purpose="一届几年,换届时由它算出任期结束。"),
        "chapters": Text(label="正文", most=20000, multiline=True, purpose=f"可以贴全文。一般有八章:{CHAPTERS}。"),
        "file": Attachment(label="文件", purpose="章程的扫描件或文档。"),
        "note": Text(label="说明", most=200, purpose="改了哪几条、为什么改。"),
    },
    sheet=("version", "adopted_on", "adopted_at", "quorum", "votes", "term_years", "note"),
    form={
        "章程": ("version", "adopted_on", "adopted_at", "note"),
        "规则": ("quorum", "votes", "term_years"),
        "内容": ("chapters", "file"),
    },
    identity=("version", "adopted_on"),
    named=("version",),
    search=("version", "chapters"),
    order=("-adopted_on",),
    seal=Seal(since=superseded, open=("file",)),
)
