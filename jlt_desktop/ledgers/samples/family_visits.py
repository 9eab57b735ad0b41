"""The visits of head teachers to the homes of all pupils: most were seen this school year, some not yet."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from jlt_desktop.domain.calendar import SEPTEMBER, school_year
from jlt_desktop.ledgers.samples import care_texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jlt_desktop.ledgers.samples.draw import Sample
    from jlt_desktop.ledgers.samples.town import Pupil, Town

_FORMS = {"home": 0.72, "school": 0.12, "phone": 0.1, "video": 0.06}
_PURPOSES = (("general",), ("general",), ("general", "study"), ("general", "safety"), ("study",), ("conduct",))
_SEEN, _PROMISED, _SIGNED = 0.6, 0.08, 0.9
_SHEET_IS_BACK = 21  # days until the sheet comes back signed


def family_visits(town: Town) -> Iterator[Sample]:
    """Yield one visit each for those who were seen since September; the first pupil always was."""
    begun = date(school_year(town.today), SEPTEMBER, 1)
    for place, pupil in enumerate(town.pupils):
        if place == 0 or town.draw.chance(_SEEN):
            yield _visit(town, pupil, town.draw.day(begun, town.today))


def _visit(town: Town, pupil: Pupil, day: date) -> Sample:
    draw = town.draw
    # with both parents away the grandparent or aunt is at home
    host = str((pupil.carer or pupil.at_home).values["relation"])
    called = care_texts.CALLED[host]
    teacher = town.teacher(pupil.in_class).id
    due = day + timedelta(days=draw.number(7, 21)) if draw.chance(_PROMISED) else None
    return draw.sample(
        "family_visit", pupil.record.id, date=day, form=draw.weighted(_FORMS), visitors=(teacher,),
        present=("relative" if host.endswith("aunt") else host, "child"), purpose=draw.one(_PURPOSES),
        family_state=draw.one(care_texts.STATES).format(carer=called) if draw.chance(0.5) else None,
        talk=draw.one(care_texts.TALKS).format(carer=called), parent_opinion=draw.one(care_texts.OPINIONS),
        follow_up=draw.one(care_texts.FOLLOW_UPS) if due else None,
        follow_up_by=teacher if due else None, follow_up_due=due,
        follow_up_done=due - timedelta(days=draw.number(0, 5)) if due and due < town.today else None,
        signed=draw.chance(_SIGNED) and (town.today - day).days > _SHEET_IS_BACK,
    )  # fmt: skip
