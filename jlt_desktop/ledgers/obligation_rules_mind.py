"""Tasks 4 to 6: assessments, the list of concern with its plans and months, referrals, and who looks after pupils' minds."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from jlt_desktop.domain.calendar import month_of
from jlt_desktop.domain.classes import read_classes
from jlt_desktop.domain.obligation_rules import Kinds, Share, Source, Sums, Times
from jlt_desktop.ledgers.concern_states import FOLLOWED, followed_in, listed_since
from jlt_desktop.ledgers.obligation_sources import CLASSES, held, its_grade, meets_class, post, staff
from jlt_desktop.ledgers.referral_clock import USUAL_LIMIT, minutes_between

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from jlt_desktop.domain.obligation_rules import Look, Rule
    from jlt_desktop.domain.record import Record

_SIGNS = ("homeroom_on", "counselor_on", "health_vp_on")
_LIST = ("found_on", "urgent_at", "panel_on", "level_changes")
_PLAN_DAYS = 7


def _signed(record: Record, _look: Look) -> bool:
    return all(record.get(name) for name in _SIGNS)


def _followed(record: Record, look: Look) -> bool:
    return followed_in(record, month_of(look.today))


def _answered(record: Record, _look: Look) -> bool:
    minutes = minutes_between(record.values, "t_initiated", "t_responded")
    return minutes is not None and minutes <= USUAL_LIMIT


def _over(record: Record, _look: Look) -> bool:
    return record.get("t_initiated") is not None and (record.get("t_responded") is not None or record.get("closed_on") is not None)


def _number(record: Record, name: str) -> float:
    value = record.get(name)
    return float(value) if isinstance(value, int | float) else 0.0


def _to_test(record: Record) -> float:
    return max(0.0, _number(record, "n_target") - _number(record, "n_na"))


def _checked(record: Record, _look: Look) -> bool:
    return isinstance(record.get("checkup_on"), date)


def _batch(kind: str, **more: object) -> Source:
    reads = ("n_target", "n_done", "n_na", *more.pop("reads", ()))  # type: ignore[misc]  # names of fields
    return Source(ledger="assessment_batch", on="date_from", where={"batch_type": kind}, reads=reads, **more)  # type: ignore[arg-type]


def _lessons(record: Record) -> int:
    return max(1, int(_number(record, "lessons")))


def _grades(record: Record, look: Look) -> Iterable[object]:
    """Return the grades a session was for: as ticked, else those of the classes written."""
    ticked = record.get("grades")
    if isinstance(ticked, tuple):
        return ticked
    day, stage = record.get("date"), look.calendar.stage
    meant = read_classes(record.text("classes"), day if isinstance(day, date) else look.today, stage)
    return (*(f"g{one}" for one in meant.grades), *(found for room in meant.rooms for found in its_grade(room, look)))


def _linked(record: Record, _look: Look) -> bool:
    return record.get("linked") is not None


def _came(kind: str, first: Callable[[Look], date]) -> tuple[Source, ...]:
    """Return the health vice-principals who came for something since a day; any visit where no kind is named."""

    def test(record: Record, look: Look) -> bool:
        lines = record.get("visits")
        since = first(look)
        return any(
            (not kind or line[1] == kind) and isinstance(line[0], date) and since <= line[0] <= look.today
            for line in (lines if isinstance(lines, tuple) else ())
        )

    return (
        Source(
            ledger="external_post",
            on="from_date",
            until="to_date",
            timing="force",
            where={"kind": "health_vp"},
            reads=("visits",),
            test=test,
        ),
    )


def _this_month(look: Look) -> date:
    return look.today.replace(day=1)


def _this_quarter(look: Look) -> date:
    return date(look.today.year, 3 * ((look.today.month - 1) // 3) + 1, 1)


def _this_semester(look: Look) -> date:
    return look.calendar.semester(look.today)[0]


def _this_year(look: Look) -> date:
    return look.term.first


_ON_LIST = Source(ledger="concern", where={"state": FOLLOWED}, reads=(*_SIGNS, *_LIST), timing="always")
_ATTENDED = {"ledger": "training", "on": "date", "about": "attended"}
MIND_RULES: Mapping[str, Rule] = {
    "O-04a": Kinds(
        kinds={
            "健康副校长": (post("health_vp"),),
            "校医(保健教师)": (staff("doctor", "health_teacher"),),
            "心理教师": (staff("psych_full", "psych_part"),),
        }
    ),
    "O-04b": Times(of=(Source(ledger="psych_room", on="opened_on", until="closed_on", timing="force"),)),
    "O-04d": Share(
        of=(CLASSES,),
        by=(
            Source(
                ledger="psych_activity",
                on="date",
                where={"kind": "lesson"},
                reads=("classes", "lessons"),
                covers=meets_class,
                weight=_lessons,
            ),
        ),
        fortnights=True,
    ),
    "O-04e": Share(
        of=(CLASSES,),
        spread=its_grade,
        by=(Source(ledger="psych_activity", on="date", where={"kind": "group"}, reads=("grades", "classes"), about=_grades),),
    ),
    "O-04f": Kinds(
        kinds={
            "每月到校": _came("", _this_month),
            "每季授课": _came("lesson", _this_quarter),
            "学期例会": _came("meeting", _this_semester),
            "学期座谈或讲座": _came("talk", _this_semester),
            "年度计划总结": _came("year_plan", _this_year),
            "年度制度梳理": _came("rules", _this_year),
        }
    ),
    "O-05a": Share(
        of=(staff("class_teacher", "psych_full", "psych_part"),),
        by=(Source(where={"kind": ("crisis", "talking")}, **_ATTENDED),),  # type: ignore[arg-type]  # as Source has it
    ),
    "O-05b": Share(
        of=(staff("subject_teacher"),),
        by=(Source(where={"kind": "classroom"}, **_ATTENDED),),  # type: ignore[arg-type]  # as above
    ),
    "O-05c": Times(of=(held("O-05c", reads=("linked",), test=_linked),)),
    "O-06f": Times(of=(held("O-06f"), Source(ledger="psych_activity", on="date", where={"kind": ("emotion", "vent")}))),
    "O-14g": Times(of=(Source(ledger="concern", on="panel_on"),)),
    "O-04c": Share(
        of=(Source(ledger="referral", on="t_found", reads=("t_initiated", "t_responded", "closed_on"), test=_over),),
        met=_answered,
        own_dues=True,
    ),
    "O-06a": Sums(of=_batch("whole"), done=lambda one: _number(one, "n_done"), required=_to_test),
    "O-06b": Sums(
        of=_batch("depression", reads=("checkup_on",), test=_checked), done=lambda one: _number(one, "n_done"), required=_to_test
    ),
    "O-06c": Share(of=(_ON_LIST,), met=_signed, own_dues=True),
    "O-06d": Share(
        of=(_ON_LIST,),
        by=(Source(ledger="individual_plan", on="from_date", filled=("goals",), about="parent", timing="force"),),
        grace=(_PLAN_DAYS, listed_since),
        own_dues=True,
    ),
    "O-06e": Share(
        of=(Source(ledger="concern", reads=("state", "removed_on", "removed_why", *_LIST), test=_followed, timing="always"),),
        by=(Source(ledger="follow_up", on="month", about="parent"),),
        own_dues=True,
    ),
}
