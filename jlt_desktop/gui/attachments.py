"""The files kept with a record: added from disk into the vault, taken out again, saved elsewhere."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QListWidget, QVBoxLayout

from jlt_desktop.domain.fields_links import Attached
from jlt_desktop.gui import say
from jlt_desktop.gui.editors import Editor
from jlt_desktop.gui.table_look import on_key
from jlt_desktop.services.attaching import SUFFIXES, attach, attach_bytes, content_of, viewable
from jlt_desktop.vault.files import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QMimeData
    from PySide6.QtGui import QDragEnterEvent, QDropEvent

    from jlt_desktop.domain.errors import SaidError
    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.gui.workplace import Workplace


_ROWS = 3


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
        self._list.setFixedHeight(self._list.fontMetrics().lineSpacing() * _ROWS + 12)
        self._said = say.label("", "problem")
        self._said.hide()
        add = say.button("添加附件…", tip="也可以把文件拖到这里,或按 Ctrl+V 粘贴截图")
        row = QHBoxLayout()
        for one, call in (
            (add, self._choose),
            (say.button("粘贴", tip="Ctrl+V:截图,或在文件夹里复制的文件"), self.paste),
            (say.button("查看", tip="在本程序里看,不产生临时文件"), self._look),
            (say.button("另存…"), self._save_out),
            (say.button("移去"), self._take_out),
        ):
            one.clicked.connect(call)
            row.addWidget(one)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._list)
        self._below(column)
        column.addWidget(self._said)
        column.addLayout(row)
        self.setFocusProxy(add)
        on_key(self, QKeySequence.StandardKey.Paste, self.paste, inside=True)

    def _below(self, column: QVBoxLayout) -> None:
        """Put below the list what is said about each file; nothing in an ordinary list."""

    def _choose(self) -> None:
        kinds = " ".join(f"*{suffix}" for suffix in SUFFIXES)
        names, _ = QFileDialog.getOpenFileNames(self, f"添加{self._label}", "", f"文件和照片 ({kinds})")
        self.add([Path(name) for name in names])

    def add(self, paths: list[Path]) -> None:
        """Copy files into the vault."""
        self._said.hide()
        for path in paths:
            self._place.tasks.run(self, _attaching(self._place, self._ledger, path), self._added, failed=self._refused)

    def paste(self) -> None:
        """Take a picture or files from the clipboard; a picture goes into the vault without ever being a file."""
        data: QMimeData | None = QGuiApplication.clipboard().mimeData()  # none at all when the clipboard is empty
        if data is not None and data.hasUrls():
            self.add([Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()])
            return
        picture = QGuiApplication.clipboard().image()
        if picture.isNull():
            self._said.setText("剪贴板里没有图片或文件。请先截图,或在文件夹里复制文件,再粘贴。")
            self._said.show()
            return
        self._said.hide()
        room = QBuffer()
        room.open(QBuffer.OpenModeFlag.WriteOnly)
        picture.save(room, "PNG")  # type: ignore[call-overload]  # a device is taken too
        content, name = bytes(room.data().data()), f"截图{datetime.now():%Y%m%d-%H%M%S}.png"
        place, ledger = self._place, self._ledger
        place.tasks.run(self, lambda: attach_bytes(place.office, ledger, name, content), self._added, failed=self._refused)

    def _current(self) -> Attached | None:
        row = self._list.currentRow() if len(self._kept) > 1 else 0
        return self._kept[row] if 0 <= row < len(self._kept) else None

    def _look(self) -> None:
        chosen, place, ledger = self._current(), self._place, self._ledger
        if chosen is None:
            return
        if not viewable(chosen):
            self._said.setText("这种文件本程序不能直接看,请用“另存”存出去再打开;看完记得删掉。")
            self._said.show()
            return
        place.tasks.run(self, lambda: (chosen, content_of(place.office, ledger, chosen)), self._show, failed=self._refused)

    def _show(self, found: tuple[Attached, bytes]) -> None:
        from jlt_desktop.gui.attachment_view import AttachmentView  # not on everybody's way

        AttachmentView(self._place.tasks, *found, self.window()).open()

    def _save_out(self) -> None:
        chosen, place, ledger = self._current(), self._place, self._ledger
        target = QFileDialog.getSaveFileName(self, "另存附件", chosen.name)[0] if chosen else ""
        if chosen is None or not target:
            return

        def work() -> str:
            write_whole(Path(target), content_of(place.office, ledger, chosen))
            return Path(target).name

        place.tasks.run(self, work, self._saved_out, failed=self._refused)

    def _saved_out(self, name: str) -> None:
        self._place.said.emit(f"已存成“{name}”。它在磁盘上没有加密,用完请删掉。")

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
        row = self._list.currentRow()
        self._list.clear()
        self._list.addItems([self._words(one) for one in self._kept])
        self._list.setCurrentRow(min(max(0, row), len(self._kept) - 1))

    def _words(self, one: Attached) -> str:
        return f"{one.name}({max(1, one.size // 1024)} KB)"

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
