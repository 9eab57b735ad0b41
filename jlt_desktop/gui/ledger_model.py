"""The table of a ledger: ready texts handed to it, nothing read or computed here, and nothing that can raise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from jlt_desktop.services.listing import numeric

if TYPE_CHECKING:
    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.services.listing import Listed, Row

Index = QModelIndex | QPersistentModelIndex
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class LedgerModel(QAbstractTableModel):
    """Rows come in stretches: `more_wanted` asks for those from a place on when somebody scrolls there."""

    more_wanted = Signal(int)

    def __init__(self, ledger: Ledger, parent: Any = None) -> None:
        """Begin without rows."""
        super().__init__(parent)
        self._labels = tuple(ledger.fields[name].label for name in ledger.sheet)
        self._aligned = tuple(_RIGHT if numeric(ledger, name) else _LEFT for name in ledger.sheet)
        self._rows: list[Row] = []
        self._total, self._asked, self._open = 0, 0, False

    def take(self, listed: Listed) -> None:
        """Show a stretch: from the beginning it replaces what was shown, otherwise it goes below."""
        if listed.offset == 0:
            self.beginResetModel()
            self._rows, self._total, self._asked = list(listed.rows), listed.total, len(listed.rows)
            self.endResetModel()
        elif listed.offset == len(self._rows) and listed.rows:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(listed.rows) - 1)
            self._rows += listed.rows
            self._asked = len(self._rows)
            self.endInsertRows()

    def uncover(self, opened: bool) -> None:
        """Show private cells in full, or cover them again."""
        if opened != self._open:
            self._open = opened
            if self._rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(self._labels) - 1))

    def id_at(self, row: int) -> str:
        """Return the record of a row; empty when there is no such row."""
        return self._rows[row].id if 0 <= row < len(self._rows) else ""

    def place_of(self, record: str) -> int:
        """Return the row of a record; -1 when it is not among those shown."""
        return next((place for place, row in enumerate(self._rows) if row.id == record), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's signature
        """Return how many rows are here."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's signature
        """Return how many columns the ledger shows."""
        return 0 if parent.isValid() else len(self._labels)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a ready text."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            row = self._rows[index.row()]
            return (row.texts if self._open else row.covered)[index.column()]
        return self._aligned[index.column()] if role == Qt.ItemDataRole.TextAlignmentRole else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a label, or the number of the row."""
        if role == Qt.ItemDataRole.TextAlignmentRole and orientation == Qt.Orientation.Horizontal:
            return _LEFT
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1)
        return self._labels[section] if section < len(self._labels) else None

    def canFetchMore(self, parent: Index) -> bool:
        """Tell whether there are more rows that were not asked for yet."""
        return not parent.isValid() and len(self._rows) == self._asked < self._total

    def fetchMore(self, parent: Index) -> None:
        """Ask for the next stretch; it arrives later."""
        if self.canFetchMore(parent):
            self._asked += 1
            self.more_wanted.emit(len(self._rows))
