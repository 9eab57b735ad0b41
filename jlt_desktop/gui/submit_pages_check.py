"""Submitting, steps 1 and 3: which request is answered, and exactly what will leave."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QListWidget, QSplitter, QTabWidget, QVBoxLayout, QWidget

from jlt_desktop.domain.rail import STATES
from jlt_desktop.gui import say
from jlt_desktop.gui.rows_model import RowsTable
from jlt_desktop.gui.steps import Step
from jlt_desktop.services.signing import PRIVATE_WORDS
from jlt_desktop.services.submit_needs import check_code

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jlt_desktop.bundle.bag import Table
    from jlt_desktop.domain.record import Record
    from jlt_desktop.services.examining import Found
    from jlt_desktop.services.rail import Batch
    from jlt_desktop.services.submitting import Parcel, Sent

_SHOWN = 20


class RequestPage(Step):
    """Which request is answered; or none, then for which period. register_wanted: a new request is to be entered."""

    register_wanted = Signal()
    name = "来文"
    explain = "先选办哪一份来文;还没有登记的先登记。没有来文的,选期间自行报送。"

    def __init__(self, periods: Sequence[tuple[str, str]], *, private: bool) -> None:
        """`periods`: code and words. private: this is the counselor's own return."""
        super().__init__()
        self._sent: Sequence[Sent] = ()
        self._batches: Sequence[Batch] = ()
        self.list = QListWidget()
        self.list.setAccessibleName("等着报送的来文")
        self.list.setSpacing(2)
        self.list.currentRowChanged.connect(self._told)
        self.box = QComboBox()
        self.box.setAccessibleName("报送期间")
        for code, words in periods:
            self.box.addItem(f"{words}({code})", code)
        self.box.setMinimumContentsLength(26)
        self.box.activated.connect(self._told)
        self._label = say.label("报送期间(&P)", wrap=False)
        self._label.setTextFormat(Qt.TextFormat.AutoText)
        self._label.setBuddy(self.box)
        self.register = say.button("登记来文…(&R)", tip="谁要、凭什么、什么时候要、按什么口径")
        self.register.clicked.connect(self.register_wanted)
        self._before = say.label("", "faint")
        other = "" if private else f"{PRIVATE_WORDS},不在这里。"
        row = QHBoxLayout()
        for one in (self._label, self.box, self.register):
            row.addWidget(one)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.list, 1)
        column.addLayout(row)
        column.addWidget(self._before)
        if other:
            column.addWidget(say.label(other, "faint"))

    def show_batches(self, batches: Sequence[Batch], sent: Sequence[Sent], chosen: str = "") -> None:
        """Take what waits to be answered, and what was submitted so far. chosen: the one to begin with."""
        self._batches, self._sent = batches, sent
        self.list.clear()
        for one in batches:
            record = one.record
            due = record.get("due_at")
            first = f"{record.get('req_title')}({record.get('period')})  ·  {STATES.label(one.state)}"
            self.list.addItem(f"{first}\n截止 {due:%Y-%m-%d %H:%M}  ·  {record.get('to_org')}")
        self.list.addItem("没有来文,按期间自行报送\n在下面选期间")
        places = [place for place, one in enumerate(batches) if one.record.id == chosen]
        self.list.setCurrentRow(places[0] if places else 0)
        self._told()

    def _told(self, *_place: object) -> None:
        free = self.chosen is None
        for part in (self._label, self.box):
            part.setVisible(free)
        period = self.period
        before = [one for one in self._sent if one.period == period]
        listed = "、".join(f"第 {one.seq} 号({one.at[:10]})" for one in before)
        self._before.setText(f"{period} 已经报送过:{listed}。再报一次会得到新的编号。" if before else f"{period} 还没有报送过。")
        self.changed.emit()

    @property
    def chosen(self) -> Record | None:
        """Return the request chosen; None to submit without one."""
        row = self.list.currentRow()
        return self._batches[row].record if 0 <= row < len(self._batches) else None

    @property
    def period(self) -> str:
        """Return the code of the period chosen."""
        return str(self.chosen.get("period")) if self.chosen else str(self.box.currentData())

    def why_not(self) -> str:
        """Something must be chosen."""
        return "" if self.list.currentRow() >= 0 else "请选一份来文。"

    def entered(self) -> None:
        """Begin at the list."""
        self.list.setFocus()


class ContentsPage(Step):
    """The tables as the receiver will see them, and everything that stays here."""

    name = "预览"
    explain = "教育局收到的就是这些,一字不多。行号码是临时编的,离开本校后对不上学生。"

    def __init__(self) -> None:
        """Begin without a parcel."""
        super().__init__()
        self._parcel: Parcel | None = None
        self._listed: list[Table] = []
        self.tables = QListWidget()
        self.tables.setAccessibleName("要报送的表")
        self.tables.setMinimumWidth(self.fontMetrics().horizontalAdvance("口") * 16)
        self.tables.currentRowChanged.connect(self._show_table)
        self.rows = RowsTable("表的前 20 行")
        self._shown = say.label("", "faint")
        beside = QWidget()
        right = QVBoxLayout(beside)
        right.setContentsMargins(0, 0, 0, 0)
        right.addWidget(self.rows, 1)
        right.addWidget(self._shown)
        self.withheld = RowsTable("不会交出的项目")
        self.changes = RowsTable("和上次不同的地方")
        self.only = QCheckBox("只看与上次不同的表(&D)")
        self.only.toggled.connect(self._list)
        left = QWidget()
        names = QVBoxLayout(left)
        names.setContentsMargins(0, 0, 0, 0)
        names.addWidget(self.tables, 1)
        names.addWidget(self.only)
        leaves = QSplitter()
        leaves.setChildrenCollapsible(False)
        leaves.addWidget(left)
        leaves.addWidget(beside)
        leaves.setStretchFactor(1, 3)
        self.tabs = QTabWidget()
        self.tabs.addTab(leaves, "交出的表(&T)")
        self.tabs.addTab(self.withheld, "不会交出")
        self.tabs.addTab(self.changes, "和上次比(&C)")
        self._hash = say.label("", "faint")
        self._hash.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self._held = say.label("", "good")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(self.tabs, 1)
        column.addWidget(self._held)
        column.addWidget(self._hash)

    def show_parcel(self, parcel: Parcel, found: Sequence[Found] = ()) -> None:
        """Show a parcel. found: what the checks found in it."""
        del found
        self._parcel = parcel
        self._list()
        self.changes.take(("表", "变化"), [(one.title, one.words) for one in parcel.compared.differences])
        self.only.setEnabled(bool(parcel.compared.differences))
        self.only.setToolTip(parcel.compared.words)
        self.withheld.take(("台账", "项目", "怎样处理"), [(one.ledger, one.field, one.why) for one in parcel.withheld])
        self.tabs.setTabText(1, f"不会交出(&W)· {len(parcel.withheld)} 项")
        never = [one.field for one in parcel.withheld][:8]
        self._held.setText(f"不会逐人交出:{'、'.join(never)}等 {len(parcel.withheld)} 项,逐项见“不会交出”。" if never else "")
        digest = hashlib.sha256(parcel.payload.data).hexdigest()
        self._hash.setText(f"内容核对码 {check_code(digest)}  SHA-256 {digest}")
        self._hash.setToolTip("签名和封装的正是这一份内容")
        self.changed.emit()

    def _list(self, *_checked: object) -> None:
        """List the tables, all of them or those that differ from the last time."""
        parcel = self._parcel
        if parcel is None:
            return
        differs = {one.table for one in parcel.compared.differences}
        self._listed = [one for one in parcel.tables if not self.only.isChecked() or one.name in differs]
        self.tables.clear()
        for one in self._listed:
            self.tables.addItem(f"{one.title} · {len(one.rows)} 行")
        self.tables.setCurrentRow(0)

    def _show_table(self, place: int) -> None:
        if not 0 <= place < len(self._listed):
            return
        table = self._listed[place]
        self.rows.take([one.title for one in table.columns], [tuple(row) for row in table.rows[:_SHOWN]])
        rest = len(table.rows) - _SHOWN
        self._shown.setText(
            f"共 {len(table.rows)} 行 {len(table.columns)} 列" + (f",这里显示前 {_SHOWN} 行。" if rest > 0 else ",全部在这里。")
        )

    def why_not(self) -> str:
        """There must be something to see."""
        return "" if self._parcel else "还没有预览。"

    def entered(self) -> None:
        """Begin at the tables."""
        self.tables.setFocus()
