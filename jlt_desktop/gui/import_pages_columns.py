"""Import, step 3: which column of the file is which of our fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QHeaderView, QTableWidget, QTableWidgetItem, QVBoxLayout

from jlt_desktop.gui import say
from jlt_desktop.gui.steps import Step

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QWheelEvent

    from jlt_desktop.services.import_look import Target
    from jlt_desktop.sheets.match import Column

OUR_KEY = "_key"
_WORDS = {"auto": "自动", "check": "请确认", "ignored": "忽略", "chosen": "已选", "recalled": "同上次"}
_NONE = "(不导入这一列)"


class CalmBox(QComboBox):
    """A closed list that the wheel scrolls past unless somebody is in it."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the table, not the value."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class ColumnsPage(Step):
    """Every column of the file with three of its values, where it goes, and how sure that is. `mapped`: a choice was made."""

    mapped = Signal()
    name = "对应列"
    loud = True
    explain = "左边是文件里的列和几个样子,右边是它对应的项目。“请确认”的请看一眼;没有对应的列不会导入。"

    def __init__(self, targets: Sequence[Target]) -> None:
        """`targets`: where a column may go."""
        super().__init__()
        self._labels = {one.field: one.label for one in targets} | {OUR_KEY: "本程序的内部编号"}
        self._columns: list[Column] = []
        self._fields: list[str | None] = []
        self._hows: list[str] = []
        self._lacking: tuple[str, ...] = ()
        self._choices = QStandardItemModel(self)
        for field, label in ((None, _NONE), *((one.field, one.label) for one in targets)):
            item = QStandardItem(label)
            item.setData(field, Qt.ItemDataRole.UserRole)
            self._choices.appendRow(item)
        self._boxes: list[CalmBox] = []
        self._counts, self._moved = say.label(""), say.label("", "question")
        self._moved.hide()
        self.table = QTableWidget(0, 4)
        self._set_up()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        for part in (self._counts, self._moved):
            column.addWidget(part)
        column.addWidget(self.table, 1)

    def _set_up(self) -> None:
        table = self.table
        table.setAccessibleName("文件里的列和它们对应的项目")
        table.setHorizontalHeaderLabels(["文件里的列", "前几个值", "对应到", "状态"])
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + 18)
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        wide = table.fontMetrics().horizontalAdvance("口")
        for place, width in ((0, 12), (2, 15), (3, 6)):
            table.setColumnWidth(place, wide * width)

    def show_columns(self, columns: Sequence[Column]) -> None:
        """Show the columns of another sheet."""
        self._columns = list(columns)
        self._fields = [one.field for one in columns]
        self._hows = [one.how for one in columns]
        self._boxes = []
        self._moved.hide()
        self.table.setRowCount(0)
        self.table.setRowCount(len(columns))
        for row, one in enumerate(columns):
            heading = one.heading or f"第 {one.index + 1} 列(没有标题)"
            for place, text in ((0, heading), (1, "、".join(one.samples) or "(空)")):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.table.setItem(row, place, item)
            self.table.setCellWidget(row, 2, self._box(row, heading))
        self._draw()

    def _box(self, row: int, heading: str) -> CalmBox:
        box = CalmBox()
        box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        box.setAccessibleName(f"“{heading}”对应到")
        box.setMaxVisibleItems(18)
        if self._fields[row] == OUR_KEY:
            box.addItem(self._labels[OUR_KEY])
            box.setEnabled(False)
        else:
            box.setModel(self._choices)
        box.setProperty("row", row)
        box.activated.connect(self._chosen)
        self._boxes.append(box)
        return box

    def choose(self, row: int, field: str | None) -> None:
        """Send a column (its row in the table) to a field; another column that went there is left out."""
        self._moved.hide()
        for other, known in enumerate(self._fields):
            if field is not None and other != row and known == field:
                self._fields[other], self._hows[other] = None, "check"
                self._moved.setText(
                    f"“{self._labels[field]}”现在取自“{self._columns[row].heading}”,原来的“{self._columns[other].heading}”不再导入。"
                )
                self._moved.show()
        self._fields[row], self._hows[row] = field, "chosen" if field else "ignored"
        self._draw()
        self.mapped.emit()

    def _chosen(self, place: int) -> None:
        sender = self.sender()
        if sender is not None:
            self.choose(int(sender.property("row")), self._choices.item(place).data(Qt.ItemDataRole.UserRole))

    def _draw(self) -> None:
        for row, (field, how) in enumerate(zip(self._fields, self._hows, strict=True)):
            badge = QTableWidgetItem(_WORDS[how])
            font = self.table.font()
            font.setBold(how == "check")
            badge.setFont(font)
            self.table.setItem(row, 3, badge)
            if field != OUR_KEY:
                place = self._choices.findItems(self._labels[field]) if field in self._labels else []
                self._boxes[row].setCurrentIndex(place[0].row() if place else 0)
            self._boxes[row].setToolTip(self._labels.get(field or "", _NONE))
        go, look = sum(1 for one in self._fields if one), self._hows.count("check")
        left = len(self._fields) - go
        asked = f";有 {look} 列请您看一眼" if look else ""
        self._counts.setText(f"共 {len(self._fields)} 列:{go} 列导入,{left} 列不导入{asked}。")
        self.changed.emit()

    def show_lacking(self, labels: tuple[str, ...]) -> None:
        """Name the required fields that no column gives."""
        self._lacking = labels
        self.changed.emit()

    @property
    def mapping(self) -> dict[int, str | None]:
        """Return column index -> field, or None for a column that is left out."""
        return {one.index: field for one, field in zip(self._columns, self._fields, strict=True)}

    @property
    def columns(self) -> list[tuple[Column, str | None]]:
        """Return every column with the field chosen for it."""
        return list(zip(self._columns, self._fields, strict=True))

    def why_not(self) -> str:
        """Required fields need a column."""
        if not self._lacking:
            return ""
        names = "、".join(f"“{one}”" for one in self._lacking)
        return f"{names}是必填的,还没有对应的列。请在右边给它选一列;文件里没有的话,请先在文件里补上。"

    def entered(self) -> None:
        """Begin at the first list that asks for a look."""
        place = self._hows.index("check") if "check" in self._hows else 0
        if self._boxes:
            self._boxes[place].setFocus()
