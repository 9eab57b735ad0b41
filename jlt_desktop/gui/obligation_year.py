"""The year of every obligation: first semester, second semester, the year as a whole, side by side; words first, colour second."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHeaderView, QTableView

from jlt_desktop.gui.obligation_bars import tint
from jlt_desktop.gui.table_look import set_up_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jlt_desktop.domain.obligation import Standing
    from jlt_desktop.gui.look import Colours
    from jlt_desktop.services.obligations import YearLine

Index = QModelIndex | QPersistentModelIndex
_HEADINGS = ("任务", "编号", "要求", "第一学期", "第二学期", "全学年或现在", "责任")
_FIRST = 3
_PLAN = range(1, 16)


class _Model(QAbstractTableModel):
    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self._colours = colours
        self.lines: Sequence[YearLine] = ()

    def take(self, lines: Sequence[YearLine]) -> None:
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's signature
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's signature
        return 0 if parent.isValid() else len(_HEADINGS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.lines):
            return None
        one = self.lines[index.row()]
        owed, standings = one.obligation, (one.first, one.second, one.whole)
        if _FIRST <= index.column() < _FIRST + len(standings):
            return self._standing(standings[index.column() - _FIRST], role)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            task = f"{owed.task.number}. {owed.task.title}" if owed.task.number in _PLAN else owed.task.title
            return {0: task, 1: owed.id, 2: owed.title}.get(index.column(), owed.owner)
        return None

    def _standing(self, one: Standing | None, role: int) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return one.words if one else ""
        if role == Qt.ItemDataRole.ForegroundRole and one:
            return QColor(tint(one.state, self._colours))
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return _HEADINGS[section]
        return None


class YearTable(QTableView):
    """A line for each obligation."""

    def __init__(self, colours: Colours) -> None:
        """Begin empty."""
        super().__init__()
        set_up_table(self, "学年各项要求")
        self.rows = _Model(colours)
        self.setModel(self.rows)
        wide = self.fontMetrics().horizontalAdvance("口")
        self.horizontalHeader().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        for section, width in ((0, 10), (1, 5), (3, 12), (4, 12), (5, 13), (6, 9)):
            self.setColumnWidth(section, wide * width)

    def take(self, lines: Sequence[YearLine]) -> None:
        """Show another year."""
        self.rows.take(lines)
        if lines:
            self.selectRow(0)

    def current(self) -> str:
        """Return the id of the obligation in the current row."""
        row = self.currentIndex().row()
        return self.rows.lines[row].obligation.id if 0 <= row < len(self.rows.lines) else ""
