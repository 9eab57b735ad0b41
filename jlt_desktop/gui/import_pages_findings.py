"""Import, step 4: what is wrong in the file, group by group; one reason or one new value settles a whole group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLineEdit, QListWidget, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from jlt_desktop.gui import say
from jlt_desktop.gui.rows_model import RowsTable
from jlt_desktop.gui.steps import Step
from jlt_desktop.services.import_findings import CANDIDATES, MAY, Group, Line, unanswered

if TYPE_CHECKING:
    from collections.abc import Sequence

_HEADINGS = ("行号", "姓名或名称", "列", "文件里的值", "说明")
_TITLE = 34


class FindingsPage(Step):
    """Groups at the left, their rows at the right, what can be done about them below. `recheck` asks for a new plan."""

    recheck = Signal()
    name = "查错"
    explain = "“必须改”的行这次不导入,最后可以存成文件改好再导;“可带说明”的写明理由就能导入。F8 下一处,Shift+F8 上一处。"

    def __init__(self) -> None:
        """Begin without findings."""
        super().__init__()
        self.groups: tuple[Group, ...] = ()
        self.answers: dict[str, str] = {}
        self.fixes: dict[tuple[int, str], str] = {}
        self.cells: dict[tuple[int, int], str] = {}
        self._summary = say.label("", "subtitle")
        self.list = QListWidget()
        self.list.setAccessibleName("问题的种类")
        self.list.setWordWrap(True)
        self.list.setSpacing(2)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentRowChanged.connect(self._show_group)
        self.table = RowsTable("这一种问题的各行")
        self.table.selectionModel().currentRowChanged.connect(self._row_changed)
        self._words = say.label("")
        self.deeds = QStackedWidget()
        for part in (self._nothing_to_do(), self._reason_box(), self._fix_box(), self._candidate_box()):
            self.deeds.addWidget(part)
        self.single = self._single_box()
        self._lay_out()
        for keys, slot in ((QKeySequence("F8"), self.next_line), (QKeySequence("Shift+F8"), self.last_line)):
            QShortcut(keys, self).activated.connect(slot)

    def _lay_out(self) -> None:
        right = QWidget()
        beside = QVBoxLayout(right)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(self._words)
        beside.addWidget(self.table, 1)
        beside.addWidget(self.deeds)
        beside.addWidget(self.single)
        self._split = QSplitter()
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self.list)
        self._split.addWidget(right)
        self._split.setStretchFactor(0, 1)
        self._split.setStretchFactor(1, 3)
        self.list.setMinimumWidth(self.fontMetrics().horizontalAdvance("口") * 13)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(self._summary, 0, Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._split, 1)

    def _nothing_to_do(self) -> QWidget:
        words = "这几行这次不导入。知道正确内容的,选中那一行在下面改;不知道的请向交表的人要,最后一步可以把它们连同原因存成一个文件。"
        return say.label(words, "faint")

    def _reason_box(self) -> QWidget:
        self.reason = QLineEdit()
        self.reason.setAccessibleName("说明理由,对这一种问题的所有行有效")
        self.reason.setPlaceholderText("写明理由,例如:已核对户口簿")
        self.reason.returnPressed.connect(self.answer)
        button = say.button("用于这一种的所有行(&A)")
        button.clicked.connect(self.answer)
        return _row("理由", self.reason, button)

    def _fix_box(self) -> QWidget:
        self.value = QComboBox()
        self.value.setAccessibleName("文件里的值")
        self.value.setMinimumContentsLength(10)
        self.instead = QLineEdit()
        self.instead.setAccessibleName("改成")
        self.instead.setPlaceholderText("改成什么")
        self.instead.returnPressed.connect(self.fix)
        button = say.button("全部改成这个值(&A)")
        button.clicked.connect(self.fix)
        return _row("把", self.value, say.label("改成", wrap=False), self.instead, button)

    def _single_box(self) -> QWidget:
        self._one = say.label("", wrap=False)
        self.one_instead = QLineEdit()
        self.one_instead.setAccessibleName("这一格改成")
        self.one_instead.setPlaceholderText("这一格改成什么")
        self.one_instead.returnPressed.connect(self.fix_one)
        button = say.button("只改这一格(&O)")
        button.clicked.connect(self.fix_one)
        return _row("", self._one, self.one_instead, button)

    def _candidate_box(self) -> QWidget:
        self.candidate = QComboBox()
        self.candidate.setAccessibleName("这一行是哪一个")
        self.candidate.setMinimumContentsLength(24)
        button = say.button("就是这一个(&A)")
        button.clicked.connect(self.answer_candidate)
        self._which = say.label("", wrap=False)
        return _row("", self._which, self.candidate, button)

    # -- showing ----------------------------------------------------------------------------------------------------

    def show_groups(self, groups: tuple[Group, ...]) -> None:
        """Show what a plan found; the group that was looked at stays in view."""
        before = self._group()
        self.groups = groups
        self.list.clear()
        for one in groups:
            done = "(已说明)" if one.kind == MAY and not unanswered((one,), self.answers) else ""
            self.list.addItem(f"{one.kind}{done} · {len(one.lines)} 行\n{_short(one.title)}")
        must = len({line.number for one in groups if one.kind != MAY for line in one.lines})
        may = unanswered(groups, self.answers)
        parts = [f"{must} 行必须改"] * bool(must) + [f"{may} 行等您说明"] * bool(may)
        self._summary.setText(",".join(parts) + "。" if parts else "没有要处理的问题。")
        self._split.setVisible(bool(groups))
        same = [place for place, one in enumerate(groups) if before and one.title == before.title]
        self.list.setCurrentRow(same[0] if same else 0)
        self.changed.emit()

    def _group(self) -> Group | None:
        place = self.list.currentRow()
        return self.groups[place] if 0 <= place < len(self.groups) else None

    def _show_group(self, _place: int) -> None:
        group = self._group()
        if group is None:
            return
        self.table.take(_HEADINGS, [(str(one.number), one.called, one.heading, one.seen, one.text) for one in group.lines])
        self._words.setText(f"{group.kind}:{group.title}")
        self._mark(0)
        if group.question == CANDIDATES:
            self.deeds.setCurrentIndex(3)
        elif group.kind == MAY:
            self.reason.setText(self.answers.get(group.question, ""))
            self.deeds.setCurrentIndex(1)
        elif group.values:
            self.value.clear()
            for seen in group.values:
                self.value.addItem(f"{seen.text}({seen.count} 处)", (seen.column, seen.text))
            self.instead.clear()
            self.deeds.setCurrentIndex(2)
        else:
            self.deeds.setCurrentIndex(0)

    def _mark(self, row: int) -> None:
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.table.selectionModel().setCurrentIndex(self.table.rows.index(row, 0), flags)

    def _row_changed(self) -> None:
        group, line = self._group(), self._line()
        of_one = group is not None and group.question != CANDIDATES and line is not None and line.column is not None
        self.single.setVisible(of_one)
        if line is not None and of_one:
            self._one.setText(f"第 {line.number} 行“{_short(line.heading)}”改成")
            self.one_instead.clear()
        if group is not None and line is not None and group.question == CANDIDATES:
            self._which.setText(f"第 {line.number} 行是")
            self.candidate.clear()
            for record, called in line.candidates:
                self.candidate.addItem(called, record)

    def _line(self) -> Line | None:
        group, row = self._group(), self.table.currentIndex().row()
        return group.lines[row] if group is not None and 0 <= row < len(group.lines) else None

    # -- doing ------------------------------------------------------------------------------------------------------

    def next_line(self) -> None:
        """Go to the next finding, on into the next group."""
        row = self.table.currentIndex().row() + 1
        if row < self.table.rows.rowCount():
            self._mark(row)
        elif self.list.currentRow() + 1 < len(self.groups):
            self.list.setCurrentRow(self.list.currentRow() + 1)

    def last_line(self) -> None:
        """Go to the finding before, back into the group before."""
        row = self.table.currentIndex().row() - 1
        if row >= 0:
            self._mark(row)
        elif self.list.currentRow() > 0:
            self.list.setCurrentRow(self.list.currentRow() - 1)
            self._mark(self.table.rows.rowCount() - 1)

    def answer(self) -> None:
        """Keep the reason for the whole group and check again; an empty one takes the answer back."""
        group = self._group()
        if group is not None and self.answers.get(group.question, "") != self.reason.text().strip():
            self.answers[group.question] = self.reason.text().strip()
            self.recheck.emit()

    def fix(self) -> None:
        """Read another text in place of the chosen value, in all of its cells, and check again."""
        if self.value.currentData() and self.instead.text().strip():
            column, text = self.value.currentData()
            self.fixes[column, text] = self.instead.text().strip()
            self.recheck.emit()

    def fix_one(self) -> None:
        """Read another text in the current row's cell, in no other, and check again."""
        line, text = self._line(), self.one_instead.text().strip()
        if line is not None and line.column is not None and text:
            self.cells[line.number, line.column] = text
            self.recheck.emit()

    def answer_candidate(self) -> None:
        """Say which record the current row means."""
        group, row = self._group(), self.table.currentIndex().row()
        if group is not None and row >= 0 and self.candidate.currentData():
            self.answers[f"candidate:{group.lines[row].number}"] = str(self.candidate.currentData())
            self.recheck.emit()

    def forget(self) -> None:
        """Drop answers and values: they belonged to another file."""
        self.answers, self.fixes, self.cells = {}, {}, {}

    def entered(self) -> None:
        """Begin at the groups."""
        self.list.setFocus()


def _row(words: str, *parts: QWidget) -> QFrame:
    box = QFrame()
    box.setProperty("kind", "card")
    row = QHBoxLayout(box)
    row.setContentsMargins(12, 8, 12, 8)
    if words:
        row.addWidget(say.label(words, wrap=False))
    stretched: Sequence[QWidget] = [one for one in parts if isinstance(one, QLineEdit)] or parts[-2:-1]
    for part in parts:
        row.addWidget(part, 1 if part in stretched else 0)
    return box


def _short(text: str) -> str:
    return text if len(text) <= _TITLE else f"{text[:_TITLE]}……"
