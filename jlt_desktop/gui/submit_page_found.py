"""Submitting, step 2: what must be mended and what must be mended or explained, live, with the way to each cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout

from jlt_desktop.gui import say
from jlt_desktop.gui.reasons import ask_why
from jlt_desktop.gui.rows_model import RowsTable
from jlt_desktop.gui.steps import Step
from jlt_desktop.services.examining import KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jlt_desktop.services.examining import Found
    from jlt_desktop.services.finalising import LookedOver
    from jlt_desktop.services.submit_needs import Need

_HEADINGS = ("类别", "台账", "位置", "情况", "说明")
_SHORT = {"logic": "逻辑·必须改", "experience": "经验·改或说明"}


class FoundPage(Step):
    """mend_wanted(found): open the record at the field. explained(found, text): why it is right as it is."""

    mend_wanted = Signal(object)
    explained = Signal(object, str)
    name = "校验"
    explain = "逻辑校验必须改;经验校验改掉,或写明原因(说明随数据包交给教育局)。改好的会自己从表里消失。"
    loud = True

    def __init__(self) -> None:
        """Begin unchecked."""
        super().__init__()
        self._needs: Sequence[Need] = ()
        self._looked: LookedOver | None = None
        self._shown: list[Found] = []
        self.needs = say.label("", "good")
        self.kind = QComboBox()
        self.kind.setAccessibleName("只看哪一类")
        self.kind.addItem("全部", "")
        for key, words in KINDS.items():
            self.kind.addItem(words, key)
        self.kind.activated.connect(self._draw)
        self.compared = say.label("", "subtitle")
        self.table = RowsTable("校验发现的情况")
        self.table.doubleClicked.connect(self._mend)
        self.table.selectionModel().currentRowChanged.connect(self._chosen)
        self._clean = say.label("", "good")
        self.mend, self.why = say.button("去改(&G)", tip="打开那条记录,光标停在那一栏"), say.button("写说明(&E)…")
        self.mend.clicked.connect(self._mend)
        self.why.clicked.connect(self._ask)
        row = QHBoxLayout()
        row.addWidget(self.kind)
        row.addWidget(self._clean, 1)
        row.addWidget(self.mend)
        row.addWidget(self.why)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.needs)
        column.addWidget(self.compared)
        column.addLayout(row)
        column.addWidget(self.table, 1)
        column.addStretch(0)
        self._draw()

    def show_needs(self, needs: Sequence[Need]) -> None:
        """Show what a submission needs, there or missing; nothing was looked at yet."""
        self._needs, self._looked = needs, None
        missing = [one for one in needs if not one.found]
        self.needs.setProperty("kind", "problem" if missing else "good")
        say.restyle(self.needs)
        self.needs.setText("\n".join(f"✓ {one.label}:{one.found}" if one.found else f"✗ 缺{one.label}" for one in needs))
        self._draw()

    def show_found(self, looked: LookedOver) -> None:
        """Show what was found."""
        self._looked = looked
        self._draw()

    def _draw(self) -> None:
        looked, kind = self._looked, self.kind.currentData()
        explained = looked.explained if looked else {}
        self._shown = [one for one in (looked.found if looked else ()) if kind in ("", one.kind)]
        self.table.take(_HEADINGS, [(_SHORT[one.kind], one.title, one.place, one.words, explained.get(one.key, "")) for one in self._shown])
        self.compared.setText(looked.parcel.compared.words if looked else "")
        left = len(looked.open) if looked else 0
        every = len(looked.found) if looked else 0
        words = "没有发现问题。" if not every else f"共 {every} 条,还有 {left} 条要办。" if left else f"共 {every} 条,都已说明。"
        self._clean.setText(words if looked else "")
        self._clean.setProperty("kind", "question" if left else "good")
        say.restyle(self._clean)
        for part in (self.table, self.mend, self.why, self.kind):
            part.setVisible(bool(every))
        if self._shown:
            self.table.selectRow(0)
        self._chosen()
        self.changed.emit()

    def _current(self) -> Found | None:
        row = self.table.currentIndex().row()
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def _chosen(self, *_indexes: object) -> None:
        one = self._current()
        self.mend.setEnabled(one is not None and bool(one.record))
        self.why.setEnabled(one is not None and one.kind == "experience")

    def _mend(self, *_index: object) -> None:
        one = self._current()
        if one is not None and one.record:
            self.mend_wanted.emit(one)

    def _ask(self) -> None:
        one = self._current()
        if one is not None and one.kind == "experience":
            text = ask_why(self, "写说明", f"{one.words}\n请写明为什么就是这样(教育局会看到,不要写姓名):")
            if text is not None:
                self.explained.emit(one, text)

    def why_not(self) -> str:
        """Nothing may be missing and nothing open."""
        missing = [one for one in self._needs if not one.found]
        if missing:
            return " ".join(f"缺{one.label}。{one.todo}" for one in missing)
        if self._looked is None:
            return "还没有校验完。"
        logic = sum(1 for one in self._looked.open if one.kind == "logic")
        other = len(self._looked.open) - logic
        parts = [f"{logic} 条必须改" * bool(logic), f"{other} 条要改或写说明" * bool(other)]
        return f"还有 {'、'.join(filter(None, parts))}。" if logic or other else ""

    def entered(self) -> None:
        """Begin at the list."""
        (self.table if self.table.isVisible() else self).setFocus(Qt.FocusReason.OtherFocusReason)
