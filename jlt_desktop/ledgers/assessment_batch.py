"""测评批次: how many were to be assessed and how many were; no result of anybody stands here."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from jlt_desktop.domain.calendar import grade_title, school_year
from jlt_desktop.domain.due import Due
from jlt_desktop.domain.fields import Choice, Choices, Derived, Number, Text, Values
from jlt_desktop.domain.fields_time import Date
from jlt_desktop.domain.findings import Finding, Problem, Question
from jlt_desktop.domain.leaves import COUNT
from jlt_desktop.domain.ledger import Indicator, Ledger
from jlt_desktop.ledgers.choices import choose
from jlt_desktop.ledgers.handlings import ASSESSED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.record import Record

TYPES = choose(
    whole=("全员普测", "普测"), depression=("抑郁筛查(体检)", "抑郁筛查"), entry="新生", again="复测",
    teachers=("教师评定(低年级)", "教师评定"), special="专项",
)  # fmt: skip
_OTHER_NAMES = {7: "初一", 8: "初二", 9: "初三", 10: "高一", 11: "高二", 12: "高三"}
GRADES = choose(**{f"g{n}": (grade_title(n), *filter(None, (_OTHER_NAMES.get(n),))) for n in range(1, 13)})
PROVIDERS = choose(school="本校", district="区统一", city="市平台", hospital="医院", third="第三方")
LOCATIONS = choose(paper="纸质", district="区平台", third="第三方平台", here="本机")
CONSENT_MODES = choose(each="逐人纸质", notice="一揽子告知", none="未做")
_PARTS = {"n_done": "已测", "n_refused": "家长不同意", "n_missed": "缺测", "n_leave": "休学病假", "n_na": "不适用"}
_INTERVIEWS_WITHIN = timedelta(days=14)


def of_its_year(values: Values, _around: Around) -> Mapping[str, object]:
    """The school year follows from the first day."""
    first = values.get("date_from")
    return {"school_year": f"{school_year(first)}-{school_year(first) + 1}"} if isinstance(first, date) else {}


def sums_agree(values: Values, _around: Around) -> Iterable[Finding]:
    """Everybody who was to be assessed is in exactly one of five counts."""
    target, parts = values.get("n_target"), [values.get(name) for name in _PARTS]
    numbers = [one for one in parts if isinstance(one, int)]
    if not isinstance(target, int) or len(numbers) < len(parts):
        return
    if sum(numbers) != target:
        told = " + ".join(f"{label} {number}" for label, number in zip(_PARTS.values(), numbers, strict=True))
        apart = sum(numbers) - target
        words = f"多 {apart}" if apart > 0 else f"少 {-apart}"
        yield Problem("n_target", f"应测 {target} 人,而 {told} = {sum(numbers)} 人,{words} 人,请核对。")


def later_steps_are_smaller(values: Values, _around: Around) -> Iterable[Finding]:
    """Only who was assessed can be flagged; more interviews than flags, or more listed than interviewed, are explained."""
    done, flagged, seen, listed = (values.get(name) for name in ("n_done", "n_flag", "n_interviewed", "n_listed"))
    if isinstance(done, int) and isinstance(flagged, int) and flagged > done:
        yield Problem("n_flag", f"预警 {flagged} 人多于已测 {done} 人,请核对。")
    if isinstance(flagged, int) and isinstance(seen, int) and seen > flagged:
        yield Question("more_interviews", "n_interviewed", f"复核访谈 {seen} 人多于预警 {flagged} 人,请说明。")
    if isinstance(seen, int) and isinstance(listed, int) and listed > seen:
        yield Question("more_listed", "n_listed", f"列入关注名单 {listed} 人多于复核访谈 {seen} 人,请说明。")


def days_and_checkup(values: Values, around: Around) -> Iterable[Finding]:
    """The batch ends after it began; screening for depression goes with the pupils' check-up."""
    first, last = values.get("date_from"), values.get("date_to")
    if isinstance(first, date) and isinstance(last, date) and last < first:
        yield Problem("date_to", "结束日期早于开始日期,请核对。")
    if isinstance(first, date) and values.get("school_year") and values["school_year"] != of_its_year(values, around)["school_year"]:
        yield Problem("school_year", f"{first.isoformat()} 不在 {values['school_year']} 学年里。")
    if values.get("batch_type") == "depression" and not values.get("checkup_on") and not values.get("checkup_note"):
        yield Problem("checkup_on", "抑郁筛查要和学生体检一起做:请填体检日期,或在衔接说明里写明怎样衔接。")
    if values.get("consent_mode") == "none":
        yield Question("no_consent", "consent_mode", "没有做知情同意,请说明原因。")


def coverage(values: Values, _around: Around) -> str:
    """Return the share of those assessed among those to be assessed."""
    target, done = values.get("n_target"), values.get("n_done")
    if not isinstance(target, int) or not isinstance(done, int) or target == 0:
        return ""
    words = f"{done / target * 100:.1f}%(已测 {done},应测 {target})"
    return words if done < target else f"全覆盖({words})"


def interviews_open(record: Record, _around: Around) -> Iterable[Due]:
    """Who was flagged is talked to; a flag is no finding."""
    flagged, seen, last = record.get("n_flag"), record.get("n_interviewed"), record.get("date_to")
    missing = (flagged if isinstance(flagged, int) else 0) - (seen if isinstance(seen, int) else 0)
    if missing > 0 and isinstance(last, date):
        yield Due(
            key=f"interviews:{record.id}", ledger="assessment_batch", record=record.id, text=f"复核访谈:还有 {missing} 人没有谈",
            about=record.text("batch_name"), on=last + _INTERVIEWS_WITHIN, basis="方案任务6:测评中发现的重点学生共同研判(两周为默认值)",
        )  # fmt: skip


def _count(label: str, purpose: str, *, required: bool = True) -> Number:
    return Number(label=label, least=0, most=50000, unit="人", required=required, leaves=COUNT, purpose=purpose)


ASSESSMENT_BATCH = Ledger(
    key="assessment_batch",
    title="测评批次",
    scope="confidential",
    group="心理",
    happened="date_from",
    fields={
        "batch_name": Text(label="批次名称", most=60, required=True, purpose="例如“2026年秋季全员普测”。"),
        "batch_type": Choice(label="类型", options=TYPES, required=True, leaves=COUNT),
        "date_from": Date(label="开始日期", required=True, leaves=COUNT, purpose="测评第一天。"),
        "date_to": Date(label="结束日期", required=True, leaves=COUNT, purpose="测评最后一天,补测也算。"),
        "school_year": Text(
            label="学年", pattern=r"\d{4}-\d{4}", pattern_help="学年写成 2026-2027。", leaves=COUNT, purpose="空着按开始日期填。"
        ),
        "grades": Choices(label="适用年级", options=GRADES, required=True, leaves=COUNT),
        "scale_name": Text(label="量表名称", most=60, purpose="只写名称,不抄题目。"),
        "scale_version": Text(label="量表版本", most=30, purpose="哪一版、谁修订的。"),
        "provider": Choice(label="实施方", options=PROVIDERS, leaves=COUNT),
        "provider_name": Text(label="实施单位", most=60, purpose="平台、医院或公司的名称。"),
        "data_location": Choice(label="数据在何处", options=LOCATIONS),
        "consent_mode": Choice(label="知情同意方式", options=CONSENT_MODES, required=True, leaves=COUNT),
        "checkup_on": Date(label="体检日期", leaves=COUNT, purpose="一起做的学生体检是哪天;抑郁筛查要填这一栏或下一栏。"),
        "checkup_note": Text(label="体检衔接说明", most=200, multiline=True, purpose="和体检怎样一起做的,例如体检当天在多媒体教室作答。"),
        "n_target": _count("应测", "这次应该测的人数。"),
        "n_done": _count("已测", "测完、有效的人数。"),
        "n_refused": _count("家长不同意", "家长或学生不同意的人数,没有填 0。"),
        "n_missed": _count("缺测", "同意了、没有测到的人数,没有填 0。"),
        "n_leave": _count("休学病假", "休学、请病假的人数,没有填 0。"),
        "n_na": _count("不适用", "看不懂题目等不适合测的人数,没有填 0。"),
        "coverage": Derived(label="覆盖率", compute=coverage, purpose="已测占应测多少。"),
        "n_flag": _count("预警人数", "初筛阳性的人数;不是诊断。", required=False),
        "n_interviewed": _count("复核访谈人数", "已经谈过的人数。", required=False),
        "n_listed": _count("列入关注名单人数", "三方研判后列入的人数。", required=False),
        "note": Text(label="说明", most=300, multiline=True, purpose="补测安排、异常情况;不写学生姓名。"),
    },
    sheet=("batch_name", "batch_type", "school_year", "date_from", "date_to", "n_target", "n_done", "coverage", "n_flag", "n_interviewed"),
    form={
        "批次": ("batch_name", "batch_type", "date_from", "date_to", "school_year", "grades"),
        "怎样测": ("scale_name", "scale_version", "provider", "provider_name", "data_location", "consent_mode"),
        "体检": ("checkup_on", "checkup_note"),
        "人数": ("n_target", "n_done", "n_refused", "n_missed", "n_leave", "n_na"),
        "之后": ("n_flag", "n_interviewed", "n_listed", "note"),
    },
    identity=("batch_name", "date_from"),
    named=("batch_name",),
    search=("batch_name", "scale_name"),
    order=("-date_from", "batch_name"),
    handling=ASSESSED,
    fills=(of_its_year,),
    checks=(sums_agree, later_steps_are_smaller, days_and_checkup),
    dues=(interviews_open,),
    counts_only=True,
    indicators=(
        Indicator(key="by_type", label="测评批次数按类型", counts=lambda _r, _a: True, by="batch_type"),
        Indicator(
            key="checkup",
            label="与体检一起做的抑郁筛查批次数",
            counts=lambda r, _a: r.get("batch_type") == "depression" and r.get("checkup_on") is not None,
        ),
        Indicator(key="covered", label="全覆盖的批次数", counts=lambda r, _a: r.get("n_target") == r.get("n_done")),
    ),
)
