"""Plots in ink: one drawing for the paper and, as a page of its own, for the screen. Readable in black and white."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from jlt_desktop.domain.chart import Bars, MoodChart, segments
from jlt_desktop.paper.fonts import MAIN
from jlt_desktop.paper.sheet import new_canvas

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

    from jlt_desktop.domain.chart import Chart
    from jlt_desktop.paper.fonts import Fonts

_SIZE, _SMALL = 9.0, 8.0
_LINE, _INK = (0.09, 0.36, 0.42), (0.1, 0.1, 0.1)
_DOT, _ROW = 3.2, 20.0
_EVENTS = 26.0
_MONTHS = 18.0
MOOD_HEIGHT = 150.0


def chart_height(chart: Chart) -> float:
    """Return the height a chart is drawn in, in points."""
    return MOOD_HEIGHT if isinstance(chart, MoodChart) else _ROW * max(1, len(chart.rows)) + 6


def draw_chart(canvas: Canvas, fonts: Fonts, chart: Chart, box: tuple[float, float, float, float]) -> None:
    """Draw a chart into a box: left, lower edge, width, height in points."""
    canvas.saveState()
    (_Mood(canvas, fonts, chart, box) if isinstance(chart, MoodChart) else _Bars(canvas, fonts, chart, box)).draw()
    canvas.restoreState()


def chart_pdf(chart: Chart, fonts: Fonts, width: float, height: float) -> bytes:
    """Return a PDF of one page that is the chart and nothing else, for the screen. Sizes in points."""
    out = io.BytesIO()
    canvas = new_canvas(out, "图", width, height)
    draw_chart(canvas, fonts, chart, (6, 6, width - 12, height - 12))
    canvas.showPage()
    canvas.save()
    return out.getvalue()


class _Pen:
    def __init__(self, canvas: Canvas, fonts: Fonts) -> None:
        self.canvas, self.fonts = canvas, fonts

    def text(self, x: float, y: float, text: str, size: float = _SIZE, at: str = "left") -> None:
        width = self.fonts.width(text, size, MAIN)
        x -= {"left": 0.0, "middle": width / 2, "right": width}[at]
        for run in self.fonts.runs(text, MAIN):
            self.canvas.setFont(run.font, size)
            self.canvas.drawString(x, y, run.text)
            x += self.fonts.width(run.text, size, run.font)


class _Mood(_Pen):
    """Words at the left, months below, events on a strip above; a line between neighbouring months only."""

    def __init__(self, canvas: Canvas, fonts: Fonts, chart: MoodChart, box: tuple[float, float, float, float]) -> None:
        super().__init__(canvas, fonts)
        self._chart = chart
        left, low, width, height = box
        words = max((fonts.width(word, _SIZE, MAIN) for word in chart.words), default=0) + 8
        self._left, self._right = left + words, left + width - 4
        self._low, self._high = low + _MONTHS, low + height - (_EVENTS if chart.events else 6)

    def _x(self, place: int) -> float:
        step = (self._right - self._left) / max(1, len(self._chart.months))
        return self._left + step * (place + 0.5)

    def _y(self, point: int) -> float:
        step = (self._high - self._low) / max(1, len(self._chart.words))
        return self._low + step * (point - 0.5)

    def draw(self) -> None:
        """Draw the frame, then the course over it."""
        self._grid()
        self._events()
        self.canvas.setLineWidth(1.6)
        self.canvas.setStrokeColorRGB(*_LINE)
        for stretch in segments(self._chart.points):
            path = self.canvas.beginPath()
            path.moveTo(self._x(stretch[0][0]), self._y(stretch[0][1]))
            for following, height in stretch[1:]:
                path.lineTo(self._x(following), self._y(height))
            self.canvas.drawPath(path, stroke=1, fill=0)
        self.canvas.setFillColorRGB(*_LINE)
        for place, point in enumerate(self._chart.points):
            if point is not None:
                self.canvas.circle(self._x(place), self._y(point), _DOT, stroke=0, fill=1)

    def _grid(self) -> None:
        canvas, chart = self.canvas, self._chart
        canvas.setFillColorRGB(*_INK)
        canvas.setLineWidth(0.4)
        for point, word in enumerate(chart.words, start=1):
            y = self._y(point)
            canvas.setStrokeGray(0.45 if point == chart.neutral else 0.85)
            canvas.setDash(*((4, 3) if point == chart.neutral else ()))
            canvas.line(self._left, y, self._right, y)
            canvas.setDash()
            self.text(self._left - 6, y - _SIZE * 0.35, word, at="right")
        canvas.setStrokeGray(0.3)
        canvas.line(self._left, self._low, self._right, self._low)
        every = 1 if len(chart.months) <= 14 else 2
        for place, month in enumerate(chart.months):
            if place % every == 0:
                year = f"{month[:4]}年" if place == 0 or month.endswith("-01") else ""
                self.text(self._x(place), self._low - 11, f"{year}{int(month[5:])}月", _SMALL, "middle")
            if chart.points[place] is None:
                canvas.setFillGray(0.45)
                self.text(self._x(place), self._low + 3, "无记录" if len(chart.months) <= 8 else "无", _SMALL - 1, "middle")
                canvas.setFillColorRGB(*_INK)

    def _events(self) -> None:
        chart, canvas = self._chart, self.canvas
        places = {month: place for place, month in enumerate(chart.months)}
        heads: dict[int, list[str]] = {}
        for month, word in chart.events:
            if month in places:
                heads.setdefault(places[month], []).append(word)
        for place, found in heads.items():
            x = self._x(place)
            canvas.setStrokeGray(0.55)
            canvas.setLineWidth(0.5)
            canvas.setDash(1, 2)
            canvas.line(x, self._low, x, self._high + 2)
            canvas.setDash()
            canvas.setFillColorRGB(*_INK)
            canvas.drawPath(self._triangle(x, self._high + 4), stroke=0, fill=1)
            self.text(x, self._high + 12, "、".join(found), _SMALL, "middle")

    def _triangle(self, x: float, y: float) -> object:
        path = self.canvas.beginPath()
        path.moveTo(x - 3, y + 5)
        path.lineTo(x + 3, y + 5)
        path.lineTo(x, y)
        path.close()
        return path


class _Bars(_Pen):
    """Labels at the left, bars from a common edge, the number at the end of each."""

    def __init__(self, canvas: Canvas, fonts: Fonts, chart: Bars, box: tuple[float, float, float, float]) -> None:
        super().__init__(canvas, fonts)
        self._chart, self._box = chart, box

    def draw(self) -> None:
        """Draw row below row."""
        left, low, width, height = self._box
        chart, canvas = self._chart, self.canvas
        words = max((self.fonts.width(label, _SIZE, MAIN) for label, _ in chart.rows), default=0) + 8
        most = max((count for _, count in chart.rows), default=0) or 1
        room = width - words - 46
        row = height / max(1, len(chart.rows))
        for place, (label, count) in enumerate(chart.rows):
            y = low + height - row * (place + 1)
            canvas.setFillColorRGB(*_INK)
            self.text(left + words - 6, y + row / 2 - _SIZE * 0.35, label, at="right")
            canvas.setFillColorRGB(*_LINE)
            shown = 1 if chart.hide_small and 0 < count < 3 else count
            canvas.rect(left + words, y + row * 0.2, room * shown / most, row * 0.6, stroke=0, fill=1)
            canvas.setFillColorRGB(*_INK)
            self.text(left + words + room * shown / most + 5, y + row / 2 - _SIZE * 0.35, f"{chart.number(count)} {chart.unit}")
