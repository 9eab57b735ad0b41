"""A plot among the blocks of a document, its sentence as the caption below; a long grid of months goes on to the next page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reportlab.graphics import renderPDF

from jlt_desktop.domain.chart import MonthGrid
from jlt_desktop.paper.blocks import draw_title
from jlt_desktop.paper.chart_tables import rows_in
from jlt_desktop.paper.charts import chart_height, drawing
from jlt_desktop.paper.fonts import MAIN
from jlt_desktop.paper.rows import LEADING, SIZE
from jlt_desktop.paper.sheet import LEFT
from jlt_desktop.paper.wrap import wrap

if TYPE_CHECKING:
    from jlt_desktop.domain.chart import Chart
    from jlt_desktop.domain.document import Picture
    from jlt_desktop.paper.sheet import Sheet

_AIR, _HEADING = 8.0, 27.0


def draw_picture(sheet: Sheet, block: Picture) -> None:
    """Draw a plot as wide as the page, with its sentence; the two and the title stay on one page."""
    caption = wrap(sheet.fonts, block.chart.sentence, sheet.body, SIZE, MAIN)
    below = len(caption) * LEADING + _AIR
    wanted = chart_height(block.chart, sheet.fonts, sheet.body) + 2 * _AIR + below + (_HEADING if block.title else 0.0)
    if wanted <= sheet.whole:
        sheet.need(wanted)
    draw_title(sheet, block.title)
    chart = block.chart
    while isinstance(chart, MonthGrid) and chart_height(chart, sheet.fonts, sheet.body) + 2 * _AIR + below > sheet.room:
        fits = rows_in(sheet.room - _AIR)
        if fits > 0:
            # the last rows wait for the caption, so that it never stands alone
            fits = min(fits, len(chart.rows) - 1)
            _draw(sheet, replace(chart, rows=chart.rows[:fits]))
            chart = replace(chart, rows=chart.rows[fits:])
        sheet.turn()
    _draw(sheet, chart)
    sheet.y -= _AIR
    sheet.lines(LEFT, sheet.y, caption, SIZE, LEADING)
    sheet.y -= below - _AIR


def _draw(sheet: Sheet, chart: Chart) -> None:
    made = drawing(chart, sheet.fonts, sheet.body)
    sheet.y -= _AIR + made.height
    renderPDF.draw(made, sheet.canvas, LEFT, sheet.y)
