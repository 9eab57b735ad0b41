"""今天要办: everything that is due in four bands, and the one click that does it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import (
    QDateEdit,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from jlt_desktop.domain.due import BANDS, Due, band
from jlt_desktop.gui import say
from jlt_desktop.gui.table_look import on_enter
from jlt_desktop.services.drafts import Left, left
from jlt_desktop.services.duties import case_by_case, dismiss, duties, put_off, with_obligations
from jlt_desktop.services.upkeep import backup_reminder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from jlt_desktop.gui.workplace import Workplace

_PLACE = Qt.ItemDataRole.UserRole
_WEEKDAYS = "一二三四五六日"


class HomePage(QWidget):
    """The first page. Enter does the thing in the current row."""

    def __init__(self, place: Workplace) -> None:
        """Build the page; what is due is fetched at once."""
        super().__init__()
        self._place = place
        self._dues: Sequence[Due] = ()
        self._drafts: Sequence[Left] = ()
        self._only: int | None = None
        # whether the page was filled once; what the school owes as a whole is added a moment later then
        self._whole = False
        self._here = ""
        # asked for first: the worker finds out what is due while the page is still being built
        self.reload()
        self._build()
        place.changed.connect(self._changed)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        today = self._place.office.today()
        head = QHBoxLayout()
        head.addWidget(say.label("今天要办", "title", wrap=False))
        head.addWidget(say.label(f"{today.year} 年 {today.month} 月 {today.day} 日 星期{_WEEKDAYS[today.weekday()]}", "faint", wrap=False))
        head.addStretch(1)
        self._counting = say.label("正在核对各项工作要求…", "faint", wrap=False)
        head.addWidget(self._counting)
        column.addLayout(head)
        self._notice = QFrame()
        self._notice.setProperty("kind", "notice")
        row = QHBoxLayout(self._notice)
        self._notice_words = say.label("")
        go = say.button("去备份(&B)")
        go.clicked.connect(self._to_backup)
        row.addWidget(self._notice_words, 1)
        row.addWidget(go)
        self._notice.hide()
        column.addWidget(self._notice)
        column.addWidget(self._draft_notice())
        column.addLayout(self._band_buttons())
        self.tree = QTreeWidget()
        self.tree.setAccessibleName("要办的事")
        self.tree.setHeaderLabels(["事项", "对象", "到期", "依据"])
        self.tree.setRootIsDecorated(True)
        self.tree.setUniformRowHeights(True)
        self.tree.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        # the day has to be read whole at every size of type; what gives way has a tool tip, or stands below the list
        day = self.fontMetrics().horizontalAdvance("12-31(逾期 99 天)") + 16
        for section, width in enumerate((280, 260, max(120, day))):
            self.tree.setColumnWidth(section, width)
        self.tree.header().setStretchLastSection(True)
        self.tree.itemDoubleClicked.connect(self.do_current)
        self.tree.currentItemChanged.connect(self._moved)
        column.addWidget(self.tree, 1)
        self.setFocusProxy(self.tree)
        self._empty = say.label("没有要办的事。到期的事会自动出现在这里;刚开始用的话,先从左边的台账里导入名册。", "faint")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.hide()
        column.addWidget(self._empty, 1)
        column.addLayout(self._deeds())
        on_enter(self.tree, self.do_current)

    def _draft_notice(self) -> QFrame:
        self._unsaved = QFrame()
        self._unsaved.setProperty("kind", "notice")
        row = QHBoxLayout(self._unsaved)
        self._unsaved_words = say.label("")
        on = say.button("继续填写(&C)")
        on.clicked.connect(self._go_on_writing)
        row.addWidget(self._unsaved_words, 1)
        row.addWidget(on)
        self._unsaved.hide()
        return self._unsaved

    def _band_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self._bands = []
        for place, title in enumerate(BANDS):
            one = say.button(title)
            one.setCheckable(True)
            one.setMinimumHeight(44)
            one.setProperty("band", place)
            one.clicked.connect(self._choose_band)
            self._bands.append(one)
            row.addWidget(one, 1)
        return row

    def _deeds(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self._basis = say.label("", "faint")
        row.addWidget(self._basis, 1)
        self._later, self._never, self._do = say.button("稍后提醒(&L)…"), say.button("不需要(&N)…"), say.button("去办(&G)", "main")
        for one, call in ((self._later, self._put_off), (self._never, self._dismiss), (self._do, self.do_current)):
            one.clicked.connect(call)
            row.addWidget(one)
        return row

    # -- showing ------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Work out what is due: at first what single records ask for, so that one can begin; afterwards everything at once."""
        self._stale = False
        office, found = self._place.office, duties if self._whole else case_by_case
        self._place.tasks.run(self, lambda: (found(office), backup_reminder(office), left(office)), self._arrived)

    def _changed(self, _ledger: str) -> None:
        self._stale = True
        if self.isVisible():
            self.reload()

    def _arrived(self, answer: tuple[list[Due], str, list[Left]]) -> None:
        self._dues, reminder, self._drafts = answer
        titles = "、".join(dict.fromkeys(self._place.office.ledgers[one.ledger].title for one in self._drafts))
        self._unsaved_words.setText(f"有 {len(self._drafts)} 份没有保存的内容({titles}),填的都还在。")
        self._unsaved.setVisible(bool(self._drafts))
        self._notice_words.setText(f"{reminder}备份放在 U 盘或另一台电脑上,这台电脑坏了才找得回来。")
        self._notice.setVisible(bool(reminder))
        if not self._whole:
            office, first = self._place.office, self._dues
            self._place.tasks.run(self, lambda: with_obligations(office, first), self._completed)
        self._draw()

    def _completed(self, dues: list[Due]) -> None:
        self._dues, self._whole = dues, True
        self._counting.hide()
        self._draw()

    def _draw(self) -> None:
        today = self._place.office.today()
        found: list[list[tuple[int, Due]]] = [[] for _ in BANDS]
        for place, due in enumerate(self._dues):
            found[band(due.on, today)].append((place, due))
        for place, one in enumerate(self._bands):
            one.setText(f"{BANDS[place]}  {len(found[place])}")
            one.setChecked(self._only == place)
        here = self._here
        colours = self._place.look.colours
        tints = (colours.overdue, colours.today, colours.week, colours.faint)
        self.tree.clear()
        for place, dues in enumerate(found):
            if dues and self._only in (None, place):
                self._add_band(place, dues, QColor(tints[place]), today)
        self._back_to(here)
        self.tree.setVisible(bool(self._dues) or not self._whole)
        self._empty.setVisible(self._whole and not self._dues)
        self._moved()

    def _back_to(self, key: str) -> None:
        """Stand again on the due one stood on: the list may grow while somebody reads it."""
        for item in self.tree.findItems("*", Qt.MatchFlag.MatchWildcard | Qt.MatchFlag.MatchRecursive):
            place = item.data(0, _PLACE)
            if isinstance(place, int) and self._dues[place].key == key:
                self.tree.setCurrentItem(item)
                return

    def _add_band(self, place: int, dues: Sequence[tuple[int, Due]], tint: QColor, today: date) -> None:
        top = QTreeWidgetItem([f"{BANDS[place]}({len(dues)})"])
        font = self.tree.font()
        font.setBold(True)
        top.setFont(0, font)
        top.setForeground(0, QBrush(tint))
        self.tree.addTopLevelItem(top)
        for number, due in dues:
            item = QTreeWidgetItem([due.text, due.about, _when(due.on, today), due.basis])
            item.setForeground(2, QBrush(tint))
            item.setData(0, _PLACE, number)
            item.setToolTip(3, due.basis)
            top.addChild(item)
        top.setExpanded(place < len(BANDS) - 1 or self._only == place)
        if self.tree.currentItem() is None and top.childCount():
            self.tree.setCurrentItem(top.child(0))

    def _choose_band(self) -> None:
        sender = self.sender()
        place = int(sender.property("band")) if sender is not None else 0
        self._only = None if self._only == place else place
        self._draw()

    def _moved(self) -> None:
        due = self._current()
        self._here = due.key if due else ""
        for one in (self._later, self._never, self._do):
            one.setEnabled(due is not None and (one is self._do or not due.stays))
        self._basis.setText(f"{due.basis}{';不能推迟,也不能划掉' if due.stays else ''}" if due else "")

    def _current(self) -> Due | None:
        item = self.tree.currentItem()
        place = item.data(0, _PLACE) if item is not None else None
        return self._dues[place] if isinstance(place, int) and place < len(self._dues) else None

    # -- doing --------------------------------------------------------------------------------------------------

    def do_current(self) -> None:
        """Do the thing in the current row: open the form of the part to add, or the page of the record."""
        due = self._current()
        if due is None:
            return
        if due.page:
            self._place.page_wanted.emit(due.page)
        elif due.add:
            self._place.want_form(due.add, parent=due.record)
        else:
            self._place.record_wanted.emit(due.ledger, due.record)

    def _put_off(self) -> None:
        due, office = self._current(), self._place.office
        until = _ask_day(self, office.today()) if due else None
        if due and until:
            self._place.tasks.run(self, lambda: put_off(office, due, until), self._noted)

    def _dismiss(self) -> None:
        due, office = self._current(), self._place.office
        reason = _ask_reason(self) if due else ""
        if due and reason:
            self._place.tasks.run(self, lambda: dismiss(office, due, reason), self._noted)

    def _noted(self, _outcome: object) -> None:
        self.reload()

    def _go_on_writing(self) -> None:
        if self._drafts:
            one = self._drafts[0]
            self._place.want_form(one.ledger, one.record, one.parent)

    def _to_backup(self) -> None:
        self._place.page_wanted.emit("preferences")

    def showEvent(self, event: object) -> None:
        """Fetch what is due when the page comes up and something was changed since."""
        super().showEvent(event)  # type: ignore[arg-type]
        if self._stale:
            self.reload()


def _when(on: date, today: date) -> str:
    days = (on - today).days
    words = f"逾期 {-days} 天" if days < 0 else "今天" if days == 0 else f"还有 {days} 天"
    return f"{on.month}-{on.day:02}({words})"


def _ask_day(parent: QWidget, today: date) -> date | None:
    dialog, column = _small_dialog(parent, "稍后提醒")
    column.addWidget(say.label("哪一天再提醒?"))
    line = QDateEdit(QDate(today.year, today.month, today.day).addDays(3))
    line.setCalendarPopup(True)
    line.setDisplayFormat("yyyy-MM-dd")
    line.setMinimumDate(QDate(today.year, today.month, today.day).addDays(1))
    line.setAccessibleName("提醒日期")
    column.addWidget(line)
    column.addWidget(_answers(dialog))
    return line.date().toPython() if dialog.exec() else None  # type: ignore[return-value]


def _ask_reason(parent: QWidget) -> str:
    dialog, column = _small_dialog(parent, "不需要办")
    column.addWidget(say.label("为什么不需要办?理由会记入日志。"))
    line = QLineEdit()
    line.setAccessibleName("理由")
    column.addWidget(line)
    column.addWidget(_answers(dialog))
    return line.text().strip() if dialog.exec() else ""


def _small_dialog(parent: QWidget, title: str) -> tuple[QDialog, QVBoxLayout]:
    dialog = QDialog(parent)
    dialog.setWindowTitle(title)
    dialog.setMinimumWidth(360)
    return dialog, QVBoxLayout(dialog)


def _answers(dialog: QDialog) -> QDialogButtonBox:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
    box.accepted.connect(dialog.accept)
    box.rejected.connect(dialog.reject)
    return box
