"""The four bands of the home page, for every day of the week."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from jlt_desktop.domain.due import BANDS, band

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize("weekday", range(7))
def test_a_week_ends_on_sunday(weekday: int) -> None:
    today = MONDAY + timedelta(days=weekday)
    named = {ahead: BANDS[band(today + timedelta(days=ahead), today)] for ahead in range(-8, 15)}
    sunday = 6 - weekday
    for ahead, title in named.items():
        expected = "已逾期" if ahead < 0 else "今天" if ahead == 0 else "本周" if ahead <= sunday else "以后"
        assert title == expected, (today, ahead)


def test_on_sunday_nothing_is_left_for_this_week() -> None:
    sunday = MONDAY + timedelta(days=6)
    assert BANDS[band(sunday + timedelta(days=1), sunday)] == "以后"
