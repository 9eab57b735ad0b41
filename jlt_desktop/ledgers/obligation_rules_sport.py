"""Tasks 7 to 9: breaks, sport and eyes by the timetable, homework and screens, skills, teams, competitions, tests, mending."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from jlt_desktop.domain.classes import read_classes
from jlt_desktop.domain.obligation_rules import Both, Each, Share, Source, Sums, Times
from jlt_desktop.ledgers.bell_schedule import BREAK_MINUTES, breaks, eye_exercises
from jlt_desktop.ledgers.obligation_sources import CLASSES, PUPILS, class_of, grade_of, held, of_year
from jlt_desktop.ledgers.pe_time_plan import PE_MINUTES, WEEKDAYS, minutes_by_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from jlt_desktop.domain.obligation_rules import Look, Rule, Test
    from jlt_desktop.domain.record import Record

_MOST_SCREEN = 30
_MOST_PRIMARY, _MOST_JUNIOR, _SMALL, _PRIMARY = 60, 90, 2, 6


def _long_breaks(record: Record, _look: Look) -> bool:
    found = breaks(record.values)
    return bool(found) and all(length >= BREAK_MINUTES for _, length in found)


def _eyes(record: Record, _look: Look) -> bool:
    return eye_exercises(record.values) > 0


def _little_screen(record: Record, _look: Look) -> bool:
    if record.ledger == "spot_check":
        return _in_order(record, _look)
    share = record.get("screen_share")
    return isinstance(share, int | float) and share <= _MOST_SCREEN


def _in_order(record: Record, _look: Look) -> bool:
    return bool(record.get("ok") or record.get("mended_on"))


def _grade_days(room: object, look: Look) -> Iterable[object]:
    found = grade_of(room, look)
    return ((found, one.key) for one in WEEKDAYS) if found else ()


def _planned_days(record: Record, _look: Look) -> Iterable[object]:
    grades = record.get("grades")
    good = [day for day, minutes in minutes_by_day(record.values).items() if minutes >= PE_MINUTES]
    return ((one, day) for one in (grades if isinstance(grades, tuple) else ()) for day in good)


def _plays_football(record: Record, look: Look) -> Callable[[object], bool]:
    grades, lessons = record.get("grades"), record.get("football")
    some = grades if isinstance(grades, tuple) and isinstance(lessons, int | float) and lessons >= 1 else ()
    return lambda room: grade_of(room, look) in some


def _little_homework(record: Record, look: Look) -> bool:
    day, minutes = record.get("date"), record.get("minutes")
    if not isinstance(day, date) or not isinstance(minutes, int | float):
        return False
    grades = read_classes(record.text("classes"), day, look.calendar.stage).all_grades(day, look.calendar.stage)
    youngest = min(grades, default=_PRIMARY)
    return minutes <= (0 if youngest <= _SMALL else _MOST_PRIMARY if youngest <= _PRIMARY else _MOST_JUNIOR)


def _number(name: str, *less: str) -> object:
    def read(record: Record) -> float:
        values = [record.get(one) for one in (name, *less)]
        first, *others = [float(one) if isinstance(one, int | float) else 0.0 for one in values]
        return max(0.0, first - sum(others))

    return read


def _settled_or_due(record: Record, look: Look) -> bool:
    due = record.get("due_on")
    return record.get("closed_on") is not None or (isinstance(due, date) and due < look.today)


def closed(record: Record, _look: Look) -> bool:
    """Tell whether a problem was mended and crossed off."""
    return record.get("closed_on") is not None


def _reported(record: Record, _look: Look) -> bool:
    return record.get("reported_on") is not None


def _timetable(ledger: str, **more: object) -> Source:
    return Source(ledger=ledger, on="effective_from", until="effective_to", timing="force", **more)  # type: ignore[arg-type]  # as Source


def _schedule(met: Test) -> Share:
    return Share(of=(_timetable("bell_schedule", reads=("periods",)),), met=met, must=True)


def _checked(item: str, first: Rule) -> Both:
    checks = Source(ledger="spot_check", on="date", where={"item": item}, reads=("ok", "mended_on"))
    return Both(first=first, then=Share(of=(checks,), met=_in_order), words="巡查发现、还没有整改的")


SPORT_RULES: Mapping[str, Rule] = {
    "O-07a": _checked("breaks", _schedule(_long_breaks)),
    "O-07b": _checked(
        "sport",
        Share(
            of=(CLASSES,), spread=_grade_days,
            by=(_timetable("pe_time_plan", reads=("days", "grades"), about=_planned_days),),
            must=True,
        ),
    ),
    "O-07c": _checked("eyes", _schedule(_eyes)),
    "O-07d": Share(of=(Source(ledger="homework_log", on="date", reads=("classes", "minutes")),), met=_little_homework, must=True),
    "O-07e": Share(
        of=(
            Source(ledger="spot_check", on="date", where={"item": "screen"}, reads=("ok", "mended_on")),
            _timetable("bell_schedule", filled=("screen_share",)),
        ),
        met=_little_screen,
        must=True,
    ),
    "O-07f": Share(
        of=(CLASSES,), by=(_timetable("pe_time_plan", reads=("football", "grades"), covers=_plays_football),),
    ),
    "O-08a": Share(
        of=(PUPILS,),
        by=(Source(ledger="pupil_sport", filled=("sport_1",), of_year="school_year", test=of_year(), about="student", timing="always"),),
    ),
    "O-08b": Share(
        of=(CLASSES,),
        by=(
            Source(
                ledger="class_team", reads=("entry_year", "class_no"), of_year="school_year", test=of_year(), about=class_of,
                timing="always",
            ),
        ),
    ),
    "O-08c": Each(of=(held("O-08c"),), unit="month"),
    "O-08d": Times(of=(Source(ledger="sport_brand", on="started_on", until="ended_on", timing="force"),)),
    **{one: Times(of=(held(one),)) for one in ("O-08e", "O-08f", "O-08g")},
    "O-09a": Sums(
        of=Source(ledger="fitness_batch", on="date_from", reads=("n_done", "n_target", "n_exempt", "reported_on")),
        done=_number("n_done"), required=_number("n_target", "n_exempt"), also=_reported, words="还没有上报",  # type: ignore[arg-type]
    ),
    "O-09b": Share(
        of=(Source(ledger="issue", on="found_on", reads=("due_on", "closed_on"), test=_settled_or_due),), met=closed, own_dues=True
    ),
    "O-09c": Share(
        of=(
            Source(
                ledger="inspection", on="date", where={"kind": ("surroundings", "goods"), "result": "problems"}, reads=("reported_on",)
            ),
        ),
        met=_reported,
        own_dues=True,
    ),
}  # fmt: skip
