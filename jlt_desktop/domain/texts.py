"""Cleaning of typed and cell text that may be done silently: spaces, control characters, number cells."""

from __future__ import annotations

import re

_SPACES = " \t\r\n\f\v\u3000\u00a0\u200b\u200c\u200d\u2060\ufeff"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u2060\ufeff]")


def trimmed(text: str) -> str:
    """Return the text without white space at its ends, the full-width and invisible kinds included."""
    return text.strip(_SPACES)


def without_controls(text: str) -> str:
    """Return the text trimmed, without the control characters that spreadsheets and old systems leave in cells."""
    return trimmed(text if text.isprintable() else _CONTROL.sub("", text))


def plain_text(raw: object, *, keep_lines: bool = False) -> str:
    """Return a cell or a typed text as one clean text: a whole number cell without `.0`, no control characters."""
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    text = raw if isinstance(raw, str) else str(raw)
    if text.isascii() and text.isalnum():
        return text
    text = _CONTROL.sub("", text)
    if keep_lines:
        return trimmed(text.replace("\r\n", "\n").replace("\r", "\n"))
    return trimmed(re.sub(r"[\t\r\n]+", " ", text))
