"""Light and dark: every colour that carries words stands out from what is behind it."""

from __future__ import annotations

import pytest

from jlt_desktop.gui.look import DARK, LIGHT


def brightness(colour):
    """Relative luminance as WCAG defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.03928 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    low, high = sorted((brightness(one), brightness(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_words_can_be_read(colours):
    grounds = (colours.window, colours.base, colours.raised, colours.selected)
    assert min(contrast(colours.text, one) for one in grounds) >= 7
    for name in ("faint", "overdue", "today", "week", "good", "accent"):
        found = {one: round(contrast(getattr(colours, name), one), 2) for one in grounds[:3]}
        assert min(found.values()) >= 4.5, (name, found)
    assert contrast(colours.on_accent, colours.accent) >= 4.5
    assert contrast(colours.on_strip, colours.strip) >= 7


def test_the_sum_is_right():
    assert round(contrast("#000000", "#ffffff"), 1) == 21.0
    assert contrast("#777777", "#777777") == 1
