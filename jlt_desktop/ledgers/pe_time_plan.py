"""体育活动时间: minutes of sport for every weekday, from which the two hours a day are computed, never logged day by day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.domain.fields import Choice, Derived, Number, Text, Values
from jlt_desktop.domain.fields_lines import Lines
from jlt_desktop.domain.fields_time import Date
from jlt_desktop.domain.findings import Finding, Problem
from jlt_desktop.domain.leaves import PSEUDONYM
from jlt_desktop.domain.ledger import Ledger
from jlt_desktop.ledgers.choices import choose
from jlt_desktop.ledgers.proof import evidence, forward, grades

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from jlt_desktop.domain.around import Around

WEEKDAYS = choose(mon=("周一", "星期一"), tue=("周二", "星期二"), wed=("周三", "星期三"), thu=("周四", "星期四"), fri=("周五", "星期五"))
PE_MINUTES = 120


def minutes_by_day(values: Values) -> Mapping[str, int]:
    """Return the minutes of every weekday that is planned: its key -> minutes; a weekday without a line has none."""
    lines = values.get("days")
    planned = dict.fromkeys((one.key for one in WEEKDAYS), 0)
    for line in lines if isinstance(lines, tuple) else ():
        planned[str(line[0])] = planned.get(str(line[0]), 0) + sum(int(cell) for cell in line[1:] if isinstance(cell, int | float))
    return planned


def minutes_told(values: Values, _around: Around) -> str:
    """Return whether every weekday has its two hours, and which have not."""
    if not values.get("days"):
        return ""
    planned = minutes_by_day(values)
    short = [f"{WEEKDAYS.label(day)} {length} 分钟" for day, length in planned.items() if length < PE_MINUTES]
    return f"不足 {PE_MINUTES} 分钟:{'、'.join(short)}" if short else f"每天都够 {PE_MINUTES} 分钟(最少 {min(planned.values())})"


def each_day_once(values: Values, _around: Around) -> Iterable[Finding]:
    """A weekday stands in one line."""
    lines = values.get("days")
    days = [line[0] for line in lines] if isinstance(lines, tuple) else []
    twice = [one.label for one in WEEKDAYS if days.count(one.key) > 1]
    if twice:
        yield Problem("days", f"{'、'.join(twice)}写了两行,请合成一行。")


def _minutes(label: str) -> Number:
    return Number(label=label, least=0, most=300)


PE_TIME_PLAN = Ledger(
    key="pe_time_plan",
    title="体育活动时间",
    group="强体魄",
    happened="effective_from",
    standing=True,
    fields={
        "title": Text(label="名称", most=60, required=True, leaves=PSEUDONYM, purpose="例如“三年级体育活动安排”。"),
        "grades": grades(required=True),
        "effective_from": Date(label="执行日期", required=True, leaves=PSEUDONYM, purpose="从哪天起执行。"),
        "effective_to": Date(label="停止日期", leaves=PSEUDONYM, purpose="换新安排的日子;还在用的不填。"),
        "days": Lines(
            label="每天分钟数",
            columns={
                "weekday": Choice(label="星期", options=WEEKDAYS, required=True),
                "pe_lesson": _minutes("体育课"),
                "big_break": _minutes("大课间"),
                "micro": _minutes("课间微运动"),
                "after_school": _minutes("课后体育"),
            },
            required=True,
            most=5,
            purpose="周一到周五各一行,写分钟数,没有写 0。",
        ),
        "football": Number(label="每周足球课", least=0, most=20, unit="节", leaves=PSEUDONYM, purpose="每班每周几节足球课。"),
        "enough": Derived(label="每日2小时", compute=minutes_told, leaves=PSEUDONYM, purpose="把每天的分钟数加起来,看够不够 120 分钟。"),
        "note": Text(label="雨雪天安排", most=300, multiline=True, purpose="不能到室外时怎样保证。"),
        "evidence": evidence("课表、活动安排表。"),
    },
    sheet=("title", "grades", "effective_from", "effective_to", "enough", "football"),
    form={"安排": ("title", "grades", "effective_from", "effective_to", "football"), "每天": ("days", "note", "evidence")},
    identity=("title", "effective_from"),
    named=("title",),
    search=("title",),
    order=("-effective_from", "title"),
    checks=(each_day_once, forward("effective_from", "effective_to", "停止日期早于执行日期,请核对。")),
)
