"""Minutes as a value: numbers of papers, numbers of paragraphs, signs as papers print them."""

from __future__ import annotations

import pytest

from jlt_desktop.domain.minutes import Paragraph, chinese, number_text, numbered, official_text


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("〔2026〕3号", "〔2026〕3号"),
        ("[2026]03号", "〔2026〕3号"),
        ("\uff082026年\uff09第3号", "〔2026〕第3号"),
        ("【2026】 12号", "〔2026〕12号"),
        ("第03期", "第3期"),
        ("第10期", "第10期"),
        (" 7 ", "第7期"),
        ("家委会纪要〔2026〕003号", "家委会纪要〔2026〕3号"),
        ("", ""),
    ],
)
def test_numbers_have_the_brackets_of_the_standard_and_no_leading_zeros(typed, printed):
    assert number_text(typed) == printed


def test_paragraphs_are_numbered_in_their_order_and_begin_anew_below_a_heading():
    levels = (0, 1, 2, 2, 3, 4, 4, 3, 0, 2, 3, 1, 2, 3)
    given = tuple(Paragraph("文", level) for level in levels)
    marks = [mark for mark, _ in numbered(given)]
    wide = [f"\uff08{one}\uff09" for one in ("一", "二", "1", "2", "三", "一")]
    assert marks == ["", "一、", wide[0], wide[1], "1.", wide[2], wide[3], "2.", "", wide[4], "1.", "二、", wide[5], "1."]


def test_chinese_figures():
    assert [chinese(one) for one in (1, 9, 10, 11, 20, 21, 30, 99)] == ["一", "九", "十", "十一", "二十", "二十一", "三十", "九十九"]


def test_signs_beside_chinese_are_wide_and_times_stay_as_they_are():
    typed = "9:30开会,听取汇报(第1次);讨论3件事:校服, 食堂,A,B 两案,共 18 人,好吗?"
    printed = official_text(typed)
    assert printed.startswith("9:30开会\uff0c听取汇报\uff08第1次\uff09\uff1b讨论3件事\uff1a校服\uff0c")
    assert "A,B两案\uff0c共18人\uff0c好吗\uff1f" in printed
    assert official_text(printed) == printed
