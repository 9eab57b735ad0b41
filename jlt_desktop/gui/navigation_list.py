"""The list at the left: groups that fold, by mouse or with the arrow keys, so that many ledgers stay in reach on a small screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QShowEvent

    from jlt_desktop.gui.navigation import Entry
    from jlt_desktop.gui.settings import Preferred

_KEY, _GROUP = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
_OPEN, _SHUT = "▾ ", "▸ "
_ROOM, _HEAD_ROOM, _MARGIN = 6, 2, 2
_INSET = " " * 4


class NavigationList(QListWidget):
    """`chosen`: the person went to a page; `entered`: and on into it, by Enter. What is folded is kept for this person."""

    chosen = Signal(str)
    entered = Signal()

    def __init__(self, lines: Sequence[Entry], preferred: Preferred, parent: QWidget | None = None) -> None:
        """Show the lines; a line without a key heads the lines after it."""
        super().__init__(parent)
        self.setObjectName("navigation")
        self.setAccessibleName("导航")
        self.setFixedWidth(self.fontMetrics().horizontalAdvance("口") * 12 + 30)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._preferred = preferred
        self._folded: set[str] | None = preferred.folded
        self.here = ""
        self.walking = False  # the arrow keys are going from line to line: the focus stays here
        self._heads: dict[str, QListWidgetItem] = {}
        self._own: list[str] = []
        group = ""
        for one in lines:
            group = group if one.key else one.title
            self._add(one, group)
        self._draw()
        self.currentItemChanged.connect(self._moved)
        self.itemClicked.connect(self._clicked)

    def _add(self, one: Entry, group: str) -> None:
        item = QListWidgetItem(_INSET + one.title if one.key and group else one.title)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, one.title)
        item.setData(_KEY, one.key)
        item.setData(_GROUP, group)
        height = self.fontMetrics().height()
        item.setSizeHint(QSize(0, height + (_ROOM if one.key else _HEAD_ROOM)))
        if not one.key:
            font = self.font()
            font.setPointSizeF(font.pointSizeF() * 0.9)
            item.setFont(font)
            self._heads[group] = item
            self._own += [group] if one.own else []
        self.addItem(item)

    # -- folding ------------------------------------------------------------------------------------------------

    def folded(self, group: str) -> bool:
        """Tell whether a group shows its heading only."""
        return group in (self._folded or ())

    def fold(self, group: str, away: bool) -> None:
        """Fold a group or open it, as the person wishes; kept for the next time."""
        folded = set(self._folded or ())
        self._folded = folded | {group} if away else folded - {group}
        self._preferred.folded = self._folded
        self._draw()

    def showEvent(self, event: QShowEvent) -> None:
        """Before anybody has folded anything: open groups from the top as far as there is room, and always the last."""
        super().showEvent(event)
        if self._folded is None:
            self._folded = self._beyond(self.viewport().height())
            self._draw()
            self.mark(self.here)

    def _beyond(self, room: int) -> set[str]:
        """Return the groups to fold: what is this role's own and the last stay open first, then as many from the top as fit."""
        items = [self.item(row) for row in range(self.count())]
        room -= sum(one.sizeHint().height() + _MARGIN for one in items if not one.data(_GROUP) or not one.data(_KEY))
        first = [*self._own, *list(self._heads)[-1:]]
        wished = [*first, *(one for one in self._heads if one not in first)]
        for place, group in enumerate(wished):
            room -= sum(one.sizeHint().height() + _MARGIN for one in items if one.data(_GROUP) == group and one.data(_KEY))
            if room < 0 and place:
                return set(wished[place:])
        return set()

    def _draw(self) -> None:
        for row in range(self.count()):
            item = self.item(row)
            group = str(item.data(_GROUP))
            if item.data(_KEY):
                item.setHidden(self.folded(group))
            else:
                item.setText((_SHUT if self.folded(group) else _OPEN) + group)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{group},{'已收起' if self.folded(group) else '已展开'}")

    # -- going --------------------------------------------------------------------------------------------------

    def mark(self, key: str) -> None:
        """Show where one is, opening the group it stands in; nothing is gone to."""
        self.here = key
        for row in range(self.count()):
            item = self.item(row)
            if item.data(_KEY) == key and key:
                if self.folded(str(item.data(_GROUP))):
                    # for this time only: what the person folded stays folded the next time
                    self._folded = set(self._folded or ()) - {str(item.data(_GROUP))}
                    self._draw()
                self._set_current(item)

    def _set_current(self, item: QListWidgetItem) -> None:
        self.blockSignals(True)
        self.setCurrentItem(item)
        self.blockSignals(False)

    def _moved(self, item: QListWidgetItem | None) -> None:
        if item is not None and item.data(_KEY):
            self.here = str(item.data(_KEY))
            self.chosen.emit(self.here)

    def _clicked(self, item: QListWidgetItem) -> None:
        if not item.data(_KEY):
            self.fold(str(item.data(_GROUP)), not self.folded(str(item.data(_GROUP))))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left folds the group one is in, right opens it; Enter and the space bar turn a heading over."""
        item = self.currentItem()
        group = str(item.data(_GROUP)) if item else ""
        if group and event.key() == Qt.Key.Key_Left:
            self._set_current(self._heads[group])
            self.fold(group, True)
        elif group and event.key() == Qt.Key.Key_Right:
            self.fold(group, False)
        elif item and not item.data(_KEY) and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.fold(group, not self.folded(group))
        elif item and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            self.walking = True
            super().keyPressEvent(event)
            self.walking = False
