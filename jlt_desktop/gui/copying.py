"""Ctrl+C on a table: the chosen rows go to the clipboard as WPS and Excel take them, every cell a text."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PySide6.QtWidgets import QTableView

_FORMULA = "=+-@＝＋－＠"


class RowCopier(QObject):
    """Belongs to a table. `copied` carries how many rows went to the clipboard; none do while it is not `allowed`."""

    copied = Signal(int)

    def __init__(self, table: QTableView) -> None:
        """Listen for the two keys of a table."""
        super().__init__(table)
        self._table, self.allowed = table, True
        for keys, call in (("Ctrl+C", self.copy), ("Ctrl+Shift+C", self.copy_with_headings)):
            key = QShortcut(QKeySequence(keys), table)
            # set afterwards: given to the constructor together with a slot, PySide leaves it at the whole window
            key.setContext(Qt.ShortcutContext.WidgetShortcut)
            key.activated.connect(call)

    def copy(self) -> None:
        """Copy the chosen rows as they are shown: what is covered stays covered."""
        self._copy([])

    def copy_with_headings(self) -> None:
        """Copy the chosen rows below their headings."""
        model = self._table.model()
        across = Qt.Orientation.Horizontal
        self._copy([[str(model.headerData(column, across) or "") for column in range(model.columnCount())]])

    def _copy(self, above: list[list[str]]) -> None:
        model, chosen = self._table.model(), self._table.selectionModel()
        places = sorted({index.row() for index in chosen.selectedIndexes()}) if chosen else []
        rows = [[str(model.index(row, column).data() or "") for column in range(model.columnCount())] for row in places]
        if rows and self.allowed:
            QGuiApplication.clipboard().setMimeData(as_mime([*above, *rows]))
            self.copied.emit(len(rows))


def as_mime(rows: Sequence[Sequence[str]]) -> QMimeData:
    """Return rows as plain text, and as a table whose cells are marked as texts: a sheet would round an identity number otherwise."""
    made = QMimeData()
    made.setText("\n".join("\t".join(map(_plain, row)) for row in rows))
    lines = "".join(f"<tr>{_cells(row)}</tr>" for row in rows)
    made.setHtml(f'<html><head><meta charset="utf-8"></head><body><table>{lines}</table></body></html>')
    return made


def _plain(text: str) -> str:
    """Quote what has a tab or a line break in it, and keep a sheet from taking a text for a formula."""
    safe = f"'{text}" if text[:1] in _FORMULA and text[:1] and not text[1:].isdigit() else text
    return '"' + safe.replace('"', '""') + '"' if any(one in safe for one in '\t\n\r"') else safe


def _cells(row: Iterable[str]) -> str:
    # the first mark is read by Excel and WPS, the second by LibreOffice
    begin = '<td style="mso-number-format:\'\\@\'" sdnum="2052;0;@">'
    return "".join(f"{begin}{html.escape(text).replace(chr(10), '<br>')}</td>" for text in row)
