"""The first morning: a new school in five steps, or a backup put in place, or the demo school."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog

from jlt_desktop.gui import say
from jlt_desktop.gui.setup_pages import PeoplePage, SchoolPage, WelcomePage
from jlt_desktop.gui.setup_safe_pages import BackupPage, SheetsPage
from jlt_desktop.gui.steps import StepsDialog
from jlt_desktop.services import upkeep
from jlt_desktop.services.setup import ROLES, Answers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jlt_desktop.gui.look import Look
    from jlt_desktop.gui.program import Program
    from jlt_desktop.gui.tasks import Tasks
    from jlt_desktop.services.demo import Secrets
    from jlt_desktop.services.upkeep import Told
    from jlt_desktop.vault.creating import Sheet

_WELCOME, _SCHOOL, _PEOPLE, _SHEETS, _BACKUP = range(5)


class SetupWizard(StepsDialog):
    """`made` carries the folder that can be unlocked now."""

    made = Signal(object)

    def __init__(self, program: Program, tasks: Tasks, look: Look) -> None:
        """Begin with the three ways."""
        super().__init__("教联体学校台账")
        del look  # every first window is handed it
        self._program, self._tasks = program, tasks
        self.welcome = WelcomePage()
        self.school = SchoolPage(program.school_ledger())
        self.people, self.sheets, self.backup = PeoplePage(), SheetsPage(), BackupPage()
        for step in (self.welcome, self.school, self.people, self.sheets, self.backup):
            self.add(step)
        self.welcome.new_wanted.connect(self._new)
        self.welcome.restore_wanted.connect(self._choose_backup)
        self.welcome.demo_wanted.connect(self.demo)
        self.sheets.print_wanted.connect(self._print)
        self.backup.backup_wanted.connect(self._back_up)
        self.show_step(_WELCOME)

    def go_on(self) -> None:
        """Make the school after the people, finish after the backup."""
        if self.place == _PEOPLE:
            self._make()
        elif self.place == _BACKUP:
            self.made.emit(self._program.folder)
        else:
            super().go_on()

    # -- new ------------------------------------------------------------------------------------------------------

    def _new(self) -> None:
        self.show_step(_SCHOOL)

    def _make(self) -> None:
        answers = Answers(school=self.school.raw(), people=self.people.users())
        program = self._program
        self.begin("正在建立加密的数据…", can_stop=False)
        self._tasks.run(self, lambda: program.create_office(program.folder, answers), self._stands, failed=self.failed)

    def _stands(self, sheets: Sequence[Sheet]) -> None:
        self.rest()
        self.sheets.show_sheets(sheets)
        self.show_step(_SHEETS)

    def _print(self, sheet: Sheet) -> None:
        from jlt_desktop.gui.print_preview import PrintPreview  # only where something is printed

        program, school = self._program, self.school.raw()

        def make() -> object:
            from jlt_desktop.paper.fonts import Fonts  # as above
            from jlt_desktop.services.printing import to_pdf
            from jlt_desktop.services.recovery_paper import recovery_document

            name = school.get(next(iter(school)), "")
            return to_pdf(recovery_document(sheet, name, program.folder, datetime.now()), Fonts(program.resources / "fonts"))

        preview = PrintPreview(make, "恢复单", self._tasks, self)  # type: ignore[arg-type]  # to_pdf gives what it shows
        self._on_view = sheet
        preview.handed_on.connect(self._handed_on)
        preview.open()

    def _handed_on(self) -> None:
        self.sheets.handed_on(self._on_view)

    def _back_up(self, folder: Path) -> None:
        program = self._program
        clerk = next(one for one in self.people.users() if one.role == "clerk")

        def work() -> object:
            office = program.open_office(program.folder, clerk.name, clerk.password)
            try:
                return upkeep.back_up(office, folder)
            finally:
                office.close()

        self.begin("正在备份并读回核对…", can_stop=False)
        self._tasks.run(self, work, self._backed_up, failed=self.failed)

    def _backed_up(self, backup: object) -> None:
        self.rest()
        self.backup.made(backup)  # type: ignore[arg-type]  # what back_up returns

    # -- restore, demo ----------------------------------------------------------------------------------------------

    def _choose_backup(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "选备份文件", str(Path.home()), "备份 (*.jltbak)")
        if chosen:
            self.consider(Path(chosen))

    def consider(self, backup: Path) -> None:
        """Say what a backup holds, and what becomes of the data that stands here, before anything is done."""
        told_of = self._program.told_of
        self.begin("正在核对备份…", can_stop=False)
        self._tasks.run(self, lambda: (backup, told_of(backup)), self._told, failed=self.failed)

    def _told(self, answer: tuple[Path, Told]) -> None:
        self.rest()
        backup, told = answer
        folder, lines = self._program.folder, list(told.lines)
        stands = folder.exists() and any(folder.iterdir())
        if stands:
            lines.append(f"现在的学校数据不会删除,会改名留在旁边:{folder.parent}(名字里有“恢复前”)。备份以后记的内容只在那一份里。")
        question, yes = ("用它代替现在的学校数据吗?", "代替(&R)") if stands else ("把它恢复到这台电脑上吗?", "恢复(&R)")
        if say.ask(self, f"{told.headline}。{question}", "\n".join(lines), yes):
            self.restore(backup)

    def restore(self, backup: Path) -> None:
        """Put a backup in place; what stood there is kept under another name."""
        program = self._program
        self.begin("正在核对并恢复备份…", can_stop=False)
        self._tasks.run(self, lambda: upkeep.restore(backup, program.folder), self._restored, failed=self.failed)

    def _restored(self, _kept: Path | None) -> None:
        self.rest()
        self.made.emit(self._program.folder)

    def demo(self) -> None:
        """Make the demo school unless it is there, then go to it."""
        program = self._program
        if (program.demo / "vault.json").exists():
            self.made.emit(program.demo)
            return
        self.begin("正在建立示范学校…", can_stop=False)
        self._tasks.run(self, lambda: _build_demo(program), self._demo_stands, failed=self.failed)

    def _demo_stands(self, _outcome: object) -> None:
        self.rest()
        self.made.emit(self._program.demo)


def _build_demo(program: Program) -> None:
    """Make the demo school; its passphrases stand beside it in the clear, because nothing in it is real."""
    made: Secrets = program.build_demo(program.demo)
    lines = [f"{ROLES[one.role]} {one.name},口令 {one.password}" for one in made.users]
    (program.demo.parent / "demo-passwords.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
