"""Photographs among the blocks of a document: two a row, each as large as its half allows, its line below."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from PIL import Image, UnidentifiedImageError
from reportlab.lib.utils import ImageReader

from jlt_desktop.paper.blocks import draw_title
from jlt_desktop.paper.fonts import MAIN
from jlt_desktop.paper.rows import LEADING, SIZE
from jlt_desktop.paper.sheet import LEFT
from jlt_desktop.paper.wrap import wrap

if TYPE_CHECKING:
    from jlt_desktop.domain.document import Photos
    from jlt_desktop.paper.sheet import Sheet

_GAP, _HIGHEST, _AIR, _TITLED = 12.0, 300.0, 6.0, 27.0
# as fine as a printer shows in half a page's width; a camera's full size would make a box of hundreds of megabytes
_SIDE = 1600
_LOST = "这张图片打不开,请看原件。"


def draw_photos(sheet: Sheet, block: Photos) -> None:
    """Draw them row by row; a picture that cannot be opened leaves a sentence in its place."""
    share = (sheet.body - _GAP) / 2
    title = block.title
    for start in range(0, len(block.pictures), 2):
        row = [(_opened(content), wrap(sheet.fonts, words, share, SIZE, MAIN)) for content, words in block.pictures[start : start + 2]]
        tall = max(_height(picture, share) for picture, _ in row)
        below = max(len(lines) for _, lines in row) * LEADING + 2 * _AIR
        sheet.need(tall + below + _AIR + (_TITLED if title else 0.0))
        draw_title(sheet, title)
        title = ""
        sheet.y -= _AIR
        for place, (picture, lines) in enumerate(row):
            _one(sheet, picture, lines, LEFT + place * (share + _GAP), share, tall)
        sheet.y -= tall + below


def _one(sheet: Sheet, picture: ImageReader | None, lines: list[str], left: float, share: float, tall: float) -> None:
    if picture is None:
        sheet.box(left, sheet.y, share, tall)
        sheet.text(left + _AIR, sheet.y - tall / 2, _LOST, SIZE)
    else:
        wide, high = picture.getSize()
        scale = min(share / wide, _HIGHEST / high)
        sheet.canvas.drawImage(picture, left + (share - wide * scale) / 2, sheet.y - high * scale, wide * scale, high * scale)
    sheet.lines(left, sheet.y - tall - _AIR, lines, SIZE, LEADING)


def _height(picture: ImageReader | None, share: float) -> float:
    if picture is None:
        return 60.0
    wide, high = picture.getSize()
    return min(float(high) * share / float(wide), _HIGHEST)


def _opened(content: bytes) -> ImageReader | None:
    """Return a picture to draw: a JPEG of fitting size as it is, anything else made one; None when it cannot be opened."""
    try:
        with Image.open(io.BytesIO(content)) as picture:
            picture.load()
            if picture.format == "JPEG" and picture.mode in ("RGB", "L") and max(picture.size) <= _SIDE:
                return ImageReader(io.BytesIO(content))
            plain = _on_white(picture)
            plain.thumbnail((_SIDE, _SIDE))
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return None
    out = io.BytesIO()
    plain.save(out, "JPEG", quality=85)
    return ImageReader(out)


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode not in ("RGBA", "LA", "P"):
        return picture.convert("RGB")
    clear = picture.convert("RGBA")
    white = Image.new("RGB", clear.size, "white")
    white.paste(clear, mask=clear.getchannel("A"))
    return white
