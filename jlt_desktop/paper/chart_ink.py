"""The ink of plots: shapes and words put into a drawing, in tones that stay apart in black and white."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportlab.graphics.shapes import Circle, Drawing, Line, Polygon, Rect, String
from reportlab.lib.colors import HexColor

from jlt_desktop.paper.fonts import MAIN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportlab.lib.colors import Color

    from jlt_desktop.paper.fonts import Fonts

# every tone stands at 3:1 or more against the white of the paper; told apart by shape, never by colour alone
WORDS, STRONG, SOFT, MARK = HexColor("#1a1a1a"), HexColor("#1c6b72"), HexColor("#6b7280"), HexColor("#8a4b00")
WHITE = HexColor("#ffffff")
INKS = (WORDS, STRONG, SOFT, MARK)
SIZE, LEADING = 9.0, 13.0
_ASCENT = 0.36
_STEPS = (1, 2, 3, 4, 6, 12)


class Ink:
    """A drawing being filled; coordinates in points from the lower left corner."""

    def __init__(self, fonts: Fonts, width: float, height: float) -> None:
        """Begin with nothing drawn."""
        self.fonts, self.width, self.height = fonts, width, height
        self.drawing = Drawing(width, height)

    def wide(self, text: str, size: float = SIZE, font: str = MAIN) -> float:
        """Return the width of a text."""
        return self.fonts.width(text, size, font)

    def text(self, x: float, middle: float, text: str, *, size: float = SIZE, tone: Color = WORDS, font: str = MAIN) -> None:
        """Write one line whose middle is at a height."""
        for run in self.fonts.runs(text, font):
            shape = String(x, middle - size * _ASCENT, run.text, fontName=run.font, fontSize=size, fillColor=tone)
            self.drawing.add(shape)
            x += self.fonts.width(run.text, size, run.font)

    def centred(self, middle_x: float, middle: float, text: str, *, size: float = SIZE, tone: Color = WORDS, font: str = MAIN) -> None:
        """Write one line around a middle, moved inside the drawing where it would leave it."""
        wide = self.wide(text, size, font)
        self.text(max(0.0, min(middle_x - wide / 2, self.width - wide)), middle, text, size=size, tone=tone, font=font)

    def line(
        self, one: tuple[float, float], other: tuple[float, float], tone: Color, thick: float = 0.6, dash: Sequence[float] | None = None
    ) -> None:
        """Draw a line; dash: lengths on and off."""
        more = {"strokeDashArray": list(dash)} if dash else {}
        self.drawing.add(Line(*one, *other, strokeColor=tone, strokeWidth=thick, strokeLineCap=0, **more))

    def dot(self, x: float, y: float, radius: float) -> None:
        """Draw a record: a filled disc."""
        self.drawing.add(Circle(x, y, radius, fillColor=STRONG, strokeColor=None))

    def arrow(self, x: float, tip: float, size: float) -> None:
        """Draw a mark that points down to a month."""
        points = [x - size / 2, tip + size, x + size / 2, tip + size, x, tip]
        self.drawing.add(Polygon(points, fillColor=MARK, strokeColor=None))

    def solid(self, x: float, low: float, width: float, height: float) -> None:
        """Draw a filled box."""
        self.drawing.add(Rect(x, low, width, height, fillColor=STRONG, strokeColor=STRONG, strokeWidth=0.6))

    def hollow(self, x: float, low: float, width: float, height: float) -> None:
        """Draw an empty box."""
        self.drawing.add(Rect(x, low, width, height, fillColor=WHITE, strokeColor=STRONG, strokeWidth=0.8))

    def hatched(self, x: float, low: float, width: float, height: float, step: float = 3.0) -> None:
        """Draw a box with slanted lines."""
        self.hollow(x, low, width, height)
        start = x - height + step
        while start < x + width:
            left, right = max(start, x), min(start + height, x + width)
            if right > left:
                self.line((left, low + left - start), (right, low + right - start), STRONG, 0.9)
            start += step

    def crossed(self, x: float, low: float, width: float, height: float) -> None:
        """Draw an empty box with a cross."""
        self.hollow(x, low, width, height)
        middle_x, middle, arm = x + width / 2, low + height / 2, min(width, height) * 0.26
        for turn in (-arm, arm):
            self.line((middle_x - arm, middle - turn), (middle_x + arm, middle + turn), WORDS, 1.0)

    def months(self, months: Sequence[str], left: float, share: float, middles: tuple[float, float]) -> None:
        """Write months, each in the middle of its share, as many as have room. middles: of the months, and of years without room there."""
        # the year stands before the month where there is room, otherwise in a line of its own
        beside = self.wide("2026年12月") + 3 <= share
        every = next((step for step in _STEPS if step * share >= self.wide("12月") + 3), _STEPS[-1])
        years: dict[str, float] = {}
        for number, month in enumerate(months):
            # counted from January, so that a year begins with a label
            if (int(month[5:]) - 1) % every and len(months) >= every:
                continue
            x, year, words = left + (number + 0.5) * share, f"{month[:4]}年", f"{int(month[5:])}月"
            self.centred(x, middles[0], year + words if beside and year not in years else words)
            years.setdefault(year, x)
        places = list(years.values())
        for place, (year, x) in enumerate(years.items()):
            # one that would run into the next gives way: it ends there
            if not beside and (place + 1 == len(places) or places[place + 1] - x >= self.wide(year) + 4):
                self.centred(x, middles[1], year, tone=SOFT)
