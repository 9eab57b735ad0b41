"""Ctrl+K: one line that finds people, files and things to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from jlt_desktop.domain.search import Finder, folded
from jlt_desktop.gui import say
from jlt_desktop.gui.search_edit import SearchEdit

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

_HITS = 30
_WHAT = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Command:
    """Something the program can do: the page or deed it leads to, its words, and the words it is found by."""

    key: str
    title: str
    words: str


class FinderPopup(QDialog):
    """`record_chosen` carries ledger and id, `command_chosen` the key of a command; `sought`, in the end, where and what."""

    record_chosen = Signal(str, str)
    command_chosen = Signal(str)
    sought = Signal(object, str)

    def __init__(self, finder: Finder, commands: Sequence[Command], recent: Sequence[tuple[str, str, str]], parent: QWidget) -> None:
        """`recent`: (ledger, id, words) of what was open last, shown while nothing is typed."""
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._finder, self._commands, self._recent = finder, commands, recent
        self._words, self._shown = "", set()  # type: str, set[str]
        self.setObjectName("finder")
        self.setMinimumWidth(620)
        column = QVBoxLayout(self)
        self.line = SearchEdit("姓名、拼音、首字母、班级(三2)、号码后 4 位,或“新增家访”")
        self.line.sought.connect(self.look)
        column.addWidget(self.line)
        self.hits = QListWidget()
        self.hits.setAccessibleName("找到的")
        self.hits.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hits.setMinimumHeight(320)
        self.hits.itemClicked.connect(self._take)
        column.addWidget(self.hits)
        self._none = say.label("没有找到。换个写法试试:姓名的首字母、班级“三2”,或号码的后 4 位。", "faint")
        column.addWidget(self._none)
        self.look("")
        self.line.setFocus()

    def look(self, wanted: str) -> None:
        """Show what matches."""
        self.hits.clear()
        self._words, self._shown = wanted, set()
        if wanted.strip():
            for entry in self._finder.find(wanted, _HITS):
                self._shown.add(entry.ledger)
                self._add(f"{entry.title}    {entry.hint}", (entry.ledger, entry.id))
            sought = folded(wanted)
            for command in self._commands:
                if sought in folded(command.title) or sought in command.words:
                    self._add(f"▸ {command.title}", (command.key,))
        else:
            for ledger, record, words in self._recent:
                self._add(words, (ledger, record))
            for command in self._commands[: _HITS - len(self._recent)]:
                self._add(f"▸ {command.title}", (command.key,))
        self.hits.setCurrentRow(0)
        self._none.setVisible(not self.hits.count())

    def done(self, result: int) -> None:
        """Tell what was sought last and where it was found."""
        if self._shown:
            self.sought.emit(tuple(sorted(self._shown)), self._words)
        super().done(result)

    def _add(self, text: str, what: tuple[str, ...]) -> None:
        item = QListWidgetItem(text)
        item.setData(_WHAT, what)
        self.hits.addItem(item)

    def _take(self, item: QListWidgetItem) -> None:
        what = item.data(_WHAT)
        self.accept()
        if len(what) == 1:
            self.command_chosen.emit(what[0])
        else:
            self.record_chosen.emit(what[0], what[1])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move among the hits, Enter takes one."""
        row = self.hits.currentRow()
        if event.key() == Qt.Key.Key_Down:
            self.hits.setCurrentRow(min(row + 1, self.hits.count() - 1))
        elif event.key() == Qt.Key.Key_Up:
            self.hits.setCurrentRow(max(row - 1, 0))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.hits.currentItem() is not None:
            self._take(self.hits.currentItem())
        else:
            super().keyPressEvent(event)
