"""月跟踪: which months ask for a record, when a month is closed, what a correction leaves behind, and the course by month."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from jlt_desktop.domain.around import Around
from jlt_desktop.domain.calendar import SchoolCalendar
from jlt_desktop.domain.left_behind import LocalRule
from jlt_desktop.domain.record import Record
from jlt_desktop.domain.seal import CORRECTION
from jlt_desktop.ledgers import ALL
from jlt_desktop.ledgers.concern import CONCERN
from jlt_desktop.ledgers.concern_mood import MOOD_WORDS, mood_chart, trend_words
from jlt_desktop.ledgers.concern_states import followed_in
from jlt_desktop.ledgers.follow_up import FOLLOW_UP, MOODS, month_is_closed
from jlt_desktop.services.desk import Desk, Refused
from jlt_desktop.services.doing import begin
from jlt_desktop.services.duties import duties
from jlt_desktop.services.filing import file_view
from jlt_desktop.services.office import Office
from jlt_desktop.services.tracking import LATE, MISSING, OPEN, begin_month, month_grid

TODAY = date(2026, 11, 24)
AROUND = Around(today=TODAY, calendar=SchoolCalendar(), local_rule=LocalRule(), ledgers={one.key: one for one in ALL})
D = date


@pytest.fixture
def office(open_as: Callable[[str], Office]) -> Office:
    return open_as("counselor")


def a_case(office: Office, **values: object) -> Record:
    given: dict[str, object] = {
        "name": "周小满",
        "found_on": "2026-08-20",
        "source": "测评",
        "concerns": "睡眠",
        "state": "在册",
        "level": "三级",
    }
    for who in ("homeroom", "counselor", "health_vp"):
        given |= {f"{who}_by": "王一", f"{who}_on": "2026-08-24", f"{who}_how": "会上"}
    return Desk(office).save(CONCERN, {**given, **values})


def a_month(office: Office, case: Record, month: str, made: str = "", **values: object) -> Record:
    record = Desk(office).save(FOLLOW_UP, {"month": month, "mood": "平稳", "interventions": "个别辅导", **values}, parent=case.id)
    if made:
        office.store(FOLLOW_UP).conn.execute("UPDATE l_follow_up SET created_at = ? WHERE id = ?", (made, record.id))
    return Desk(office).get(FOLLOW_UP, record.id)


# -- which months --------------------------------------------------------------------------------------------------

LISTED = {"state": "listed", "found_on": D(2026, 8, 20), "panel_on": D(2026, 9, 2)}
GONE = {**LISTED, "state": "removed", "removed_on": D(2026, 11, 3), "removed_why": "stable"}


@pytest.mark.parametrize(("values", "months"), [
    (LISTED, "09 10 11 12"),
    ({**LISTED, "state": "observing"}, "09 10 11 12"),
    ({**LISTED, "state": "suspended"}, "09 10 11 12"),
    ({**LISTED, "state": "referring"}, "09 10 11 12"),
    ({**LISTED, "state": "returning"}, "09 10 11 12"),
    ({**LISTED, "state": "screened"}, ""),
    ({**LISTED, "state": "to_review"}, ""),
    ({**LISTED, "panel_on": None}, "08 09 10 11 12"),
    ({**LISTED, "panel_on": None, "urgent_at": datetime(2026, 10, 5, 9)}, "10 11 12"),
    ({**LISTED, "level_changes": ((D(2026, 8, 31), None, "l3", None, None, None),)}, "08 09 10 11 12"),
    (GONE, "09 10"),
    ({**GONE, "removed_why": "not_listed"}, ""),
    ({**GONE, "removed_why": "mistaken"}, ""),
])  # fmt: skip
def test_every_month_on_the_list_asks_for_a_record_holidays_too(values: dict[str, object], months: str) -> None:
    record = Record("c1", "concern", 1, values)
    asked = [month[5:] for month in (f"2026-{number:02}" for number in range(7, 13)) if followed_in(record, month)]
    assert asked == months.split()


def test_a_missed_month_stays_in_the_grid_and_among_the_dues_also_after_the_end(office: Office) -> None:
    case = a_case(office)
    a_month(office, case, "2026-08", "2026-08-31T09:00:00Z")
    a_month(office, case, "2026-10", "2026-11-08T09:00:00Z")
    grid = month_grid(office, CONCERN, 4)
    assert [line.states for line in grid.lines] == [("已填", MISSING, LATE, OPEN)]
    asked = {one.text: one.on for one in duties(office) if one.key.startswith("month")}
    assert asked == {"填写 2026-09 月跟踪": D(2026, 9, 30), "填写 2026-11 月跟踪": D(2026, 11, 30)}
    _, start = begin(office, CONCERN, case.id, "left")
    Desk(office).save(CONCERN, {**start.unasked, "removed_on": "2026-11-20", "removed_why": "转学"}, record_id=case.id)
    assert [line.states[1] for line in month_grid(office, CONCERN, 4).lines] == [MISSING]
    assert [one.text for one in duties(office) if one.key.startswith("month")] == ["填写 2026-09 月跟踪"]


def test_mood_and_what_the_pupil_says_are_never_taken_over_from_last_month(office: Office) -> None:
    assert CONCERN.tracked
    optional = {name for group in FOLLOW_UP.form.values() for name in group} - set(FOLLOW_UP.required) - {"by", "on", "self_score"}
    assert set(CONCERN.tracked.again) == optional | {"interventions"}
    case = a_case(office)
    a_month(office, case, "2026-10", study="好转", self_score="6")
    start = begin_month(office, CONCERN, case.id, "2026-11")
    assert (start.last["study"], start.form.values.get("mood"), start.form.values.get("study")) == ("好转", None, None)


def test_mood_and_measures_alone_make_a_month(office: Office) -> None:
    assert set(FOLLOW_UP.required) == {"month", "mood", "interventions"}
    case = a_case(office)
    made = a_month(office, case, "2026-11")
    assert "填写 2026-11 月跟踪" not in {one.text for one in duties(office)}
    with pytest.raises(Refused, match="2026-11 已经有一条月跟踪"):
        a_month(office, case, "2026-11", mood="低落")
    assert Desk(office).save(FOLLOW_UP, {"mood": "波动"}, record_id=made.id).get("mood") == "waves"
    assert a_month(office, a_case(office, name="王五", found_on="2026-08-21"), "2026-11"), "another case has its own"


# -- closed months -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("today", "made", "closed"), [
    (D(2026, 11, 10), "2026-10-31", False),
    (D(2026, 11, 11), "2026-10-31", True),
    (D(2026, 11, 24), "2026-11-20", True),
    (D(2026, 11, 24), "2026-11-24", False),
    (D(2026, 11, 25), "2026-11-24", True),
])  # fmt: skip
def test_a_month_closes_ten_days_after_its_last_one(today: date, made: str, closed: bool) -> None:
    record = Record("m1", "follow_up", 1, {"month": "2026-10"}, "c1", created_at=f"{made}T09:00:00Z")
    said = month_is_closed(record, replace(AROUND, today=today))
    assert said == ("2026-10 已于 2026-11-10 关账。" if closed else "")


def test_a_closed_month_is_corrected_with_a_reason_and_shows_it(office: Office) -> None:
    case = a_case(office)
    made = a_month(office, case, "2026-10", "2026-10-31T09:00:00Z", mood="低落", self_score="3")
    desk = Desk(office)
    found = desk.examine(FOLLOW_UP, {"mood": "波动"}, record_id=made.id)
    assert [(one.name, one.field) for one in found.questions] == [(CORRECTION, "mood")]
    assert "2026-10 已于 2026-11-10 关账。更正“情绪状态”请写明理由" in found.questions[0].text
    with pytest.raises(Refused, match="请写明理由"):
        desk.save(FOLLOW_UP, {"mood": "波动"}, record_id=made.id)
    desk.save(FOLLOW_UP, {"mood": "波动"}, record_id=made.id, answers={CORRECTION: "月底又谈了一次"})
    (event,) = [one for one in file_view(office, CONCERN, case.id).timeline if one.ledger == "follow_up"]
    (shown,) = event.corrections
    assert "更正:月底又谈了一次" in shown
    assert "情绪状态原为“低落”" in shown
    assert event.sealed
    open_month = a_month(office, case, "2026-11")
    assert desk.examine(FOLLOW_UP, {"mood": "波动"}, record_id=open_month.id).questions == ()


@pytest.mark.parametrize(
    ("on", "words"), [("2026-10-31", ""), ("2026-10-05", ""), ("2026-11-01", "迟填 1 天"), ("2026-11-08", "迟填 8 天"), ("", "")]
)
def test_what_is_written_after_the_month_ended_is_late(office: Office, on: str, words: str) -> None:
    made = a_month(office, a_case(office), "2026-10", on=on)
    assert Desk(office).texts(FOLLOW_UP, made, ("late",)) == (words,)


# -- the course ----------------------------------------------------------------------------------------------------


def around_with(months: dict[str, str], **parts: list[Record]) -> Around:
    written = [Record(f"m{month}", "follow_up", 1, {"month": month, "mood": mood}, "c1") for month, mood in months.items()]
    return AROUND.with_parts({"follow_up": written, **parts}, None)


def test_words_on_the_axis_are_the_moods_from_the_gravest_up() -> None:
    assert set(MOOD_WORDS) == {option.label for option in MOODS}
    assert MOOD_WORDS[0] == "高危信号"
    assert MOOD_WORDS[-1] == "平稳"


@pytest.mark.parametrize(("months", "word"), [
    ({}, ""),
    ({"2026-11": "low"}, ""),
    ({"2026-09": "low", "2026-10": "low", "2026-11": "steady"}, "好转"),
    ({"2026-10": "steady", "2026-11": "low"}, "变差"),
    ({"2026-09": "waves", "2026-11": "waves"}, "持平"),
    ({"2025-01": "steady"}, ""),
])  # fmt: skip
def test_the_list_shows_half_a_year_in_one_line(months: dict[str, str], word: str) -> None:
    shown = trend_words({}, around_with(months))
    inside = {month for month in months if month >= "2026-06"}
    line, _, said = shown.partition(" ")
    assert said == word
    assert len(line) == (6 if inside else 0)
    assert line.count("·") == (6 - len(inside) if inside else 0), "a month without a record is a gap"


def test_the_plot_has_a_year_with_gaps_and_what_happened_beside_it() -> None:
    changes = ((D(2026, 8, 24), None, "l3", None, None, None), (D(2026, 10, 9), "l3", "l2", None, None, None))
    case = Record("c1", "concern", 1, {"found_on": D(2026, 3, 2), "level_changes": changes})
    crisis = Record("r1", "referral", 1, {"kind": "crisis", "t_found": datetime(2026, 9, 3, 9)}, "c1")
    plan = Record("p1", "individual_plan", 1, {"version": 1, "from_date": D(2026, 9, 1)}, "c1")
    around = around_with({"2026-08": "low", "2026-10": "waves", "2026-11": "steady"}, referral=[crisis], individual_plan=[plan])
    chart = mood_chart(case, around)
    assert chart
    assert (chart.months[0], chart.months[-1], len(chart.months)) == ("2026-03", "2026-11", 9)
    assert chart.points == (None, None, None, None, None, 2, None, 3, 4)
    assert set(chart.events) == {("2026-08", "列入"), ("2026-09", "危机"), ("2026-09", "方案"), ("2026-10", "调级")}
    assert "9月没有记录" in chart.sentence
    assert mood_chart(case, around_with({})) is None, "before the first record there is nothing to draw"


def test_a_new_case_is_drawn_over_half_a_year_at_least() -> None:
    chart = mood_chart(Record("c1", "concern", 1, {"found_on": D(2026, 11, 2)}), around_with({"2026-11": "low"}))
    assert chart
    assert (len(chart.months), chart.points[-1]) == (6, 2)


def test_the_page_of_a_case_answers_six_questions(office: Office) -> None:
    case = a_case(office, review_on="2026-11-20")
    view = file_view(office, CONCERN, case.id)
    facts = {one.label: (one.text, one.tone) for one in view.glance}
    assert list(facts) == ["等级与状态", "三方意见", "本月跟踪", "下次复核", "方案", "家长"]
    assert facts["等级与状态"] == ("三级 在册", "")
    assert facts["三方意见"] == ("齐全(2026-08-24)", "good")
    assert facts["本月跟踪"] == ("还没有写", "due")
    assert facts["下次复核"] == ("2026-11-20,已过 4 天", "wrong")
    assert facts["方案"] == ("还没有", "due")
    assert facts["家长"] == ("还没有告知", "due")
    assert view.picture is None
    a_month(office, case, "2026-11", mood="高危信号")
    view = file_view(office, CONCERN, case.id)
    assert {one.label: one.tone for one in view.glance}["本月跟踪"] == "wrong"
    assert view.picture is not None
