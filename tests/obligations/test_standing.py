"""How an obligation stands on a day: before, within and after its term, as the school set it, in past years, for whom it is not."""

from __future__ import annotations

from datetime import date

import pytest

from jlt_desktop import app
from jlt_desktop.domain.calendar import SchoolCalendar
from jlt_desktop.domain.errors import UserError
from jlt_desktop.domain.obligation_periods import term_of
from jlt_desktop.domain.school_year import Dates, months_of, nodes_of, school_days, with_dates
from jlt_desktop.services.desk import Desk
from jlt_desktop.services.duties import dismiss, duties, put_off
from jlt_desktop.services.obligations import adjust, overview, year_view
from jlt_desktop.vault import store as stores

BOOK = app.rulebook()
USUAL = SchoolCalendar()
TRIP = {"kind": "主题研学", "state": "已办", "place": "博物馆", "summary": "看展", "theme": "历史", "route": "学校到馆", "off_campus": "否"}


def term(key, day, calendar=USUAL):
    found = BOOK.get(key)
    assert found is not None
    return term_of(found, day, calendar)


@pytest.mark.parametrize(
    ("key", "day", "first", "last", "due"),
    [
        ("O-03a", date(2026, 11, 24), date(2026, 9, 1), date(2027, 2, 28), date(2027, 1, 20)),
        ("O-03a", date(2027, 2, 10), date(2026, 9, 1), date(2027, 2, 28), date(2027, 1, 20)),  # the holidays still belong to it
        ("O-03a", date(2027, 3, 1), date(2027, 3, 1), date(2027, 8, 31), date(2027, 7, 15)),
        ("O-08e", date(2027, 8, 31), date(2026, 9, 1), date(2027, 8, 31), date(2027, 8, 31)),
        ("O-08e", date(2027, 9, 1), date(2027, 9, 1), date(2028, 8, 31), date(2028, 8, 31)),
        ("O-10f", date(2026, 11, 24), date(2026, 11, 1), date(2026, 11, 30), date(2026, 11, 30)),
        ("O-90", date(2027, 1, 31), date(2026, 2, 1), date(2027, 1, 31), date(2027, 1, 31)),
        ("O-90", date(2027, 2, 1), date(2027, 2, 1), date(2028, 1, 31), date(2028, 1, 31)),
        ("O-08f", date(2027, 1, 5), date(2026, 11, 1), date(2027, 2, 28), date(2027, 2, 28)),
    ],
)
def test_the_days_of_a_term(key, day, first, last, due):
    found = term(key, day)
    assert (found.first, found.last, found.due) == (first, last, due)


def test_a_month_of_holidays_asks_for_nothing_and_winter_has_not_begun_in_september():
    assert term("O-10f", date(2027, 8, 10)) is None
    assert term("O-08f", date(2026, 9, 10)).begins == date(2026, 11, 1)


def test_any_year_can_be_asked_for():
    for year in range(1990, 2060, 7):
        for month in range(1, 13):
            for one in BOOK.obligations:
                term_of(one, date(year, month, 28), USUAL)
        assert list(nodes_of(year, USUAL)) == ["opening", "midterm", "final", "winter", "summer"]
        assert len(months_of(year, USUAL)) == 8


def test_what_the_school_enters_of_a_year_goes_before_the_usual():
    entered = with_dates(USUAL, [
        Dates(semesters={(2026, 1): (date(2026, 8, 31), date(2027, 1, 9)), (2026, 2): (date(2027, 2, 22), date(2027, 7, 2))},
              nodes={2026: {"midterm": (date(2026, 11, 9), date(2026, 11, 13))}}, months={2026: (9, 10)},
              off=frozenset({date(2026, 10, 1)}), working=frozenset({date(2026, 10, 10)})),
    ])  # fmt: skip
    assert term("O-03a", date(2026, 11, 1), entered).due == date(2027, 1, 9)
    assert nodes_of(2026, entered)["midterm"] == (date(2026, 11, 9), date(2026, 11, 13))
    assert months_of(2026, entered) == ["2026-09", "2026-10"]
    days = school_days(date(2026, 9, 28), date(2026, 10, 11), entered)
    assert date(2026, 10, 1) not in days
    assert date(2026, 10, 10) in days
    assert date(2026, 10, 11) not in days
    assert months_of(2027, entered) == months_of(2027, USUAL), "the next year falls back to the usual"


def test_the_calendar_ledger_and_the_holidays_are_read_at_once(hand):
    assert "按常年日期推算" in overview(hand.office).note
    hand.save(
        "school_calendar", year=2026, autumn_from="2026-8-31", autumn_to="2027-1-9", spring_from="2027-2-22", spring_to="2027-7-2",
        nodes=[("期中", "2026-11-9", "2026-11-13")],
    )  # fmt: skip
    hand.save("holiday", name="国庆节", kind="放假", from_date="2026-10-1", to_date="2026-10-7")
    found = overview(hand.office)
    assert found.note == ""
    assert found.get("O-03a").days_left == (date(2027, 1, 9) - date(2026, 11, 24)).days
    assert date(2026, 10, 5) in hand.office.around().calendar.off


def test_words_count_down_then_say_how_late_and_the_new_semester_begins_by_itself(hand):
    told = []
    for day in (date(2026, 11, 24), date(2027, 1, 20), date(2027, 1, 25), date(2027, 3, 1)):
        hand.office.today = lambda day=day: day
        told.append(hand.standing("O-03a").words)
    assert told == ["0/1 次 剩 57 天", "0/1 次 剩 0 天", "0/1 次 逾期 5 天", "0/1 次 剩 136 天"]


def test_on_the_first_of_september_the_new_years_obligations_are_open(hand):
    hand.save("activity", title="运动会", start="2026-10-11 9:00", sport="田径", level="校级", sport_tags="全校运动会",
              **{**TRIP, "kind": "体育赛事", "theme": None, "route": None})  # fmt: skip
    hand.office.today = lambda: date(2027, 8, 31)
    assert (hand.standing("O-08e").words, overview(hand.office).title) == ("1/1 次", "2026—2027学年")
    hand.office.today = lambda: date(2027, 9, 1)
    assert (hand.standing("O-08e").words, overview(hand.office).title) == ("0/1 次 剩 365 天", "2027—2028学年")
    assert any(one.page == "obligations:O-08e" for one in duties(hand.office))


def test_one_activity_counts_for_two_and_it_is_said(hand):
    made = hand.save(
        "activity", title="大讲堂", start="2026-11-10 9:00", node="期中", **{**TRIP, "kind": "家庭教育大讲堂", "theme": None, "route": None}
    )
    found = overview(hand.office)
    assert found.uses(("activity", made)) == ["O-12a", "O-12b"]
    for key in ("O-12a", "O-12b"):
        assert found.get(key).records == (("activity", made),)


def test_a_default_is_changed_from_a_day_on_with_a_reason_and_the_plans_numbers_are_not(hand):
    adjust(hand.office, "O-10i", threshold=1, on=True, reason="章程规定每学期一次")
    found = hand.standing("O-10i")
    assert (found.required, found.setting.reason) == (1, "章程规定每学期一次")
    assert overview(hand.office, date(2026, 11, 23)).get("O-10i").required == 2, "before that day the default stands"
    adjust(hand.office, "O-10i", threshold=3, on=True, reason="改为三次")
    assert hand.standing("O-10i").required == 3
    ledger = hand.office.ledgers["obligation_setting"]
    assert hand.office.store(ledger).page(ledger).total == 1, "a second word of one day replaces the first"
    with pytest.raises(UserError, match="方案或法律写明"):
        adjust(hand.office, "O-03a", threshold=0, on=True, reason="不想办")
    with pytest.raises(UserError, match="理由没有填"):
        adjust(hand.office, "O-10g", threshold=None, on=False, reason=" ")
    with pytest.raises(UserError, match="没有“O-99”"):
        adjust(hand.office, "O-99", threshold=1, on=True, reason="x")


def test_what_is_switched_off_stays_in_sight_and_is_not_due(hand):
    adjust(hand.office, "O-10g", threshold=None, on=False, reason="本校合并到家长会")
    found = hand.standing("O-10g")
    assert (found.state, found.words, found.setting.reason) == ("off", "已关闭", "本校合并到家长会")
    assert not [one for one in duties(hand.office) if one.page == "obligations:O-10g"]


def test_the_clerk_and_the_principal_learn_nothing_of_what_is_not_theirs(hand_of):
    hand = hand_of("counselor")
    child = hand.pupil()
    hand.save("concern", student=child, source="测评", found_on="2026-10-8", concerns="焦虑", facts="失眠", state="初筛")
    mind = {one.id for one in BOOK.obligations if any(BOOK.scopes[s.ledger] == "confidential" for s in BOOK.rules[one.id].sources)}
    assert {"O-04c", "O-06a", "O-06b", "O-06c", "O-06d", "O-06e"} <= mind
    for role in ("clerk", "principal"):
        found = overview(hand_of(role).office)
        for key in mind:
            one = found.get(key)
            assert (one.state, one.words, one.done, one.required, one.rate) == ("counselor", "由心理教师办理", 0, 0, None)
            assert (one.records, one.unmet, one.evidence, one.days_left) == ((), (), 0, None)
    assert overview(hand_of("clerk").office).get("O-14h").words == "由校长办理"
    assert overview(hand_of("principal").office).get("O-14h").words == "没有发生"


def test_last_years_overview_comes_out_as_it_did(hand, monkeypatch):
    now = {"at": "2026-06-20T02:00:00.000000Z"}
    monkeypatch.setattr(stores, "now_utc", lambda: now["at"])
    hand.office.today = lambda: date(2026, 6, 20)
    first = hand.save("activity", title="研学一", start="2026-5-10 9:00", **TRIP)
    before = overview(hand.office)
    now["at"] = "2026-10-20T02:00:00.000000Z"
    hand.office.today = lambda: date(2026, 10, 20)
    hand.save("activity", title="研学补记", start="2026-5-20 9:00", **{**TRIP, "state": "补录", "late_why": "当时忘了"})
    Desk(hand.office).remove(hand.office.ledgers["activity"], first, "登错了")
    then = overview(hand.office, date(2026, 6, 20), as_it_stood=True)
    assert [(one.obligation.id, one.words) for one in then.standings] == [(one.obligation.id, one.words) for one in before.standings]
    assert then.get("O-03a").records == (("activity", first),)
    known_now = overview(hand.office, date(2026, 6, 20)).get("O-03a")
    assert known_now.words == "1/1 次"
    assert known_now.records != (("activity", first),), "what was entered since counts, what was thrown away does not"


def test_a_year_shows_its_semesters_side_by_side(hand):
    hand.office.today = lambda: date(2027, 4, 20)
    hand.save("activity", title="研学秋", start="2026-10-10 9:00", **TRIP)
    hand.save("activity", title="接待日", start="2026-10-12 9:00", **{**TRIP, "kind": "家长接待日", "theme": None, "route": None})
    lines = {one.obligation.id: one for one in year_view(hand.office, 2026)}
    assert (lines["O-03a"].first.words, lines["O-03a"].second.words, lines["O-03a"].whole) == ("1/1 次", "0/1 次 剩 86 天", None)
    assert lines["O-10f"].first.fraction == "1/5 个月"
    assert lines["O-10f"].second.required == 2, "March and April have begun"
    assert lines["O-08e"].whole.words == "0/1 次 剩 133 天"
    assert {one.obligation.id for one in year_view(hand.office, 2023)} == set(lines), "a year without any records raises nothing"


def test_an_obligation_is_due_by_its_day_put_off_and_dismissed_like_everything_else(hand):
    due = next(one for one in duties(hand.office) if one.page == "obligations:O-03a")
    assert (due.text, due.on, due.about) == ("“场馆里的思政课”主题研学:0/1 次 剩 57 天", date(2027, 1, 20), "德育处")
    assert "方案任务3" in due.basis
    assert "方案明文" in due.basis
    standing = next(one for one in duties(hand.office) if one.page == "obligations:O-04b")
    assert "0/1 间 现缺" in standing.text
    put_off(hand.office, due, date(2026, 11, 30))
    dismiss(hand.office, standing, "辅导室在建,下学期启用")
    pages = {one.page for one in duties(hand.office)}
    assert not pages & {"obligations:O-03a", "obligations:O-04b"}
    hand.office.today = lambda: date(2026, 11, 30)
    assert "obligations:O-03a" in {one.page for one in duties(hand.office)}
    hand.office.today = lambda: date(2027, 3, 2)
    assert "obligations:O-03a" in {one.page for one in duties(hand.office)}, "another semester is another due"


def test_cases_their_ledgers_remind_of_are_not_added_up_on_the_home_page(hand):
    hand.care()
    found = duties(hand.office)
    assert [one.text for one in found if one.ledger == "care_file" and not one.page]
    assert not [one for one in found if one.page in ("obligations:O-14d", "obligations:O-14e", "obligations:O-14a")]
