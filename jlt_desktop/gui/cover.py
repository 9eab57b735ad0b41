"""F12: covers every window at once with a page that tells nothing; after a short while it wants the passphrase."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from shiboken6 import isValid

from jlt_desktop.gui import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from jlt_desktop.gui.tasks import Tasks
    from jlt_desktop.services.office import Office

_FREE = 20.0
_SECOND = 1000
_NEUTRAL = "正在办公"


class CoverPage(QWidget):
    """The neutral page: two words and the clock. `back_wanted`: somebody pressed the button."""

    back_wanted = Signal()

    def __init__(self, over: QWidget) -> None:
        """Lie over the whole of a window."""
        super().__init__(over)
        self.over = over
        self.setAutoFillBackground(True)
        column = QVBoxLayout(self)
        column.addStretch(2)
        words = say.label(_NEUTRAL, "title")
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._clock = say.label("", "subtitle")
        self._clock.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.back = say.button("返回(F12)")
        self.back.clicked.connect(self.back_wanted)
        for one in (words, self._clock):
            column.addWidget(one)
        column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignCenter)
        column.addStretch(3)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        self._tick()
        self._timer.start(_SECOND)
        self._title, self._before = over.windowTitle(), over.focusWidget()
        self._off = _switched_off(over, self)
        over.setWindowTitle(_NEUTRAL)
        self.setGeometry(over.rect())
        self.show()
        self.raise_()
        self.back.setFocus()

    def lift(self) -> None:
        """Give the window back its title and its keys, the focus to where it was, and go."""
        over = self.parentWidget()
        if over is not None:
            over.setWindowTitle(self._title)
        self._timer.stop()
        self.hide()
        self.deleteLater()
        for one in filter(isValid, self._off):
            one.setEnabled(True)
        if self._before is not None and isValid(self._before):
            self._before.setFocus()

    def _tick(self) -> None:
        self._clock.setText(time.strftime("%H:%M"))
        over = self.parentWidget()
        if over is not None:
            self.setGeometry(over.rect())
            self.raise_()


def _hangs_on(window: QWidget, owner: QWidget) -> bool:
    above: QWidget | None = window
    while above is not None and above is not owner:
        above = above.parentWidget()
    return above is owner


def _switched_off(over: QWidget, page: QWidget) -> list[QWidget | QShortcut]:
    """Switch off what lies below a page, so that no key reaches it; returns what was on before."""
    options = Qt.FindChildOption.FindDirectChildrenOnly
    below = [one for one in over.findChildren(QWidget, options=options) if one is not page and not one.isWindow()]
    both: tuple[QWidget | QShortcut, ...] = (*over.findChildren(QShortcut), *below)
    found = [one for one in both if one.isEnabled()]
    for one in found:
        one.setEnabled(False)
    return found


class Cover(QObject):
    """Covers and uncovers. `lock_wanted`: one was away too long, the passphrase is wanted."""

    lock_wanted = Signal()

    def __init__(self, office: Office, tasks: Tasks, window: QWidget, clock: Callable[[], float] = time.monotonic) -> None:
        """Belong to the main window."""
        super().__init__(window)
        del office, tasks  # returning goes through the unlock window, which has both
        self._window, self._clock, self._since = window, clock, 0.0
        self._pages: list[CoverPage] = []
        # a shortcut of the main window is dead while a dialog is open above it; the application hears every key
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)
            application.focusWindowChanged.connect(self._another_came)  # type: ignore[attr-defined]  # a QApplication

    @property
    def covered(self) -> bool:
        """Tell whether the windows are covered now."""
        return bool(self._pages)

    def toggle(self) -> None:
        """Cover every window, or take the covers away; after twenty seconds that takes the passphrase."""
        if not self._pages:
            self._cover()
        elif self._clock() - self._since > _FREE:
            self._uncover()
            self.lock_wanted.emit()
        else:
            self._uncover()

    def _cover(self) -> None:
        self._since = self._clock()
        for window in QApplication.topLevelWidgets():
            if window.isVisible():
                self._lay_over(window)

    def _lay_over(self, window: QWidget) -> None:
        if window.windowType() in (Qt.WindowType.Popup, Qt.WindowType.ToolTip):
            window.hide()
        elif window.windowType() in (Qt.WindowType.Window, Qt.WindowType.Dialog) and not self._lies_over(window):
            page = CoverPage(window)
            page.back_wanted.connect(self.toggle)
            self._pages.append(page)

    def _lies_over(self, window: QWidget) -> bool:
        return any(page.over is window for page in filter(isValid, self._pages))

    def _another_came(self) -> None:
        """Cover a window that came while the others were covered; the unlock window that follows a lock is not one of them."""
        if self._pages and self._window.isVisible():
            for window in QApplication.topLevelWidgets():
                if window.isVisible() and _hangs_on(window, self._window):
                    self._lay_over(window)

    def _uncover(self) -> None:
        # a window that was closed meanwhile took its page with it
        for page in filter(isValid, self._pages):
            page.lift()
        self._pages = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002  # Qt's signature
        """F12 covers from wherever one is."""
        if event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_F12 and not event.isAutoRepeat():  # type: ignore[attr-defined]
            self.toggle()
            return True
        return False
