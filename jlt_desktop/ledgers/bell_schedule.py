"""作息时间: the bells of the day, from which it is computed whether every break has its fifteen minutes."""

from __future__ import annotations

import re
from itertools import pairwise
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
    from collections.abc import Iterable

    from jlt_desktop.domain.around import Around

PERIODS = choose(
    lesson=("上课", "课", "第几节课"), break_=("课间", "课间休息"), big_break=("大课间", "大课间活动"), eye=("眼保健操", "眼操"),
    lunch=("午休", "午餐午休"), service=("课后服务", "延时服务"), other="其他",
)  # fmt: skip
BREAK_MINUTES = 15
_CLOCK = r"([01]?\d|2[0-3])[::]([0-5]\d)"


def minutes(text: object) -> int | None:
    """Return the minute of the day of 8:05; None when it is no time of day."""
    found = re.fullmatch(_CLOCK, str(text or ""))
    return int(found[1]) * 60 + int(found[2]) if found else None


def breaks(values: Values) -> tuple[tuple[str, int], ...]:
    """Return every break between two lessons: the lesson it follows, and its minutes without eye exercises.

    From the end of a lesson to the start of the next; the pause at noon is none.
    """
    lines = values.get("periods")
    read = [(str(one[0]), str(one[1]), minutes(one[2]), minutes(one[3])) for one in lines] if isinstance(lines, tuple) else []
    timed = sorted((start, end, name, kind) for name, kind, start, end in read if start is not None and end is not None)
    lessons = [one for one in timed if one[3] == "lesson"]
    found = []
    for (_, ended, name, _), (began, _, _, _) in pairwise(lessons):
        within = [one for one in timed if one[0] >= ended and one[1] <= began]
        if not any(kind == "lunch" for *_, kind in within):
            found.append((name, began - ended - sum(end - start for start, end, _, kind in within if kind == "eye")))
    return tuple(found)


def breaks_told(values: Values, _around: Around) -> str:
    """Return whether every break has its minutes, and which have not."""
    found = breaks(values)
    short = [f"{name}后 {length} 分钟" for name, length in found if length < BREAK_MINUTES]
    if not found:
        return ""
    return f"{len(short)} 个课间不足 {BREAK_MINUTES} 分钟:{'、'.join(short)}" if short else f"{len(found)} 个课间都够 {BREAK_MINUTES} 分钟"


def eye_exercises(values: Values) -> int:
    """Return how often a day the eyes are exercised."""
    lines = values.get("periods")
    return sum(1 for one in lines if one[1] == "eye") if isinstance(lines, tuple) else 0


def eyes_told(values: Values, _around: Around) -> str:
    """Return how often a day, in words."""
    return f"每天 {eye_exercises(values)} 次" if values.get("periods") else ""


def in_force(values: Values, today: object) -> bool:
    """Tell whether a schedule or plan applies on a day."""
    start, end = values.get("effective_from"), values.get("effective_to")
    return start is not None and str(start) <= str(today) and not (end is not None and str(end) < str(today))


def clocks_in_order(values: Values, _around: Around) -> Iterable[Finding]:
    """Every period ends after it began."""
    lines = values.get("periods")
    for place, one in enumerate(lines if isinstance(lines, tuple) else (), start=1):
        start, end = minutes(one[2]), minutes(one[3])
        if start is not None and end is not None and end <= start:
            yield Problem("periods", f"第 {place} 行“{one[0]}”的结束时间应晚于开始时间。")


def _clock(label: str) -> Text:
    return Text(label=label, required=True, pattern=_CLOCK, pattern_help=f"{label}写成 8:05 这样。")


BELL_SCHEDULE = Ledger(
    key="bell_schedule",
    title="作息时间",
    group="强体魄",
    happened="effective_from",
    standing=True,
    fields={
        "title": Text(label="名称", most=60, required=True, leaves=PSEUDONYM, aliases=("作息表名称",), purpose="例如“小学部秋冬作息”。"),
        "grades": grades("适用于"),
        "effective_from": Date(label="执行日期", required=True, leaves=PSEUDONYM, purpose="从哪天起执行。"),
        "effective_to": Date(label="停止日期", leaves=PSEUDONYM, purpose="换新作息的日子;还在用的不填。"),
        "periods": Lines(
            label="时段",
            columns={
                "name": Text(label="名称", most=20, required=True),
                "kind": Choice(label="类别", options=PERIODS, required=True),
                "start": _clock("开始"),
                "end": _clock("结束"),
            },
            required=True,
            purpose="从早到晚一行一个;课间可以不写,程序按前后两节课算。眼保健操写一行。",
        ),
        "screen_share": Number(
            label="电子屏教学占比",
            least=0,
            most=100,
            decimals=1,
            unit="%",
            leaves=PSEUDONYM,
            purpose="用电子屏上课的时间占教学时间的百分之多少,不超过 30%。",
        ),
        "breaks": Derived(label="课间15分钟", compute=breaks_told, leaves=PSEUDONYM, purpose="由时段计算,眼保健操的时间要减去。"),
        "eyes": Derived(label="眼保健操次数", compute=eyes_told, leaves=PSEUDONYM, purpose="由时段计算。"),
        "evidence": evidence("作息表、课表。"),
    },
    sheet=("title", "grades", "effective_from", "effective_to", "breaks", "eyes", "screen_share"),
    form={"作息": ("title", "grades", "effective_from", "effective_to", "screen_share"), "时段": ("periods", "evidence")},
    identity=("title", "effective_from"),
    named=("title",),
    search=("title",),
    order=("-effective_from", "title"),
    checks=(clocks_in_order, forward("effective_from", "effective_to", "停止日期早于执行日期,请核对。")),
)
