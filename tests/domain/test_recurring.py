"""What has to happen again and again: periods, holidays, stages, what was missed."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jlt_desktop.domain.calendar import SchoolCalendar
from jlt_desktop.domain.recurring import Stage, expected, missed, periods, teaching_days

CALENDAR = SchoolCalendar()
D = date


def titles(every: str, first: date, last: date) -> list[str]:
    return [one.title for one in periods(every, first, last, CALENDAR)]


def test_months_without_those_in_the_holidays():
    assert titles("month", D(2026, 9, 5), D(2027, 8, 31)) == ["9月", "10月", "11月", "12月", "1月", "3月", "4月", "5月", "6月", "7月"]


def test_weeks_begin_on_monday_and_fortnights_do_not_shift_with_the_day_one_looks():
    assert titles("week", D(2026, 11, 18), D(2026, 11, 24)) == ["11月16日起一周", "11月23日起一周"]
    one = list(periods("two_weeks", D(2026, 11, 2), D(2026, 11, 30), CALENDAR))
    other = list(periods("two_weeks", D(2026, 11, 10), D(2026, 11, 30), CALENDAR))
    assert set(other) <= set(one)
    assert all(period.first.weekday() == 0 for period in one)


def test_semesters():
    found = list(periods("semester", D(2026, 10, 1), D(2027, 9, 30), CALENDAR))
    assert [(one.first, one.title) for one in found] == [
        (D(2026, 9, 1), "2026年秋季学期"), (D(2027, 3, 1), "2027年春季学期"), (D(2027, 9, 1), "2027年秋季学期"),
    ]  # fmt: skip


@pytest.mark.parametrize(("first", "last", "days"), [
    (D(2026, 9, 1), D(2026, 9, 30), 30), (D(2027, 2, 1), D(2027, 2, 28), 0), (D(2027, 7, 1), D(2027, 7, 31), 15),
    (D(2027, 1, 10), D(2027, 3, 2), 13), (D(2026, 8, 1), D(2026, 8, 31), 0),
])  # fmt: skip
def test_days_of_teaching(first, last, days):
    assert teaching_days(first, last, CALENDAR) == days


def test_a_stage_replaces_the_usual_rule_while_it_lasts():
    stages = [
        Stage(D(2026, 9, 1), "month"),
        Stage(D(2026, 11, 2), "week", D(2026, 11, 15)),
        Stage(D(2026, 12, 1), "exempt", D(2026, 12, 31)),
    ]
    found = [one.title for one in expected(stages, D(2026, 9, 1), D(2027, 1, 10), CALENDAR)]
    assert found == ["9月", "10月", "11月2日起一周", "11月9日起一周", "11月", "1月"]


def test_what_was_missed_is_over_and_empty():
    wanted = expected([Stage(D(2026, 9, 1), "month")], D(2026, 9, 1), D(2026, 11, 24), CALENDAR)
    assert [one.title for one in missed(wanted, {D(2026, 10, 31)}, D(2026, 11, 24))] == ["9月"]
    assert missed(wanted, {D(2026, 9, 1), D(2026, 10, 1)}, D(2026, 11, 30)) == []
    assert [one.title for one in missed(wanted, set(), D(2026, 12, 1))] == ["9月", "10月", "11月"]


@given(st.dates(D(2024, 1, 1), D(2030, 12, 31)), st.integers(0, 500), st.sampled_from(["week", "two_weeks", "month", "semester"]))
def test_every_period_meets_the_stretch_and_none_comes_twice(first, length, every):
    last = date.fromordinal(first.toordinal() + length)
    found = list(periods(every, first, last, CALENDAR))
    # a semester is that of the day before the holidays too, as the calendar has it
    assert all(one.first <= last and (one.last >= first or every == "semester") for one in found)
    assert all(one.last < other.first for one, other in pairwise(found))
