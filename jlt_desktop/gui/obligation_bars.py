"""The table of a task's obligations: number, what is asked, a bar with the words over it, and how binding it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from jlt_desktop.domain.obligation import SOURCES, STATES
from jlt_desktop.gui.table_look import set_up_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jlt_desktop.domain.obligation import Standing
    from jlt_desktop.gui.look import Colours

Index = QModelIndex | QPersistentModelIndex
_HEADINGS = ("编号", "要求", "完成情况", "依据")
_BAR = 2
_THIN = 3
_STANDING = Qt.ItemDataRole.UserRole


def tint(state: str, colours: Colours) -> str:
    """Return the colour that goes beside the word of a state."""
    return {
        "met": colours.good, "open": colours.week, "overdue": colours.overdue, "lacking": colours.today,
    }.get(state, colours.faint)  # fmt: skip


class ObligationModel(QAbstractTableModel):
    """A row for each standing."""

    def __init__(self) -> None:
        """Begin empty."""
        super().__init__()
        self.standings: Sequence[Standing] = ()

    def take(self, standings: Sequence[Standing]) -> None:
        """Show other obligations."""
        self.beginResetModel()
        self.standings = standings
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's signature
        """Return how many there are."""
        return 0 if parent.isValid() else len(self.standings)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's signature
        """Return how many headings there are."""
        return 0 if parent.isValid() else len(_HEADINGS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the words of a cell; the standing itself for the bar."""
        if not index.isValid() or index.row() >= len(self.standings):
            return None
        one = self.standings[index.row()]
        if role == _STANDING:
            return one
        texts = (one.obligation.id, one.obligation.title, one.words, SOURCES[one.obligation.source])
        if role == Qt.ItemDataRole.DisplayRole:
            return texts[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{one.obligation.title}\n{one.obligation.threshold_words}\n{one.words}\n{one.obligation.source_words}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{texts[index.column()]} {STATES[one.state]}" if index.column() == _BAR else texts[index.column()]
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a heading."""
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return _HEADINGS[section]
        return None


class _Bar(QStyledItemDelegate):
    """The words, and below them as much of a thin line as was done."""

    def __init__(self, colours: Colours, parent: QWidget) -> None:
        super().__init__(parent)
        self._colours = colours

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Colour the words by the state; the words say it too."""
        super().initStyleOption(option, index)
        one = index.data(_STANDING)
        if one is not None:
            colour = QColor(tint(one.state, self._colours))
            for role in (option.palette.ColorRole.Text, option.palette.ColorRole.HighlightedText):  # type: ignore[attr-defined]
                option.palette.setColor(role, colour)  # type: ignore[attr-defined]

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the words and the line."""
        super().paint(painter, option, index)
        one = index.data(_STANDING)
        if one is None or one.rate is None:
            return
        area = QRectF(option.rect).adjusted(8, 0, -8, -3)  # type: ignore[attr-defined]
        area.setTop(area.bottom() - _THIN)
        painter.save()
        painter.fillRect(area, QColor(self._colours.line))
        area.setWidth(area.width() * one.rate)
        painter.fillRect(area, QColor(tint(one.state, self._colours)))
        painter.restore()


class ObligationTable(QTableView):
    """Shows the obligations of one task."""

    def __init__(self, colours: Colours) -> None:
        """Begin empty."""
        super().__init__()
        set_up_table(self, "任务的各项要求")
        self.rows = ObligationModel()
        self.setModel(self.rows)
        self.setItemDelegateForColumn(_BAR, _Bar(colours, self))
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 18)
        wide = self.fontMetrics().horizontalAdvance("口")
        header = self.horizontalHeader()
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        for section, width in ((0, 5), (_BAR, 14), (3, 10)):
            self.setColumnWidth(section, wide * width)

    def take(self, standings: Sequence[Standing]) -> None:
        """Show other obligations, the first one chosen."""
        self.rows.take(standings)
        if standings:
            self.selectRow(0)

    def current(self) -> Standing | None:
        """Return the one in the current row."""
        row = self.currentIndex().row()
        return self.rows.standings[row] if 0 <= row < len(self.rows.standings) else None
