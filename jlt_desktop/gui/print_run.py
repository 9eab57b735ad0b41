"""Sending the pages of a PDF to a printer, one after the other, in the resolution of paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, Qt, Signal
from PySide6.QtGui import QImage, QPageLayout, QPainter

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from jlt_desktop.domain.errors import SaidError
    from jlt_desktop.gui.tasks import Tasks

    Pixels = tuple[int, int, bytes]

DPI = 300
_STOPPED = "已停止打印。已送出的页可能还会印出来。"


class PrintRun(QObject):
    """`moved`: pages sent so far; `ended`: what became of it, in words, and the kind of label to say it in."""

    moved = Signal(int)
    ended = Signal(str, str)

    def __init__(self, pdf: bytes, pages: int, name: str, printer: QPrinter, tasks: Tasks, parent: QObject) -> None:
        """`name`: what the job is called in the printer's list, without anybody's name in it."""
        super().__init__(parent)
        self._pdf, self._printer, self._tasks = pdf, printer, tasks
        first, last = printer.fromPage(), printer.toPage()
        self._numbers = list(range((first or 1) - 1, min(last or pages, pages)))
        self._painter = QPainter()
        self._stopped, self._done = False, 0
        printer.setDocName(name)
        printer.setFullPage(True)

    def start(self) -> None:
        """Draw the first page."""
        self._next()

    def cancel(self) -> None:
        """Stop before the next page."""
        self._stopped = True

    def _next(self) -> None:
        if self._stopped or self._done == len(self._numbers):
            self._end(_STOPPED if self._stopped else f"已送到打印机:{self._done} 页。", "faint" if self._stopped else "good")
            return
        pdf, number = self._pdf, self._numbers[self._done]

        def work() -> Pixels:
            from jlt_desktop.paper.raster import page  # the room of paper is read at the first print

            return page(pdf, number, DPI)

        self._tasks.run(self, work, self._arrived, failed=self._failed)

    def _arrived(self, pixels: Pixels) -> None:
        wide, high, data = pixels
        if self._stopped:
            self._next()
            return
        if self._done == 0:
            self._printer.setPageOrientation(QPageLayout.Orientation.Landscape if wide > high else QPageLayout.Orientation.Portrait)
            if not self._painter.begin(self._printer):
                self._end("打印机没有接受。请检查打印机是否接通、有没有选对;文件没有改动,可以再试。", "problem")
                return
        else:
            self._printer.newPage()
        sheet = self._printer.pageLayout().fullRectPixels(self._printer.resolution())
        self._painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._painter.drawImage(_fitted(wide, high, sheet), QImage(data, wide, high, wide * 3, QImage.Format.Format_RGB888))
        self._done += 1
        self.moved.emit(self._done)
        self._next()

    def _failed(self, error: SaidError) -> None:
        self._end(str(error), "problem")

    def _end(self, words: str, kind: str) -> None:
        if self._painter.isActive():
            self._painter.end()
        self.ended.emit(words, kind)


def _fitted(wide: int, high: int, sheet: QRect) -> QRect:
    """Return where a page of these proportions lies on a sheet of paper."""
    size = sheet.size()
    size.setWidth(wide)
    size.setHeight(high)
    size.scale(sheet.size(), Qt.AspectRatioMode.KeepAspectRatio)
    return QRect(
        sheet.x() + (sheet.width() - size.width()) // 2, sheet.y() + (sheet.height() - size.height()) // 2, size.width(), size.height()
    )
