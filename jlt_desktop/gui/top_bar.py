"""The bar along the upper edge: the school, the line that finds everything, who is here, and help, cover and lock."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from jlt_desktop.gui import say


class TopBar(QWidget):
    """Signals tell which button was pressed."""

    search_wanted = Signal()
    help_wanted = Signal()
    cover_wanted = Signal()
    lock_wanted = Signal()

    def __init__(self, who: str) -> None:
        """`who`: name and role of the person present."""
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 12, 8)
        self.school = say.label("教联体学校台账", "subtitle", wrap=False)
        row.addWidget(self.school)
        row.addStretch(1)
        search = say.button("查找人、档案、功能    Ctrl+K")
        search.setMinimumWidth(300)
        search.clicked.connect(self.search_wanted)
        row.addWidget(search)
        row.addStretch(1)
        row.addWidget(say.label(who, "faint", wrap=False))
        row.addSpacing(12)
        for title, tip, signal in (
            ("帮助(&?)", "F1", self.help_wanted), ("挡屏", "F12", self.cover_wanted), ("锁定(&L)", "Ctrl+L", self.lock_wanted),
        ):  # fmt: skip
            one = say.button(title, tip=tip)
            one.clicked.connect(signal)
            row.addWidget(one)
