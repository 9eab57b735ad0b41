"""Courses by month: gaps stay gaps, the trend has a rule, the sentence says what is seen."""

from __future__ import annotations

import pytest

from jlt_desktop.domain.chart import Bars, mood_sentence, segments, spark, trend

WORDS = ("高危信号", "低落", "波动", "平稳")
MONTHS = ("2026-06", "2026-07", "2026-08", "2026-09", "2026-10", "2026-11")


def test_missing_months_make_stretches_of_their_own():
    assert segments((3, 3, None, 2, None, None, 4)) == [[(0, 3), (1, 3)], [(3, 2)], [(6, 4)]]
    assert segments((None, None)) == segments(()) == []


@pytest.mark.parametrize(("points", "said"), [
    ((), ""), ((None, 3), ""), ((2, 3), "好转"), ((3, None, 2), "变差"), ((3, 3), "持平"), ((2, 2, 3, 4), "好转"), ((4, 4, 4, 3, 2), "变差"),
    ((1, 1, 4, 3, 4, 3), "好转"), ((3, 3, 3, 3, 3), "持平"), ((3, 3, 3, 3, 4), "持平"), ((3, 3, 3, 4, 3), "持平"), ((2, None, 2, None, 2, 2), "持平"),
])  # fmt: skip
def test_the_trend_holds_the_last_two_against_those_before(points, said):
    assert trend(points) == said


def test_the_small_line_keeps_its_gaps():
    assert spark((1, 2, None, 4), 4) == "▁▃·█"
    assert spark((None, None), 4) == ""


@pytest.mark.parametrize(("points", "sentence"), [
    ((None,) * 6, "近 6 个月没有记录。"),
    ((3, 3, None, 4, None, 3), "近 6 个月 4 次记录,在“波动”和“平稳”之间,8月、10月没有记录,近来持平。"),
    ((None, None, None, None, None, 2), "近 6 个月 1 次记录,都是“低落”。"),
    ((None, None, 2, 2, 4, 4), "近 6 个月 4 次记录,在“低落”和“平稳”之间,近来好转。"),
])  # fmt: skip
def test_the_sentence_says_how_many_between_what_and_what_is_missing(points, sentence):
    assert mood_sentence(MONTHS, points, WORDS) == sentence


def test_few_people_are_not_told_apart_where_that_is_asked():
    bars = Bars(rows=(("一年级", 2), ("二年级", 0), ("三年级", 3)), hide_small=True)
    assert [bars.number(count) for _, count in bars.rows] == ["<3", "0", "3"]
    assert Bars(rows=(("一年级", 2),)).number(2) == "2"
