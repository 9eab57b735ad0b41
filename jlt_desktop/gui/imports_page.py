"""What was done to many records at once, newest first: imports, batches, mergers; each can be taken back as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from jlt_desktop.gui import say
from jlt_desktop.gui.import_pages_result import undone_list, undone_words
from jlt_desktop.gui.rows_model import RowsTable
from jlt_desktop.gui.when import local_time
from jlt_desktop.services.undoing import CHANGED, IMPORTED, MERGED, runs, undo_import

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QShowEvent

    from jlt_desktop.domain.errors import SaidError
    from jlt_desktop.gui.tasks import Tasks
    from jlt_desktop.services.office import Office
    from jlt_desktop.services.undoing import ImportRun, Undone

_HEADINGS = ("时间", "台账", "做了什么", "经办", "结果", "现状")
_COUNTED = {
    IMPORTED: (("added", "新增"), ("changed", "更新"), ("same", "不变"), ("skipped", "跳过"), ("refused", "拒收")),
    CHANGED: (("changed", "修改"), ("same", "已是这样"), ("refused", "不能改")),
    MERGED: (("merged", "合并"), ("moved", "转过来")),
    "升级": (("changed", "改动"), ("finished", "其中毕业")),
}
_BACK = {
    IMPORTED: "新增的移到回收站,更新的退回原来的内容;导入后又改过的、已被别的记录用到的,保留不动。",
    CHANGED: "每一条退回修改前的内容;后来又改过的,保留不动。",
    MERGED: "并掉的一份从回收站回来,转过来的记录各回原处;后来又改过的,保留不动。",
}


class ImportsPage(QWidget):
    """A table of past runs with 撤销. `undone` carries the key of the ledger whose records went back."""

    undone = Signal(str)

    def __init__(self, office: Office, tasks: Tasks, parent: QWidget | None = None) -> None:
        """Begin empty; the list is read when the page comes up."""
        super().__init__(parent)
        self._office, self._tasks = office, tasks
        self._runs: Sequence[ImportRun] = ()
        self.table = RowsTable("导入与批量记录")
        self.table.selectionModel().currentRowChanged.connect(self._chosen)
        self.undo = say.button("整个撤销…(&U)", tip="导入、批量修改、合并都可以整个退回;后来又改过的保留")
        self.undo.clicked.connect(self._ask)
        self._empty = say.label("还没有导入、批量修改或合并过。在台账页点“导入”,可以从 Excel 名册带进来。", "faint")
        self.said = say.label("", "good")
        self.left = QPlainTextEdit()
        self.left.setReadOnly(True)
        self.left.setAccessibleName("没有退回的记录和原因")
        self.left.setMaximumHeight(self.fontMetrics().lineSpacing() * 7)
        self.left.hide()
        row = QHBoxLayout()
        row.addWidget(say.label("导入与批量记录", "title"), 1)
        row.addWidget(self.undo)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 12)
        column.setSpacing(8)
        column.addLayout(row)
        for part in (self._empty, self.table, self.said, self.left):
            column.addWidget(part, 1 if part is self.table else 0)
        column.addStretch(0)
        self._chosen()

    def reload(self) -> None:
        """Read the list anew."""
        office = self._office
        self._tasks.run(self, lambda: runs(office), self._arrived, failed=self._failed)

    def _arrived(self, found: Sequence[ImportRun]) -> None:
        row = max(0, self.table.currentIndex().row())
        self._runs = found
        self.table.take(_HEADINGS, [self._texts(one) for one in found])
        self.table.setVisible(bool(found))
        self._empty.setVisible(not found)
        if found:
            self.table.selectRow(min(row, len(found) - 1))
        self._chosen()

    def _texts(self, run: ImportRun) -> tuple[str, ...]:
        ledger = self._office.ledgers.get(run.ledger)
        state = "有效"
        if run.undone_at or run.closed_at:
            state = f"已撤销({local_time(run.undone_at)})" if run.undone_at else f"已确认({local_time(run.closed_at or '')})"
        return local_time(run.at), ledger.title if ledger else run.ledger, _done(run), run.actor, _counts(run), state

    def _run(self) -> ImportRun | None:
        row = self.table.currentIndex().row()
        return self._runs[row] if 0 <= row < len(self._runs) else None

    def _chosen(self) -> None:
        run = self._run()
        self.undo.setEnabled(run is not None and not run.undone_at and not run.closed_at)

    def _ask(self) -> None:
        run = self._run()
        if run is not None and say.ask(
            self,
            f"要撤销 {local_time(run.at)} 的{_done(run)}吗?",
            f"当时的结果:{_counts(run)}。{_BACK.get(run.kind, _BACK[IMPORTED])}",
            f"撤销这次{run.kind}",
        ):
            self.take_back(run)

    def take_back(self, run: ImportRun) -> None:
        """Undo a run."""
        office = self._office
        self.undo.setEnabled(False)
        self._say("正在撤销……", "faint")
        self._tasks.run(self, lambda: (run, undo_import(office, run.id)), self._undone, failed=self._failed)

    def _undone(self, outcome: tuple[ImportRun, Undone]) -> None:
        run, undone = outcome
        self._say(undone_words(undone, run.kind), "good")
        listed = undone_list(undone)
        self.left.setPlainText("\n".join(listed))
        self.left.setVisible(bool(listed))
        self.undone.emit(run.ledger)
        self.reload()

    def _failed(self, error: SaidError) -> None:
        self._say(str(error), "problem")
        self._chosen()

    def _say(self, text: str, kind: str) -> None:
        self.said.setProperty("kind", kind)
        say.restyle(self.said)
        self.said.setText(text)

    def showEvent(self, event: QShowEvent) -> None:
        """Read the list whenever the page comes up."""
        super().showEvent(event)
        self.reload()


def _done(run: ImportRun) -> str:
    """Return what was done, in words: 导入“名册.xlsx”, 批量修改:监护类型."""
    if run.kind == IMPORTED:
        return f"导入“{run.file_name}”"
    return run.file_name if run.file_name.startswith(run.kind) else f"{run.kind}:{run.file_name}"


def _counts(run: ImportRun) -> str:
    words = _COUNTED.get(run.kind, _COUNTED[IMPORTED])
    return "、".join(f"{word} {run.numbers.get(key, 0)}" for key, word in words)
