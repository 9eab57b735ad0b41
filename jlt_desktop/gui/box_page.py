"""台账盒: the boxes of a semester for an inspection; one is looked at and printed, or all are written into a folder with progress."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from jlt_desktop.gui import say
from jlt_desktop.gui.rows_model import RowsTable
from jlt_desktop.gui.summary_menu import SummaryMenu
from jlt_desktop.gui.table_look import on_enter
from jlt_desktop.services.submit_needs import periods

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from jlt_desktop.domain.errors import SaidError
    from jlt_desktop.gui.tasks import Job
    from jlt_desktop.gui.workplace import Workplace

_HEADINGS = ("任务", "名称", "要求", "做到", "佐证")


class BoxPage(QWidget):
    """box_wanted(maker of a print, name) asks for a preview of something already drawn, print_wanted for one of a document."""

    box_wanted = Signal(object, str)
    print_wanted = Signal(object, str)
    help_page = "box"

    def __init__(self, place: Workplace) -> None:
        """Begin empty; the tasks are listed when the page comes up."""
        super().__init__()
        self._place = place
        self._numbers: list[int] = []
        self._job: Job | None = None
        self.table = RowsTable("各项任务的台账盒")
        self.semester, self.masked = QComboBox(), QCheckBox("遮住学生和家长的姓名(&M)")
        self.open, self.all, self.stop = (
            say.button("预览这一盒(&P)", tip="Ctrl+P"), say.button("全部装盒…(&A)", "main", "每项任务一个 PDF,写进选定的文件夹"),
            say.button("停止(&C)"),
        )  # fmt: skip
        self.summary = SummaryMenu(place, self, lambda: str(self.semester.currentData()))
        self.summary.print_wanted.connect(self.print_wanted)
        self.progress, self.said = QProgressBar(), say.label("", "good")
        self._build()
        self.semester.currentIndexChanged.connect(self.reload)
        self.table.selectionModel().currentRowChanged.connect(self._chosen)
        self.table.doubleClicked.connect(self.print_record)
        on_enter(self.table, self.print_record)
        for button, call in ((self.open, self.print_record), (self.all, self._ask_where), (self.stop, self._stop)):
            button.clicked.connect(call)
        self.setFocusProxy(self.table)

    def _build(self) -> None:
        for code, words in periods(self._place.office.today()):
            if "-T" in code:
                self.semester.addItem(words, code)
        self.semester.setAccessibleName("学期")
        self.masked.setChecked(True)
        self.masked.setToolTip("给校外的人看的盒子要遮住;校内留存的可以不遮")
        self.progress.setAccessibleName("装盒进度")
        self.progress.hide()
        self.stop.hide()
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.addWidget(say.label("台账盒", "title", wrap=False))
        head.addStretch(1)
        head.addWidget(self.semester)
        head.addWidget(self.masked)
        foot.addWidget(self.progress, 1)
        foot.addStretch(1)
        for part in (self.stop, self.summary.button(), self.open, self.all):
            foot.addWidget(part)
        explain = "每项任务一盒:封面、目录、要求原文、记录、佐证图片和文件,页码连着编。心理资料不装;涉及学生的记录只列表,附件留在柜子里。"
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(say.label(explain, "faint"))
        column.addWidget(self.table, 1)
        column.addWidget(self.said)
        column.addLayout(foot)

    def reload(self) -> None:
        """List the tasks of the semester anew."""
        office, period = self._place.office, str(self.semester.currentData())

        def work() -> list[tuple[int, tuple[str, ...]]]:
            from jlt_desktop.services.box_list import box_list  # read when needed

            return box_list(office, period)

        self._place.tasks.run(self, work, self._arrived, failed=self._failed)

    def _arrived(self, found: list[tuple[int, tuple[str, ...]]]) -> None:
        row = max(0, self.table.currentIndex().row())
        self._numbers = [number for number, _ in found]
        self.table.take(_HEADINGS, [texts for _, texts in found])
        self.table.selectRow(min(row, len(found) - 1))
        self._chosen()

    def _chosen(self) -> None:
        ready = 0 <= self.table.currentIndex().row() < len(self._numbers) and self._job is None
        self.open.setEnabled(ready)
        self.all.setEnabled(bool(self._numbers) and self._job is None)

    # -- one box ------------------------------------------------------------------------------------------------

    def print_record(self) -> None:
        """Show the box in the current row before it is printed or saved."""
        row = self.table.currentIndex().row()
        if not 0 <= row < len(self._numbers) or self._job is not None:
            return
        place, number, period, masked = self._place, self._numbers[row], str(self.semester.currentData()), self.masked.isChecked()

        def make() -> Any:
            from jlt_desktop.paper.printed import Printed  # paper is read at the first print
            from jlt_desktop.services.box import Boxes

            boxes = Boxes(place.office, period, place.fonts, masked=masked)
            box = boxes.bind(boxes.task(number))
            return Printed(box.pdf, box.pages, box.missing)

        self.box_wanted.emit(make, f"台账盒 任务{number}")

    # -- all ----------------------------------------------------------------------------------------------------

    def _ask_where(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "写到哪个文件夹", str(Path.home()))
        if folder:
            self.write_all(Path(folder))

    def write_all(self, folder: Path) -> None:
        """Write the boxes of every task into a folder; it can be stopped between two of them."""
        place, period, masked = self._place, str(self.semester.currentData()), self.masked.isChecked()

        def work(job: Job) -> Any:
            from jlt_desktop.services.box import Boxes, write_boxes  # as above

            boxes = Boxes(place.office, period, place.fonts, masked=masked)
            return write_boxes(boxes, folder, step=job.report, stopped=job.cancelled)

        self._say("正在装盒……", "faint")
        self._job = place.tasks.run(self, work, self._written, failed=self._failed, progress=self._moved, with_job=True)
        self.progress.setRange(0, 0)
        self.progress.show()
        self.stop.show()
        self._chosen()

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _moved(self, done: int, total: int) -> None:
        self.progress.setRange(0, total)
        self.progress.setValue(done)

    def _written(self, made: Any) -> None:
        self._ended()
        pages = sum(one.pages for one in made)
        lost = [words for one in made for words in one.left_out]
        self._say(
            f"已装好 {len(made)} 盒,共 {pages} 页。" + (f"没有装订进去:{';'.join(lost)}。" if lost else ""), "question" if lost else "good"
        )

    def _failed(self, error: SaidError) -> None:
        self._ended()
        self._say(str(error), "problem")

    def _ended(self) -> None:
        self._job = None
        self.progress.hide()
        self.stop.hide()
        self._chosen()

    def _say(self, text: str, kind: str) -> None:
        self.said.setProperty("kind", kind)
        say.restyle(self.said)
        self.said.setText(text)

    def showEvent(self, event: QShowEvent) -> None:
        """List the tasks whenever the page comes up."""
        super().showEvent(event)
        self.reload()
