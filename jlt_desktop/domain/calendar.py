"""School years, semesters, months and classes: computed from entry year and class number, never stored."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

# (first grade, number of grades) of each kind of school; grades count 1-6 primary, 7-9 junior, 10-12 senior
STAGES: Mapping[str, tuple[int, int]] = {
    "primary": (1, 6), "junior": (7, 3), "nine_year": (1, 9), "complete": (7, 6), "kindergarten": (-2, 3), "special": (1, 9),
}  # fmt: skip
_DIGITS = "零一二三四五六七八九十"
_ABOVE_PRIMARY = {"初": 6, "高": 9}
_BEFORE_SCHOOL = {"小班": -2, "中班": -1, "大班": 0}
_NUMBER = "一二三四五六七八九十"
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
SEPTEMBER = 9


@dataclass(frozen=True, slots=True)
class SchoolCalendar:
    """The kind of school and what it has entered of its calendar; for what is missing the usual dates stand in.

    semesters: (school year, 1 or 2) -> (first day, last day). nodes: school year -> point of the year -> (first day, last day).
    months: school year -> the teaching months. off: holidays on weekdays; working: weekends that are worked for them.
    """

    stage: str = "primary"
    semesters: Mapping[tuple[int, int], tuple[date, date]] = field(default_factory=dict)
    nodes: Mapping[int, Mapping[str, tuple[date, date]]] = field(default_factory=dict)
    months: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    off: frozenset[date] = frozenset()
    working: frozenset[date] = frozenset()
    # what was worked out from these dates once and is asked for again for every child
    known: dict[object, object] = field(default_factory=dict, init=False, repr=False, compare=False)

    def semester(self, day: date) -> tuple[date, date]:
        """Return first and last day of the semester that `day` belongs to; holidays belong to the semester before.

        Where the school has entered no dates the usual ones stand in: 1 September to 20 January, 1 March to 15 July.
        """
        year = school_year(day)
        autumn = self.semesters.get((year, 1), (date(year, SEPTEMBER, 1), date(year + 1, 1, 20)))
        spring = self.semesters.get((year, 2), (date(year + 1, 3, 1), date(year + 1, 7, 15)))
        return spring if day >= spring[0] else autumn


def school_year(day: date) -> int:
    """Return the calendar year in which the school year of `day` began (1 September)."""
    return day.year if day.month >= SEPTEMBER else day.year - 1


def school_year_title(year: int) -> str:
    """Return 2025—2026学年."""
    return f"{year}—{year + 1}学年"


def grade(entry_year: int, day: date, stage: str) -> int:
    """Return the grade (1-12; 0 and below before school) that those who entered that year are in; 99 once they have left."""
    first, count = STAGES.get(stage, STAGES["primary"])
    years = school_year(day) - entry_year
    return first + years if years < count else 99


def finishing_day(entry_year: int, stage: str) -> date:
    """Return the usual last day at this school of those who entered that year: 15 July of their last school year."""
    return date(entry_year + STAGES.get(stage, STAGES["primary"])[1], 7, 15)


def grade_title(number: int) -> str:
    """Return 一年级 ... 十二年级; 小班, 中班, 大班 before school."""
    if number <= 0:
        return next((title for title, one in _BEFORE_SCHOOL.items() if one == number), "")
    return f"{_chinese(number)}年级"


def class_title(entry_year: int, class_no: int, day: date, stage: str) -> str:
    """Return 三年级2班 as of that day; 2018级2班(已毕业) for those who have left, 2027级1班(未入学) for those to come."""
    number = grade(entry_year, day, stage)
    if number == 99:
        return f"{entry_year}级{class_no}班(已毕业)"
    if number < STAGES.get(stage, STAGES["primary"])[0]:
        return f"{entry_year}级{class_no}班(未入学)"
    return f"{grade_title(number)}{class_no}班"


def parse_class(text: str, day: date, stage: str) -> tuple[int, int] | None:
    """Read 三年级2班, 三(2)班, 3.2, 三2, 302, 初一3班, 高一3班, 大班1班, 2024级2班, also in a longer title; None when there is none.

    Returns (entry year, class number).
    """
    plain = text.translate(_WIDE).replace(" ", "")
    match = re.search(r"(20\d\d)级\(?(\d{1,2}|[一二三四五六七八九十]{1,3})\)?班?", plain)
    if match:
        return int(match[1]), _number(match[2])
    for pattern in _CLASS_PATTERNS:
        match = pattern.search(plain)
        if match:
            return _entry(_grade_of(match[1]), day, stage), _number(match[2])
    return None


_ROOM = r"\(?(\d{1,2}|[一二三四五六七八九十]{1,3})\)?"
_CLASS_PATTERNS = (
    re.compile(rf"([初高][一二三]|十[一二]?|[一二三四五六七八九]|\d)年级?{_ROOM}班"),
    re.compile(rf"([初高][一二三]){_ROOM}班?"),
    re.compile(rf"([小中大]班){_ROOM}班"),
    re.compile(r"(?<!\d)([一二三四五六七八九])\(?(\d{1,2})\)?班?(?!\d)"),
    re.compile(r"^(\d)[.(]?(\d{1,2})\)?班?$"),
    re.compile(r"^(\d)(0\d)班?$"),
)


def month_of(day: date) -> str:
    """Return YYYY-MM."""
    return f"{day.year:04}-{day.month:02}"


def month_after(month: str, steps: int = 1) -> str:
    """Return the month so many steps later (or earlier)."""
    count = int(month[:4]) * 12 + int(month[5:]) - 1 + steps
    return f"{count // 12:04}-{count % 12 + 1:02}"


def last_day(month: str) -> date:
    """Return the last day of a month YYYY-MM."""
    after = month_after(month)
    return date(int(after[:4]), int(after[5:]), 1) - timedelta(days=1)


def full_years(born: date, day: date) -> int:
    """Return the age in full years on a day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def full_months(start: date, day: date) -> int:
    """Return how many months of the calendar are full on a day; negative before the start."""
    return (day.year - start.year) * 12 + day.month - start.month - (day.day < start.day)


def _chinese(number: int) -> str:
    return _DIGITS[number] if number <= 10 else f"十{_DIGITS[number - 10]}"


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    tens, _, ones = text.partition("十") if "十" in text else ("", "", text)
    return ((_NUMBER.index(tens) + 1 if tens else 1) * 10 if "十" in text else 0) + (_NUMBER.index(ones) + 1 if ones else 0)


def _grade_of(text: str) -> int:
    if text in _BEFORE_SCHOOL:
        return _BEFORE_SCHOOL[text]
    if text[0] in _ABOVE_PRIMARY:
        return _ABOVE_PRIMARY[text[0]] + _number(text[1])
    return _number(text)


def _entry(number: int, day: date, stage: str) -> int:
    first = STAGES.get(stage, STAGES["primary"])[0]
    return school_year(day) - (number - first)
