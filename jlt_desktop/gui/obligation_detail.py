"""One obligation: the words it comes from, how it is counted, the records that count or are lacking, what the school changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from jlt_desktop.domain.obligation import ELSEWHERE, EVIDENCE, STATES
from jlt_desktop.gui import say
from jlt_desktop.gui.rows_model import RowsTable
from jlt_desktop.gui.table_look import on_enter
from jlt_desktop.services.obligation_lines import MOST, RecordLine, record_lines

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from jlt_desktop.domain.obligation import Standing
    from jlt_desktop.gui.workplace import Workplace
    from jlt_desktop.services.obligations import Overview

_HEADINGS = ("日期", "记录", "台账", "佐证", "也算在")
_PLAN = range(1, 16)


class ObligationDetail(QWidget):
    """`adjust_wanted`: the school wants to lay down something else."""

    adjust_wanted = Signal()

    def __init__(self, place: Workplace) -> None:
        """Begin empty."""
        super().__init__()
        self._place = place
        self._found: Overview | None = None
        self.standing: Standing | None = None
        self._lines: list[RecordLine] = []
        self._title, self._words = say.label("", "subtitle"), say.label("")
        self._facts, self._changed = say.label("", "faint"), say.label("", "question")
        self._count = say.ElidedLabel("", "faint")
        self.records = RowsTable("算进去的记录")
        self.lacking, self.open = say.button("看还缺的(&M)"), say.button("打开记录(&O)")
        self.adjust = say.button("调整要求(&J)…")
        self.lacking.setCheckable(True)
        foot = QHBoxLayout()
        foot.addWidget(self._count, 1)
        for part in (self.lacking, self.adjust, self.open):
            foot.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(4)
        self._text, self._room = QWidget(), QScrollArea()
        lines = QVBoxLayout(self._text)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(2)
        for widget in (self._title, self._words, self._facts, self._changed):
            lines.addWidget(widget)
        lines.addStretch(1)
        self._room.setWidget(self._text)
        self._room.setWidgetResizable(True)
        self._room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(self._room)
        column.addWidget(self.records, 1)
        column.addLayout(foot)
        self.lacking.clicked.connect(self._fill)
        self.open.clicked.connect(self.open_current)
        self.adjust.clicked.connect(self.adjust_wanted)
        self.records.doubleClicked.connect(self.open_current)
        on_enter(self.records, self.open_current)

    def show_one(self, found: Overview, one: Standing | None) -> None:
        """Show another obligation."""
        self._found, self.standing = found, one
        self.setVisible(one is not None)
        if one is None:
            return
        owed = one.obligation
        self._title.setText(f"{owed.id} {owed.title}")
        where = f"——方案任务{owed.task.number}" if owed.task.number in _PLAN else ""
        self._words.setText(f"“{owed.words}”{where}")
        proof = "、".join(EVIDENCE[code] for code in owed.evidence)
        span = f"{one.first} 至 {one.last}" if one.first and one.last and owed.period not in ("rolling", "structural", "once") else ""
        facts = (
            f"标准:{owed.period_words},{owed.threshold_words}。" + (f"统计:{owed.counted}" + (f",{span}" if span else "") + "。"),
            f"依据:{owed.source_words}。责任:{owed.owner}。交到区里:{owed.to_district}。",
            (f"要有的佐证:{proof}。" if proof else "") + (f"已附 {one.evidence} 份。" if one.evidence else ""),
        )
        self._facts.setText("\n".join(filter(None, facts)))
        self._changed.setText(self._setting_words(one))
        self._changed.setVisible(bool(self._changed.text()))
        self.adjust.setEnabled(not owed.fixed and one.state not in ELSEWHERE)
        self.adjust.setToolTip("方案或法律写明的,学校不能改" if owed.fixed else "改默认值,或者不要求;要写理由")
        self.lacking.setEnabled(bool(one.unmet))
        self.lacking.setChecked(False)
        self._fit()
        self._fill()

    def _fit(self) -> None:
        """Give the words the room they need, up to half of what there is; with large type the rest is scrolled to."""
        wide = self.width() - self._room.verticalScrollBar().sizeHint().width()
        needed = sum(one.heightForWidth(wide) + 2 for one in (self._title, self._words, self._facts) if one.text())
        needed += self._changed.heightForWidth(wide) + 2 if self._changed.text() else 0
        self._room.setFixedHeight(min(needed + 2, max(self.height() // 2, self.fontMetrics().height() * 3)))

    @staticmethod
    def _setting_words(one: Standing) -> str:
        found = one.setting
        if found is None:
            return "" if one.obligation.on or one.state != "off" else "默认不要求;要办的话点“调整要求”。"
        what = f"改为 {found.threshold:g}" if found.on and found.threshold is not None else "要办" if found.on else "不要求"
        return f"本校调整({found.since} 起):{what}。理由:{found.reason}"

    def _fill(self) -> None:
        office, found, one, lacking = self._place.office, self._found, self.standing, self.lacking.isChecked()
        if found is not None and one is not None:
            self._place.tasks.run(self, lambda: (one, lacking, record_lines(office, found, one, lacking=lacking)), self._arrived)

    def _arrived(self, answer: tuple[Standing, bool, list[RecordLine]]) -> None:
        one, lacking, lines = answer
        if one is not self.standing:
            return
        self._lines = lines
        self.records.take(_HEADINGS, [(x.on, x.called, x.title, f"{x.files} 份" if x.files else "", x.also) for x in lines])
        if lines:
            self.records.selectRow(0)
        self.open.setEnabled(bool(lines))
        whole = len(one.unmet if lacking else one.records)
        words = f"还缺 {whole} 条" if lacking else f"算进去的记录 {whole} 条"
        missing = f";缺{'、'.join(one.lacking)}" if one.lacking and not lacking else ""
        self._count.setText(self._silent(one) or words + (f",列出前 {MOST} 条" if whole > MOST else "") + missing)

    @staticmethod
    def _silent(one: Standing) -> str:
        if one.state in ELSEWHERE:
            return f"这一项{STATES[one.state]},这里不显示数字。"
        return f"{STATES[one.state]}。" if one.state in ("off", "unruled") else ""

    def open_current(self) -> None:
        """Go to the record in the current row."""
        row = self.records.currentIndex().row()
        if 0 <= row < len(self._lines):
            self._place.record_wanted.emit(self._lines[row].ledger, self._lines[row].record)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room out anew."""
        super().resizeEvent(event)
        self._fit()
