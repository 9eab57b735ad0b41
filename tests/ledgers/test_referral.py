"""转介与危机: one click starts it, steps stamp the time, the clock against the limit, closing, papers, the card for the wall."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from jlt_desktop.domain.document import Document, Grid, Pairs, Prose, Signatures
from jlt_desktop.domain.ledger import Ledger
from jlt_desktop.domain.record import Record
from jlt_desktop.domain.seal import CORRECTION
from jlt_desktop.ledgers.referral import REFERRAL
from jlt_desktop.ledgers.referral_clock import is_late, response, since
from jlt_desktop.ledgers.referral_deeds import CALLS, DEEDS, START_CRISIS
from jlt_desktop.ledgers.referral_glance import awaited, open_crisis
from jlt_desktop.paper.fonts import Fonts
from jlt_desktop.paths import resources
from jlt_desktop.services.desk import Desk, Refused
from jlt_desktop.services.doing import do_at_once, offered
from jlt_desktop.services.duties import duties
from jlt_desktop.services.filing import file_view
from jlt_desktop.services.office import Office
from jlt_desktop.services.printing import record_document, to_pdf

TODAY = date(2026, 11, 24)
AT = datetime(2026, 11, 20, 9)
WHO = {"name": "周小满", "class_title": "三年级2班", "found_on": "2026-8-20", "source": "同伴", "concerns": "自伤行为", "state": "初筛"}
TOLD = {"facts": "左前臂有划痕", "actions": "校医包扎,专人陪同", "consent": "书面同意", "mandatory_report": "否"}


@pytest.fixture
def office(open_as: Callable[[str], Office]) -> Office:
    return open_as("counselor")


@pytest.fixture
def case(office: Office) -> Record:
    return Desk(office).save(office.ledgers["concern"], WHO)


def a_referral(office: Office, case: Record, **values: object) -> Record:
    return Desk(office).save(REFERRAL, {"kind": "紧急", "t_found": AT, **values}, parent=case.id)


def keys(office: Office, record: Record) -> list[str]:
    return [one.key for one in offered(office, REFERRAL, record)]


def at(minutes: int) -> datetime:
    return AT + timedelta(minutes=minutes)


# -- one click -----------------------------------------------------------------------------------------------------


def with_start(office: Office) -> Ledger:
    """The list with the step that starts a crisis."""
    concern = office.ledgers["concern"]
    return replace(concern, deeds=(START_CRISIS,))


def test_one_click_starts_a_crisis_with_the_time_and_the_list_of_calls(office: Office, case: Record) -> None:
    assert START_CRISIS.at_once
    assert START_CRISIS.urgent
    concern = with_start(office)
    before = datetime.now() - timedelta(minutes=1)
    made = do_at_once(office, concern, case.id, "crisis")
    assert (made.ledger, made.parent, made.get("kind")) == ("referral", case.id, "crisis")
    found = made.get("t_found")
    assert isinstance(found, datetime)
    assert found.date() == TODAY
    assert (found - before).total_seconds() % 86400 <= 120, "the minute of the click"
    assert made.get("told") == tuple((who, None, None, None) for who in CALLS)
    assert str(made.get("ref_no")).startswith("ZJ-2026-")
    assert REFERRAL.required == ("kind", "t_found"), "nothing else is asked for while the clock runs"
    assert [one.key for one in offered(office, concern, case)] == [], "no second crisis beside an open one"


def test_each_step_stamps_its_time_and_makes_way_for_the_next(office: Office, case: Record) -> None:
    made = do_at_once(office, with_start(office), case.id, "crisis")
    assert keys(office, made) == ["reported", "initiated", "parent", "persuade", "close"]
    for key, field, after in (
        ("reported", "t_school_report", ["initiated", "parent", "persuade", "close"]),
        ("initiated", "t_initiated", ["responded", "parent", "arrived", "persuade", "close"]),
        ("responded", "t_responded", ["parent", "arrived", "persuade", "close"]),
        ("parent", "t_parent", ["arrived", "persuade", "close"]),
        ("arrived", "t_arrived", ["persuade", "close", "return"]),
    ):
        made = do_at_once(office, REFERRAL, made.id, key)
        stamped = made.get(field)
        assert isinstance(stamped, datetime)
        assert stamped.date() == TODAY
        assert keys(office, made) == after, key
    told = made.get("told")
    assert isinstance(told, tuple)
    assert {who: moment for who, moment, _, _ in told if moment} == {"channel": made.get("t_initiated")}, "the call is ticked on the list"


def test_a_step_out_of_order_is_not_offered(office: Office, case: Record) -> None:
    called = a_referral(office, case, t_initiated=at(5))
    assert "reported" not in keys(office, called), "stamped now it would stand after the call"
    assert {"responded", "arrived"} <= set(keys(office, called))
    assert not {"responded", "arrived"} & set(keys(office, a_referral(office, case)))
    closed = a_referral(office, case, t_initiated=at(5), t_responded=at(20), closed_on=TODAY, **TOLD)
    assert keys(office, closed) == []
    assert [one.key for one in DEEDS if one.at_once] == ["reported", "initiated", "responded", "parent", "arrived"]


# -- the clock -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("minutes", "words"), [
    (0, "用时 0 分钟,达到(限 60 分钟)"), (60, "用时 1 小时,达到(限 60 分钟)"), (61, "用时 1 小时 1 分钟,超过(限 60 分钟),超出 1 分钟"),
    (1500, "用时 25 小时,超过(限 60 分钟),超出 24 小时"), (-5, "响应早于启动,请核对时间"),
])  # fmt: skip
def test_the_answer_against_the_limit(office: Office, minutes: int, words: str) -> None:
    values = {"t_found": AT, "t_initiated": AT, "t_responded": at(minutes)}
    assert response(values, office.around()) == words
    assert is_late(values, office.around()) is (minutes > 60)


def test_the_limit_is_the_schools(office: Office, open_as: Callable[[str], Office]) -> None:
    values = {"t_found": AT, "t_initiated": AT, "t_responded": at(45)}
    assert not is_late(values, office.around())
    clerk = open_as("clerk")
    desk, school = Desk(clerk), clerk.ledgers["school"]
    (page,) = clerk.store(school).page(school).records
    with pytest.raises(Refused, match="应在 10 到 1440 之间"):
        desk.save(school, {"response_minutes": "5"}, record_id=page.id)
    desk.save(school, {"response_minutes": "30"}, record_id=page.id)
    again = open_as("counselor")
    assert response(values, again.around()) == "用时 45 分钟,超过(限 30 分钟),超出 15 分钟"


def test_the_clock_runs_until_the_answer_or_the_end(office: Office) -> None:
    around = office.around()
    begun = datetime.combine(TODAY, datetime.now().time().replace(second=0, microsecond=0)) - timedelta(minutes=20)
    running = {"t_found": begun, "t_initiated": begun}
    assert response(running, around).startswith(("已过 20 分钟,还剩 40 分钟(限 60 分钟,到 ", "已过 21 分钟,还剩 39 分钟"))
    assert not is_late(running, around)
    over = {"t_found": AT, "t_initiated": AT}
    assert "超过(限 60 分钟)还没有响应" in response(over, around)
    assert is_late(over, around)
    assert response({**over, "closed_on": TODAY}, around) == "没有得到响应"
    assert response({"t_found": AT}, around) == "还没有启动转介"


def test_every_step_is_told_from_the_discovery_on(office: Office) -> None:
    values = {"t_found": AT, "t_school_report": at(7), "t_initiated": at(20), "t_responded": at(105), "closed_on": TODAY}
    assert since(values, office.around()) == "发现后 7 分钟报告,20 分钟启动转介,1 小时 45 分钟对方响应"
    assert since({"t_found": AT}, office.around()).startswith("发现后还没有下一步;发现至今 ")
    assert since({}, office.around()) == ""


def test_the_head_of_the_page_carries_the_running_clock(office: Office, case: Record) -> None:
    begun = a_referral(office, case, kind="危机", t_initiated=at(10))
    fact = awaited(begun, office.around(begun))
    assert fact.clock is not None
    assert (fact.clock.since, fact.clock.minutes) == (at(10), 60)
    (above,) = open_crisis(office.around(case))
    assert above.label == f"危机处置 {begun.get('ref_no')}"
    assert above.clock == fact.clock
    answered = Desk(office).save(REFERRAL, {"t_responded": at(40)}, record_id=begun.id)
    assert awaited(answered, office.around(answered)).tone == "good"
    assert awaited(answered, office.around(answered)).clock is None


# -- closing -------------------------------------------------------------------------------------------------------


def test_a_late_one_is_closed_with_its_reason_only(office: Office, case: Record) -> None:
    late = a_referral(office, case, t_initiated=at(0), t_responded=at(85))
    assert "close_late" in keys(office, late)
    assert "close" not in keys(office, late)
    with pytest.raises(Refused) as caught:
        Desk(office).save(REFERRAL, {**TOLD, "closed_on": TODAY}, record_id=late.id)
    assert [one.field for one in caught.value.problems] == ["late_reason"]
    done = Desk(office).save(REFERRAL, {**TOLD, "closed_on": TODAY, "late_reason": "占线"}, record_id=late.id)
    assert done.get("closed_on") == TODAY


def test_refusing_parents_are_talked_to_before_the_end(office: Office, case: Record) -> None:
    refused = a_referral(office, case, t_initiated=at(0), t_responded=at(30), **{**TOLD, "consent": "拒绝(记录劝导)"})
    assert "家长拒绝转介:劝导并记录" in {one.text for one in duties(office)}
    with pytest.raises(Refused, match="劝导"):
        Desk(office).save(REFERRAL, {"closed_on": TODAY}, record_id=refused.id)
    Desk(office).save(REFERRAL, {"closed_on": TODAY, "persuasion": "说明了危险"}, record_id=refused.id)
    assert "家长拒绝转介:劝导并记录" not in {one.text for one in duties(office)}


def test_a_closed_one_is_corrected_with_a_reason_but_the_return_is_still_filled_in(office: Office, case: Record) -> None:
    closed = a_referral(office, case, t_initiated=at(0), t_responded=at(30), t_arrived=at(90), closed_on=TODAY, **TOLD)
    desk = Desk(office)
    back = desk.save(REFERRAL, {"return_eval": "休学", "return_eval_on": TODAY, "return_due": "2026-12-8"}, record_id=closed.id)
    assert back.get("return_eval") == "suspended"
    with pytest.raises(Refused) as caught:
        desk.save(REFERRAL, {"facts": "改写过的事实"}, record_id=closed.id)
    assert [one.name for one in caught.value.unanswered] == [CORRECTION]
    desk.save(REFERRAL, {"facts": "改写过的事实"}, record_id=closed.id, answers={CORRECTION: "写错了手"})
    assert desk.get(REFERRAL, closed.id).get("facts") == "改写过的事实"


# -- paper ---------------------------------------------------------------------------------------------------------


def words(made: object) -> str:
    assert isinstance(made, Document)
    return str(made.blocks) + made.title + made.name + made.subtitle


def test_papers_name_the_pupil_for_a_reason_only_and_never_elsewhere(office: Office, case: Record) -> None:
    one = a_referral(office, case, t_initiated=at(0), t_responded=at(30), **TOLD)
    for style in ("slip", "notice", ""):
        plain = record_document(office, REFERRAL, one.id, style)
        named = record_document(office, REFERRAL, one.id, style, "送医")
        assert "周小满" not in words(plain)
        assert "三年级2班" not in words(plain)
        assert "左前臂有划痕" in words(plain)
        assert "周小满" in words(named)
        assert isinstance(named, Document)
        assert "周小满" not in named.name + named.title + named.subtitle
        assert to_pdf(named, Fonts(resources() / "fonts")).pdf.startswith(b"%PDF")


def test_the_slip_tells_what_a_hospital_needs_and_no_more(office: Office, case: Record) -> None:
    one = a_referral(office, case, t_initiated=at(0), **TOLD, dx_by_hospital="医生说要休息", persuasion="谈了两次", late_reason="占线")
    text = words(record_document(office, REFERRAL, one.id, "slip", "送医"))
    assert "校医包扎" in text
    assert "回执" in text
    for kept in ("医生说要休息", "谈了两次", "占线", "自伤行为", "初筛"):
        assert kept not in text


def test_the_notice_has_a_line_for_refusal_and_lines_to_sign_on(office: Office, case: Record) -> None:
    made = record_document(office, REFERRAL, a_referral(office, case).id, "notice")
    assert isinstance(made, Document)
    agree = next(one for one in made.blocks if isinstance(one, Prose) and "打勾" in one.title)
    assert agree.text.count("□") == 3
    assert "我暂时不同意就诊" in agree.text
    signed = [label for one in made.blocks if isinstance(one, Signatures) for label in one.labels]
    assert signed == ["监护人", "与学生关系", "心理教师", "在场见证人"]
    assert "不作诊断" in words(made)


def test_the_card_for_the_wall_comes_from_the_schools_page_and_names_no_pupil(
    office: Office, case: Record, open_as: Callable[[str], Office]
) -> None:
    a_referral(office, case)
    clerk = open_as("clerk")
    school = clerk.ledgers["school"]
    (page,) = clerk.store(school).page(school).records
    contacts = "区教文旅局 | 值班员 | 0418-0000001\n急救中心 | | 120"
    Desk(clerk).save(school, {"crisis_contacts": contacts, "response_minutes": "45"}, record_id=page.id)
    made = record_document(clerk, school, page.id, "card")
    assert isinstance(made, Document)
    steps, calls = (one for one in made.blocks if isinstance(one, Grid))
    assert steps.large
    assert calls.large
    assert [tuple(row) for row in calls.rows] == [
        ("报警", "", "110"), ("青少年服务热线", "", "12355"), ("区教文旅局", "值班员", "0418-0000001"), ("急救中心", "", "120"),
    ]  # fmt: skip
    assert any("45 分钟内" in row[1] for row in steps.rows)
    assert "周小满" not in words(made)
    fonts = Fonts(resources() / "fonts")
    assert to_pdf(made, fonts).pages == 1
    many = [replace(calls, rows=[*calls.rows] * 8, large=large) for large in (False, True)]
    assert [to_pdf(replace(made, blocks=(one,)), fonts).pages for one in many] == [1, 2], "large letters need more room"


def test_the_record_for_the_file_has_every_step_and_call(office: Office, case: Record) -> None:
    called = [["监护人", at(6), "钱心理", "母亲来"], ["校长", None, None, None]]
    one = a_referral(office, case, t_school_report=at(7), t_initiated=at(20), t_responded=at(60), told=called, **TOLD)
    made = record_document(office, REFERRAL, one.id, "", "存档")
    assert isinstance(made, Document)
    steps, calls = (block for block in made.blocks if isinstance(block, Grid))
    assert [row[2] for row in steps.rows] == ["", "7 分钟", "20 分钟", "1 小时", "", ""]
    assert [row[0] for row in calls.rows] == ["监护人", "校长"]
    assert any(isinstance(block, Pairs) and ("响应时长", "用时 40 分钟,达到(限 60 分钟)") in block.rows for block in made.blocks)


def test_the_card_of_a_crisis_says_whom_to_call_until_they_were_called(office, case):
    concern = with_start(office)
    started = do_at_once(office, concern, case.id, START_CRISIS.key)

    def checklist() -> str:
        event = next(one for one in file_view(office, concern, case.id).timeline if one.id == started.id)
        return dict(event.lines)["告知清单"]

    everybody = "、".join(REFERRAL.fields["told"].columns["who"].show(one) for one in CALLS)
    assert checklist() == f"还没有记:{everybody}"
    do_at_once(office, REFERRAL, started.id, "initiated")
    done, waiting = checklist().splitlines()
    assert done.startswith("转介通道  20")
    assert "|" not in done
    assert waiting == f"还没有记:{everybody}".replace("、转介通道", "")
