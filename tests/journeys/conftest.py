"""A new clerk at a bare machine: the program as the composition root would start it, with a quick key derivation."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from jlt_desktop import app
from jlt_desktop.gui.look import Look
from jlt_desktop.gui.program import Program
from jlt_desktop.gui.start import Front
from jlt_desktop.gui.tasks import Tasks
from jlt_desktop.paths import db_schema, resources
from jlt_desktop.services import setup
from jlt_desktop.vault.kdf import KdfCost

QUICK = KdfCost(1024, 1, 1)


@pytest.fixture
def shoot() -> Callable[[str, QWidget], None]:
    """Keep a picture of a window where somebody asked for pictures."""
    folder, count = os.environ.get("JLT_PICTURES"), iter(range(1, 1000))

    def keep(name: str, window: QWidget) -> None:
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            assert window.grab().save(str(Path(folder) / f"{next(count):02}-{name}.png"))

    return keep


@pytest.fixture
def front(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Front]:
    """The program on a machine without any school's data."""

    def opener(folder: Path, user: str, password: str) -> object:
        return app.open_office(folder, user, password, floor=QUICK)

    program = Program(
        folder=tmp_path / "data" / "school", demo=tmp_path / "data" / "demo", resources=resources(), user_data=tmp_path / "profile",
        people=app.people, open_office=opener,
        create_office=lambda folder, answers: setup.create_office(folder, answers, db_schema(), opener, QUICK),
        build_demo=lambda _folder: pytest.fail("no demo is wanted here"), school_ledger=app.school_ledger,
        told_of=app.told_of, warm_up=lambda: None,
    )  # fmt: skip
    tasks, look = Tasks(), Look(qapp, resources())
    look.apply(os.environ.get("JLT_MODE", "light"), float(os.environ.get("JLT_SCALE", "1.0")))
    lost: list[object] = []
    made = Front(program, tasks, look)
    made.tasks = tasks  # type: ignore[attr-defined]  # for waiting
    tasks.failed.connect(lost.append)
    yield made
    qtbot.waitUntil(lambda: tasks.idle, timeout=20000)
    made.close()
    if made.window is not None:
        made.window.close()
    look.apply("light", 1.0)
    assert not lost, [str(one) for one in lost]


@pytest.fixture
def settled(front: Front, qtbot: QtBot) -> Callable[[], None]:
    """Wait until the worker has nothing left to do."""

    def wait() -> None:
        QApplication.processEvents()
        qtbot.waitUntil(lambda: front.tasks.idle, timeout=20000)  # type: ignore[attr-defined]
        QApplication.processEvents()
        qtbot.waitUntil(lambda: front.tasks.idle, timeout=20000)  # type: ignore[attr-defined]

    return wait


@pytest.fixture
def compose() -> Callable[[str], None]:
    """Type Chinese into whatever has the focus, as an input method does."""

    def type_it(text: str) -> None:
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(QApplication.focusWidget(), event)

    return type_it
