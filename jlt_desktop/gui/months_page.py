"""The grid of months: files down, months across, filled, late, missing told apart by mark and colour; Enter fills one in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QTableView, QVBoxLayout, QWidget

from jlt_desktop.gui import say
from jlt_desktop.gui.month_form import MonthForm
from jlt_desktop.gui.table_look import fit_columns, on_enter, set_up_table
from jlt_desktop.services.looking import note_copy
from jlt_desktop.services.tracking import LATE, MARKS, MISSING, OPEN, MonthGrid, MonthStart, begin_month, month_grid

if TYPE_CHECKING:
    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.gui.workplace import Workplace

Index = QModelIndex | QPersistentModelIndex
_HEADINGS = ("个案", "学生", "等级")
_BEFORE_MONTHS = len(_HEADINGS)
# told apart without colour too: late is hatched, missing is crossed
_PATTERNS = {LATE: Qt.BrushStyle.BDiagPattern, MISSING: Qt.BrushStyle.DiagCrossPattern}
_FAINT = 56


class MonthsModel(QAbstractTableModel):
    """Number, starred name, level, then a mark and its word for each month."""

    def __init__(self, colours: dict[str, str]) -> None:
        """colours: state -> colour of its text."""
        super().__init__()
        self._colours = {state: QColor(colour) for state, colour in colours.items()}
        self._behind = {state: QBrush(_faint(colours[state]), style) for state, style in _PATTERNS.items() if state in colours}
        self.grid = MonthGrid((), ())

    def take(self, grid: MonthGrid) -> None:
        """Show another grid."""
        self.beginResetModel()
        self.grid = grid
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's signature
        """Return how many files there are."""
        return 0 if parent.isValid() else len(self.grid.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's signature
        """Return number, starred name, level and the months."""
        return 0 if parent.isValid() else len(self.grid.months) + _BEFORE_MONTHS

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the text of a cell, or the colour and the pattern of its state."""
        if not index.isValid() or index.row() >= len(self.grid.lines):
            return None
        line, month = self.grid.lines[index.row()], index.column() - _BEFORE_MONTHS
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            if month < 0:
                return (line.called, line.who, line.level)[index.column()]
            return f"{MARKS[line.states[month]]} {line.states[month]}".strip()
        if role == Qt.ItemDataRole.ForegroundRole and month >= 0:
            return self._colours.get(line.states[month])
        if role == Qt.ItemDataRole.BackgroundRole and month >= 0:
            return self._behind.get(line.states[month])
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return 个案, 学生, 等级, then the months."""
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        month = section - _BEFORE_MONTHS
        return _HEADINGS[section] if month < 0 else f"{int(self.grid.months[month][5:])}月"


def _faint(colour: str) -> QColor:
    made = QColor(colour)
    made.setAlpha(_FAINT)
    return made


class MonthsPage(QWidget):
    """The tracked ledger's months. Enter opens the month of the cell, or the oldest that waits; Ctrl+Enter in the form goes to the next.

    print_wanted(document maker, name) asks for a preview.
    """

    print_wanted = Signal(object, str)

    def __init__(self, place: Workplace, ledger: Ledger) -> None:
        """Read the grid when the page comes up."""
        super().__init__()
        self._place, self.ledger = place, ledger
        self._form: MonthForm | None = None
        self._wanted = ("", "")
        colours = place.look.colours
        self.model = MonthsModel({MISSING: colours.overdue, LATE: colours.today, OPEN: colours.accent})
        self.table = QTableView()
        self.table.setModel(self.model)
        set_up_table(self.table, f"{ledger.title}:各月记录").copied.connect(self._copied)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.table.doubleClicked.connect(self.open_current)
        self._said = say.label("", "faint")
        start = say.button("从最急的开始填(&S)", "main")
        start.clicked.connect(self.open_first)
        head = QHBoxLayout()
        head.addWidget(say.label("月跟踪", "title"))
        head.addStretch(1)
        paper = say.button("打印(&P)", tip="Ctrl+P")
        paper.clicked.connect(self.print_table)
        head.addWidget(paper)
        head.addWidget(start)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.addLayout(head)
        column.addWidget(say.label("✓ 已填    △ 迟填    ✕ 缺    ○ 本月待填    空白:那个月不在名单上。回车填写所在的一格。", "faint"))
        column.addWidget(self.table, 1)
        column.addWidget(self._said)
        self.setFocusProxy(self.table)
        on_enter(self.table, self.open_current)
        place.changed.connect(self._changed)
        self.reload()

    def reload(self) -> None:
        """Read the grid anew."""
        office, ledger = self._place.office, self.ledger
        self._place.tasks.run(self, lambda: month_grid(office, ledger), self._arrived)

    def _copied(self, count: int) -> None:
        office, ledger = self._place.office, self.ledger
        if ledger.confidential:
            self._place.clip.watch()
            self._place.tasks.run(self, lambda: note_copy(office, ledger, count))

    def _changed(self, _ledger: str) -> None:
        self.reload()

    def _arrived(self, grid: MonthGrid) -> None:
        place = self.table.currentIndex()
        row, column = max(0, place.row()), max(_BEFORE_MONTHS, place.column())
        self.model.take(grid)
        fit_columns(self.table)
        self._said.setText(grid.sentence if grid.lines else "没有要跟踪的个案。")
        self.table.setAccessibleDescription(grid.sentence)
        if place.isValid() or grid.lines:
            column = column if place.isValid() else self.model.columnCount() - 1
            self.table.setCurrentIndex(self.model.index(min(row, len(grid.lines) - 1), column))

    def print_table(self) -> None:
        """Print the grid: numbers of cases, no names."""
        office, ledger = self._place.office, self.ledger

        def document() -> object:
            from jlt_desktop.services.printing import months_document  # paper is read at the first print

            return months_document(office, ledger)

        self.print_wanted.emit(document, "月跟踪完成情况")

    # -- filling in ---------------------------------------------------------------------------------------------

    def open_current(self) -> None:
        """Open the month of the cell the cursor is in; on the name, the oldest month that waits."""
        index, grid = self.table.currentIndex(), self.model.grid
        if not index.isValid():
            return
        line = grid.lines[index.row()]
        month = index.column() - _BEFORE_MONTHS
        waiting = line.waiting(grid.months)
        chosen = grid.months[month] if month >= 0 else (waiting[0] if waiting else grid.months[-1])
        self._begin(line.id, chosen)

    def open_first(self) -> None:
        """Open the month that waits longest of the file that comes first."""
        following = next_waiting(self.model.grid, ("", ""))
        if following is None:
            self._place.said.emit("都填完了。")
        else:
            self._begin(*following)

    def _begin(self, record: str, month: str) -> None:
        office, ledger = self._place.office, self.ledger
        self._wanted = (record, month)
        self._place.tasks.run(self, lambda: begin_month(office, ledger, record, month), self._ready)

    def _ready(self, start: MonthStart) -> None:
        part = self._place.office.ledgers[self.ledger.tracked.part]  # type: ignore[union-attr]  # the page is made for tracked ledgers
        called = next((f"{line.called}  {line.who}".strip() for line in self.model.grid.lines if line.id == self._wanted[0]), "")
        form = MonthForm(self._place, part, start, self.ledger.tracked.again, called, self.window())  # type: ignore[union-attr]
        form.saved.connect(self._saved)
        form.next_wanted.connect(self._next)
        self._form = form
        self._place.dialog_made.emit(form)

    def _saved(self, _record: object) -> None:
        part = self.ledger.tracked.part if self.ledger.tracked else ""
        self._place.said.emit("已保存。")
        self._place.changed.emit(part)

    def _next(self) -> None:
        following = next_waiting(self.model.grid, self._wanted)
        if following is None:
            self._place.said.emit("都填完了。")
        else:
            self._begin(*following)


def next_waiting(grid: MonthGrid, done: tuple[str, str]) -> tuple[str, str] | None:
    """Return file and month that wait next after one that was just filled in; the rest of the same file first, then from the top."""
    waiting = [(line.id, month) for line in grid.lines for month in line.waiting(grid.months) if (line.id, month) != done]
    same = [one for one in waiting if one[0] == done[0]]
    return next(iter([*same, *waiting]), None)
