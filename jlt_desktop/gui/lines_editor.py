"""The editor of a field that is a small table: a line of editors for each line, and always one empty line to go on in."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from jlt_desktop.domain.fields import Choice
from jlt_desktop.gui import say
from jlt_desktop.gui.editors import DateEditor, Editor, plain_editor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QPushButton

    from jlt_desktop.domain.fields import Field
    from jlt_desktop.domain.fields_lines import Lines

_EDGES = 24


class LinesEditor(Editor):
    """raw() is a list of lines, each a list of what stands in its cells."""

    def __init__(self, field: Lines) -> None:
        """Prepare for one field, with one empty line."""
        super().__init__()
        self._field = field
        self._rows: list[list[Editor]] = []
        self._away: list[QPushButton] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(4)
        for place, one in enumerate(field.columns.values()):
            self._grid.addWidget(say.label(one.label + (" *" if one.required else ""), "faint", wrap=False), 0, place)
            self._grid.setColumnStretch(place, 3 if one.kind in ("text", "date") else 2)
        column.addLayout(self._grid)
        self._add_row()
        self._more = say.button("加一行", "flat")
        self._more.setAccessibleName(f"{field.label}:加一行")
        self._more.clicked.connect(self._add_empty)
        column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        self.setFocusProxy(self._rows[0][0].focusProxy() or self._rows[0][0])

    def _add_empty(self) -> None:
        if len(self._rows) < self._field.most:
            self._add_row()
            self._rows[-1][0].setFocus()

    def _add_row(self) -> None:
        number = len(self._rows) + 1
        before = self._away[-1] if self._away else None
        row = []
        for place, one in enumerate(self._field.columns.values()):
            editor = plain_editor(one)
            if isinstance(editor, DateEditor):
                # the usual hint is longer than a column of a small table
                editor.line.setPlaceholderText("年-月-日")
                editor.line.setMinimumWidth(editor.line.fontMetrics().horizontalAdvance("2026-10-04") + _EDGES)
            target = editor.focusProxy() or editor
            target.setAccessibleName(f"{self._field.label}第 {number} 行:{one.label}")
            editor.edited.connect(self.edited)
            editor.left.connect(self.left)
            self._grid.addWidget(editor, number, place)
            row.append(editor)
        self._rows.append(row)
        away = say.button("✕", "flat", "去掉这一行")
        away.setAccessibleName(f"{self._field.label}:去掉第 {number} 行")
        away.clicked.connect(self._remove)
        self._away.append(away)
        self._grid.addWidget(away, number, len(self._field.columns))
        # widgets made later stand at the end of the form's Tab order unless they are told where they belong
        stops: list[QWidget] = [*(editor.focusProxy() or editor for editor in row), away]
        for stop, following in pairwise([before, *stops] if before else []):
            QWidget.setTabOrder(stop, following)

    def _remove(self) -> None:
        place = self._away.index(self.sender())  # type: ignore[arg-type]  # one of our own buttons
        kept = [row for number, row in enumerate(self._cells()) if number != place]
        self._show([[(cell, str(cell)) for cell in row] for row in kept])
        self.edited.emit()

    def _cells(self) -> list[list[object]]:
        return [[one.raw() for one in row] for row in self._rows]

    def _show(self, rows: Sequence[Sequence[tuple[object, str]]]) -> None:
        while len(self._rows) < len(rows):
            self._add_row()
        while len(self._rows) > max(1, len(rows)):
            for one in (*self._rows.pop(), self._away.pop()):
                self._grid.removeWidget(one)
                one.deleteLater()
        empty = [(None, "")] * len(self._field.columns)
        for editors, cells in zip(self._rows, [*rows, *[empty][len(rows) :]], strict=True):
            for editor, (value, text) in zip(editors, cells, strict=True):
                editor.put(value, text)

    def raw(self) -> object:
        """Return the lines in which anything stands."""
        return [row for row in self._cells() if any(row)] or ""

    def put(self, value: object, text: str) -> None:
        """Show the lines of a value; a draft gives lists of what was typed."""
        del text
        lines = value if isinstance(value, list | tuple) else ()
        columns = list(self._field.columns.values())
        cells = [[*line, *[None] * len(columns)][: len(columns)] for line in lines]
        self._show([[(cell, _text(one, cell)) for one, cell in zip(columns, line, strict=True)] for line in cells])

    def mark(self, wrong: bool) -> None:
        """The words below say which line it is."""


def _text(field: Field, cell: object) -> str:
    """Return a cell as read; what a draft holds is text already."""
    return cell if isinstance(cell, str) and not isinstance(field, Choice) else field.show(cell)
