"""The second person agrees: who is logged in, or somebody who types name and passphrase beside the first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from jlt_desktop.gui import say
from jlt_desktop.gui.rows_model import RowsTable
from jlt_desktop.services.retention import confirm, seconds
from jlt_desktop.vault.kdf import FLOOR

if TYPE_CHECKING:
    from jlt_desktop.domain.errors import SaidError
    from jlt_desktop.gui.tasks import Tasks
    from jlt_desktop.services.office import Office
    from jlt_desktop.services.retention import Destruction
    from jlt_desktop.vault.kdf import KdfCost


class ConfirmDestruction(QDialog):
    """`destroyed_all` carries the destruction as it stands afterwards."""

    destroyed_all = Signal(object)

    def __init__(self, office: Office, tasks: Tasks, what: Destruction, parent: QWidget | None = None, floor: KdfCost = FLOOR) -> None:
        """Show what will go, and ask who agrees."""
        super().__init__(parent)
        self._office, self._tasks, self._what, self._floor = office, tasks, what, floor
        self.setWindowTitle("确认销毁")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._own = what.proposed_id != office.session.user_id and office.user in seconds(office, what)
        self.who, self.password = QComboBox(), QLineEdit()
        self.table = RowsTable("要销毁的档案")
        self.table.take(
            ("编号", "可销毁日期", "所含记录", "依据"), [(one.number, str(one.on), str(one.parts), one.basis) for one in what.items]
        )
        self.problem = say.label("", "problem")
        self.problem.hide()
        self.agree = say.button("核对无误,销毁(&Y)", "danger")
        self.agree.clicked.connect(self._go)
        self._leave = say.button("不销毁")
        self._leave.clicked.connect(self.reject)
        self._build()
        self._ready()
        (self._leave if self._own else self.password).setFocus()
        scale = max(1.0, self.fontMetrics().height() / 20)
        room = self.screen().availableSize()
        self.resize(min(int(720 * scale), room.width() - 60), min(int(520 * scale), room.height() - 80))

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(10)
        column.addWidget(say.label(f"{self._what.proposed_by}提出销毁 {len(self._what.items)} 份档案", "title"))
        words = "档案、所含记录、修改历史、草稿和附件一并销毁,不能恢复;只留编号和数量。以前的备份里还有,请按清册一并处理。"
        column.addWidget(say.label(words, "question"))
        column.addWidget(self.table, 1)
        column.addLayout(self._signing())
        column.addWidget(self.problem)
        row = QHBoxLayout()
        row.addWidget(self._leave)
        row.addStretch(1)
        row.addWidget(self.agree)
        column.addLayout(row)

    def _signing(self) -> QFormLayout:
        form = QFormLayout()
        form.setVerticalSpacing(10)
        if self._own:
            form.addRow("确认人", say.label(f"{self._office.user}(您本人,已用自己的口令登录)", wrap=False))
            return form
        self.who.addItems(seconds(self._office, self._what))
        self.who.setAccessibleName("确认人")
        self.who.setMinimumContentsLength(14)
        self.password.setAccessibleName("确认人的口令")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setMaximumWidth(self.fontMetrics().horizontalAdvance("口") * 22)
        self.password.textChanged.connect(self._ready)
        form.addRow("确认人(&N)", self.who)
        form.addRow("确认人的口令(&P)", self.password)
        return form

    def _ready(self) -> None:
        self.agree.setEnabled(self._own or bool(self.who.currentText() and self.password.text()))

    def _go(self) -> None:
        office, what, floor = self._office, self._what, self._floor
        name, password = ("", "") if self._own else (self.who.currentText(), self.password.text())
        self.agree.setEnabled(False)
        self._leave.setEnabled(False)
        self.problem.hide()
        self._tasks.run(self, lambda: confirm(office, what.id, name, password, floor=floor), self._done, failed=self._failed)
        self.password.clear()
        self.agree.setEnabled(False)

    def _done(self, done: Destruction) -> None:
        self.destroyed_all.emit(done)
        self.accept()

    def _failed(self, error: SaidError) -> None:
        self._leave.setEnabled(True)
        self.problem.setText(str(error))
        self.problem.show()
        self._ready()
        self.password.setFocus()
