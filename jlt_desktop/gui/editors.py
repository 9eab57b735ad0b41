"""One widget per kind of field: shows a value, gives back what was typed, stores nothing by itself.

Every editor is empty until somebody fills it: no date of today, no first item, no false zero.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import (
    QCalendarWidget,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from jlt_desktop.domain.fields import Choice, Choices, Field, Number, Text, YesNo
from jlt_desktop.gui import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent

_DIGITS = ("number", "date", "date_time", "month", "id_number", "edu_number", "phone")
_HINTS = {"date": "例如 2026-9-1", "date_time": "例如 2026-9-1 14:30", "month": "例如 2026-09"}
_LINES = 3
_MOST_COLUMNS, _LINE_CHARACTERS = 4, 46


class Editor(QWidget):
    """The face all editors share. `edited`: the person changed something; `left`: the focus went elsewhere."""

    edited = Signal()
    left = Signal()

    def raw(self) -> object:
        """Return what was typed; an empty text when nothing was."""
        raise NotImplementedError

    def put(self, value: object, text: str) -> None:
        """Show a value; `text` is the value as people read it."""
        raise NotImplementedError

    def mark(self, wrong: bool) -> None:
        """Show or take away the red edge."""
        target = self.focusProxy() or self
        target.setProperty("wrong", "true" if wrong else "false")
        say.restyle(target)

    def _alone(self, widget: QWidget) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(widget)
        self.setFocusProxy(widget)


class _Line(QLineEdit):
    left = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the person went on."""
        super().focusOutEvent(event)
        self.left.emit()


class LineEditor(Editor):
    """A single line. Where only digits belong, the input method stays off."""

    def __init__(self, field: Field) -> None:
        """Prepare for one field."""
        super().__init__()
        self.line = _Line()
        self.line.setAccessibleName(field.label)
        self.line.setPlaceholderText(_HINTS.get(field.kind, ""))
        if field.kind in _DIGITS:
            self.line.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.line.textEdited.connect(self.edited)
        self.line.left.connect(self.left)
        self._alone(self.line)
        if field.unit:
            layout = self.layout()
            if layout is not None:
                layout.addWidget(say.label(field.unit, "faint", wrap=False))
        if isinstance(field, Number):
            self.line.setMaximumWidth(160)
            if isinstance(layout := self.layout(), QHBoxLayout):
                layout.addStretch(1)

    def raw(self) -> object:
        """Return the text."""
        return self.line.text()

    def put(self, value: object, text: str) -> None:
        """Show the text."""
        del value
        self.line.setText(text)


class DateEditor(LineEditor):
    """A line for a day, with a calendar behind a button; empty stays empty."""

    def __init__(self, field: Field) -> None:
        """Prepare for one field."""
        super().__init__(field)
        self.line.setMaximumWidth(200)
        self._opener = QToolButton()
        self._opener.setText("▾")
        self._opener.setAccessibleName(f"{field.label}:打开日历")
        self._opener.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._opener.clicked.connect(self._open)
        layout = self.layout()
        if isinstance(layout, QHBoxLayout):
            layout.addWidget(self._opener)
            layout.addStretch(1)

    def _open(self) -> None:
        # made when asked for: a calendar for every day of a form would slow its opening
        calendar = QCalendarWidget(self)
        calendar.setWindowFlags(Qt.WindowType.Popup)
        calendar.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        shown = QDate.fromString(self.line.text(), "yyyy-MM-dd")
        if shown.isValid():
            calendar.setSelectedDate(shown)
        calendar.clicked.connect(self._picked)
        calendar.clicked.connect(calendar.close)
        calendar.move(self.line.mapToGlobal(self.line.rect().bottomLeft()))
        calendar.show()

    def _picked(self, day: QDate) -> None:
        self.line.setText(day.toString("yyyy-MM-dd"))
        self.edited.emit()
        self.left.emit()


class _Area(QPlainTextEdit):
    left = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the person went on."""
        super().focusOutEvent(event)
        self.left.emit()


class AreaEditor(Editor):
    """Several lines; Tab goes on to the next field, the count of characters stands below."""

    def __init__(self, field: Text) -> None:
        """Prepare for one field."""
        super().__init__()
        self._most = field.most
        self.area = _Area()
        self.area.setAccessibleName(field.label)
        self.area.setTabChangesFocus(True)
        self.area.setFixedHeight(self.area.fontMetrics().lineSpacing() * _LINES + 18)
        self._count = say.label("", "faint", wrap=False)
        self._count.setAlignment(Qt.AlignmentFlag.AlignRight)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        column.addWidget(self.area)
        column.addWidget(self._count)
        self.setFocusProxy(self.area)
        self.area.textChanged.connect(self._changed)
        self.area.left.connect(self.left)

    def _changed(self) -> None:
        used = len(self.area.toPlainText())
        self._count.setText(f"{used} / {self._most} 字" if self._most else "")
        self.edited.emit()

    def raw(self) -> object:
        """Return the text."""
        return self.area.toPlainText()

    def put(self, value: object, text: str) -> None:
        """Show the text."""
        del value
        self.area.setPlainText(text)


class _Box(QComboBox):
    left = Signal()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the page, not the value, unless the person is in the field."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the person went on."""
        super().focusOutEvent(event)
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Empty with Delete; Enter belongs to the form."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.setCurrentIndex(0)
            self.activated.emit(0)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)


class ChoiceEditor(Editor):
    """A closed list with an empty first line."""

    def __init__(self, label: str, pairs: Sequence[tuple[str, str]]) -> None:
        """`pairs`: stored key and shown word."""
        super().__init__()
        self.box = _Box()
        self.box.setAccessibleName(label)
        self.box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.box.addItem("", "")
        for key, word in pairs:
            self.box.addItem(word, key)
        self.box.setMaxVisibleItems(16)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.setMinimumContentsLength(8)
        self.box.activated.connect(self.edited)
        self.box.left.connect(self.left)
        self._alone(self.box)

    def raw(self) -> object:
        """Return the stored key."""
        return self.box.currentData() or ""

    def put(self, value: object, text: str) -> None:
        """Show a key."""
        del text
        self.box.setCurrentIndex(max(0, self.box.findData(_key(value))))


class ChoicesEditor(Editor):
    """Boxes to tick, as many a row as fit."""

    def __init__(self, field: Choices) -> None:
        """Prepare for one field."""
        super().__init__()
        longest = max((len(option.label) for option in field.options), default=1)
        columns = max(1, min(_MOST_COLUMNS, _LINE_CHARACTERS // (longest + 3)))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 2, 0, 2)
        self._boxes: dict[str, QCheckBox] = {}
        for place, option in enumerate(field.options):
            box = QCheckBox(option.label)
            box.setAccessibleName(f"{field.label}:{option.label}")
            box.clicked.connect(self.edited)
            box.clicked.connect(self.left)
            grid.addWidget(box, place // columns, place % columns)
            self._boxes[option.key] = box
        grid.setColumnStretch(columns, 1)
        first = next(iter(self._boxes.values()), None)
        if first is not None:
            self.setFocusProxy(first)

    def raw(self) -> object:
        """Return the ticked keys."""
        return tuple(key for key, box in self._boxes.items() if box.isChecked()) or ""

    def put(self, value: object, text: str) -> None:
        """Tick the keys."""
        del text
        chosen = value if isinstance(value, tuple | list) else ()
        for key, box in self._boxes.items():
            box.setChecked(key in chosen)

    def mark(self, wrong: bool) -> None:
        """The words below say it; boxes have no edge to colour."""


def plain_editor(field: Field) -> Editor:
    """Return the editor of a field that needs nothing but itself."""
    if isinstance(field, YesNo):
        return ChoiceEditor(field.label, (("是", "是"), ("否", "否")))
    if isinstance(field, Choice):
        return ChoiceEditor(field.label, [(option.key, option.label) for option in field.options])
    if isinstance(field, Choices):
        return ChoicesEditor(field)
    if isinstance(field, Text) and field.multiline:
        return AreaEditor(field)
    return DateEditor(field) if field.kind == "date" else LineEditor(field)


def _key(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else str(value)
