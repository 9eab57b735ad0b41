"""One drawing of a plot for screen, file and paper."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from reportlab.graphics import renderPDF

from jlt_desktop.domain.chart import Bars, MonthGrid, MoodChart
from jlt_desktop.paper import chart_mood
from jlt_desktop.paper.chart_ink import Ink
from jlt_desktop.paper.chart_tables import bars_height, draw_bars, draw_grid_of_months, grid_height
from jlt_desktop.paper.sheet import new_canvas

if TYPE_CHECKING:
    from reportlab.graphics.shapes import Drawing

    from jlt_desktop.domain.chart import Chart
    from jlt_desktop.paper.fonts import Fonts

LEAST_WIDTH = 120.0


def chart_height(chart: Chart, fonts: Fonts, width: float) -> float:
    """Return the height a plot wants at a width, in points."""
    match chart:
        case MoodChart():
            return chart_mood.mood_height(chart, fonts, width)
        case Bars():
            return bars_height(chart)
        case MonthGrid():
            return grid_height(chart)


def drawing(chart: Chart, fonts: Fonts, width: float, height: float = 0.0) -> Drawing:
    """Return the plot in ink, `width` by `height` points; a height of 0 means the one it wants. What no font has is in fonts.missing."""
    width = max(width, LEAST_WIDTH)
    ink = Ink(fonts, width, height or chart_height(chart, fonts, width))
    match chart:
        case MoodChart():
            chart_mood.draw(chart, ink)
        case Bars():
            draw_bars(chart, ink)
        case MonthGrid():
            draw_grid_of_months(chart, ink)
    return ink.drawing


def chart_pdf(chart: Chart, fonts: Fonts, width: float, height: float = 0.0) -> bytes:
    """Return a PDF of one page that is just the plot, sizes as in `drawing`. The same plot gives the same bytes."""
    made = drawing(chart, fonts, width, height)
    out = io.BytesIO()
    canvas = new_canvas(out, "图", made.width, made.height)
    renderPDF.draw(made, canvas, 0, 0)
    canvas.showPage()
    canvas.save()
    return out.getvalue()
