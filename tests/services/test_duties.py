"""今天要办: gathered from every ledger the user may open, put off until a day, dismissed with a reason, never twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from jlt_desktop.domain.due import Due
from jlt_desktop.domain.errors import UserError
from jlt_desktop.services.desk import Desk
from jlt_desktop.services.duties import dismiss, duties, put_off
from jlt_desktop.services.office import Office

TODAY = date(2026, 11, 24)
PUPIL = {"name": "张三", "sex": "男", "birth_date": "2017-5-17"}
CARE = {
    "categories": "留守儿童", "basis": "学校摸排", "opened_on": "2026-11-1", "guardianship_type": "父母一方", "guardianship_eval": "较好",
    "body": "健康", "edu_status": "小学",
}  # fmt: skip


@pytest.fixture
def office(open_as: Callable[[str], Office]) -> Office:
    return open_as("clerk")


def texts(office: Office) -> list[str]:
    return [one.text for one in duties(office)]


def a_file(office: Office, **values: str) -> str:
    desk = Desk(office)
    child = desk.save(office.ledgers["student"], {**PUPIL, "entry_year": "2024", "class_no": "2"})
    return desk.save(office.ledgers["care_file"], {**CARE, "student": child.id, **values}).id


def test_an_empty_school_has_nothing_to_do(office: Office) -> None:
    assert duties(office) == []


def test_what_is_due_comes_by_its_day_and_goes_when_it_is_done(office: Office) -> None:
    made = a_file(office)
    found = duties(office)
    assert [(one.text, one.on) for one in found] == [("记一次关爱联系", date(2026, 11, 30)), ("家访一次", date(2027, 1, 20))]
    assert {one.about for one in found} == {"张三 三年级2班"}
    assert {(one.ledger, one.record) for one in found} == {("care_file", made)}
    desk = Desk(office)
    contact = {"at": "2026-11-20 10:00", "channel": "电话", "with_whom": "儿童", "summary": "一切都好"}
    talk = desk.save(office.ledgers["contact_log"], contact, parent=made)
    assert texts(office) == ["家访一次"]
    desk.remove(office.ledgers["contact_log"], talk.id)
    assert texts(office) == ["记一次关爱联系", "家访一次"], "what was taken away counts no more"
    desk.save(office.ledgers["care_file"], {"closed_on": "2026-11-24", "closed_reason": "转学"}, record_id=made)
    assert duties(office) == []


def test_parts_of_a_removed_file_are_not_due(office: Office) -> None:
    made = a_file(office)
    desk = Desk(office)
    desk.save(office.ledgers["care_entrustment"], {"principal_parent": "张大", "trustee": "张二", "doc_type": "口头(待补)"}, parent=made)
    assert any(one.startswith("补齐委托照护:书面协议") for one in texts(office))
    assert {one.about for one in duties(office)} == {"张三 三年级2班"}
    desk.remove(office.ledgers["care_file"], made)
    assert duties(office) == []


def test_a_due_is_put_off_until_a_day_and_no_longer(office: Office) -> None:
    a_file(office)
    contact = duties(office)[0]
    put_off(office, contact, TODAY + timedelta(days=2))
    assert texts(office) == ["家访一次"]
    for days, shown in ((1, False), (2, True), (3, True)):
        office.today = lambda day=TODAY + timedelta(days=days): day
        assert ("记一次关爱联系" in texts(office)) is shown, days


@pytest.mark.parametrize("days", [0, -1, -400])
def test_a_due_is_not_put_off_into_the_past(office: Office, days: int) -> None:
    a_file(office)
    contact = duties(office)[0]
    with pytest.raises(UserError, match="稍后提醒的日期要在今天之后。这一项还在。"):
        put_off(office, contact, TODAY + timedelta(days=days))
    assert len(duties(office)) == 2


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_a_due_is_not_dismissed_without_a_reason(office: Office, reason: str) -> None:
    a_file(office)
    with pytest.raises(UserError, match="请写明为什么不需要办。这一项还在。"):
        dismiss(office, duties(office)[0], reason)
    assert len(duties(office)) == 2


def test_a_dismissed_due_stays_away_and_the_next_months_comes(office: Office) -> None:
    a_file(office)
    dismiss(office, duties(office)[0], "孩子随父母外出一个月")
    assert texts(office) == ["家访一次"]
    office.today = lambda: date(2026, 11, 30)
    assert texts(office) == ["家访一次"]
    office.today = lambda: date(2026, 12, 1)
    assert [one.key.split(":")[-1] for one in duties(office) if one.text == "记一次关爱联系"] == ["2026-12-01"], (
        "another month is another due"
    )


def test_a_dismissed_due_can_be_put_off_again_and_the_last_word_counts(office: Office) -> None:
    a_file(office)
    contact = duties(office)[0]
    dismiss(office, contact, "不需要")
    put_off(office, contact, TODAY + timedelta(days=1))
    office.today = lambda: TODAY + timedelta(days=1)
    assert "记一次关爱联系" in texts(office)


def test_what_was_decided_is_journalled_without_its_reason_and_kept_after_locking(open_as: Callable[[str], Office]) -> None:
    office = open_as("clerk")
    a_file(office)
    contact = duties(office)[0]
    dismiss(office, contact, "孩子随父母外出")
    store = office.store(office.ledgers["care_file"])
    (event,) = store.journal.events(1)
    assert (event["action"], event["object"]) == ("事项另作安排", f"{contact.ledger}/{contact.record}")
    assert event["reason_digest"] == store.journal.digest("孩子随父母外出")
    assert "外出" not in str(event)
    assert store.conn.execute("SELECT reason, actor FROM due_note").fetchall() == [("孩子随父母外出", "赵文员")]
    again = open_as("clerk")
    assert texts(again) == ["家访一次"]


def test_confidential_dues_are_for_the_counselor_and_their_notes_stay_in_that_file(open_as: Callable[[str], Office]) -> None:
    office = open_as("counselor")
    opinions = {
        f"{who}_{what}": value
        for who in ("homeroom", "counselor", "health_vp")
        for what, value in (("by", "王一"), ("on", "2026-11-3"), ("how", "会上"))
    }
    case = {
        "name": "张三",
        "source": "班主任观察",
        "found_on": "2026-11-2",
        "concerns": "睡眠",
        "state": "在册",
        "level": "三级",
        "parents_told_on": "2026-11-3",
        **opinions,
    }
    Desk(office).save(office.ledgers["concern"], case)
    plan, month, review = duties(office)
    assert (plan.text, plan.on, review.text, review.on) == ("制定一生一策", date(2026, 11, 17), "复核关注等级", date(2026, 12, 3))
    assert month.text == "填写 2026-11 月跟踪"
    assert "张三" not in (month.text, month.about)
    dismiss(office, month, "已转医院")
    assert duties(office) == [plan, review]
    general, confidential = office.session.store("general"), office.session.store("confidential")
    assert general.conn.execute("SELECT count(*) FROM due_note").fetchone() == (0,)
    assert confidential.conn.execute("SELECT count(*) FROM due_note").fetchone() == (1,)
    assert duties(open_as("principal")) == []


def test_every_due_has_a_key_of_its_own(office: Office) -> None:
    made = a_file(office)
    desk = Desk(office)
    for trustee in ("张二", "张四"):
        desk.save(office.ledgers["care_entrustment"], {"principal_parent": "张大", "trustee": trustee, "doc_type": "无"}, parent=made)
    desk.save(office.ledgers["student"], {**PUPIL, "name": "李四"})
    found: list[Due] = duties(office)
    assert len({one.key for one in found}) == len(found) == 5
    assert [one.on for one in found] == sorted(one.on for one in found)


def test_what_the_law_asks_for_can_neither_be_put_off_nor_dismissed(office: Office) -> None:
    desk = Desk(office)
    child = desk.save(office.ledgers["student"], {"name": "张三", "sex": "男", "birth_date": "2017-5-17"})
    file = {"categories": "困境儿童", "basis": "学校摸排", "opened_on": "2026-11-24", "guardianship_type": "祖辈", "guardianship_eval": "差",
            "body": "健康", "edu_status": "小学", "student": child.id}  # fmt: skip
    record = desk.save(office.ledgers["care_file"], file)
    desk.save(office.ledgers["mandatory_report"], {"signs": "被组织乞讨", "found_at": "2026-11-24 10:00"}, parent=record.id)
    (due,) = (one for one in duties(office) if one.stays)
    with pytest.raises(UserError, match="不能推迟,也不能划掉"):
        put_off(office, due, office.today() + timedelta(days=1))
    with pytest.raises(UserError, match="不能推迟,也不能划掉"):
        dismiss(office, due, "不想办")
    assert due in duties(office)
