"""The editor of a field that is a small table: a line of editors for each line, and always one empty line to go on in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout

from jlt_desktop.gui import say
from jlt_desktop.gui.editors import Editor, plain_editor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QPushButton

    from jlt_desktop.domain.fields_lines import Lines


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
            self._grid.setColumnStretch(place, 3 if one.kind == "text" else 2)
        column.addLayout(self._grid)
        self._more = say.button("加一行", "flat")
        self._more.setAccessibleName(f"{field.label}:加一行")
        self._more.clicked.connect(self._add_empty)
        column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        self._add_empty()

    def _add_empty(self) -> None:
        if len(self._rows) < self._field.most:
            self._add_row([None] * len(self._field.columns), [""] * len(self._field.columns))
            self._rows[-1][0].setFocus()

    def _add_row(self, values: Sequence[object], texts: Sequence[str]) -> None:
        number = len(self._rows) + 1
        row = []
        for place, one in enumerate(self._field.columns.values()):
            editor = plain_editor(one)
            editor.put(values[place], texts[place])
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
        self.setFocusProxy(self._rows[0][0].focusProxy() or self._rows[0][0])

    def _remove(self) -> None:
        place = self._away.index(self.sender())  # type: ignore[arg-type]  # one of our own buttons
        kept = [row for number, row in enumerate(self._cells()) if number != place]
        self._show([[(cell, str(cell)) for cell in row] for row in kept])
        self.edited.emit()

    def _cells(self) -> list[list[object]]:
        return [[one.raw() for one in row] for row in self._rows]

    def _show(self, rows: Sequence[Sequence[tuple[object, str]]]) -> None:
        for editor in (one for row in self._rows for one in row):
            self._grid.removeWidget(editor)
            editor.deleteLater()
        for away in self._away:
            self._grid.removeWidget(away)
            away.deleteLater()
        self._rows, self._away = [], []
        for cells in rows:
            self._add_row([value for value, _ in cells], [text for _, text in cells])
        if not self._rows:
            self._add_row([None] * len(self._field.columns), [""] * len(self._field.columns))

    def raw(self) -> object:
        """Return the lines in which anything stands."""
        return [row for row in self._cells() if any(row)] or ""

    def put(self, value: object, text: str) -> None:
        """Show the lines of a value; a draft gives lists of what was typed."""
        del text
        lines = value if isinstance(value, list | tuple) else ()
        columns = list(self._field.columns.values())
        self._show([[(cell, cell if isinstance(cell, str) else one.show(cell)) for one, cell in zip(columns, line, strict=False)]
                    for line in lines])  # fmt: skip

    def mark(self, wrong: bool) -> None:
        """The words below say which line it is."""
