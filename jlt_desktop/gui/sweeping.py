"""Garbage in circles is collected on the windows' thread only.

Python collects it on whichever thread happens to allocate; a window that the worker's thread frees takes the whole program down.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_LOOK_EVERY = 1000
_YOUNG, _MIDDLE, _OLD = 2000, 10, 10


class Sweeper(QObject):
    """Takes the collecting over while there is a worker; to be made and ended on the windows' thread."""

    def __init__(self, parent: QObject) -> None:
        """Switch the automatic collecting off and look once a second."""
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.sweep)
        self._timer.start(_LOOK_EVERY)

    @staticmethod
    def sweep() -> None:
        """Collect as much as has piled up: mostly the young, seldom everything."""
        young, middle, old = gc.get_count()
        if old > _OLD:
            gc.collect()
        elif middle > _MIDDLE:
            gc.collect(1)
        elif young > _YOUNG:
            gc.collect(0)

    def end(self) -> None:
        """Hand the collecting back."""
        self._timer.stop()
        gc.enable()
