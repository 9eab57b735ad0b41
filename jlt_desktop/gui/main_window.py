"""The main window: navigation by role on the left, one page on the right, and the few keys that work everywhere."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from jlt_desktop.gui import say
from jlt_desktop.gui.guards import Guards
from jlt_desktop.gui.home_page import HomePage
from jlt_desktop.gui.ledger_page import LedgerPage
from jlt_desktop.gui.navigation import commands, entries, parted
from jlt_desktop.gui.navigation_list import NavigationList
from jlt_desktop.gui.settings import Preferred
from jlt_desktop.gui.top_bar import TopBar
from jlt_desktop.gui.undo_toast import UndoToast
from jlt_desktop.gui.windows import Windows
from jlt_desktop.gui.workplace import Workplace
from jlt_desktop.services.finding import build_finder
from jlt_desktop.services.greeting import at_the_door
from jlt_desktop.vault.session import ROLE_TITLES

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent

    from jlt_desktop.domain.search import Finder
    from jlt_desktop.gui.look import Look
    from jlt_desktop.gui.program import Program
    from jlt_desktop.gui.tasks import Tasks
    from jlt_desktop.services.office import Office

_RECENT = 8


class MainWindow(QMainWindow):
    """`locked`: the person, or the clock, wants the office closed."""

    locked = Signal()

    def __init__(self, office: Office, tasks: Tasks, look: Look, program: Program) -> None:
        """Build the frame and show the home page."""
        super().__init__()
        self.place = Workplace(office, tasks, look, program)
        self._finder: Finder | None = None
        self._recent: list[tuple[str, str, str]] = []
        # the home page first of all: it is what people wait for
        self._pages: dict[str, QWidget] = {"home": HomePage(self.place)}
        self._trail: list[QWidget] = []
        self.setWindowTitle("教联体学校台账")
        self.setMinimumSize(880, 520)
        self.resize(1366, 768)
        self.windows = Windows(self.place, self)
        self.toast = say.Toast(self)
        self._build()
        self._connect()
        self.go("home")
        # after the home page has asked for what is due: that is what people wait for
        say.soon(self, 0, self._ask_around)

    # -- building -----------------------------------------------------------------------------------------------

    def _build(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if self.place.office.is_demo:
            strip = say.label("示范数据,不是真实学生。可以随意试,不会影响真实数据。", "strip")
            strip.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(strip)
        bar = TopBar(f"{self.place.office.user} · {ROLE_TITLES.get(self.place.office.role, self.place.office.role)}")
        for signal, call in (
            (bar.search_wanted, self.look_up), (bar.help_wanted, self.help), (bar.cover_wanted, self.cover), (bar.lock_wanted, self.lock),
        ):  # fmt: skip
            signal.connect(call)
        self._school = bar.school
        column.addWidget(bar)
        row = QHBoxLayout()
        row.setSpacing(0)
        self.navigation = NavigationList(entries(self.place.office), Preferred(self.place.program.user_data))
        self.navigation.chosen.connect(self._chosen)
        self.navigation.entered.connect(self._enter)
        self.stack = QStackedWidget()
        row.addWidget(self.navigation)
        row.addWidget(self.stack, 1)
        column.addLayout(row, 1)
        self.setCentralWidget(inside)

    def _connect(self) -> None:
        place = self.place
        place.said.connect(self.toast.say)
        self.undo_toast = UndoToast(place, self.toast)
        place.changed.connect(self._changed)
        place.record_wanted.connect(self.open_record)
        place.page_wanted.connect(self.go)
        place.lock_wanted.connect(self.lock)
        place.rows_wanted.connect(self.show_rows)
        place.tasks.busy_changed.connect(self._busy)
        for keys, call in (
            ("Ctrl+K", self.look_up), ("F1", self.help), ("Ctrl+L", self.lock), ("Ctrl+F", self._focus_search),
            ("Ctrl+N", self._add), ("Ctrl+P", self._print), ("Ctrl+I", self._import), ("F5", self._reload),
            ("Alt+Left", self.back), ("Ctrl+Z", self.undo_toast.undo_last),
        ):  # fmt: skip
            QShortcut(QKeySequence(keys), self, call)
        self._guards = Guards(place, self)
        self._guards.lock_wanted.connect(self.lock)

    # -- what is known after a moment ---------------------------------------------------------------------------

    def _ask_around(self) -> None:
        self.place.tasks.run(self, self._look_around, self._looked)

    def _look_around(self) -> tuple[str, Finder, list[str]]:
        office = self.place.office
        name = str(office.school.get("school_name") or "教联体学校台账")
        return name, build_finder(office), at_the_door(office, self.place.program.user_data / "witness")

    def _looked(self, answer: tuple[str, Finder, list[str]]) -> None:
        name, self._finder, warnings = answer
        self._school.setText(name)
        if warnings:
            self.statusBar().showMessage(" ".join(warnings))
            self.windows.warn(warnings)

    def _changed(self, ledger: str) -> None:
        office = self.place.office
        self.place.tasks.run(self, lambda: build_finder(office), self._found_anew)
        self.statusBar().showMessage(f"{office.ledgers[ledger].title}已保存 {datetime.now():%H:%M}")

    def _found_anew(self, finder: Finder) -> None:
        self._finder = finder

    def _busy(self, count: int) -> None:
        self.setCursor(Qt.CursorShape.BusyCursor if count else Qt.CursorShape.ArrowCursor)

    # -- going --------------------------------------------------------------------------------------------------

    def _chosen(self, key: str) -> None:
        self.go(key)
        if self.navigation.walking:
            self.navigation.setFocus()

    def _enter(self) -> None:
        self.stack.currentWidget().setFocus()
        if self.navigation.hasFocus():
            # a page that takes no focus itself: to the first thing on it
            self.focusNextChild()

    def go(self, key: str) -> None:
        """Show a page: home, a ledger by its key, or one of the named pages and windows."""
        key, shown = parted(key)
        if self.windows.open_named(key):
            return
        page = self._pages.get(key)
        if page is None:
            page = self._pages[key] = self.windows.page(key)
        if self.stack.indexOf(page) < 0:
            self.stack.addWidget(page)
        self._forget_trail()
        self._turn_to(page)
        self.navigation.mark(key)
        if shown:
            self._page_call("show_one", shown)

    def show_rows(self, key: str, ids: tuple[str, ...]) -> None:
        """Go to a ledger's page and show just what came in: an old filter must not hide it."""
        self.go(key)
        page = self.stack.currentWidget()
        if isinstance(page, LedgerPage):
            page.show_only(ids, "本次导入")

    def open_record(self, ledger: str, record: str) -> None:
        """Show the page of one record; going back leads to where one was."""
        page = self.windows.file_page(ledger, record)
        page.back_wanted.connect(self.back)
        self._trail.append(page)
        self.stack.addWidget(page)
        self._turn_to(page)
        self._remember(ledger, record)

    def _remember(self, ledger: str, record: str) -> None:
        office = self.place.office
        title = office.ledgers[ledger].title
        self.place.tasks.run(self, lambda: (ledger, record, f"{office.lookup.label(ledger, record)}    {title}"), self._remembered)

    def _remembered(self, one: tuple[str, str, str]) -> None:
        self._recent = [one, *(other for other in self._recent if other[:2] != one[:2])][:_RECENT]

    def back(self) -> None:
        """Leave the page of a record."""
        if self._trail:
            page = self._trail.pop()
            self.stack.removeWidget(page)
            page.deleteLater()
            if self._trail:
                self._turn_to(self._trail[-1])
            else:
                self._to_navigation()

    def _to_navigation(self) -> None:
        page = self._pages.get(self.navigation.here, self._pages["home"])
        self._turn_to(page)

    def _turn_to(self, page: QWidget) -> None:
        """Show a page and put the focus on it: the keys of the page work at once, and Tab goes on from there."""
        self.stack.setCurrentWidget(page)
        page.setFocus()

    def _forget_trail(self) -> None:
        for page in self._trail:
            self.stack.removeWidget(page)
            page.deleteLater()
        self._trail = []

    # -- keys ---------------------------------------------------------------------------------------------------

    def look_up(self) -> None:
        """Open the line that finds everything."""
        if self._finder is not None:
            popup = self.windows.finder(self._finder, commands(self.place.office), self._recent)
            popup.record_chosen.connect(self.open_record)
            popup.command_chosen.connect(self._command)
            popup.show()

    def _command(self, key: str) -> None:
        deed, _, ledger = key.partition(":")
        if deed == "new":
            self.place.want_form(ledger)
        elif deed == "import":
            self.windows.open_import(self.place.office.ledgers[ledger])
        else:
            self.go(key)

    def _page_call(self, name: str, *more: str) -> None:
        call = getattr(self.stack.currentWidget(), name, None)
        if callable(call):
            call(*more)

    def _focus_search(self) -> None:
        search = getattr(self.stack.currentWidget(), "search", None)
        if isinstance(search, QWidget):
            search.setFocus()
        else:
            self.look_up()

    def _add(self) -> None:
        self._page_call("add")

    def _print(self) -> None:
        page = self.stack.currentWidget()
        self._page_call("print_record" if hasattr(page, "print_record") else "print_table")

    def _import(self) -> None:
        self._page_call("fetch_rows")

    def _reload(self) -> None:
        self._page_call("reload")

    def help(self) -> None:
        """Show the help of the page one is on."""
        page = self.stack.currentWidget()
        ledger = getattr(page, "ledger", None)
        self.windows.open_help(ledger.key if ledger is not None else str(getattr(page, "help_page", "start")))

    def cover(self) -> None:
        """Cover every window at once, or take the cover away."""
        self._guards.cover.toggle()

    def lock(self) -> None:
        """Keep what is being typed, close everything, and ask for the passphrase again."""
        self.windows.keep_drafts()
        self.locked.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close the windows that hang on this one; what was copied from a confidential file does not outlive it."""
        self.place.clip.clear()
        self.windows.close_all()
        super().closeEvent(event)
