"""A font whose PDF copies every character right, those beyond U+FFFF too.

The library writes five hexadecimal digits for such a character in the table that maps glyphs back to text, and more than a hundred
entries in one block; readers then copy another character. The table is written anew here.
Source: PDF 32000-1, 9.10.3, and Adobe Technical Note 5411, which asks for UTF-16BE and at most 100 entries a block.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

from reportlab.pdfbase.ttfonts import SUBSETN, TTFont

if TYPE_CHECKING:
    from collections.abc import Sequence

_BLOCK = 100
_HEAD = (
    "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
    "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
    "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<00> <FF>\nendcodespacerange\n"
)
_TAIL = "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"


class CorrectTTFont(TTFont):  # type: ignore[misc]  # the library has no types
    """A TrueType font with a right table from glyphs to text."""

    def addObjects(self, doc: Any) -> None:  # noqa: N802  # the library's name
        """Write the font's objects, then put the right table in place of the library's."""
        subsets = [list(one) for one in self.state[doc].subsets]
        super().addObjects(doc)
        for place, subset in enumerate(subsets):
            name = b"".join((SUBSETN(place), b"+", self.face.name, self.face.subfontNameX)).decode("pdfdoc")
            doc.idToObject[f"toUnicodeCMap:{name}"].content = to_unicode(subset)

    def ink_top(self, char: str) -> float:
        """Return how far a character's outline reaches above the baseline, in parts of the em; 0 for one without ink."""
        face = self.face
        glyph = face.charToGlyph[ord(char)]
        place, end = face.glyphPos[glyph], face.glyphPos[glyph + 1]
        if place == end:
            return 0.0
        # a glyph begins with its number of contours and its box: left, bottom, right, top
        (top,) = struct.unpack_from(">8xh", face.get_chunk(face.get_table_pos("glyf")[0] + place, 10))
        return float(top) / float(face.unitsPerEm)


def to_unicode(subset: Sequence[int]) -> str:
    """Return the table for a subset: position -> code point."""
    lines = [f"<{place:02X}> <{chr(code).encode('utf-16-be').hex().upper()}>" for place, code in enumerate(subset)]
    blocks = [lines[start : start + _BLOCK] for start in range(0, len(lines), _BLOCK)]
    body = "".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n" for block in blocks)
    return _HEAD + body + _TAIL
