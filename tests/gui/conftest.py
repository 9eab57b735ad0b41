"""What tests of windows share: the look, the worker, and waiting until it has nothing left to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from jlt_desktop.gui.look import Look
from jlt_desktop.gui.tasks import Tasks
from jlt_desktop.paths import resources


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
