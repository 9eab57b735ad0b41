"""Finding by what is typed: apostrophes of input methods, widths and case, class words, order of the hits."""

from __future__ import annotations

from datetime import date

import pytest

from jlt_desktop.domain.search import Entry, Finder, folded, joined, words, words_with_classes

DAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("typed", "sought"),
    [
        ("", ()), ("   ", ()), ("'", ()), ("张三", ("张三",)), ("zhang san", ("zhang", "san")), ("zhang'san", ("zhangsan",)),
        ("zhang\u2019san", ("zhangsan",)), ("zhang\u2018san", ("zhangsan",)), ("zhang\uff07san", ("zhangsan",)), ("zhang`san", ("zhangsan",)), ("xi'an", ("xian",)), ("ＺＨＡＮＧ", ("zhang",)), ("张\u3000三", ("张", "三")), ("１３８", ("138",)),
        ("Zhang San", ("zhang", "san")), ("zh'", ("zh",)), ("张\t三\n", ("张", "三")), ("'zs'", ("zs",)),
    ],
)  # fmt: skip
def test_words(typed: str, sought: tuple[str, ...]) -> None:
    assert words(typed) == sought


def test_folding_is_for_comparing_and_goes_all_the_way() -> None:
    assert folded("Ａ b　C") == folded("abc") == "abc"
    assert folded("ß") == folded("SS")
    assert folded("㈱") == folded("(株)")


@pytest.mark.parametrize("typed", ["三2", "3.2", "302", "三年级2班", "三(2)班", "2024级2班", "三年2班"])
def test_a_class_in_any_writing_is_one_word(typed: str) -> None:
    assert words_with_classes(typed, DAY, "primary") == ("@2024.2",)
    assert words_with_classes(f"张 {typed}", DAY, "primary") == ("张", "@2024.2")


@pytest.mark.parametrize("typed", ["13", "138", "0011", "13812345678", "2017", "210999201705170011", "ts-2026-0012", "张3"])
def test_other_numbers_stay_words(typed: str) -> None:
    assert words_with_classes(typed, DAY, "primary") == (typed,)


def entry(name: str, weight: int = 0, *parts: str) -> Entry:
    return Entry("l", name, name, "", joined(folded(part) for part in (name, *parts)), weight)


def test_every_word_has_to_be_there() -> None:
    finder = Finder([entry("张三", 0, "zhangsan", "zs"), entry("张思", 0, "zhangsi", "zs"), entry("李三", 0, "lisan")])
    assert len(finder) == 3
    assert [one.title for one in finder.find("zs")] == ["张三", "张思"]
    assert [one.title for one in finder.find("张 三")] == ["张三"]
    assert [one.title for one in finder.find("zhang'si")] == ["张思"]
    assert finder.find("张 四") == []
    assert finder.find("") == finder.find(" ' ") == []


def test_beginnings_come_before_insides_and_light_before_heavy() -> None:
    finder = Finder([entry("大明湖", 1), entry("明珠", 2), entry("小明", 0), entry("明月", 0)])
    assert [one.title for one in finder.find("明")] == ["明月", "明珠", "小明", "大明湖"]
    assert [one.title for one in finder.find("明", limit=1)] == ["明月"]


def test_a_key_is_made_of_parts_without_repeats_and_blanks() -> None:
    assert joined(["a", "", "b", "a"]) == "\x1fa\x1fb"
    assert joined([]) == ""


def test_words_do_not_reach_over_the_border_of_two_parts() -> None:
    finder = Finder([entry("王一", 0, "13800000000", "wangyi")])
    assert finder.find("一138") == []
    assert [one.title for one in finder.find("138")] == ["王一"]
