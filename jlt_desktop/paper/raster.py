"""Pages of a PDF as pictures, for the preview and for printers: the same bytes that go to paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2

if TYPE_CHECKING:
    from collections.abc import Iterator

_POINTS = 72


def page_count(pdf: bytes) -> int:
    """Return how many pages a PDF has."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def page(pdf: bytes, number: int, dpi: int) -> tuple[int, int, bytes]:
    """Return width, height and the RGB bytes (three a pixel, no padding) of a page; the first is number 0."""
    return next(_pages(pdf, (number,), dpi))


def _pages(pdf: bytes, numbers: tuple[int, ...], dpi: int) -> Iterator[tuple[int, int, bytes]]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        for number in numbers:
            opened = document[number]
            bitmap = opened.render(scale=dpi / _POINTS, rev_byteorder=True, prefer_bgrx=False)
            # rows may be padded; the picture is handed on without
            stride, width, height = bitmap.stride, bitmap.width, bitmap.height
            raw = bytes(bitmap.buffer)
            rows = (raw[line * stride : line * stride + width * 3] for line in range(height))
            yield width, height, b"".join(rows)
            bitmap.close()
            opened.close()
    finally:
        document.close()
