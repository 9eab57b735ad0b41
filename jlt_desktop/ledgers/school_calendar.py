"""校历: the semesters of a school year as the city publishes them, the points at which parents are invited, the teaching months."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from jlt_desktop.domain.fields import Choice, Choices, Number, Text, Values
from jlt_desktop.domain.fields_lines import Lines
from jlt_desktop.domain.fields_time import Date
from jlt_desktop.domain.findings import Finding, Problem
from jlt_desktop.domain.ledger import Ledger
from jlt_desktop.domain.options import Option, Options
from jlt_desktop.domain.school_year import NODES, Dates, year_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.record import Record

NODE_OPTIONS = Options(*(Option(key, label) for key, label in NODES.items()))
_MONTHS = Options(*(Option(f"m{month}", f"{month}月") for month in (9, 10, 11, 12, 1, 2, 3, 4, 5, 6, 7, 8)))
_EDGE_DAYS = 31


def semesters_in_order(values: Values, _around: Around) -> Iterable[Finding]:
    """The four days follow each other and lie in the year they are said to be of; a point of the year ends after it begins."""
    names = ("autumn_from", "autumn_to", "spring_from", "spring_to")
    days = [(name, day) for name in names if isinstance(day := values.get(name), date)]
    for (_, before), (name, day) in pairwise(days):
        if day <= before:
            yield Problem(name, "四个日期要按先后:第一学期开始、结束,第二学期开始、结束。")
            return
    year = values.get("year")
    if isinstance(year, int) and days:
        first, last = year_of(year)
        # schools begin in the last days of August
        wrong = [name for name, day in days if not (first.toordinal() - _EDGE_DAYS <= day.toordinal() <= last.toordinal())]
        if wrong:
            yield Problem(wrong[0], f"这个日期不在 {year}—{year + 1} 学年里,请核对学年或日期。")
    lines = values.get("nodes")
    for _, begin, end, *_ in lines if isinstance(lines, tuple) else ():
        if end < begin:
            yield Problem("nodes", "节点的结束日期早于开始日期,请核对。")


def dates(record: Record) -> Dates:
    """Return what a year's record says about the calendar."""
    year = record.get("year")
    if not isinstance(year, int):
        return Dates()
    pairs = {number: (record.get(f"{name}_from"), record.get(f"{name}_to")) for number, name in ((1, "autumn"), (2, "spring"))}
    semesters = {(year, number): (a, b) for number, (a, b) in pairs.items() if isinstance(a, date) and isinstance(b, date)}
    lines, months = record.get("nodes"), record.get("months")
    nodes = {str(key): (begin, end) for key, begin, end, *_ in lines} if isinstance(lines, tuple) else {}
    taught = tuple(int(str(month)[1:]) for month in months) if isinstance(months, tuple) else ()
    return Dates(semesters, {year: nodes} if nodes else {}, {year: taught} if taught else {})


SCHOOL_CALENDAR = Ledger(
    key="school_calendar",
    title="校历",
    group="学校",
    fields={
        "year": Number(label="学年", least=2000, most=2099, required=True, purpose="九月那一年,例如 2026—2027 学年写 2026。"),
        "autumn_from": Date(label="第一学期开始", required=True, purpose="秋季开学的日子。"),
        "autumn_to": Date(label="第一学期结束", required=True, purpose="放寒假前最后一个上学日。"),
        "spring_from": Date(label="第二学期开始", required=True, purpose="春季开学的日子。"),
        "spring_to": Date(label="第二学期结束", required=True, purpose="放暑假前最后一个上学日。"),
        "nodes": Lines(
            label="关键节点",
            columns={
                "node": Choice(label="节点", options=NODE_OPTIONS, required=True),
                "from": Date(label="从哪天", required=True),
                "to": Date(label="到哪天", required=True),
            },
            purpose="家庭教育大讲堂的节点;没有写的按学期日期推算。",
        ),
        "months": Choices(label="教学月", options=_MONTHS, purpose="“月月有赛事”算哪几个月;空着按 9—12 月、3—6 月。"),
        "note": Text(label="依据", most=100, purpose="校历的文号或来源。"),
    },
    sheet=("year", "autumn_from", "autumn_to", "spring_from", "spring_to"),
    form={"学期": ("year", "autumn_from", "autumn_to", "spring_from", "spring_to"), "节点和教学月": ("nodes", "months", "note")},
    identity=("year",),
    once=("year",),
    search=("note",),
    order=("-year",),
    checks=(semesters_in_order,),
    dates=dates,
)
