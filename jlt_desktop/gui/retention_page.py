"""到期销毁: what is past its time, who proposed to destroy it, who confirmed; the list goes on paper by numbers alone."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QVBoxLayout, QWidget

from jlt_desktop.gui import say
from jlt_desktop.gui.retention_confirm import ConfirmDestruction
from jlt_desktop.gui.rows_model import RowsTable
from jlt_desktop.gui.table_look import on_enter
from jlt_desktop.gui.when import local_time
from jlt_desktop.services.retention import destructions, propose, withdraw
from jlt_desktop.services.retention_list import DueList, due_list
from jlt_desktop.services.retention_paper import destruction_document
from jlt_desktop.vault.kdf import FLOOR
from jlt_desktop.vault.session import FILE_TITLES

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from jlt_desktop.domain.errors import SaidError
    from jlt_desktop.gui.workplace import Workplace
    from jlt_desktop.services.retention import Destruction
    from jlt_desktop.services.retention_list import Item
    from jlt_desktop.vault.kdf import KdfCost

_DUE = ("台账", "编号", "可销毁日期", "所含记录", "附件", "依据")
_PAST = ("提出时间", "资料", "档案", "提出", "现状", "确认")
_HELD = 4


class RetentionPage(QWidget):
    """print_wanted(document maker, name): asked of the main window."""

    print_wanted = Signal(object, str)
    help_page = "retention"

    def __init__(self, place: Workplace, floor: KdfCost = FLOOR) -> None:
        """Begin empty; the lists are read when the page comes up. floor: of the second person's passphrase."""
        super().__init__()
        self._place, self._floor = place, floor
        self._items: tuple[Item, ...] = ()
        self._past: list[Destruction] = []
        self.due, self.past = RowsTable("到期清单"), RowsTable("销毁记录")
        self.due.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.propose = say.button("提出销毁选中的…(&A)", "main", "提出以后什么也没有销毁,要另一个人确认")
        self.confirm = say.button("确认销毁…(&Y)", "danger", "由提出以外的另一个人确认,确认以后不能恢复")
        self.drop = say.button("撤回(&R)", tip="撤回还没有确认的提议")
        self.paper = say.button("销毁清册(&P)", tip="只印编号,不印姓名")
        self._nothing, self._held, self.said = say.label("", "faint"), say.label("", "question"), say.label("", "good")
        self._build()
        for button, call in (
            (self.propose, self._ask),
            (self.confirm, self._confirm),
            (self.drop, self._drop),
            (self.paper, self.print_record),
        ):
            button.clicked.connect(call)
        self.due.selectionModel().selectionChanged.connect(self._chosen)
        self.past.selectionModel().currentRowChanged.connect(self._chosen)
        self.due.doubleClicked.connect(self._open)
        on_enter(self.due, self._open)
        self.setFocusProxy(self.due)
        self._chosen()

    def _build(self) -> None:
        head, foot = QHBoxLayout(), QHBoxLayout()
        self._count = say.label("", "faint", wrap=False)
        head.addWidget(say.label("到期销毁", "title", wrap=False))
        head.addWidget(self._count)
        head.addStretch(1)
        foot.addWidget(say.label("销毁记录", "subtitle", wrap=False))
        foot.addStretch(1)
        for part in (self.paper, self.drop, self.confirm):
            foot.addWidget(part)
        act = QHBoxLayout()
        act.addWidget(self._held, 1)
        act.addWidget(self.propose, 0, Qt.AlignmentFlag.AlignBottom)
        explain = "列出保存期满的档案。没有结束日期的(孩子还在校、档案没关闭)永远不会出现在这里。一个人提出,另一个人确认,才会销毁。"
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(say.label(explain, "faint"))
        column.addWidget(self._nothing)
        column.addWidget(self.due, 3)
        column.addLayout(act)
        column.addLayout(foot)
        column.addWidget(self.past, 2)
        column.addWidget(self.said)

    def reload(self) -> None:
        """Read both lists anew."""
        office = self._place.office
        self._place.tasks.run(self, lambda: (due_list(office), destructions(office)), self._arrived, failed=self._failed)

    def _arrived(self, found: tuple[DueList, list[Destruction]]) -> None:
        due, self._past = found
        waiting = {item.record for one in self._past if one.state == "waiting" for item in one.items}
        self._items = tuple(one for one in due.items if one.record not in waiting)
        titles = {key: one.title for key, one in self._place.office.ledgers.items()}
        self.due.take(
            _DUE, [(titles[one.ledger], one.number, str(one.on), str(one.parts), str(one.files), one.basis) for one in self._items]
        )
        self.past.take(_PAST, [_told(one) for one in self._past])
        self._count.setText(f"共 {len(self._items)} 份" + (f",另有 {len(waiting)} 份等着确认" if waiting else ""))
        self._nothing.setText("" if self._items else "现在没有到期的档案。")
        self._nothing.setVisible(not self._items)
        listed = [f"{titles[one.ledger]} {one.number}({one.why})" for one in due.held[:_HELD]]
        more = f"等 {len(due.held)} 份" if len(due.held) > _HELD else ""
        self._held.setText(f"满期但不销毁:{';'.join(listed)}{more}。" if listed else "")
        if self._past:
            self.past.selectRow(0)
        self._chosen()

    # -- choosing -----------------------------------------------------------------------------------------------

    def chosen(self) -> list[Item]:
        """Return the files selected; they can be proposed together when they lie in the same vault file."""
        return [self._items[row.row()] for row in self.due.selectionModel().selectedRows() if row.row() < len(self._items)]

    def _row(self) -> Destruction | None:
        row = self.past.currentIndex().row()
        return self._past[row] if 0 <= row < len(self._past) else None

    def _chosen(self) -> None:
        row, waiting = self._row(), (one := self._row()) is not None and one.state == "waiting"
        self.propose.setEnabled(bool(self.chosen()))
        self.paper.setEnabled(row is not None)
        self.confirm.setEnabled(waiting)
        self.drop.setEnabled(waiting)

    def _open(self) -> None:
        row = self.due.currentIndex().row()
        if 0 <= row < len(self._items):
            self._place.record_wanted.emit(self._items[row].ledger, self._items[row].record)

    # -- doing --------------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        items = self.chosen()
        if items and say.ask(
            self, f"要提出销毁选中的 {len(items)} 份档案吗?", "现在还不会销毁。要由另一个人核对清册、确认以后才销毁。", "提出销毁"
        ):
            self.propose_these(items)

    def propose_these(self, items: list[Item]) -> None:
        """Keep a proposal for each vault file the records lie in."""
        office = self._place.office
        scopes: dict[str, list[str]] = {}
        for one in items:
            scopes.setdefault(office.ledgers[one.ledger].scope, []).append(one.record)
        self._place.tasks.run(
            self, lambda: [propose(office, scope, records) for scope, records in scopes.items()], self._proposed, failed=self._failed
        )

    def _proposed(self, made: list[Destruction]) -> None:
        self._say(f"已提出销毁 {sum(len(one.items) for one in made)} 份,请另一个人核对清册以后确认。", "good")
        self.reload()

    def _drop(self) -> None:
        row, office = self._row(), self._place.office
        if row is not None and say.ask(self, "要撤回这份销毁提议吗?", "档案都还在,什么也不会销毁。", "撤回"):
            self._place.tasks.run(self, partial(withdraw, office, row.id), self._dropped, failed=self._failed)

    def _dropped(self, _outcome: object) -> None:
        self._say("已撤回,什么也没有销毁。", "good")
        self.reload()

    def _confirm(self) -> None:
        row = self._row()
        if row is not None:
            dialog = ConfirmDestruction(self._place.office, self._place.tasks, row, self, self._floor)
            dialog.destroyed_all.connect(self._done)
            self._place.dialog_made.emit(dialog)

    def _done(self, done: Destruction) -> None:
        for key in {one.ledger for one in done.items}:
            self._place.changed.emit(key)
        self._say(f"已销毁档案 {len(done.items)} 份、所含记录 {done.parts} 条、附件 {done.files} 个。请打印销毁清册,两人签字存档。", "good")
        self.reload()

    def print_record(self) -> None:
        """Print the list of the proposal in the current row."""
        row, office = self._row(), self._place.office
        if row is not None:
            self.print_wanted.emit(lambda: destruction_document(office, row), "销毁清册")

    def _failed(self, error: SaidError) -> None:
        self._say(str(error), "problem")
        self._chosen()

    def _say(self, text: str, kind: str) -> None:
        self.said.setProperty("kind", kind)
        say.restyle(self.said)
        self.said.setText(text)

    def showEvent(self, event: QShowEvent) -> None:
        """Read the lists whenever the page comes up."""
        super().showEvent(event)
        self.reload()


def _told(one: Destruction) -> tuple[str, ...]:
    confirmed = f"{one.confirmed_by} {local_time(one.confirmed_at)}" if one.confirmed_at else ""
    return local_time(one.proposed_at), FILE_TITLES[one.scope], f"{len(one.items)} 份", one.proposed_by, one.state_words, confirmed
