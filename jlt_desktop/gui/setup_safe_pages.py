"""The pages of set-up that keep the data safe: recovery sheets, and the first backup."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QFrame, QGridLayout, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from jlt_desktop.gui import say
from jlt_desktop.gui.steps import Step

if TYPE_CHECKING:
    from jlt_desktop.vault.backup import BackupMade
    from jlt_desktop.vault.creating import Sheet

_ASKED = 4


class _SheetCard(QFrame):
    """One sheet: its code, a way to print it, and the proof that it is on paper."""

    changed, print_wanted = Signal(), Signal(object)

    def __init__(self, sheet: Sheet) -> None:
        super().__init__()
        self.sheet = sheet
        self.setProperty("kind", "card")
        grid = QGridLayout(self)
        grid.addWidget(say.label(sheet.title, "subtitle"), 0, 0, 1, 3)
        code = say.label(" - ".join(sheet.groups), wrap=False)
        code.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        code.setAccessibleName(f"{sheet.title} 的恢复码")
        font = code.font()
        font.setPointSizeF(font.pointSizeF() * 1.25)
        font.setBold(True)
        code.setFont(font)
        grid.addWidget(code, 1, 0, 1, 3)
        self.paper = say.button("打印…")
        self.paper.clicked.connect(self._print)
        self.printed = QCheckBox("已打印,字迹清楚")
        self.printed.setEnabled(False)
        self.printed.clicked.connect(self.changed)
        self.back = QLineEdit()
        self.back.setMaximumWidth(420)
        self.back.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.back.setPlaceholderText(f"抄好后,照纸输最后一组的前 {_ASKED} 个字符")
        self.back.setAccessibleName(f"{sheet.title}:照纸输入")
        self.back.textEdited.connect(self.changed)
        row = QHBoxLayout()
        for one in (self.paper, self.printed):
            row.addWidget(one)
        row.addWidget(self.back, 1)
        row.addStretch(1)
        grid.addLayout(row, 2, 0, 1, 3)

    def _print(self) -> None:
        self.print_wanted.emit(self.sheet)

    def handed_on(self) -> None:
        """Let it be ticked that the sheet is on paper: its pages went to a printer or into a file to be printed."""
        self.printed.setEnabled(True)

    @property
    def kept(self) -> bool:
        """Tell whether the sheet is on paper: printed, or copied and typed back."""
        typed = self.back.text().strip().upper().replace("O", "0").replace("I", "1").replace("L", "1")
        return self.printed.isChecked() or typed == self.sheet.groups[-1][:_ASKED]


class SheetsPage(Step):
    """Nobody goes on before every sheet is on paper. `print_wanted` carries a sheet."""

    name = "恢复单"
    explain = "忘了口令,只有纸上的恢复码能救回数据。每张单分开保管;心理资料的两张要一起才有用。"
    backward = False
    leaving = False
    loud = True
    print_wanted = Signal(object)

    def __init__(self) -> None:
        """Wait for the sheets."""
        super().__init__()
        self.cards: list[_SheetCard] = []
        self._inside = QWidget()
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(0, 0, 8, 0)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(self._inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)

    def show_sheets(self, sheets: Sequence[Sheet]) -> None:
        """Show the codes; they are kept nowhere but here and on paper."""
        for one in sheets:
            card = _SheetCard(one)
            card.changed.connect(self.changed)
            card.print_wanted.connect(self.print_wanted)
            self.cards.append(card)
            self._column.addWidget(card)
        self._column.addStretch(1)

    def handed_on(self, sheet: Sheet) -> None:
        """Let it be ticked that a sheet is on paper, now that it left the preview."""
        for one in self.cards:
            if one.sheet is sheet:
                one.handed_on()

    def why_not(self) -> str:
        """Return which sheets are not on paper yet."""
        missing = [one.sheet.title for one in self.cards if not one.kept]
        return f"还没有打印或抄好:{'、'.join(missing)}。" if missing else ""

    def entered(self) -> None:
        """Begin at the first sheet."""
        if self.cards:
            self.cards[0].paper.setFocus()


class BackupPage(Step):
    """The first backup, made and read back now. `backup_wanted` carries a folder."""

    name = "备份位置"
    explain = "选一个 U 盘或移动硬盘里的文件夹。备份是加密的,写完会读回来核对。"
    onward = "完成(&F)"
    backward = False
    leaving = False
    backup_wanted = Signal(object)

    def __init__(self) -> None:
        """Nothing is made yet."""
        super().__init__()
        column = QVBoxLayout(self)
        row = QHBoxLayout()
        self.choose = say.button("选文件夹,现在备份(&B)…")
        self.choose.clicked.connect(self._choose)
        row.addWidget(self.choose)
        row.addStretch(1)
        column.addLayout(row)
        self.said = say.label("", "good")
        column.addWidget(self.said)
        self.warning = say.label("也可以以后再做:主页会一直提醒,直到做过一次备份。没有备份,电脑坏了数据就找不回来。", "question")
        column.addWidget(self.warning)
        column.addStretch(1)

    def _choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "备份放在哪里", str(Path.home()))
        if folder:
            self.backup_wanted.emit(Path(folder))

    def made(self, backup: BackupMade) -> None:
        """Say that the backup stands."""
        self.said.setText(f"已备份,读回核对一致:{backup.path}")
        self.warning.hide()

    def entered(self) -> None:
        """Begin at the button."""
        self.choose.setFocus()
