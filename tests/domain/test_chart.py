"""Courses by month: gaps stay gaps, the trend has a rule, the sentence says what is seen."""

from __future__ import annotations

import pytest

from jlt_desktop.domain.chart import (
    FILLED,
    LATE,
    MISSING,
    OUTSIDE,
    Bars,
    MonthGrid,
    MoodChart,
    bars_sentence,
    grid_sentence,
    mood_sentence,
    segments,
    spark,
    trend,
)

WORDS = ("高危信号", "低落", "波动", "平稳")
MONTHS = ("2026-06", "2026-07", "2026-08", "2026-09", "2026-10", "2026-11")


def test_missing_months_make_stretches_of_their_own():
    assert segments((3, 3, None, 2, None, None, 4)) == [[(0, 3), (1, 3)], [(3, 2)], [(6, 4)]]
    assert segments((None, None)) == segments(()) == []


@pytest.mark.parametrize(("points", "said"), [
    ((), ""), ((None, 3), ""), ((2, 3), "好转"), ((3, None, 2), "变差"), ((3, 3), "持平"), ((2, 2, 3, 4), "好转"), ((4, 4, 4, 3, 2), "变差"),
    ((1, 1, 4, 3, 4, 3), "好转"), ((3, 3, 3, 3, 3), "持平"), ((3, 3, 3, 3, 4), "持平"), ((3, 3, 3, 4, 3), "持平"), ((2, None, 2, None, 2, 2), "持平"), ((2, 2, 2, 2, 1), "变差"), ((3, 3, 3, 2, 3), "持平"),
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


@pytest.mark.parametrize(("points", "gaps"), [
    ((3, None, None, 3, 3, None), "7月至8月、11月没有记录"), ((None, None, 3, None, 3, 3), ",9月没有记录"), ((3,) * 6, None),
])  # fmt: skip
def test_gaps_in_a_row_are_told_together_and_none_before_the_first_record(points, gaps):
    said = mood_sentence(MONTHS, points, WORDS)
    assert (gaps in said) if gaps else ("没有记录" not in said)
    assert "6月" not in said


def test_months_of_another_year_carry_it_and_many_gaps_are_counted():
    months = ("2025-10", "2025-11", "2025-12", "2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06")
    assert "2025年11月至12月、2026" not in mood_sentence(months, (3, None, None, 3, None, 3, 3, 3, 3), WORDS)
    assert ",2025年11月至12月、2月没有记录" in mood_sentence(months, (3, None, None, 3, None, 3, 3, 3, 3), WORDS)
    assert ",2025年12月至2026年1月没有记录" in mood_sentence(months, (3, 3, None, None, 3, 3, 3, 3, 3), WORDS)
    assert ",其间 4 个月没有记录" in mood_sentence(months, (3, None, 3, None, 3, None, 3, None, 3), WORDS)


def test_a_line_keeps_one_place_for_each_month():
    points = (None, 1, None, None, 4, 2, None)
    drawn = spark(points, 4)
    assert len(drawn) == len(points)
    assert [one == "·" for one in drawn] == [one is None for one in points]
    assert spark((2,), 4) == drawn[5]


@pytest.mark.parametrize("wrong", [
    {"months": ("2026-01", "2026-03"), "points": (1, 1)}, {"months": ("2026-12", "2027-01"), "points": (1,)},
    {"months": ("2026-01",), "points": (5,)}, {"months": ("2026-01",), "points": (0,)},
])  # fmt: skip
def test_parts_that_do_not_fit_are_refused(wrong):
    with pytest.raises(ValueError):
        MoodChart(words=WORDS, **wrong)


def test_a_grid_takes_known_states_only_one_a_month():
    for states in ((FILLED,), (FILLED, "else")):
        with pytest.raises(ValueError):
            MonthGrid(rows=(("甲", states),), months=("2026-01", "2026-02"))


def test_the_total_is_not_told_where_it_would_give_a_small_count_away():
    rows = (("一年级", 12), ("二年级", 2), ("三年级", 0))
    assert bars_sentence(rows) == "共 14 人,“一年级”最多,12 人。"
    assert bars_sentence(rows, hide_small=True) == "“一年级”最多,12 人;少于 3 人的不写具体数,也不写合计。"
    assert bars_sentence((("一年级", 2),), hide_small=True) == "各项都少于 3 人,不写具体数。"
    assert bars_sentence((("一年级", 3), ("二年级", 3)), hide_small=True) == "共 6 人,“一年级”、“二年级”最多,各 3 人。"
    assert bars_sentence(()) == bars_sentence((("一年级", 0),)) == "没有数据。"


def test_the_sentence_of_a_grid_counts_what_was_asked_for():
    months = ("2026-01", "2026-02")
    assert (
        grid_sentence((("甲", (FILLED, LATE)), ("乙", (OUTSIDE, MISSING))), months)
        == "2 人近 2 个月应填 3 次:按时 1 次,迟填 1 次,缺 1 次。"
    )
    assert grid_sentence((("乙", (OUTSIDE, OUTSIDE)),), months) == grid_sentence((), months) == "近 2 个月没有要填的。"
