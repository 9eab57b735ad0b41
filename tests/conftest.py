"""What tests of every room share: a school made once with a fast key derivation, copied and opened by role."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from jlt_desktop import app
from jlt_desktop.bundle.suite import new_identity, recipient_of
from jlt_desktop.domain.obligation import Rulebook
from jlt_desktop.paths import db_schema, resources
from jlt_desktop.services import setup
from jlt_desktop.services.office import Office
from jlt_desktop.vault.creating import NewUser
from jlt_desktop.vault.kdf import KdfCost

# before any test imports Qt: no screen is needed
if os.environ.get("QT_QPA_PLATFORM", "offscreen") == "offscreen":
    # Qt's own screen without a display is smaller than any office has
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={resources() / 'look' / 'screen.json'}"

FAST = KdfCost(1024, 1, 1)
TODAY = date(2026, 11, 24)
PEOPLE = {
    "clerk": ("赵文员", "清河门区的秋天很长甲"),
    "counselor": ("钱心理", "清河门区的秋天很长乙"),
    "principal": ("孙校长", "清河门区的秋天很长丙"),
}
SCHOOL = {"school_name": "清河门区示例小学", "school_code": "2109990001", "region_code": "210905", "school_type": "小学"}


@dataclass(frozen=True)
class School:
    """A made school: where it lies, who may unlock it, the bureau's identity, the cost its keys were derived with."""

    folder: Path
    people: dict[str, tuple[str, str]]
    identity: str
    cost: KdfCost


@pytest.fixture(scope="session")
def rosters() -> Path:
    """Where the sample rosters lie."""
    return Path(__file__).parent / "rosters"


@pytest.fixture(scope="session")
def made_school(tmp_path_factory: pytest.TempPathFactory) -> School:
    """A school made once; never opened, only copied."""
    folder = tmp_path_factory.mktemp("made") / "school"
    identity = new_identity()
    answers = setup.Answers(
        school=SCHOOL,
        people=[NewUser(name, role, password) for role, (name, password) in PEOPLE.items()],
        bureau={"district": "210905", "recipient": recipient_of(identity)},
    )
    setup.create_office(folder, answers, db_schema(), _open, FAST)
    return School(folder, PEOPLE, identity, FAST)


def _open(folder: Path, user: str, password: str) -> Office:
    office = app.open_office(folder, user, password, floor=FAST, today=lambda: TODAY)
    # a school that owes nothing beyond its records, so that their own dues can be counted; tests/obligations hand in the rulebook
    office.rulebook = Rulebook()
    return office


@pytest.fixture
def school(made_school: School, tmp_path: Path) -> School:
    """A copy of the made school for one test."""
    folder = tmp_path / "school"
    shutil.copytree(made_school.folder, folder)
    return School(folder, made_school.people, made_school.identity, made_school.cost)


@pytest.fixture
def open_as(school: School) -> Iterator[Callable[[str], Office]]:
    """Open the school as clerk, counselor or principal; one at a time, closed in the end."""
    opened: list[Office] = []

    def open_role(role: str) -> Office:
        for one in opened:
            one.close()
        opened.append(_open(school.folder, *school.people[role]))
        return opened[-1]

    yield open_role
    for one in opened:
        one.close()
