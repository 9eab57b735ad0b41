"""The invented school's calendar of this year and the last, the holidays of both, and a default it has changed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from jlt_desktop.domain.calendar import SchoolCalendar, school_year
from jlt_desktop.domain.school_year import semester_of
from jlt_desktop.ledgers.samples.town import STAGE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jlt_desktop.ledgers.samples.draw import Sample
    from jlt_desktop.ledgers.samples.town import Town

_MONTHS = ("m9", "m10", "m11", "m12", "m3", "m4", "m5", "m6")
# name, kind, first and last day as month and day; those from January on belong to the year after
_HOLIDAYS = (
    ("中秋节", "off", (9, 25), (9, 27)),
    ("国庆节", "off", (10, 1), (10, 7)),
    ("国庆节调休", "working", (9, 20), None),
    ("元旦", "off", (1, 1), (1, 3)),
    ("清明节", "off", (4, 4), (4, 6)),
    ("劳动节", "off", (5, 1), (5, 5)),
    ("劳动节调休", "working", (5, 9), None),
    ("端午节", "off", (6, 19), (6, 21)),
)


def year(town: Town) -> Iterator[Sample]:
    """Yield the calendars, the holidays, and what the school has laid down instead of a default."""
    this = school_year(town.today)
    # the days the rest of the invented school is made for
    usual = SchoolCalendar(STAGE)
    for one in (this - 1, this):
        first, last = semester_of(one, 1, usual)
        spring = semester_of(one, 2, usual)
        yield town.draw.sample(
            "school_calendar", year=one, autumn_from=first, autumn_to=last, spring_from=spring[0], spring_to=spring[1],
            months=_MONTHS, note="市教育局校历",
        )  # fmt: skip
    for one in (this - 1, this):
        for name, kind, begin, end in _HOLIDAYS:
            after = one + (begin[0] < 9)
            yield town.draw.sample(
                "holiday", name=name, kind=kind, from_date=date(after, *begin), to_date=date(after, *end) if end else None
            )
    yield town.draw.sample(
        "obligation_setting", obligation="O-10i", asked="on", threshold=1, from_date=date(this, 9, 1),
        reason="家委会章程规定每学期召开一次全体会议。",
    )  # fmt: skip
