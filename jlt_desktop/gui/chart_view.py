"""A plot on the screen: the very drawing of the paper, rendered on the worker in the screen's resolution, its sentence below."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from jlt_desktop.domain.chart import Bars, MonthGrid, MoodChart
from jlt_desktop.gui import say
from jlt_desktop.gui.look import POINTS
from jlt_desktop.gui.page_view import image

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent, QShowEvent

    from jlt_desktop.domain.chart import Chart
    from jlt_desktop.domain.errors import SaidError
    from jlt_desktop.gui.page_view import Pixels
    from jlt_desktop.gui.workplace import Workplace

    # width in real pixels, dots an inch
    Size = tuple[int, int]

_POINTS, _SCREEN_DPI, _SETTLED = 72, 96, 120
_FIRST_HIGH, _LEAST_WIDE = 180, 200
_KINDS = {MoodChart: "走势图", Bars: "条形图", MonthGrid: "各月填写情况图"}


class ChartView(QWidget):
    """The plot on white paper in every mode, so that what is seen is what is printed; its letters grow with the size of type."""

    def __init__(self, chart: Chart, place: Workplace) -> None:
        """Show a chart as wide as there is room."""
        super().__init__()
        self._chart, self._place = chart, place
        self._asked: Size = (0, 0)
        self.picture = QLabel()
        self.picture.setMinimumSize(_LEAST_WIDE, _FIRST_HIGH)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        for one in (self, self.picture):
            one.setAccessibleName(_KINDS[type(chart)])
            one.setAccessibleDescription(chart.sentence)
        self._paper = QFrame()
        self._paper.setObjectName("paper")
        self._paper.setStyleSheet("QFrame#paper { background: #ffffff; border: 1px solid palette(mid); border-radius: 6px; }")
        inside = QVBoxLayout(self._paper)
        inside.setContentsMargins(14, 10, 14, 10)
        inside.addWidget(self.picture)
        self.sentence = say.label(chart.sentence)
        self._problem = say.label("", "problem")
        self._problem.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 8)
        column.addWidget(self._paper)
        column.addWidget(self._problem)
        column.addWidget(self.sentence)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SETTLED)
        self._timer.timeout.connect(self._draw)

    def _size(self) -> Size:
        ratio = self.devicePixelRatioF()
        larger = self.font().pointSizeF() / POINTS
        return int(self.picture.width() * ratio), round(_SCREEN_DPI * ratio * max(larger, 0.5))

    def _draw(self) -> None:
        wanted = self._size()
        # what nobody sees is drawn when it comes up
        if wanted == self._asked or not self.isVisible():
            return
        self._asked = wanted
        chart, place = self._chart, self._place

        def work() -> tuple[Size, Pixels] | None:
            from jlt_desktop.services.picturing import picture  # the room of paper is read for the first plot, on the worker

            # while a window is drawn larger, many sizes are asked for and only the last one counts
            if wanted != self._asked:
                return None
            wide, dpi = wanted
            return wanted, picture(chart, place.fonts, wide * _POINTS / dpi, 0, dpi / _POINTS)

        place.tasks.run(self, work, self._arrived, failed=self._failed)

    def _arrived(self, outcome: tuple[Size, Pixels] | None) -> None:
        if outcome is None or outcome[0] != self._asked:
            return
        ratio = self.devicePixelRatioF()
        shown = QPixmap.fromImage(image(outcome[1]))
        shown.setDevicePixelRatio(ratio)
        self.picture.setPixmap(shown)
        # a label is never narrower than its pixmap by itself; the width must stay free to shrink with the window
        self.picture.setMinimumSize(_LEAST_WIDE, 0)
        self.picture.setFixedHeight(math.ceil(shown.height() / ratio))
        self._problem.hide()
        self._paper.show()

    def _failed(self, error: SaidError) -> None:
        """Say what went wrong in the plot's place; the sentence still tells what it would have shown."""
        self._asked = (0, 0)
        self._paper.hide()
        self._problem.setText(error.what)
        self._problem.show()

    def event(self, event: QEvent) -> bool:
        """Draw anew on a screen of another resolution, or in another size of type."""
        if event.type() in (QEvent.Type.DevicePixelRatioChange, QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._timer.start()
        return super().event(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what changed while nobody saw it."""
        super().showEvent(event)
        self._timer.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw anew once the size has settled."""
        super().resizeEvent(event)
        self._timer.start()
