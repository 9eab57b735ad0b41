"""Shows a picture or a PDF kept with a record, from memory: nothing of it is written to a folder for temporary files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from jlt_desktop.gui import say
from jlt_desktop.gui.page_view import FIRST_DPI, PageView

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from jlt_desktop.domain.fields_links import Attached
    from jlt_desktop.gui.page_view import Pixels
    from jlt_desktop.gui.tasks import Tasks


class AttachmentView(QDialog):
    """One attachment; a PDF is turned with the buttons or Page Up and Page Down."""

    def __init__(self, tasks: Tasks, attached: Attached, content: bytes, parent: QWidget | None = None) -> None:
        """Show the bytes of an attachment."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("附件")
        self.resize(900, 640)
        self._tasks, self._content = tasks, content
        self._number, self._count = 0, 1
        column = QVBoxLayout(self)
        column.addWidget(say.ElidedLabel(attached.name, "subtitle"))
        self._words = say.label("", "faint", wrap=False)
        self._back, self._on = say.button("上一页(&P)"), say.button("下一页(&N)")
        self._back.clicked.connect(self._turn_back)
        self._on.clicked.connect(self._turn_on)
        close = say.button("关闭(&C)", "main")
        close.clicked.connect(self.accept)
        if attached.media_type == "application/pdf":
            self.pages = PageView(tasks)
            self.pages.failed.connect(self._failed)
            column.addWidget(self.pages, 1)
            tasks.run(self, self._first, self._arrived, failed=self._failed)
        else:
            self._picture = QPixmap()
            self._picture.loadFromData(content)
            self._shown = QLabel()
            self._shown.setAccessibleName("图片")
            self._shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
            scroll = QScrollArea()
            scroll.setWidgetResizable(True)
            scroll.setWidget(self._shown)
            column.addWidget(scroll, 1)
            self._fit()
        row = QHBoxLayout()
        for one in (self._back, self._on):
            one.setVisible(attached.media_type == "application/pdf")
            row.addWidget(one)
        row.addWidget(self._words, 1)
        row.addWidget(close)
        column.addLayout(row)

    def _first(self) -> tuple[int, Pixels]:
        from jlt_desktop.paper.raster import page, page_count  # the room of paper is read when it is needed

        return page_count(self._content), page(self._content, 0, FIRST_DPI)

    def _arrived(self, found: tuple[int, Pixels]) -> None:
        self._count, first = found
        self.pages.show_pdf(self._content, first)
        self._say()

    def _failed(self, _error: object) -> None:
        self._words.setText("这个附件打不开,可能已损坏。可以另存出去用别的软件试试。")

    def _turn_back(self) -> None:
        self._turn(-1)

    def _turn_on(self) -> None:
        self._turn(1)

    def _turn(self, steps: int) -> None:
        self._number = min(max(0, self._number + steps), self._count - 1)
        self.pages.turn(self._number)
        self._say()

    def _say(self) -> None:
        self._words.setText(f"第 {self._number + 1} 页,共 {self._count} 页")
        self._back.setEnabled(self._number > 0)
        self._on.setEnabled(self._number + 1 < self._count)

    def _fit(self) -> None:
        if not self._picture.isNull():
            room = self.size() * 0.92
            fitted = self._picture.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
            size = fitted if fitted.width() < self._picture.width() else self._picture.size()
            self._shown.setPixmap(
                self._picture.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
            )
        else:
            self._words.setText("这个图片打不开。")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit a picture to the window."""
        super().resizeEvent(event)
        if hasattr(self, "_picture"):
            self._fit()
