"""Import, steps 5 and 6: what would be written, in numbers one can look behind; then what was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout

from jlt_desktop.gui import say
from jlt_desktop.gui.rows_model import RowsTable
from jlt_desktop.gui.steps import Step
from jlt_desktop.services.undoing import IMPORTED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jlt_desktop.services.import_plan import Plan, PlannedRow
    from jlt_desktop.services.importing import Imported
    from jlt_desktop.services.undoing import Undone

_KINDS = {"new": "新增", "changed": "更新", "same": "不变", "skipped": "跳过", "refused": "拒收"}
_ONLY_HERE = "only_here"
_CHECKED = "QPushButton { padding: 8px 4px; } QPushButton:checked { border: 2px solid palette(highlight); padding: 7px 3px; }"


class PreviewPage(Step):
    """Counts as buttons; a click shows the rows behind a count."""

    name = "预览结果"
    explain = "还没有写入。点一个数字看是哪些行;“更新”逐项列出原来的和新的内容。"
    onward = "写入(&W)"

    def __init__(self) -> None:
        """Begin without a plan."""
        super().__init__()
        self._plan: Plan | None = None
        self._added: tuple[Sequence[str], Sequence[Sequence[str]]] = ((), ())
        self._group = QButtonGroup(self)
        self.counts: dict[str, QPushButton] = {}
        row = QHBoxLayout()
        row.setSpacing(6)
        for kind in (*_KINDS, _ONLY_HERE):
            button = say.button("")
            button.setCheckable(True)
            button.setStyleSheet(_CHECKED)
            button.setProperty("count", kind)
            self._group.addButton(button)
            self.counts[kind] = button
            row.addWidget(button, 1)
        self._group.buttonClicked.connect(self._clicked)
        self._sum, self._notes = say.label("", "faint"), say.label("", "faint")
        self._notes.setMaximumHeight(self.fontMetrics().lineSpacing() * 4)
        self.table = RowsTable("这个数字里的各行")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        for part in (self._sum, self.table, self._notes):
            column.addWidget(part, 1 if part is self.table else 0)

    def show_plan(self, plan: Plan, added: tuple[Sequence[str], Sequence[Sequence[str]]]) -> None:
        """Show the counts of a plan and the rows of the first that is not zero. `added`: headings and rows of what is new."""
        self._plan, self._added = plan, added
        counts = plan.counts
        numbers = dict(zip(_KINDS, (counts.added, counts.changed, counts.same, counts.skipped, counts.refused), strict=True))
        for kind, number in numbers.items():
            self._label(kind, _KINDS[kind], number)
        self._label(_ONLY_HERE, "本校有而文件没有", len(plan.only_in_vault))
        self._sum.setText(
            f"文件里读到 {counts.read} 行 = 新增 {counts.added} + 更新 {counts.changed} + 不变 {counts.same}"
            f" + 跳过 {counts.skipped} + 拒收 {counts.refused}。“本校有而文件没有”的不会删除。"
        )
        self._notes.setText("\n".join(plan.notes[:4]) + ("\n……" if len(plan.notes) > 4 else ""))
        self._notes.setVisible(bool(plan.notes))
        self.look_behind(next((kind for kind, number in numbers.items() if number), "new"))
        self.changed.emit()

    def _label(self, kind: str, words: str, number: int) -> None:
        self.counts[kind].setText(f"{words}\n{number}")
        self.counts[kind].setAccessibleName(f"{words} {number} 条,按下看是哪些")

    def _clicked(self, button: QPushButton) -> None:
        self.look_behind(str(button.property("count")))

    def look_behind(self, kind: str) -> None:
        """Show the rows of one count."""
        if self._plan is None:
            return
        self.counts[kind].setChecked(True)
        if kind == _ONLY_HERE:
            rows: Sequence[Sequence[str]] = [(label, "不会删除,内容不变") for _, label in self._plan.only_in_vault]
            self.table.take(("姓名或名称", "说明"), rows)
            return
        if kind == "new":
            self.table.take(*self._added)
            return
        chosen = [one for one in self._plan.rows if one.kind == kind]
        if kind == "changed":
            rows = [line for one in chosen for line in _differences(one)]
            self.table.take(("行号", "姓名或名称", "项目", "原来的", "新的"), rows)
        else:
            rows = [(str(one.number), one.called, _why(one)) for one in chosen]
            self.table.take(("行号", "姓名或名称", "原因" if kind in ("skipped", "refused") else "说明"), rows)

    def why_not(self) -> str:
        """There must be something to write."""
        if self._plan is None or not (self._plan.counts.added or self._plan.counts.changed):
            return "没有新增也没有更新,不需要写入。"
        return ""

    loud = True

    def entered(self) -> None:
        """Begin at the counts."""
        checked = self._group.checkedButton()
        if checked is not None:
            checked.setFocus()


def _differences(row: PlannedRow) -> list[tuple[str, ...]]:
    shown = row.differences or (("", "", ""),)
    return [(str(row.number), row.called, label, old or "(空)", new or "(空)") for label, old, new in shown]


def _why(row: PlannedRow) -> str:
    said = [one.text for one in row.problems] if row.kind == "refused" else [one.text for one in row.questions]
    return " ".join(said) if row.kind in ("refused", "skipped") else ("已说明理由" if row.questions else "")


class DonePage(Step):
    """What was written, and the way back."""

    left_out_wanted = Signal()
    undo_wanted = Signal()
    name = "写入"
    onward = "完成(&F)"
    backward = leaving = False

    def __init__(self) -> None:
        """Begin before anything was written."""
        super().__init__()
        self._said = say.label("", "subtitle")
        self._numbers, self._rest = say.label(""), say.label("", "faint")
        self.save = say.button("保存未导入的行…(&S)")
        self.save.clicked.connect(self.left_out_wanted)
        self.undo = say.button("撤销本次导入(&U)")
        self.undo.clicked.connect(self.undo_wanted)
        self._undone = QPlainTextEdit()
        self._undone.setReadOnly(True)
        self._undone.setAccessibleName("撤销的结果")
        self._undone.hide()
        card = QFrame()
        card.setProperty("kind", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(24, 20, 24, 20)
        inside.setSpacing(12)
        for part in (self._said, self._numbers, self._rest):
            inside.addWidget(part)
        row = QHBoxLayout()
        row.addWidget(self.save)
        row.addWidget(self.undo)
        row.addStretch(1)
        inside.addLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(card, 0, Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._undone)
        column.addStretch(1)

    def show_done(self, done: Imported) -> None:
        """Say in numbers what was written."""
        counts = done.counts
        self._said.setText("已写入。")
        self._numbers.setText(f"新增 {counts.added} 条,更新 {counts.changed} 条,不变 {counts.same} 条。")
        out = counts.skipped + counts.refused
        self._rest.setText(
            f"有 {out} 行没有导入。可以把它们存成文件,每行写着原因,改好后再导入。" if out else "文件里的每一行都已处理,没有漏下的。"
        )
        self.save.setVisible(bool(out))
        self.undo.setEnabled(True)
        self._undone.hide()

    def tell_saved(self, name: str) -> None:
        """Say where the rows left out were saved."""
        self._rest.setText(f"没有导入的行已存到“{name}”。")

    def show_undone(self, undone: Undone) -> None:
        """Say what was taken back, and what was not."""
        self.undo.setEnabled(False)
        self._said.setText("已撤销本次导入。")
        self._numbers.setText(undone_words(undone))
        self._rest.setText("")
        listed = undone_list(undone)
        self._undone.setPlainText("\n".join(listed))
        self._undone.setVisible(bool(listed))

    def entered(self) -> None:
        """Nothing here needs the focus before the main button."""


def undone_words(undone: Undone, kind: str = IMPORTED) -> str:
    """Return one sentence on an undo; `kind`: what was taken back."""
    along = "(含一并导入的附属记录)" if kind == IMPORTED else ""
    text = f"{undone.reversed} 条记录{along}已退回{kind}前。"
    if undone.kept:
        text += f"有 {len(undone.kept)} 条{kind}后改过,保留现在的内容。"
    if undone.refused:
        text += f"有 {len(undone.refused)} 条不能退回,原因见下。"
    return text


def undone_list(undone: Undone) -> list[str]:
    """Return what an undo left as it is, one line each."""
    return [f"{called}:{why}" for called, why in (*undone.kept, *undone.refused)]
