"""The counselor's confidential list with its monthly records."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from jlt_desktop.domain.calendar import last_day, month_after, month_of
from jlt_desktop.ledgers.samples import concern_texts, names
from jlt_desktop.ledgers.samples.bands import days_in_bands

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jlt_desktop.ledgers.samples.concern_texts import Case
    from jlt_desktop.ledgers.samples.draw import Sample
    from jlt_desktop.ledgers.samples.town import Pupil, Town

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_SHARE, _YOUNGEST = 0.02, 4
_LEVELS = {"l2": 0.2, "l3": 0.4, "l4": 0.4}
_SOURCES = ("homeroom", "self", "peer", "parent", "assessment", "doctor")
# the first ten show every state; the second is an emergency whose opinions are not complete
_STATES = ("listed", "listed", "listed", "removed", "to_review", "observing", "suspended", "returning", "referring", "screened")
_SHARES = {"listed": 0.55, "observing": 0.2, "referring": 0.05, "to_review": 0.08, "removed": 0.12}
_NOT_YET = ("screened", "to_review")
_MEASURES = ("counselling", "group", "parent_talk", "home_visit", "class_support")
_HOW = ("meeting", "meeting", "talk", "phone", "written")


def concerns(town: Town) -> Iterator[Sample]:
    """Yield the cases, then what was written about each month."""
    older = [one for one in town.pupils if town.grade(one.in_class) >= _YOUNGEST] or town.pupils
    chosen = town.draw.some(older, max(len(_STATES), round(len(town.pupils) * _SHARE)))
    vice = names.grown(town.draw, "male")
    cases = [_case(town, pupil, place, vice) for place, pupil in enumerate(chosen)]
    yield from cases
    for place, case in enumerate(cases):
        yield from _months(town, case, place)


def _case(town: Town, pupil: Pupil, place: int, vice: str) -> Sample:
    draw = town.draw
    told = concern_texts.CASES[place % len(concern_texts.CASES)]
    urgent = place == 1
    state = _STATES[place] if place < len(_STATES) else draw.weighted(_SHARES)
    new = state in _NOT_YET
    found = town.today - timedelta(days=2) if urgent else draw.ago(100, 150) if place == 0 else draw.ago(*((3, 9) if new else (25, 150)))
    panel = min(found + timedelta(days=draw.number(3, 9)), town.today)
    reviews = days_in_bands(town.today)
    level = None if new else "l1" if urgent or "self_harm" in told.concerns else draw.weighted(_LEVELS)
    decided = min(panel + timedelta(days=30), town.today) if place == 0 else panel
    opinions = _opinions(town, pupil, told, decided, vice, urgent=urgent, new=new, level=level)
    removed = draw.ago(1, 10) if state == "removed" else None
    history = _earlier(opinions, panel, decided, level) if place == 0 else None
    return draw.sample(
        "concern", case_no=draw.code(_ALPHABET, 8), student=pupil.record.id, name=pupil.name, class_title=town.title(pupil.in_class),
        source=(draw.one(_SOURCES),), found_on=found, concerns=told.concerns, facts=told.facts, state=state, level=level, urgent=urgent,
        urgent_at=datetime.combine(found, time(10, 20)) if urgent else None, panel_on=None if urgent or new else panel, **opinions,
        dissent=concern_texts.DISSENT if place == 2 else None, level_changes=history,
        parents_told_on=None if state == "screened" else min(town.today, found + timedelta(days=draw.number(1, 5))),
        parents_told_how=None if state == "screened" else draw.one(("talk", "phone")),
        review_on=None if removed or new else reviews[place % len(reviews)], removed_on=removed, removed_why="stable" if removed else None,
        keep_until=removed + timedelta(days=365) if removed else None,
    )  # fmt: skip


def _opinions(
    town: Town, pupil: Pupil, told: Case, panel: date, vice: str, *, urgent: bool, new: bool, level: str | None
) -> dict[str, object]:  # fmt: skip
    """What the three said, on the days before the panel; of an emergency, and before the panel, there is the counselor's alone."""
    first = max(panel - timedelta(days=2), panel.replace(day=1)) if not urgent else town.today - timedelta(days=2)
    counselor = {
        "counselor_by": town.name("psych_full"), "counselor_on": first, "counselor_how": "talk", "counselor_level": level,
        "counselor_says": told.counselor,
    }  # fmt: skip
    if urgent or new:
        return {**counselor, "counselor_on": min(first, town.today)}
    return {
        **counselor, "homeroom_by": town.teacher(pupil.in_class).values["staff_name"], "homeroom_on": panel,
        "homeroom_how": town.draw.one(_HOW), "homeroom_level": level, "homeroom_says": told.homeroom,
        "health_vp_by": vice, "health_vp_on": panel, "health_vp_how": town.draw.one(_HOW), "health_vp_level": level,
        "health_vp_says": told.health,
    }  # fmt: skip


def _earlier(opinions: dict[str, object], panel: date, changed: date, level: str | None) -> tuple[tuple[object, ...], ...]:
    """The level was another one for a month; what was said then and now stands beside it."""
    was = "l2" if level != "l2" else "l3"
    then, later = (
        tuple(f"{opinions[f'{who}_by']} {day} {how}:{says}" for who in ("homeroom", "counselor", "health_vp"))
        for day, how, says in ((panel, "会上", "先按这一级跟踪一个月。"), (changed, "面谈", concern_texts.CHANGED))
    )
    return (panel, None, was, *then), (changed, was, level, *later)


def _months(town: Town, case: Sample, place: int) -> Iterator[Sample]:
    """One record a month since the case was found; of the first case a month is missing, of some this month's is still to come."""
    draw, found = town.draw, case.values["found_on"]
    if not isinstance(found, date) or case.values["urgent"] or case.values["state"] in _NOT_YET:
        return
    now = month_of(town.today)
    left = case.values["removed_on"]
    for back in range(5, -1, -1):
        month = month_after(now, -back)
        missing = (place == 0 and back == 1) or (back == 0 and draw.chance(0.4))
        if month < month_of(found) or missing or (isinstance(left, date) and month > month_of(left)):
            continue
        yield _month(town, case, month, better=back == 0 or case.values["state"] == "removed")


def _month(town: Town, case: Sample, month: str, *, better: bool) -> Sample:
    draw = town.draw
    hard = case.values["level"] in ("l1", "l2")
    measures = draw.some(_MEASURES, draw.number(1, 3))
    mood = draw.weighted({"steady": 0.7 if better else 0.3, "waves": 0.4, "low": 0.3 if hard else 0.1})
    return draw.sample(
        "follow_up", case.id, month=month, mood=mood, self_score={"steady": 7, "waves": 5, "low": 3}[mood] + draw.number(-1, 1),
        interventions=tuple(dict.fromkeys(["counselling", *measures])), interventions_note=draw.one(concern_texts.NOTES),
        study=_change(town), peers=_change(town), sleep=_change(town), attendance="same", parent_contacts=draw.number(1, 4 if hard else 2),
        homeroom_note=draw.one(concern_texts.SEEN), level_advice="keep" if mood != "steady" else draw.one(("keep", "down")),
        by=town.name("psych_full"), on=min(town.today, last_day(month)),
    )  # fmt: skip


def _change(town: Town) -> str:
    return town.draw.weighted({"better": 0.4, "same": 0.5, "worse": 0.1})
