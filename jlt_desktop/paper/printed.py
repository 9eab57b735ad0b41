"""What comes back from drawing: the file, and what a reader of it should be told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jlt_desktop.paper.fonts import Fonts


@dataclass(frozen=True, slots=True)
class Printed:
    """A finished print.

    missing: for each character no font could draw, the character and the text it stands in. standing_in: (face, what is drawn in its
    place) for faces this computer does not have.
    """

    pdf: bytes
    pages: int
    missing: tuple[str, ...]
    standing_in: tuple[tuple[str, str], ...] = ()


def undrawn(fonts: Fonts) -> tuple[str, ...]:
    """Return what no font could draw since the fonts' list was cleared."""
    return tuple(f"{text}(U+{ord(char):04X})" for char, text in fonts.missing)
