"""Choosing records by typing: characters, pinyin or initials, with the hits below the line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from jlt_desktop.gui import say
from jlt_desktop.gui.editors import Editor
from jlt_desktop.gui.flow import FlowLayout
from jlt_desktop.gui.search_edit import SearchEdit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QFocusEvent, QKeyEvent

    from jlt_desktop.domain.search import Finder

_HITS = 12
_ID = Qt.ItemDataRole.UserRole


class RecordLine(SearchEdit):
    """A line with a list of hits below it. `chosen` carries id and label."""

    chosen = Signal(str, str)
    left = Signal()

    def __init__(self, label: str, finder: Finder | None) -> None:
        """Search in `finder`."""
        super().__init__("输入姓名、拼音或首字母")
        self.setAccessibleName(label)
        self._finder = finder
        self.hits = QListWidget(self)
        self.hits.setWindowFlags(Qt.WindowType.ToolTip)
        self.hits.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hits.itemClicked.connect(self._take)
        self.textEdited.connect(self._look)
        self.sought.connect(self._composing)

    def search_in(self, finder: Finder) -> None:
        """Search in another list from now on."""
        self._finder = finder

    def _composing(self, wanted: str) -> None:
        if self.hasFocus() and wanted != self.text():
            self._look(wanted)

    def _look(self, wanted: str) -> None:
        self.hits.clear()
        for entry in self._finder.find(wanted, _HITS) if self._finder else ():
            item = QListWidgetItem(entry.title)
            item.setData(_ID, entry.id)
            self.hits.addItem(item)
        if not self.hits.count():
            self.hits.hide()
            return
        self.hits.setCurrentRow(0)
        self.hits.resize(max(self.width(), 260), min(_HITS, self.hits.count()) * (self.fontMetrics().height() + 8) + 8)
        self.hits.move(self.mapToGlobal(QPoint(0, self.height())))
        self.hits.show()

    def _take(self, item: QListWidgetItem) -> None:
        self.hits.hide()
        self.chosen.emit(str(item.data(_ID)), item.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move among the hits, Enter takes one, Esc closes the list."""
        if not self.hits.isVisible():
            super().keyPressEvent(event)
            return
        key, row = event.key(), self.hits.currentRow()
        if key == Qt.Key.Key_Down:
            self.hits.setCurrentRow(min(row + 1, self.hits.count() - 1))
        elif key == Qt.Key.Key_Up:
            self.hits.setCurrentRow(max(row - 1, 0))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(self.hits.currentItem())
        elif key == Qt.Key.Key_Escape:
            self.hits.hide()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Close the list and tell that the person went on."""
        super().focusOutEvent(event)
        self.hits.hide()
        self.left.emit()


class LinkEditor(Editor):
    """One record of another ledger. What is typed but matches nothing is given back as typed, so that the check can say so."""

    def __init__(self, label: str, finder: Finder | None) -> None:
        """Search in `finder`."""
        super().__init__()
        self.line = RecordLine(label, finder)
        self._id, self._called = "", ""
        self.line.chosen.connect(self._chosen)
        self.line.textEdited.connect(self.edited)
        self.line.left.connect(self.left)
        self._alone(self.line)

    def _chosen(self, record: str, called: str) -> None:
        self._id, self._called = record, called
        self.line.setText(called)
        self.edited.emit()

    def raw(self) -> object:
        """Return the id of what was chosen, or the words that match nothing."""
        return self._id if self._id and self.line.text() == self._called else self.line.text()

    def put(self, value: object, text: str) -> None:
        """Show a record."""
        self._id, self._called = str(value or ""), text
        self.line.setText(text)


class PeopleEditor(Editor):
    """Several records: each as a small button that takes it out again, and a line to add another."""

    def __init__(self, label: str, finder: Finder | None, labels: Mapping[str, str]) -> None:
        """Search in `finder`; `labels`: id -> what people call it."""
        super().__init__()
        self._labels, self._chosen_ids = labels, list[str]()
        self.line = RecordLine(label, finder)
        self.line.chosen.connect(self._add)
        self.line.left.connect(self.left)
        room = QWidget()
        self._chips = FlowLayout(room)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.line)
        column.addWidget(room)
        self.setFocusProxy(self.line)

    def _add(self, record: str, called: str) -> None:
        del called
        if record not in self._chosen_ids:
            self._chosen_ids.append(record)
        self.line.clear()
        self._draw()
        self.edited.emit()

    def _draw(self) -> None:
        while self._chips.count():
            item = self._chips.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.deleteLater()
        for record in self._chosen_ids:
            called = self._labels.get(record, record)
            chip = say.button(f"{called} ×", tip=f"移去 {called}")
            chip.setProperty("record", record)
            chip.installEventFilter(self)
            chip.clicked.connect(self._take_out)
            self._chips.addWidget(chip)

    def _take_out(self) -> None:
        sender = self.sender()
        record = str(sender.property("record")) if sender is not None else ""
        self._chosen_ids = [one for one in self._chosen_ids if one != record]
        self._draw()
        self.edited.emit()

    def raw(self) -> object:
        """Return the ids, and what was typed but not chosen."""
        typed = self.line.text().strip()
        return (*self._chosen_ids, *((typed,) if typed else ())) or ""

    def put(self, value: object, text: str) -> None:
        """Show the records."""
        del text
        self._chosen_ids = [str(one) for one in value] if isinstance(value, tuple | list) else []
        self._draw()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Delete takes out the one that has the focus."""
        if event.type() == QEvent.Type.KeyPress and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):  # type: ignore[attr-defined]
            if isinstance(watched, QWidget):
                watched.click()  # type: ignore[attr-defined]  # only chips are watched
            return True
        return super().eventFilter(watched, event)
