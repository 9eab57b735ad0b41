"""Submitting, step 4: the content is fixed; from then on it waits for the principal, who signs with a passphrase of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from jlt_desktop.domain.periods import words
from jlt_desktop.domain.rail import KINDS
from jlt_desktop.gui import say
from jlt_desktop.gui.steps import Step
from jlt_desktop.services.submit_needs import check_code

if TYPE_CHECKING:
    from jlt_desktop.domain.record import Record
    from jlt_desktop.services.finalising import LookedOver
    from jlt_desktop.services.freezing import Frozen


class FixPage(Step):
    """A summary before, what to do next after. lock_wanted: let the principal log in here."""

    lock_wanted = Signal()
    name = "定稿"
    explain = "定稿以后内容锁定,等校长审签。还没有写到 U 盘以前,都可以退回草稿再改。"
    onward = "定稿,锁定内容(&S)"

    def __init__(self) -> None:
        """Begin before anything was fixed."""
        super().__init__()
        self.done = False
        self._summary = say.label("")
        self._done = say.label("", "subtitle")
        self._next = say.label("下一步:校长用自己的口令登录,从“今天要办”或“待审签”审签。经办人的账户不能签名。")
        self._code = say.label("", "faint")
        self._code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.lock = say.button("锁定,请校长登录(&L)", "main")
        self.lock.clicked.connect(self.lock_wanted)
        card = QFrame()
        card.setProperty("kind", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(24, 20, 24, 20)
        inside.setSpacing(14)
        for part in (self._done, self._summary, self._code, self._next):
            inside.addWidget(part)
        inside.addWidget(self.lock, 0, Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(card)
        column.addStretch(1)
        self._show()

    def _show(self) -> None:
        for part in (self._done, self._next, self.lock):
            part.setVisible(self.done)
        self._summary.setVisible(not self.done)
        self.backward, self.leaving = not self.done, not self.done
        self.onward = "完成(&F)" if self.done else FixPage.onward
        self.changed.emit()

    def show_looked(self, looked: LookedOver, record: Record) -> None:
        """Show what is about to be fixed."""
        parcel = looked.parcel
        filled = [one for one in parcel.tables if one.rows]
        leaves = f"{len(filled)} 张表,共 {sum(len(one.rows) for one in filled)} 行" if filled else "没有内容"
        self._summary.setText(
            f"来文:{record.get('req_title')}({record.get('to_org')})\n"
            f"种类:{KINDS.label(parcel.kind)};报送期:{words(parcel.period)};统计时点:{parcel.as_of}\n"
            f"交出:{leaves}\n"
            f"不会逐人交出的项目:{len(parcel.withheld)} 项;经验校验说明:{len(parcel.notes)} 条\n{parcel.compared.words}。"
        )
        self._code.setText("")
        self.done = False
        self._show()

    def show_done(self, frozen: Frozen) -> None:
        """Say that it is fixed and what comes next."""
        self._done.setText("已定稿,内容已锁定。")
        self._code.setText(f"内容核对码 {check_code(frozen.sha256)}  SHA-256 {frozen.sha256}")
        self.done = True
        self._show()
        self.lock.setFocus()
