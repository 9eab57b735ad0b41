"""The fonts of the paper room: main, bold, kai, and one for rare characters, loaded when first needed.

Faces that may not be shipped are taken from the computer when it has them; otherwise one of ours stands in and that is remembered.
Text is split into runs by what each font can draw; a character that none has is drawn as 〓 and reported.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError

from jlt_desktop.paper.system_fonts import FANGSONG, SONG, XIAOBIAOSONG, ZHONGSONG, Face, candidates, font_files, usual_folders
from jlt_desktop.paper.to_unicode import CorrectTTFont

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

MAIN, BOLD, KAI, RARE = "jlt-main", "jlt-bold", "jlt-kai", "jlt-rare"
_FILES = {MAIN: "NotoSansSC-Regular.ttf", BOLD: "NotoSansSC-Bold.ttf", KAI: "JltKai.ttf", RARE: "JltRareHan.ttf"}
MISSING = "〓"
_OURS = {FANGSONG: (KAI, "文楷"), SONG: (KAI, "文楷"), XIAOBIAOSONG: (BOLD, "思源黑体")}
_CLOSEST = {XIAOBIAOSONG: (ZHONGSONG,)}
_COMMON = "出席请假列席会议纪要年月日一二三"
# the quotation marks of our kai are as narrow as Latin ones
_NARROW = frozenset("\u201c\u201d\u2018\u2019")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one font."""

    font: str
    text: str


class Fonts:
    """The fonts of one folder. `missing` collects the characters no font could draw, with the text they stood in."""

    def __init__(self, folder: Path, system: Iterable[Path] | None = None) -> None:
        """Load nothing yet. `system`: folders with the computer's own fonts, the usual ones by default."""
        self._folder, self._system = folder, system
        self._files: dict[str, Path] | None = None
        self._faces: dict[Face, tuple[str, str]] = {}
        self._loaded: dict[str, CorrectTTFont] = {}
        self._widths: dict[str, dict[str, float]] = {}
        self.missing: list[tuple[str, str]] = []

    def face(self, face: Face) -> str:
        """Return the font that draws a face: the computer's, one close to it, or ours."""
        if face not in self._faces:
            tried = ((self._installed(one), one.title) for one in (face, *_CLOSEST.get(face, ())))
            self._faces[face] = next((found for found in tried if found[0]), _OURS[face])
        return self._faces[face][0]

    def standing_in(self, faces: Iterable[Face]) -> tuple[tuple[str, str], ...]:
        """Return (face, what is drawn in its place) for those of the faces this computer does not have."""
        pairs = ((face.title, self._faces[face][1]) for face in faces if self.face(face))
        return tuple(pair for pair in pairs if pair[0] != pair[1])

    def _installed(self, face: Face) -> str:
        if self._files is None:
            self._files = font_files(usual_folders() if self._system is None else self._system)
        for path in candidates(face, self._files):
            name = f"jlt-{path}"
            try:
                font = CorrectTTFont(name, str(path))
            except (TTFError, OSError, ValueError, struct.error, LookupError, AssertionError):
                # outlines of another kind, a licence against embedding, a broken file
                continue
            if all(ord(char) in font.face.charToGlyph for char in _COMMON):
                self._loaded[name] = font
                pdfmetrics.registerFont(font)
                return name
        return ""

    def has(self, font: str, char: str) -> bool:
        """Tell whether a font can draw a character."""
        return ord(char) in self._font(font).face.charToGlyph

    def runs(self, text: str, font: str = MAIN) -> list[Run]:
        """Split a text into runs; remembers what could not be drawn."""
        known = self._font(font).face.charToGlyph
        if all(ord(char) in known for char in text) and not (font == KAI and _NARROW.intersection(text)):
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
        first = MAIN if font == KAI and char in _NARROW else font
        for one in dict.fromkeys((first, MAIN)):
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

    def ink_top(self, text: str, size: float, font: str) -> float:
        """Return how far the ink of a text reaches above its baseline, in points."""
        return size * max((self._font(one).ink_top(drawn) for one, drawn in (self._choose(char, font) for char in text)), default=0.0)

    def _font(self, name: str) -> CorrectTTFont:
        if name not in self._loaded:
            self._loaded[name] = CorrectTTFont(name, str(self._folder / _FILES[name]))
            pdfmetrics.registerFont(self._loaded[name])
        return self._loaded[name]
