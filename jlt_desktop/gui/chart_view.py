"""A plot on the screen: the very drawing of the paper, rendered on the worker in the screen's resolution, its sentence below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout

from jlt_desktop.gui import say
from jlt_desktop.gui.page_view import image

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from jlt_desktop.domain.chart import Chart
    from jlt_desktop.gui.page_view import Pixels
    from jlt_desktop.gui.workplace import Workplace

_POINTS, _SETTLED = 72, 120
_HIGH = 170


class ChartView(QFrame):
    """White like paper in every mode, so that what is seen is what is printed."""

    def __init__(self, chart: Chart, place: Workplace) -> None:
        """Show a chart as wide as there is room."""
        super().__init__()
        self._chart, self._place = chart, place
        self.setProperty("kind", "card")
        self.picture = QLabel()
        self.picture.setFixedHeight(_HIGH)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setAccessibleName("走势图")
        self.picture.setAccessibleDescription(chart.sentence)
        self.picture.setMinimumWidth(200)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 6)
        column.addWidget(self.picture)
        column.addWidget(say.label(chart.sentence, "faint"))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SETTLED)
        self._timer.timeout.connect(self._draw)
        self._drawn_for = 0

    def _draw(self) -> None:
        width, ratio = self.picture.width(), self.devicePixelRatioF()
        if width <= 0 or width == self._drawn_for:
            return
        self._drawn_for = width
        chart, place = self._chart, self._place

        def work() -> Pixels:
            from jlt_desktop.paper.charts import chart_pdf  # the room of paper is read for the first plot, on the worker
            from jlt_desktop.paper.raster import page

            # a point of paper is a pixel of a plain screen, so letters are as large as those around them
            scale = 1.3
            return page(chart_pdf(chart, place.fonts, width / scale, _HIGH / scale), 0, int(_POINTS * scale * ratio))

        place.tasks.run(self, work, self._arrived)

    def _arrived(self, pixels: Pixels) -> None:
        shown = QPixmap.fromImage(image(pixels))
        shown.setDevicePixelRatio(self.devicePixelRatioF())
        self.picture.setPixmap(shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw anew once the size has settled."""
        super().resizeEvent(event)
        self._timer.start()
