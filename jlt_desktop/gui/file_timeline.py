"""What happened with a file: standing parts first, then one timeline by month, newest first; each entry with what can be done to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from jlt_desktop.gui import say
from jlt_desktop.gui.file_cards import card, pairs
from jlt_desktop.gui.flow import FlowLayout
from jlt_desktop.services.filing import Shown

if TYPE_CHECKING:
    from jlt_desktop.services.filing import Event, FileView, Pointer


class Timeline(QWidget):
    """Asks by signals, each with ledger and id: opened, edited, history, removed; stepped carries the step's key as well.

    printed carries the point below the button, where the papers are offered.

    glass_broken: whose notes of which ledger are asked for.
    """

    opened = Signal(str, str)
    edited = Signal(str, str)
    history_asked = Signal(str, str)
    removed = Signal(str, str)
    printed = Signal(str, str, object)
    stepped = Signal(str, str, str)
    glass_broken = Signal(str, str)

    def __init__(self, view: FileView, papers: frozenset[str] = frozenset()) -> None:
        """Show the events of a file; `papers` are the ledgers whose records have papers of their own."""
        super().__init__()
        self._papers = papers
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 0, 6, 0)
        if view.pointers:
            links = QWidget()
            row = FlowLayout(links)
            for pointer in view.pointers:
                row.addWidget(self._pointer(pointer))
            column.addWidget(links)
        for key, title, owner, count in view.glass:
            one = say.button(f"{owner}单独保管{title}(全部个案共 {count} 条),确有必要时破例查看…", "flat")
            one.setProperty("event", (key, owner))
            one.clicked.connect(self._glass)
            column.addWidget(one, 0, Qt.AlignmentFlag.AlignLeft)
        for event in view.standing:
            column.addWidget(self._event(event))
        month = ""
        for event in view.timeline:
            if event.on[:7] != month:
                month = event.on[:7]
                column.addWidget(say.label(f"{month[:4]} 年 {int(month[5:7])} 月", "faint"))
            column.addWidget(self._event(event))
        if view.parts and not view.timeline and not view.standing:
            column.addWidget(say.label("还没有记录。点右上角“记一条”开始。", "faint"))
        column.addStretch(1)

    def _pointer(self, pointer: Pointer) -> QPushButton:
        made = say.button(f"{pointer.kind}:{pointer.called}", "flat")
        made.setProperty("event", (pointer.ledger, pointer.id))
        made.clicked.connect(self._open)
        return made

    def _event(self, event: Event) -> QFrame:
        lines = [Shown(label, text, False) for label, text in event.lines]
        title = f"{event.on}  {event.kind}" if event.on else f"{event.kind}  {event.called}"
        made = card(title, [pairs(lines, uncovered=True), *(say.label(one, "faint") for one in event.corrections)])
        layout = made.layout()
        if isinstance(layout, QVBoxLayout):
            if event.deeds:
                layout.addLayout(self._steps(event, title))
            layout.addLayout(self._foot(event, title))
        return made

    def _steps(self, event: Event, title: str) -> QHBoxLayout:
        row = QHBoxLayout()
        for deed in event.deeds:
            one = say.button(deed.title, "danger" if deed.urgent else "", deed.hint)
            one.setAccessibleName(f"{deed.title}:{title}")
            one.setProperty("event", (event.ledger, event.id, deed.key))
            one.clicked.connect(self._step)
            row.addWidget(one)
        row.addStretch(1)
        return row

    def _foot(self, event: Event, title: str) -> QHBoxLayout:
        row = QHBoxLayout()
        late = "" if not event.on or event.entered == event.on[:10] else f"{event.entered} 录入"
        sealed = "已封存" if event.sealed else ""
        said = say.label(" · ".join(filter(None, (event.by, late, sealed))), "faint", wrap=False)
        said.setToolTip(event.sealed)
        row.addWidget(said)
        row.addStretch(1)
        asked = [("补充" if event.sealed else "修改", self._edit), ("变更记录", self._history)]
        asked = [("打印", self._print), *asked] if event.ledger in self._papers else asked
        asked = [("打开", self._open), *asked] if event.whole else asked
        for text, call in asked if event.sealed else [*asked, ("移到回收站", self._remove)]:
            one = say.button(text, "flat")
            one.setAccessibleName(f"{text}:{title}")
            one.setProperty("event", (event.ledger, event.id))
            one.clicked.connect(call)
            row.addWidget(one)
        return row

    # -- asking -------------------------------------------------------------------------------------------------

    def _sent(self) -> list[str]:
        sender = self.sender()
        return [str(one) for one in sender.property("event")] if sender is not None else ["", "", ""]

    def _open(self) -> None:
        self.opened.emit(*self._sent()[:2])

    def _edit(self) -> None:
        self.edited.emit(*self._sent()[:2])

    def _history(self) -> None:
        self.history_asked.emit(*self._sent()[:2])

    def _remove(self) -> None:
        self.removed.emit(*self._sent()[:2])

    def _print(self) -> None:
        sender = self.sender()
        if isinstance(sender, QPushButton):
            self.printed.emit(*self._sent()[:2], sender.mapToGlobal(sender.rect().bottomLeft()))

    def _step(self) -> None:
        self.stepped.emit(*self._sent())

    def _glass(self) -> None:
        self.glass_broken.emit(*self._sent()[:2])
