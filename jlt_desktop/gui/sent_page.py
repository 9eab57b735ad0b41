"""What was submitted so far, newest first; each can be written to a stick once more, byte for byte."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from jlt_desktop.gui import say
from jlt_desktop.gui.rows_model import RowsTable
from jlt_desktop.gui.when import local_time
from jlt_desktop.services.submit_needs import check_code
from jlt_desktop.services.submitting import sent, write_again

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QShowEvent

    from jlt_desktop.domain.errors import SaidError
    from jlt_desktop.gui.tasks import Tasks
    from jlt_desktop.services.office import Office
    from jlt_desktop.services.submitting import Sent

_HEADINGS = ("编号", "期间", "签名封装时间", "经办", "文件", "核对码")


class SentPage(QWidget):
    """A table of past submissions with 再写一份."""

    def __init__(self, office: Office, tasks: Tasks, parent: QWidget | None = None) -> None:
        """Begin empty; the list is read when the page comes up."""
        super().__init__(parent)
        self._office, self._tasks = office, tasks
        self._sent: Sequence[Sent] = ()
        self.table = RowsTable("报送记录")
        self.table.selectionModel().currentRowChanged.connect(self._chosen)
        self.again = say.button("再写一份…(&A)", tip="把选中的材料原样再写到 U 盘或文件夹")
        self.again.clicked.connect(self._choose)
        self._empty = say.label("还没有报送过。点左边的“报送教育局”开始第一次报送。", "faint")
        self.said = say.label("", "good")
        row = QHBoxLayout()
        row.addWidget(say.label("报送记录", "title"), 1)
        row.addWidget(self.again)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 12)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(say.label("每一份都原样留在本机。“再写一份”写出的文件和当时一个字节也不差。", "faint"))
        for part in (self._empty, self.table, self.said):
            column.addWidget(part, 1 if part is self.table else 0)
        column.addStretch(0)
        self._chosen()

    def reload(self) -> None:
        """Read the list anew."""
        office = self._office
        self._tasks.run(self, lambda: sent(office), self._arrived, failed=self._failed)

    def _arrived(self, found: Sequence[Sent]) -> None:
        self._sent = found
        rows = [(str(one.seq), one.period, local_time(one.at), one.actor, one.file_name, check_code(one.file_sha256)) for one in found]
        self.table.take(_HEADINGS, rows)
        self.table.setVisible(bool(found))
        self._empty.setVisible(not found)
        if found:
            self.table.selectRow(0)
        self._chosen()

    def _chosen(self) -> None:
        self.again.setEnabled(0 <= self.table.currentIndex().row() < len(self._sent))

    def _choose(self) -> None:
        name = QFileDialog.getExistingDirectory(self, "选择写入的文件夹或 U 盘", str(Path.home()))
        if name:
            self.write_to(Path(name))

    def write_to(self, folder: Path) -> None:
        """Write the submission in the current row to a folder once more."""
        row = self.table.currentIndex().row()
        if 0 <= row < len(self._sent):
            office, number = self._office, self._sent[row].seq
            self._say("正在写入和核对……", "faint")
            self._tasks.run(self, lambda: write_again(office, number, folder), self._written, failed=self._failed)

    def _written(self, path: Path) -> None:
        self._say(f"已写入并核对一致:{path}", "good")

    def _failed(self, error: SaidError) -> None:
        self._say(str(error), "problem")

    def _say(self, text: str, kind: str) -> None:
        self.said.setProperty("kind", kind)
        say.restyle(self.said)
        self.said.setText(text)

    def showEvent(self, event: QShowEvent) -> None:
        """Read the list whenever the page comes up."""
        super().showEvent(event)
        self.reload()
