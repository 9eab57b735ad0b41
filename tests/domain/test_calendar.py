"""School years, grades through the years, semesters, months, and every way a class is written."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jlt_desktop.domain.calendar import (
    STAGES,
    SchoolCalendar,
    class_title,
    full_months,
    full_years,
    grade,
    grade_title,
    last_day,
    month_after,
    month_of,
    parse_class,
    school_year,
    school_year_title,
)

DAY = date(2026, 11, 24)
CHINESE = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]


@pytest.mark.parametrize(
    ("day", "year"), [(date(2026, 8, 31), 2025), (date(2026, 9, 1), 2026), (date(2026, 12, 31), 2026), (date(2027, 1, 1), 2026)]
)
def test_a_school_year_begins_in_september(day: date, year: int) -> None:
    assert school_year(day) == year
    assert school_year_title(year) == f"{year}—{year + 1}学年"


@pytest.mark.parametrize("stage", STAGES)
def test_grades_rise_each_september_until_all_have_left(stage: str) -> None:
    first, count = STAGES[stage]
    seen = [grade(2020, date(year, 9, 1), stage) for year in range(2020, 2020 + count + 2)]
    assert seen == [*range(first, first + count), 99, 99]
    assert [grade(2020, date(year, 8, 31), stage) for year in range(2021, 2022 + count)] == seen[:count] + [99][: max(0, 1)]


@pytest.mark.parametrize(
    ("stage", "first", "last"),
    [
        ("primary", "一年级", "六年级"), ("junior", "七年级", "九年级"), ("nine_year", "一年级", "九年级"), ("complete", "七年级", "十二年级"),
        ("kindergarten", "小班", "大班"), ("special", "一年级", "九年级"),
    ],
)  # fmt: skip
def test_each_kind_of_school_has_its_grades(stage: str, first: str, last: str) -> None:
    assert class_title(2026, 1, DAY, stage) == f"{first}1班"
    years = [year for year in range(2010, 2027) if not class_title(year, 1, DAY, stage).endswith("(已毕业)")]
    assert class_title(min(years), 1, DAY, stage) == f"{last}1班"


def test_those_to_come_and_those_who_have_left_say_so() -> None:
    assert class_title(2026, 3, DAY, "primary") == "一年级3班"
    assert class_title(2021, 12, DAY, "primary") == "六年级12班"
    assert class_title(2020, 1, DAY, "primary") == "2020级1班(已毕业)"
    assert class_title(2020, 1, date(2026, 8, 31), "primary") == "六年级1班"
    assert class_title(2027, 1, DAY, "primary") == "2027级1班(未入学)"
    assert class_title(2026, 1, DAY, "junior") == "七年级1班"
    assert class_title(2027, 1, DAY, "junior") == "2027级1班(未入学)"
    assert class_title(2024, 2, DAY, "complete") == "九年级2班"
    assert class_title(2022, 2, DAY, "complete") == "十一年级2班"
    assert class_title(2026, 1, DAY, "kindergarten") == "小班1班"
    assert class_title(2024, 1, DAY, "kindergarten") == "大班1班"


def test_grade_titles() -> None:
    assert [grade_title(number) for number in (-2, -1, 0, 1, 6, 10, 12)] == [
        "小班",
        "中班",
        "大班",
        "一年级",
        "六年级",
        "十年级",
        "十二年级",
    ]
    assert grade_title(-3) == ""


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("day", [DAY, date(2027, 3, 1), date(2027, 8, 31)])
def test_what_is_shown_of_a_class_is_read_back(stage: str, day: date) -> None:
    _, count = STAGES[stage]
    for back in range(-2, count + 3):
        for number in (1, 2, 10, 12):
            entry = school_year(day) - back
            assert parse_class(class_title(entry, number, day, stage), day, stage) == (entry, number)


FORMS = [
    "{c}年级{n}班", "{c}年级({n})班", "{c}年级（{n}）班", "{c} 年级 {n} 班", "{c}年{n}班", "{c}年({n})班", "{c}({n})班", "{c}（{n}）班",
    "{c}({n})", "{c}{n}班", "{c}{n}", "{d}年级{n}班", "{d}.{n}", "{d}({n})班", "{d}.{n}班", "{d}{n:02}", "{d}{n:02}班",
    "示例小学{c}年级{n}班学生名册", "2026年秋季{c}年级{n}班花名册",
]  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_a_class_is_read_in_every_usual_writing(form: str) -> None:
    for number in range(1, 7):
        for class_no in (1, 2, 9):
            text = form.format(c=CHINESE[number], d=number, n=class_no)
            assert parse_class(text, DAY, "primary") == (2027 - number, class_no), text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("三年级二班", (2024, 2)), ("三年级十二班", (2024, 12)), ("三年级十班", (2024, 10)), ("三年级二十班", (2024, 20)),
        ("三（１）班", (2024, 1)), ("３．２", (2024, 2)), ("2024级2班", (2024, 2)), ("2024级(2)班", (2024, 2)), ("2024级二班", (2024, 2)),
        ("2024级2", (2024, 2)), ("小学部2024级3班名册", (2024, 3)), ("302", (2024, 2)), ("3.12", (2024, 12)),
    ],
)  # fmt: skip
def test_single_writings(text: str, found: tuple[int, int]) -> None:
    assert parse_class(text, DAY, "primary") == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("初一3班", (2026, 3)),
        ("初二(1)班", (2025, 1)),
        ("初三2", (2024, 2)),
        ("七年级1班", (2026, 1)),
        ("九年级(4)班", (2024, 4)),
        ("七(2)班", (2026, 2)),
    ],
)
def test_junior_classes(text: str, found: tuple[int, int]) -> None:
    assert parse_class(text, DAY, "junior") == found
    first, second = parse_class(text, DAY, "nine_year") or (0, 0)
    assert (first + 6, second) == found, "in a nine-year school the same grade entered six years before"


@pytest.mark.parametrize(
    ("text", "found"), [("高一3班", (2023, 3)), ("高三(2)班", (2021, 2)), ("十一年级1班", (2022, 1)), ("十二年级12班", (2021, 12))]
)
def test_senior_classes_of_a_complete_school(text: str, found: tuple[int, int]) -> None:
    assert parse_class(text, DAY, "complete") == found


@pytest.mark.parametrize("text", ["", "花名册", "三年级", "2026年11月", "13812345678", "姓名", "班级", "0418-1234567", "王一", "第3页"])
def test_other_texts_name_no_class(text: str) -> None:
    assert parse_class(text, DAY, "primary") is None


def test_semesters_are_the_usual_ones_where_none_are_entered() -> None:
    usual = SchoolCalendar()
    assert usual.semester(DAY) == (date(2026, 9, 1), date(2027, 1, 20))
    assert usual.semester(date(2027, 2, 10)) == (date(2026, 9, 1), date(2027, 1, 20)), "winter holidays belong to the semester before"
    assert usual.semester(date(2027, 3, 1)) == (date(2027, 3, 1), date(2027, 7, 15))
    assert usual.semester(date(2027, 8, 31)) == (date(2027, 3, 1), date(2027, 7, 15)), "and so do the summer's"
    assert usual.semester(date(2027, 9, 1)) == (date(2027, 9, 1), date(2028, 1, 20))


def test_entered_semesters_go_first() -> None:
    entered = SchoolCalendar("primary", {(2026, 2): (date(2027, 2, 24), date(2027, 7, 9))})
    assert entered.semester(date(2027, 2, 23))[0] == date(2026, 9, 1)
    assert entered.semester(date(2027, 2, 24)) == (date(2027, 2, 24), date(2027, 7, 9))


def test_months_are_counted_over_years() -> None:
    assert month_of(date(2026, 3, 5)) == "2026-03"
    assert [month_after("2026-11", steps) for steps in (0, 1, 2, 14, -11)] == ["2026-11", "2026-12", "2027-01", "2028-01", "2025-12"]
    assert [last_day(month).day for month in ("2026-02", "2028-02", "2026-12", "2026-11")] == [28, 29, 31, 30]


@given(st.dates(date(1950, 1, 1), date(2090, 1, 1)), st.integers(0, 20000))
def test_full_years_and_months_agree(start: date, days: int) -> None:
    end = start + timedelta(days=days)
    months = full_months(start, end)
    assert full_years(start, end) == months // 12
    assert days // 31 <= months <= days // 28


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2026, 12, 1), date(2027, 2, 28), 2), (date(2026, 12, 1), date(2027, 3, 1), 3), (date(2026, 11, 30), date(2027, 2, 28), 2),
        (date(2026, 11, 30), date(2027, 3, 1), 3), (date(2026, 9, 1), date(2027, 3, 1), 6), (date(2026, 9, 1), date(2027, 2, 28), 5),
        (date(2027, 1, 1), date(2026, 9, 1), -4),
    ],
)  # fmt: skip
def test_full_months(start: date, end: date, months: int) -> None:
    assert full_months(start, end) == months


def test_age_rises_on_the_birthday() -> None:
    assert full_years(date(2016, 2, 29), date(2026, 2, 28)) == 9
    assert full_years(date(2016, 2, 29), date(2026, 3, 1)) == 10
    assert full_years(date(2016, 11, 24), DAY) == 10
