"""Every kind of field: what it reads, what it refuses and how it says so, and that nothing is lost on the way to column and screen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jlt_desktop.domain.fields import Choice, Choices, Derived, Field, FieldProblem, Number, Text, YesNo, split_list
from jlt_desktop.domain.fields_links import Attached, Attachment, Link, People
from jlt_desktop.domain.fields_person import ClassNumber, EduNumber, EntryYear, IdNumber, PersonName, Phone
from jlt_desktop.domain.fields_time import Date, DateTime, Month, chinese_day, read_day
from jlt_desktop.domain.options import Option, Options
from jlt_desktop.domain.texts import plain_text, trimmed

COLOURS = Options(Option("red", "红色", "1", ("红",)), Option("blue", "蓝色", "2"), Option("green", "绿色(浅)", "3"))
GOOD = "210999201705170011"


class Book:
    """Two people of one name and one of another."""

    LABELS: ClassVar = {"1": "王一 三年级2班", "2": "王一 四年级1班", "3": "李二 三年级2班"}

    def find(self, ledger: str, text: str) -> Sequence[str]:
        assert ledger == "people"
        return [key for key, label in self.LABELS.items() if text in (label, label.split()[0])]

    def label(self, ledger: str, record_id: str) -> str:
        assert ledger == "people"
        return self.LABELS.get(record_id, "")


KINDS: dict[str, Field] = {
    one.kind: one
    for one in (
        Text(label="备注"), Number(label="数"), YesNo(label="是否"), Choice(label="颜色", options=COLOURS), Choices(label="颜色", options=COLOURS),
        Link(label="谁", to="people"), People(label="谁", of="people"), Attachment(label="附件"), PersonName(label="姓名"),
        IdNumber(label="身份证件号"), EduNumber(label="学籍号"), Phone(label="电话"), Date(label="日期"), DateTime(label="时间"), Month(label="月份"),
    )
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("blank", [None, "", "  ", "\u3000", "\t\n", "\u200b\ufeff", "\x00", " \x1f "])
def test_a_blank_is_nothing_in_every_kind(kind: str, blank: str | None) -> None:
    assert KINDS[kind].parse(blank, Book()) is None
    assert KINDS[kind].show(None, Book()) == ""
    assert KINDS[kind].to_sql(None) is None
    assert KINDS[kind].from_sql(None) is None


@pytest.mark.parametrize(
    ("kind", "bad"),
    [
        ("number", "五"), ("yes_no", "也许"), ("choice", "紫色"), ("choices", "红、紫色"), ("link", "赵六"), ("people", "李二、赵六"),
        ("attachment", "a.pdf"), ("id_number", "123"), ("edu_number", "123"), ("phone", "12"), ("date", "昨天"), ("date_time", "昨天"),
        ("month", "2026-13"), ("name", "王" * 61), ("text", "字" * 201),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_a_chinese_sentence(kind: str, bad: str) -> None:
    with pytest.raises(FieldProblem) as caught:
        KINDS[kind].parse(bad, Book())
    said = str(caught.value)
    assert said.endswith("。")
    assert any("\u4e00" <= char <= "\u9fff" for char in said)
    assert KINDS[kind].label in said


# -- texts ---------------------------------------------------------------------------------------------------------


@given(st.text(max_size=150))
def test_texts_are_tidied_once_and_for_all(raw: str) -> None:
    for one in (Text(label="一"), Text(label="多", multiline=True), PersonName(label="名") if len(raw) < 60 else Text(label="一")):
        value = one.parse(raw)
        assert value is None or (isinstance(value, str) and value == trimmed(value) != "")
        assert one.parse(one.show(value)) == value
        assert one.from_sql(one.to_sql(value)) == value


def test_lines_are_kept_only_where_there_is_room_for_them() -> None:
    assert Text(label="一").parse("甲\r\n乙\t丙") == "甲 乙 丙"
    assert Text(label="多", multiline=True).parse("甲\r\n乙\r丙\n") == "甲\n乙\n丙"


@pytest.mark.parametrize(("cell", "text"), [(12.0, "12"), (12, "12"), (1.5, "1.5"), (True, "True"), (date(2026, 3, 5), "2026-03-05")])
def test_cells_that_are_no_text_become_one(cell: object, text: str) -> None:
    assert plain_text(cell) == text


def test_a_text_has_a_limit_and_says_both_numbers() -> None:
    assert Text(label="题", most=3).parse("一二三") == "一二三"
    with pytest.raises(FieldProblem, match="题最多 3 个字,现在有 4 个。"):
        Text(label="题", most=3).parse("一二三四")
    assert Text(label="长", multiline=True).parse("字" * 4000) == "字" * 4000
    with pytest.raises(FieldProblem, match="4000"):
        Text(label="长", multiline=True).parse("字" * 4001)


def test_a_pattern_refuses_in_its_own_words_and_reads_full_width_signs() -> None:
    code = Text(label="代码", pattern=r"\d{6}", pattern_help="代码是 6 位数字。")
    assert code.parse("210999") == code.parse(210999) == code.parse("２１０９９９") == "210999"
    for bad in ("21099", "2109990", "21099a", "٢١٠٩٩٩"):
        with pytest.raises(FieldProblem, match="代码是 6 位数字。"):
            code.parse(bad)
    with pytest.raises(FieldProblem, match="号的写法不对。"):
        Text(label="号", pattern="[A-Z]").parse("1")


@pytest.mark.parametrize("text", ["=1+1", "+86", "-1", "@SUM(A1)", "<b>粗</b>", "&amp;", "{{7*7}}", "'; DROP TABLE x; --", "%s%n", "\\n"])
def test_texts_that_look_like_code_are_texts(text: str) -> None:
    assert Text(label="备注").parse(text) == text


# -- numbers -------------------------------------------------------------------------------------------------------


@given(st.integers(-(10**12), 10**12))
def test_whole_numbers(value: int) -> None:
    one = Number(label="数")
    assert one.parse(str(value)) == one.parse(float(value)) == one.parse(f"{value:,}") == value
    assert one.parse(one.show(value)) == value
    assert one.from_sql(float(one.to_sql(value))) == value  # type: ignore[arg-type]
    assert isinstance(one.from_sql(float(value)), int)


@given(st.integers(-(10**9), 10**9), st.integers(1, 4))
def test_decimals(digits: int, places: int) -> None:
    one = Number(label="数", decimals=places)
    value = round(digits / 10**places, places)
    assert one.parse(one.show(value)) == value
    assert one.from_sql(one.to_sql(value)) == value


def test_numbers_are_read_in_full_width_and_with_commas() -> None:
    assert Number(label="数").parse("１２，３４５") == 12345
    assert Number(label="数").show(0) == "0"
    assert Number(label="数", decimals=2).show(100.0) == "100"
    assert Number(label="数", decimals=2).show(1.5) == "1.5"


@pytest.mark.parametrize(
    ("raw", "words"), [("1.5", "整数"), ("nan", "整数"), ("inf", "整数"), ("12人", "要填数字"), ("1_0", "要填数字"), (True, "要填数字")]
)
def test_other_numbers_are_refused(raw: object, words: str) -> None:
    with pytest.raises(FieldProblem, match=words):
        Number(label="数").parse(raw)


@pytest.mark.parametrize(("raw", "good"), [("1", True), ("99", True), ("0", False), ("100", False), ("-1", False)])
def test_bounds_are_said(raw: str, good: bool) -> None:
    one = Number(label="届次", least=1, most=99)
    if good:
        assert one.parse(raw) == int(raw)
    else:
        with pytest.raises(FieldProblem, match=f"届次应在 1 到 99 之间,这里是 {raw}。"):
            one.parse(raw)
    with pytest.raises(FieldProblem, match="应在 5 到 不限 之间"):
        Number(label="数", least=5).parse("4")
    with pytest.raises(FieldProblem, match="最多 1 位小数"):
        Number(label="数", decimals=1).parse("1.25")


# -- yes, no, choices ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["是", "1", "1.0", 1, 1.0, True, "Y", "yes", "TRUE", "有", "√", "✓", "对", "Ｙ", " 是 "])
def test_yes(word: object) -> None:
    assert YesNo(label="是否").parse(word) is True


@pytest.mark.parametrize("word", ["否", "0", "0.0", 0, 0.0, False, "N", "no", "False", "无", "×", "x", "不是", "非", "Ｎ"])
def test_no(word: object) -> None:
    assert YesNo(label="是否").parse(word) is False


@pytest.mark.parametrize("value", [True, False, None])
def test_yes_and_no_come_back(value: bool | None) -> None:
    one = YesNo(label="是否")
    assert one.parse(one.show(value)) is value
    assert one.from_sql(one.to_sql(value)) is value
    assert one.to_sql(value) in (None, 0, 1)


@given(st.lists(st.sampled_from(["red", "blue", "green"])))
def test_choices_keep_the_order_of_the_list_and_come_back(keys: list[str]) -> None:
    one = Choices(label="颜色", options=COLOURS)
    value = one.parse(keys)
    assert value == (tuple(key for key in ("red", "blue", "green") if key in keys) or None)
    assert one.parse(one.show(value)) == value
    assert one.from_sql(one.to_sql(value)) == value


@pytest.mark.parametrize(
    "text", ["红、蓝色", "红,蓝色", "红\uff0c蓝色", "1;2", "1\uff1b2", "red/blue", "红\n蓝色", "蓝色、红、红", " 蓝色 , 1 "]
)
def test_choices_are_read_with_every_separator(text: str) -> None:
    assert Choices(label="颜色", options=COLOURS).parse(text) == ("red", "blue")


def test_an_option_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(FieldProblem, match=r"颜色没有“紫”这一项,可以填:红色、蓝色、绿色\(浅\)。"):
        Choice(label="颜色", options=COLOURS).parse("紫")
    many = Options(*(Option(f"k{n}", f"第{n}项") for n in range(9)))
    with pytest.raises(FieldProblem, match="第7项等。"):
        Choice(label="项", options=many).parse("紫")


def test_a_stored_key_whose_option_is_gone_is_shown_as_it_is() -> None:
    assert Choice(label="颜色", options=COLOURS).show("purple") == "purple"
    assert Choices(label="颜色", options=COLOURS).show(("red", "purple")) == "红色、purple"


def test_lists_are_split_at_every_separator() -> None:
    assert split_list(" 甲、乙\uff0c丙,丁;戊\uff1b己/庚\n辛、、 ") == list("甲乙丙丁戊己庚辛")


# -- people --------------------------------------------------------------------------------------------------------


def test_a_link_is_read_from_id_label_or_a_name_nobody_else_has() -> None:
    one = Link(label="谁", to="people")
    assert one.parse("3", Book()) == one.parse("李二", Book()) == one.parse("李二 三年级2班", Book()) == "3"
    assert one.parse("王一 四年级1班", Book()) == "2"
    assert one.show("2", Book()) == "王一 四年级1班"
    with pytest.raises(FieldProblem, match="谁“王一”有几位同名"):
        one.parse("王一", Book())
    with pytest.raises(FieldProblem, match="谁“赵六”没有找到。"):
        one.parse("赵六", Book())
    assert one.parse("anything") == "anything", "without a name book an id is an id"


@pytest.mark.parametrize("value", [("1",), ("3", "1"), ("1", "2", "3"), None])
def test_people_keep_their_order_and_come_back(value: tuple[str, ...] | None) -> None:
    one = People(label="谁", of="people")
    assert one.parse(one.show(value, Book()), Book()) == value
    assert one.parse(list(value or ()), Book()) == value
    assert one.from_sql(one.to_sql(value)) == value


def test_the_same_person_counts_once() -> None:
    assert People(label="谁", of="people").parse("李二、3、李二 三年级2班", Book()) == ("3",)


# -- numbers of people ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["id_number", "edu_number"])
@pytest.mark.parametrize("cell", [210999201705170000, 2.1099920170517e17, 12.0])
def test_numbers_that_a_sheet_has_rounded_are_refused(kind: str, cell: object) -> None:
    with pytest.raises(FieldProblem, match=r"数字格式.*找不回来.*文本"):
        KINDS[kind].parse(cell)


def test_identity_and_school_numbers_are_kept_in_their_normal_writing() -> None:
    assert KINDS["id_number"].parse(f"'{GOOD}") == GOOD
    assert KINDS["edu_number"].parse(f" g{GOOD}") == f"G{GOOD}"
    assert KINDS["id_number"].looks_like(GOOD)
    assert not KINDS["id_number"].looks_like("13812345678")
    assert KINDS["edu_number"].looks_like(f"J{GOOD}")
    assert not KINDS["edu_number"].looks_like(GOOD)


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("13812345678", "13812345678"), (13812345678, "13812345678"), (13812345678.0, "13812345678"), ("138 1234 5678", "13812345678"),
        ("138-1234-5678", "13812345678"), ("+86 13812345678", "13812345678"), ("86-13812345678", "13812345678"), ("'13812345678", "13812345678"),
        ("１３８１２３４５６７８", "13812345678"), ("13８１２３４５６７８", "13812345678"), ("0418-1234567", "0418-1234567"), ("(0418)1234567", "04181234567"),
        ("0418—1234567", "0418-1234567"), ("02412345678-801", "02412345678-801"), ("1234567", "1234567"),
    ],
)  # fmt: skip
def test_telephones(raw: object, kept: str) -> None:
    assert KINDS["phone"].parse(raw) == kept
    assert KINDS["phone"].parse(kept) == kept


@pytest.mark.parametrize("raw", ["12812345678", "1381234567", "138123456789", "电话", "13812345678、13912345678", "1.38e10"])
def test_no_telephones(raw: str) -> None:
    with pytest.raises(FieldProblem, match="不是电话号码"):
        KINDS["phone"].parse(raw)


@pytest.mark.parametrize(
    "raw",
    [
        "2024",
        2024,
        2024.0,
        "2024级",
        "2024年",
        "202409",
        202409.0,
        "2024-09",
        "2024.9",
        "2024年9月",
        "2024年09月01日",
        "２０２４",
        date(2024, 9, 1),
    ],
)
def test_years_of_entry(raw: object) -> None:
    assert EntryYear(label="入学年").parse(raw) == 2024


@pytest.mark.parametrize("raw", ["24", "三年级", "20240", "1949", "2101"])
def test_no_years_of_entry(raw: str) -> None:
    with pytest.raises(FieldProblem, match="入学年"):
        EntryYear(label="入学年").parse(raw)


@pytest.mark.parametrize(
    ("raw", "number"), [("2", 2), ("2班", 2), ("02", 2), ("(2)班", 2), ("（２）班", 2), (2.0, 2), (12, 12), ("60", 60)]
)
def test_numbers_of_classes(raw: object, number: int) -> None:
    assert ClassNumber(label="班号").parse(raw) == number


@pytest.mark.parametrize("raw", ["0", "61", "三班", "2.5", "-1"])
def test_no_numbers_of_classes(raw: str) -> None:
    with pytest.raises(FieldProblem, match="班号"):
        ClassNumber(label="班号").parse(raw)


# -- days ----------------------------------------------------------------------------------------------------------

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@given(DAYS)
def test_a_day_is_read_in_every_usual_writing(day: date) -> None:
    one = Date(label="日期")
    y, m, d = day.year, day.month, day.day
    for text in (
        day.isoformat(), f"{y}/{m}/{d}", f"{y}.{m}.{d}", f"{y}年{m}月{d}日", f"{y}年{m:02}月{d:02}", f"{y}{m:02}{d:02}", f" {y} - {m} - {d}",
        f"{day.isoformat()} 00:00:00", chinese_day(day),
    ):  # fmt: skip
        assert one.parse(text) == day, text
    assert one.parse(day) == one.parse(datetime(y, m, d, 13, 5)) == day
    assert one.parse(one.show(day)) == one.from_sql(one.to_sql(day)) == day
    assert one.parse(int(f"{y}{m:02}{d:02}")) == day


@pytest.mark.parametrize(
    "raw",
    ["2026-2-30", "2026-13-1", "26-9-1", "1899-12-31", "2101-1-1", "2026", "9月1日", 45000, "2026-9-1 14:30", "0000-00-00", "2026-9-100"],
)
def test_no_days(raw: object) -> None:
    with pytest.raises(FieldProblem, match="不是一个日期,请写成 2026-9-1 这样。"):
        Date(label="日期").parse(raw)


def test_days_are_told_by_their_shape() -> None:
    assert Date(label="日期").looks_like("2026年9月1日")
    assert not Date(label="日期").looks_like("13812345678")
    assert read_day("２０２６．９．１") == date(2026, 9, 1)
    assert chinese_day(date(2026, 3, 5)) == "2026年3月5日"


@given(st.datetimes(datetime(1900, 1, 1), datetime(2100, 12, 31)))
def test_a_moment_is_kept_to_the_minute(moment: datetime) -> None:
    one = DateTime(label="时间")
    kept = moment.replace(second=0, microsecond=0)
    h, mi = kept.hour, kept.minute
    day = f"{kept.year}-{kept.month}-{kept.day}"
    assert one.parse(moment) == kept
    for text in (
        f"{day} {h}:{mi:02}",
        f"{day} {h}:{mi:02}:59",
        f"{day} {h}时{mi}分",
        f"{day} {h}：{mi:02}",
        kept.isoformat(),
        f"{day} {h}点{mi:02}",
    ):
        assert one.parse(text) == kept, text
    assert one.parse(one.show(kept)) == one.from_sql(one.to_sql(kept)) == kept


def test_a_day_alone_is_a_moment_at_midnight() -> None:
    one = DateTime(label="时间")
    assert one.parse("2026-9-1") == one.parse(date(2026, 9, 1)) == datetime(2026, 9, 1)
    assert one.parse("2026年9月1日 14点") == datetime(2026, 9, 1, 14)
    assert one.looks_like("2026-9-1 14:30")
    assert not one.looks_like("2026-9-1")


@pytest.mark.parametrize("raw", ["2026-9-1 24:00", "2026-9-1 12:60", "2026-9-1 下午", "14:30", "2026-9-31 10:00"])
def test_no_moments(raw: str) -> None:
    with pytest.raises(FieldProblem, match="不是一个时间"):
        DateTime(label="时间").parse(raw)


@pytest.mark.parametrize(
    "raw", ["2026-09", "2026-9", "2026/9", "2026.9", "2026年9月", "202609", 202609, "２０２６－０９", date(2026, 9, 30)]
)
def test_months(raw: object) -> None:
    one = Month(label="月份")
    assert one.parse(raw) == "2026-09"
    assert one.show("2026-09") == "2026-09"


@pytest.mark.parametrize("raw", ["2026-0", "2026-13", "9月", "2026", "26-09"])
def test_no_months(raw: str) -> None:
    with pytest.raises(FieldProblem, match="不是一个月份"):
        Month(label="月份").parse(raw)


# -- files and derived texts ---------------------------------------------------------------------------------------


def test_attachments_come_back_and_are_shown_by_name() -> None:
    one = Attachment(label="附件")
    files = (Attached("b1", "告知书“一”.pdf", "application/pdf", 12, "ab" * 32), Attached("b2", "照片.jpg", "image/jpeg", 3, "cd" * 32))
    assert one.parse(files) == one.parse(list(files)) == files
    assert one.from_sql(one.to_sql(files)) == files
    assert one.show(files) == "告知书“一”.pdf、照片.jpg"
    assert one.to_sql(()) is None
    assert not one.importable
    with pytest.raises(FieldProblem, match="添加附件"):
        one.parse([PurePosixPath("a.pdf")])


def test_what_is_computed_is_neither_stored_nor_imported() -> None:
    one = Derived(label="算出来的", compute=lambda _values, _around: "甲")
    assert (one.stored, one.importable, one.needs) == (False, False, ())
