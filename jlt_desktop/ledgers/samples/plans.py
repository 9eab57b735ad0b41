"""The plans of the invented cases: one in two versions, one that lacks something, one whose goal has passed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from jlt_desktop.ledgers.samples import concern_texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jlt_desktop.ledgers.samples.draw import Sample
    from jlt_desktop.ledgers.samples.town import Town

_FOLLOWED = ("listed", "observing", "referring", "returning", "suspended")
_HIGHEST = ("l1", "l2")
_DAYS_LEFT = (28, 40, 21)


def plans(town: Town, cases: Sequence[Sample]) -> Iterator[Sample]:
    """Yield the plans; the emergency has none yet, the first case is in its second version."""
    for place, case in enumerate(cases):
        since = case.values["panel_on"]
        if case.values["state"] not in _FOLLOWED or not isinstance(since, date):
            continue
        begun = min(since + timedelta(days=5), town.today)
        if place == 0:
            yield _plan(town, case, 1, begun, until=begun + timedelta(days=45), reached=True)
            begun = min(begun + timedelta(days=50), town.today)
        yield _plan(town, case, 2 if place == 0 else 1, begun, until=_until(town, place), lacking=place == 2)


def _until(town: Town, place: int) -> date:
    """The goals of the sixth case have passed a few days ago; the others still have weeks."""
    return town.today - timedelta(days=4) if place == 5 else town.today + timedelta(days=_DAYS_LEFT[place % len(_DAYS_LEFT)])


def _plan(town: Town, case: Sample, version: int, begun: date, *, until: date, reached: bool = False, lacking: bool = False) -> Sample:
    """lacking: the last concern has a goal that nobody sees to yet."""
    goals, measures = [], []
    concerns = case.values["concerns"]
    for concern in concerns if isinstance(concerns, tuple) else ():
        told = concern_texts.GOALS[concern]
        last = lacking and concern == concerns[-1]  # type: ignore[index]  # a tuple here
        result = "做到了,继续保持。" if reached else None
        goals.append((concern, told.goal, None if last else told.owner, None if last else until, result))
        measures.append(told.measure)
    parents = None if lacking else min(begun + timedelta(days=3), town.today)
    return town.draw.sample(
        "individual_plan", case.id, version=version, from_date=begun, situation=concern_texts.SITUATION, strengths=concern_texts.STRENGTHS,
        goals=tuple(goals), measures=tuple(measures), family_tasks=concern_texts.FAMILY,
        safety_plan=concern_texts.SAFETY if case.values["level"] in _HIGHEST else None, teacher_extract=concern_texts.EXTRACT,
        parent_ack_on=parents,
    )  # fmt: skip
