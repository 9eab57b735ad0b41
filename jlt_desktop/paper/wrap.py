"""Breaking Chinese text into lines: between any two characters, but not before closing nor after opening punctuation."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jlt_desktop.paper.fonts import Fonts

NOT_FIRST = frozenset("〕，。、；：？！）》」』】〉”’…—·％,.;:?!)]}%")
NOT_LAST = frozenset("〔（《「『【〈“‘([{")


def wrap(fonts: Fonts, text: str, width: float, size: float, font: str) -> list[str]:
    """Return the lines of a text in a column of `width` points; at least one."""
    if "\n" not in text and fonts.width(text, size, font) <= width:
        return [text]
    return [line for part in text.split("\n") for line in _lines(fonts, part, width, size, font)]


def _lines(fonts: Fonts, text: str, width: float, size: float, font: str) -> Iterator[str]:
    line, used = "", 0.0
    for piece in pieces(text):
        wide = fonts.width(piece, size, font)
        if used + wide <= width or (not line and len(piece) == 1):
            line, used = line + piece, used + wide
            continue
        if len(piece) > 1 and wide > width:
            # a number or word longer than the column is broken where the line is full
            for char in piece:
                one = fonts.width(char, size, font)
                if line and used + one > width:
                    yield line
                    line, used = "", 0.0
                line, used = line + char, used + one
            continue
        line, rest = _keep_together(line, piece)
        if line:
            yield line
        line, used = rest, fonts.width(rest, size, font)
    yield line


def _keep_together(line: str, piece: str) -> tuple[str, str]:
    """Return the line to end and the beginning of the next, punctuation kept with what it belongs to."""
    carried = piece
    while len(line) > 1 and (carried[0] in NOT_FIRST or line[-1] in NOT_LAST):
        carried, line = line[-1] + carried, line[:-1]
    return line, carried.lstrip(" ") or carried


def pieces(text: str) -> Iterator[str]:
    """Go through a text by what stays together: a Latin word or number, or a single other character."""
    word = ""
    for char in text:
        if char.isascii() and (char.isalnum() or char in "-_./@:"):
            word += char
            continue
        if word:
            yield word
            word = ""
        yield char
    if word:
        yield word
