"""合并: two records of one child or one thing side by side, which value stays, and what moves over; undone as one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from jlt_desktop.gui import say
from jlt_desktop.gui.picker import RecordLine
from jlt_desktop.services.desk import Refused
from jlt_desktop.services.forming import finder_of
from jlt_desktop.services.merging import MergePlan, Side, apply_merge, plan_merge

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent

    from jlt_desktop.domain.errors import SaidError
    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.domain.search import Finder
    from jlt_desktop.gui.workplace import Workplace

_CALLED = 60
_FIRST = "找到重复的那一份:两边不同的项目选留哪一个;它的联系、家访等记录都转过来,它自己进回收站。可以整个撤销。"


def open_merge(place: Workplace, ledger: Ledger, record: str, called: str, owner: QWidget) -> None:
    """Open the window for a record; what was merged can be taken back at once."""
    dialog = MergeDialog(place, ledger, record, called, owner)
    dialog.setProperty("ledger", ledger.key)
    place.dialog_made.emit(dialog)


class MergeDialog(QDialog):
    """`merged` carries the id of the run. The record one comes from stays; the other goes into the recycle bin."""

    merged = Signal(str)

    def __init__(self, place: Workplace, ledger: Ledger, record: str, called: str, parent: QWidget | None = None) -> None:
        """Ask for the other record."""
        super().__init__(parent)
        self._place, self._ledger, self._record = place, ledger, record
        self._plan: MergePlan | None = None
        self._groups: dict[str, QButtonGroup] = {}
        self._reasons: dict[str, QLineEdit] = {}
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("合并")
        self.resize(980, 640)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 12, 16, 12)
        self._title = say.label("", "title")
        self._column.addWidget(self._title)
        row = QHBoxLayout()
        words = say.label("另一份是(&O)", wrap=False)
        self._row, self._words = row, words
        row.addWidget(words)
        self._column.addLayout(row)
        self._inside = QScrollArea()
        self._inside.setWidgetResizable(True)
        self._column.addWidget(self._inside, 1)
        self._said = say.label(_FIRST, "faint")
        self._column.addWidget(self._said)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        cancel, self._do = say.button("取消(&C)"), say.button("合并(&M)", "main")
        cancel.clicked.connect(self.reject)
        self._do.clicked.connect(self.merge)
        self._do.setEnabled(False)
        buttons.addWidget(cancel)
        buttons.addWidget(self._do)
        self._column.addLayout(buttons)
        office = place.office

        def work() -> tuple[str, Finder]:
            # whoever looks for the other one does not want to be offered this one
            return called or office.lookup.label(ledger.key, record), finder_of(office, ledger.key, but=record)

        place.tasks.run(self, work, self._ready)

    def _ready(self, answer: tuple[str, Finder]) -> None:
        called, finder = answer
        self._title.setText(f"把另一份并入:{called[:_CALLED]}")
        self.line = RecordLine(f"另一份{self._ledger.title}", finder)
        self.line.chosen.connect(self._chosen)
        self._words.setBuddy(self.line)
        self._row.addWidget(self.line, 1)
        self.line.setFocus()

    def _chosen(self, record: str, called: str) -> None:
        self.line.setText(called)
        self.look(record)

    def look(self, other: str) -> None:
        """Show what merging that record into this one would do; nothing is written."""
        office, ledger, keep = self._place.office, self._ledger, self._record
        # what stands here belongs to the one chosen before
        self._plan = None
        self._do.setEnabled(False)
        self._place.tasks.run(self, lambda: plan_merge(office, ledger, keep, other), self._planned, failed=self._failed)

    def _planned(self, plan: MergePlan) -> None:
        self._plan = plan
        self._groups = {}
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        grid.setHorizontalSpacing(16)
        for column, text in enumerate(("", f"留下的:{plan.keep_called}", f"并入的:{plan.drop_called}")):
            grid.addWidget(say.label(text, "subtitle"), 0, column)
        differing = [one for one in plan.fields if one.differs]
        for place, one in enumerate(differing, start=1):
            grid.addWidget(say.label(one.label, "faint"), place, 0, Qt.AlignmentFlag.AlignTop)
            group = self._groups[one.name] = QButtonGroup(inside)
            for column, (side, text) in enumerate((("keep", one.keep), ("drop", one.drop)), start=1):
                button = QRadioButton()
                button.setAccessibleName(f"{one.label}:{text or '空'}")
                button.setProperty("side", side)
                button.setChecked(one.chosen == side)
                group.addButton(button)
                grid.addWidget(_beside(button, text or "(空)"), place, column)
        grid.setRowStretch(len(differing) + 1, 1)
        self._inside.setWidget(inside)
        moving = "、".join(f"{title} {count} 条" for title, count in plan.counts.items()) or "没有要转的记录"
        same = "" if differing else "两份的内容没有不同。"
        self._say(" ".join(filter(None, (f"{same}转过来:{moving}。", *plan.notes, "还没有合并。"))), "question")
        self._do.setEnabled(True)

    def sides(self) -> dict[str, Side]:
        """Return whose value was chosen, field by field."""
        found: dict[str, Side] = {}
        for name, group in self._groups.items():
            checked = group.checkedButton()
            found[name] = "drop" if checked is not None and checked.property("side") == "drop" else "keep"
        return found

    def merge(self) -> None:
        """Do just what was shown, in one go."""
        plan, office, sides = self._plan, self._place.office, self.sides()
        answers = {name: line.text() for name, line in self._reasons.items()}
        if plan is not None:
            self._do.setEnabled(False)
            self._place.tasks.run(self, lambda: apply_merge(office, plan, sides, answers), self._done, failed=self._failed)

    def _done(self, run: str) -> None:
        self.accept()
        self._place.run_made.emit("已合并", run)
        self._place.changed.emit(self._ledger.key)
        self.merged.emit(run)

    def _failed(self, error: SaidError) -> None:
        self._say(str(error), "problem")
        for question in error.unanswered if isinstance(error, Refused) else ():
            if question.name not in self._reasons:
                line = QLineEdit()
                line.setPlaceholderText("请写明理由,然后再点“合并”")
                line.setAccessibleName(question.text)
                self._column.insertWidget(self._column.count() - 1, line)
                self._reasons[question.name] = line
        self._do.setEnabled(self._plan is not None)

    def _say(self, text: str, kind: str) -> None:
        self._said.setProperty("kind", kind)
        say.restyle(self._said)
        self._said.setText(text)


class _Words(QLabel):
    """The words of a choice, broken into lines; a click on them is a click on the button."""

    def __init__(self, button: QRadioButton, text: str) -> None:
        super().__init__(text)
        self._button = button
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose."""
        del event
        self._button.click()
        self._button.setFocus()


def _beside(button: QRadioButton, text: str) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(button)
    row.addWidget(_Words(button, text), 1)
    return made
