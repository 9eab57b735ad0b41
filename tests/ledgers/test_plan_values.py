"""What is computed in the plan's ledgers: breaks, minutes, staffing, compliance, numbers, coverage, and which classes a text means."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from jlt_desktop.domain.around import Around
from jlt_desktop.domain.calendar import SchoolCalendar
from jlt_desktop.domain.classes import classes_of_school, read_classes, written
from jlt_desktop.domain.fields import Derived
from jlt_desktop.domain.fields_links import Attached, Evidence
from jlt_desktop.domain.fields_time import working_days_after
from jlt_desktop.domain.left_behind import LocalRule
from jlt_desktop.domain.record import Record
from jlt_desktop.ledgers import ALL
from jlt_desktop.ledgers.activity_kinds import obligations_of
from jlt_desktop.ledgers.activity_rules import activity_number, entered_late

D, TODAY = date, date(2026, 11, 24)
LEDGERS = {one.key: one for one in ALL}
STAFF = tuple(
    Record(key, "staff", 1, {"staff_name": name, "post": posts, "to_date": left}, removed_at=gone)
    for key, name, posts, left, gone in (
        ("t1", "王一", ("class_teacher",), None, None), ("t2", "李二", ("class_teacher", "subject_teacher"), None, None),
        ("t3", "张三", ("class_teacher",), D(2026, 9, 1), None), ("t4", "赵四", ("class_teacher",), None, "2026-10-01"),
        ("t5", "钱五", ("guard",), None, None),
    )
)  # fmt: skip
AROUND = Around(
    today=TODAY, calendar=SchoolCalendar("nine_year"), local_rule=LocalRule(), ledgers=LEDGERS,
    all_of=lambda key: STAFF if key == "staff" else (),
)  # fmt: skip


def computed(ledger: str, name: str, **values: object) -> str:
    one = LEDGERS[ledger].fields[name]
    assert isinstance(one, Derived)
    return one.compute({**dict.fromkeys(LEDGERS[ledger].stored), **values}, AROUND)


LESSONS = (
    ("第一节", "lesson", "8:00", "8:40"), ("第二节", "lesson", "8:55", "9:35"), ("眼保健操", "eye", "9:35", "9:40"),
    ("第三节", "lesson", "9:50", "10:30"), ("午休", "lunch", "10:30", "13:00"), ("第四节", "lesson", "13:00", "13:40"),
)  # fmt: skip


def test_a_break_is_what_lies_between_two_lessons_less_eye_exercises() -> None:
    assert computed("bell_schedule", "breaks", periods=LESSONS) == "1 个课间不足 15 分钟:第二节后 10 分钟"
    assert computed("bell_schedule", "breaks", periods=LESSONS[:2]) == "1 个课间都够 15 分钟"
    assert computed("bell_schedule", "breaks", periods=tuple(reversed(LESSONS[:2]))) == "1 个课间都够 15 分钟", "in any order"
    assert computed("bell_schedule", "breaks") == ""
    assert computed("bell_schedule", "eyes", periods=LESSONS) == "每天 1 次"


def test_two_hours_every_weekday() -> None:
    days = tuple((day, 40, 30, 15, 40) for day in ("mon", "tue", "wed", "thu", "fri"))
    assert computed("pe_time_plan", "enough", days=days) == "每天都够 120 分钟(最少 125)"
    assert computed("pe_time_plan", "enough", days=(*days[:3], ("thu", 0, 30, 15, None))) == "不足 120 分钟:周四 45 分钟、周五 0 分钟"


@pytest.mark.parametrize(
    ("classes", "minutes", "words"),
    [
        ("五年级2班", 60, "符合"), ("五年级2班", 61, "超过 60 分钟"), ("一年级", 5, "一、二年级不布置书面作业,这里是 5 分钟"),
        ("二年级", 0, "符合"), ("七年级、八年级", 90, "符合"), ("五至七年级", 75, "超过 60 分钟"), ("某班", 20, ""),
    ],
)  # fmt: skip
def test_homework_is_held_against_the_grade(classes: str, minutes: int, words: str) -> None:
    assert computed("homework_log", "within", date=TODAY, classes=classes, minutes=minutes) == words


def test_a_post_is_staffed_when_all_came_or_somebody_stood_in() -> None:
    came, late, absent, open_ = (
        ("school", name, mark, None) for name, mark in (("王", "on_time"), ("李", "late"), ("张", "absent"), ("赵", None))
    )
    assert computed("guard_shift", "staffed", date=TODAY, people=(came, late)) == "2/2 到岗"
    assert computed("guard_shift", "staffed", date=TODAY, people=(came, absent)) == "1/2 到岗,缺岗"
    assert computed("guard_shift", "staffed", date=TODAY, people=(came, absent), replaced="主任") == "1/2 到岗,已有人顶岗"
    assert computed("guard_shift", "staffed", date=TODAY, people=(came, open_)) == "还没有登记到岗"
    assert computed("guard_shift", "staffed", date=D(2026, 11, 25), people=(open_,)) == "排班"
    assert computed("guard_shift", "on_duty", people=(came, late)) == "王(学校)、李(学校)"


def test_six_conditions_of_a_service() -> None:
    good = {
        "whitelist_batch": "二", "agreed_from": D(2026, 9, 1), "posted_on": D(2026, 9, 1), "fee": 0, "non_academic": True,
        "teachers": (("某", D(2026, 9, 1)),),
    }  # fmt: skip
    assert computed("third_party_service", "compliance", **good) == "合规"
    assert computed("third_party_service", "compliance") == "还缺白名单、协议、公示、收费、无犯罪记录查询、非学科类"
    assert computed("third_party_service", "compliance", **{**good, "agreed_to": D(2026, 11, 1)}) == "还缺协议"
    assert computed("third_party_service", "compliance", **{**good, "exit_on": D(2026, 11, 1)}) == "已退出"


def test_coverage_of_a_training_is_over_those_who_work_here() -> None:
    values = {"date": D(2026, 11, 1), "for_posts": ("class_teacher",), "attended": ("t1", "t5")}
    assert computed("training", "coverage", **values) == "50.0%(1/2);没有参加:李二"
    assert computed("training", "coverage", **{**values, "attended": ("t1", "t2")}) == "100.0%(2/2)"
    assert computed("training", "coverage", **{**values, "for_posts": None}) == ""


def test_terms_visits_and_agreements_as_of_today() -> None:
    assert computed("external_post", "serving", from_date=D(2025, 1, 1), to_date=D(2026, 11, 24)) == "在任"
    assert computed("external_post", "serving", from_date=D(2025, 1, 1), to_date=D(2026, 11, 23)) == "已到期"
    visits = ((D(2026, 3, 1), "lesson", None, None, None), (D(2026, 10, 1), "check", None, None, None))
    assert computed("external_post", "visited", visits=visits) == "本学期 1 次,共 2 次"
    assert computed("venue_agreement", "state_today", signed_on=D(2025, 1, 1)) == "有效"
    assert computed("venue_agreement", "state_today", signed_on=D(2025, 1, 1), valid_to=D(2026, 1, 1)) == "已过期"
    assert computed("venue_agreement", "state_today", signed_on=D(2027, 1, 1)) == "还没有生效"
    assert computed("venue_course", "steps", pre_class="读", practice="看") == "还缺课后拓展"
    assert computed("issue", "overdue", due_on=D(2026, 11, 20)) == "逾期 4 天"
    assert computed("fitness_batch", "rate", n_target=40, n_done=38, n_exempt=2) == "100.0%(38/38)"


def test_an_activity_is_numbered_by_its_semester_and_month() -> None:
    march = {"start": datetime(2026, 3, 5, 9)}
    assert activity_number(TODAY, (), march) == "HD-2026春-03-001"
    assert activity_number(TODAY, ("HD-2026春-03-009", "HD-2026春-04-011", "HD-2026春-03-x"), march) == "HD-2026春-03-010"
    assert activity_number(TODAY, (), {"start": datetime(2027, 1, 5, 9)}) == "HD-2026秋-01-001", "January belongs to the autumn"
    assert activity_number(TODAY, (), {}) == "HD-2026秋-11-001"


def test_an_activity_knows_what_it_serves_and_what_was_written_down_late() -> None:
    assert obligations_of({"kind": "sport", "sport_tags": ("meet", "winter")}, AROUND)["obligation_ids"] == ("O-08c", "O-08e", "O-08f")
    assert obligations_of({"kind": "other"}, AROUND)["obligation_ids"] is None
    assert entered_late({"state": "late"}, AROUND)["late_on"] == TODAY
    assert computed("activity", "stamp", state="late", late_on=TODAY) == "补录(2026-11-24 补记)"
    assert computed("activity", "stamp", state="held", late_on=TODAY) == ""
    assert computed("activity", "staff_ratio", n_pupils=50, n_teachers=4) == "1:12.5"


def test_ten_working_days_pass_over_weekends_and_holidays() -> None:
    assert working_days_after(D(2026, 11, 20), 10) == D(2026, 12, 4)
    october = {D(2026, 10, day) for day in range(1, 8)}
    assert working_days_after(D(2026, 9, 30), 1, october, {D(2026, 10, 10)}) == D(2026, 10, 8)
    assert working_days_after(D(2026, 10, 9), 1, october, {D(2026, 10, 10)}) == D(2026, 10, 10)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("全校", "全校"), ("三至五年级", "三年级、四年级、五年级"), ("三年级2班、3班", "三年级2班、三年级3班"), ("3.2", "三年级2班"),
        ("一年级;七(1)班", "一年级、七年级1班"), ("操场", "操场"), ("五、六年级", "五年级、六年级"), ("2024级2班", "三年级2班"),
    ],
)  # fmt: skip
def test_classes_in_any_usual_writing(text: str, words: str) -> None:
    assert written(read_classes(text, TODAY, "nine_year"), TODAY, "nine_year") == words


def test_whether_a_class_is_meant_and_which_classes_there_are() -> None:
    some = read_classes("三年级、五年级1班", TODAY, "nine_year")
    assert [some.holds(entry, 1, TODAY, "nine_year") for entry in (2024, 2022, 2023)] == [True, True, False]
    assert some.all_grades(TODAY, "nine_year") == {3, 5}
    assert read_classes("全校", TODAY, "primary").all_grades(TODAY, "primary") == set(range(1, 7))
    pupils = [(2024, 1), (2024, 1), (2024, 2), (2010, 1), (None, 1)]
    assert classes_of_school(pupils, TODAY, "nine_year") == {(2024, 1), (2024, 2)}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("研学方案.docx", "A"),
        ("家长签到.jpg", "S"),
        ("活动记录.pdf", "R"),
        ("IMG_0031.jpg", "P"),
        ("扫描件.pdf", ""),
        ("馆校协议.pdf", "E"),
    ],
)
def test_what_a_file_proves_by_is_guessed_from_its_name(name: str, code: str) -> None:
    field = LEDGERS["activity"].fields["evidence"]
    assert isinstance(field, Evidence)
    one = Attached("b", name, "image/jpeg" if name.endswith("jpg") else "application/pdf", 1, "0")
    assert field.guessed(one) == code
    kept = (Attached("b", name, "image/jpeg", 1, "0", "P", "颁奖"),)
    assert field.from_sql(field.to_sql(kept)) == kept
    assert field.show(kept) == "照片:颁奖"


def test_a_form_asks_by_kind_and_never_hides_what_is_filled() -> None:
    one = LEDGERS["activity"]
    assert one.shown("title", {})
    assert not one.shown("node", {"kind": "sport"})
    assert one.shown("node", {"kind": "lecture"})
    assert one.shown("node", {"kind": "sport", "node": "midterm"}), "what was filled stays to be seen"
    assert one.shown("route", {"kind": "parent_child", "off_campus": True})
    assert not one.shown("route", {"kind": "parent_child", "off_campus": False})
    assert one.shown("cost_source", {"cost": 12.5})
    assert not LEDGERS["spot_check"].shown("trouble", {"ok": True})
