"""The files kept with a record: added from disk into the vault, taken out again, saved elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QListWidget, QVBoxLayout

from jlt_desktop.domain.fields_links import Attached
from jlt_desktop.gui import say
from jlt_desktop.gui.editors import Editor
from jlt_desktop.services.attaching import SUFFIXES, attach

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QDragEnterEvent, QDropEvent

    from jlt_desktop.domain.errors import SaidError
    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.gui.workplace import Workplace


class AttachmentEditor(Editor):
    """A list of files with 添加 and 移去; files may be dropped on it."""

    def __init__(self, label: str, place: Workplace, ledger: Ledger) -> None:
        """Keep files in the vault of `ledger`."""
        super().__init__()
        self._place, self._ledger, self._label = place, ledger, label
        self._kept: list[Attached] = []
        self.setAcceptDrops(True)
        self._list = QListWidget()
        self._list.setAccessibleName(label)
        self._list.setFixedHeight(64)
        self._said = say.label("", "problem")
        self._said.hide()
        add, out = say.button("添加附件…"), say.button("移去")
        add.clicked.connect(self._choose)
        out.clicked.connect(self._take_out)
        row = QHBoxLayout()
        row.addWidget(add)
        row.addWidget(out)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for part in (self._list, self._said):
            column.addWidget(part)
        column.addLayout(row)
        self.setFocusProxy(add)

    def _choose(self) -> None:
        kinds = " ".join(f"*{suffix}" for suffix in SUFFIXES)
        names, _ = QFileDialog.getOpenFileNames(self, f"添加{self._label}", "", f"文件和照片 ({kinds})")
        self.add([Path(name) for name in names])

    def add(self, paths: list[Path]) -> None:
        """Copy files into the vault."""
        self._said.hide()
        for path in paths:
            self._place.tasks.run(self, _attaching(self._place, self._ledger, path), self._added, failed=self._refused)

    def _added(self, attached: Attached) -> None:
        self._kept.append(attached)
        self._draw()
        self.edited.emit()

    def _refused(self, error: SaidError) -> None:
        self._said.setText(str(error))
        self._said.show()

    def _take_out(self) -> None:
        row = self._list.currentRow()
        if 0 <= row < len(self._kept):
            del self._kept[row]
            self._draw()
            self.edited.emit()

    def _draw(self) -> None:
        self._list.clear()
        self._list.addItems([f"{one.name}({max(1, one.size // 1024)} KB)" for one in self._kept])

    def raw(self) -> object:
        """Return what is attached."""
        return tuple(self._kept) or ""

    def put(self, value: object, text: str) -> None:
        """Show what is attached."""
        del text
        self._kept = [one for one in value if isinstance(one, Attached)] if isinstance(value, tuple | list) else []
        self._draw()

    def mark(self, wrong: bool) -> None:
        """The words below say it."""

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Add the files dropped."""
        self.add([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])


def _attaching(place: Workplace, ledger: Ledger, path: Path) -> Callable[[], Attached]:
    return lambda: attach(place.office, ledger, path)
