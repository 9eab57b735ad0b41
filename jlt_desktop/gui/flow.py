"""A row of widgets that goes on in the next line where there is no more room."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

_GAP = 8


class FlowLayout(QLayout):
    """Qt has rows and columns but no lines that break. What can grow fills its line; otherwise a line leans left, or right on request."""

    def __init__(self, owner: QWidget, *, to_the_right: bool = False) -> None:
        """Lay out the children of `owner`."""
        super().__init__(owner)
        self._items: list[QLayoutItem] = []
        self._to_the_right = to_the_right
        self.setContentsMargins(0, 0, 0, 0)

    def _lines(self, width: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        lines: list[list[tuple[QLayoutItem, QSize]]] = [[]]
        used = 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint().expandedTo(item.minimumSize())
            if size.width() > width and item.hasHeightForWidth():
                size = QSize(width, item.heightForWidth(width))
            if lines[-1] and used + size.width() > width:
                lines.append([])
                used = 0
            lines[-1].append((item, size))
            used += size.width() + _GAP
        return lines

    def _place(self, room: QRect, *, move: bool) -> int:
        y = room.y()
        for line in self._lines(room.width()):
            height = max((size.height() for _item, size in line), default=0)
            if move:
                self._place_line(line, QRect(room.x(), y, room.width(), height))
            y += height + _GAP
        return y - _GAP - room.y()

    def _place_line(self, line: list[tuple[QLayoutItem, QSize]], room: QRect) -> None:
        spare = max(0, room.width() - sum(size.width() + _GAP for _item, size in line) + _GAP)
        growing = [item for item, _size in line if item.expandingDirections() & Qt.Orientation.Horizontal]
        x = room.x() + (spare if self._to_the_right and not growing else 0)
        for item, size in line:
            width = min(size.width(), room.width()) + (spare // len(growing) if item in growing else 0)
            item.setGeometry(QRect(x, room.y() + (room.height() - size.height()) // 2, width, size.height()))
            x += width + _GAP

    def addItem(self, item: QLayoutItem) -> None:
        """Take one more widget."""
        self._items.append(item)

    def count(self) -> int:
        """Return how many widgets there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return one; None beyond the end."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]  # as above
        """Give one away."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Ask for no more than is needed."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """The narrower, the higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height the lines need."""
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Place the widgets."""
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        """Return the room of one line."""
        sizes = [one.sizeHint().expandedTo(one.minimumSize()) for one in self._items if not one.isEmpty()]
        width = sum(one.width() + _GAP for one in sizes) - _GAP
        return QSize(max(0, width), max((one.height() for one in sizes), default=0))

    def minimumSize(self) -> QSize:
        """Return the room of the widest widget."""
        size = QSize()
        for item in self._items:
            if not item.isEmpty():
                size = size.expandedTo(item.minimumSize())
        return size
