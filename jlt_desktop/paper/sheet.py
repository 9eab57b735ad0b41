"""Sheets of paper being filled from top to bottom; the foot of each is written at the end, when the number of pages is known."""

from __future__ import annotations

import io
from typing import IO, TYPE_CHECKING, Any

from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from jlt_desktop.paper.fonts import MAIN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jlt_desktop.paper.fonts import Fonts

LEFT = RIGHT = 48.0
TOP, BOTTOM = 48.0, 52.0
_FOOT, _FOOT_SIZE = 30.0, 8.5
LINE_WIDTH, GREY = 0.5, 0.95


def new_canvas(out: IO[bytes], name: str, width: float, height: float) -> Canvas:
    """Return an empty canvas whose file tells nothing but the neutral name."""
    # invariant: the same document gives the same bytes, and no moment of its own stands in the file
    canvas = Canvas(out, pagesize=(width, height), invariant=1, pageCompression=1)
    canvas.setTitle(name)
    canvas.setAuthor("")
    canvas.setSubject("")
    canvas.setCreator("jlt_desktop")
    return canvas


class Sheet:
    """A canvas with a cursor `y` that goes down; coordinates in points from the lower left corner."""

    def __init__(self, fonts: Fonts, name: str, foot: tuple[str, str], *, wide: bool, first: int = 1, total: int = 0) -> None:
        """`name`: neutral, for the file's own title. `foot`: what stands left and right of the page number.

        first, total: the number of the first page and of all pages, where these are part of something larger.
        """
        self.fonts, self._foot, self._first, self._total = fonts, foot, first, total
        self.width, self.height = map(float, landscape(A4) if wide else A4)
        self._out = io.BytesIO()
        self.canvas = new_canvas(self._out, name, self.width, self.height)
        self.canvas.setLineWidth(LINE_WIDTH)
        self._pages: list[dict[str, Any]] = []
        self.y: float = self.height - TOP

    @property
    def body(self) -> float:
        """Return the width between the margins."""
        return self.width - LEFT - RIGHT

    @property
    def room(self) -> float:
        """Return how much height is left on this page."""
        return self.y - BOTTOM

    @property
    def whole(self) -> float:
        """Return the height of an empty page."""
        return self.height - TOP - BOTTOM

    def need(self, height: float) -> bool:
        """Turn the page when less than `height` is left; tells whether it did."""
        if self.room >= height:
            return False
        self.turn()
        return True

    def turn(self) -> None:
        """Begin a new page."""
        self._pages.append(dict(self.canvas.__dict__))
        self.canvas._startPage()  # noqa: SLF001  # the library's way of putting a page aside
        self.canvas.setLineWidth(LINE_WIDTH)
        self.y = self.height - TOP

    def text(self, x: float, y: float, text: str, size: float, font: str = MAIN) -> None:
        """Draw one line."""
        for run in self.fonts.runs(text, font):
            self.canvas.setFont(run.font, size)
            self.canvas.drawString(x, y, run.text)
            x += self.fonts.width(run.text, size, run.font)

    def centred(self, middle: float, y: float, text: str, size: float, font: str = MAIN) -> None:
        """Draw one line around a middle."""
        self.text(middle - self.fonts.width(text, size, font) / 2, y, text, size, font)

    def lines(self, x: float, top: float, lines: Sequence[str], size: float, leading: float, font: str = MAIN) -> None:
        """Draw lines below each other; `top` is the upper edge of the first."""
        for place, line in enumerate(lines):
            self.text(x, top - size * 0.92 - place * leading, line, size, font)

    def box(self, x: float, top: float, width: float, height: float, *, grey: bool = False) -> None:
        """Draw a ruled cell."""
        if grey:
            self.canvas.setFillGray(GREY)
            self.canvas.rect(x, top - height, width, height, stroke=1, fill=1)
            self.canvas.setFillGray(0)
        else:
            self.canvas.rect(x, top - height, width, height, stroke=1, fill=0)

    def finish(self) -> tuple[bytes, int]:
        """Write the foot of every page and return the file and how many pages it has."""
        self._pages.append(dict(self.canvas.__dict__))
        total = len(self._pages)
        for number, page in enumerate(self._pages, start=self._first):
            self.canvas.__dict__.update(page)
            self._write_foot(number, self._total or total)
            self.canvas.showPage()
        self.canvas.save()
        return self._out.getvalue(), total

    def _write_foot(self, number: int, total: int) -> None:
        left, right = self._foot
        self.text(LEFT, _FOOT, left, _FOOT_SIZE)
        self.centred(self.width / 2, _FOOT, f"第 {number} 页 共 {total} 页", _FOOT_SIZE)
        self.text(self.width - RIGHT - self.fonts.width(right, _FOOT_SIZE, MAIN), _FOOT, right, _FOOT_SIZE)
