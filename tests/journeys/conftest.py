"""A new clerk at a bare machine: the program as the composition root would start it, with a quick key derivation."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from jlt_desktop import app
from jlt_desktop.gui.finder_popup import FinderPopup
from jlt_desktop.gui.look import Look
from jlt_desktop.gui.program import Program
from jlt_desktop.gui.start import Front
from jlt_desktop.gui.tasks import Tasks
from jlt_desktop.gui.unlock import UnlockWindow
from jlt_desktop.paths import db_schema, resources
from jlt_desktop.services import setup
from jlt_desktop.services.demo import USERS
from jlt_desktop.vault.kdf import KdfCost

QUICK = KdfCost(1024, 1, 1)


class Clerk:
    """Two hands on a keyboard, and what they have typed: keys pressed, and characters an input method has put in."""

    def __init__(self, front, words, qtbot, settled, compose, shoot):
        self.front, self.words, self.qtbot, self.settled, self._compose, self._shoot = front, words, qtbot, settled, compose, shoot
        self.keys = self.characters = 0

    @property
    def window(self):
        return self.front.window

    def compose(self, text):
        self.characters += len(text)
        self._compose(text)

    def type(self, widget, text):
        self.keys += len(text)
        self.qtbot.keyClicks(widget, text)

    def shoot(self, name, widget=None):
        self.settled()
        self._shoot(name, widget or self.window)

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier, target=None):
        if target is not None and target.isWindow() and target.windowType() != Qt.WindowType.Popup:
            # keys go to the window in front, and without a person nobody brings it there
            with self.qtbot.waitActive(target, timeout=5000):
                target.activateWindow()
        elif target is not None and not target.hasFocus() and target.windowType() != Qt.WindowType.Popup:
            with self.qtbot.waitActive(target.window(), timeout=5000):
                target.window().activateWindow()
            target.setFocus()
        self.keys += 1
        self.qtbot.keyClick(target or QApplication.focusWidget() or self.window, key, modifier)

    def form(self):
        def shown():
            return [one for one in self.window.windows.open if isValid(one) and one.isVisible()]

        self.qtbot.waitUntil(lambda: bool(shown()), timeout=10000)
        self.settled()
        return shown()[-1]

    def fill(self, form, values):
        """Fill a form as one would: typed where one types, chosen where one chooses."""
        for name, value in values.items():
            editor = form.fields.editors[name]
            form.fields.go_to(name)
            if isinstance(value, str) and hasattr(editor, "line") and hasattr(editor.line, "hits"):
                self.compose(value)
                self.qtbot.waitUntil(lambda editor=editor: editor.line.hits.count() > 0)
                self.press(Qt.Key.Key_Return, target=editor.line)
            elif isinstance(value, str) and hasattr(editor, "line"):
                # whoever comes by Tab or Enter has the whole line chosen
                editor.line.selectAll()
                self.compose(value) if not value.isascii() else self.type(editor.line, value)
            elif isinstance(value, str) and hasattr(editor, "area"):
                self.compose(value)
            elif isinstance(value, str):
                editor.put(form._ledger.fields[name].parse(value), value)
            else:
                editor.put(value, "")
            editor.edited.emit()

    def save(self, form):
        self.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier, target=form)
        self.settled()
        self.settled()
        assert not isValid(form) or not form.isVisible(), form._summary.text()

    def go_and_find(self, typed):
        self.press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier, target=self.window)
        self.settled()
        popup = self.window.findChildren(FinderPopup)[-1]
        self.type(popup.line, typed) if typed.isascii() else popup.line.setText(typed)
        return popup

    def unlock(self, name):
        window = self.window
        assert isinstance(window, UnlockWindow)
        self.qtbot.waitUntil(lambda: window.person.count() == 3, timeout=10000)
        window.person.setCurrentIndex(window.person.findData(name))
        window.password.setText(self.words[name])
        self.press(Qt.Key.Key_Return, target=window.password)
        self.qtbot.waitUntil(lambda: type(self.window).__name__ == "MainWindow", timeout=20000)
        self.settled()


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


@pytest.fixture
def hands(qtbot, settled, compose, shoot):
    """Two hands for whatever holds a window."""
    return lambda front, words: Clerk(front, words, qtbot, settled, compose, shoot)


@pytest.fixture(scope="session")
def demo_school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo school, made once and only copied."""
    folder = tmp_path_factory.mktemp("demo") / "school"
    app.build_demo(folder, 90, 3, date.today(), QUICK)
    return folder


@pytest.fixture
def at_the_demo(front, hands, demo_school):
    """Unlock a copy of the demo school in a role; returns the hands."""

    def unlock(role: str) -> Clerk:
        shutil.copytree(demo_school, front._program.folder)
        me = hands(front, {one.name: one.password for one in USERS})
        front.open()
        me.unlock(next(one.name for one in USERS if one.role == role))
        return me

    return unlock
