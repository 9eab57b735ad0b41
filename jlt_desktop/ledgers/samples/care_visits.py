"""The visits to the homes of the children in care, and what they promised."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from jlt_desktop.ledgers.samples import care_texts
from jlt_desktop.ledgers.samples.bands import days_in_bands

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jlt_desktop.ledgers.samples.draw import Sample
    from jlt_desktop.ledgers.samples.town import Pupil, Town

_PRESENT = {"aunt": "relative", "maternal_aunt": "relative"}
_SEMESTER_BEGUN = 21


def visits(town: Town, head: Sample, pupil: Pupil, place: int) -> Iterator[Sample]:
    """Yield the visits of a file; those of the first few leave something open in each band of the home page."""
    opened, closed = head.values["opened_on"], head.values["closed_on"]
    open_days = days_in_bands(town.today)
    if place < len(open_days) and not closed:
        due = open_days[place]
        yield _visit(town, head, pupil, min(due, town.today) - timedelta(days=town.draw.number(6, 14)), due, done=False)
        return
    if not isinstance(opened, date) or closed:
        return
    begun = (town.today - town.first).days
    if town.draw.chance(0.75 if begun > _SEMESTER_BEGUN else 0.2):
        yield _visit(town, head, pupil, town.draw.day(max(town.first, opened), town.today), None, done=True)
    earlier = town.first - timedelta(days=60)
    if opened < earlier:
        yield _visit(town, head, pupil, town.draw.day(max(opened, earlier - timedelta(days=90)), earlier), None, done=True)


def _visit(town: Town, head: Sample, pupil: Pupil, day: date, due: date | None, *, done: bool) -> Sample:
    draw = town.draw
    carer = pupil.carer or pupil.at_home
    relation = str(carer.values["relation"])
    words = {"carer": care_texts.CALLED[relation], "parent": care_texts.CALLED[pupil.absent]}
    promised = due is not None or draw.chance(0.35)
    if due is None and promised:
        due = day + timedelta(days=draw.number(7, 21))
        done = due < town.today
    talks = care_texts.TALKS + (care_texts.TALKS_AWAY if pupil.away else ())
    measures = care_texts.FOLLOW_UPS + (care_texts.FOLLOW_UPS_AWAY if pupil.away else ())
    return draw.sample(
        "home_visit", head.id, date=day, form=draw.weighted({"home": 0.82, "video": 0.05, "phone": 0.05, "village": 0.08}),
        visitors=_visitors(town, pupil), present=(_PRESENT.get(relation, relation), "child"),
        purpose=("care", "study") if draw.chance(0.4) else ("care",), family_state=draw.one(care_texts.STATES).format(**words),
        talk=draw.one(talks).format(**words), parent_opinion=draw.one(care_texts.OPINIONS),
        follow_up=draw.one(measures).format(**words) if promised else None,
        follow_up_by=town.teacher(pupil.in_class).id if promised else None,
        follow_up_due=due if promised else None,
        follow_up_done=due - timedelta(days=draw.number(0, 5)) if done and promised and due else None,
        # the sheet comes back signed some weeks later
        signed=draw.chance(0.9) and (town.today - day).days > 21,
    )  # fmt: skip


def _visitors(town: Town, pupil: Pupil) -> tuple[str, ...]:
    own = town.teacher(pupil.in_class).id
    return (own, town.posts["moral_director"][0].id) if town.draw.chance(0.25) else (own,)
