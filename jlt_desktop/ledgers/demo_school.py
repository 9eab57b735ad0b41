"""The whole demo school from a seed: every ledger filled, every day relative to today."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from jlt_desktop.ledgers.sample_care import CareSamples
from jlt_desktop.ledgers.sample_concern import ConcernSamples
from jlt_desktop.ledgers.sample_meetings import MeetingSamples
from jlt_desktop.ledgers.sample_school import School

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from jlt_desktop.domain.sample import Sample


_ORDER = (
    "school", "staff", "student", "guardian", "care_file", "care_entrustment", "pairing", "contact_log", "home_visit",
    "committee", "committee_member", "meeting", "agenda_item", "vote", "resolution", "concern", "follow_up",
)  # fmt: skip


def sample_school(students: int, seed: int, today: date) -> Sequence[Sample]:
    """Return every record of a demo school; the same for the same arguments. A file always comes before its parts."""
    school = School(students, Random(seed), today)  # noqa: S311  # invented people, not keys
    made = [*school.samples, *CareSamples(school).samples(), *MeetingSamples(school).samples(), *ConcernSamples(school).samples()]
    return sorted(made, key=lambda one: _ORDER.index(one.ledger))
