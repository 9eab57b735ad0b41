"""One page of a PDF at a time, drawn on the worker in the resolution the screen asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QLabel, QScrollArea

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from jlt_desktop.gui.tasks import Tasks

    Pixels = tuple[int, int, bytes]

WIDTH, WHOLE = "适合宽度", "整页"
ZOOMS = (WIDTH, WHOLE, "75%", "100%", "125%", "150%", "200%")
FIRST_DPI = 110
_SCREEN_DPI, _KEPT, _MARGIN, _LEAST = 96, 12, 24, 30


class PageView(QScrollArea):
    """`failed` carries what went wrong while drawing."""

    failed = Signal(object)

    def __init__(self, tasks: Tasks) -> None:
        """Begin without a page."""
        super().__init__()
        self._tasks = tasks
        self._pdf = b""
        self._number, self._zoom = 0, WIDTH
        self._pages: dict[tuple[int, int], QImage] = {}
        self._asked: tuple[int, int] = (0, 0)
        self._inches: tuple[float, float] = (8.27, 11.69)
        self.page = QLabel()
        self.page.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.page.setAccessibleName("页面")
        self.setWidget(self.page)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_pdf(self, pdf: bytes, first: Pixels) -> None:
        """Show a PDF; `first`: its first page in FIRST_DPI, which appears at once, before the fitting resolution follows."""
        self._pdf = pdf
        self._inches = (first[0] / FIRST_DPI, first[1] / FIRST_DPI)
        self._keep((0, FIRST_DPI), first)
        self._put(self._pages[0, FIRST_DPI])
        self._draw()

    def turn(self, number: int) -> None:
        """Show another page, from its top."""
        self._number = number
        self.verticalScrollBar().setValue(0)
        self._draw()

    def set_zoom(self, words: str) -> None:
        """Show the page in one of ZOOMS."""
        self._zoom = words
        self._draw()

    def _dpi(self) -> int:
        """Return the resolution the zoom asks for, in real pixels of the screen."""
        room = self.viewport().size()
        wide, high = (room.width() - _MARGIN) / self._inches[0], (room.height() - _MARGIN) / self._inches[1]
        if self._zoom == WIDTH:
            wanted = min(wide, 2.0 * _SCREEN_DPI)
        elif self._zoom == WHOLE:
            wanted = min(wide, high)
        else:
            wanted = _SCREEN_DPI * int(self._zoom.removesuffix("%")) / 100
        return max(_LEAST, int(wanted * self.devicePixelRatioF()))

    def _draw(self) -> None:
        wanted, pdf = (self._number, self._dpi()), self._pdf
        known = self._pages.get(wanted)
        self._asked = wanted
        if known is not None:
            self._put(known)
        elif pdf:

            def work() -> tuple[tuple[int, int], Pixels] | None:
                from jlt_desktop.paper.raster import page  # the room of paper is read at the first print, on the worker

                # while a window is drawn larger, many sizes are asked for and only the last one counts
                return (wanted, page(pdf, *wanted)) if wanted == self._asked else None

            self._tasks.run(self, work, self._drawn, failed=self.failed.emit)

    def _drawn(self, outcome: tuple[tuple[int, int], Pixels] | None) -> None:
        if outcome is None:
            return
        wanted, pixels = outcome
        self._keep(wanted, pixels)
        if wanted == self._asked:
            self._put(self._pages[wanted])

    def _keep(self, wanted: tuple[int, int], pixels: Pixels) -> None:
        while len(self._pages) >= _KEPT:
            del self._pages[next(iter(self._pages))]
        self._pages[wanted] = image(pixels)

    def _put(self, picture: QImage) -> None:
        shown = QPixmap.fromImage(picture)
        edge = QPainter(shown)
        edge.setPen(self.palette().color(QPalette.ColorRole.Mid))
        edge.drawRect(0, 0, shown.width() - 1, shown.height() - 1)
        edge.end()
        shown.setDevicePixelRatio(self.devicePixelRatioF())
        self.page.setPixmap(shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the page to the new room."""
        super().resizeEvent(event)
        if self._zoom in (WIDTH, WHOLE):
            self._draw()


def image(pixels: Pixels) -> QImage:
    """Return a picture of its own bytes from (width, height, RGB rows)."""
    wide, high, data = pixels
    return QImage(data, wide, high, wide * 3, QImage.Format.Format_RGB888).copy()
