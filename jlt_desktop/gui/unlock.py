"""The unlock window: who, the passphrase, and what to do when it is forgotten. Kept small, because it is the first to be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from jlt_desktop.gui import say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtGui import QShowEvent

    from jlt_desktop.domain.errors import SaidError
    from jlt_desktop.gui.district_program import DistrictProgram
    from jlt_desktop.gui.look import Look
    from jlt_desktop.gui.program import Program
    from jlt_desktop.gui.tasks import Tasks
    from jlt_desktop.services.office import Office

ROLES = {"clerk": "校办文员", "counselor": "心理教师", "principal": "校长"}

# milliseconds after which the window is surely drawn
_ON_SCREEN = 30


class UnlockWindow(QWidget):
    """`unlocked` carries the Office; `other_wanted`: another school, a restore, or the demo."""

    unlocked = Signal(object)
    other_wanted = Signal()
    heading, roles, elsewhere = "教联体学校台账", ROLES, "其他学校或示范(&O)"

    def __init__(self, program: Program | DistrictProgram, tasks: Tasks, look: Look, folder: Path) -> None:
        """Ask who wants to open `folder`."""
        super().__init__()
        del look  # every first window is handed it
        self._program, self._tasks, self._folder = program, tasks, folder
        self.setWindowTitle(self.heading)
        self.person, self.password = QComboBox(), QLineEdit()
        self.person.setAccessibleName("姓名")
        self.password.setAccessibleName("口令")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.returnPressed.connect(self.unlock)
        self.said = say.label("", "problem")
        self.go = say.button("解锁(&U)", "main")
        self.go.clicked.connect(self.unlock)
        # until it is known who may unlock, an Enter would be noted as a failed try of nobody
        self.go.setEnabled(False)
        self._build()
        self.resize(self.sizeHint().expandedTo(QSize(560, 400)))
        self._make_room()
        self.password.setFocus()
        # reading the header takes the room of keys with it: the window is on the screen before that
        say.soon(self, _ON_SCREEN, self._list_people)

    def _build(self) -> None:
        card = QFrame()
        card.setProperty("kind", "card")
        card.setMinimumWidth(420)
        card.setMaximumWidth(640)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(28, 24, 28, 24)
        inside.setSpacing(10)
        inside.addWidget(say.label(self.heading, "title"))
        demo = self._folder == self._program.demo
        words = "示范学校,不是真实学生" if demo else f"数据在:{self._folder}"
        inside.addWidget(say.label(words, "faint"))
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        for row, (text, widget) in enumerate((("姓名(&N)", self.person), ("口令(&P)", self.password))):
            label = say.label(text, wrap=False)
            label.setBuddy(widget)
            grid.addWidget(label, row, 0)
            grid.addWidget(widget, row, 1)
        inside.addLayout(grid)
        if demo:
            inside.addWidget(say.label(_demo_hint(self._folder), "faint"))
        inside.addWidget(self.said)
        row_of_buttons = QHBoxLayout()
        lost, other = say.button("忘了口令(&F)", "flat"), say.button(self.elsewhere, "flat")
        lost.clicked.connect(self._recover)
        other.clicked.connect(self.other_wanted)
        for one in (lost, other):
            row_of_buttons.addWidget(one)
        row_of_buttons.addStretch(1)
        row_of_buttons.addWidget(self.go)
        inside.addLayout(row_of_buttons)
        middle = QHBoxLayout()  # not an alignment: that would forget how high the card gets when its words wrap
        middle.addStretch(0)
        middle.addWidget(card, 1)
        middle.addStretch(0)
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addLayout(middle)
        column.addStretch(2)

    def _list_people(self) -> None:
        program, folder = self._program, self._folder
        self._tasks.run(self, lambda: program.people(folder), self._know_people, failed=self._cannot)

    def _know_people(self, people: Sequence[tuple[str, str]]) -> None:
        for name, role in people:
            self.person.addItem(f"{name}({self.roles.get(role, role)})", name)
        self.go.setEnabled(self.person.count() > 0)

    def _cannot(self, error: SaidError) -> None:
        self._say(str(error))

    def _say(self, words: str) -> None:
        self.said.setText(words)
        self._make_room()

    def _make_room(self) -> None:
        """Grow with what is said: a long folder or a long sentence must not squeeze the fields."""
        column, width = self.layout(), max(self.width(), self.sizeHint().width())
        if column is not None:
            self.resize(width, max(self.height(), column.totalMinimumHeightForWidth(width)))

    def unlock(self) -> None:
        """Try the passphrase on the worker; the window stays usable."""
        if not self.go.isEnabled():
            return
        folder, name, password = self._folder, str(self.person.currentData()), self.password.text()
        self.go.setEnabled(False)
        self.said.setText("")
        self.go.setText("正在解锁…")
        self._tasks.run(self, lambda: self._program.open_office(folder, name, password), self._opened, failed=self._refused)

    def _opened(self, office: Office) -> None:
        self.password.clear()
        self.unlocked.emit(office)

    def _refused(self, error: SaidError) -> None:
        self.go.setEnabled(True)
        self.go.setText("解锁(&U)")
        self._say(str(error))
        self.password.selectAll()
        self.password.setFocus()

    def _recover(self) -> None:
        from jlt_desktop.gui.recovery_window import RecoveryWindow  # hardly ever needed, so not read at the start

        window = RecoveryWindow(self._folder, str(self.person.currentData() or ""), self._tasks, self)
        window.done_with.connect(self._recovered)
        window.open()

    def _recovered(self, words: str) -> None:
        self.said.setText("")
        self.password.setPlaceholderText(words)
        self.password.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Make room once the style is known."""
        self.ensurePolished()
        self._make_room()
        super().showEvent(event)


def _demo_hint(folder: Path) -> str:
    try:
        return (folder.parent / "demo-passwords.txt").read_text(encoding="utf-8").strip()
    except OSError:
        return ""
