"""This month beside last month: the form of one month, with what stood there before at the left of each line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QGroupBox, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from jlt_desktop.gui import say
from jlt_desktop.gui.record_form import RecordForm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.gui.workplace import Workplace
    from jlt_desktop.services.tracking import MonthStart

_WIDE = 1240


class MonthForm(RecordForm):
    """Alt+1 … takes a line over from last month; never the ones the ledger wants written anew."""

    def __init__(
        self, place: Workplace, part: Ledger, start: MonthStart, again: Sequence[str], called: str, parent: QWidget | None = None
    ) -> None:
        """`again`: fields that may be taken over. `called`: what the file is called and whom it is about, the name starred."""
        self._month, self._again = start, [name for name in again if start.last.get(name)]
        super().__init__(place, part, start.form, parent)
        self.setWindowTitle(f"{part.title} {start.month}")
        self._called.setText(f"{called}  {int(start.month[5:])}月")
        self._next.setText("保存,填下一个(&N)")
        self._next.setVisible(True)
        room = self.screen().availableGeometry() if self.screen() else None
        self.resize(min(_WIDE, room.width() - 40) if room else _WIDE, self.height())
        QShortcut(QKeySequence("Alt+0"), self, self.take_all)
        self._first().setFocus()

    def _beside(self) -> QWidget | None:
        """Return last month as it stood, each line with a button that takes it over."""
        inside = QGroupBox(f"上月({int(self._month.last_month[5:])}月)")
        column = QVBoxLayout(inside)
        if not self._month.last:
            column.addWidget(say.label("上月没有记录。", "faint"))
            column.addStretch(1)
            return inside
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        shown = [name for name, text in self._month.last.items() if text and name != self._ledger.happened]
        for row, name in enumerate(shown):
            label = say.label(self._ledger.fields[name].label, "faint")
            text = say.label(self._month.last[name])
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(text, row, 1, Qt.AlignmentFlag.AlignTop)
            if name in self._again:
                grid.addWidget(self._button(name), row, 2, Qt.AlignmentFlag.AlignTop)
        column.addLayout(grid)
        if self._again:
            row_of_all = QHBoxLayout()
            everything = say.button("可以照抄的都同上月(Alt+0)", "flat")
            everything.clicked.connect(self.take_all)
            row_of_all.addWidget(everything)
            row_of_all.addStretch(1)
            column.addLayout(row_of_all)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        # what is rolled would else be filled up to above its own edge
        inside.setAutoFillBackground(False)
        scroll.viewport().setAutoFillBackground(False)
        return scroll

    def _button(self, name: str) -> QWidget:
        number = self._again.index(name) + 1
        one = say.button(f"同上月(Alt+{number})" if number <= 9 else "同上月", "flat")
        one.setAccessibleName(f"{self._ledger.fields[name].label}:同上月")
        one.setProperty("field", name)
        one.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        one.clicked.connect(self._take_sender)
        if number <= 9:
            shortcut = QShortcut(QKeySequence(f"Alt+{number}"), self)
            shortcut.setProperty("field", name)
            shortcut.activated.connect(self._take_sender)
        return one

    def _take_sender(self) -> None:
        sender: QObject | None = self.sender()
        if sender is not None:
            self.take(str(sender.property("field")))

    def take(self, name: str) -> None:
        """Take one line over from last month."""
        editor = self.fields.editors.get(name)
        if editor is not None and name in self._again:
            editor.put(self._month.last_values.get(name), self._month.last.get(name, ""))
            self._edited()

    def take_all(self) -> None:
        """Take over every line that may be."""
        for name in self._again:
            self.take(name)

    def _first(self) -> QWidget:
        """Return the first field that is still empty: the month, the writer and the day are filled in already."""
        for name, editor in self.fields.editors.items():
            if editor.isEnabled() and self._start.values.get(name) is None:
                return editor.focusProxy() or editor
        return self.fields
