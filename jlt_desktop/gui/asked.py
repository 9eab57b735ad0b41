"""What is asked before a record is kept: each question with a line for the reason, and the way to the record that is there already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout

from jlt_desktop.gui import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jlt_desktop.domain.findings import Question


class _Row(QFrame):
    """One question. `leads`: the record that can be looked at instead, None-like when empty."""

    def __init__(self, question: Question) -> None:
        super().__init__()
        self.leads = ""
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        self.words: QLabel = say.label("")
        self.line = QLineEdit()
        self.line.setPlaceholderText("请写明理由,例如:已核对户口本")
        self.look: QPushButton = say.button("打开已有的那一份(&K)", tip="这一张不再保存")
        grid.addWidget(self.words, 0, 0, 1, 2)
        grid.addWidget(self.line, 1, 0)
        grid.addWidget(self.look, 1, 1, Qt.AlignmentFlag.AlignRight)
        self.take(question)

    def take(self, question: Question) -> None:
        """Show what is asked now."""
        self.leads = question.leads
        self.words.setText(f"需要核对:{question.text}")
        self.line.setAccessibleName(question.text)
        self.look.setVisible(bool(question.leads))


class Asked(QFrame):
    """Hidden while nothing is asked. `look_wanted` carries the id of the record that is there already."""

    look_wanted = Signal(str)

    def __init__(self) -> None:
        """Begin with no question."""
        super().__init__()
        self.setProperty("kind", "notice")
        self._column = QVBoxLayout(self)
        self._rows: dict[str, _Row] = {}
        self.hide()

    def ask(self, questions: Sequence[Question]) -> None:
        """Ask these beside what was asked before, and go to the first of them."""
        for one in questions:
            self._show(one)
        if questions:
            self._rows[questions[0].name].line.setFocus()

    def show_leading(self, questions: Sequence[Question]) -> None:
        """Show those that lead to another record while one is still filling in; what no longer applies goes."""
        leading = {one.name: one for one in questions if one.leads}
        for name in [name for name, row in self._rows.items() if row.leads and name not in leading]:
            row = self._rows.pop(name)
            self._column.removeWidget(row)
            row.deleteLater()
        for one in leading.values():
            self._show(one)
        self.setVisible(bool(self._rows))

    def answers(self) -> Mapping[str, str]:
        """Return the reasons given so far, by the name of the question."""
        return {name: row.line.text() for name, row in self._rows.items()}

    def _show(self, question: Question) -> None:
        row = self._rows.get(question.name)
        if row is None:
            row = self._rows[question.name] = _Row(question)
            row.look.clicked.connect(self._look)
            self._column.addWidget(row)
        row.take(question)
        self.setVisible(True)

    def _look(self) -> None:
        sender = self.sender()
        row = next((one for one in self._rows.values() if one.look is sender), None)
        if row is not None and row.leads:
            self.look_wanted.emit(row.leads)
