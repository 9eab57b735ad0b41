"""An empty school with a fixed day, and a hand that puts records into it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from jlt_desktop import app
from jlt_desktop.domain.obligation import Standing
from jlt_desktop.services.desk import Desk
from jlt_desktop.services.obligations import overview
from jlt_desktop.services.office import Office

CHILD = {"name": "张三", "sex": "男", "birth_date": "2017-5-17", "entry_year": "2024", "class_no": "2", "enrol_status": "在读"}
CARE = {
    "categories": "留守儿童", "basis": "学校摸排", "opened_on": "2026-11-1", "guardianship_type": "父母一方", "guardianship_eval": "较好",
    "body": "健康", "edu_status": "小学",
}  # fmt: skip


@dataclass
class Hand:
    """Saves through the office's one validation path."""

    office: Office

    def save(self, key: str, parent: str | None = None, /, **values: object) -> str:
        """Add a record; questions are answered."""
        desk, ledger = Desk(self.office), self.office.ledgers[key]
        asked = desk.examine(ledger, values, parent=parent).questions
        return desk.save(ledger, values, parent=parent, answers={one.name: "已核对" for one in asked}).id

    def change(self, key: str, record: str, /, **values: object) -> None:
        """Change a record."""
        desk, ledger = Desk(self.office), self.office.ledgers[key]
        asked = desk.examine(ledger, values, record_id=record).questions
        desk.save(ledger, values, record_id=record, answers={one.name: "已核对" for one in asked})

    def pupil(self, **values: object) -> str:
        """Add a pupil at school."""
        return self.save("student", **{**CHILD, **values})

    def care(self, **values: object) -> str:
        """Add a file of a child in care, with its pupil."""
        student = values.pop("student", None) or self.pupil(name="李四", birth_date="2017-6-18")
        return self.save("care_file", **{**CARE, "student": student, **values})

    def standing(self, key: str) -> Standing:
        """Return how an obligation stands today."""
        found = overview(self.office).get(key)
        assert found is not None
        return found


@pytest.fixture
def hand_of(open_as: Callable[[str], Office]) -> Callable[[str], Hand]:
    """The hand of whoever has a role."""

    def made(role: str) -> Hand:
        office = open_as(role)
        office.rulebook = app.rulebook()
        return Hand(office)

    return made


@pytest.fixture
def hand(hand_of: Callable[[str], Hand]) -> Hand:
    """The counselor's hand: she may open all but what is the principal's alone."""
    return hand_of("counselor")
