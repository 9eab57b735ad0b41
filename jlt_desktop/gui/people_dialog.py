"""人员与钥匙: who may unlock, what each may open, and the ways in which people come and go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFormLayout, QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from jlt_desktop.gui import say
from jlt_desktop.gui.people_deeds import Deed, leaving, sheets_anew, taking_back
from jlt_desktop.services import handover

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jlt_desktop.domain.errors import SaidError
    from jlt_desktop.gui.program import Program
    from jlt_desktop.gui.steps import StepsDialog
    from jlt_desktop.gui.tasks import Tasks
    from jlt_desktop.services.handover import Place, Somebody
    from jlt_desktop.services.office import Office
    from jlt_desktop.vault.kdf import KdfCost

Found = tuple[list["Somebody"], list["Place"], bool]


class _Card(QFrame):
    """One person. `leave_wanted` carries the id of the one who is to go; `back_wanted` that of one who is to give a lent scope back."""

    leave_wanted, back_wanted = Signal(str), Signal(str)

    def __init__(self, who: Somebody) -> None:
        super().__init__()
        self.who = who
        self.setProperty("kind", "card")
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(say.label(f"{who.name}  ·  {who.title}" + ("  ·  您本人" if who.me else ""), "subtitle"))
        words.addWidget(say.label(f"能打开:{'、'.join(who.opens)}"))
        if who.why_stays:
            words.addWidget(say.label(f"现在不能在这里办离任:{who.why_stays}", "faint"))
        self.leave = say.button("离任…", tip=who.why_stays)
        self.leave.setAccessibleName(f"{who.name}离任")
        self.leave.setEnabled(not who.why_stays)
        self.leave.clicked.connect(self._leave)
        self.back = say.button("收回心理资料…")
        self.back.setAccessibleName(f"从{who.name}收回心理资料")
        self.back.clicked.connect(self._back)
        self.back.setVisible(bool(who.lent))
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 12, 14, 12)
        row.addLayout(words, 1)
        row.addWidget(self.back, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.leave, 0, Qt.AlignmentFlag.AlignVCenter)

    def _leave(self) -> None:
        self.leave_wanted.emit(self.who.id)

    def _back(self) -> None:
        self.back_wanted.emit(self.who.id)


class PeopleDialog(QDialog):
    """`locked_out`: the one present has gone, the office is to be locked."""

    locked_out = Signal()

    def __init__(self, office: Office, tasks: Tasks, program: Program, parent: QWidget | None = None, cost: KdfCost | None = None) -> None:
        """cost: of deriving keys from new passphrases, the computer's own by default."""
        super().__init__(parent)
        self._office, self._tasks, self._program, self._cost = office, tasks, program, cost
        self._people: list[Somebody] = []
        self._places: list[Place] = []
        self.steps: StepsDialog | None = None
        self.setWindowTitle("人员与钥匙")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.cards: list[_Card] = []
        self._build()
        scale = max(1.0, self.fontMetrics().height() / 20)
        room = self.screen().availableSize()
        self.resize(min(int(820 * scale), room.width() - 60), min(int(640 * scale), room.height() - 80))
        self._ask()

    def _build(self) -> None:
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 8, 0)
        self._column.setSpacing(10)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        self.add, self.hand_over = say.button("添加(&A)…"), say.button("移交心理资料(&H)…")
        self.anew, self.rename = say.button("重新打印恢复单(&R)…"), say.button("改我的姓名(&M)…")
        deeds = QHBoxLayout()
        for button, call in (
            (self.add, self._add), (self.hand_over, self._hand_over), (self.anew, self._anew), (self.rename, self._rename),
        ):  # fmt: skip
            button.clicked.connect(call)
            deeds.addWidget(button)
        deeds.addStretch(1)
        self.said = say.label("")
        close = say.button("关闭(&C)", "main")
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addWidget(self.said, 1)
        foot.addWidget(close, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 16)
        column.setSpacing(10)
        column.addWidget(say.label("人员与钥匙", "title"))
        column.addWidget(say.label("每人用自己的口令解锁。钥匙只能由有它的人给;人走了,就换新钥匙。每一步都先说清楚再办。", "faint"))
        column.addWidget(scroll, 1)
        column.addLayout(deeds)
        column.addLayout(foot)

    def _ask(self) -> None:
        office = self._office

        def look() -> Found:
            return handover.here(office), handover.places(office), handover.can_hand_over(office)

        self._tasks.run(self, look, self._found, failed=self._failed)

    def _found(self, answer: Found) -> None:
        self._people, self._places, may_hand_over = answer
        while self._column.count():
            item = self._column.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.deleteLater()
        self.cards = []
        for one in self._people:
            card = _Card(one)
            card.leave_wanted.connect(self.leave)
            card.back_wanted.connect(self.take_back)
            self.cards.append(card)
            self._column.addWidget(card)
        self._column.addStretch(1)
        self.hand_over.setVisible(may_hand_over)

    def _failed(self, error: SaidError) -> None:
        self._tell(str(error), "problem")

    def _tell(self, words: str, kind: str) -> None:
        self.said.setProperty("kind", kind)
        say.restyle(self.said)
        self.said.setText(words)

    # -- the deeds --------------------------------------------------------------------------------------------------

    def _open(self, steps: StepsDialog) -> None:
        self._tell("", "faint")
        self.steps = steps
        steps.finished.connect(self._closed)
        steps.open()

    def _closed(self) -> None:
        self.steps = None
        if self._office.session.scopes:
            self._ask()

    def _add(self) -> None:
        from jlt_desktop.gui.people_steps import AddSteps  # only where it is asked for

        self._open(AddSteps(self._places, self._office, self._tasks, self._program, self, self._cost))

    def _hand_over(self) -> None:
        from jlt_desktop.gui.people_steps import HandOverSteps  # as above

        places = [one for one in self._places if one.role == self._office.role]
        others = [one for one in self._people if not one.me]
        steps = HandOverSteps(places, others, self._office, self._tasks, self._program, self, self._cost)
        steps.leave_wanted.connect(self._leave_myself)
        self._open(steps)

    def _leave_myself(self) -> None:
        self.leave(next(one.id for one in self._people if one.me))

    def leave(self, user: str) -> None:
        """Take somebody away, after saying what that means."""
        office = self._office
        self._tasks.run(self, lambda: next((one for one in handover.here(office) if one.id == user), None), self._leaving)

    def _leaving(self, who: Somebody | None) -> None:
        if who is None or who.why_stays:
            self._tell(who.why_stays if who else "没有这个人。", "problem")
        else:
            self._rekey(leaving(self._office, who))

    def take_back(self, user: str) -> None:
        """Take a lent scope back, after saying what that means."""
        self._rekey(taking_back(self._office, next(one for one in self._people if one.id == user)))

    def _anew(self) -> None:
        self._rekey(sheets_anew(self._office))

    def _rekey(self, deed: Deed) -> None:
        from jlt_desktop.gui.people_steps import RekeySteps  # as above

        steps = RekeySteps(deed, self._office, self._tasks, self._program, self)
        steps.done_with.connect(self._rekeyed)
        self._open(steps)

    def _rekeyed(self, gone: bool) -> None:
        if gone:
            self.accept()
            self.locked_out.emit()
        else:
            self._tell("钥匙已换新。请做一次新备份。", "good")

    def _rename(self) -> None:
        dialog = RenameDialog(self._office, self._tasks, self, self._cost)
        dialog.accepted.connect(self._renamed)
        dialog.open()

    def _renamed(self) -> None:
        self._tell("姓名已改,下次解锁用新姓名。", "good")
        self._ask()


class RenameDialog(QDialog):
    """A new name for the one present."""

    def __init__(self, office: Office, tasks: Tasks, parent: QWidget | None, cost: KdfCost | None) -> None:
        """cost: see PeopleDialog."""
        super().__init__(parent)
        self._office, self._tasks, self._cost = office, tasks, cost
        self.setWindowTitle("改我的姓名")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(480)
        self.who, self.password = QLineEdit(office.user), QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        form = QFormLayout()
        for words, line in (("新姓名(&M)", self.who), ("现在的口令(&K)", self.password)):
            line.setAccessibleName(words.split("(")[0])
            form.addRow(words, line)
        self.said = say.label("", "problem")
        self.keep, leave = say.button("改姓名(&S)", "main"), say.button("取消(&C)")
        self.keep.clicked.connect(self._keep)
        leave.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(leave)
        row.addWidget(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 16)
        column.setSpacing(10)
        column.addWidget(say.label("下次解锁用新姓名。以前的记录仍写着当时的姓名。", "faint"))
        column.addLayout(form)
        column.addWidget(self.said)
        column.addLayout(row)

    def _keep(self) -> None:
        office, name, password, cost = self._office, self.who.text(), self.password.text(), self._cost
        self.keep.setEnabled(False)
        self._tasks.run(self, lambda: handover.rename(office, name, password, cost=cost), self._kept, failed=self._failed)

    def _kept(self, _outcome: Sequence[object] | None) -> None:
        self.accept()

    def _failed(self, error: SaidError) -> None:
        self.keep.setEnabled(True)
        self.said.setText(str(error))
