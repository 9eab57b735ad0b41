"""忘了口令: a new passphrase with the recovery sheets in hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from jlt_desktop.gui import say
from jlt_desktop.services.recovering import Wanted, new_password, sheets_wanted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from jlt_desktop.domain.errors import SaidError
    from jlt_desktop.gui.tasks import Tasks

    Setter = Callable[[Path, str, str, Mapping[str, Sequence[str]]], None]


class RecoveryWindow(QDialog):
    """`done_with` carries a sentence for the unlock window."""

    done_with = Signal(str)

    def __init__(self, folder: Path, name: str, tasks: Tasks, parent: QWidget | None = None, setter: Setter = new_password) -> None:
        """Ask for the sheets that `name` needs. `setter`: how the passphrase is set, see services.recovering.new_password."""
        super().__init__(parent)
        self._folder, self._name, self._tasks, self._setter = folder, name, tasks, setter
        self.setWindowTitle("用恢复单设新口令")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(620)
        self.codes: dict[str, list[QLineEdit]] = {}
        self.first, self.second = _secret("新口令"), _secret("再输一遍")
        self.said = say.label("", "problem")
        self.go = say.button("设新口令(&S)", "main")
        self.go.clicked.connect(self._set)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(24, 18, 24, 18)
        self._column.addWidget(say.label(f"给“{name}”设新口令", "title"))
        self._column.addWidget(say.label("恢复码是 7 组、每组 5 个字符;横线和空格可以不输,O 和 0、I 和 1 不分。", "faint"))
        self._rows = QVBoxLayout()
        self._column.addLayout(self._rows)
        for one in (self.first, self.second, self.said):
            self._column.addWidget(one)
        row = QHBoxLayout()
        leave = say.button("取消(&C)")
        leave.clicked.connect(self.reject)
        row.addStretch(1)
        row.addWidget(leave)
        row.addWidget(self.go)
        self._column.addLayout(row)
        tasks.run(self, lambda: sheets_wanted(folder, name), self._wanted, failed=self._failed)

    def _wanted(self, wanted: list[Wanted]) -> None:
        for one in wanted:
            lines = []
            for number in range(one.sheets):
                line = QLineEdit()
                words = one.title if one.sheets == 1 else f"{one.title}(第 {number + 1} 张)"
                line.setAccessibleName(f"恢复码:{words}")
                line.setPlaceholderText(f"{words} 的恢复码")
                line.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
                self._rows.addWidget(say.label(words))
                self._rows.addWidget(line)
                lines.append(line)
            self.codes[one.scope] = lines
        first = next(iter(self.codes.values()), [])
        if first:
            first[0].setFocus()

    def _make_room(self) -> None:
        # Qt's own adjustSize stops at two thirds of the screen
        self._column.activate()
        wanted = self._column.totalHeightForWidth(self.width())
        self.resize(self.width(), min(max(wanted, self.height()), self.screen().availableSize().height() - 60))

    def _set(self) -> None:
        if self.first.text() != self.second.text():
            self.said.setText("两次输入的新口令不一样,请再输一遍。")
            return
        typed = {scope: [line.text() for line in lines] for scope, lines in self.codes.items()}
        folder, name, password, setter = self._folder, self._name, self.first.text(), self._setter
        self.go.setEnabled(False)
        self.said.setText("正在核对恢复码…")
        self._tasks.run(self, lambda: setter(folder, name, password, typed), self._done, failed=self._failed)

    def _done(self, _outcome: object) -> None:
        self.done_with.emit("新口令已设好,请用它解锁")
        self.accept()

    def _failed(self, error: SaidError) -> None:
        self.go.setEnabled(True)
        self.said.setText(str(error))

    def event(self, event: QEvent) -> bool:
        """Make room whenever the layout asks for it: new rows know their height only after they are styled."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._make_room()
        return done


def _secret(name: str) -> QLineEdit:
    line = QLineEdit()
    line.setEchoMode(QLineEdit.EchoMode.Password)
    line.setAccessibleName(name)
    line.setPlaceholderText(name)
    return line
