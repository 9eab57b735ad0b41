"""The monthly contacts with the children in care."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from jlt_desktop.domain.calendar import SEPTEMBER, last_day, month_after, month_of
from jlt_desktop.ledgers.samples import care_texts
from jlt_desktop.ledgers.samples.draw import school_day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jlt_desktop.ledgers.samples.draw import Sample
    from jlt_desktop.ledgers.samples.town import Pupil, Town

_CHANNELS = {"talk": 0.4, "phone": 0.22, "video": 0.16, "activity": 0.08, "goods": 0.06, "tutoring": 0.08}
_MONTHS = 4
_THIS_MONTH = 0.82


def contacts(town: Town, head: Sample, pupil: Pupil, *, always: bool) -> Iterator[Sample]:
    """Yield one contact in each of the last months since the file was opened; some of this month are still to come.

    always: no earlier month was forgotten.
    """
    opened = head.values["opened_on"]
    if not isinstance(opened, date):
        return
    now = month_of(town.today)
    last = head.values["closed_on"] or town.today
    begun = (town.today.month - SEPTEMBER) % 12
    for back in range(max(_MONTHS - 1, begun), -1, -1):
        month = month_after(now, -back)
        first, end = max(date(int(month[:4]), int(month[5:]), 1), opened), last_day(month)
        end = min(end, last) if isinstance(last, date) else end
        if first <= end and (town.draw.chance(_THIS_MONTH if back == 0 else 0.97) or (always and back)):
            yield _contact(town, head, pupil, town.draw.day(first, end), first)


def _contact(town: Town, head: Sample, pupil: Pupil, day: date, earliest: date) -> Sample:
    draw = town.draw
    channel = draw.weighted(_CHANNELS)
    channel = "talk" if channel == "video" and not pupil.away else channel
    day = max(school_day(day), earliest) if channel in ("talk", "tutoring", "goods") else day
    issue, handoff = draw.one(care_texts.ISSUES) if channel in ("talk", "phone") and draw.chance(0.12) else (None, None)
    # what was done today was done in the morning, whenever the program is looked at
    hour = 8 if day == town.today else draw.number(9, 16)
    at = datetime(day.year, day.month, day.day, hour, draw.one((0, 10, 20, 30, 40, 50)))
    about = "away" if channel == "talk" and pupil.away and draw.chance(0.35) else channel
    summary = draw.one(care_texts.CHATS[about]).format(parent=care_texts.CALLED[pupil.absent])
    whom = ("child", pupil.absent) if channel == "video" else care_texts.WITH[channel]
    return draw.sample(
        "contact_log", head.id, at=at, minutes=draw.one((10, 15, 20, 30)), channel=channel, with_whom=whom,
        summary=summary, issue=issue, handoff=handoff, by=town.teacher(pupil.in_class).id,
    )  # fmt: skip
