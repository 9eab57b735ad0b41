"""The page of one record: its head in groups on the left, one timeline of what happened on the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QMenu, QPushButton, QScrollArea, QSplitter, QVBoxLayout, QWidget

from jlt_desktop.gui import say
from jlt_desktop.services.filing import Event, FileView, Pointer, Shown, file_view
from jlt_desktop.services.listing import COVERED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jlt_desktop.domain.errors import SaidError
    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.gui.workplace import Workplace

_UNCOVERED_FOR = 30_000


class FilePage(QWidget):
    """print_wanted(document maker, name) and history_wanted(ledger, id) are asked of the main window; back_wanted leaves the page."""

    print_wanted = Signal(object, str)
    history_wanted = Signal(str, str)
    back_wanted = Signal()

    def __init__(self, place: Workplace, ledger: Ledger, record: str) -> None:
        """Fetch the page of a record."""
        super().__init__()
        self._place, self.ledger, self.record = place, ledger, record
        self._open, self._view = False, None  # type: bool, FileView | None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 12, 16, 12)
        self._head = QHBoxLayout()
        self._column.addLayout(self._head)
        self._title = say.ElidedLabel(ledger.title, "title")
        self._kind = say.label("", "faint", wrap=False)
        self._build_head()
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._left, self._right = QScrollArea(), QScrollArea()
        for one, share in ((self._left, 5), (self._right, 6)):
            one.setWidgetResizable(True)
            self._split.addWidget(one)
            self._split.setStretchFactor(self._split.count() - 1, share)
        self._split.setSizes([520, 640])
        self._column.addWidget(self._split, 1)
        self._cover_timer = QTimer(self)
        self._cover_timer.setSingleShot(True)
        self._cover_timer.timeout.connect(self._cover)
        place.changed.connect(self._changed)
        self.reload()

    def _build_head(self) -> None:
        self._back = say.button("← 返回(&B)", "flat", "Esc")
        self._back.clicked.connect(self.back_wanted)
        self._head.addWidget(self._back)
        self._head.addWidget(self._title)
        self._head.addWidget(self._kind)
        self._head.addStretch(1)
        self._eye = say.button("显示遮住的内容", "flat", "30 秒后自动遮住")
        self._eye.clicked.connect(self._uncover)
        self._add = say.button("记一条(&A) ▾", "main")
        self._edit, paper, more = say.button("修改(&E)", tip="F2"), say.button("打印(&P)", tip="Ctrl+P"), say.button("更多(&M) ▾")
        self._edit.clicked.connect(self.edit)
        paper.clicked.connect(self.print_record)
        menu = QMenu(more)
        menu.addAction("变更记录(&H)").triggered.connect(self._history)
        self._away = menu.addAction("移到回收站(&D)")
        self._away.triggered.connect(self._remove)
        more.setMenu(menu)
        for one in (self._eye, more, paper, self._edit, self._add):
            self._head.addWidget(one)
        QShortcut(QKeySequence("Esc"), self, self.back_wanted.emit, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        QShortcut(QKeySequence("F2"), self, self.edit, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def hide_back(self) -> None:
        """Stand as a page of the navigation, with nowhere to go back to."""
        self._back.hide()

    # -- showing ------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Fetch the record, its parts and what leads here."""
        office, ledger, record = self._place.office, self.ledger, self.record
        self._place.tasks.run(self, lambda: file_view(office, ledger, record), self._arrived, failed=self._gone)

    def _changed(self, _ledger: str) -> None:
        self.reload()

    def _gone(self, error: SaidError) -> None:
        self._title.setText(str(error))

    def _arrived(self, view: FileView) -> None:
        self._view = view
        self._draw()

    def _draw(self) -> None:
        view = self._view
        if view is None:
            return
        self._title.setText(view.called or self.ledger.title)
        self._kind.setText(self.ledger.title if view.called else "")
        self._eye.setVisible(any(one.special and one.text for _, group in view.groups for one in group))
        self._edit.setEnabled(not view.removed)
        self._away.setVisible(not view.removed and not self.ledger.single)
        self._fill_add_menu(view)
        # what was shown before goes with the widget that held it
        self._left.setWidget(self._facts(view))
        self._right.setWidget(self._events(view))
        self._right.setVisible(bool(view.parts or view.pointers))

    def _fill_add_menu(self, view: FileView) -> None:
        menu = QMenu(self._add)
        for key in view.parts:
            action = menu.addAction(f"{self._place.office.ledgers[key].title}")
            action.setData(key)
            action.triggered.connect(self._add_part)
        self._add.setMenu(menu)
        self._add.setVisible(bool(view.parts) and not view.removed)

    def _facts(self, view: FileView) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 6, 0)
        if view.parent:
            upward = self._pointer_button(view.parent, f"属于:{view.parent.kind} {view.parent.called}")
            column.addWidget(upward, 0, Qt.AlignmentFlag.AlignLeft)
        for title, group in view.groups:
            filled = [one for one in group if one.text]
            if filled:
                column.addWidget(self._card(title, [self._pairs(filled)]))
        column.addStretch(1)
        return inside

    def _pairs(self, shown: Sequence[Shown]) -> QWidget:
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(1, 1)
        for row, one in enumerate(shown):
            name = say.label(one.label, "faint")
            name.setFixedWidth(name.fontMetrics().horizontalAdvance("口") * 8)
            name.setAlignment(Qt.AlignmentFlag.AlignTop)
            text = say.label(COVERED if one.special and not self._open else one.text)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(name, row, 0)
            grid.addWidget(text, row, 1)
        return inside

    @staticmethod
    def _card(title: str, widgets: Sequence[QWidget]) -> QFrame:
        frame = QFrame()
        frame.setProperty("kind", "card")
        column = QVBoxLayout(frame)
        column.addWidget(say.label(title, "subtitle"))
        for one in widgets:
            column.addWidget(one)
        return frame

    def _events(self, view: FileView) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(6, 0, 6, 0)
        for pointer in view.pointers:
            column.addWidget(self._pointer_button(pointer, f"{pointer.kind}:{pointer.called}"), 0, Qt.AlignmentFlag.AlignLeft)
        for event in view.standing:
            column.addWidget(self._event_card(event))
        month = ""
        for event in view.timeline:
            if event.on[:7] != month:
                month = event.on[:7]
                column.addWidget(say.label(f"{month[:4]} 年 {int(month[5:7])} 月", "faint"))
            column.addWidget(self._event_card(event))
        if view.parts and not view.timeline and not view.standing:
            column.addWidget(say.label("还没有记录。点右上角“记一条”开始。", "faint"))
        column.addStretch(1)
        return inside

    def _event_card(self, event: Event) -> QFrame:
        lines = [Shown(label, text, False) for label, text in event.lines]
        title = f"{event.on}  {event.kind}" if event.on else f"{event.kind}  {event.called}"
        card = self._card(title, [self._pairs(lines)])
        row = QHBoxLayout()
        late = "" if not event.on or event.entered == event.on[:10] else f"{event.entered} 录入"
        row.addWidget(say.label(" · ".join(filter(None, (event.by, late))), "faint", wrap=False))
        row.addStretch(1)
        for text, call in (("修改", self._edit_part), ("变更记录", self._part_history), ("移到回收站", self._remove_part)):
            one = say.button(text, "flat")
            one.setAccessibleName(f"{text}:{title}")
            one.setProperty("event", (event.ledger, event.id))
            one.clicked.connect(call)
            row.addWidget(one)
        layout = card.layout()
        if isinstance(layout, QVBoxLayout):
            layout.addLayout(row)
        return card

    def _pointer_button(self, pointer: Pointer, text: str) -> QPushButton:
        made = say.button(text, "flat")
        made.setProperty("event", (pointer.ledger, pointer.id))
        made.clicked.connect(self._follow)
        return made

    # -- doing --------------------------------------------------------------------------------------------------

    def _sent(self) -> tuple[str, str]:
        sender = self.sender()
        pair = sender.property("event") if sender is not None else ("", "")
        return str(pair[0]), str(pair[1])

    def _follow(self) -> None:
        self._place.record_wanted.emit(*self._sent())

    def _edit_part(self) -> None:
        ledger, record = self._sent()
        self._place.want_form(ledger, record)

    def _part_history(self) -> None:
        self.history_wanted.emit(*self._sent())

    def _remove_part(self) -> None:
        key, record = self._sent()
        desk, ledger = self._place.desk, self._place.office.ledgers[key]
        self._place.tasks.run(self, lambda: desk.remove(ledger, record), self._told)
        self._place.said.emit(f"{ledger.title}已移到回收站。")

    def _told(self, _outcome: object) -> None:
        self._place.changed.emit(self.ledger.key)

    def _add_part(self) -> None:
        sender = self.sender()
        if sender is not None:
            self._place.want_form(str(sender.data()), parent=self.record)  # type: ignore[attr-defined]  # an action

    def edit(self) -> None:
        """Open the form of the head."""
        if self._edit.isEnabled():
            self._place.want_form(self.ledger.key, self.record)

    def print_record(self) -> None:
        """Print the record with its parts."""
        office, ledger, record = self._place.office, self.ledger, self.record

        def document() -> object:
            from jlt_desktop.services.printing import record_document  # paper is read at the first print

            return record_document(office, ledger, record)

        self.print_wanted.emit(document, ledger.title)

    def _history(self) -> None:
        self.history_wanted.emit(self.ledger.key, self.record)

    def _remove(self) -> None:
        desk, ledger, record = self._place.desk, self.ledger, self.record
        self._place.tasks.run(self, lambda: desk.remove(ledger, record), self._removed)

    def _removed(self, _outcome: object) -> None:
        self._place.said.emit("已移到回收站,可以在列表的“回收站”里取回。")
        self._place.changed.emit(self.ledger.key)
        self.back_wanted.emit()

    def _uncover(self) -> None:
        self._open = True
        self._draw()
        self._eye.setText("30 秒后自动遮住")
        self._cover_timer.start(_UNCOVERED_FOR)

    def _cover(self) -> None:
        self._open = False
        self._eye.setText("显示遮住的内容")
        self._draw()
