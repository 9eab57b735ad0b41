"""一生一策: versions, when a plan is complete, what is due for it, and the one page that may leave the room."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from jlt_desktop.domain.document import Document, Grid
from jlt_desktop.domain.errors import UserError
from jlt_desktop.domain.record import Record
from jlt_desktop.ledgers.concern import CONCERN
from jlt_desktop.ledgers.individual_plan import INDIVIDUAL_PLAN
from jlt_desktop.ledgers.plan_rules import lacking
from jlt_desktop.paper.fonts import Fonts
from jlt_desktop.paths import resources
from jlt_desktop.services.desk import Desk, Refused
from jlt_desktop.services.doing import begin
from jlt_desktop.services.duties import duties
from jlt_desktop.services.filing import file_view
from jlt_desktop.services.office import Office
from jlt_desktop.services.printing import record_document, to_pdf

TODAY = date(2026, 11, 24)
DAY = date(2026, 12, 31)
SECRET = "金丝雀心里话"


@pytest.fixture
def office(open_as: Callable[[str], Office]) -> Office:
    return open_as("counselor")


def a_case(office: Office, level: str = "三级", **values: object) -> Record:
    given: dict[str, object] = {
        "name": "周小满",
        "class_title": "三年级2班",
        "found_on": "2026-11-02",
        "source": "测评",
        "concerns": "睡眠、人际",
    }
    for who in ("homeroom", "counselor", "health_vp"):
        given |= {f"{who}_by": "王一", f"{who}_on": "2026-11-20", f"{who}_how": "会上"}
    return Desk(office).save(CONCERN, {**given, "state": "在册", "level": level, "parents_told_on": "2026-11-20", **values})


def a_plan(office: Office, case: Record, **values: object) -> Record:
    given = {
        "from_date": "2026-11-24",
        "situation": SECRET,
        "goals": "睡眠 | 十点半关灯 | 母亲 | 2026-12-31\n人际 | 每天说上话 | 班主任 | 2026-12-31",
    }
    return Desk(office).save(INDIVIDUAL_PLAN, {**given, **values}, parent=case.id)


CASE = Record("c1", "concern", 1, {"concerns": ("sleep", "peers"), "level": "l3"})
SLEEP, PEERS = ("sleep", "按时睡", "母亲", DAY, None), ("peers", "一起活动", "班主任", DAY, None)


@pytest.mark.parametrize(("goals", "missing"), [
    ((SLEEP, PEERS), []),
    ((PEERS, SLEEP, ("study", "交作业", None, None, None)), []),
    ((SLEEP,), ["“人际”的目标"]),
    ((SLEEP, ("peers", None, "班主任", DAY, None)), ["“人际”的目标"]),
    ((SLEEP, ("peers", "一起活动", None, DAY, None)), ["“人际”的负责人"]),
    ((("sleep", "按时睡", "母亲", None, None), PEERS), ["“睡眠”的日期"]),
    ((SLEEP, ("peers", "一起活动", None, None, None)), ["“人际”的负责人、日期"]),
    (None, ["“睡眠”的目标", "“人际”的目标"]),
    ((SLEEP, ("peers", "一起活动", None, None, None), PEERS), []),
])  # fmt: skip
def test_a_plan_is_complete_when_every_concern_has_a_goal_an_owner_and_a_day(goals: object, missing: list[str]) -> None:
    assert lacking({"goals": goals}, CASE) == missing


def test_the_plan_says_itself_what_it_lacks_and_asks_until_it_is_complete(office: Office) -> None:
    case = a_case(office)
    assert "制定一生一策" in {one.text for one in duties(office)}
    plan = a_plan(office, case, goals="睡眠 | 十点半关灯 | 母亲 | 2026-12-31")
    assert Desk(office).texts(INDIVIDUAL_PLAN, plan, ("complete",)) == ("还缺:“人际”的目标",)
    (due,) = [one for one in duties(office) if one.key.startswith("plan:")]
    assert (due.text, due.on, due.record, due.about) == ("补齐一生一策:“人际”的目标", date(2026, 12, 8), case.id, case.get("case_no"))
    goals = "睡眠 | 十点半关灯 | 母亲 | 2026-12-31\n人际 | 每天说上话 | 班主任 | 2026-12-31"
    plan = Desk(office).save(INDIVIDUAL_PLAN, {"goals": goals}, record_id=plan.id)
    assert Desk(office).texts(INDIVIDUAL_PLAN, plan, ("complete",)) == ("完整",)
    assert not [one for one in duties(office) if one.key.startswith(("plan:", "noplan:"))]
    facts = {one.label: (one.text, one.tone) for one in file_view(office, CONCERN, case.id).glance}
    assert facts["方案"] == ("第 1 版(2026-11-24),完整", "good")


@pytest.mark.parametrize(("level", "needed"), [("一级", True), ("二级", True), ("三级", False), ("四级", False)])
def test_the_two_highest_levels_need_an_agreement_on_safety(office: Office, level: str, needed: bool) -> None:
    case = a_case(office, level)
    if needed:
        with pytest.raises(Refused, match=r"一级\(最高\)、二级要写在校安全约定"):
            a_plan(office, case)
    plan = a_plan(office, case, safety_plan="课间由值周教师看护" if needed else "")
    assert Desk(office).texts(INDIVIDUAL_PLAN, plan, ("complete",)) == ("完整",)


def test_a_plan_without_safety_is_no_longer_complete_when_the_level_rises() -> None:
    risen = Record("c1", "concern", 1, {**CASE.values, "level": "l2"})
    assert lacking({"goals": (SLEEP, PEERS)}, risen) == ["在校安全约定"]


def test_versions_count_themselves_and_the_older_one_is_closed(office: Office) -> None:
    case = a_case(office)
    ledger, start = begin(office, CONCERN, case.id, "plan")
    assert ledger is INDIVIDUAL_PLAN
    assert start.values["goals"] == (("sleep", None, None, None, None), ("peers", None, None, None, None)), "a line waits for each concern"
    assert start.values["version"] == 1
    first = a_plan(office, case, family_tasks="每天听十分钟")
    Desk(office).save(CONCERN, {"concerns": "睡眠、人际、学业"}, record_id=case.id)
    _, start = begin(office, CONCERN, case.id, "next_plan")
    assert (start.values["family_tasks"], start.values["version"]) == ("每天听十分钟", 2)
    assert [line[0] for line in start.values["goals"]] == ["sleep", "peers", "study"]
    assert start.values.get("parent_ack_on") is None
    second = Desk(office).save(INDIVIDUAL_PLAN, dict(start.values), parent=case.id)
    assert (first.get("version"), second.get("version")) == (1, 2)
    desk = Desk(office)
    assert desk.sealed(INDIVIDUAL_PLAN, desk.get(INDIVIDUAL_PLAN, first.id)) == "已有第 2 版,这一版只供查阅。"
    assert desk.sealed(INDIVIDUAL_PLAN, second) == ""
    with pytest.raises(Refused, match="这一版只供查阅"):
        desk.save(INDIVIDUAL_PLAN, {"situation": "改旧的"}, record_id=first.id)
    with pytest.raises(UserError, match="已封存"):
        desk.remove(INDIVIDUAL_PLAN, first.id)
    assert desk.save(INDIVIDUAL_PLAN, {"parent_ack_on": "2026-11-24"}, record_id=first.id).get("parent_ack_on") == TODAY
    with pytest.raises(Refused, match="已有第 2 版"):
        a_plan(office, case, version="2", situation="另一份")


@pytest.mark.parametrize(("days", "result", "asked"), [(-5, "", True), (0, "", True), (7, "", True), (8, "", False), (-5, "做到了", False)])
def test_what_became_of_a_goal_is_asked_for_when_its_day_comes(office: Office, days: int, result: str, asked: bool) -> None:
    case, day = a_case(office), TODAY + timedelta(days=days)
    a_plan(office, case, goals=f"睡眠 | 十点半关灯 | 母亲 | {day} | {result}\n人际 | 每天说上话 | 班主任 | 2027-03-01")
    found = [(one.text, one.on) for one in duties(office) if one.key.startswith("goal:")]
    assert found == ([("看“睡眠”的目标达到没有,写下达成情况", day)] if asked else [])


def test_the_extract_leaves_the_room_with_the_number_and_nothing_else(office: Office) -> None:
    case = a_case(office, facts=SECRET)
    plan = a_plan(office, case, strengths=SECRET, teacher_extract="请多给一次回答的机会。")
    made = record_document(office, INDIVIDUAL_PLAN, plan.id, "extract")
    assert isinstance(made, Document)
    text = str(made)
    assert str(case.get("case_no")) in text
    assert "请多给一次回答的机会。" in text
    assert not [word for word in (SECRET, "周小满", "三年级2班", "睡眠", "人际", "十点半", "三级") if word in text]
    assert to_pdf(made, Fonts(resources() / "fonts", system=())).pages == 1
    with pytest.raises(Refused, match="最多 200 个字"):
        a_plan(office, case, teacher_extract="多" * 201)


def test_the_plan_is_printed_with_its_tables_and_without_a_name(office: Office) -> None:
    case = a_case(office)
    plan = a_plan(office, case, measures="班主任 | 安排同桌互助 | 每天", family_tasks="睡前收手机")
    made = record_document(office, INDIVIDUAL_PLAN, plan.id)
    assert isinstance(made, Document)
    goals, measures = (block for block in made.blocks if isinstance(block, Grid))
    assert goals.headings == ("关注点", "看得见的目标", "负责人", "到哪天", "达成情况")
    assert goals.rows == (("睡眠", "十点半关灯", "母亲", "2026-12-31", ""), ("人际", "每天说上话", "班主任", "2026-12-31", ""))
    assert measures.rows == (("班主任", "安排同桌互助", "每天"),)
    assert str(case.get("case_no")) in str(made)
    assert "完整" in str(made)
    assert "周小满" not in str(made)
    assert to_pdf(made, Fonts(resources() / "fonts", system=())).pages == 1


def test_without_words_for_the_teachers_there_is_no_such_page(office: Office) -> None:
    plan = a_plan(office, a_case(office))
    with pytest.raises(UserError, match="没有写“给任课教师的提示”"):
        record_document(office, INDIVIDUAL_PLAN, plan.id, "extract")


def test_only_the_version_in_force_is_counted(office: Office) -> None:
    case = a_case(office)
    a_plan(office, case)
    a_plan(office, case, goals="")
    other = a_case(office, name="王五", found_on="2026-11-03")
    a_plan(office, other)
    records = office.store(INDIVIDUAL_PLAN).page(INDIVIDUAL_PLAN).records
    counts = {one.key: sum(one.counts(record, office.around()) for record in records) for one in INDIVIDUAL_PLAN.indicators}
    assert counts == {"plans": 2, "complete": 1}
