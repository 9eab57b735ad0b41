"""The last page of moving up: what was written; it is taken back, or confirmed for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout

from jlt_desktop.gui import say
from jlt_desktop.gui.steps import Step
from jlt_desktop.gui.when import local_time

if TYPE_CHECKING:
    from jlt_desktop.services.promoting import Promoted
    from jlt_desktop.services.undoing import Undone


class DonePage(Step):
    """What was written; it can be taken back or confirmed."""

    undo_wanted, confirm_wanted = Signal(), Signal()
    name = "结果"
    explain = "请到名册里看一看各班对不对。没错就确认;有错就撤销,改好例外再办。"
    onward = ""
    backward = False

    def __init__(self) -> None:
        """Begin before anything was written."""
        super().__init__()
        self._said, self._more = say.label("", "subtitle"), say.label("")
        self.undo = say.button("撤销这次升级(&U)", tip="毕业、留级、转班等全部退回升级前")
        self.undo.clicked.connect(self.undo_wanted)
        self.confirm = say.button("确认无误(&Y)", "main", "确认以后不能再整批撤销")
        self.confirm.clicked.connect(self.confirm_wanted)
        self._left = QPlainTextEdit()
        self._left.setReadOnly(True)
        self._left.setAccessibleName("没有退回的记录和原因")
        self._left.hide()
        card = QFrame()
        card.setProperty("kind", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(24, 20, 24, 20)
        inside.setSpacing(12)
        row = QHBoxLayout()
        row.addWidget(self.undo)
        row.addStretch(1)
        row.addWidget(self.confirm)
        inside.addWidget(self._said)
        inside.addWidget(self._more)
        inside.addLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(card, 0, Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._left)
        column.addStretch(1)

    def show_waiting(self, done: Promoted) -> None:
        """Say what was written and waits."""
        self._said.setText(f"“{done.name}”已写入,等着确认。")
        self._more.setText(
            f"{local_time(done.at)} 由{done.actor}办理,写入 {done.changed} 条,其中毕业 {done.finished} 人。\n"
            "确认以前可以整批撤销;确认以后,个别有变动的在学生记录里改。明年的升级要等这一次确认以后才能办。"
        )

    def show_confirmed(self, name: str) -> None:
        """Say that it is closed."""
        self._over(f"“{name}”已确认。", "不能再整批撤销。毕业和转出学生的关爱档案会在“今天要办”里提醒关闭。")

    def show_undone(self, undone: Undone) -> None:
        """Say what went back, and what did not."""
        listed = [f"{called}:{why}" for called, why in (*undone.kept, *undone.refused)]
        self._over(
            "已撤销这次升级。", f"{undone.reversed} 条记录已退回升级前。" + (f"有 {len(listed)} 条升级后改过,没有退回。" if listed else "")
        )
        self._left.setPlainText("\n".join(listed))
        self._left.setVisible(bool(listed))

    def _over(self, said: str, more: str) -> None:
        self._said.setText(said)
        self._more.setText(more)
        self.undo.hide()
        self.confirm.hide()
        self.onward = "完成(&F)"
        self.changed.emit()

    def entered(self) -> None:
        """Begin at neither of the two: somebody has to choose."""
        self.setFocus()
