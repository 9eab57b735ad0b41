"""局端收件: files and folders are dropped here, gone through with progress, and each outcome is told in words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from jlt_desktop.bundle.receipt import parse
from jlt_desktop.district.intake import WORDS
from jlt_desktop.district.receipts import write_receipts
from jlt_desktop.district.run import FAILED, take_in
from jlt_desktop.gui import say
from jlt_desktop.gui.rows_model import RowsTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QDragEnterEvent, QDropEvent

    from jlt_desktop.district.bureau import Bureau
    from jlt_desktop.district.intake import Taken
    from jlt_desktop.district.run import Run
    from jlt_desktop.domain.errors import SaidError
    from jlt_desktop.gui.tasks import Job, Tasks

_HEADINGS = ("结果", "学校", "报送期", "编号", "说明", "回执", "核对码", "文件")
_WORDS = WORDS | {FAILED: "没有收成"}
_WORST_FIRST = (FAILED, "fork", "rejected", "held", "duplicate", "accepted")


class IntakePage(QWidget):
    """taken_in: something came in, the other pages are to look again."""

    taken_in = Signal()

    def __init__(self, bureau: Bureau, tasks: Tasks) -> None:
        """Wait for files."""
        super().__init__()
        self._bureau, self._tasks = bureau, tasks
        self._taken: list[Taken] = []
        self._names: dict[str, str] = {}
        self._job: Job | None = None
        self.setAcceptDrops(True)
        self.files = say.button("选报送包…(&O)", "main", "一个或几个 SUB- 开头的 zip 文件")
        self.folder = say.button("选 U 盘或文件夹…(&F)", tip="里面所有的报送包一次收完")
        self.stop = say.button("停下(&S)", "danger")
        self.out = say.button("把回执写到 U 盘…(&W)", tip="这一次的全部回执和签名,带回学校")
        self.progress = QProgressBar()
        self.progress.setFormat("第 %v 份,共 %m 份")
        self.said = say.label("", "good")
        self.table = RowsTable("收件结果")
        self.files.clicked.connect(self._choose_files)
        self.folder.clicked.connect(self._choose_folder)
        self.out.clicked.connect(self._choose_out)
        self.stop.clicked.connect(self._stop)
        self._build()
        self._show_state()

    def _build(self) -> None:
        zone = QFrame()
        zone.setProperty("kind", "card")
        inside = QVBoxLayout(zone)
        inside.setContentsMargins(20, 16, 20, 16)
        inside.addWidget(say.label("把学校交来的报送包或整个 U 盘拖到这里", "subtitle"))
        words = "每一份都按规定的顺序核验:签名、学校、编号、密封、表格。坏的一份会点名,其他的照收。同一份再收一次,给的是同一张回执。"
        inside.addWidget(say.label(words, "faint"))
        row = QHBoxLayout()
        for one in (self.files, self.folder):
            row.addWidget(one)
        row.addStretch(1)
        inside.addLayout(row)
        below = QHBoxLayout()
        below.addWidget(self.said, 1)
        below.addWidget(self.out)
        moving = QHBoxLayout()
        moving.addWidget(self.progress, 1)
        moving.addWidget(self.stop)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 12)
        column.setSpacing(10)
        column.addWidget(zone)
        column.addLayout(moving)
        column.addWidget(self.table, 1)
        column.addLayout(below)

    def _show_state(self) -> None:
        busy = self._job is not None
        for one in (self.files, self.folder):
            one.setEnabled(not busy)
        self.progress.setVisible(busy)
        self.stop.setVisible(busy)
        self.out.setEnabled(not busy and any(one.answer for one in self._taken))

    # -- taking in --------------------------------------------------------------------------------------------------

    def _choose_files(self) -> None:
        names = QFileDialog.getOpenFileNames(self, "选报送包", str(Path.home()), "报送包 (*.zip)")[0]
        self.take([Path(name) for name in names])

    def _choose_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, "选 U 盘或文件夹", str(Path.home()))
        self.take([Path(name)] if name else [])

    def take(self, paths: Sequence[Path]) -> None:
        """Take in files and folders on the worker; one run at a time."""
        if not paths or self._job is not None:
            return
        bureau = self._bureau
        self.progress.setRange(0, 0)
        self._say("正在核验……", "faint")

        def work(job: Job) -> tuple[Run, dict[str, str]]:
            run = take_in(bureau, paths, progress=job.report, stopped=job.cancelled)
            return run, bureau.store.schools()

        self._job = self._tasks.run(self, work, self._done, failed=self._failed, progress=self._moved, with_job=True)
        self._show_state()

    def _moved(self, done: int, total: int) -> None:
        self.progress.setRange(0, total)
        self.progress.setValue(done)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _done(self, answer: tuple[Run, dict[str, str]]) -> None:
        run, self._names = answer
        self._job = None
        self._taken = sorted(run.taken, key=lambda one: _WORST_FIRST.index(one.outcome))
        self.table.take(_HEADINGS, [self._texts(one) for one in self._taken])
        if self._taken:
            self.table.selectRow(0)
            self.table.setFocus()
        good = all(one.outcome in ("accepted", "duplicate") for one in self._taken)
        self._say(run.words(), "good" if good and self._taken else "question")
        self._show_state()
        self.taken_in.emit()

    def _texts(self, one: Taken) -> tuple[str, ...]:
        school = f"{self._names.get(one.school_id, '')}({one.school_id})" if one.school_id else "认不出"
        receipt = f"第 {one.answer.number:03} 号" if one.answer else "没有"
        code = parse(one.answer.content).code if one.answer else ""
        return _WORDS[one.outcome], school, one.period, str(one.seq or ""), one.words, receipt, code, one.name

    # -- receipts -----------------------------------------------------------------------------------------------------

    def _choose_out(self) -> None:
        name = QFileDialog.getExistingDirectory(self, "把回执写到 U 盘", str(Path.home()))
        if name:
            self.write_to(Path(name))

    def write_to(self, folder: Path) -> None:
        """Write the receipts of this run, and their signatures, into a folder."""
        answers = [one.answer for one in self._taken if one.answer]
        self._tasks.run(self, lambda: write_receipts(answers, folder), self._written, failed=self._failed)

    def _written(self, paths: Sequence[Path]) -> None:
        where = f":{paths[0].parent}" if paths else ""
        self._say(f"写好 {len(paths)} 张回执,每张旁边有签名文件,两个要一起带走{where}", "good")

    def _failed(self, error: SaidError) -> None:
        self._job = None
        self._say(str(error), "problem")
        self._show_state()

    def _say(self, text: str, kind: str) -> None:
        self.said.setProperty("kind", kind)
        say.restyle(self.said)
        self.said.setText(text)

    # -- Qt -------------------------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take what is files."""
        if event.mimeData().hasUrls() and self._job is None:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take in what was dropped."""
        self.take([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])
        event.accept()
