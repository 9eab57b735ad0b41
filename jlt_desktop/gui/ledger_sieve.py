"""The line above a ledger's table: search, filters, covered contents, the recycle bin, and the way back from a few chosen records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from jlt_desktop.domain.fields import Choice
from jlt_desktop.gui import say
from jlt_desktop.gui.flow import FlowLayout
from jlt_desktop.gui.search_edit import SearchEdit
from jlt_desktop.services.listing import Wanted, filter_fields

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jlt_desktop.domain.ledger import Ledger


class LedgerSieve(QWidget):
    """changed: a filter was set or taken away. sought: something is being typed. uncovering: covered contents are to be shown."""

    changed = Signal()
    sought = Signal()
    uncovering = Signal()

    def __init__(self, ledger: Ledger) -> None:
        """Offer the filters a ledger's columns allow."""
        super().__init__()
        self._only: tuple[str, ...] | None = None
        self.filters: dict[str, QComboBox] = {}
        row = FlowLayout(self)
        self.search = SearchEdit("在本页里找:姓名、拼音、首字母、班级、号码尾数(Ctrl+F)")
        self.search.setMinimumWidth(300)
        self.search.sought.connect(self.sought)
        row.addWidget(self.search)
        for name, field in filter_fields(ledger).items():
            box = QComboBox()
            box.setAccessibleName(f"筛选:{field.label}")
            box.addItem(f"{field.label}:全部", None)
            pairs = [(one.label, one.key) for one in field.options] if isinstance(field, Choice) else [("是", True), ("否", False)]
            for label, value in pairs:
                box.addItem(label, value)
            box.setMaximumWidth(210)
            box.activated.connect(self.changed)
            self.filters[name] = box
            row.addWidget(box)
        self._all, self.bin = say.button("", "flat", "现在只列出这几条"), say.button("回收站", "flat")
        self._all.clicked.connect(self._show_all)
        self._all.hide()
        self._eye = say.button("显示遮住的内容", "flat", "30 秒后自动遮住")
        self._eye.clicked.connect(self.uncovering)
        self._eye.setVisible(ledger.confidential or any(ledger.fields[name].special for name in ledger.sheet))
        self.bin.setCheckable(True)
        for one in (self._all, self._eye, self.bin):
            row.addWidget(one)

    def wanted(self, order: tuple[str, ...], *, removed: bool) -> Wanted:
        """Return what is asked for now."""
        filters = {name: box.currentData() for name, box in self.filters.items() if box.currentIndex() > 0}
        return Wanted(search=self.search.wanted(), filters=filters, order=order, removed=removed, ids=self._only)

    @property
    def narrow(self) -> bool:
        """Tell whether anything is left out."""
        return bool(self.search.wanted()) or self._only is not None or any(box.currentIndex() > 0 for box in self.filters.values())

    def keep_only(self, ids: Sequence[str], words: str) -> None:
        """Let through just these records; search and filters are emptied, a button leads back."""
        self.search.clear()
        for box in self.filters.values():
            box.setCurrentIndex(0)
        self._only = tuple(ids)
        self._all.setText(f"{words} {len(self._only)} 条,显示全部(&W)")
        self._all.show()

    def _show_all(self) -> None:
        self._only = None
        self._all.hide()
        self.changed.emit()

    def say_uncovered(self, uncovered: bool) -> None:
        """Say on the button what is the case."""
        self._eye.setText("30 秒后自动遮住" if uncovered else "显示遮住的内容")
