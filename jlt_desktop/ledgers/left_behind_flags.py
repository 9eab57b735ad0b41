"""留守 by each definition, from the pupil's own record and the family members beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.domain import left_behind
from jlt_desktop.domain.left_behind import Child, Flag, Parent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.fields import Values
    from jlt_desktop.domain.record import Record

_PARENTS = ("father", "mother", "stepfather", "stepmother")
BOTH_AWAY = "双方外出"
_SIDES = {"father": "父", "stepfather": "父", "mother": "母", "stepmother": "母"}


def child_of(values: Values, family: Iterable[Record]) -> Child:
    """Return the facts the definitions ask for."""
    hukou = values.get("hukou_type")
    return Child(
        birth=values.get("birth_date"),  # type: ignore[arg-type]  # a Date field gives a date or None
        rural=None if hukou is None else hukou == "rural",
        parents=tuple(_parent(one) for one in family if one.get("relation") in _PARENTS),
        registered=values.get("registered_away"),  # type: ignore[arg-type]  # a Choice field gives a key or None
    )


def _parent(record: Record) -> Parent:
    tags = record.get("status_tags")
    chosen = frozenset(tags) if isinstance(tags, tuple) else frozenset()
    capacity = record.get("capacity")
    away: date | None = record.get("away_since") if "away" in chosen else None  # type: ignore[assignment]  # a Date field
    return Parent(
        away_since=away,
        able=None if capacity is None else capacity != "unable",
        gone=record.get("alive") in ("dead", "missing"),
        tags=chosen,
        known=bool(chosen) or record.get("alive") in ("dead", "missing") or capacity is not None,
    )


def _flag(rule: Callable[[Child, Around], Flag]) -> Callable[[Values, Around], str]:
    def of_student(values: Values, around: Around) -> str:
        return rule(child_of(values, around.parts("guardian")), around).words

    return of_student


def _of_file(rule: Callable[[Values, Around], str]) -> Callable[[Values, Around], str]:
    def of_file(values: Values, around: Around) -> str:
        found = _student(values, around)
        return rule(found.values, around.beside(found)) if found else ""

    return of_file


def _student(values: Values, around: Around) -> Record | None:
    linked = values.get("student")
    return around.record("student", str(linked)) if linked else None


def _family(values: Values, around: Around) -> list[Record]:
    found = _student(values, around)
    return [one for one in around.beside(found).parts("guardian") if one.get("relation") in _PARENTS] if found else []


def parents_away(values: Values, around: Around) -> str:
    """Return which parents are away for work, from the family members; 未登记 when nobody wrote it down."""
    family = _family(values, around)
    away = {_SIDES[one.text("relation")] for one in family if "away" in (one.get("status_tags") or ())}  # type: ignore[operator]
    if away == {"父", "母"}:
        return BOTH_AWAY
    if away:
        return f"{away.pop()}外出"
    return "均在家" if any(one.get("status_tags") for one in family) else "未登记"


def parents_places(values: Values, around: Around) -> str:
    """Return where the parents work, as 父:沈阳市 母:大连市."""
    return " ".join(f"{_SIDES[one.text('relation')]}:{one.text('work_place')}" for one in _family(values, around) if one.text("work_place"))


moe_flag = _flag(lambda child, around: left_behind.by_register(child, around.today))
mca_flag = _flag(lambda child, around: left_behind.by_civil_affairs(child, around.today))
local_flag = _flag(lambda child, around: left_behind.by_local_rule(child, around.today, around.local_rule))
file_no_carer = _of_file(_flag(lambda child, around: left_behind.by_no_carer(child, around.today)))
file_moe_flag = _of_file(moe_flag)
file_mca_flag = _of_file(mca_flag)
file_local_flag = _of_file(local_flag)
