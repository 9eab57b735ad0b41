"""How every table of the program behaves: whole rows, fixed height, columns measured once on a few rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from jlt_desktop.gui.copying import RowCopier

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QTableView

_MEASURED, _LEAST, _MOST = 40, 64, 320


def set_up_table(table: QTableView, name: str) -> RowCopier:
    """Select rows, edit nothing in place, keep the height of rows fixed; returns what listens for Ctrl+C."""
    table.setAccessibleName(name)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.setShowGrid(False)
    table.setAlternatingRowColors(True)
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + 12)
    table.verticalHeader().setVisible(False)
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setSectionsClickable(True)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    return RowCopier(table)


def on_enter(view: QAbstractItemView, call: Callable[[], object]) -> None:
    """Call when Enter is pressed with the focus on a view, and only then: several views of a page may each have their own."""
    on_key(view, "Return", call)


def on_key(widget: QWidget, keys: str | QKeySequence.StandardKey, call: Callable[[], object], *, inside: bool = False) -> None:
    """Call when keys are pressed with the focus on a widget, and only then. inside: or on anything in it."""
    made = QShortcut(QKeySequence(keys), widget)
    # set afterwards: given to the constructor together with a slot, PySide leaves it at the whole window
    made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut if inside else Qt.ShortcutContext.WidgetShortcut)
    made.activated.connect(call)


def fit_columns(table: QTableView) -> None:
    """Set the widths from the headings and the first rows; the person may change them."""
    model, metrics = table.model(), table.fontMetrics()
    rows = min(_MEASURED, model.rowCount())
    for column in range(model.columnCount()):
        heading = str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        texts = [heading, *(str(model.index(row, column).data() or "") for row in range(rows))]
        width = max(metrics.horizontalAdvance(text) for text in texts) + 30
        table.setColumnWidth(column, max(_LEAST, min(_MOST, width)))
