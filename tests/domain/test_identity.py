"""公民身份号码: GB 11643 by its own congruence, what is tidied silently, what is refused and with which words."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jlt_desktop.domain import edu_number
from jlt_desktop.domain.identity import IdentityProblem, check_digit, examine, normalised

GOOD = "210999201705170011"
BIRTHS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


def congruent(number: str) -> bool:
    """ISO 7064 MOD 11-2 said another way than in the program: the number read in base 2 leaves 1 when divided by 11."""
    value = 0
    for char in number:
        value = value * 2 + (10 if char == "X" else int(char))
    return value % 11 == 1


def complete(first17: str) -> str:
    (last,) = [char for char in "0123456789X" if congruent(first17 + char)]
    return first17 + last


@given(BIRTHS, st.integers(0, 999))
def test_birth_sex_and_check_digit_come_from_the_number(born: date, order: int) -> None:
    number = complete(f"210999{born:%Y%m%d}{order:03}")
    found = examine(number)
    assert (found.number, found.birth, found.checksum_ok, found.permit) == (number, born, True, False)
    assert found.sex == ("male" if order % 2 else "female")
    assert check_digit(number[:17]) == number[17]


@given(BIRTHS, st.integers(0, 999), st.integers(14, 17), st.sampled_from("0123456789X"))
def test_one_wrong_digit_is_noticed(born: date, order: int, place: int, digit: str) -> None:
    number = complete(f"210999{born:%Y%m%d}{order:03}")
    wrong = number[:place] + digit + number[place + 1 :]
    if digit == "X" and place < 17:
        return
    assert examine(wrong).checksum_ok is (wrong == number)


@given(BIRTHS, st.integers(0, 999))
def test_two_digits_the_wrong_way_round_are_noticed(born: date, order: int) -> None:
    number = complete(f"210999{born:%Y%m%d}{order:03}")
    swapped = number[:15] + number[16] + number[15] + number[17]
    assert examine(swapped).checksum_ok is (swapped == number)


@pytest.mark.parametrize(("region", "permit"), [("810000", True), ("820000", True), ("830000", True), ("840000", False), ("210999", False)])
def test_residence_permits_have_the_same_shape(region: str, permit: bool) -> None:
    found = examine(complete(f"{region}20150312001"))
    assert (found.permit, found.checksum_ok, found.birth) == (permit, True, date(2015, 3, 12))


WITH_X = complete("21099920150307003")


def test_some_numbers_end_in_x() -> None:
    numbers = [complete(f"21099920150307{order:03}") for order in range(40)]
    ends = {number[-1] for number in numbers}
    assert ends == set("0123456789X")


@pytest.mark.parametrize("x", ["X", "x", "×", "Х", "х", "Ｘ", "ｘ"])
def test_the_last_letter_is_read_in_every_writing(x: str) -> None:
    number = next(one for one in (complete(f"21099920150307{order:03}") for order in range(40)) if one.endswith("X"))
    assert examine(number[:17] + x).number == number
    assert examine(number[:17] + x).checksum_ok


@pytest.mark.parametrize(
    "written",
    [
        f" {GOOD} ", f"'{GOOD}", f"‘{GOOD}", f"`{GOOD}", f"\t{GOOD}", f"\u3000{GOOD}\u00a0", f"\u200b{GOOD}\ufeff", "210999 20170517 0011",
        "210999-20170517-0011", "".join(chr(ord(char) + 0xFEE0) for char in GOOD),
    ],
)  # fmt: skip
def test_what_people_and_spreadsheets_put_around_a_number_is_taken_away(written: str) -> None:
    assert normalised(written) == GOOD
    assert examine(written).number == GOOD


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2.10999201705170E+17", "科学计数"), ("2.10999E17", "科学计数"), ("2.10999e+17", "科学计数"),
        ("210999170517001", "15 位"), ("21099920170517001", "17 位"), ("2109992017051700111", "19 位"), ("1", "1 位"),
        ("21099920170517001A", "别的字符"), ("无", "别的字符"), ("X10999201705170011", "别的字符|18 位"),
        ("210999201713170011", "不是一个日期"), ("210999201702290011", "不是一个日期"), ("210999201700100011", "不是一个日期"),
        ("210999189912310011", "1899"), ("210999210101010011", "2101"), ("٢١٠٩٩٩٢٠١٧٠٥١٧٠٠١١", "别的字符|18 位"), ("", "."),
    ],
)  # fmt: skip
def test_what_is_no_number_is_refused_with_the_reason(text: str, words: str) -> None:
    with pytest.raises(IdentityProblem, match=words) as caught:
        examine(text)
    assert str(caught.value).endswith("。")


@pytest.mark.parametrize(
    ("day", "good"), [("20160229", True), ("20000229", True), ("19000228", True), ("19000229", False), ("21000229", False)]
)
def test_leap_days_are_days_of_leap_years_only(day: str, good: bool) -> None:
    number = complete(f"210999{day}001")
    if good:
        assert examine(number).birth.day == int(day[6:])
    else:
        with pytest.raises(IdentityProblem, match="不是一个日期"):
            examine(number)


@pytest.mark.parametrize("letter", "GJLgjl")
def test_school_numbers_begin_with_g_j_or_l(letter: str) -> None:
    assert edu_number.examine(f" {letter}{GOOD}") == letter.upper() + GOOD


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (GOOD, "缺了开头的字母"),
        (f"A{GOOD}", "19 位"),
        (f"G{GOOD[:-1]}", "19 位"),
        (f"G{GOOD}1", "19 位"),
        ("", "19 位"),
        ("G2.1E+17", "19 位"),
    ],
)
def test_other_school_numbers_are_refused(text: str, words: str) -> None:
    with pytest.raises(edu_number.EduNumberProblem, match=words):
        edu_number.examine(text)


def test_full_width_school_numbers_are_read() -> None:
    wide = "".join(chr(ord(char) + 0xFEE0) for char in f"G{GOOD}")
    assert edu_number.examine(wide) == f"G{GOOD}"
