"""An invented school with every ledger filled, the same for the same seed; the one place besides the declarations that names ledgers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.ledgers.samples import plan_people, plan_sport, plan_works
from jlt_desktop.ledgers.samples.activities import activities
from jlt_desktop.ledgers.samples.care import care
from jlt_desktop.ledgers.samples.concerns import concerns
from jlt_desktop.ledgers.samples.conduct import conduct
from jlt_desktop.ledgers.samples.crises import crises
from jlt_desktop.ledgers.samples.draw import Draw, Sample
from jlt_desktop.ledgers.samples.family_visits import family_visits
from jlt_desktop.ledgers.samples.meetings import meetings
from jlt_desktop.ledgers.samples.plans import plans
from jlt_desktop.ledgers.samples.roster import families, roster
from jlt_desktop.ledgers.samples.sessions import batches, case_consents, consents, sessions
from jlt_desktop.ledgers.samples.staffroom import school, staff
from jlt_desktop.ledgers.samples.submissions import submissions
from jlt_desktop.ledgers.samples.town import Town
from jlt_desktop.ledgers.samples.year import year

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

__all__ = ["Sample", "sample_school"]


def sample_school(students: int, seed: int, today: date, users: Mapping[str, str]) -> Iterator[Sample]:
    """Yield the records of a school of so many pupils as it stands today, each after those it points to.

    users: role in the program -> the name that this person of the staff must have. With no pupils there is the school, its staff
    and what they do without pupils.
    """
    town = Town(Draw(seed, today), today, students)
    people = list(staff(town, users))
    yield from school(town)
    yield from year(town)
    yield from people
    yield from roster(town)
    yield from families(town)
    yield from care(town)
    yield from meetings(town)
    confidential = list(concerns(town))
    yield from confidential
    cases = [one for one in confidential if one.ledger == "concern"]
    yield from plans(town, cases)
    yield from crises(town, cases)
    yield from sessions(town, cases)
    yield from case_consents(town, cases)
    yield from batches(town)
    yield from consents(town)
    yield from conduct(town)
    yield from plan(town)
    yield from family_visits(town)


def plan(town: Town) -> Iterator[Sample]:
    """Yield what the school keeps for the six actions of the plan, ledger by ledger."""
    yield from activities(town)
    for part in (
        plan_works.papers, plan_works.venues, plan_people.teams, plan_people.trainings, plan_works.psych, plan_sport.bells,
        plan_sport.minutes,
        plan_sport.checks, plan_sport.sports, plan_sport.tests, plan_works.growing, plan_people.posts, plan_people.guards,
        plan_works.safety,
        plan_works.services, plan_people.handovers,
    ):  # fmt: skip
        yield from part(town)
    yield from submissions(town)
