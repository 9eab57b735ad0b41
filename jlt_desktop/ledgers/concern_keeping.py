"""How long the file of a case is kept: until a year after the pupil has finished, three where there was a crisis or a referral."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from jlt_desktop.domain.calendar import finishing_day
from jlt_desktop.domain.retention import years_after
from jlt_desktop.ledgers.concern_states import LEFT_SCHOOL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.fields import Values
    from jlt_desktop.domain.record import Record

_YEARS, _AFTER_REFERRAL = 1, 3


def kept_until(values: Values, around: Around) -> Mapping[str, object]:
    """With the removal a day is proposed until which the file is kept; emptied later it stays empty, which is for ever."""
    removed, before = values.get("removed_on"), around.before
    removed_already = before is not None and before.get("state") == "removed"
    if values.get("state") != "removed" or removed_already or not isinstance(removed, date):
        return {}
    referred = before is not None and bool(around.parts_of(before, "referral"))
    return {"keep_until": years_after(_leaves_school(values, around, removed), _AFTER_REFERRAL if referred else _YEARS)}


def _leaves_school(values: Values, around: Around, removed: date) -> date:
    """Return the day the pupil finishes here as far as the roster tells; the removal for who left with it or is in no roster."""
    pupil = around.record("student", str(values["student"])) if values.get("student") else None
    entry = pupil.get("entry_year") if pupil else None
    if values.get("removed_why") in LEFT_SCHOOL or not isinstance(entry, int):
        return removed
    return max(removed, finishing_day(entry, around.calendar.stage))


def end_of_keeping(record: Record, _around: Around) -> date | None:
    """The day that stands in the file of a case that has left the list; without one it is kept for good."""
    day = record.get("keep_until")
    return day if record.get("state") == "removed" and isinstance(day, date) else None
