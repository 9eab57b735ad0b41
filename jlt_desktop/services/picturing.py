"""A plot as pixels for the screen: the very drawing that goes on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.paper.charts import chart_pdf
from jlt_desktop.paper.raster import page

if TYPE_CHECKING:
    from jlt_desktop.domain.chart import Chart
    from jlt_desktop.paper.fonts import Fonts

_POINTS = 72


def picture(chart: Chart, fonts: Fonts, width: float, height: float, scale: float) -> tuple[int, int, bytes]:
    """Return width, height in pixels and the RGB bytes (three a pixel, no padding) of a plot.

    width, height: in points; a height of 0 means the one the plot wants. scale: pixels a point, rounded to whole dots an inch.
    """
    return page(chart_pdf(chart, fonts, width, height), 0, round(_POINTS * scale))
