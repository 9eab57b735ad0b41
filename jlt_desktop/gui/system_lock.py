"""Hears when the person locks the computer: screen savers on Linux by D-Bus, the session messages on Windows."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import SLOT, QAbstractNativeEventFilter, QByteArray, QObject, Signal, Slot
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

# the names under which desktops say that the screen was locked; deepin and kylin speak the first, kylin also the last
_SAVERS = ("org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver", "org.mate.ScreenSaver", "org.ukui.ScreenSaver")
_SESSION_CHANGE, _LOCKED = 0x02B1, 0x7  # WM_WTSSESSION_CHANGE, WTS_SESSION_LOCK


class SystemLock(QObject):
    """`locked`: the screen of the computer was locked. `listening`: whether the system would say so at all."""

    locked = Signal()

    def __init__(self, window: QWidget) -> None:
        """Listen while `window` is there; where the system says nothing, nothing is heard."""
        super().__init__(window)
        self.listening = self._listen_on_windows(window) if sys.platform == "win32" else self._listen_on_linux()

    def _listen_on_linux(self) -> bool:
        try:
            from PySide6.QtDBus import QDBusConnection  # not on Windows, and not needed before the main window
        except ImportError:
            return False
        bus = QDBusConnection.sessionBus()
        if not bus.isConnected():
            return False
        # every name is asked for: which of them speaks is only known when it does; a slot is a str whatever the stubs say
        slot = SLOT("told(bool)")
        return any([bus.connect("", "", name, "ActiveChanged", self, slot) for name in _SAVERS])  # type: ignore[call-overload]  # noqa: C419

    def _listen_on_windows(self, window: QWidget) -> bool:
        import ctypes

        self._filter = _SessionFilter(self)
        application = QApplication.instance()
        if application is not None:
            application.installNativeEventFilter(self._filter)
        return bool(ctypes.windll.wtsapi32.WTSRegisterSessionNotification(int(window.winId()), 0))  # type: ignore[attr-defined]

    @Slot(bool)
    def told(self, active: bool) -> None:
        """Hear a screen saver."""
        if active:
            self.locked.emit()


class _SessionFilter(QAbstractNativeEventFilter):
    def __init__(self, lock: SystemLock) -> None:
        super().__init__()
        self._lock = lock

    def nativeEventFilter(self, kind: QByteArray | bytes | bytearray | memoryview, message: int) -> object:
        if bytes(kind) == b"windows_generic_MSG":  # type: ignore[arg-type]  # a QByteArray is one of bytes
            import ctypes.wintypes

            found = ctypes.wintypes.MSG.from_address(int(message))
            if found.message == _SESSION_CHANGE and found.wParam == _LOCKED:
                self._lock.locked.emit()
        return False, 0
