"""Submitting, steps 1 to 3: which period, what is missing, and exactly what will leave."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QListWidget, QSplitter, QTabWidget, QVBoxLayout, QWidget

from jlt_desktop.gui import say
from jlt_desktop.gui.rows_model import RowsTable
from jlt_desktop.gui.steps import Step
from jlt_desktop.services.submit_needs import check_code

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jlt_desktop.services.submit_needs import Need
    from jlt_desktop.services.submitting import Parcel, Sent

_SHOWN = 20


class PeriodPage(Step):
    """The period of the submission, and what was submitted for it before."""

    name = "期间"
    explain = "选报送哪一段时间的材料。材料只含教育局需要的内容,下一步逐项核对。"

    def __init__(self, periods: Sequence[tuple[str, str]]) -> None:
        """`periods`: code and words."""
        super().__init__()
        self._sent: Sequence[Sent] = ()
        self.box = QComboBox()
        self.box.setAccessibleName("报送期间")
        for code, words in periods:
            self.box.addItem(f"{words}({code})", code)
        self.box.setMinimumContentsLength(26)
        self.box.activated.connect(self._told)
        label = say.label("报送期间(&P)", wrap=False)
        label.setTextFormat(Qt.TextFormat.AutoText)
        label.setBuddy(self.box)
        self._before = say.label("")
        row = QHBoxLayout()
        row.addWidget(label)
        row.addWidget(self.box)
        row.addStretch(1)
        card = QFrame()
        card.setProperty("kind", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(24, 20, 24, 20)
        inside.setSpacing(14)
        inside.addLayout(row)
        inside.addWidget(self._before)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(card)
        column.addStretch(1)

    def show_sent(self, sent: Sequence[Sent]) -> None:
        """Take what was submitted so far."""
        self._sent = sent
        self._told()

    def _told(self) -> None:
        before = [one for one in self._sent if one.period == self.period]
        listed = "、".join(f"第 {one.seq} 号({one.at[:10]})" for one in before)
        self._before.setText(f"这个期间已经报送过:{listed}。再报一次会得到新的编号。" if before else "这个期间还没有报送过。")
        self.changed.emit()

    @property
    def period(self) -> str:
        """Return the code of the period chosen."""
        return str(self.box.currentData())

    def entered(self) -> None:
        """Begin at the list."""
        self.box.setFocus()


class CheckPage(Step):
    """What a submission needs, there or missing, and how many rows each table has."""

    name = "校验"
    explain = "报送需要的几样东西,和每张表的行数。缺的请补好后回来再校验。"
    loud = True

    def __init__(self) -> None:
        """Begin unchecked."""
        super().__init__()
        self._needs: Sequence[Need] = ()
        self._parcel: Parcel | None = None
        self.needs = QVBoxLayout()
        self.needs.setSpacing(10)
        card = QFrame()
        card.setProperty("kind", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(20, 14, 20, 14)
        inside.addLayout(self.needs)
        self.table = RowsTable("每张表的行数")
        self._counted = say.label("要报送的表", "subtitle")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(10)
        column.addWidget(card)
        column.addWidget(self._counted)
        column.addWidget(self.table, 1)

    def show_check(self, needs: Sequence[Need], parcel: Parcel | None) -> None:
        """Show what is there and what is missing; without a parcel there is nothing to count."""
        self._needs, self._parcel = needs, parcel
        while self.needs.count():
            item = self.needs.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.deleteLater()
        for one in needs:
            self.needs.addWidget(_need(one))
        tables = parcel.tables if parcel else ()
        self.table.take(("表", "行数", "列数"), [(one.title, str(len(one.rows)), str(len(one.columns))) for one in tables])
        for part in (self.table, self._counted):
            part.setVisible(parcel is not None)
        self.changed.emit()

    def why_not(self) -> str:
        """Nothing may be missing."""
        missing = [one for one in self._needs if not one.found]
        if missing:
            return " ".join(f"缺{one.label}。{one.todo}" for one in missing)
        return "" if self._parcel else "还没有校验完。"


def _need(one: Need) -> QLabel:
    return say.label(f"✓ {one.label}:{one.found}" if one.found else f"✗ 缺{one.label}", "good" if one.found else "problem")


class ContentsPage(Step):
    """The tables as the receiver will see them, and everything that stays here."""

    name = "预览"
    explain = "教育局收到的就是这些,一字不多。行号码是临时编的,离开本校后对不上学生。"

    def __init__(self) -> None:
        """Begin without a parcel."""
        super().__init__()
        self._parcel: Parcel | None = None
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
        leaves = QSplitter()
        leaves.setChildrenCollapsible(False)
        leaves.addWidget(self.tables)
        leaves.addWidget(beside)
        leaves.setStretchFactor(1, 3)
        self.withheld = RowsTable("不会交出的项目")
        self.tabs = QTabWidget()
        self.tabs.addTab(leaves, "交出的表(&T)")
        self.tabs.addTab(self.withheld, "不会交出")
        self._hash = say.label("", "faint")
        self._hash.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self._held = say.label("", "good")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(self.tabs, 1)
        column.addWidget(self._held)
        column.addWidget(self._hash)

    def show_parcel(self, parcel: Parcel) -> None:
        """Show a parcel."""
        self._parcel = parcel
        self.tables.clear()
        for one in parcel.tables:
            self.tables.addItem(f"{one.title} · {len(one.rows)} 行")
        self.withheld.take(("台账", "项目", "怎样处理"), [(one.ledger, one.field, one.why) for one in parcel.withheld])
        self.tabs.setTabText(1, f"不会交出(&W)· {len(parcel.withheld)} 项")
        never = [one.field for one in parcel.withheld][:8]
        self._held.setText(f"不会逐人交出:{'、'.join(never)}等 {len(parcel.withheld)} 项,逐项见“不会交出”。" if never else "")
        digest = hashlib.sha256(parcel.payload.data).hexdigest()
        self._hash.setText(f"内容核对码 {check_code(digest)}  SHA-256 {digest}")
        self._hash.setToolTip("签名和封装的正是这一份内容")
        self.tables.setCurrentRow(0)
        self.changed.emit()

    def _show_table(self, place: int) -> None:
        if self._parcel is None or not 0 <= place < len(self._parcel.tables):
            return
        table = self._parcel.tables[place]
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
