"""From the start of the program to the main window and back: set up, unlock, work, lock."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QWidget

from jlt_desktop.domain.errors import OutsideError
from jlt_desktop.gui import say
from jlt_desktop.gui.look import Look
from jlt_desktop.gui.settings import Preferred
from jlt_desktop.gui.tasks import Tasks

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from jlt_desktop.domain.errors import SaidError
    from jlt_desktop.gui.program import Program
    from jlt_desktop.services.office import Office

_WARM_AFTER = 50


class Front(QObject):
    """Shows one window at a time: the set-up wizard, the unlock window, or the main window."""

    def __init__(self, program: Program, tasks: Tasks, look: Look) -> None:
        """Show nothing yet."""
        super().__init__()
        self._program, self._tasks, self._look = program, tasks, look
        self.window: QWidget | None = None
        self._office: Office | None = None
        self._told: set[str] = set()
        tasks.failed.connect(self._say)

    def open(self) -> None:
        """Show the unlock window when there is a school's data, otherwise the set-up wizard."""
        folder = self._program.folder
        # the third is a backup whose restore was cut short: opening puts it in place
        waiting = folder.with_name(f"{folder.name}.restored")
        if any((place / name).exists() for place in (folder, waiting) for name in ("vault.json", "vault-2.json")):
            self.unlock(folder)
        else:
            self.set_up()
            if self._program.folder == self._program.demo:
                self._wizard.demo()

    def set_up(self) -> None:
        """Show the wizard: new, restore, demo."""
        from jlt_desktop.gui.setup_wizard import SetupWizard  # not needed on an ordinary morning

        self._wizard = SetupWizard(self._program, self._tasks, self._look)
        self._wizard.made.connect(self.unlock)
        self._show(self._wizard)

    def unlock(self, folder: Path) -> None:
        """Ask for a name and a passphrase."""
        from jlt_desktop.gui.unlock import UnlockWindow  # the wizard and this are never wanted at once

        window = UnlockWindow(self._program, self._tasks, self._look, folder)
        window.unlocked.connect(self.work)
        window.other_wanted.connect(self.set_up)
        self._show(window)
        say.soon(self, _WARM_AFTER, self._warm_up)

    def work(self, office: Office) -> None:
        """Show the main window on an unlocked office."""
        from jlt_desktop.gui.main_window import MainWindow  # read while the person types the passphrase, see _warm_up

        self._office = office
        window = MainWindow(office, self._tasks, self._look, self._program)
        window.locked.connect(self._lock)
        self._show(window)
        self._look.add_fonts()

    def _lock(self) -> None:
        office, self._office = self._office, None
        if office is not None:
            folder = office.session.folder
            self._tasks.run(self, office.close)
            self.unlock(folder)

    def _warm_up(self) -> None:
        self._tasks.run(self, self._warm)

    def _warm(self) -> None:
        import jlt_desktop.gui.main_window  # noqa: F401  # importing is all that is wanted

        self._program.warm_up()

    def _show(self, window: QWidget) -> None:
        before, self.window = self.window, window
        window.show()
        if before is not None:
            before.close()
            before.deleteLater()

    def _say(self, error: SaidError) -> None:
        say.failure(self.window, error)

    def bug(self, kind: type[BaseException], error: BaseException, where: TracebackType | None) -> None:
        """Write down a failure nobody foresaw, without what it says, and tell of each kind once; the work goes on."""
        import logging  # a bug is the exception, not the rule

        logging.getLogger(__name__).error("unforeseen: %s", kind.__name__, exc_info=(kind, kind.__new__(kind), where))
        del error
        if kind.__name__ not in self._told:
            self._told.add(kind.__name__)
            why = f"差错的种类是 {kind.__name__},已记入日志(不含学生资料)。"
            self._say(OutsideError("程序出了差错。", why, "已保存的数据没有影响。", "可以继续用;反复出现请重开程序。"))

    def close(self) -> None:
        """Let go of the files when the program ends."""
        if self._office is not None:
            office, self._office = self._office, None
            self._tasks.run(self, office.close)
        self._tasks.close()


def run(program: Program) -> int:
    """Open the program and return its exit status when the last window is closed."""
    if sys.platform == "linux":
        # Qt's own input plugins know ibus, whose interface fcitx5 offers as well
        os.environ.setdefault("QT_IM_MODULE", "ibus")
    application = QApplication(sys.argv[:1])
    application.setApplicationName("jlt_desktop")
    application.setApplicationDisplayName("教联体学校台账")
    application.setWindowIcon(QIcon(str(program.resources / "icons" / "program.png")))
    look, preferred = Look(application, program.resources), Preferred(program.user_data)
    look.apply(preferred.mode, preferred.scale)
    front = Front(program, Tasks(), look)
    sys.excepthook = front.bug
    front.open()
    status = application.exec()
    front.close()
    return status
