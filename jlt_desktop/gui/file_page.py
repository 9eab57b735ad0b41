"""The page of one record: its head in groups on the left, one timeline of what happened on the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMenu, QScrollArea, QSizePolicy, QSplitter, QVBoxLayout, QWidget

from jlt_desktop.gui import say
from jlt_desktop.gui.file_cards import card, glance, pairs
from jlt_desktop.gui.file_output import FileOutput
from jlt_desktop.gui.file_steps import FileSteps
from jlt_desktop.gui.file_timeline import Timeline
from jlt_desktop.gui.flow import FlowLayout
from jlt_desktop.gui.merge_dialog import open_merge
from jlt_desktop.gui.table_look import on_key
from jlt_desktop.services.filing import FileView, file_view
from jlt_desktop.services.taking_back import Deed, throw_away
from jlt_desktop.services.unsealing import PutAway

if TYPE_CHECKING:
    from jlt_desktop.domain.errors import SaidError
    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.gui.workplace import Workplace

_UNCOVERED_FOR = 30_000
_LINES = 11
_DIGITS = 9


class _Split(QSplitter):
    """Asks for no more height than it must have, and takes what is left."""

    def sizeHint(self) -> QSize:
        """Return the least height beside the usual width."""
        return QSize(super().sizeHint().width(), self.minimumHeight())


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
        self.output = FileOutput(place, ledger, record, self)
        self.output.print_wanted.connect(self.print_wanted)
        self._column = self._scrolled()
        self._column.setContentsMargins(16, 12, 16, 12)
        self._title = say.ElidedLabel(ledger.title, "title")
        self._kind = say.label("", "faint", wrap=False)
        self._build_head()
        self._strips: list[QWidget] = []
        self._takes = FileSteps(place, self)
        self._takes.opened.connect(self.reload)
        self._split = _Split(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._left, self._right = QScrollArea(), QScrollArea()
        for one, share in ((self._left, 5), (self._right, 6)):
            one.setWidgetResizable(True)
            self._split.addWidget(one)
            self._split.setStretchFactor(self._split.count() - 1, share)
        self._split.setSizes([520, 640])
        # with large type the page as a whole is rolled before the file itself is squeezed to nothing
        self._split.setMinimumHeight(self.fontMetrics().height() * _LINES)
        self._column.addWidget(self._split, 1)
        self._cover_timer = QTimer(self)
        self._cover_timer.setSingleShot(True)
        self._cover_timer.timeout.connect(self._cover)
        place.changed.connect(self._changed)
        self.reload()

    def _scrolled(self) -> QVBoxLayout:
        outer, whole, inside = QVBoxLayout(self), QScrollArea(), QWidget()
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(whole)
        whole.setWidgetResizable(True)
        whole.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        whole.setWidget(inside)
        return QVBoxLayout(inside)

    def _build_head(self) -> None:
        head, called = QWidget(), QWidget()
        lines, titles = FlowLayout(head), QHBoxLayout(called)
        titles.setContentsMargins(0, 0, 0, 0)
        self._back = say.button("← 返回(&B)", "flat", "Esc")
        self._back.clicked.connect(self.back_wanted)
        for one in (self._back, self._title, self._kind):
            titles.addWidget(one)
        self._eye = say.button("显示遮住的内容", "flat", "30 秒后自动遮住")
        self._eye.clicked.connect(self._uncover)
        self._add = say.button("记一条(&A) ▾", "main")
        self._edit, more = say.button("修改(&E)", tip="F2"), say.button("更多(&M) ▾")
        self._edit.clicked.connect(self.edit)
        paper = self.output.button()
        menu = QMenu(more)
        menu.addAction("变更记录(&H)").triggered.connect(self._history)
        menu.addAction("把另一份并入这一份…(&J)").triggered.connect(self._merge)
        self._away = menu.addAction("移到回收站(&D)")
        self._away.triggered.connect(self._remove)
        more.setMenu(menu)
        deeds = QWidget()
        row = FlowLayout(deeds, to_the_right=True)
        for one in (self._eye, more, paper, self._edit, self._add):
            row.addWidget(one)
        deeds.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        lines.addWidget(called)
        lines.addWidget(deeds)
        self._column.addWidget(head)
        on_key(self, "Esc", self.back_wanted.emit, inside=True)
        on_key(self, "F2", self.edit, inside=True)

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
        if isinstance(error, PutAway) and self._view is None:
            self._takes.unseal(self.ledger.key, self.record, error.what)
        elif isinstance(error, PutAway):
            # put away while it was shown: nothing of it stays on the screen
            self._place.said.emit(error.what)
            self.back_wanted.emit()

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
        self._draw_strip(view)
        self._right.setVisible(bool(view.parts or view.pointers))

    def _events(self, view: FileView) -> Timeline:
        ledgers = self._place.office.ledgers
        made = Timeline(view, frozenset(key for key in view.parts if ledgers[key].paper or ledgers[key].styles))
        made.opened.connect(self._place.record_wanted)
        made.edited.connect(self._edit_part)
        made.history_asked.connect(self.history_wanted)
        made.removed.connect(self._remove_part)
        made.printed.connect(self._print_part)
        made.stepped.connect(self._takes.take)
        made.glass_broken.connect(self._takes.break_glass)
        return made

    def _draw_strip(self, view: FileView) -> None:
        """The answers at a glance and the steps that can be taken now."""
        for one in self._strips:
            self._column.removeWidget(one)
            one.deleteLater()
        self._strips = []
        if view.glance:
            self._strips.append(glance(view.glance))
        if view.deeds:
            self._strips.append(self._steps(view))
        for place, one in enumerate(self._strips, start=1):
            self._column.insertWidget(place, one)

    def _steps(self, view: FileView) -> QWidget:
        inside = QWidget()
        row = FlowLayout(inside)
        for number, deed in enumerate(view.deeds, start=1):
            keys = f"Alt+{number}" if number <= _DIGITS else ""
            one = say.button(deed.title, "danger" if deed.urgent else "", "\n".join(filter(None, (deed.hint, keys))))
            one.setShortcut(QKeySequence(keys))
            one.setProperty("step", deed.key)
            one.clicked.connect(self._own_step)
            row.addWidget(one)
        return inside

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
            upward = say.button(f"属于:{view.parent.kind} {view.parent.called}", "flat")
            upward.setProperty("event", (view.parent.ledger, view.parent.id))
            upward.clicked.connect(self._follow)
            column.addWidget(upward, 0, Qt.AlignmentFlag.AlignLeft)
        if view.picture is not None:
            from jlt_desktop.gui.chart_view import ChartView  # plots are few; paper is read for the first of them

            column.addWidget(ChartView(view.picture, self._place))
        for title, group in view.groups:
            filled = [one for one in group if one.text]
            if filled:
                column.addWidget(card(title, [pairs(filled, uncovered=self._open)]))
        column.addStretch(1)
        return inside

    def print_record(self) -> None:
        """Print the record in the usual way."""
        self.output.print_record()

    # -- doing --------------------------------------------------------------------------------------------------

    def _follow(self) -> None:
        sender = self.sender()
        if sender is not None:
            self._place.record_wanted.emit(*sender.property("event"))

    def _edit_part(self, key: str, record: str) -> None:
        self._place.want_form(key, record)

    def _print_part(self, key: str, record: str, below: QPoint) -> None:
        """Offer the papers of a part: a referral's slip, a plan's extract."""
        output = FileOutput(self._place, self._place.office.ledgers[key], record, self)
        output.print_wanted.connect(self.print_wanted)
        output.menu(self).popup(below)

    def _remove_part(self, key: str, record: str) -> None:
        office, ledger = self._place.office, self._place.office.ledgers[key]
        self._place.tasks.run(self, lambda: throw_away(office, ledger, [record]), self._part_gone)

    def _part_gone(self, deed: Deed) -> None:
        self._place.deed_done.emit(deed)
        self._told(deed)

    # -- steps --------------------------------------------------------------------------------------------------

    def _own_step(self) -> None:
        sender = self.sender()
        if sender is not None:
            self._takes.take(self.ledger.key, self.record, str(sender.property("step")))

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

    def _history(self) -> None:
        self.history_wanted.emit(self.ledger.key, self.record)

    def _merge(self) -> None:
        open_merge(self._place, self.ledger, self.record, self._view.called if self._view else "", self.window())

    def _remove(self) -> None:
        office, ledger, record = self._place.office, self.ledger, self.record
        self._place.tasks.run(self, lambda: throw_away(office, ledger, [record]), self._removed)

    def _removed(self, deed: Deed) -> None:
        self._part_gone(deed)
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
