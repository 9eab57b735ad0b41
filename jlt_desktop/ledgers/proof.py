"""What nearly every ledger of the plan has: typed evidence, the school year it counts for, counts of people, grades."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from jlt_desktop.domain.calendar import school_year
from jlt_desktop.domain.fields import Choices, Number, Text, Values
from jlt_desktop.domain.fields_links import Evidence
from jlt_desktop.domain.findings import Finding, Problem
from jlt_desktop.domain.leaves import PSEUDONYM, Leaves
from jlt_desktop.domain.options import Option, Options
from jlt_desktop.ledgers.assessment_batch import GRADES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.ledger import Check, Fill

# the letters by which a box of evidence is sorted
PROOF = Options(
    *(
        Option(letter, label, aliases=words)
        for letter, label, words in (
            ("A", "文件、方案、计划、总结", ("方案", "计划", "总结", "通知", "预案")), ("B", "名单、聘任文件、制度", ("名单", "聘任",
            "制度")),
            ("C", "会议记录", ()), ("D", "签到表", ()), ("E", "协议扫描", ("协议", "合同")), ("H", "聘书、派驻函", ("聘书", "派驻函")),
            ("K", "课表、作息表", ("课表", "作息")), ("M", "纪要", ()), ("P", "照片", ("现场图",)), ("Q", "问题整改单", ("整改", "销号")),
            ("R", "活动记录、简报", ("活动记录", "简报", "新闻稿")), ("S", "培训、家长签到", ("签到",)),
            ("T", "统计表、登记表", ("统计", "登记")), ("V", "家访记录", ("家访",)), ("W", "值班、接待、答复登记", ("值班", "接待",
            "答复")),
            ("X", "巡查记录", ("巡查",)), ("Z", "公示截图", ("公示",)),
        )
    )
)  # fmt: skip
YEAR_HELP = "学年写成 2026-2027。"


def evidence(purpose: str) -> Evidence:
    """Return the field for the files that prove something, each with its letter."""
    return Evidence(label="佐证", codes=PROOF, picture="P", purpose=purpose)


def count(
    label: str, purpose: str, *, unit: str = "人", required: bool = False, leaves: Leaves = PSEUDONYM,
    shown_if: tuple[tuple[str, object], ...] = (),
) -> Number:  # fmt: skip
    """Return a field for how many, from none upwards."""
    return Number(label=label, least=0, most=99999, unit=unit, required=required, leaves=leaves, purpose=purpose, shown_if=shown_if)


def grades(label: str = "年级", *, required: bool = False) -> Choices:
    """Return a field for the grades something is meant for."""
    return Choices(label=label, options=GRADES, required=required, leaves=PSEUDONYM, aliases=("适用年级", "参加年级"))


def year(purpose: str = "空着按日期填。") -> Text:
    """Return the field of the school year, 2026-2027."""
    return Text(label="学年", pattern=r"\d{4}-\d{4}", pattern_help=YEAR_HELP, leaves=PSEUDONYM, purpose=purpose)


def year_text(day: date) -> str:
    """Return 2026-2027 for a day of that school year."""
    began = school_year(day)
    return f"{began}-{began + 1}"


def year_from(name: str) -> Fill:
    """Return a rule that fills the school year from a day of the record, from today where that is blank."""

    def fill(values: Values, around: Around) -> Mapping[str, object]:
        day = values.get(name)
        return {"school_year": year_text(day if isinstance(day, date) else around.today)}

    return fill


def year_is_one(values: Values, _around: Around) -> Iterable[Finding]:
    """A school year runs from one year to the next."""
    text = values.get("school_year")
    if isinstance(text, str) and re.fullmatch(r"\d{4}-\d{4}", text) and int(text[5:]) != int(text[:4]) + 1:
        yield Problem("school_year", f"{text} 不是一个学年,应是 {text[:4]}-{int(text[:4]) + 1} 这样相邻的两年。")


def forward(first: str, last: str, words: str) -> Check:
    """Return a check that one day or moment is not before another."""

    def check(values: Values, _around: Around) -> Iterable[Finding]:
        start, end = values.get(first), values.get(last)
        if start is not None and end is not None and str(end) < str(start):
            yield Problem(last, words)

    # told apart by what they compare: one name for each pair of fields
    check.__name__ = f"{first}_not_after_{last}"
    return check


def number(values: Values, name: str) -> int:
    """Return a count, 0 where it is blank."""
    value = values.get(name)
    return int(value) if isinstance(value, int | float) else 0


def share(part: int, whole: int) -> str:
    """Return 95.0%(19/20); empty when there is nothing to be a share of."""
    return f"{part / whole * 100:.1f}%({part}/{whole})" if whole else ""
