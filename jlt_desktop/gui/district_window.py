"""局端收件: the bureau's window, from unlocking to locking."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QIcon, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFileDialog, QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from jlt_desktop.district import upkeep
from jlt_desktop.gui import say
from jlt_desktop.gui.district_intake_page import IntakePage
from jlt_desktop.gui.district_schools_page import SchoolsPage
from jlt_desktop.gui.district_setup import DistrictSetup
from jlt_desktop.gui.district_status_page import StatusPage
from jlt_desktop.gui.idle import IdleLock
from jlt_desktop.gui.look import Look
from jlt_desktop.gui.settings import Preferred
from jlt_desktop.gui.system_lock import SystemLock
from jlt_desktop.gui.tasks import Tasks
from jlt_desktop.gui.unlock import UnlockWindow
from jlt_desktop.vault.plans import DISTRICT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jlt_desktop.district.bureau import Bureau
    from jlt_desktop.domain.errors import SaidError
    from jlt_desktop.gui.district_program import DistrictProgram

TITLE = "局端收件"


class DistrictUnlock(UnlockWindow):
    """Who opens the bureau's desk."""

    heading, roles, elsewhere = TITLE, dict(DISTRICT.role_titles), "其他收件数据(&O)"


class DistrictWindow(QWidget):
    """Three pages: 收件, 应收对照, 学校与证书. locked: the desk is to be closed."""

    locked = Signal()

    def __init__(self, bureau: Bureau, tasks: Tasks, program: DistrictProgram) -> None:
        """Show the first page."""
        super().__init__()
        self._bureau, self._tasks, self._resources = bureau, tasks, program.resources
        self.setWindowTitle(f"{TITLE} - {bureau.name}")
        self.intake, self.status, self.schools = IntakePage(bureau, tasks), StatusPage(bureau, tasks), SchoolsPage(bureau, tasks)
        self.pages = QTabWidget()
        self.pages.setDocumentMode(True)
        self.pages.tabBar().setAccessibleName("页")
        for page, title in ((self.intake, "收件(&1)"), (self.status, "应收对照(&2)"), (self.schools, "学校与证书(&3)")):
            self.pages.addTab(page, title)
        self.said = say.Toast(self)
        self._build()
        self.idle = IdleLock(Preferred(program.user_data).lock_after, self)
        self.system = SystemLock(self)
        self.idle.expired.connect(self.locked)
        self.system.locked.connect(self.locked)
        QShortcut(QKeySequence("Ctrl+L"), self).activated.connect(self.locked)
        QShortcut(QKeySequence("F1"), self).activated.connect(self.help)
        self.resize(QSize(1180, 700))

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(20, 10, 16, 6)
        row.addWidget(say.label(f"{TITLE} · {self._bureau.name}", "title", wrap=False))
        row.addStretch(1)
        row.addWidget(say.label(f"{self._bureau.user} · {self._bureau.role}", "faint", wrap=False))
        row.addSpacing(12)
        more = say.button("帮助(&?)", tip="F1")
        more.clicked.connect(self.help)
        back_up, check, lock = (
            say.button("备份…(&B)"),
            say.button("核对(&K)", tip="文件、操作日志链、回执链"),
            say.button("锁定(&X)", tip="Ctrl+L"),
        )
        back_up.clicked.connect(self._choose_backup)
        check.clicked.connect(self._check)
        lock.clicked.connect(self.locked)
        for one in (more, back_up, check, lock):
            row.addWidget(one)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.pages, 1)

    def help(self) -> None:
        """Show the page about this window."""
        from jlt_desktop.gui.help_window import HelpWindow  # hardly ever needed, so not read at the start

        HelpWindow(self._resources, "district", self).open()

    def _choose_backup(self) -> None:
        name = QFileDialog.getExistingDirectory(self, "备份到文件夹或 U 盘", str(Path.home()))
        if name:
            self.back_up(Path(name))

    def back_up(self, folder: Path) -> None:
        """Write a backup into a folder and read it back."""
        bureau = self._bureau
        self._tasks.run(
            self,
            lambda: upkeep.back_up(bureau, folder),
            lambda made: self.said.say(f"备份已写好并核对一致:{made.path.name}"),
            failed=self._failed,
        )

    def _check(self) -> None:
        bureau = self._bureau
        self._tasks.run(self, lambda: upkeep.check(bureau), self._checked, failed=self._failed)

    def _checked(self, found: Sequence[str]) -> None:
        self.said.say("\n".join(found) if found else "数据完好:文件、操作日志、回执都连得上。")

    def _failed(self, error: SaidError) -> None:
        say.failure(self, error)


class DistrictFront(QObject):
    """Shows one window at a time: set-up, unlock, or the desk."""

    def __init__(self, program: DistrictProgram, tasks: Tasks, look: Look) -> None:
        """Show nothing yet."""
        super().__init__()
        self._program, self._tasks, self._look = program, tasks, look
        self.window: QWidget | None = None
        self._bureau: Bureau | None = None
        self._folder = program.folder
        tasks.failed.connect(self._say)

    def open(self) -> None:
        """Ask for a passphrase where there is a desk, otherwise set one up."""
        if any((self._folder / name).exists() for name in ("vault.json", "vault-2.json")):
            self.unlock(self._folder)
        else:
            self.set_up()

    def set_up(self) -> None:
        """Show the form of the first day."""
        window = DistrictSetup(self._program, self._tasks, self._folder)
        window.made.connect(self.unlock)
        self._show(window)

    def unlock(self, folder: Path) -> None:
        """Ask for a name and a passphrase."""
        self._folder = folder
        window = DistrictUnlock(self._program, self._tasks, self._look, folder)
        window.unlocked.connect(self.work)
        window.other_wanted.connect(self._choose)
        self._show(window)

    def _choose(self) -> None:
        name = QFileDialog.getExistingDirectory(self.window, "收件数据所在的文件夹", str(self._folder.parent))
        if name:
            self._folder = Path(name)
            self.open()

    def work(self, bureau: Bureau) -> None:
        """Show the desk."""
        self._bureau = bureau
        window = DistrictWindow(bureau, self._tasks, self._program)
        window.locked.connect(self._lock)
        self._show(window)
        self._look.add_fonts()

    def _lock(self) -> None:
        bureau, self._bureau = self._bureau, None
        if bureau is not None:
            self._tasks.run(self, bureau.close)
            self.unlock(bureau.session.folder)

    def _show(self, window: QWidget) -> None:
        before, self.window = self.window, window
        window.show()
        if before is not None:
            before.close()
            before.deleteLater()

    def _say(self, error: SaidError) -> None:
        say.failure(self.window, error)

    def close(self) -> None:
        """Let go of the files when the program ends."""
        if self._bureau is not None:
            bureau, self._bureau = self._bureau, None
            self._tasks.run(self, bureau.close)
        self._tasks.close()


def run(program: DistrictProgram) -> int:
    """Open the bureau's desk and return the exit status when its window is closed."""
    application = QApplication(sys.argv[:1])
    application.setApplicationName("jlt_desktop")
    application.setApplicationDisplayName(TITLE)
    application.setWindowIcon(QIcon(str(program.resources / "icons" / "program.png")))
    look, preferred = Look(application, program.resources), Preferred(program.user_data)
    look.apply(preferred.mode, preferred.scale)
    front = DistrictFront(program, Tasks(), look)
    front.open()
    status = application.exec()
    front.close()
    return status
