"""The states of a case: every move that is possible and every one that is not, the three opinions, the 72 hours, the end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from jlt_desktop.domain.around import Around
from jlt_desktop.domain.calendar import SchoolCalendar
from jlt_desktop.domain.checking import examine
from jlt_desktop.domain.errors import UserError
from jlt_desktop.domain.findings import Question
from jlt_desktop.domain.left_behind import LocalRule
from jlt_desktop.domain.record import Record
from jlt_desktop.ledgers import ALL
from jlt_desktop.ledgers.concern import CONCERN
from jlt_desktop.ledgers.concern_levels import LEVELS, WORD_SETS, WORDS, level_words
from jlt_desktop.ledgers.concern_states import STATES, allowed_moves
from jlt_desktop.ledgers.samples import sample_school
from jlt_desktop.services import demo, submitting
from jlt_desktop.services.desk import Desk, Refused
from jlt_desktop.services.doing import begin, do_at_once, offered
from jlt_desktop.services.duties import duties
from jlt_desktop.services.filing import file_view
from jlt_desktop.services.listing import Wanted, list_rows
from jlt_desktop.services.office import Office
from jlt_desktop.services.printing import record_document

TODAY = date(2026, 11, 24)
AROUND = Around(today=TODAY, calendar=SchoolCalendar(), local_rule=LocalRule())
WHO = ("homeroom", "counselor", "health_vp")
POSSIBLE = {
    "screened": {"to_review", "removed"},
    "to_review": {"listed", "removed"},
    "listed": {"observing", "referring", "suspended", "removed"},
    "observing": {"listed", "referring", "suspended", "removed"},
    "referring": {"listed", "observing", "suspended", "returning", "removed"},
    "suspended": {"returning", "removed"},
    "returning": {"listed", "observing", "referring", "suspended", "removed"},
    "removed": {"to_review"},
}
PAIRS = [(was, now) for was in POSSIBLE for now in POSSIBLE]


@pytest.fixture
def office(open_as: Callable[[str], Office]) -> Office:
    return open_as("counselor")


def opinions(day: str = "2026-11-20", says: str = "同意", **values: object) -> dict[str, object]:
    given = {"by": "王一", "on": day, "how": "会上", "level": "三级", "says": says}
    return {f"{who}_{piece}": value for who in WHO for piece, value in given.items()} | values


def a_case(office: Office, **values: object) -> Record:
    given = {"name": "周小满", "found_on": "2026-11-02", "source": "班主任观察", "concerns": "睡眠、人际", "state": "初筛"}
    return Desk(office).save(CONCERN, {**given, **values})


def do(office: Office, case: str, key: str, **typed: object) -> Record:
    """Take a step as its form does: what it sets, then what is typed."""
    ledger, start = begin(office, CONCERN, case, key)
    assert ledger is CONCERN
    assert set(typed) <= set(start.only), "only what the step asks for can be typed"
    raw = {name: start.values.get(name) for name in start.only} | dict(start.unasked) | typed
    return Desk(office).save(CONCERN, raw, record_id=case, seen_revision=start.revision)


def listed(office: Office, **values: object) -> Record:
    return a_case(office, state="在册", level="三级", panel_on="2026-11-20", **opinions(), **values)


# -- moves ---------------------------------------------------------------------------------------------------------


def test_the_states_are_those_of_the_table() -> None:
    assert {option.key for option in STATES} == set(POSSIBLE)


@pytest.mark.parametrize(("was", "now"), PAIRS, ids=[f"{was}-{now}" for was, now in PAIRS])
def test_a_case_moves_by_the_table_only(was: str, now: str) -> None:
    around = replace(AROUND, before=Record("c1", "concern", 1, {"state": was}))
    found = list(allowed_moves({"state": now}, around))
    if now == was or now in POSSIBLE[was]:
        assert found == []
        return
    (problem,) = found
    assert problem.field == "state"
    assert problem.text.startswith(f"不能从“{STATES.label(was)}”直接改成“{STATES.label(now)}”;可以改成:")
    said = problem.text.split("可以改成:")[1].split(",")[0].rstrip("。").split("、")
    assert set(said) == {STATES.label(one) for one in POSSIBLE[was]}


@pytest.mark.parametrize("was", POSSIBLE)
def test_as_an_emergency_a_case_comes_onto_the_list_from_outside_it(was: str) -> None:
    around = replace(AROUND, before=Record("c1", "concern", 1, {"state": was}))
    found = list(allowed_moves({"state": "listed", "urgent": True}, around))
    assert bool(found) == (was == "suspended"), "from home a pupil comes back through an evaluation"
    refused = list(allowed_moves({"state": "listed"}, around))
    assert ("紧急列入" in str(refused)) == (was in {"screened", "removed"})


def test_a_move_that_is_not_possible_is_refused_when_it_is_saved(office: Office) -> None:
    case = a_case(office)
    with pytest.raises(Refused, match="不能从“初筛”直接改成“观察期”;可以改成:待研判、移出。"):
        Desk(office).save(CONCERN, {"state": "观察期", "level": "三级", **opinions()}, record_id=case.id)
    assert Desk(office).get(CONCERN, case.id).get("state") == "screened"


OFFERED = {
    "screened": {"review", "not_listed", "urgent"},
    "to_review": {"talk", "list", "not_listed", "urgent"},
    "listed": {"month", "talk", "level", "observe", "referring", "suspend", "remove", "left", "parents", "plan"},
    "observing": {"month", "talk", "level", "back", "referring", "suspend", "remove", "left", "parents", "plan"},
    "referring": {"month", "talk", "level", "observe", "refer_ended", "suspend", "return", "remove", "left", "parents", "plan"},
    "suspended": {"month", "talk", "level", "return", "remove", "left", "plan"},
    "returning": {"month", "talk", "level", "observe", "back", "referring", "suspend", "remove", "left", "parents", "plan"},
    "removed": {"again", "urgent"},
}


@pytest.mark.parametrize("state", OFFERED)
def test_the_steps_that_are_offered_lead_where_the_table_allows(office: Office, state: str) -> None:
    removed = {"removed_on": "2026-11-23", "removed_why": "稳定"} if state == "removed" else {}
    case = a_case(office, state=STATES.label(state), level="三级", **opinions(), **removed)
    steps = {one.key for one in offered(office, CONCERN, case)}
    assert steps - {"refer", "crisis"} == OFFERED[state]
    around = office.around(case)
    for deed in CONCERN.deeds:
        if deed.key in steps and not deed.part:
            given = {**case.values, **deed.sets(case, around)}
            assert list(allowed_moves(given, replace(around, before=case))) == [], deed.title


# -- opinions ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("piece", ["by", "on", "how"])
def test_nobody_is_on_the_list_without_three_whole_opinions(office: Office, who: str, piece: str) -> None:
    case = a_case(office, state="待研判")
    with pytest.raises(Refused) as caught:
        do(office, case.id, "list", level="三级", **opinions(**{f"{who}_{piece}": ""}))
    assert f"{who}_{piece}" in {one.field for one in caught.value.problems}
    made = do(office, case.id, "list", level="三级", **opinions())
    assert (made.get("state"), made.get("panel_on"), made.get("review_on")) == ("listed", TODAY, date(2026, 12, 20))


def test_a_whole_life_from_the_first_sight_to_the_end_and_back(office: Office) -> None:
    case = a_case(office).id
    assert do_at_once(office, CONCERN, case, "review").get("state") == "to_review"
    made = do(office, case, "list", level="三级", **opinions("2026-11-20", "先跟踪"))
    (first,) = made.values["level_changes"]
    assert first[:3] == (date(2026, 11, 20), None, "l3")
    assert first[3] == "王一 2026-11-20 会上 建议三级:先跟踪"
    made = do(office, case, "level", level="二级", **opinions("2026-11-22", "加重 | 要多看"))
    second = made.values["level_changes"][1]
    assert second[:3] == (date(2026, 11, 22), "l3", "l2")
    assert second[5] == "王一 2026-11-22 会上 建议三级:加重 / 要多看"
    assert made.get("review_on") == date(2026, 12, 22)
    assert do(office, case, "observe").get("state") == "observing"
    assert do(office, case, "back").get("state") == "listed"
    assert do_at_once(office, CONCERN, case, "referring").get("state") == "referring"
    assert do_at_once(office, CONCERN, case, "suspend").get("state") == "suspended"
    assert do(office, case, "return").get("state") == "returning"
    assert do(office, case, "back").get("state") == "listed"
    made = do(office, case, "remove", removed_why="稳定", **opinions("2026-11-24", "稳定了"))
    assert [line[1:3] for line in made.values["level_changes"]] == [(None, "l3"), ("l3", "l2"), ("l2", "removed")]
    assert (made.get("removed_on"), made.get("keep_until")) == (TODAY, date(2027, 11, 24))
    with pytest.raises(Refused, match="重新列入,请写明原因。"):
        do(office, case, "again")
    made = do(office, case, "again", listed_again_why="又睡不着")
    assert (made.get("state"), made.get("level"), made.get("removed_on"), made.get("keep_until")) == ("to_review", None, None, None)
    made = do(office, case, "list", level="三级", **opinions("2026-11-24", "再跟踪"))
    assert [line[2] for line in made.values["level_changes"]] == ["l3", "l2", "removed", "l3"]


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize(("key", "typed"), [("level", {"level": "二级"}), ("remove", {"removed_why": "稳定"})])
def test_another_level_and_the_end_are_decided_by_three_new_opinions(
    office: Office, who: str, key: str, typed: Mapping[str, object]
) -> None:
    case = listed(office).id
    short = opinions("2026-11-23", "这一次", **{f"{who}_{piece}": "" for piece in ("by", "on", "how", "level", "says")})
    with pytest.raises(Refused) as caught:
        do(office, case, key, **typed, **short)
    assert f"{who}_by" in {one.field for one in caught.value.problems}
    stale = {name: value for name, value in opinions("2026-11-23", "这一次").items() if not name.startswith(who)}
    before = {
        f"{who}_{piece}": value
        for piece, value in (("by", "王一"), ("on", "2026-11-20"), ("how", "会上"), ("level", "三级"), ("says", "同意"))
    }
    with pytest.raises(Refused, match="现在还是上一次的"):
        do(office, case, key, **typed, **stale, **before)
    with pytest.raises(Refused, match="不能早于上一次"):
        do(office, case, key, **typed, **stale, **before | {f"{who}_on": "2026-11-19"})
    assert do(office, case, key, **typed, **opinions("2026-11-23", "这一次"))


def test_a_level_cannot_be_changed_by_the_form_alone(office: Office) -> None:
    case = listed(office).id
    with pytest.raises(Refused, match="调级要有班主任这一次的意见"):
        Desk(office).save(CONCERN, {"level": "一级"}, record_id=case)
    kept = Desk(office).save(CONCERN, {"level_changes": [], "facts": "改一个字"}, record_id=case)
    assert [line[2] for line in kept.values["level_changes"]] == ["l3"], "what stands in the history is changed by nobody"


@pytest.mark.parametrize("why", ["毕业", "转学"])
def test_who_leaves_the_school_leaves_the_list_without_opinions(office: Office, why: str) -> None:
    case = listed(office).id
    made = do(office, case, "left", removed_why=why)
    assert made.get("state") == "removed"
    assert made.values["level_changes"][-1] == (TODAY, "l3", "removed", None, None, None)


def test_where_the_three_differ_their_reasons_are_asked_for(office: Office) -> None:
    values = {"name": "周小满", "state": "在册", "level": "三级", "found_on": "2026-11-02", "source": "测评", "concerns": "睡眠"}
    split = opinions(counselor_level="二级")
    found = examine(CONCERN, {**values, **split}, office.around())
    assert found.problems == ()
    assert [one.name for one in found.questions] == ["dissent_unwritten"]
    assert examine(CONCERN, {**values, **split, "dissent": "心理教师认为有反复"}, office.around()).questions == ()
    assert isinstance(found.questions[0], Question)


# -- emergencies ---------------------------------------------------------------------------------------------------


def emergency(office: Office) -> Record:
    case = a_case(office).id
    typed = {"counselor_by": "钱心理", "counselor_how": "面谈", "counselor_says": "今天先列入"}
    return do(office, case, "urgent", level="一级", urgent_at="2026-11-24 10:20", **typed)


def test_the_counselor_alone_opens_the_72_hours(office: Office) -> None:
    made = emergency(office)
    assert (made.get("state"), made.get("urgent"), made.get("level")) == ("listed", True, "l1")
    assert made.get("level_changes") is None, "no level stands before three opinions"
    (due,) = [one for one in duties(office) if one.key.startswith("opinions:")]
    assert (due.text, due.on) == ("补齐三方意见(班主任、健康副校长),到 11-27 10:20", date(2026, 11, 27))
    (fact,) = [one for one in file_view(office, CONCERN, made.id).glance if one.label == "三方意见"]
    assert fact.tone == "due"
    assert "72 小时还剩" in fact.text
    assert {"opinions"} <= {one.key for one in offered(office, CONCERN, made) if one.urgent}
    made = do(office, made.id, "opinions", **opinions("2026-11-24", counselor_by="钱心理"))
    assert [line[:3] for line in made.values["level_changes"]] == [(TODAY, None, "l1")]
    assert not [one for one in duties(office) if one.key.startswith("opinions:")]


@pytest.mark.parametrize("days", [4, 30])
def test_after_72_hours_it_stays_visible_as_overdue(office: Office, days: int) -> None:
    made = emergency(office)
    office.today = lambda: TODAY + timedelta(days=days)
    (due,) = [one for one in duties(office) if one.key.startswith("opinions:")]
    assert (due.text, due.on) == ("补齐三方意见(班主任、健康副校长),已超过 11-27 10:20", date(2026, 11, 27))
    (fact,) = [one for one in file_view(office, CONCERN, made.id).glance if one.label == "三方意见"]
    assert fact.tone == "wrong"
    assert "已超过 72 小时(应在 11-27 10:20 前)" in fact.text


@pytest.mark.parametrize("later", ["2026-11-25 09:00", "2026-11-24 10:21"])
def test_nobody_gains_time_by_writing_a_later_one(office: Office, later: str) -> None:
    made = emergency(office)
    with pytest.raises(Refused, match="不能推后"):
        Desk(office).save(CONCERN, {"urgent_at": later}, record_id=made.id)
    assert Desk(office).save(CONCERN, {"urgent_at": "2026-11-24 09:00"}, record_id=made.id).get("urgent_at") == datetime(2026, 11, 24, 9)


@pytest.mark.parametrize(("state", "can"), [("转介中", True), ("休学", True), ("观察期", False)])
def test_with_opinions_missing_an_emergency_goes_no_further_than_help(office: Office, state: str, can: bool) -> None:
    made = emergency(office)
    if can:
        assert Desk(office).save(CONCERN, {"state": state}, record_id=made.id)
        return
    with pytest.raises(Refused, match="不能列为观察期"):
        Desk(office).save(CONCERN, {"state": state}, record_id=made.id)


# -- the end, levels, papers ---------------------------------------------------------------------------------------


def test_how_long_a_file_is_kept_can_be_emptied_and_then_nobody_touches_it(office: Office) -> None:
    made = do(office, listed(office).id, "left", removed_why="转学")
    assert CONCERN.retention
    assert CONCERN.retention.rule(made, office.around()) == date(2027, 11, 24)
    made = Desk(office).save(CONCERN, {"keep_until": ""}, record_id=made.id)
    assert made.get("keep_until") is None
    assert CONCERN.retention.rule(made, office.around()) is None
    kept = made._replace(values={**made.values, "state": "listed", "keep_until": date(2020, 1, 1)})
    assert CONCERN.retention.rule(kept, office.around()) is None, "a case that is on the list has no end"


@pytest.mark.parametrize(
    ("why", "referred", "roster", "until"),
    [
        ("稳定", False, True, date(2029, 7, 15)),  # entered in 2022, finishes in July 2028
        ("稳定", True, True, date(2031, 7, 15)),
        ("转学", False, True, date(2027, 11, 24)),
        ("转学", True, True, date(2029, 11, 24)),
        ("稳定", False, False, date(2027, 11, 24)),  # in no roster
    ],
)
def test_a_file_is_kept_until_the_pupil_has_long_finished(
    open_as: Callable[[str], Office], why: str, referred: bool, roster: bool, until: date
) -> None:
    clerk = open_as("clerk")
    pupil = {"name": "周小满", "sex": "男", "birth_date": "2016-05-06", "entry_year": "2022", "class_no": "1"}
    student = Desk(clerk).save(clerk.ledgers["student"], pupil).id
    office = open_as("counselor")
    made = listed(office, **({"student": student} if roster else {}))
    if referred:
        Desk(office).save(office.ledgers["referral"], {"kind": "常规转介", "t_found": "2026-11-20 08:00"}, parent=made.id)
    new = opinions("2026-11-24", says="可以移出")
    gone = Desk(office).save(CONCERN, {"state": "移出", "removed_on": "2026-11-24", "removed_why": why, **new}, record_id=made.id)
    assert gone.get("keep_until") == until


def test_the_levels_are_an_order_whatever_the_school_calls_them() -> None:
    assert [option.key for option in LEVELS] == ["l1", "l2", "l3", "l4"]
    for name, words in WORDS.items():
        around = replace(AROUND, school={"level_words": name})
        shown = [level_words(key, around) for key in ("l1", "l2", "l3", "l4")]
        assert shown == [words[key][0] for key in ("l1", "l2", "l3", "l4")]
        assert len(set(shown)) == 4
    assert {option.key for option in WORD_SETS} == {"levels", *WORDS}
    assert level_words("l1", AROUND) == "一级(最高)"
    assert [LEVELS.find(word) for word in ("红色", "橙色", "黄色", "蓝色", "重大")] == ["l1", "l2", "l3", "l4", "l1"]


@pytest.mark.parametrize(
    ("chosen", "highest", "typed", "means"),
    [("红、橙、黄、蓝", "红色", "橙", "l2"), ("重大、严重、一般、关注", "重大", "一般", "l3"), ("三级(最重)、二级、一级、关注", "三级(最重)", "一级", "l3")],
)  # fmt: skip
def test_the_words_of_the_school_stand_everywhere_and_the_order_goes_to_the_bureau(
    open_as: Callable[[str], Office], chosen: str, highest: str, typed: str, means: str
) -> None:
    clerk = open_as("clerk")
    school = clerk.single
    assert school is not None
    page = Desk(clerk).page(school).records[0]
    Desk(clerk).save(school, {"level_words": chosen, "school_code": "2109990001"}, record_id=page.id)
    office = open_as("counselor")
    ledger, desk = office.ledgers["concern"], Desk(office)
    given = {
        "name": "周小满",
        "found_on": "2026-11-02",
        "source": "班主任观察",
        "concerns": "睡眠",
        "state": "在册",
        "panel_on": "2026-11-20",
    }
    said = {name: highest if name.endswith("_level") else text for name, text in opinions().items()}
    made = desk.save(ledger, {**given, **said, "level": highest})
    assert made.get("level") == "l1", "only the order is kept"
    assert list_rows(office, ledger, Wanted()).rows[0].texts[ledger.sheet.index("level")] == highest
    assert highest in str(file_view(office, ledger, made.id))
    assert highest in str(record_document(office, ledger, made.id, reason="交给县医院门诊"))
    assert highest in "".join(desk.texts(ledger, made, ("level_changes",)))
    assert "一级(最高)" not in str(file_view(office, ledger, made.id))
    assert ledger.fields["level"].parse(typed) == means
    assert ledger.fields["level"].parse("一级(最高)") == "l1", "what was exported before still means the same"
    (groups,) = [table.rows for table in submitting.prepare(office, "2026-11").tables if table.name == "concern_counts"]
    assert [row[2] for row in groups if row[0] == "by_level"] == ["一级(最高)", "二级", "三级", "四级(关注)"]


def test_there_is_no_place_for_a_diagnosis_or_the_items_of_a_scale() -> None:
    for key in ("concern", "individual_plan", "follow_up"):
        ledger = next(one for one in ALL if one.key == key)
        for name, one in ledger.fields.items():
            assert not any(word in one.label for word in ("诊断", "量表", "得分", "条目")), name
    assert not [fill for fill in CONCERN.fills if "level" in fill({"state": "listed", "level": None}, AROUND)], "no level by itself"


def test_paper_leaves_out_whom_it_is_about_without_a_reason(office: Office) -> None:
    case = listed(office, class_title="三年级2班").id
    plain = str(record_document(office, CONCERN, case))
    assert "周小满" not in plain
    assert "三年级2班" not in plain
    assert "睡眠" in plain
    assert "周小满" in str(record_document(office, CONCERN, case, reason="交给县医院门诊"))


def test_a_step_that_is_no_longer_possible_says_so(office: Office) -> None:
    case = listed(office).id
    with pytest.raises(UserError, match="现在不能“列入名单”"):
        begin(office, CONCERN, case, "list")


def test_the_invented_school_shows_every_state_and_every_level_change() -> None:
    names = {one.role: one.name for one in demo.USERS}
    cases = [one.values for one in sample_school(60, 5, TODAY, names) if one.ledger == "concern"]
    assert {one["state"] for one in cases} == set(POSSIBLE)
    assert any(len(one["level_changes"] or ()) > 1 for one in cases)
    assert any(one["urgent"] and not one.get("homeroom_by") for one in cases)
