"""学年存档: what was kept of each school year, opened as it was printed; the running year is kept with progress."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from jlt_desktop.domain.calendar import school_year, school_year_title
from jlt_desktop.gui import say
from jlt_desktop.gui.reasons import ask_why
from jlt_desktop.gui.rows_model import RowsTable
from jlt_desktop.gui.table_look import on_enter
from jlt_desktop.gui.when import local_time

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from jlt_desktop.domain.errors import SaidError
    from jlt_desktop.gui.tasks import Job
    from jlt_desktop.gui.workplace import Workplace
    from jlt_desktop.services.year_archive import Kept

_HEADINGS = ("学年", "名称", "截止", "页数", "存档时间", "经办")
_BACK = 3


class ArchivePage(QWidget):
    """kept_wanted(maker of a print, name) asks for a preview of something already drawn."""

    kept_wanted = Signal(object, str)
    help_page = "archive"

    def __init__(self, place: Workplace) -> None:
        """Begin empty; the list is read when the page comes up."""
        super().__init__()
        self._place = place
        self._kept: list[Kept] = []
        self._job: Job | None = None
        self.table, self.year = RowsTable("学年存档"), QComboBox()
        self.keep, self.open = say.button("存档(&A)", "main", "把这一学年的表都印一遍,原样留存"), say.button("打开(&P)", tip="Ctrl+P")
        self.drop, self.stop = say.button("删除…(&D)", tip="保存期满以后,写明理由再删"), say.button("停止(&C)")
        self.progress, self.said = QProgressBar(), say.label("", "good")
        self._empty = say.label("还没有存档。学年结束、九月升级以前,存一次。", "faint")
        self._build()
        self.table.selectionModel().currentRowChanged.connect(self._chosen)
        self.table.doubleClicked.connect(self.print_record)
        on_enter(self.table, self.print_record)
        for button, call in ((self.keep, self.keep_year), (self.open, self.print_record), (self.drop, self._ask), (self.stop, self._stop)):
            button.clicked.connect(call)
        self.setFocusProxy(self.table)

    def _build(self) -> None:
        now = school_year(self._place.office.today())
        for back in range(_BACK):
            self.year.addItem(school_year_title(now - back), now - back)
        self.year.setAccessibleName("学年")
        self.progress.setAccessibleName("存档进度")
        for part in (self.progress, self.stop):
            part.hide()
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.addWidget(say.label("学年存档", "title", wrap=False))
        head.addStretch(1)
        head.addWidget(self.year)
        head.addWidget(self.keep)
        foot.addWidget(self.progress, 1)
        foot.addStretch(1)
        for part in (self.stop, self.drop, self.open):
            foot.addWidget(part)
        explain = "花名册、统计表、任务总览当时印出来是什么样,以后打开还是什么样,一个字节也不差。过去的学年只能存花名册和任务总览。"
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(say.label(explain, "faint"))
        column.addWidget(self._empty)
        column.addWidget(self.table, 1)
        column.addWidget(self.said)
        column.addLayout(foot)

    def reload(self) -> None:
        """Read the list anew."""
        office = self._place.office

        def work() -> list[Kept]:
            from jlt_desktop.services.year_archive import archived  # paper is read when needed

            return archived(office)

        self._place.tasks.run(self, work, self._arrived, failed=self._failed)

    def _arrived(self, found: list[Kept]) -> None:
        self._kept = found
        rows = [(school_year_title(one.year), one.title, one.as_of, str(one.pages), local_time(one.at), one.actor) for one in found]
        self.table.take(_HEADINGS, rows)
        self._empty.setVisible(not found)
        if found:
            self.table.selectRow(0)
        self._chosen()

    def _row(self) -> Kept | None:
        row = self.table.currentIndex().row()
        return self._kept[row] if 0 <= row < len(self._kept) else None

    def _chosen(self) -> None:
        ready = self._row() is not None and self._job is None
        self.open.setEnabled(ready)
        self.drop.setEnabled(ready)
        self.keep.setEnabled(self._job is None)

    # -- keeping ------------------------------------------------------------------------------------------------

    def keep_year(self) -> None:
        """Print everything of the chosen year and keep it."""
        place, year = self._place, int(self.year.currentData())

        def work(job: Job) -> Any:
            from jlt_desktop.services.year_archive import archive_year  # as above

            return archive_year(place.office, year, place.fonts, job.report, job.cancelled)

        self._say("正在存档……", "faint")
        self._job = place.tasks.run(self, work, self._done, failed=self._failed, progress=self._moved, with_job=True)
        self.progress.setRange(0, 0)
        self.progress.show()
        self.stop.show()
        self._chosen()

    def _moved(self, done: int, total: int) -> None:
        self.progress.setRange(0, total)
        self.progress.setValue(done)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _done(self, made: Any) -> None:
        self._ended()
        self._say(f"已存档 {len(made)} 份,共 {sum(one.pages for one in made)} 页。", "good")
        self.reload()

    def _ended(self) -> None:
        self._job = None
        self.progress.hide()
        self.stop.hide()
        self._chosen()

    # -- opening ------------------------------------------------------------------------------------------------

    def print_record(self) -> None:
        """Show the print in the current row as it was."""
        one, office = self._row(), self._place.office
        if one is None:
            return

        def make() -> Any:
            from jlt_desktop.paper.printed import Printed  # as above
            from jlt_desktop.services.year_archive import kept_pdf

            return Printed(kept_pdf(office, one), one.pages, ())

        self.kept_wanted.emit(make, one.title)

    def _ask(self) -> None:
        one = self._row()
        reason = ask_why(self, "删除存档", "删除以后不能恢复。请写明理由:") if one is not None else None
        if one is not None and reason is not None:
            self.let_go(one, reason)

    def let_go(self, one: Kept, reason: str) -> None:
        """Take a print out of the archive for good."""
        office = self._place.office

        def work() -> None:
            from jlt_desktop.services.year_archive import let_go  # as above

            let_go(office, one, reason)

        self._place.tasks.run(self, work, self._gone, failed=self._failed)

    def _gone(self, _outcome: object) -> None:
        self._say("已删除这一份存档。", "good")
        self.reload()

    def _failed(self, error: SaidError) -> None:
        self._ended()
        self._say(str(error), "problem")

    def _say(self, text: str, kind: str) -> None:
        self.said.setProperty("kind", kind)
        say.restyle(self.said)
        self.said.setText(text)

    def showEvent(self, event: QShowEvent) -> None:
        """Read the list whenever the page comes up."""
        super().showEvent(event)
        self.reload()
