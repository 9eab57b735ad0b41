"""写入 U 盘 and 递交: the sealed bundle goes to a stick, is read back, and is handed to somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QFrame, QLineEdit, QVBoxLayout

from jlt_desktop.bundle.write import Written
from jlt_desktop.gui import say
from jlt_desktop.gui.steps import Step, StepsDialog
from jlt_desktop.gui.submit_page_write import WritePage
from jlt_desktop.services.beside import write_beside
from jlt_desktop.services.handing import handed_in, of_bundle, write_out

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from jlt_desktop.gui.tasks import Job
    from jlt_desktop.gui.workplace import Workplace
    from jlt_desktop.services.submitting import Sent

_WRITE, _HAND = range(2)
HOWS = ("U 盘当面交", "U 盘派人送", "内网", "纸质")


class HandPage(Step):
    """To whom it was handed, and how."""

    name = "递交"
    explain = "送到以后再来记也可以:从“报送记录”打开这一批,点“登记递交”。"
    onward = "登记递交(&S)"
    backward = False

    def __init__(self) -> None:
        """Begin blank."""
        super().__init__()
        self.to = QLineEdit()
        self.to.setAccessibleName("交给谁")
        self.to.setPlaceholderText("对方签收的人")
        self.to.textChanged.connect(self.changed)
        self.how = QComboBox()
        self.how.setAccessibleName("怎样交的")
        self.how.addItems(HOWS)
        card = QFrame()
        card.setProperty("kind", "card")
        form = QFormLayout(card)
        form.setContentsMargins(24, 20, 24, 20)
        form.setVerticalSpacing(12)
        form.addRow("交给谁(&T)", self.to)
        form.addRow("怎样交的(&H)", self.how)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(card)
        column.addWidget(say.label("请对方在随附单上签收,一份留在学校。14 天没有回执,程序会提醒您去问。", "faint"))
        column.addStretch(1)

    def why_not(self) -> str:
        """A name is needed."""
        return "" if self.to.text().strip() else "请写明交给了谁。"

    def entered(self) -> None:
        """Begin at the name."""
        self.to.setFocus()


class HandInDialog(StepsDialog):
    """written: the bundle stands on a stick or was handed in, so that lists are read anew."""

    written = Signal()

    def __init__(self, place: Workplace, sent: Sent, parent: QWidget | None = None, *, hand: bool = False) -> None:
        """Begin at the places; hand: at handing in, for what was written earlier."""
        super().__init__("交到教育局", parent)
        self._place, self._sent = place, sent
        self.writing = WritePage(files=sent.form == "general")
        self.handing = HandPage()
        for step in (self.writing, self.handing):
            self.add(step)
        self.writing.again_wanted.connect(self._again)
        self.writing.show_sent(sent)
        self.show_step(_HAND if hand else _WRITE)

    def go_on(self) -> None:
        """Write, or go on to handing in, or note it."""
        if self.place == _HAND:
            self._hand()
        elif self.writing.written:
            self.show_step(_HAND)
        else:
            self._write()

    def _write(self) -> None:
        office, sent, folder, files = self._place.office, self._sent, self.writing.folder, self.writing.with_files
        if folder is None:
            return

        def work(job: Job) -> tuple[Written, list[Path]]:
            made = write_out(office, sent.seq, folder, job.report)
            return made, write_beside(office, sent.seq, folder, self._place.fonts) if files else []

        self.begin("正在写入……", can_stop=False)
        self._place.tasks.run(self, work, self._written, failed=self.failed, progress=self._wrote, with_job=True)

    def _wrote(self, done: int, total: int) -> None:
        self.moved(done, total)
        if done >= total:
            self.doing.setText("正在读回来核对……")
            self.progress.setRange(0, 0)

    def _written(self, answer: tuple[Written, list[Path]]) -> None:
        self.rest()
        self.writing.show_written(*answer)
        self.written.emit()

    def _again(self) -> None:
        self.writing.choose_again()
        self.writing.entered()

    def _hand(self) -> None:
        office, sent, to, how = self._place.office, self._sent, self.handing.to.text(), self.handing.how.currentText()

        def work() -> None:
            one = of_bundle(office, sent.bundle_id)
            if one is not None:
                handed_in(office, one, to, how)

        self.begin("正在登记……", can_stop=False)
        then: Callable[[object], None] = self._handed
        self._place.tasks.run(self, work, then, failed=self.failed)

    def _handed(self, _outcome: object) -> None:
        self.rest()
        self.written.emit()
        self.accept()
