"""Closed lists: found by key, label, code and alias, in any width; refused when a word would mean two things."""

from __future__ import annotations

import pytest

from jlt_desktop.domain import codes
from jlt_desktop.domain.options import Option, Options

COLOURS = Options(Option("red", "红色", "01", ("红", "Red One")), Option("blue", "蓝色", "2"), Option("other", "其他", ""))
LISTS = {name: value for name, value in vars(codes).items() if isinstance(value, Options)}


@pytest.mark.parametrize("word", ["red", "RED", "红色", " 红 色 ", "红", "01", "1", "１", "001", "red one", "REDONE", "ｒｅｄ"])
def test_an_option_is_found_by_every_word(word: str) -> None:
    assert COLOURS.find(word) == "red"


@pytest.mark.parametrize("word", ["", " ", "绿色", "3", "红色蓝色", "0"])
def test_other_words_name_no_option(word: str) -> None:
    assert COLOURS.find(word) is None


def test_the_list_keeps_its_order_and_knows_its_keys() -> None:
    assert [option.key for option in COLOURS] == ["red", "blue", "other"]
    assert len(COLOURS) == 3
    assert "red" in COLOURS
    assert "红色" not in COLOURS


def test_a_key_that_is_gone_is_shown_as_it_is() -> None:
    assert (COLOURS.label("red"), COLOURS.code("red")) == ("红色", "01")
    assert (COLOURS.label("green"), COLOURS.code("green"), COLOURS.code("other")) == ("green", "", "")


@pytest.mark.parametrize(
    "pair",
    [
        (Option("a", "甲"), Option("a", "乙")), (Option("a", "甲"), Option("b", "甲")), (Option("a", "甲", "1"), Option("b", "乙", "01")),
        (Option("a", "甲", "", ("丙",)), Option("b", "乙", "", ("丙",))), (Option("a", "甲"), Option("b", "Ａ")),
    ],
)  # fmt: skip
def test_two_options_cannot_share_a_word(pair: tuple[Option, Option]) -> None:
    with pytest.raises(ValueError, match="two options"):
        Options(*pair)


@pytest.mark.parametrize("name", LISTS)
def test_lists_of_the_standards_are_read_back_by_label_and_code(name: str) -> None:
    for option in LISTS[name]:
        assert LISTS[name].find(option.label) == option.key
        if option.code:
            assert LISTS[name].find(option.code) == option.key


def test_there_are_fifty_six_peoples() -> None:
    peoples = [option for option in codes.ETHNICITY if option.label.endswith("族")]
    assert len(peoples) == 56
    assert [option.code for option in peoples] == [f"{number:02}" for number in range(1, 57)]
    assert codes.ETHNICITY.find("满") == codes.ETHNICITY.find("满族") == codes.ETHNICITY.find("11") == "11"
