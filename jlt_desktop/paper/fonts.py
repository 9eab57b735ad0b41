"""The fonts of the paper room: main, bold, kai, and one for rare characters, loaded when first needed.

Text is split into runs by what each font can draw; a character that none has is drawn as 〓 and reported.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportlab.pdfbase import pdfmetrics

from jlt_desktop.paper.to_unicode import CorrectTTFont

if TYPE_CHECKING:
    from pathlib import Path

MAIN, BOLD, KAI, RARE = "jlt-main", "jlt-bold", "jlt-kai", "jlt-rare"
_FILES = {MAIN: "NotoSansSC-Regular.ttf", BOLD: "NotoSansSC-Bold.ttf", KAI: "JltKai.ttf", RARE: "JltRareHan.ttf"}
MISSING = "〓"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one font."""

    font: str
    text: str


class Fonts:
    """The fonts of one folder. `missing` collects the characters no font could draw, with the text they stood in."""

    def __init__(self, folder: Path) -> None:
        """Load nothing yet."""
        self._folder = folder
        self._loaded: dict[str, CorrectTTFont] = {}
        self._widths: dict[str, dict[str, float]] = {}
        self.missing: list[tuple[str, str]] = []

    def has(self, font: str, char: str) -> bool:
        """Tell whether a font can draw a character."""
        return ord(char) in self._font(font).face.charToGlyph

    def runs(self, text: str, font: str = MAIN) -> list[Run]:
        """Split a text into runs; remembers what could not be drawn."""
        known = self._font(font).face.charToGlyph
        if all(ord(char) in known for char in text):
            return [Run(font, text)] if text else []
        runs: list[Run] = []
        for char in text:
            chosen, drawn = self._choose(char, font)
            if drawn != char and (char, text) not in self.missing:
                self.missing.append((char, text))
            if runs and runs[-1].font == chosen:
                runs[-1] = Run(chosen, runs[-1].text + drawn)
            else:
                runs.append(Run(chosen, drawn))
        return runs

    def _choose(self, char: str, font: str) -> tuple[str, str]:
        for one in dict.fromkeys((font, MAIN)):
            if self.has(one, char):
                return one, char
        if ord(char) > 0x2E00 and self.has(RARE, char):
            return RARE, char
        return MAIN, MISSING

    def width(self, text: str, size: float, font: str = MAIN) -> float:
        """Return the width of a text in points."""
        table = self._widths.setdefault(font, {})
        total = 0.0
        for char in text:
            if char not in table:
                chosen, drawn = self._choose(char, font)
                table[char] = self._font(chosen).stringWidth(drawn, 1)
            total += table[char]
        return total * size

    def _font(self, name: str) -> CorrectTTFont:
        if name not in self._loaded:
            self._loaded[name] = CorrectTTFont(name, str(self._folder / _FILES[name]))
            pdfmetrics.registerFont(self._loaded[name])
        return self._loaded[name]
