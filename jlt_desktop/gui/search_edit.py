"""A line to search by that also hears what an input method is still composing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

if TYPE_CHECKING:
    from PySide6.QtGui import QInputMethodEvent
    from PySide6.QtWidgets import QWidget


class SearchEdit(QLineEdit):
    """`sought` carries what stands in the line, with the letters still being composed and without their apostrophes."""

    sought = Signal(str)

    def __init__(self, hint: str, parent: QWidget | None = None) -> None:
        """Show `hint` while empty."""
        super().__init__(parent)
        self._composed = ""
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.setClearButtonEnabled(True)
        self.textChanged.connect(self._tell)

    def wanted(self) -> str:
        """Return what is sought now."""
        return self.text() + self._composed.replace("'", "")

    def _tell(self) -> None:
        self.sought.emit(self.wanted())

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Search by the letters of pinyin before a character is chosen."""
        super().inputMethodEvent(event)
        self._composed = event.preeditString()
        self._tell()
