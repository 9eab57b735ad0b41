"""The page of an official paper after GB/T 9704-2012: type area, 22 lines a page, 28 characters a line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportlab.lib.pagesizes import A4

from jlt_desktop.paper.paragraphs import Line, draw_line

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

    from jlt_desktop.paper.fonts import Fonts

MM = 72 / 25.4
PAGE = (float(A4[0]), float(A4[1]))
LEFT, TOP, WIDTH, HEIGHT = 28 * MM, 37 * MM, 156 * MM, 225 * MM
LINES = 22
PITCH = HEIGHT / LINES
# 16 points would leave room for 27 characters; 28 of these fill the type area
SIZE, SMALL, TITLE = 15.75, 14.0, 22.0
RED = (1.0, 0.0, 0.0)
# the middle of a Chinese character above its baseline, in parts of its size
_MIDDLE = 0.36


@dataclass(frozen=True, slots=True)
class Paper:
    """A canvas whose lines are counted from 0 at the top of the type area; other places in points from the lower left corner."""

    canvas: Canvas
    fonts: Fonts

    def edge(self, row: float) -> float:
        """Return the upper edge of a line."""
        return PAGE[1] - TOP - row * PITCH

    def line(self, row: float, line: Line, size: float) -> None:
        """Draw a line in the middle of its height."""
        draw_line(self.canvas, self.fonts, line, (LEFT, self._baseline(row, size)), size)

    def text(self, row: float, x: float, text: str, size: float, font: str) -> None:
        """Draw a text whose left edge is `x` points into the type area."""
        self.at(LEFT + x, self._baseline(row, size), text, size, font)

    def centred(self, row: float, text: str, size: float, font: str) -> None:
        """Draw a text in the middle of a line."""
        self.text(row, (WIDTH - self.fonts.width(text, size, font)) / 2, text, size, font)

    def to_right(self, row: float, text: str, size: float, font: str) -> None:
        """Draw a text that ends one character before the right edge."""
        self.text(row, WIDTH - size - self.fonts.width(text, size, font), text, size, font)

    def at(self, x: float, y: float, text: str, size: float, font: str) -> None:
        """Draw a text from a place on its baseline."""
        for run in self.fonts.runs(text, font):
            self.canvas.setFont(run.font, size)
            self.canvas.drawString(x, y, run.text)
            x += self.fonts.width(run.text, size, run.font)

    def rule(self, y: float, thick: float) -> None:
        """Draw a line as wide as the type area."""
        self.canvas.setLineWidth(thick)
        self.canvas.line(LEFT, y, LEFT + WIDTH, y)

    def _baseline(self, row: float, size: float) -> float:
        return self.edge(row) - PITCH / 2 - _MIDDLE * size
