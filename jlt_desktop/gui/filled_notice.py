"""What a person is told about a form that was filled: how many rows, which columns stayed blank, what to look at; and a way to open it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMessageBox, QWidget

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractButton


@dataclass(frozen=True, slots=True)
class FilledForm:
    """A filled form as it was saved."""

    path: Path
    written: int
    left_blank: tuple[str, ...]
    notes: tuple[str, ...]


class FilledNotice(QMessageBox):
    """Says it and goes; the file can be opened from here."""

    def __init__(self, done: FilledForm, parent: QWidget | None) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self._path = done.path
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("已填好")
        self.setIcon(QMessageBox.Icon.Information)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(f"已写入 {done.written} 行,回读一致。存为“{done.path.name}”。")
        blank = f"台账里没有、留空的列:{'、'.join(done.left_blank)}。" if done.left_blank else "每一列都填到了。"
        self.setInformativeText("\n".join([blank, *done.notes]))
        self._open = self.addButton("打开这张表(&O)", QMessageBox.ButtonRole.ActionRole)
        known = self.addButton("知道了", QMessageBox.ButtonRole.AcceptRole)
        self.setDefaultButton(known)
        self.setEscapeButton(known)
        self.buttonClicked.connect(self._chosen)

    def _chosen(self, button: QAbstractButton) -> None:
        if button is self._open:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path)))
