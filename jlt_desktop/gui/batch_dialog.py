"""批量修改: one field for all chosen records; every old and new value is shown before anything is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from jlt_desktop.domain.fields import Choice
from jlt_desktop.gui import say
from jlt_desktop.gui.form_fields import editor_for
from jlt_desktop.gui.rows_model import RowsTable
from jlt_desktop.services.batch import BatchPlan, apply_batch, batch_fields, plan_batch
from jlt_desktop.services.forming import FormStart, start_form

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jlt_desktop.domain.errors import SaidError
    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.gui.editors import Editor
    from jlt_desktop.gui.workplace import Workplace

_HEADINGS = ("名称", "原来", "改成", "随之改动", "不能改的原因")


class BatchDialog(QDialog):
    """`written` carries the id of the run and how many records it changed."""

    written = Signal(str, int)

    def __init__(self, place: Workplace, ledger: Ledger, ids: Sequence[str], parent: QWidget | None = None) -> None:
        """Ask which field and which value."""
        super().__init__(parent)
        self._place, self._ledger, self._ids = place, ledger, tuple(ids)
        self._start: FormStart | None = None
        self._editor: Editor | None = None
        self._plan: BatchPlan | None = None
        self._reasons: dict[str, QLineEdit] = {}
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("批量修改")
        self.resize(980, 620)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.addWidget(say.label(f"批量修改{ledger.title}:选中的 {len(self._ids)} 条", "title"))
        column.addLayout(self._asking())
        self._table = RowsTable("每一条的原值和新值")
        column.addWidget(self._table, 1)
        self._questions = QVBoxLayout()
        column.addLayout(self._questions)
        self._said = say.label("选好项目、填好新的内容,点“预览”。写入之前,每一条的原值和新值都列出来。", "faint")
        column.addWidget(self._said)
        column.addLayout(self._buttons())
        office = place.office
        place.tasks.run(self, lambda: start_form(office, ledger), self._ready)

    def _asking(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self._field = QComboBox()
        self._field.setAccessibleName("改哪一项")
        for name in batch_fields(self._ledger):
            self._field.addItem(self._ledger.fields[name].label, name)
        self._field.currentIndexChanged.connect(self._field_chosen)
        words = say.label("改哪一项(&F)", wrap=False)
        words.setBuddy(self._field)
        self._room = QHBoxLayout()
        row.addWidget(words)
        row.addWidget(self._field)
        row.addWidget(say.label("改成", wrap=False))
        row.addLayout(self._room, 1)
        self._look = say.button("预览(&P)", tip="Ctrl+Enter")
        self._look.clicked.connect(self.preview)
        row.addWidget(self._look, 0, Qt.AlignmentFlag.AlignTop)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.preview)
        return row

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        cancel, self._write = say.button("取消(&C)"), say.button("写入(&W)", "main")
        cancel.clicked.connect(self.reject)
        self._write.clicked.connect(self.write)
        self._write.setEnabled(False)
        row.addWidget(cancel)
        row.addWidget(self._write)
        return row

    def _ready(self, start: FormStart) -> None:
        self._start = start
        self._field_chosen()

    def _field_chosen(self) -> None:
        if self._start is None:
            return
        if self._editor is not None:
            self._room.removeWidget(self._editor)
            self._editor.deleteLater()
        self._editor = editor_for(self._place, self._ledger, self._ledger.fields[str(self._field.currentData())], self._start)
        self._editor.edited.connect(self._changed)
        self._room.addWidget(self._editor, 1)
        self._changed()

    def _changed(self) -> None:
        """What was previewed is no longer what stands here."""
        self._plan = None
        self._write.setEnabled(False)

    # -- looking and writing ------------------------------------------------------------------------------------

    def choose(self, name: str, value: object, text: str) -> None:
        """Choose a field and a value, as a person would."""
        self._field.setCurrentIndex(self._field.findData(name))
        if self._editor is not None:
            self._editor.put(value, text)
            self._changed()

    def choose_first(self) -> None:
        """Choose the first field that is chosen from a list, with its first option."""
        for name in batch_fields(self._ledger):
            one = self._ledger.fields[name]
            if isinstance(one, Choice):
                first = next(iter(one.options))
                self.choose(name, first.key, first.label)
                return

    def preview(self) -> None:
        """Show what would become of each record; nothing is written."""
        if self._editor is None:
            return
        office, ledger, ids, name, raw = self._place.office, self._ledger, self._ids, str(self._field.currentData()), self._editor.raw()
        answers = {key: line.text() for key, line in self._reasons.items()}
        self._place.tasks.run(self, lambda: plan_batch(office, ledger, ids, name, raw, answers), self._planned, failed=self._failed)

    def _planned(self, plan: BatchPlan) -> None:
        self._plan = plan
        rows = [
            (row.called, row.old, row.new, ";".join(f"{label}:{old or '空'}→{new or '空'}" for label, old, new in row.also), row.problem)
            for row in plan.rows
        ]
        self._table.take(_HEADINGS, rows)
        self._ask(plan)
        self._say(f"要改 {plan.changes} 条,已是这个内容 {plan.same} 条,不能改 {plan.refused} 条。还没有写入。", "question")
        self._write.setEnabled(plan.changes > 0)

    def _ask(self, plan: BatchPlan) -> None:
        for question in plan.questions:
            if question.name not in self._reasons:
                line = QLineEdit()
                line.setPlaceholderText("请写明理由,然后再点“预览”")
                line.setAccessibleName(question.text)
                self._questions.addWidget(say.label(f"需要核对:{question.text}"))
                self._questions.addWidget(line)
                self._reasons[question.name] = line

    def write(self) -> None:
        """Write just what was shown, in one go."""
        plan, office = self._plan, self._place.office
        if plan is not None:
            self._write.setEnabled(False)
            self._place.tasks.run(self, lambda: apply_batch(office, plan), self._done, failed=self._failed)

    def _done(self, run: str) -> None:
        changes = self._plan.changes if self._plan else 0
        self.accept()
        self.written.emit(run, changes)

    def _failed(self, error: SaidError) -> None:
        self._plan = None
        self._say(str(error), "problem")

    def _say(self, text: str, kind: str) -> None:
        self._said.setProperty("kind", kind)
        say.restyle(self._said)
        self._said.setText(text)
