"""Step by step: somebody is added, the confidential files pass on, keys and recovery sheets are made anew."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from jlt_desktop.gui import say
from jlt_desktop.gui.people_pages import DonePage, ExplainPage, NewSheetsPage, WhoPage
from jlt_desktop.gui.steps import StepsDialog
from jlt_desktop.services import handover

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from jlt_desktop.domain.document import Document
    from jlt_desktop.gui.people_deeds import Deed
    from jlt_desktop.gui.print_preview import PrintPreview
    from jlt_desktop.gui.program import Program
    from jlt_desktop.gui.tasks import Job, Tasks
    from jlt_desktop.services.handover import Place, Somebody
    from jlt_desktop.services.office import Office
    from jlt_desktop.vault.creating import Sheet
    from jlt_desktop.vault.kdf import KdfCost

_AFTER = "请把旧的恢复单收回销毁,新的分开锁好;再到“备份”里做一次新备份,和新恢复单配套。"


class KeySteps(StepsDialog):
    """What these windows share: printing a paper, and the last page."""

    def __init__(self, title: str, office: Office, tasks: Tasks, program: Program, parent: QWidget | None) -> None:
        """Hold on to what the steps work with."""
        super().__init__(title, parent)
        self._office, self._tasks, self._program = office, tasks, program

    def show_step(self, place: int) -> None:
        """Show a step; where there is nothing to fill in, Enter goes on."""
        super().show_step(place)
        if isinstance(self.steps[place], ExplainPage | DonePage):
            self.onward.setFocus()

    def show_paper(self, name: str, make: Callable[[], Document]) -> PrintPreview:
        """Show a document before it is printed; it is made on the worker."""
        from jlt_desktop.gui.print_preview import PrintPreview  # only where something is printed

        program = self._program

        def work() -> object:
            from jlt_desktop.paper.fonts import Fonts  # as above
            from jlt_desktop.services.printing import to_pdf

            return to_pdf(make(), Fonts(program.resources / "fonts"))

        preview = PrintPreview(work, name, self._tasks, self)  # type: ignore[arg-type]  # to_pdf gives what it shows
        preview.open()
        return preview

    def print_sheet(self, sheet: Sheet) -> None:
        """Show one recovery sheet."""
        office = self._office

        def make() -> Document:
            from jlt_desktop.services.recovery_paper import recovery_document  # only where something is printed

            return recovery_document(sheet, str(office.school.get("school_name") or ""), office.session.folder, datetime.now())

        self._on_view = sheet
        self.show_paper("恢复单", make).handed_on.connect(self.handed_on)

    def handed_on(self) -> None:
        """A sheet went to a printer or into a file."""


class AddSteps(KeySteps):
    """Somebody new."""

    def __init__(
        self, places: Sequence[Place], office: Office, tasks: Tasks, program: Program, parent: QWidget | None, cost: KdfCost | None = None
    ) -> None:
        """places: the roles somebody can be added in."""
        super().__init__("添加人员", office, tasks, program, parent)
        self._cost = cost
        self.who, self.done_page = WhoPage("添加谁", places), DonePage()
        for step in (self.who, self.done_page):
            self.add(step)
        self.show_step(0)

    def go_on(self) -> None:
        """Add the person, then say so."""
        who = self.who.chosen()
        if self.place or isinstance(who, str):
            self.accept()
            return
        office, typed, cost = self._office, self.who.typed(), self._cost
        self.begin("正在添加…", can_stop=False)
        self._tasks.run(self, lambda: handover.add(office, who, typed, cost=cost), self._added, failed=self.failed)

    def _added(self, _user: object) -> None:
        self.rest()
        then = "现在就可以用自己的姓名和口令解锁。"
        if self.who.codes:
            then += "恢复单已经用过:请新来的人解锁后,在“人员与钥匙”里给原来的人办“离任”,顺便换新恢复单。"
        self.done_page.tell(f"已添加{self.who.place.title}“{self.who.called()}”。", then)
        self.show_step(1)


class HandOverSteps(KeySteps):
    """The confidential files pass to a successor. `leave_wanted`: the one present goes now."""

    leave_wanted = Signal()

    def __init__(
        self, places: Sequence[Place], others: Sequence[Somebody], office: Office, tasks: Tasks, program: Program,
        parent: QWidget | None, cost: KdfCost | None = None,
    ) -> None:  # fmt: skip
        """places: the role of a new successor. others: who is here and may be the successor."""
        super().__init__("移交心理资料", office, tasks, program, parent)
        self._cost = cost
        points = (
            "接任的人当面给自己设口令,从此打得开全部心理资料,包括只有您自己看得到的谈话记录。",
            "您的口令暂时照旧:可以一起核对几天,再给自己办“离任”。",
            "可以打印一张移交单:只有个案编号、等级、状态和日期,没有姓名,两人签字。",
            "恢复单这一步不变;办“离任”的时候换新的。",
        )
        self.who, self.done_page = WhoPage("交给谁", places, others), DonePage()
        for step in (ExplainPage("移交什么", "请和接任的人一起坐在这台电脑前办。", points), self.who, self.done_page):
            self.add(step)
        self.paper, self.leave_now = say.button("打印移交单(&P)…"), say.button("现在就办离任(&L)…")
        self.paper.clicked.connect(self._print)
        self.leave_now.clicked.connect(self._leave)
        for one in (self.paper, self.leave_now):
            self.done_page.more.addWidget(one)
        self.done_page.more.addStretch(1)
        self.show_step(0)

    def go_on(self) -> None:
        """Hand over after the second page."""
        if self.steps[self.place] is not self.who:
            if self.place:
                self.accept()
            else:
                super().go_on()
            return
        office, successor, cost = self._office, self.who.chosen(), self._cost
        self.begin("正在移交…", can_stop=False)
        self._tasks.run(self, lambda: handover.hand_over(office, successor, cost=cost), self._handed, failed=self.failed)

    def _handed(self, _user: object) -> None:
        self.rest()
        what = "现在打得开全部心理资料。"
        then = "请打印移交单,两人核对签字。核对完毕,在“人员与钥匙”里给自己办“离任”,旧口令和旧恢复单才会作废。"
        self.done_page.tell(f"“{self.who.called()}”{what}", then)
        self.show_step(2)

    def _print(self) -> None:
        office, receiver = self._office, self.who.called()

        def make() -> Document:
            from jlt_desktop.services.handover_paper import handover_document  # only where something is printed

            return handover_document(office, receiver)

        self.show_paper("移交单", make)

    def _leave(self) -> None:
        self.accept()
        self.leave_wanted.emit()


class RekeySteps(KeySteps):
    """Keys are made anew. `done_with` carries whether the one present has gone by it."""

    done_with = Signal(bool)

    def __init__(self, deed: Deed, office: Office, tasks: Tasks, program: Program, parent: QWidget | None) -> None:
        """deed: why, and with what consequences."""
        super().__init__(deed.title, office, tasks, program, parent)
        self._deed = deed
        self.sheets, self.done_page = NewSheetsPage(), DonePage(copies=True)
        for step in (ExplainPage(deed.title, deed.explain, deed.points), self.sheets, self.done_page):
            self.add(step)
        self.sheets.print_wanted.connect(self.print_sheet)
        self.done_page.folder_wanted.connect(self._look)
        self.done_page.look.setVisible(not deed.locks)
        self.show_step(0)

    def go_on(self) -> None:
        """Draw the sheets, then make the keys, then close."""
        if self.place == 0:
            self.begin("正在准备新的恢复单…", can_stop=False)
            self._tasks.run(self, self._deed.draw, self._drawn, failed=self.failed)
        elif self.place == 1:
            self._make()
        else:
            self.accept()

    def _drawn(self, sheets: Sequence[Sheet]) -> None:
        self.rest()
        self.sheets.show_sheets(sheets)
        self.show_step(1)

    def _make(self) -> None:
        deed, sheets = self._deed, [one.sheet for one in self.sheets.cards]

        def work(job: Job) -> list[str]:
            return deed.make(sheets, job.report)

        self.begin("正在换新钥匙,请不要关电脑…", can_stop=False)
        self._tasks.run(self, work, self._made, failed=self.failed, progress=self.moved, with_job=True)

    def _made(self, copies: list[str]) -> None:
        self.rest()
        self.done_page.tell(self._deed.said, _AFTER + ("关掉这个窗口就会锁定。" if self._deed.locks else ""))
        self.done_page.list_copies(copies)
        self.show_step(2)

    def handed_on(self) -> None:
        """Let it be ticked that the sheet is on paper."""
        self.sheets.handed_on(self._on_view)

    def _look(self, folder: Path) -> None:
        office = self._office
        self._tasks.run(self, lambda: handover.still_readable(office, folder), self.done_page.list_copies, failed=self.failed)

    def done(self, result: int) -> None:
        """Close, and say whether the keys were made and the one present is gone."""
        made = self.place == 2
        super().done(result)
        if made:
            self.done_with.emit(self._deed.locks)
