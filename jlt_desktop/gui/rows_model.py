"""A table of ready texts: shown, sorted by nobody, read by nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QTableView

from jlt_desktop.gui.table_look import fit_columns, set_up_table

if TYPE_CHECKING:
    from collections.abc import Sequence

Index = QModelIndex | QPersistentModelIndex
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class RowsModel(QAbstractTableModel):
    """Headings and rows of texts; rows may be shorter than the headings."""

    def __init__(self, headings: Sequence[str] = (), rows: Sequence[Sequence[str]] = ()) -> None:
        """Show these rows."""
        super().__init__()
        self._headings, self._rows = tuple(headings), rows

    def take(self, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._headings, self._rows = tuple(headings), rows
        self.endResetModel()

    def row(self, place: int) -> Sequence[str]:
        """Return the texts of a row; none when there is no such row."""
        return self._rows[place] if 0 <= place < len(self._rows) else ()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's signature
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's signature
        """Return how many headings there are."""
        return 0 if parent.isValid() else len(self._headings)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a ready text."""
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        row = self.row(index.row())
        return row[index.column()] if index.column() < len(row) else ""

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a heading, or the number of the row."""
        if role == Qt.ItemDataRole.TextAlignmentRole and orientation == Qt.Orientation.Horizontal:
            return _LEFT
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1)
        return self._headings[section] if section < len(self._headings) else None


class RowsTable(QTableView):
    """A table view over ready texts."""

    def __init__(self, name: str) -> None:
        """Begin empty; `name` is what a screen reader calls it."""
        super().__init__()
        set_up_table(self, name)
        self.rows = RowsModel()
        self.setModel(self.rows)

    def take(self, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Show other rows; the last column takes what room is left."""
        self.rows.take(headings, rows)
        fit_columns(self)
        self.horizontalHeader().setStretchLastSection(True)
