"""任务总览: six actions and fifteen tasks on the left, the obligations of one with their bars, and the records behind each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QSplitter,
    QStackedWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from jlt_desktop.domain.calendar import school_year, school_year_title
from jlt_desktop.gui import say
from jlt_desktop.gui.obligation_bars import ObligationTable, tint
from jlt_desktop.gui.obligation_detail import ObligationDetail
from jlt_desktop.gui.obligation_year import YearTable
from jlt_desktop.gui.table_look import on_enter
from jlt_desktop.services.obligation_lines import task_words
from jlt_desktop.services.obligations import Overview, YearLine, overview, year_view
from jlt_desktop.services.obligations_paper import counted, overview_document, year_document

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from jlt_desktop.domain.obligation import Standing
    from jlt_desktop.gui.workplace import Workplace

_TASK = Qt.ItemDataRole.UserRole
_GRAVEST = ("overdue", "lacking", "open", "met")
_YEARS = 5
_PLAN = range(1, 16)


class ObligationsPage(QWidget):
    """print_wanted(document maker, name) asks for a preview."""

    print_wanted = Signal(object, str)
    help_page = "obligations"

    def __init__(self, place: Workplace) -> None:
        """Begin empty; the overview is worked out when the page comes up."""
        super().__init__()
        self._place = place
        self._found: Overview | None = None
        self._wanted, self._stale = "", True
        self.tree, self.table = QTreeWidget(), ObligationTable(place.look.colours)
        self.detail, self.year_table = ObligationDetail(place), YearTable(place.look.colours)
        self._day, self._note = say.ElidedLabel("", "faint"), say.label("", "question")
        self._sum = say.label("", "faint")
        self.year = say.button("学年视图(&Y)")
        self.which = QComboBox()
        self._build()
        self.tree.currentItemChanged.connect(self._task_chosen)
        self.table.selectionModel().currentRowChanged.connect(self._chosen)
        self.detail.adjust_wanted.connect(self.adjust)
        self.year.toggled.connect(self._turned)
        self.which.currentIndexChanged.connect(self._year_chosen)
        self.year_table.doubleClicked.connect(self._from_year)
        for view, call in ((self.tree, self._to_table), (self.table, self._to_records), (self.year_table, self._from_year)):
            on_enter(view, call)
        self.setFocusProxy(self.tree)
        place.changed.connect(self._changed)

    # -- building -----------------------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(6)
        column.addLayout(self._head())
        column.addWidget(self._note)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._panes())
        self._stack.addWidget(self.year_table)
        column.addWidget(self._stack, 1)
        column.addWidget(self._sum)
        self._set_up_tree()

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(say.label("任务总览", "title", wrap=False))
        row.addWidget(self._day, 1)
        self.year.setCheckable(True)
        self.which.setAccessibleName("学年")
        this = school_year(self._place.office.today())
        for one in range(this, this - _YEARS, -1):
            self.which.addItem(school_year_title(one), one)
        self.which.hide()
        paper = say.button("打印(&P) ▾", tip="Ctrl+P")
        menu = QMenu(paper)
        menu.addAction("打印…").triggered.connect(self.print_record)
        menu.addAction("存成 Excel…").triggered.connect(self._ask_where)
        paper.setMenu(menu)
        for part in (self.which, self.year, paper):
            row.addWidget(part)
        return row

    def _panes(self) -> QSplitter:
        right = QSplitter(Qt.Orientation.Vertical)
        right.addWidget(self.table)
        right.addWidget(self.detail)
        right.setSizes([230, 340])
        whole = QSplitter(Qt.Orientation.Horizontal)
        whole.addWidget(self.tree)
        whole.addWidget(right)
        whole.setSizes([430, 730])
        for one in (right, whole):
            one.setChildrenCollapsible(False)
        return whole

    def _set_up_tree(self) -> None:
        self.tree.setAccessibleName("六项行动、十五项任务")
        self.tree.setHeaderLabels(["任务", "情况"])
        self.tree.setUniformRowHeights(True)
        self.tree.setIndentation(12)
        # all the tasks at one glance on an office screen
        self.tree.setStyleSheet("QTreeView::item { padding: 0 2px; }")
        self.tree.header().setStretchLastSection(False)
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)

    # -- showing ------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Work it out anew."""
        self._stale = False
        office = self._place.office
        self._place.tasks.run(self, lambda: overview(office), self._arrived)
        if self.year.isChecked():
            self._year_chosen()

    def _changed(self, _ledger: str) -> None:
        self._stale = True
        if self.isVisible():
            self.reload()

    def _arrived(self, found: Overview) -> None:
        chosen = self.table.current()
        self._wanted = self._wanted or (chosen.obligation.id if chosen else "")
        self._found = found
        self._day.setText(f"{found.title}  {found.day:%Y-%m-%d} 的情况")
        self._note.setText(f"{found.note}。请在“校历”里填上本学年的日期。" if found.note else "")
        self._note.setVisible(bool(found.note))
        self._sum.setText(counted(found.standings))
        self._fill_tree(found)
        self.show_one(self._wanted or found.standings[0].obligation.id if found.standings else "")

    def _fill_tree(self, found: Overview) -> None:
        self.tree.blockSignals(True)
        self.tree.clear()
        tops: dict[int, QTreeWidgetItem] = {}
        bold = self.tree.font()
        bold.setBold(True)
        for task in dict.fromkeys(one.obligation.task for one in found.standings):
            if task.action not in tops:
                top = QTreeWidgetItem([task.action_title])
                top.setFont(0, bold)
                self.tree.addTopLevelItem(top)
                tops[task.action] = top
                top.setFirstColumnSpanned(True)
            some = found.of_task(task.number)
            title = f"{task.number}. {task.title}" if task.number in _PLAN else task.title
            item = QTreeWidgetItem([title, task_words(some)])
            item.setData(0, _TASK, task.number)
            item.setForeground(1, QBrush(QColor(tint(_gravest(some), self._place.look.colours))))
            tops[task.action].addChild(item)
        self.tree.expandAll()
        self.tree.blockSignals(False)

    def show_one(self, key: str) -> None:
        """Show an obligation with its task; before the overview is there, as soon as it is."""
        self._wanted = key
        one = self._found.get(key) if self._found else None
        if one is None:
            return
        if self.year.isChecked():
            self.year.setChecked(False)
        self._wanted = ""
        for item in self._tasks():
            if item.data(0, _TASK) == one.obligation.task.number:
                self.tree.setCurrentItem(item)
                self._task_chosen(item)
        places = [each.obligation.id for each in self.table.rows.standings]
        if key in places:
            self.table.selectRow(places.index(key))

    def _tasks(self) -> list[QTreeWidgetItem]:
        tops = [self.tree.topLevelItem(place) for place in range(self.tree.topLevelItemCount())]
        return [top.child(place) for top in tops if top is not None for place in range(top.childCount())]

    def _task_chosen(self, item: QTreeWidgetItem | None, _before: object = None) -> None:
        if item is None or self._found is None:
            return
        if item.data(0, _TASK) is None:
            item = item.child(0)
        self.table.take(self._found.of_task(int(item.data(0, _TASK))))
        self._chosen()

    def _chosen(self) -> None:
        if self._found is not None:
            self.detail.show_one(self._found, self.table.current())

    def _to_table(self) -> None:
        self.table.setFocus()

    def _to_records(self) -> None:
        self.detail.records.setFocus()

    # -- the year -----------------------------------------------------------------------------------------------

    def _turned(self) -> None:
        showing = self.year.isChecked()
        self.which.setVisible(showing)
        self.year.setText("回到任务(&Y)" if showing else "学年视图(&Y)")
        self._stack.setCurrentIndex(int(showing))
        if showing:
            self._year_chosen()
            self.year_table.setFocus()

    def _year_chosen(self) -> None:
        office, year = self._place.office, int(self.which.currentData())
        if self.year.isChecked():
            self._place.tasks.run(self, lambda: year_view(office, year), self._year_arrived)

    def _year_arrived(self, lines: list[YearLine]) -> None:
        self.year_table.take(lines)

    def _from_year(self) -> None:
        key = self.year_table.current()
        if key:
            self.show_one(key)

    # -- doing --------------------------------------------------------------------------------------------------

    def adjust(self) -> None:
        """Open the form that lays down another threshold, or that nothing is asked for."""
        one, office = self.detail.standing, self._place.office
        if one is not None:
            given = {"obligation": one.obligation.id, "asked": "on", "threshold": one.threshold, "from_date": office.today()}
            self._place.want_form(office.rulebook.settings, given=given)

    def print_record(self) -> None:
        """Show on paper what is on the screen: the overview or the year."""
        office, found = self._place.office, self._found
        if self.year.isChecked():
            year = int(self.which.currentData())
            self.print_wanted.emit(lambda: year_document(office, year), "任务完成情况")
        elif found is not None:
            self.print_wanted.emit(lambda: overview_document(office, found), "任务总览")

    def _ask_where(self) -> None:
        title = "任务完成情况" if self.year.isChecked() else "任务总览"
        chosen, _ = QFileDialog.getSaveFileName(self, "保存 Excel", str(Path.home() / f"{title}.xlsx"), "Excel 工作簿 (*.xlsx)")
        if chosen:
            self.save_workbook(Path(chosen))

    def save_workbook(self, path: Path) -> None:
        """Write what is on the screen as a workbook, whole or not at all."""
        office, found, year = self._place.office, self._found, int(self.which.currentData()) if self.year.isChecked() else None

        def work() -> str:
            from jlt_desktop.sheets.write_document import document_workbook  # workbooks are read when needed
            from jlt_desktop.vault.files import write_whole

            made = year_document(office, year) if year is not None else overview_document(office, found or overview(office))
            write_whole(path, document_workbook(made))
            return path.name

        self._place.tasks.run(self, work, self._saved)

    def _saved(self, name: str) -> None:
        self._place.said.emit(f"已保存“{name}”。")

    def showEvent(self, event: QShowEvent) -> None:
        """Work it out when the page comes up and something was changed since."""
        super().showEvent(event)
        if self._stale:
            self.reload()


def _gravest(standings: list[Standing]) -> str:
    return next((state for state in _GRAVEST if any(one.state == state for one in standings)), "off")
