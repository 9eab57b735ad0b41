"""A child entered twice made one: every linked row moves, nothing is lost, and the undo puts each column back."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jlt_desktop.domain.errors import UserError
from jlt_desktop.domain.record import Record
from jlt_desktop.services.desk import Desk, Refused
from jlt_desktop.services.merging import apply_merge, examine_merge, plan_merge
from jlt_desktop.services.office import Office
from jlt_desktop.services.undoing import MERGED, runs, undo_import
from jlt_desktop.vault.moving import standing
from jlt_desktop.vault.store import ChangedMeanwhile

CARE = {
    "categories": "留守儿童", "basis": "学校摸排", "opened_on": "2026-9-1", "guardianship_type": "父母一方", "guardianship_eval": "较好",
    "body": "健康", "edu_status": "小学",
}  # fmt: skip
VISIT = {"date": "2026-10-9", "form": "上门", "talk": "说了学习。"}
CONSENT = {"matter": "心理测评", "form_version": "2026秋-1", "asked_on": "2026-9-1", "decision": "未回收"}
CONCERN = {
    "name": "张小三", "found_on": "2026-9-7", "source": "班主任观察", "level": "二级", "concerns": "睡眠", "state": "初筛",
}  # fmt: skip


@pytest.fixture
def office(open_as: Callable[[str], Office]) -> Office:
    return open_as("clerk")


def columns(office: Office) -> dict[str, dict[str, object]]:
    """Every column of every record of every ledger, byte for byte, with parent and recycle bin."""
    return {
        f"{ledger.key}/{one.record}": dict(one.columns)
        for ledger in office.ledgers.values()
        for one in standing(office.store(ledger), ledger, "1", ())
    }


def found_by(office: Office) -> list[tuple[str, str]]:
    return sorted(row for ledger in office.ledgers.values() for row in office.store(ledger).search_keys(ledger))


def made(office: Office, key: str, raw: Mapping[str, object], parent: str | None = None) -> Record:
    return Desk(office).save(office.ledgers[key], raw, parent=parent, answers={"second_student": "两位老师各建了一份"})


def a_child(office: Office, name: str, **more: object) -> Record:
    return made(office, "student", {"name": name, "sex": "男", "birth_date": "2017-5-17", **more})


def twice(office: Office) -> tuple[Record, Record, dict[str, Record]]:
    """A child entered twice, with everything that can hang on the second."""
    keep = a_child(office, "张三", home_addr="新街 1 号", phone="13800000001")
    drop = a_child(office, "张小三", edu_no="G210999201705170019", note="转来时另建", home_addr="老街 2 号")
    teacher = made(office, "staff", {"staff_name": "孙老师", "post": "班主任"})
    file = made(office, "care_file", {**CARE, "student": drop.id, "verified_by": teacher.id})
    hanging = {
        "guardian": made(office, "guardian", {"name": "张大", "relation": "父亲", "phone": "13800000011"}, drop.id),
        "binned": made(office, "guardian", {"name": "张二", "relation": "母亲"}, drop.id),
        "file": file,
        "visit": made(office, "home_visit", {**VISIT, "visitors": [teacher.id]}, file.id),
        "seen": made(office, "family_visit", {**VISIT, "visitors": [teacher.id]}, drop.id),
        "consent": made(office, "consent", {**CONSENT, "student": drop.id}),
    }
    Desk(office).remove(office.ledgers["guardian"], hanging["binned"].id)
    made(office, "guardian", {"name": "李大", "relation": "父亲"}, keep.id)
    return keep, drop, hanging


def now(office: Office, one: Record) -> Record:
    found = office.record(one.ledger, one.id)
    assert found is not None
    return found


def test_every_linked_row_moves_and_nothing_stays_behind(office: Office) -> None:
    keep, drop, hanging = twice(office)
    before = columns(office)
    plan = plan_merge(office, office.ledgers["student"], keep.id, drop.id)
    assert columns(office) == before, "a plan writes nothing"
    assert plan.counts == {"家庭成员": 2, "普通家访": 1, "留守与特殊儿童": 1, office.ledgers["consent"].title: 1}
    assert any("1 条在回收站里" in one for one in plan.notes)
    run = apply_merge(office, plan)
    for name in ("guardian", "binned", "seen"):
        assert now(office, hanging[name]).parent == keep.id
    assert now(office, hanging["binned"]).removed_at
    for name in ("file", "consent"):
        assert now(office, hanging[name]).get("student") == keep.id
    assert now(office, hanging["visit"]).parent == hanging["file"].id
    assert now(office, drop).removed_at, "it goes to the recycle bin, not away"
    after = columns(office)
    assert not [key for key, row in after.items() if drop.id in (v for v in row.values() if isinstance(v, str))], "nothing points there"
    assert {key for key in after if after[key] != before[key]} == {
        f"student/{keep.id}", f"student/{drop.id}", *(f"{one.ledger}/{one.record}" for one in plan.moves)
    }  # fmt: skip
    assert [one.id for one in Desk(office).page(office.ledgers["care_file"], search="张三").records] == [hanging["file"].id]
    assert [(one.id, one.kind, one.numbers["moved"]) for one in runs(office)] == [(run, MERGED, 5)]


def test_blanks_are_filled_from_the_other_and_what_stood_stays(office: Office) -> None:
    keep, drop, _ = twice(office)
    student = office.ledgers["student"]
    plan = plan_merge(office, student, keep.id, drop.id)
    chosen = {one.name: (one.keep, one.drop, one.chosen) for one in plan.fields}
    assert chosen["home_addr"] == ("新街 1 号", "老街 2 号", "keep")
    assert chosen["note"] == ("", "转来时另建", "drop")
    assert "commute_mode" not in chosen, "blank on both sides"
    apply_merge(office, plan)
    merged = now(office, keep)
    assert [merged.get(name) for name in ("name", "home_addr", "phone", "note", "edu_no")] == [
        "张三", "新街 1 号", "13800000001", "转来时另建", "G210999201705170019",
    ]  # fmt: skip
    change = Desk(office).history(student, keep.id)[0]
    assert (change.action, change.source) == (MERGED, "由“张小三”并入")
    assert {label for label, _, _ in change.fields} == {"备注", "全国学籍号"}
    assert Desk(office).history(student, drop.id)[0].source == "合并到“张三”"


def test_a_merger_goes_back_as_one_to_the_byte(office: Office) -> None:
    keep, drop, hanging = twice(office)
    before, keys = columns(office), found_by(office)
    plan = plan_merge(office, office.ledgers["student"], keep.id, drop.id)
    run = apply_merge(office, plan, {"name": "drop", "home_addr": "drop"})
    assert now(office, keep).get("name") == "张小三"
    undone = undo_import(office, run)
    assert (undone.reversed, undone.kept, undone.refused) == (2 + len(plan.moves), (), ())
    assert (columns(office), found_by(office)) == (before, keys)
    assert office.store(office.ledgers["student"]).journal.broken_at() == 0
    moved = Desk(office).history(office.ledgers["guardian"], hanging["guardian"].id)
    assert moved[0].action == "撤销合并"
    assert moved[1].fields == (("所属档案", "张小三", "张三"),)
    with pytest.raises(UserError, match="这次合并已经撤销过了"):
        undo_import(office, run)


ALL_SIDES = list(itertools.product(("keep", "drop"), repeat=4))


@pytest.fixture
def pair(office: Office) -> tuple[Office, Record, Record]:
    keep, drop, _ = twice(office)
    return office, keep, drop


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sides=st.sampled_from(ALL_SIDES), swapped=st.booleans(), rounds=st.integers(1, 2))
def test_whatever_is_chosen_the_way_back_is_exact(pair: Any, sides: tuple[Any, ...], swapped: bool, rounds: int) -> None:
    office, *records = pair
    keep, drop = reversed(records) if swapped else records
    before, keys = columns(office), found_by(office)
    chosen = dict(zip(("name", "home_addr", "edu_no", "note"), sides, strict=True))
    for _ in range(rounds):
        plan = plan_merge(office, office.ledgers["student"], keep.id, drop.id)
        values = examine_merge(office, plan, chosen).values
        run = apply_merge(office, plan, chosen)
        assert dict(now(office, keep).values) == dict(values), "what was shown is what was written"
        assert undo_import(office, run).reversed == len(plan.moves) + 1 + (dict(values) != dict(keep.values))
        assert (columns(office), found_by(office)) == (before, keys)


def test_two_files_of_one_child_become_one(office: Office) -> None:
    child = a_child(office, "张三")
    teacher = made(office, "staff", {"staff_name": "孙老师", "post": "班主任"})
    first = made(office, "care_file", {**CARE, "student": child.id})
    second = made(office, "care_file", {**CARE, "student": child.id, "opened_on": "2026-10-1"})
    visit = made(office, "home_visit", {**VISIT, "visitors": [teacher.id]}, second.id)
    before = columns(office)
    plan = plan_merge(office, office.ledgers["care_file"], first.id, second.id)
    run = apply_merge(office, plan)
    assert (now(office, visit).parent, now(office, second).removed_at is not None) == (first.id, True)
    undo_import(office, run)
    assert columns(office) == before


def test_somebody_in_a_list_is_led_over_and_stands_there_once(office: Office) -> None:
    child = a_child(office, "张三")
    file = made(office, "care_file", {**CARE, "student": child.id})
    first, second, third = (made(office, "staff", {"staff_name": name, "post": "班主任"}) for name in ("孙老师", "孙老师二", "李老师"))
    both = made(office, "home_visit", {**VISIT, "visitors": [second.id, third.id, first.id]}, file.id)
    one = made(office, "home_visit", {**VISIT, "visitors": [second.id]}, file.id)
    before = columns(office)
    run = apply_merge(office, plan_merge(office, office.ledgers["staff"], first.id, second.id))
    assert now(office, both).get("visitors") == (first.id, third.id)
    assert now(office, one).get("visitors") == (first.id,)
    undo_import(office, run)
    assert columns(office) == before


def test_the_confidential_file_is_led_over_by_who_can_open_it(open_as: Callable[[str], Office]) -> None:
    counselor = open_as("counselor")
    keep, drop = a_child(counselor, "张三"), a_child(counselor, "张小三")
    concern = made(counselor, "concern", {**CONCERN, "student": drop.id})
    before = columns(counselor)
    plan = plan_merge(counselor, counselor.ledgers["student"], keep.id, drop.id)
    assert not [one for one in plan.notes if "心理资料" in one]
    run = apply_merge(counselor, plan)
    assert now(counselor, concern).get("student") == keep.id
    (known,) = runs(counselor)
    assert (known.id, known.kind, known.file_name) == (run, MERGED, "“张小三”并入“张三”")
    clerk = open_as("clerk")
    with pytest.raises(UserError, match="在这里撤销不完整"):
        undo_import(clerk, run)
    assert [one.undone_at for one in runs(clerk)] == [None]
    counselor = open_as("counselor")
    assert undo_import(counselor, run).reversed == 2
    assert columns(counselor) == before
    assert [one.undone_at is None for one in runs(counselor)] == [False]


def test_what_the_clerk_cannot_open_keeps_its_own_copy_and_still_leads_somewhere(open_as: Callable[[str], Office]) -> None:
    counselor = open_as("counselor")
    keep, drop = a_child(counselor, "张三"), a_child(counselor, "张小三")
    concern = made(counselor, "concern", {**CONCERN, "student": drop.id})
    clerk = open_as("clerk")
    plan = plan_merge(clerk, clerk.ledgers["student"], keep.id, drop.id)
    assert plan.counts == {}
    assert any("请心理教师来做合并" in one for one in plan.notes), "said before it is done"
    apply_merge(clerk, plan)
    counselor = open_as("counselor")
    left = now(counselor, concern)
    assert (left.get("student"), left.text("name")) == (drop.id, "张小三")
    assert counselor.record("student", drop.id) is not None


def test_what_was_edited_since_stays_with_the_one_that_was_kept(office: Office) -> None:
    keep, drop, hanging = twice(office)
    run = apply_merge(office, plan_merge(office, office.ledgers["student"], keep.id, drop.id))
    Desk(office).save(office.ledgers["guardian"], {"phone": "13800000099"}, record_id=hanging["guardian"].id)
    undone = undo_import(office, run)
    assert undone.kept == (("家庭成员 张大 父亲", "合并后又改过,保留现在的内容"),)
    assert now(office, hanging["guardian"]).parent == keep.id
    assert now(office, hanging["consent"]).get("student") == drop.id


def test_nothing_returns_to_a_record_that_cannot_return(office: Office) -> None:
    """The number filled over is now held by the record that was edited since: two may not hold it."""
    keep, drop, hanging = twice(office)
    run = apply_merge(office, plan_merge(office, office.ledgers["student"], keep.id, drop.id))
    Desk(office).save(office.ledgers["student"], {"phone": "13800000099"}, record_id=keep.id)
    undone = undo_import(office, run)
    assert undone.reversed == 0
    assert len(undone.refused) == 1 + 5
    assert now(office, drop).removed_at
    assert now(office, hanging["guardian"]).parent == keep.id
    assert now(office, hanging["file"]).get("student") == keep.id


def test_a_change_after_the_plan_stops_it(office: Office) -> None:
    keep, drop, _hanging = twice(office)
    plan = plan_merge(office, office.ledgers["student"], keep.id, drop.id)
    made(office, "guardian", {"name": "王大", "relation": "爷爷"}, drop.id)
    before = columns(office)
    with pytest.raises(ChangedMeanwhile, match="还没有合并"):
        apply_merge(office, plan)
    assert (columns(office), runs(office)) == (before, [])


def test_a_failure_half_way_leaves_everything_in_both_files(open_as: Callable[[str], Office], monkeypatch: pytest.MonkeyPatch) -> None:
    counselor = open_as("counselor")
    keep, drop = a_child(counselor, "张三"), a_child(counselor, "张小三")
    made(counselor, "concern", {**CONCERN, "student": drop.id})
    before = columns(counselor)
    journal = counselor.session.store("confidential").journal
    monkeypatch.setattr(journal, "append", lambda *_: pytest.skip.Exception and (_ for _ in ()).throw(RuntimeError()))
    with pytest.raises(RuntimeError):
        apply_merge(counselor, plan_merge(counselor, counselor.ledgers["student"], keep.id, drop.id))
    assert (columns(counselor), runs(counselor)) == (before, [])


def test_what_cannot_be_merged_is_said(office: Office) -> None:
    keep, drop, _ = twice(office)
    student, desk = office.ledgers["student"], Desk(office)
    with pytest.raises(UserError, match="选的是同一条记录"):
        raise_whole(lambda: plan_merge(office, student, keep.id, keep.id))
    desk.remove(student, drop.id)
    with pytest.raises(UserError, match="在回收站里"):
        raise_whole(lambda: plan_merge(office, student, keep.id, drop.id))
    desk.bring_back(student, drop.id)
    third = a_child(office, "王五", edu_no="G210999201705170027")
    other = plan_merge(office, student, third.id, drop.id)
    assert next(one for one in other.fields if one.name == "edu_no").chosen == "keep"
    with pytest.raises(UserError, match="没有找到"):
        plan_merge(office, student, keep.id, "nobody")


def raise_whole(call: Callable[[], object]) -> None:
    """Let the whole sentence be matched, not only its first part."""
    try:
        call()
    except UserError as error:
        raise UserError(str(error)) from None


def test_what_would_remain_is_checked_like_a_form(office: Office) -> None:
    keep, drop = a_child(office, "张三", enrol_status="在校"), a_child(office, "张小三", birth_date="2018-5-17")
    student = office.ledgers["student"]
    plan = plan_merge(office, student, keep.id, drop.id)
    wrong = dict(drop.values) | {"birth_date": None}
    del wrong
    found = examine_merge(office, plan, {"birth_date": "drop", "name": "drop"})
    values = {name: drop.get(name) for name in ("birth_date", "name")}
    form = Desk(office).examine(student, values, record_id=keep.id)
    assert [one.text for one in found.problems] == [one.text for one in form.problems]
    if found.problems:
        with pytest.raises(Refused):
            apply_merge(office, plan, {"birth_date": "drop", "name": "drop"})
