"""个别辅导记录: its writer's own, sealed after a day with a supplement that grows, and what a risk makes necessary."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from jlt_desktop.domain.record import Record
from jlt_desktop.ledgers.counselling_session import COUNSELLING_SESSION as SESSION
from jlt_desktop.ledgers.referral import REFERRAL
from jlt_desktop.services.desk import Desk, Refused
from jlt_desktop.services.doing import do_at_once, follow, offered
from jlt_desktop.services.duties import duties
from jlt_desktop.services.office import Office
from jlt_desktop.services.submitting import prepare

TODAY = date(2026, 11, 24)
WHO = {"name": "周小满", "found_on": "2026-8-20", "source": "同伴", "concerns": "自伤行为", "state": "初筛"}
TALK = {"at": "2026-11-20 15:20", "risk": "无", "facts": "低着头", "quote": "“睡不着”"}
GRAVE = {**TALK, "risk": "计划", "exception": "是", "exception_why": "生命危险"}


@pytest.fixture
def office(open_as: Callable[[str], Office]) -> Office:
    return open_as("counselor")


@pytest.fixture
def case(office: Office) -> Record:
    return Desk(office).save(office.ledgers["concern"], WHO)


def aged(office: Office, record: Record, hours: float) -> Record:
    """The record as if it had been written so long ago."""
    made = (datetime.now(UTC) - timedelta(hours=hours)).isoformat()
    office.store(SESSION).conn.execute("UPDATE l_counselling_session SET created_at = ? WHERE id = ?", (made, record.id))
    return Desk(office).get(SESSION, record.id)


def test_it_is_its_writers_own_and_nothing_of_it_leaves(office: Office, case: Record) -> None:
    assert SESSION.owner_only
    assert SESSION.scope == "confidential"
    assert {one.leaves.words for one in SESSION.fields.values()} == {"不交出"}
    assert SESSION.indicators == ()
    Desk(office).save(SESSION, {**TALK, "place": "金丝雀房间"}, parent=case.id)
    assert "金丝雀" not in str(prepare(office, "2026-11").tables)


def test_talks_are_counted_by_case(office: Office, case: Record) -> None:
    desk = Desk(office)
    other = desk.save(office.ledgers["concern"], WHO)
    first, second = (desk.save(SESSION, TALK, parent=case.id) for _ in range(2))
    assert [first.get("seq"), second.get("seq")] == [1, 2]
    assert desk.save(SESSION, TALK, parent=other.id).get("seq") == 1
    assert desk.save(SESSION, {**TALK, "seq": "9"}, parent=case.id).get("seq") == 9
    assert desk.save(SESSION, TALK, parent=case.id).get("seq") == 10


def test_after_a_day_only_the_supplement_grows(office: Office, case: Record) -> None:
    desk = Desk(office)
    made = desk.save(SESSION, TALK, parent=case.id)
    assert desk.save(SESSION, {"quote": "“睡不着,也吃不下”"}, record_id=made.id).revision == 2
    aged(office, made, 25)
    with pytest.raises(Refused, match="写下已超过 24 小时"):
        desk.save(SESSION, {"quote": "“改掉”"}, record_id=made.id)
    desk.save(SESSION, {"supplement": "第二天补:母亲来过。"}, record_id=made.id)
    desk.save(SESSION, {"supplement": "第二天补:母亲来过。再补:约了门诊。"}, record_id=made.id)
    with pytest.raises(Refused, match="只能在后面接着写"):
        desk.save(SESSION, {"supplement": "都删了"}, record_id=made.id)
    assert desk.get(SESSION, made.id).get("quote") == "“睡不着,也吃不下”"


def test_an_exception_to_secrecy_is_due_until_it_was_told(office: Office, case: Record) -> None:
    made = Desk(office).save(SESSION, GRAVE, parent=case.id)
    told = "保密例外:告知监护人和校长并登记"
    (one,) = (due for due in duties(office) if due.text == told)
    assert (one.record, one.on, one.about) == (case.id, date(2026, 11, 20), case.get("case_no"))
    aged(office, made, 30)
    assert [one.key for one in offered(office, SESSION, made)] == ["told"]
    done = do_at_once(office, SESSION, made.id, "told")
    assert done.get("exception_done") == TODAY, "also when the rest is sealed"
    assert told not in {due.text for due in duties(office)}
    assert offered(office, SESSION, done) == ()


def test_a_plan_leads_to_a_referral_and_takes_no_word_along(office: Office, case: Record) -> None:
    desk = Desk(office)
    made = desk.save(SESSION, GRAVE, parent=case.id)
    found = follow(office, SESSION, made)
    assert found is not None
    assert (found.part, found.given) == ("referral", {"kind": "urgent", "t_found": datetime(2026, 11, 20, 15, 20)})
    assert "睡不着" not in str(found)
    begun = desk.save(REFERRAL, found.given, parent=case.id)
    assert follow(office, SESSION, desk.save(SESSION, GRAVE, parent=case.id)) is None, "one is running"
    assert follow(office, SESSION, desk.save(SESSION, TALK, parent=case.id)) is None
    desk.remove(REFERRAL, begun.id)
    asked = follow(office, SESSION, desk.save(SESSION, {**TALK, "refer": "是"}, parent=case.id))
    assert asked is not None
    assert asked.given["kind"] == "routine"


def test_a_plan_kept_secret_is_asked_about(office: Office, case: Record) -> None:
    with pytest.raises(Refused) as caught:
        Desk(office).save(SESSION, {**TALK, "risk": "行为"}, parent=case.id)
    assert [one.name for one in caught.value.unanswered] == ["kept_secret"]
    Desk(office).save(SESSION, {**TALK, "risk": "行为"}, parent=case.id, answers={"kept_secret": "旧伤,已告知过"})


def test_the_prompts_of_the_record_are_in_their_order() -> None:
    asked = [SESSION.fields[name].label for name in SESSION.form["记录"]]
    assert [one for one in asked if one in ("事实", "学生原话", "判断", "行动", "下次时间")] == [
        "事实",
        "学生原话",
        "判断",
        "行动",
        "下次时间",
    ]
    assert not any("诊断" in one.label for one in SESSION.fields.values())
