"""The pieces a file's page is made of: cards with pairs of label and text, and the strip that answers at a glance."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from jlt_desktop.gui import say
from jlt_desktop.services.listing import COVERED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jlt_desktop.domain.fact import Fact
    from jlt_desktop.services.filing import Shown

_MARKS = {"": "", "good": "✓ ", "due": "● ", "wrong": "▲ "}
_WORDS = {"": "", "good": "已办", "due": "待办", "wrong": "要处理"}
_A_ROW = 4


def card(title: str, widgets: Sequence[QWidget]) -> QFrame:
    """Return a framed card with a title."""
    frame = QFrame()
    frame.setProperty("kind", "card")
    column = QVBoxLayout(frame)
    if title:
        column.addWidget(say.label(title, "subtitle"))
    for one in widgets:
        column.addWidget(one)
    return frame


def pairs(shown: Sequence[Shown], *, uncovered: bool) -> QWidget:
    """Return labels with their texts beside them; special ones are covered until somebody asks."""
    inside = QWidget()
    grid = QGridLayout(inside)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setColumnStretch(1, 1)
    for row, one in enumerate(shown):
        name = say.label(one.label, "faint")
        name.setFixedWidth(name.fontMetrics().horizontalAdvance("口") * 8)
        name.setAlignment(Qt.AlignmentFlag.AlignTop)
        text = say.label(COVERED if one.special and not uncovered else one.text)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        grid.addWidget(name, row, 0)
        grid.addWidget(text, row, 1)
    return inside


def glance(facts: Sequence[Fact]) -> QFrame:
    """Return the strip at the head of a file: a question in two words above each answer; a mark and its word say what is due."""
    frame = QFrame()
    frame.setProperty("kind", "card")
    grid = QGridLayout(frame)
    grid.setHorizontalSpacing(20)
    grid.setVerticalSpacing(6)
    for place, one in enumerate(facts):
        cell = QVBoxLayout()
        cell.setSpacing(0)
        cell.addWidget(say.label(one.label, "faint", wrap=False))
        text = (
            TickingLabel(one)
            if one.clock
            else say.label(_MARKS[one.tone] + one.text, {"due": "question", "wrong": "problem", "good": "good"}.get(one.tone, ""))
        )
        text.setAccessibleName(" ".join(filter(None, (one.label, _WORDS[one.tone], one.text))))
        text.setAlignment(Qt.AlignmentFlag.AlignTop)
        cell.addWidget(text, 1)
        grid.addLayout(cell, place // _A_ROW, place % _A_ROW)
    for column in range(_A_ROW):
        grid.setColumnStretch(column, 1)
    return frame


class TickingLabel(QLabel):
    """An answer with a running time behind it; it turns to the colour of danger when the time is up, and says so."""

    def __init__(self, fact: Fact) -> None:
        """Run from now on, once a second."""
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self._fact = fact
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._tick)
        self._timer.start()
        self._tick()

    def _tick(self) -> None:
        clock, now = self._fact.clock, datetime.now()
        if clock is not None:
            kind = "problem" if clock.over(now) else "question"
            if self.property("kind") != kind:
                self.setProperty("kind", kind)
                say.restyle(self)
            self.setText(" ".join(filter(None, (self._fact.text, clock.words(now)))))
