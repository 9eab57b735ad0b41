"""Takes the steps a file's page offers: at once where nothing has to be typed, otherwise through a form; and breaks the glass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from jlt_desktop.gui import say
from jlt_desktop.gui.reasons import ask_why
from jlt_desktop.services.desk import Refused
from jlt_desktop.services.doing import do_at_once
from jlt_desktop.services.glass import break_glass
from jlt_desktop.services.unsealing import unseal

if TYPE_CHECKING:
    from datetime import datetime

    from PySide6.QtWidgets import QWidget

    from jlt_desktop.domain.errors import SaidError
    from jlt_desktop.domain.record import Record
    from jlt_desktop.gui.workplace import Workplace


class FileSteps(QObject):
    """Belongs to a page. opened: something that was behind glass can be seen now."""

    opened = Signal()

    def __init__(self, place: Workplace, page: QWidget) -> None:
        """Work for a page."""
        super().__init__(page)
        self._place, self._page = place, page
        self._trying = ("", "", "")

    def take(self, key: str, record: str, step: str) -> None:
        """Take a step with a record of a ledger."""
        office, ledger = self._place.office, self._place.office.ledgers[key]
        if next(one for one in ledger.deeds if one.key == step).at_once:
            self._trying = (key, record, step)
            self._place.tasks.run(self, lambda: do_at_once(office, ledger, record, step), self._taken, failed=self._not_at_once)
        else:
            self._place.step_wanted.emit(key, record, step)

    def _taken(self, done: Record) -> None:
        self._place.said.emit(f"{self._place.office.ledgers[done.ledger].title}已记下。")
        self._place.changed.emit(done.ledger)

    def _not_at_once(self, error: SaidError) -> None:
        if isinstance(error, Refused):
            self._place.step_wanted.emit(*self._trying)
        else:
            say.failure(self._page, error)

    def break_glass(self, key: str, owner: str) -> None:
        """Ask why, then show what only its owner sees for a while."""
        words = f"{owner}会看到您什么时候、为什么看过。写清楚为什么必须现在看(至少 8 个字):"
        reason = ask_why(self._page, "破例查看", words)
        if reason is not None:
            office, ledger = self._place.office, self._place.office.ledgers[key]
            self._place.tasks.run(self, lambda: break_glass(office, ledger, owner, reason), self._glass_open)

    def unseal(self, key: str, record: str, why: str) -> None:
        """Ask on what grounds a record under seal is read, then show it for a while."""
        reason = ask_why(self._page, "打开封存的个案", f"{why}\n打开它要写明依据(至少 8 个字),会记入操作日志:")
        if reason is not None:
            office, ledger = self._place.office, self._place.office.ledgers[key]
            self._place.tasks.run(self, lambda: unseal(office, ledger, record, reason), self._glass_open)

    def _glass_open(self, until: datetime) -> None:
        self._place.said.emit(f"已打开,{until.astimezone():%H:%M} 自动关上;这次查看已记入日志。")
        self.opened.emit()
