"""Saying things: a failure in its four parts, a question with named answers, a short notice that goes by itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMessageBox, QPushButton, QWidget
from shiboken6 import isValid

from jlt_desktop.domain.errors import SaidError

_SHOWN_FOR = 8000


def failure(parent: QWidget | None, error: SaidError) -> None:
    """Show a failure: what happened as the headline; why, what became of the data and what to do below."""
    box = QMessageBox(parent)
    box.setWindowTitle("没有做成")
    box.setIcon(QMessageBox.Icon.Warning)
    box.setText(error.what)
    box.setInformativeText("\n".join(part for part in (error.why, error.kept, error.todo) if part))
    box.addButton("知道了", QMessageBox.ButtonRole.AcceptRole)
    box.exec()


def ask(parent: QWidget | None, what: str, more: str, yes: str, no: str = "取消") -> bool:
    """Ask before something that cannot be taken back; the buttons name the deed. Enter means no."""
    box = QMessageBox(parent)
    box.setWindowTitle("请确认")
    box.setIcon(QMessageBox.Icon.Question)
    box.setText(what)
    box.setInformativeText(more)
    chosen = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(box.addButton(no, QMessageBox.ButtonRole.RejectRole))
    box.exec()
    # when the office was locked meanwhile, the question went with its window
    return isValid(box) and box.clickedButton() is chosen


def label(text: str, kind: str = "", *, wrap: bool = True) -> QLabel:
    """Return a label of one of the kinds the style sheet knows."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if kind:
        made.setProperty("kind", kind)
    return made


class ElidedLabel(QLabel):
    """One line that gives way when there is little room: its end becomes …, the whole stands in the tool tip."""

    def __init__(self, text: str, kind: str) -> None:
        """Show a text in one of the kinds the style sheet knows."""
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("kind", kind)

    def setText(self, text: str) -> None:
        """Show another text."""
        super().setText(text)
        self.setToolTip(text)

    def minimumSizeHint(self) -> QSize:
        """Return the room of a few characters."""
        return QSize(self.fontMetrics().horizontalAdvance("口") * 4, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw as much as there is room for."""
        del event
        painter = QPainter(self)
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)


def button(text: str, kind: str = "", tip: str = "") -> QPushButton:
    """Return a push button of one of the kinds the style sheet knows; it takes the focus by Tab."""
    made = QPushButton(text)
    made.setAutoDefault(False)
    if kind:
        made.setProperty("kind", kind)
    made.setToolTip(tip)
    made.setAccessibleName(text.replace("&", ""))
    return made


def soon(owner: QObject, milliseconds: int, call: Callable[[], None]) -> None:
    """Call a method of `owner` after a moment; not at all when `owner` is gone by then."""
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.timeout.connect(call)
    timer.timeout.connect(timer.deleteLater)
    timer.start(milliseconds)


def restyle(widget: QWidget) -> None:
    """Apply the style sheet anew after a property of the widget was changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)


class Toast(QFrame):
    """A notice at the lower edge of a window that goes by itself after eight seconds; it may carry one deed, like 撤销."""

    def __init__(self, window: QWidget) -> None:
        """Stay hidden until there is something to say."""
        super().__init__(window)
        self._room = window
        self.setProperty("kind", "card")
        self.setAutoFillBackground(True)
        row = QHBoxLayout(self)
        self._text, self._deed = label("", wrap=False), button("", "flat")
        row.addWidget(self._text)
        row.addWidget(self._deed)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def say(self, text: str, deed: QPushButton | None = None) -> None:
        """Show a text, with a button of the caller's beside it if there is one."""
        row = self.layout()
        if row is not None and deed is not None:
            row.replaceWidget(self._deed, deed)
            self._deed.hide()
            self._deed.deleteLater()
            self._deed = deed
            deed.clicked.connect(self.hide)
        self._deed.setVisible(deed is not None)
        self._text.setText(text)
        self.adjustSize()
        room = self._room
        self.move((room.width() - self.width()) // 2, room.height() - self.height() - 48)
        self.show()
        self.raise_()
        self._timer.start(_SHOWN_FOR)
