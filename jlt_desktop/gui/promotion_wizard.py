"""九月升级: looked at class by class, exceptions added by typing, written as one run, taken back or confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut

from jlt_desktop.gui import say
from jlt_desktop.gui.promotion_pages import ClassesPage, ExceptionsPage, RowsPage
from jlt_desktop.gui.promotion_result import DonePage
from jlt_desktop.gui.steps import StepsDialog
from jlt_desktop.services.promoting import apply_promotion, confirm, due_year, people, plan_promotion, promoted_ledger, waiting
from jlt_desktop.services.undoing import undo_import

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from jlt_desktop.domain.search import Finder
    from jlt_desktop.gui.tasks import Tasks
    from jlt_desktop.services.office import Office
    from jlt_desktop.services.promoting import Plan, Promoted
    from jlt_desktop.services.undoing import Undone

_CLASSES, _EXCEPTIONS, _ROWS, _DONE = range(4)
Found = tuple["Promoted | None", "Plan | None", "Finder | None"]


class PromotionWizard(StepsDialog):
    """`written` carries the key of the ledger whose people moved, or moved back; `help_wanted` the page of help."""

    written = Signal(str)
    help_wanted = Signal(str)

    def __init__(self, office: Office, tasks: Tasks, parent: QWidget | None = None) -> None:
        """Begin with the preview, or with what waits to be confirmed."""
        super().__init__("九月升级", parent)
        self._office, self._tasks = office, tasks
        self._ledger = promoted_ledger(office).key
        self._plan: Plan | None = None
        self._run = ""
        self.classes, self.exceptions, self.rows, self.done_page = ClassesPage(), ExceptionsPage(), RowsPage(), DonePage()
        for step in (self.classes, self.exceptions, self.rows, self.done_page):
            self.add(step)
        self.exceptions.wishes_changed.connect(self._look_ahead)
        self.done_page.undo_wanted.connect(self._undo)
        self.done_page.confirm_wanted.connect(self._confirm)
        QShortcut(QKeySequence("F1"), self, self._help)
        self.show_step(_CLASSES)
        self._start()

    def _help(self) -> None:
        self.help_wanted.emit("promotion")

    def _start(self) -> None:
        office = self._office

        def work() -> Found:
            open_one = waiting(office)
            return (open_one, None, None) if open_one else (None, plan_promotion(office, due_year(office)), people(office))

        self.begin("正在看各班……", can_stop=False)
        self._tasks.run(self, work, self._started, failed=self.failed)

    def _started(self, found: Found) -> None:
        self.rest()
        open_one, plan, finder = found
        if open_one is not None:
            self._wait_for(open_one)
        elif plan is not None and finder is not None:
            self.exceptions.search_in(finder)
            self._planned(plan)
            self.classes.entered()

    def _look_ahead(self) -> None:
        office, wishes, year = self._office, tuple(self.exceptions.wishes), self._plan.year if self._plan else 0
        self._tasks.run(self, lambda: plan_promotion(office, year, wishes), self._planned, failed=self.failed)

    def _planned(self, plan: Plan) -> None:
        self._plan = plan
        for page in (self.classes, self.exceptions, self.rows):
            page.show_plan(plan)
        self._refresh()

    def go_on(self) -> None:
        """Go on; from the check it is written, from the end the window closes."""
        if self.place == _DONE:
            self.accept()
        elif self._plan is not None and self.place == _ROWS:
            self._write(self._plan)
        elif self._plan is not None:
            super().go_on()

    def _write(self, plan: Plan) -> None:
        office = self._office

        def work() -> Promoted | None:
            apply_promotion(office, plan)
            return waiting(office)

        self.begin("正在写入……", can_stop=False)
        self._tasks.run(self, work, self._written, failed=self.failed)

    def _written(self, done: Promoted | None) -> None:
        self.rest()
        if done is not None:
            self._wait_for(done)
            self.written.emit(self._ledger)

    def _wait_for(self, done: Promoted) -> None:
        self._run = done.id
        self.done_page.show_waiting(done)
        self.show_step(_DONE)

    def _undo(self) -> None:
        office, run = self._office, self._run
        if say.ask(
            self, "要撤销这次升级吗?", "毕业、留级、转班、转出、休学、复学全部退回升级前;升级后又改过的记录保留现在的内容。", "撤销这次升级"
        ):
            self.begin("正在撤销……", can_stop=False)
            self._tasks.run(self, lambda: undo_import(office, run), self._undone, failed=self.failed)

    def _undone(self, undone: Undone) -> None:
        self.rest()
        self.done_page.show_undone(undone)
        self.written.emit(self._ledger)
        self.onward.setFocus()

    def _confirm(self) -> None:
        office, run = self._office, self._run
        if say.ask(self, "确认这次升级无误吗?", "确认以后不能再整批撤销,明年的升级才能办。", "确认无误"):
            self.begin("正在确认……", can_stop=False)
            self._tasks.run(self, lambda: confirm(office, run), self._confirmed, failed=self.failed)

    def _confirmed(self, name: str) -> None:
        self.rest()
        self.done_page.show_confirmed(name)
        self.onward.setFocus()
