"""What tests of windows share: the look, the worker, and waiting until it has nothing left to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Never

import pytest
from pytestqt.qtbot import QtBot

from jlt_desktop import app
from jlt_desktop.gui.look import Look
from jlt_desktop.gui.program import Program
from jlt_desktop.gui.tasks import Tasks
from jlt_desktop.gui.workplace import Workplace
from jlt_desktop.paths import resources
from jlt_desktop.services.desk import Desk
from jlt_desktop.services.importing import apply_import, plan_import
from jlt_desktop.services.office import Office

if TYPE_CHECKING:
    School = Any  # the value of the shared fixture; tests are no package to import it from


@pytest.fixture
def look(qapp: object) -> Iterator[Look]:
    """The look of the program on the one application of the tests."""
    made = Look(qapp, Path(resources()))  # type: ignore[arg-type]
    yield made
    made.apply("light", 1.0)


@pytest.fixture
def tasks(qtbot: QtBot) -> Iterator[Tasks]:
    """The worker; what failed without anybody taking it fails the test."""
    made = Tasks()
    lost: list[object] = []
    made.failed.connect(lost.append)
    yield made
    qtbot.waitUntil(lambda: made.idle)
    made.close()
    assert not lost, [str(one) for one in lost]


@pytest.fixture
def settled(qtbot: QtBot, tasks: Tasks) -> Callable[[], None]:
    """Wait until the worker has nothing waiting, running or undelivered."""

    def wait() -> None:
        qtbot.waitUntil(lambda: tasks.idle, timeout=20000)

    return wait


@pytest.fixture
def stocked(open_as: Callable[[str], Office], rosters: Path) -> Office:
    """The clerk's office with a class of pupils, a teacher and one care file."""
    office = open_as("clerk")
    ledgers = {one.title: one for one in office.ledgers.values()}
    content = (rosters / "class_teacher.xlsx").read_bytes()
    apply_import(office, plan_import(office, ledgers["学生"], "class_teacher.xlsx", content))
    desk = Desk(office)
    desk.save(ledgers["教职工"], {"staff_name": "孙老师", "post": "班主任"})
    first = desk.page(ledgers["学生"], limit=1).records[0]
    file = {
        "student": first.id, "categories": "留守儿童", "basis": "学校摸排", "opened_on": "2026-09-01", "guardianship_type": "祖辈",
        "guardianship_eval": "一般", "body": "健康", "edu_status": "小学",
    }  # fmt: skip
    desk.save(ledgers["留守与特殊儿童"], file)
    return office


@pytest.fixture
def program(school: School, tmp_path: Path) -> Program:
    """What the composition root would hand the windows, on the school of the test."""

    def not_wanted(*_arguments: object) -> Never:
        pytest.fail("this test makes no school")

    return Program(
        folder=school.folder, demo=tmp_path / "demo", resources=resources(), user_data=tmp_path / "profile", people=app.people,
        open_office=lambda folder, user, password: app.open_office(folder, user, password, floor=school.cost),
        create_office=not_wanted, build_demo=not_wanted, school_ledger=app.school_ledger,
        told_of=app.told_of, warm_up=lambda: None,
    )  # fmt: skip


@pytest.fixture
def place(stocked: Office, tasks: Tasks, look: Look, program: Program) -> Workplace:
    """What the pages of the main window are handed."""
    return Workplace(stocked, tasks, look, program)
