"""The page of a ledger: its table, search and filters, and what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QMenu, QTableView, QVBoxLayout, QWidget

from jlt_desktop.gui import say
from jlt_desktop.gui.chosen_rows import ChosenRows
from jlt_desktop.gui.flow import FlowLayout
from jlt_desktop.gui.ledger_model import LedgerModel
from jlt_desktop.gui.ledger_output import LedgerOutput
from jlt_desktop.gui.ledger_sieve import LedgerSieve
from jlt_desktop.gui.navigation import PROMOTE
from jlt_desktop.gui.report_menu import ReportMenu
from jlt_desktop.gui.table_look import fit_columns, on_key, set_up_table
from jlt_desktop.services.listing import STRETCH, Listed, Wanted, list_rows
from jlt_desktop.services.looking import note_search, note_uncovering

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.gui.workplace import Workplace

_UNCOVERED_FOR = 30_000
_SETTLED = 1200


class LedgerPage(QWidget):
    """import_wanted, print_wanted(document maker, name): asked of the main window, which owns those windows.

    paste_wanted: rows copied elsewhere are to be imported (ledger, text).
    """

    import_wanted = Signal(object)
    print_wanted = Signal(object, str)
    history_wanted = Signal(str, str)
    paste_wanted = Signal(object, str)

    def __init__(self, place: Workplace, ledger: Ledger) -> None:
        """Build the page; rows are fetched when it is first shown."""
        super().__init__()
        self._place, self.ledger = place, ledger
        self._asked, self._stale, self._removed = 0, True, False
        self._order: tuple[str, ...] = ()
        self._total = 0
        self.output = LedgerOutput(place, ledger, self.wanted, self)
        self.output.print_wanted.connect(self.print_wanted)
        self.reports = ReportMenu(place, ledger, self)
        self.reports.print_wanted.connect(self.print_wanted)
        self.model = LedgerModel(ledger, self)
        self.model.more_wanted.connect(self._more)
        self._build()
        self._cover_timer, self._search_timer = QTimer(self), QTimer(self)
        for timer, call in ((self._cover_timer, self._cover), (self._search_timer, self._search_settled)):
            timer.setSingleShot(True)
            timer.timeout.connect(call)
        place.changed.connect(self._changed)

    # -- building -----------------------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        head = QHBoxLayout()
        self._title, self._count = say.label(self.ledger.title, "title", wrap=False), say.label("", "faint", wrap=False)
        head.addWidget(self._title)
        head.addWidget(self._count)
        deeds = QWidget()
        row = FlowLayout(deeds, to_the_right=True)
        for one in self._deeds():
            row.addWidget(one)
        head.addWidget(deeds, 1)
        column.addLayout(head)
        self.sieve = LedgerSieve(self.ledger)
        self.sieve.changed.connect(self.reload)
        self.sieve.sought.connect(self._sought)
        self.sieve.uncovering.connect(self._uncover)
        self.sieve.bin.clicked.connect(self._toggle_bin)
        self.search, self.filters = self.sieve.search, self.sieve.filters
        column.addWidget(self.sieve)
        self.table = QTableView()
        self.table.setModel(self.model)
        copier = set_up_table(self.table, self.ledger.title)
        self.table.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        self.table.selectionModel().selectionChanged.connect(self._say_count)
        self.chosen_rows = ChosenRows(self._place, self.ledger, copier, self)
        self._fill_menu()
        self.table.doubleClicked.connect(self.open_selected)
        self.table.horizontalHeader().sectionClicked.connect(self._sort)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._menu)
        column.addWidget(self.table, 1)
        self.setFocusProxy(self.table)
        self._empty = say.label("", "faint")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self._empty)
        for keys, call in (
            ("Return", self.open_selected), ("F2", self.edit_selected), ("Delete", self.chosen_rows.remove), ("Ctrl+V", self.paste),
        ):  # fmt: skip
            on_key(self.table, keys, call)

    def _deeds(self) -> list[QWidget]:
        add = say.button("新增(&A)", "main", "Ctrl+N")
        add.clicked.connect(self.add)
        more = say.button("更多(&M) ▾")
        self._row_menu = QMenu(more)
        more.setMenu(self._row_menu)
        fetch = say.button("导入(&I)", tip="Ctrl+I")
        fetch.clicked.connect(self.fetch_rows)
        counted = [self.reports.button()] if self.ledger.reports else []
        return [*counted, more, add] if self.ledger.unlisted else [fetch, *self.output.buttons(), *counted, more, add]

    def _fill_menu(self) -> None:
        menu, rows = self._row_menu, self.chosen_rows
        for title, call in (
            ("打开(&O)\tEnter", self.open_selected),
            ("修改(&E)\tF2", self.edit_selected),
            ("变更记录(&H)", self._history),
            ("复制选中的行(&C)\tCtrl+C", rows.copier.copy),
            ("连表头一起复制(&K)\tCtrl+Shift+C", rows.copier.copy_with_headings),
            ("批量修改选中的…(&U)", rows.batch),
            ("把另一份并入这一份…(&J)", rows.merge),
            ("移到回收站(&D)\tDelete", rows.remove),
            ("从回收站取回(&B)", rows.bring_back),
        ):
            action = QAction(title, menu)
            action.triggered.connect(call)
            menu.addAction(action)
        if self.ledger.promotion:
            moving_up = QAction("九月升级…(&P)", menu)
            moving_up.triggered.connect(self._promote)
            menu.addAction(moving_up)
        for number, part in enumerate(self._dated_parts(), start=1):
            action = QAction(f"给选中的各记一条{part.title}(&{number})", menu)
            action.setData(part.key)
            action.triggered.connect(rows.enter_for_all)
            menu.addAction(action)

    def _dated_parts(self) -> list[Ledger]:
        return [one for one in self._place.office.parts(self.ledger) if one.happened]

    @property
    def in_bin(self) -> bool:
        """Tell whether the recycle bin is shown."""
        return self._removed

    def chosen(self) -> list[str]:
        """Return the ids of the chosen rows; the current one when none is."""
        rows = [self.model.id_at(index.row()) for index in self.table.selectionModel().selectedRows()]
        return [one for one in rows if one] or [one for one in [self.current()] if one]

    # -- showing ------------------------------------------------------------------------------------------------

    def wanted(self) -> Wanted:
        """Return what the page shows now."""
        return self.sieve.wanted(self._order, removed=self._removed)

    def show_only(self, ids: Sequence[str], words: str) -> None:
        """Show just these records, whatever was searched and filtered before."""
        if self._removed:
            self.sieve.bin.click()
        self.sieve.keep_only(ids, words)
        self.reload()

    def reload(self) -> None:
        """Fetch the first stretch anew."""
        self._stale = False
        self._asked += 1
        number, wanted, office, ledger = self._asked, self.wanted(), self._place.office, self.ledger
        self._place.tasks.run(self, lambda: (number, list_rows(office, ledger, wanted)), self._arrived)

    def _more(self, offset: int) -> None:
        number, wanted, office, ledger = self._asked, self.wanted(), self._place.office, self.ledger
        self._place.tasks.run(self, lambda: (number, list_rows(office, ledger, wanted, offset, STRETCH * 5)), self._arrived)

    def _arrived(self, answer: tuple[int, Listed]) -> None:
        number, listed = answer
        if number != self._asked:
            return
        chosen = self.current()
        first = self.model.rowCount() == 0
        self.model.take(listed)
        if listed.offset == 0:
            if first:
                fit_columns(self.table)
            self._total = listed.total
            self._empty.setText("" if listed.total else self._nothing())
            self._empty.setVisible(not listed.total)
            self._select(max(0, self.model.place_of(chosen)))
            self._say_count()

    def _say_count(self) -> None:
        chosen = len(self.table.selectionModel().selectedRows())
        some = f",选中 {chosen} 条" if chosen > 1 else ""
        self._count.setText(f"{'回收站里 ' if self._removed else ''}共 {self._total} 条{some}")

    def _nothing(self) -> str:
        if self._removed:
            return "回收站是空的。"
        if self.sieve.narrow:
            return "没有符合条件的记录。可以清空搜索,或把筛选改回“全部”。"
        return f"还没有{self.ledger.title}记录。点“新增”填一条,或点“导入”从 Excel 名册带进来。"

    def _changed(self, ledger: str) -> None:
        if ledger == self.ledger.key or ledger in self.ledger.links.values():
            self._stale = True
            if self.isVisible():
                self.reload()

    def _sought(self) -> None:
        self._search_timer.start(_SETTLED)
        self.reload()

    def _search_settled(self) -> None:
        office, ledger, text = self._place.office, self.ledger, self.search.wanted()
        if ledger.confidential and text:
            self._place.tasks.run(self, lambda: note_search(office, ledger, text))

    def _sort(self, section: int) -> None:
        name = self.ledger.sheet[section]
        if name in self.ledger.stored:
            self._order = (f"-{name}",) if self._order == (name,) else (name,)
            down = self._order[0].startswith("-")
            header = self.table.horizontalHeader()
            header.setSortIndicatorShown(True)
            header.setSortIndicator(section, Qt.SortOrder.DescendingOrder if down else Qt.SortOrder.AscendingOrder)
            self.reload()

    def _uncover(self) -> None:
        office, ledger = self._place.office, self.ledger
        self._place.tasks.run(self, lambda: note_uncovering(office, ledger))
        self.model.uncover(True)
        self.sieve.say_uncovered(True)
        self._cover_timer.start(_UNCOVERED_FOR)

    def _cover(self) -> None:
        self.model.uncover(False)
        self.sieve.say_uncovered(False)

    def _toggle_bin(self) -> None:
        self._removed = self.sieve.bin.isChecked()
        self.sieve.bin.setText("返回列表" if self._removed else "回收站")
        self.reload()

    # -- doing --------------------------------------------------------------------------------------------------

    def current(self) -> str:
        """Return the id of the current row; empty when there is none."""
        return self.model.id_at(self.table.currentIndex().row())

    def _select(self, row: int) -> None:
        if row < self.model.rowCount():
            index = self.model.index(row, 0)
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.table.selectionModel().setCurrentIndex(index, flags)

    def add(self) -> None:
        """Open an empty form."""
        self._place.want_form(self.ledger.key)

    def open_selected(self) -> None:
        """Show the page of the record in the current row."""
        if self.current():
            self._place.record_wanted.emit(self.ledger.key, self.current())

    def edit_selected(self) -> None:
        """Open the form of the record in the current row."""
        if self.current() and not self._removed:
            self._place.want_form(self.ledger.key, self.current())

    def paste(self) -> None:
        """Import what was copied elsewhere: the import wizard shows first what would come of it."""
        text = QGuiApplication.clipboard().text()
        if text.strip() and not self._removed:
            self.paste_wanted.emit(self.ledger, text)

    def _promote(self) -> None:
        self._place.page_wanted.emit(PROMOTE)

    def _history(self) -> None:
        if self.current():
            self.history_wanted.emit(self.ledger.key, self.current())

    def fetch_rows(self) -> None:
        """Ask for the import wizard."""
        self.import_wanted.emit(self.ledger)

    def print_table(self) -> None:
        """Print the records listed."""
        self.output.print_table()

    def _menu(self, point: object) -> None:
        self._row_menu.popup(self.table.viewport().mapToGlobal(point))  # type: ignore[call-overload]

    def showEvent(self, event: object) -> None:
        """Fetch the rows when the page comes up and something was changed since."""
        super().showEvent(event)  # type: ignore[arg-type]
        if self._stale:
            self.reload()
