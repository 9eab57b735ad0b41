"""变更记录: who changed what, when and from where; any earlier version can be restored. 查看记录: who looked, printed, exported."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QHeaderView, QTabWidget, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from jlt_desktop.gui import say
from jlt_desktop.gui.rows_model import RowsTable
from jlt_desktop.services.file_log import Seen, file_log
from jlt_desktop.services.looking import note_look
from jlt_desktop.vault.session import ROLE_TITLES

if TYPE_CHECKING:
    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.gui.workplace import Workplace
    from jlt_desktop.services.desk import Change

_REVISION = Qt.ItemDataRole.UserRole


class HistoryDialog(QDialog):
    """The history of one record, newest first."""

    def __init__(self, place: Workplace, ledger: Ledger, record: str, parent: QWidget | None = None) -> None:
        """Fetch the history."""
        super().__init__(parent)
        self._place, self._ledger, self._record = place, ledger, record
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("变更记录")
        self.resize(900, 560)
        column = QVBoxLayout(self)
        column.addWidget(say.label(f"{ledger.title}:变更记录", "title"))
        self.tree = QTreeWidget()
        self.tree.setAccessibleName("变更记录")
        self.tree.setHeaderLabels(["时间与项目", "原来", "改成", "经手", "来源"])
        self.tree.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for section, width in enumerate((250, 210, 210, 90, 110)):
            self.tree.setColumnWidth(section, width)
        self.tabs = QTabWidget()
        self.tabs.addTab(self.tree, "变更(&1)")
        self.looks = RowsTable("查看记录")
        self.tabs.addTab(self.looks, "查看、打印和导出(&2)")
        column.addWidget(self.tabs, 1)
        row = QHBoxLayout()
        self._words = say.label("", "faint")
        self._back = say.button("恢复到选中的这一版(&R)")
        self._back.clicked.connect(self._restore)
        close = say.button("关闭(&C)", "main")
        close.clicked.connect(self.accept)
        row.addWidget(self._words, 1)
        row.addWidget(self._back)
        row.addWidget(close)
        column.addLayout(row)
        self._fetch()

    def _fetch(self) -> None:
        desk, ledger, record = self._place.desk, self._ledger, self._record
        office = self._place.office
        self._place.tasks.run(self, lambda: note_look(office, ledger, record, "变更记录"))
        self._place.tasks.run(self, lambda: desk.history(ledger, record), self._arrived)
        self._place.tasks.run(self, lambda: file_log(office, ledger, record), self._looks_arrived)

    def _looks_arrived(self, looks: list[Seen]) -> None:
        self.looks.take(
            ("时间", "谁", "身份", "做了什么", "说明"),
            [(local_time(one.at), one.by, ROLE_TITLES.get(one.role, one.role), one.action, one.words) for one in looks],
        )

    def _arrived(self, changes: list[Change]) -> None:
        self.tree.clear()
        for one in changes:
            item = QTreeWidgetItem([f"{local_time(one.at)}  {one.action}", "", "", one.by, one.source])
            item.setData(0, _REVISION, one.revision)
            for label, old, new in one.fields:
                if old or new:
                    line = QTreeWidgetItem([label, old, new])
                    for column, text in ((1, old), (2, new)):
                        line.setToolTip(column, text)
                    item.addChild(line)
            self.tree.addTopLevelItem(item)
        if changes:
            newest = self.tree.topLevelItem(0)
            if newest is not None:
                newest.setExpanded(True)
                self.tree.setCurrentItem(newest)
        self._words.setText(f"共 {len(changes)} 次变更;展开可以看改了哪些项目。")
        self._back.setEnabled(len(changes) > 1)

    def _restore(self) -> None:
        chosen: QTreeWidgetItem | None = self.tree.currentItem()
        if chosen is None:
            return
        item = chosen.parent() or chosen
        revision = int(item.data(0, _REVISION))
        desk, ledger, record = self._place.desk, self._ledger, self._record
        self._place.tasks.run(self, lambda: desk.back_to(ledger, record, revision), self._restored)

    def _restored(self, _record: object) -> None:
        self._place.changed.emit(self._ledger.key)
        self._place.said.emit("已恢复到选中的版本;原来的内容也还在变更记录里。")
        self._fetch()


def local_time(utc: str) -> str:
    """Return a moment of the vault in the clock of this computer, to the minute."""
    return datetime.fromisoformat(utc).astimezone().strftime("%Y-%m-%d %H:%M")
