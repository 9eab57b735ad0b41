"""Names: kept as written whatever the characters, doubts pointed out, compared without dots and forms."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jlt_desktop.domain.fields import FieldProblem
from jlt_desktop.domain.fields_person import PersonName
from jlt_desktop.domain.names import doubts, folded, is_private_use, suggestion

NAME = PersonName(label="姓名")
# rare but real characters: extension A, B, C, D, E, G and compatibility ideographs
RARE = ["张䶮", "王㛃", "李𬱖", "陈𠅤", "周𫖯", "吴𬀩", "孙𰻞", "刘〇", "赵喆", "郑堃", "冯犇犇"]
LONG = ["阿卜杜热合曼·艾力", "古丽娜尔·买买提江", "尼玛·次仁", "欧阳娜娜", "Anna Müller", "ཚེ་རིང", "ᠪᠠᠶᠠᠷ", "ئەركىن"]


@pytest.mark.parametrize("name", [*RARE, *LONG])
def test_real_names_raise_no_doubt_and_are_kept_to_the_character(name: str) -> None:
    assert NAME.parse(name) == name
    assert doubts(name) == ()
    assert suggestion(name) == name


def test_forms_that_look_alike_are_not_made_one_in_storage() -> None:
    compatibility = "\uf967明"  # 不 among the compatibility ideographs: NFKC would put another character into a legal name
    assert unicodedata.normalize("NFKC", compatibility) != compatibility
    assert NAME.parse(compatibility) == compatibility
    assert NAME.parse("Ａｎｎａ") == "Ａｎｎａ"
    assert NAME.parse("e\u0301va") == "e\u0301va"
    assert suggestion(compatibility) == compatibility


@given(
    st.text(st.characters(min_codepoint=0x3400, max_codepoint=0x3134F, exclude_categories=["Cs", "Cc", "Cn", "Z"]), min_size=2, max_size=30)
)
def test_any_characters_are_kept_as_written(name: str) -> None:
    assert NAME.parse(name) == name


@pytest.mark.parametrize(("char", "better"), [("\ue863", "䶮"), ("\ue81e", "㑳"), ("\ue864", "䶯")])
def test_private_characters_of_old_systems_are_flagged_with_the_likely_one(char: str, better: str) -> None:
    assert is_private_use(char)
    assert NAME.parse(f"张{char}") == f"张{char}", "kept; a doubt is a question, never a correction"
    ((question, text),) = doubts(f"张{char}")
    assert question == "name_private_use"
    assert f"U+{ord(char):04X}" in text
    assert better in text
    assert suggestion(f"张{char}") == f"张{better}"


@pytest.mark.parametrize("char", ["\ue000", "\uf8ff", "\U000f0000", "\U00100000"])
def test_unknown_private_characters_are_flagged_without_a_guess(char: str) -> None:
    ((question, text),) = doubts(f"张{char}")
    assert question == "name_private_use"
    assert "可能是" not in text
    assert suggestion(f"张{char}") == f"张{char}"


@pytest.mark.parametrize("name", ["张三?", "张三(转)", "张3", "张三*", "<b>张</b>", "=张三", "张、三", "张\u200d三", "张😀"])
def test_signs_that_do_not_belong_into_a_name_are_asked_about(name: str) -> None:
    assert "name_characters" in dict(doubts(name))


@pytest.mark.parametrize(("name", "asked"), [("王", True), ("王一", False), ("王" * 30, False), ("王" * 31, True)])
def test_the_length_is_asked_about(name: str, asked: bool) -> None:
    assert ("name_length" in dict(doubts(name))) is asked


def test_a_whole_sentence_is_no_name() -> None:
    assert NAME.parse("王" * 60) == "王" * 60
    with pytest.raises(FieldProblem, match="61 个字"):
        NAME.parse("王" * 61)


@pytest.mark.parametrize("dot", "•‧・∙⋅.．")
def test_other_dots_become_the_middle_dot_only_as_a_suggestion(dot: str) -> None:
    written = f"古丽{dot}买买提"
    assert NAME.parse(written) == written
    assert suggestion(written) == "古丽·买买提"
    assert folded(written) == folded("古丽·买买提") == folded("古丽买买提")


@pytest.mark.parametrize(
    ("written", "better"), [("张 三", "张三"), ("张\u3000三", "张三"), ("张 三 丰", "张三丰"), ("Anna Li", "Anna Li"), ("𬱖 明", "𬱖明")]
)
def test_spaces_between_chinese_characters_go_only_as_a_suggestion(written: str, better: str) -> None:
    assert suggestion(written) == better
    assert NAME.parse(written) == written
    assert folded(written) == folded(better)


def test_names_are_compared_without_case_and_width() -> None:
    assert folded("ＡＮＮＡ　Li") == folded("anna li") == "annali"
    assert folded("张三") != folded("张三丰")
