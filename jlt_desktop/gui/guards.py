"""What guards an open office: the cover of F12, the lock after a while without input, and the lock of the computer itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from jlt_desktop.gui.cover import Cover
from jlt_desktop.gui.idle import IdleLock
from jlt_desktop.gui.settings import Preferred
from jlt_desktop.gui.system_lock import SystemLock

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from jlt_desktop.gui.workplace import Workplace


class Guards(QObject):
    """`lock_wanted`: any of them wants the office closed."""

    lock_wanted = Signal()

    def __init__(self, place: Workplace, window: QWidget) -> None:
        """Stand guard while `window` is there."""
        super().__init__(window)
        self.cover = Cover(place.office, place.tasks, window)
        self.idle = IdleLock(Preferred(place.program.user_data).lock_after, window)
        place.lock_after_changed.connect(self.idle.set_seconds)
        self.system = SystemLock(window)
        for wanted in (self.cover.lock_wanted, self.idle.expired, self.system.locked):
            wanted.connect(self.lock_wanted)
