"""Import, steps 1 and 2: which file, and which of its rows holds the headings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QComboBox, QFileDialog, QFrame, QHBoxLayout, QVBoxLayout

from jlt_desktop.gui import say
from jlt_desktop.gui.rows_model import RowsTable
from jlt_desktop.gui.steps import Step

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex
    from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent

    from jlt_desktop.services.import_look import FileLook, SheetLook

KINDS = "表格 (*.xlsx *.xls *.et *.ods *.csv *.txt);;所有文件 (*)"
_WIDEST = 11


class FilePage(Step):
    """Drag a file here, choose it, or paste cells copied in WPS. `chosen` carries the path, `pasted` the text."""

    chosen = Signal(object)
    pasted = Signal(str)
    template_wanted = Signal()
    name = "取文件"
    explain = "文件只读取,不会改动。到最后一步点“写入”之前,学校的数据也不会改动。"

    def __init__(self, title: str) -> None:
        """Begin without a file; `title`: what kind of records the file should hold."""
        super().__init__()
        self.setAcceptDrops(True)
        self._looked: FileLook | None = None
        self._choose = say.button("选择文件…(&O)", "main")
        self._choose.clicked.connect(self._open)
        paste = say.button("粘贴 WPS 里复制的表格(&V)")
        paste.clicked.connect(self._paste)
        template = say.button(f"下载{title}空表…(&D)", "flat", "存一份只有标题的 Excel,填好后再导入")
        template.clicked.connect(self.template_wanted)
        self._found = say.label("", "good")
        card = QFrame()
        card.setProperty("kind", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(32, 28, 32, 28)
        inside.setSpacing(14)
        head = say.label(f"把{title}名册拖到这里", "subtitle")
        kinds = say.label("可以是 .xlsx、.xls、.et、.ods 或 .csv。按内容识别,扩展名写错也能读。", "faint")
        for part in (head, kinds, self._found):
            part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._choose)
        row.addWidget(paste)
        row.addStretch(1)
        inside.addStretch(2)
        inside.addWidget(head)
        inside.addWidget(kinds)
        inside.addLayout(row)
        inside.addWidget(self._found)
        inside.addStretch(3)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(card, 1)
        column.addWidget(template, 0, Qt.AlignmentFlag.AlignLeft)

    def show_file(self, looked: FileLook | None) -> None:
        """Say which file was read."""
        self._looked = looked
        if looked is None:
            self._found.setText("")
        else:
            sheet = next(one for one in looked.sheets if one.name == looked.chosen)
            self._found.setText(f"已读取“{looked.name}”:{len(looked.sheets)} 张工作表,“{sheet.name}”有 {sheet.count} 行。")
        self.changed.emit()

    def why_not(self) -> str:
        """A file is needed."""
        return "" if self._looked else "请先选一个文件。"

    def entered(self) -> None:
        """Begin at the button."""
        self._choose.setFocus()

    def _open(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "选择名册", str(Path.home()), KINDS)
        if name:
            self.chosen.emit(Path(name))

    def _paste(self) -> None:
        self.pasted.emit(QGuiApplication.clipboard().text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+V pastes."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self._paste()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one file."""
        if len(event.mimeData().urls()) == 1 and event.mimeData().urls()[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read the file dropped."""
        self.chosen.emit(Path(event.mimeData().urls()[0].toLocalFile()))


class HeadingPage(Step):
    """The first rows as they stand in the file; the row taken for the headings is marked, a click marks another."""

    name = "选表头"
    explain = "下面是文件的前几行。标出的一行是表头;不对的话,点一下真正的表头行。"

    def __init__(self) -> None:
        """Begin without a file."""
        super().__init__()
        self._sheets: tuple[SheetLook, ...] = ()
        self.sheet = QComboBox()
        self.sheet.setAccessibleName("工作表")
        self.sheet.setMinimumContentsLength(14)
        self.sheet.activated.connect(self._draw)
        words = say.label("工作表(&S)", wrap=False)
        words.setTextFormat(Qt.TextFormat.AutoText)
        words.setBuddy(self.sheet)
        self._says = say.label("")
        self.table = RowsTable("文件的前 15 行")
        self.table.verticalHeader().setVisible(True)
        self.table.setShowGrid(True)
        self.table.setAlternatingRowColors(False)
        self.table.selectionModel().currentRowChanged.connect(self._moved)
        row = QHBoxLayout()
        row.addWidget(words)
        row.addWidget(self.sheet)
        row.addSpacing(16)
        row.addWidget(self._says, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.addLayout(row)
        column.addWidget(self.table, 1)

    def show_file(self, looked: FileLook) -> None:
        """Show another file, on the sheet that fits best."""
        self._sheets = looked.sheets
        self.sheet.clear()
        for one in looked.sheets:
            self.sheet.addItem(f"{one.name}(隐藏的)" if one.hidden else one.name, one.name)
        self.sheet.setCurrentIndex(max(0, self.sheet.findData(looked.chosen)))
        self._draw()

    @property
    def chosen(self) -> tuple[str, int]:
        """Return the sheet and the index of its heading row; -1 when none is marked."""
        return str(self.sheet.currentData() or ""), self.table.currentIndex().row()

    def _draw(self) -> None:
        look = self._sheets[self.sheet.currentIndex()]
        widest = max(map(len, look.top), default=0)
        self.table.take([_letters(place) for place in range(widest)], look.top)
        self.table.horizontalHeader().setStretchLastSection(False)
        most = self.fontMetrics().horizontalAdvance("口") * _WIDEST
        for place in range(widest):
            # a title in the first cell must not push the other columns out of sight
            self.table.setColumnWidth(place, min(self.table.columnWidth(place), most))
        if look.heading is not None and look.heading < len(look.top):
            self.mark(look.heading)
        else:
            self._moved()

    def mark(self, row: int) -> None:
        """Take a row (from 0) for the headings."""
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.table.selectionModel().setCurrentIndex(self.table.rows.index(row, 0), flags)

    def _moved(self, _now: QModelIndex | None = None, _before: QModelIndex | None = None) -> None:
        row = self.table.currentIndex().row()
        filled = [text for text in self.table.rows.row(row) if text]
        if filled:
            self._says.setText(f"第 {row + 1} 行是表头:{'、'.join(filled[:6])}{'……' if len(filled) > 6 else ''}")
        else:
            self._says.setText("没有认出表头,请点一下写着“姓名”这类标题的那一行。")
        self.changed.emit()

    def why_not(self) -> str:
        """A row with something in it must be marked."""
        row = self.table.currentIndex().row()
        return "" if any(self.table.rows.row(row)) else "请点一下表头所在的那一行。"

    def entered(self) -> None:
        """Begin in the table, where the arrow keys move the mark."""
        # a table that gets the focus marks its first row by itself, which would be a guess
        marked = self.table.currentIndex().isValid()
        (self.table if marked else self.sheet).setFocus()


def _letters(place: int) -> str:
    """Return the name of a column as spreadsheets write it: A, B, ... AA."""
    text, rest = "", place + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        text = chr(65 + letter) + text
    return text
