"""Locking by itself: after a while without input in any of the program's windows, and soon after they were minimised."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

_INPUT = frozenset({
    QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel, QEvent.Type.InputMethod,
    QEvent.Type.TouchBegin,
})  # fmt: skip
_LOOK_EVERY = 1000
_MINIMISED = 10.0
# a gap this long between two looks means that the computer slept
_SLEPT = 60.0


class IdleLock(QObject):
    """`expired`: it is time to lock. `clock`: seconds that only go forward."""

    expired = Signal()

    def __init__(self, seconds: int, window: QWidget, clock: Callable[[], float] = time.monotonic) -> None:
        """Watch the whole application while `window` is there."""
        super().__init__(window)
        self._seconds, self._window, self._clock = float(seconds), window, clock
        self._last = self._looked = clock()
        self._minimised: float | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(_LOOK_EVERY)
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    def set_seconds(self, seconds: int) -> None:
        """Change how long one may be away."""
        self._seconds = float(seconds)

    def look(self) -> None:
        """See whether it is time; called every second."""
        now = self._clock()
        slept = now - self._looked > _SLEPT
        self._looked = now
        if self._window.isMinimized():
            self._minimised = self._minimised or now
        else:
            self._minimised = None
        away = self._minimised is not None and now - self._minimised >= _MINIMISED
        if slept or away or now - self._last >= self._seconds:
            self._timer.stop()
            self.expired.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002  # Qt's signature
        """Note that somebody is there."""
        if event.type() in _INPUT:
            self._last = self._clock()
        return False
