"""The pages of moving up before anything is written: class by class, the exceptions, and what will be written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout

from jlt_desktop.domain.promotion import WAYS
from jlt_desktop.gui import say
from jlt_desktop.gui.picker import RecordLine
from jlt_desktop.gui.rows_model import RowsTable
from jlt_desktop.gui.steps import Step
from jlt_desktop.gui.table_look import on_key
from jlt_desktop.services.promoting_rows import Wish

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from jlt_desktop.domain.search import Finder
    from jlt_desktop.services.promoting import Plan

_CLASSES = ("现在的班级", "升入", "人数", "照常升", "例外")
_ROWS = ("姓名", "怎样", "原班级", "以后", "问题")
_WITH_CLASS = ("stay", "move", "back")
_HINTS = {
    "stay": "不写就是同一班号;也可写到哪个班,例如 三2",
    "move": "写新学年的班级,例如 三年级2班 或 三2",
    "back": "写新学年读哪个班,例如 三年级2班 或 三2",
}


class ClassesPage(Step):
    """What becomes of each class."""

    name = "按班级看"
    explain = "班级由入学年推算,到九月自己就升。这里先看升级以后的样子,还没有写入。"

    def __init__(self) -> None:
        """Begin empty."""
        super().__init__()
        self._sum, self._also = say.label("", "subtitle"), say.label("", "question")
        self.table = RowsTable("各班升级后的样子")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        for part in (self._sum, self.table, self._also):
            column.addWidget(part, 1 if part is self.table else 0)

    def show_plan(self, plan: Plan) -> None:
        """Show a plan."""
        people = sum(one.people for one in plan.lines)
        self._sum.setText(f"{plan.title}:{len(plan.lines)} 个班 {people} 人,其中毕业 {plan.finished} 人。")
        self.table.take(_CLASSES, [(one.before, one.after, str(one.people), str(one.going), one.apart or "无") for one in plan.lines])
        self._also.setText(also(plan))
        self._also.setVisible(bool(also(plan)))

    def entered(self) -> None:
        """Begin at the table."""
        self.table.setFocus()


def also(plan: Plan) -> str:
    """Return in words whom the classes do not show."""
    parts = []
    if plan.resting:
        names = "、".join(called for _, called in plan.resting[:5]) + ("等" if len(plan.resting) > 5 else "")
        parts.append(f"休学 {len(plan.resting)} 人({names})不动,复学时在下一步里写到哪个班。")
    if plan.classless:
        parts.append(f"{plan.classless} 人没有入学年或班号,不会升级,请在名册里补上。")
    return "".join(parts)


class ExceptionsPage(Step):
    """Who stays down, changes class, leaves, rests, comes back. `wishes_changed`: the plan is to be made anew."""

    wishes_changed = Signal()
    name = "例外"
    explain = "谁留级、转班、转出、休学、复学,一个一个加进来。没有例外就直接下一步。"
    loud = True

    def __init__(self) -> None:
        """Begin without exceptions."""
        super().__init__()
        self.wishes: list[Wish] = []
        self._chosen = ("", "")
        self._problems = 0
        self.line = RecordLine("学生", None)
        self.line.chosen.connect(self._take)
        self.way, self.room = QComboBox(), QLineEdit()
        self.way.setAccessibleName("怎样")
        for key, words in WAYS.items():
            self.way.addItem(words, key)
        self.way.currentIndexChanged.connect(self._way_changed)
        self.room.setAccessibleName("到哪个班")
        self.join = say.button("加入(&J)", tip="把这个人列为例外")
        self.join.clicked.connect(self.add)
        self.table = RowsTable("例外名单")
        self.out = say.button("移去选中的(&D)", tip="Delete")
        self.out.clicked.connect(self.take_out)
        on_key(self.table, "Delete", self.take_out)
        self._lay_out()
        self._way_changed()
        self._draw([])

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.line, 4)
        row.addWidget(self.way)
        row.addWidget(self.room, 4)
        row.addWidget(self.join)
        foot = QHBoxLayout()
        self._count = say.label("", "faint", wrap=False)
        foot.addWidget(self._count, 1)
        foot.addWidget(self.out)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self.table, 1)
        column.addLayout(foot)

    def search_in(self, finder: Finder) -> None:
        """Let people be found."""
        self.line.search_in(finder)

    def _take(self, record: str, called: str) -> None:
        self._chosen = (record, called)
        self.line.setText(called)
        self.way.setFocus()

    def _way_changed(self) -> None:
        way = str(self.way.currentData())
        self.room.setEnabled(way in _WITH_CLASS)
        self.room.setPlaceholderText(_HINTS.get(way, "不用写"))
        if way not in _WITH_CLASS:
            self.room.clear()

    def add(self) -> None:
        """Put the chosen one on the list; one person stands there once."""
        record, called = self._chosen
        if not record or self.line.text() != called:
            self.line.setFocus()
            return
        way = str(self.way.currentData())
        self.wishes = [one for one in self.wishes if one.record != record] + [Wish(record, way, self.room.text().strip())]
        self._chosen = ("", "")
        self.line.clear()
        self.room.clear()
        self.line.setFocus()
        self.wishes_changed.emit()

    def take_out(self) -> None:
        """Take the one in the current row off the list."""
        row = self.table.currentIndex().row()
        if 0 <= row < len(self.wishes):
            del self.wishes[row]
            self.wishes_changed.emit()

    def show_plan(self, plan: Plan) -> None:
        """Show the exceptions as they would be written, and what is wrong with any."""
        rows = {one.record: one for one in plan.rows}
        self.wishes = [one for one in self.wishes if one.record in rows]
        shown = [rows[one.record] for one in self.wishes]
        self._problems = sum(1 for one in shown if one.problem)
        self._draw([(one.called, one.words, one.before, "" if one.problem else one.after, one.problem) for one in shown])

    def _draw(self, rows: list[tuple[str, ...]]) -> None:
        self.table.take(_ROWS, rows)
        self._count.setText(f"例外 {len(rows)} 人" if rows else "还没有例外。上面输入姓名或拼音,选人,回车加入。")
        self.out.setEnabled(bool(rows))
        if rows:
            self.table.selectRow(len(rows) - 1)
        self.changed.emit()

    def why_not(self) -> str:
        """Nobody may be on the list in a way that cannot be."""
        return f"有 {self._problems} 人这样写办不了,原因见最后一列;请移去重新加。" if self._problems else ""

    def entered(self) -> None:
        """Begin at the name."""
        self.line.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on to the next box and then adds; it does not press the main button of the window."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif self.way.hasFocus() and self.room.isEnabled():
            self.room.setFocus()
        elif self.way.hasFocus() or self.room.hasFocus():
            self.add()


class RowsPage(Step):
    """Everything that will be written, person by person."""

    name = "核对"
    explain = "下面是要写入的每一条。其他学生的记录不改动,班级自己升。写入以后、确认以前,可以整批撤销。"
    onward = "写入升级(&W)"

    def __init__(self) -> None:
        """Begin empty."""
        super().__init__()
        self._sum = say.label("", "subtitle")
        self.table = RowsTable("要写入的记录")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._sum)
        column.addWidget(self.table, 1)

    def show_plan(self, plan: Plan) -> None:
        """Show the rows of a plan, the exceptions first."""
        rows = sorted(plan.rows, key=lambda one: one.way not in WAYS)
        apart = sum(1 for one in rows if one.way in WAYS)
        self._sum.setText(f"{plan.title}:写入 {len(rows)} 条,其中毕业 {plan.finished} 人、例外 {apart} 人。")
        self.table.take(_ROWS[:4], [(one.called, one.words, one.before, one.after) for one in rows])

    def entered(self) -> None:
        """Begin at the table."""
        self.table.setFocus()
