"""应收对照: schools by what they owe, what waits for somebody, and the returns of all schools as files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from jlt_desktop.bundle.receipt import Finding
from jlt_desktop.district import intake, publish, returns, status
from jlt_desktop.district.status import FORM_TITLES, WAITING
from jlt_desktop.district.trust import write_files
from jlt_desktop.gui import say
from jlt_desktop.gui.district_dialogs import ExpectDialog, FindingsDialog
from jlt_desktop.gui.rows_model import RowsTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QShowEvent

    from jlt_desktop.district.bureau import Bureau
    from jlt_desktop.district.status import Alarm, Matrix
    from jlt_desktop.domain.errors import SaidError
    from jlt_desktop.gui.tasks import Tasks

_MARKS = {
    "已收": "✓ 已收", "已收(无)": "✓ 已收(无)", "未到": "○ 未到", "未到(过期)": "✕ 未到(过期)", "退回": "↩ 退回", "缺号": "△ 缺号",
    "等同意": "△ 等同意", "冲突": "‼ 冲突", "已撤回": "— 已撤回",
}  # fmt: skip
_ALARMS = ("要办的", "学校", "收件号", "说明")


class StatusPage(QWidget):
    """changed: something was decided here, the other pages are to look again."""

    changed = Signal()

    def __init__(self, bureau: Bureau, tasks: Tasks) -> None:
        """Begin empty; read when the page comes up."""
        super().__init__()
        self._bureau, self._tasks = bureau, tasks
        self._matrix: Matrix | None = None
        self._alarms: Sequence[Alarm] = ()
        self.period = QComboBox()
        self.period.setAccessibleName("报送期")
        self.period.setMinimumContentsLength(10)
        self.period.currentIndexChanged.connect(self._show)
        self.expect = say.button("要收什么…(&N)", tip="写明每所学校要交哪一种、哪一期、到哪天")
        self.export = say.button("导出汇总…(&E)", "main", "各校的表合在一起,xlsx 和 CSV;每一行写明来自哪份报送")
        self.open = say.button("导出公布稿…(&U)", tip="可以转发、公布的一份:只有全区合计,不足 10 的不写数,其余取整到 5")
        self.back = say.button("退回选中的…(&R)", tip="先在上面的表里选一所学校;逐条写明理由,学校会收到一张退回的回执")
        self.agree = say.button("同意新编号(&A)", tip="学校恢复过备份或换了电脑,核对以后同意一次")
        self.table, self.alarms = RowsTable("应收对照"), RowsTable("要人办的事")
        self.counts, self.said = say.label("", "faint"), say.label("", "good")
        for one, call in (
            (self.expect, self._expect),
            (self.export, self._choose),
            (self.open, self._choose_open),
            (self.back, self._send_back),
            (self.agree, self._agree),
        ):
            one.clicked.connect(call)
        self.table.selectionModel().currentChanged.connect(self._enable)
        self.alarms.selectionModel().currentRowChanged.connect(self._enable)
        self._build()

    def _build(self) -> None:
        row = QHBoxLayout()
        label = say.label("报送期(&P)", wrap=False)
        label.setBuddy(self.period)
        row.addWidget(label)
        row.addWidget(self.period)
        row.addWidget(self.counts, 1)
        for one in (self.expect, self.back, self.open, self.export):
            row.addWidget(one)
        lower = QWidget()
        below = QVBoxLayout(lower)
        below.setContentsMargins(0, 4, 0, 0)
        head = QHBoxLayout()
        head.addWidget(say.label("要人办的事", "subtitle"), 1)
        head.addWidget(self.agree)
        below.addLayout(head)
        below.addWidget(self.alarms)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.addWidget(self.table)
        parts.addWidget(lower)
        parts.setSizes([420, 180])
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 12)
        column.setSpacing(10)
        column.addLayout(row)
        column.addWidget(parts, 1)
        column.addWidget(self.said)

    # -- reading ----------------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read everything anew."""
        bureau = self._bureau
        self._tasks.run(
            self, lambda: (status.matrix(bureau), status.alarms(bureau), bureau.store.schools()), self._arrived, failed=self._failed
        )

    def _arrived(self, answer: tuple[Matrix, Sequence[Alarm], dict[str, str]]) -> None:
        self._matrix, self._alarms, names = answer
        kept = self.period.currentData()
        self.period.blockSignals(True)
        self.period.clear()
        self.period.addItem("全部", "")
        for period in sorted({one.period for one in self._matrix.columns}, reverse=True):
            self.period.addItem(period, period)
        self.period.setCurrentIndex(max(0, self.period.findData(kept)))
        self.period.blockSignals(False)
        rows = [(one.state, names.get(one.school_id, one.school_id), str(one.submission), one.words) for one in self._alarms]
        self.alarms.take(_ALARMS, rows)
        if rows:
            self.alarms.selectRow(0)
        self._show()

    def _places(self) -> list[int]:
        chosen = str(self.period.currentData() or "")
        columns = self._matrix.columns if self._matrix else ()
        return [place for place, one in enumerate(columns) if not chosen or one.period == chosen]

    def _show(self) -> None:
        if self._matrix is None:
            return
        places, columns = self._places(), self._matrix.columns
        headings = [
            "标识码",
            "学校",
            *(f"{columns[one].period} {FORM_TITLES[columns[one].form]}(到 {columns[one].due[5:]})" for one in places),
        ]
        rows = [(code, name, *(_MARKS[cells[one].state] for one in places)) for code, name, cells in self._matrix.lines]
        self.table.take(headings, rows)
        if rows and len(headings) > 2:
            self.table.setCurrentIndex(self.table.model().index(0, 2))
        told: dict[str, int] = {}
        for one in places:
            for state, count in self._matrix.counts(one).items():
                told[state] = told.get(state, 0) + count
        words = "、".join(f"{state} {count}" for state, count in told.items())
        self.counts.setText(words or "还没有写明要收什么。请点“要收什么…”。")
        self._enable()

    def _chosen(self) -> tuple[int, str]:
        """Return the bureau's number of the accepted submission in the current cell, and the school's name; 0 for none."""
        at, places = self.table.currentIndex(), self._places()
        column = at.column() - 2
        if self._matrix is None or not 0 <= at.row() < len(self._matrix.lines) or not places:
            return 0, ""
        _, name, cells = self._matrix.lines[at.row()]
        one = cells[places[max(0, min(column, len(places) - 1))]].submission
        return (one.number, name) if one is not None and one.outcome == "accepted" else (0, name)

    def _enable(self) -> None:
        self.back.setEnabled(self._chosen()[0] > 0)
        place = self.alarms.currentIndex().row()
        self.agree.setEnabled(0 <= place < len(self._alarms) and self._alarms[place].state == WAITING)
        for one in (self.export, self.open):
            one.setEnabled(bool(self._matrix and self._matrix.columns))

    # -- deeds ------------------------------------------------------------------------------------------------------------

    def _expect(self) -> None:
        dialog = ExpectDialog(self)
        if dialog.exec():
            bureau, (form, period, due) = self._bureau, dialog.answer()
            self._tasks.run(self, lambda: status.expect(bureau, form, period, due), self._decided, failed=self._failed)

    def _send_back(self) -> None:
        number, name = self._chosen()
        dialog = FindingsDialog(name, self)
        if number and dialog.exec():
            self.send_back(number, dialog.answer())

    def send_back(self, number: int, findings: Sequence[Finding]) -> None:
        """Return a submission with reasons."""
        bureau = self._bureau
        self._tasks.run(self, lambda: intake.send_back(bureau, number, findings), self._sent_back, failed=self._failed)

    def _sent_back(self, answer: object) -> None:
        self._say(f"已退回,回执第 {getattr(answer, 'number', 0):03} 号。再收一次那份报送包,就能写出这张回执。", "good")
        self.reload()
        self.changed.emit()

    def _agree(self) -> None:
        place = self.alarms.currentIndex().row()
        one = self._alarms[place]
        more = "一般是学校换了电脑或恢复过备份。请先打电话核实;同意后,原来的编号就关闭了。"
        if say.ask(self, f"同意 {one.school_id} 换新的编号?", more, "同意"):
            self.agree_to(one.submission)

    def agree_to(self, number: int) -> None:
        """Agree to a new chain and take in what waits for it."""
        bureau = self._bureau
        self._tasks.run(self, lambda: intake.let_begin(bureau, number), self._decided, failed=self._failed)

    def _decided(self, _answer: object) -> None:
        self._say("已办好。", "good")
        self.reload()
        self.changed.emit()

    def _choose(self) -> None:
        name = QFileDialog.getExistingDirectory(self, "导出汇总到文件夹", str(Path.home()))
        if name:
            self.export_to(Path(name))

    def _choose_open(self) -> None:
        name = QFileDialog.getExistingDirectory(self, "导出公布稿到文件夹", str(Path.home()))
        if name:
            self.export_to(Path(name), public=True)

    def export_to(self, folder: Path, *, public: bool = False) -> None:
        """Write the returns of every form of the chosen period, or of all; public: only what may be published of them."""
        bureau, files = self._bureau, publish.files if public else returns.files
        wanted = [self._matrix.columns[one] for one in self._places()] if self._matrix else []

        def work() -> list[Path]:
            found = [one for one in wanted if returns.current(bureau, one.form, one.period)]
            return [path for one in found for path in write_files(files(bureau, one.form, one.period), folder)]

        self._tasks.run(self, work, self._exported, failed=self._failed)

    def _exported(self, paths: Sequence[Path]) -> None:
        if paths:
            self._say(f"写好 {len(paths)} 个文件:{paths[0].parent}", "good")
        else:
            self._say("这一期还没有收讫的材料,没有写文件。", "question")

    def _failed(self, error: SaidError) -> None:
        self._say(str(error), "problem")

    def _say(self, text: str, kind: str) -> None:
        self.said.setProperty("kind", kind)
        say.restyle(self.said)
        self.said.setText(text)

    def showEvent(self, event: QShowEvent) -> None:
        """Read whenever the page comes up."""
        super().showEvent(event)
        self.reload()
