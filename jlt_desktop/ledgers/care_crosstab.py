"""留守与特殊儿童统计表 by grade, as bureaus ask for it: pupils, both definitions, categories, who cares for them, what the school did."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from jlt_desktop.domain.calendar import grade, grade_title
from jlt_desktop.domain.codes import DISABILITY
from jlt_desktop.domain.figures import Crosstab, Figure
from jlt_desktop.domain.left_behind import by_civil_affairs, by_register
from jlt_desktop.domain.report import Balance
from jlt_desktop.ledgers.left_behind_flags import child_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.figures import Counted
    from jlt_desktop.domain.left_behind import Child, Flag
    from jlt_desktop.domain.periods import Span
    from jlt_desktop.domain.record import Record

OTHER = "没有年级"
_GRADES = (*(grade_title(number) for number in (-2, -1, 0)), *(grade_title(number) for number in range(1, 13)), OTHER)
_GRAND = ("grand", "maternal")
_HELPERS = (("学校", ("school",)), ("村(社区)", ("village",)), ("民政", ("civil",)), ("妇联", ("women",)))
_CATEGORIES = (
    ("孤儿", "orphan"), ("事实无人抚养", "de_facto_orphan"), ("残疾", "disabled"), ("低保", "dibao"), ("脱贫户或监测户", "poverty_monitor"),
    ("特困", "tekun"), ("单亲(自愿申报)", "single_parent"), ("重病", "serious_illness"),
)  # fmt: skip
_ON_ROLL = (None, "enrolled", "home_taught", "suspended")


def _grade_of(pupil: Record | None, around: Around, span: Span) -> str:
    entered = pupil.get("entry_year") if pupil else None
    number = grade(entered, span.until, around.calendar.stage) if isinstance(entered, int) else None
    return (grade_title(number) if number is not None and number < 13 else "") or OTHER


def _pupil_place(record: Record, around: Around, span: Span) -> str:
    """Pupils on the roll; who has left stands on no line."""
    return _grade_of(record, around, span) if record.get("enrol_status") in _ON_ROLL else ""


def _file_place(record: Record, around: Around, span: Span) -> str:
    """Files that were open on the last day."""
    opened, closed = record.get("opened_on"), record.get("closed_on")
    if (isinstance(opened, date) and opened > span.until) or (isinstance(closed, date) and closed <= span.until):
        return ""
    return _grade_of(around.record("student", record.text("student")), around, span)


def _part_place(_record: Record, around: Around, span: Span) -> str:
    """Parts count with their file, also when it was closed since: what was done was done."""
    return _grade_of(around.record("student", around.parent.text("student")) if around.parent else None, around, span)


def _everybody(_record: Record, _around: Around, _span: Span) -> bool:
    return True


def _is(name: str, *values: object) -> Counted:
    return lambda record, _around, _span: record.get(name) in values


def _in(name: str, key: str) -> Counted:
    return lambda record, _around, _span: key in (record.get(name) or ())  # type: ignore[operator]  # a tuple of keys


def _away(rule: Callable[[Child, date], Flag], *kinds: str) -> Counted:
    """Those a definition holds for, all of them or of one kind, on the last day."""

    def counts(record: Record, around: Around, span: Span) -> bool:
        flag = rule(child_of(record.values, around.parts("guardian")), span.until)
        return flag.holds is True and (not kinds or flag.detail in kinds)

    return counts


def _disabled(key: str) -> Counted:
    return lambda record, _around, _span: record.get("dis_type") == key


def _helped(orgs: tuple[str, ...] | None) -> Counted:
    named = {one for _, keys in _HELPERS for one in keys}

    def counts(_record: Record, around: Around, span: Span) -> bool:
        running = {one.text("helper_org") for one in around.parts("pairing") if _running(one, span)}
        return bool(running) if orgs is None else bool(running & set(orgs)) if orgs else bool(running - named)

    return counts


def _running(pairing: Record, span: Span) -> bool:
    begun, ended = pairing.get("from_date"), pairing.get("to_date")
    return not (isinstance(begun, date) and begun > span.until) and not (isinstance(ended, date) and ended < span.until)


def _in_span(name: str) -> Counted:
    def counts(record: Record, _around: Around, span: Span) -> bool:
        value = record.get(name)
        return span.holds(value.date() if isinstance(value, datetime) else value)

    return counts


def _signed(_record: Record, around: Around, span: Span) -> bool:
    agreements = around.parts("care_entrustment")
    return any(isinstance(day := one.get("signed_on"), date) and day <= span.until for one in agreements)


def _should_sign(record: Record, around: Around, _span: Span) -> bool:
    """Both parents are away: the law asks for care to be entrusted to somebody."""
    return around.texts("care_file", record, ("parents_away",))[0] == "双方外出"


def _note(around: Around, span: Span) -> str:
    rule = around.local_rule
    return (
        f"统计时点 {span.until}。在校生:在读、休学、送教上门。民政口径:国发〔2016〕13号;学籍口径:外出务工满三个月。"
        f"类别、照护、结对只统计已建档、没有退出的;一人可属几类。家访人次是 {span.since} 至 {span.until} 的。"
        f"地方口径外出满 {rule.months} 个月的见花名册。"
    )


def _pupils(label: str, counts: Callable[[Record, Around, Span], bool | int], group: str = "在校") -> Figure:
    return Figure(label, "student", counts, group)


def _files(label: str, counts: Callable[[Record, Around, Span], bool | int], group: str) -> Figure:
    return Figure(label, "care_file", counts, group)


_MCA, _MOE, _HELP = "民政口径留守", "学籍口径留守", "结对"
CARE_BY_GRADE = Crosstab(
    key="by_grade",
    title="留守与特殊儿童统计表(按年级)",
    head="年级",
    lines=_GRADES,
    places={"student": _pupil_place, "care_file": _file_place, "home_visit": _part_place},
    figures=(
        _pupils("在校生", _everybody),
        _pupils("男", _is("sex", "male")),
        _pupils("女", _is("sex", "female")),
        _pupils("寄宿", _is("boarding", "board")),
        _pupils("小计", _away(by_civil_affairs), _MCA),
        _pupils("双方外出", _away(by_civil_affairs, "both"), _MCA),
        _pupils("一方外出另一方无监护能力", _away(by_civil_affairs, "one"), _MCA),
        _pupils("小计", _away(by_register), _MOE),
        _pupils("一方外出", _away(by_register, "one"), _MOE),
        _pupils("双方外出", _away(by_register, "both"), _MOE),
        _files("已建档", _everybody, "建档"),
        *(_files(label, _in("categories", key), "类别") for label, key in _CATEGORIES),
        *(_files(one.label.removesuffix("残疾"), _disabled(one.key), "残疾按类") for one in DISABILITY if one.key != "none"),
        _files("父母一方", _is("guardianship_type", "parent"), "照护"),
        _files("祖辈", _is("guardianship_type", *_GRAND), "照护"),
        _files("其他亲属", _is("guardianship_type", "relative"), "照护"),
        _files("无人监护", _is("guardianship_type", "nobody"), "照护"),
        _files("其他", _is("guardianship_type", "other", "home"), "照护"),
        _files("较好", _is("guardianship_eval", "good"), "监护评估"),
        _files("一般", _is("guardianship_eval", "fair"), "监护评估"),
        _files("差", _is("guardianship_eval", "poor"), "监护评估"),
        _files("已结对", _helped(None), _HELP),
        *(_files(label, _helped(keys), _HELP) for label, keys in _HELPERS),
        _files("其他", _helped(()), _HELP),
        Figure("家访人次", "home_visit", _in_span("date"), "关爱"),
        _files("委托照护应签", _should_sign, "关爱"),
        _files("委托照护已签", _signed, "关爱"),
    ),
    balances=(
        Balance("在校:在校生", ("在校:男", "在校:女")),
        Balance(f"{_MCA}:小计", (f"{_MCA}:双方外出", f"{_MCA}:一方外出另一方无监护能力")),
        Balance(f"{_MOE}:小计", (f"{_MOE}:一方外出", f"{_MOE}:双方外出")),
        Balance("建档:已建档", tuple(f"照护:{one}" for one in ("父母一方", "祖辈", "其他亲属", "无人监护", "其他"))),
        Balance("建档:已建档", tuple(f"监护评估:{one}" for one in ("较好", "一般", "差"))),
    ),
    note=_note,
    leaves=True,
)
