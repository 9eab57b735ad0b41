"""What was copied from behind a key of its own leaves the clipboard again: after half a minute, at the lock and at the end."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication

SECONDS = 30


class ClipKeeper(QObject):
    """Belongs to what lives from unlock to lock. Never clears what somebody put there since."""

    def __init__(self, parent: QObject) -> None:
        """Keep nothing yet."""
        super().__init__(parent)
        self._text = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.clear)

    def watch(self, seconds: int = SECONDS) -> None:
        """Take what is on the clipboard now off again after a while."""
        self._text = QGuiApplication.clipboard().text()
        self._timer.start(seconds * 1000)

    def clear(self) -> None:
        """Take it off now, if it is still ours."""
        text, self._text = self._text, ""
        self._timer.stop()
        if text and QGuiApplication.clipboard().text() == text:
            QGuiApplication.clipboard().clear()
