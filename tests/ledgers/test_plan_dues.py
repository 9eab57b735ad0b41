"""What is due in the plan's ledgers, rule by rule: when it is, and when it is not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from jlt_desktop.domain.around import Around
from jlt_desktop.domain.calendar import SchoolCalendar
from jlt_desktop.domain.due import Due
from jlt_desktop.domain.left_behind import LocalRule
from jlt_desktop.domain.record import Record
from jlt_desktop.ledgers import ALL

D, TODAY = date, date(2026, 11, 24)
RULES = {f"{one.__module__.rsplit('.', 1)[-1]}.{one.__name__}": (one, ledger) for ledger in ALL for one in ledger.dues}


def due(rule: str, values: Mapping[str, object], today: date = TODAY) -> list[Due]:
    call, ledger = RULES[rule]
    around = Around(today=today, calendar=SchoolCalendar(), local_rule=LocalRule(), ledgers={one.key: one for one in ALL})
    found = list(call(Record("r1", ledger.key, 1, dict(values)), around))
    for one in found:
        assert (one.ledger, one.record) == (ledger.key, "r1")
        assert "r1" in one.key
        assert one.text
        assert one.basis
    return found


def on(rule: str, values: Mapping[str, object], today: date = TODAY) -> list[date]:
    return [one.on for one in due(rule, values, today)]


def test_a_planned_activity_is_prepared_held_and_proved() -> None:
    rule, start = "activity_rules.activity_is_open", datetime(2026, 12, 1, 9)
    plain = {"title": "朗诵", "kind": "reading", "state": "planned", "start": start}
    assert on(rule, plain) == [start.date()]
    assert on(rule, {**plain, "start": datetime(2026, 12, 20, 9)}) == [], "nothing two weeks ahead"
    past = {**plain, "start": datetime(2026, 11, 20, 9)}
    assert [one.text for one in due(rule, past)] == ["登记办了没有,补内容与成效"]
    assert on(rule, {**past, "state": "held"}) == [D(2026, 12, 4)]
    assert on(rule, {**past, "state": "held", "evidence": ("a file",)}) == on(rule, {**past, "state": "cancelled"}) == []


def test_a_trip_has_its_plan_and_the_word_of_all_parents() -> None:
    rule = "activity_rules.activity_is_open"
    trip = {"title": "研学", "kind": "study_tour", "state": "planned", "start": datetime(2026, 12, 1, 9), "consent_rate": 86.5}
    assert [(one.text, one.on) for one in due(rule, trip)] == [
        ("备好安全预案", D(2026, 11, 24)), ("收齐家长同意", D(2026, 11, 28)), ("办活动", D(2026, 12, 1)),
    ]  # fmt: skip
    assert [one.text for one in due(rule, {**trip, "consent_rate": 100, "safety_doc": ("a file",)})] == ["办活动"]
    assert len(due(rule, {**trip, "kind": "parent_child", "off_campus": True})) == 3
    assert len(due(rule, {**trip, "kind": "parent_child"})) == 1


def test_agreements_and_terms_are_renewed_before_they_end() -> None:
    for rule, end, more in (
        ("venue_agreement.agreement_ends", "valid_to", {}),
        ("external_post.post_is_kept", "to_date", {"kind": "fire_contact", "from_date": D(2024, 1, 1)}),
    ):
        assert on(rule, {end: TODAY + timedelta(days=60), **more}) == [TODAY + timedelta(days=60)]
        assert on(rule, {end: TODAY + timedelta(days=61), **more}) == on(rule, more) == []
        assert on(rule, {end: TODAY - timedelta(days=5), **more}) == [TODAY - timedelta(days=5)], "what has ended stays"


def test_whoever_works_with_pupils_is_checked() -> None:
    rule, values = "external_post.post_is_kept", {"kind": "law_vp", "from_date": D(2026, 11, 1), "name": "王一"}
    assert [(one.text, one.on) for one in due(rule, values)] == [("查法治副校长的无犯罪记录", D(2026, 12, 1))]
    assert on(rule, {**values, "check_on": D(2026, 11, 2)}) == on(rule, {**values, "ended_on": D(2026, 11, 3)}) == []
    assert on(rule, {**values, "kind": "fire_contact"}) == []


def test_numbers_are_tried_once_a_semester() -> None:
    rule = "psych_work.channel_is_checked"
    assert on(rule, {"org": "医院"}) == on(rule, {"org": "医院", "verified_on": D(2026, 8, 31)}) == [D(2026, 10, 1)]
    assert on(rule, {"verified_on": D(2026, 9, 1)}) == on(rule, {"ended_on": D(2026, 9, 1)}) == []


def test_what_was_found_is_mended() -> None:
    rule, values = "spot_check.trouble_is_mended", {"ok": False, "mend_by": D(2026, 11, 20), "classes": "三年级2班", "trouble": "拖堂"}
    assert on(rule, values) == [D(2026, 11, 20)]
    assert on(rule, {**values, "mended_on": D(2026, 11, 19)}) == on(rule, {**values, "ok": True}) == []
    rule, values = "issue.issue_is_open", {"due_on": D(2026, 11, 20), "description": "灯不亮"}
    assert on(rule, values) == [D(2026, 11, 20)]
    assert on(rule, {**values, "closed_on": D(2026, 11, 19)}) == []


def test_clues_are_reported_the_next_day() -> None:
    rule, values = "issue.clue_is_reported", {"kind": "surroundings", "result": "problems", "date": D(2026, 11, 20)}
    assert on(rule, values) == [D(2026, 11, 21)]
    assert on(rule, {**values, "reported_on": D(2026, 11, 20)}) == on(rule, {**values, "kind": "fire"}) == []


def test_results_are_reported_within_the_year() -> None:
    rule, values = "fitness_batch.is_reported", {"date_from": D(2026, 10, 20), "title": "体质测试"}
    assert on(rule, values) == [D(2026, 12, 31)]
    assert on(rule, {**values, "reported_on": D(2026, 11, 20)}) == []


def test_who_speaks_is_answered() -> None:
    rule, values = "feedback.feedback_is_open", {"due_on": D(2026, 11, 20), "text": "菜谱"}
    assert on(rule, values) == [D(2026, 11, 20)]
    assert on(rule, {**values, "answered_on": D(2026, 11, 19)}) == []


def test_after_a_shift_it_is_said_who_came() -> None:
    rule = "guard_shift.shift_is_signed"
    open_, signed = (("school", "王一", None, None),), (("school", "王一", "absent", None),)
    values = {"date": D(2026, 11, 23), "slot": "morning", "point": "校门口"}
    assert on(rule, {**values, "people": open_}) == [D(2026, 11, 23)]
    assert on(rule, {**values, "people": signed}) == on(rule, {**values, "people": open_, "date": D(2026, 11, 25)}) == []


def test_a_service_meets_all_six_conditions() -> None:
    rule = "third_party_service.service_is_in_order"
    good = {
        "org": "机构", "whitelist_batch": "二", "agreed_from": D(2026, 9, 1), "agreed_to": D(2027, 7, 1), "posted_on": D(2026, 9, 1),
        "fee": 0, "non_academic": True, "teachers": (("某老师", D(2026, 9, 1)),),
    }  # fmt: skip
    assert on(rule, good) == []
    assert [one.text for one in due(rule, {**good, "teachers": (("某老师", None),), "posted_on": None})] == ["补齐:公示、无犯罪记录查询"]
    assert [one.text for one in due(rule, {**good, "fee": 300})] == ["补齐:收费"]
    assert on(rule, {**good, "agreed_to": D(2026, 12, 10)}) == [D(2026, 12, 10)]
    assert on(rule, {"exit_on": D(2026, 11, 1), "agreed_from": D(2026, 9, 1)}) == []
