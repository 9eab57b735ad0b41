"""体质测试和体检: how many were to be measured, how many were, with what result by grade; no result of anybody stands here."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from jlt_desktop.domain.calendar import school_year
from jlt_desktop.domain.due import Due
from jlt_desktop.domain.fields import Choice, Derived, Number, Text, Values
from jlt_desktop.domain.fields_lines import Lines
from jlt_desktop.domain.fields_time import Date
from jlt_desktop.domain.findings import Finding, Problem
from jlt_desktop.domain.leaves import COUNT
from jlt_desktop.domain.ledger import Indicator, Ledger
from jlt_desktop.ledgers.assessment_batch import GRADES
from jlt_desktop.ledgers.choices import choose
from jlt_desktop.ledgers.proof import count, evidence, forward, number, share, year, year_from, year_is_one

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.record import Record

PARTS = {"n_done": "实测", "n_exempt": "免测", "n_missed": "缺测"}
RESULTS = {"n_excellent": "优秀", "n_good": "良好", "n_pass": "及格", "n_fail": "不及格"}
_COUNTS = {"n_target": "应测", **PARTS, **RESULTS}
BY = choose(hospital=("卫生院或医院", "医院", "卫生院"), clinic="中小学卫生保健所", school="本校校医", other="其他")


def from_lines(values: Values, _around: Around) -> Mapping[str, object]:
    """Keep the totals in step with the lines by grade, where there are lines."""
    lines = values.get("by_grade")
    if not isinstance(lines, tuple):
        return {}
    return {name: sum(int(line[place]) for line in lines if line[place] is not None) for place, name in enumerate(_COUNTS, start=1)}


def sums_agree(values: Values, _around: Around) -> Iterable[Finding]:
    """Everybody who was to be measured was, was exempt, or was missed; whoever was measured has one result."""
    lines = values.get("by_grade")
    for line in lines if isinstance(lines, tuple) else ():
        words = _off(dict(zip(_COUNTS, line[1:], strict=True)))
        if words:
            yield Problem("by_grade", f"{GRADES.label(str(line[0]))}:{words},请核对。")
    if not lines and (words := _off(values)):
        yield Problem("n_target", f"{words},请核对。")
    grades = [line[0] for line in lines] if isinstance(lines, tuple) else []
    twice = [one.label for one in GRADES if grades.count(one.key) > 1]
    if twice:
        yield Problem("by_grade", f"{'、'.join(twice)}写了两行,请合成一行。")


def _off(values: Mapping[str, object]) -> str:
    target, parts = values.get("n_target"), {label: number(values, name) for name, label in PARTS.items()}
    if isinstance(target, int) and sum(parts.values()) != target:
        told = " + ".join(f"{label} {some}" for label, some in parts.items())
        return f"应测 {target} 人,而 {told} = {sum(parts.values())} 人"
    graded = sum(number(values, name) for name in RESULTS)
    done = number(values, "n_done")
    return f"优秀到不及格一共 {graded} 人,实测 {done} 人" if graded and graded != done else ""


def rate(values: Values, _around: Around) -> str:
    """Return the share of those measured among those who could be."""
    return share(number(values, "n_done"), number(values, "n_target") - number(values, "n_exempt"))


def good_rate(values: Values, _around: Around) -> str:
    """Return the share of good and excellent results."""
    return share(number(values, "n_excellent") + number(values, "n_good"), number(values, "n_done"))


def is_reported(record: Record, _around: Around) -> Iterable[Due]:
    """The results are reported by the end of the calendar year."""
    day = record.get("date_from")
    if isinstance(day, date) and record.get("reported_on") is None:
        yield Due(
            key=f"fitness:{record.id}", ledger="fitness_batch", record=record.id, text="上报体质测试数据", about=record.text("title"),
            on=date(school_year(day), 12, 31), basis="国家学生体质健康标准:每学年测试并上报",
        )  # fmt: skip


def _cell(label: str) -> Number:
    return Number(label=label, least=0, most=9999)


FITNESS_BATCH = Ledger(
    key="fitness_batch",
    title="体质测试",
    group="强体魄",
    happened="date_from",
    fields={
        "title": Text(label="批次名称", most=60, required=True, leaves=COUNT, purpose="例如“2026年秋季体质测试”。"),
        "date_from": Date(label="开始日期", required=True, leaves=COUNT, aliases=("测试日期",), purpose="测试第一天。"),
        "date_to": Date(label="结束日期", leaves=COUNT, purpose="测试最后一天,补测也算。"),
        "school_year": year(),
        "by_grade": Lines(
            label="各年级",
            columns={
                "grade": Choice(label="年级", options=GRADES, required=True),
                **{name: _cell(label) for name, label in _COUNTS.items()},
            },
            most=12,
            purpose="一个年级一行;填了这里,下面的合计由程序加。",
        ),
        "n_target": count("应测", "应该测的人数。", leaves=COUNT),
        "n_done": count("实测", "测了的人数。", leaves=COUNT),
        "n_exempt": count("免测", "因病残等批准免测的人数。", leaves=COUNT),
        "n_missed": count("缺测", "应测没有测到的人数。", leaves=COUNT),
        "n_excellent": count("优秀", "90 分以上的人数。", leaves=COUNT),
        "n_good": count("良好", "80 到 89.9 分的人数。", leaves=COUNT),
        "n_pass": count("及格", "60 到 79.9 分的人数。", leaves=COUNT),
        "n_fail": count("不及格", "60 分以下的人数。", leaves=COUNT),
        "rate": Derived(label="测试率", compute=rate, leaves=COUNT, purpose="实测占应测减免测的多少。"),
        "good_rate": Derived(label="优良率", compute=good_rate, leaves=COUNT, purpose="优秀和良好占实测的多少。"),
        "reported_on": Date(label="上报日期", leaves=COUNT, purpose="上报国家学生体质健康标准数据的日子。"),
        "evidence": evidence("统计表、上报回执。"),
    },
    sheet=("title", "school_year", "date_from", "n_target", "n_done", "n_exempt", "rate", "good_rate", "reported_on"),
    form={
        "批次": ("title", "date_from", "date_to", "school_year", "reported_on"),
        "各年级": ("by_grade",),
        "合计": (*_COUNTS, "evidence"),
    },
    identity=("title", "date_from"),
    named=("title",),
    search=("title",),
    order=("-date_from", "title"),
    fills=(year_from("date_from"),),
    keeps=(from_lines,),
    checks=(sums_agree, year_is_one, forward("date_from", "date_to", "结束日期早于开始日期,请核对。")),
    dues=(is_reported,),
    due_blank=("reported_on",),
    counts_only=True,
    indicators=(Indicator(key="batches", label="体质测试批次数", counts=lambda _r, _a: True),),
)


def checkup_adds_up(values: Values, _around: Around) -> Iterable[Finding]:
    """Nobody is examined who is not there."""
    target, done, missed = values.get("n_target"), number(values, "n_done"), number(values, "n_missed")
    if isinstance(target, int) and done + missed != target:
        yield Problem("n_target", f"应检 {target} 人,而实检 {done} + 未检 {missed} = {done + missed} 人,请核对。")
    for name, label in (("n_poor_sight", "视力不良"), ("n_screened", "同时做抑郁筛查")):
        if number(values, name) > done:
            yield Problem(name, f"{label}的人数多于实检人数,请核对。")


MEDICAL_CHECK = Ledger(
    key="medical_check",
    title="学生体检",
    group="强体魄",
    happened="date_from",
    fields={
        "title": Text(label="批次名称", most=60, required=True, leaves=COUNT, purpose="例如“2026年秋季学生体检”。"),
        "date_from": Date(label="开始日期", required=True, leaves=COUNT, aliases=("体检日期",), purpose="体检第一天。"),
        "date_to": Date(label="结束日期", leaves=COUNT, purpose="体检最后一天。"),
        "school_year": year(),
        "provider": Choice(label="体检单位", options=BY, leaves=COUNT),
        "provider_name": Text(label="单位名称", most=60, leaves=COUNT, purpose="医院或卫生院的名称。"),
        "n_target": count("应检", "应该体检的人数。", required=True, leaves=COUNT),
        "n_done": count("实检", "体检了的人数。", required=True, leaves=COUNT),
        "n_missed": count("未检", "没有体检的人数,没有填 0。", required=True, leaves=COUNT),
        "n_screened": count("同时做抑郁筛查", "体检时一起做了抑郁筛查的人数;没有做填 0。", leaves=COUNT),
        "n_poor_sight": count("视力不良", "视力不良的人数。", leaves=COUNT),
        "told_on": Date(label="反馈家长日期", leaves=COUNT, purpose="把体检结果告诉家长的日子。"),
        "note": Text(label="说明", most=300, multiline=True, purpose="补检安排;不写学生姓名和病情。"),
        "evidence": evidence("体检通知、统计表。"),
    },
    sheet=("title", "school_year", "date_from", "provider", "n_target", "n_done", "n_missed", "n_screened", "told_on"),
    form={
        "批次": ("title", "date_from", "date_to", "school_year", "provider", "provider_name"),
        "人数": ("n_target", "n_done", "n_missed", "n_screened", "n_poor_sight"),
        "之后": ("told_on", "note", "evidence"),
    },
    identity=("title", "date_from"),
    named=("title",),
    search=("title", "provider_name"),
    order=("-date_from", "title"),
    fills=(year_from("date_from"),),
    checks=(checkup_adds_up, year_is_one, forward("date_from", "date_to", "结束日期早于开始日期,请核对。")),
    counts_only=True,
    indicators=(Indicator(key="batches", label="学生体检批次数", counts=lambda _r, _a: True),),
)
