"""What several rules count the same way: pupils, classes and grades, staff in office, activities held, papers of a school year."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from jlt_desktop.domain.calendar import grade, school_year
from jlt_desktop.domain.classes import read_classes
from jlt_desktop.domain.obligation_rules import Source, Times, day_of
from jlt_desktop.ledgers.activity_kinds import DONE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from jlt_desktop.domain.obligation_rules import Key, Look, Test
    from jlt_desktop.domain.record import Record

AT_SCHOOL = ("enrolled", "home_taught")
NO_GRADE = 99


def pupils(**more: object) -> Source:
    """Return everybody who is at school now."""
    return Source(ledger="student", where={"enrol_status": AT_SCHOOL}, timing="always", **more)  # type: ignore[arg-type]  # as Source has it


def class_of(record: Record, _look: Look) -> Iterable[object]:
    """Return entry year and number of the class a record is about."""
    year, number = record.get("entry_year"), record.get("class_no")
    if isinstance(year, int | float) and isinstance(number, int | float):
        yield int(year), int(number)


# one and the same for every rule, so that a desk goes through them once
PUPILS = pupils()
CLASSES = pupils(reads=("entry_year", "class_no"), about=class_of)


def grade_of(room: object, look: Look) -> str:
    """Return the key of the grade (g3) that a class is in on the day; empty for one that has left."""
    number = grade(room[0], look.today, look.calendar.stage) if isinstance(room, tuple) else NO_GRADE
    return f"g{number}" if number < NO_GRADE else ""


def its_grade(room: object, look: Look) -> Iterable[object]:
    """Return the grade of a class, where it has one."""
    found = grade_of(room, look)
    if found:
        yield found


def meets_class(record: Record, look: Look) -> Callable[[object], bool]:
    """Return the test whether the classes written in a record (全校, 三年级, 三年级2班) hold a class."""
    day, stage = day_of(record.get("start")) or day_of(record.get("date")) or look.today, look.calendar.stage
    meant = read_classes(record.text("classes"), day, stage)
    return lambda room: isinstance(room, tuple) and meant.holds(int(room[0]), int(room[1]), day, stage)


def staff(*posts: str, about: str | Key = "id") -> Source:
    """Return those of the staff who hold one of these posts today."""
    return Source(ledger="staff", on="from_date", until="to_date", timing="force", where={"post": posts}, about=about)


def post(kind: str) -> Source:
    """Return those from outside who hold a post today."""
    return Source(
        ledger="external_post", on="from_date", until="to_date", timing="force", where={"kind": kind}, reads=("ended_on",), test=_not_ended
    )


def _not_ended(record: Record, look: Look) -> bool:
    ended = record.get("ended_on")
    return not (isinstance(ended, date) and ended <= look.today)


def held(obligation: str, **more: object) -> Source:
    """Return the activities held that count for an obligation, by their kind or because somebody ticked it."""
    return Source(ledger="activity", on="start", where={"obligation_ids": obligation, "state": DONE}, **more)  # type: ignore[arg-type]  # as above


def activities(*obligations: str) -> dict[str, Times]:
    """Return the rule of so many activities in the term for each of these."""
    return {one: Times(of=(held(one),)) for one in obligations}


def of_year(day: str = "") -> Test:
    """Return the test that a record is of the school year: by what it says, else by the day in a field."""

    def test(record: Record, look: Look) -> bool:
        year = school_year(look.today)
        said = record.text("school_year")
        if said:
            return said == f"{year}-{year + 1}"
        dated = day_of(record.get(day)) if day else None
        return dated is not None and school_year(dated) == year and dated <= look.today

    return test


def paper(kind: str | tuple[str, ...], test: Test | None = None, *, yearly: bool = False) -> Source:
    """Return the papers of a kind: of the school year, or of whatever day."""
    whole = test
    if yearly:
        in_year = of_year("date")

        def whole(record: Record, look: Look) -> bool:
            return in_year(record, look) and (test is None or test(record, look))

    return Source(
        ledger="plan_document", on="date", until="", timing="force", where={"kind": kind}, test=whole,
        reads=("school_year", "title", "mentions", "covers"),
    )  # fmt: skip


def runs_in_term(record: Record, look: Look) -> bool:
    """Tell whether what has begun had not ended before the term began."""
    ended = day_of(record.get("to_date"))
    return ended is None or ended >= look.term.first
