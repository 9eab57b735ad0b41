"""One field set in many records: what is shown is what is written, all checks of a form hold, and the whole goes back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from jlt_desktop.domain.errors import UserError
from jlt_desktop.domain.ledger import Ledger
from jlt_desktop.services.batch import apply_batch, batch_fields, plan_batch
from jlt_desktop.services.desk import Desk
from jlt_desktop.services.importing import apply_import, plan_import
from jlt_desktop.services.office import Office
from jlt_desktop.services.undoing import CHANGED, imports, runs, undo_import
from jlt_desktop.vault.moving import standing
from jlt_desktop.vault.store import ChangedMeanwhile

ROWS = (("张三", "2017-5-17"), ("李四", "2017-5-18"), ("王五", "2018-5-19"), ("赵六", "2018-5-20"), ("钱七", "2018-5-21"))
Columns = dict[str, dict[str, object]]


@pytest.fixture
def office(open_as: Callable[[str], Office]) -> Office:
    found = open_as("clerk")
    text = "\n".join(["姓名\t性别\t出生日期\t家庭住址", *(f"{name}\t男\t{born}\t新街 1 号" for name, born in ROWS)])
    assert apply_import(found, plan_import(found, found.ledgers["student"], "名册", text.encode())).counts.added == len(ROWS)
    return found


@pytest.fixture
def student(office: Office) -> Ledger:
    return office.ledgers["student"]


def columns(office: Office) -> Columns:
    """Every column of every record of every ledger, byte for byte, with the place it stands at."""
    return {
        f"{ledger.key}/{one.record}": dict(one.columns)
        for ledger in office.ledgers.values()
        for one in standing(office.store(ledger), ledger, "1", ())
    }


def found_by(office: Office) -> list[tuple[str, str]]:
    return sorted(row for ledger in office.ledgers.values() for row in office.store(ledger).search_keys(ledger))


def ids(office: Office, ledger: Ledger) -> list[str]:
    return [one.id for one in office.store(ledger).page(ledger).records]


@pytest.mark.parametrize(("name", "raw"), [("home_addr", "新街 9 号"), ("home_addr", ""), ("ethnicity", "回族"), ("only_child", "是"),
                                           ("birth_date", "2017-6-1")])  # fmt: skip
def test_what_is_shown_is_written_and_what_was_written_goes_back(office: Office, student: Ledger, name: str, raw: str) -> None:
    before, keys = columns(office), found_by(office)
    plan = plan_batch(office, student, ids(office, student), name, raw)
    assert (columns(office), plan.refused) == (before, 0), "a plan writes nothing"
    assert plan.changes + plan.same == len(ROWS)
    assert plan.changes
    run = apply_batch(office, plan)
    after = columns(office)
    for row in plan.rows:
        was, now = before[f"student/{row.id}"], after[f"student/{row.id}"]
        assert {key: now.get(key) for key in now.keys() | was.keys() if now.get(key) != was.get(key)} == dict(row.columns)
        assert student.fields[name].show(student.fields[name].from_sql(now.get(name)), office.lookup) == row.new
        assert student.fields[name].show(student.fields[name].from_sql(was.get(name)), office.lookup) == row.old
    undone = undo_import(office, run)
    assert (undone.reversed, undone.kept, undone.refused) == (plan.changes, (), ())
    assert (columns(office), found_by(office)) == (before, keys)
    assert office.store(student).journal.broken_at() == 0


def test_rows_that_stand_like_that_already_are_not_written(office: Office, student: Ledger) -> None:
    chosen = ids(office, student)
    Desk(office).save(student, {"home_addr": "老街 3 号"}, record_id=chosen[0])
    plan = plan_batch(office, student, chosen, "home_addr", "新街 1 号")
    assert (plan.changes, plan.same, plan.refused) == (1, 4, 0)
    assert [(row.old, row.new) for row in plan.rows if row.changes] == [("老街 3 号", "新街 1 号")]
    apply_batch(office, plan)
    revisions = [one.revision for one in office.store(student).page(student).records]
    assert sorted(revisions) == [1, 1, 1, 1, 3]
    again = plan_batch(office, student, chosen, "home_addr", "新街 1 号")
    with pytest.raises(UserError, match="没有要写入的改动"):
        apply_batch(office, again)


def test_every_row_is_checked_like_a_form(office: Office, student: Ledger) -> None:
    """What one form refuses is refused in a batch, with the same words; the others are written."""
    chosen, desk = ids(office, student), Desk(office)
    for raw in ("不是日期", "2031-1-1", "2018-5-19", ""):
        plan = plan_batch(office, student, chosen, "birth_date", raw)
        for row in plan.rows:
            found = desk.examine(student, {"birth_date": raw}, record_id=row.id)
            for one in (*found.problems, *(found.questions if row.columns else ())):
                assert one.text in row.problem
            assert bool(row.problem) == bool(found.problems or (row.columns and found.questions))
        if plan.refused == len(chosen):
            with pytest.raises(UserError, match="没有要写入的改动"):
                apply_batch(office, plan)


def test_a_row_changed_meanwhile_stops_the_whole(office: Office, student: Ledger) -> None:
    chosen = ids(office, student)
    plan = plan_batch(office, student, chosen, "home_addr", "新街 9 号")
    Desk(office).save(student, {"note": "改过"}, record_id=chosen[2])
    before, head = columns(office), office.store(student).journal.head()
    with pytest.raises(ChangedMeanwhile, match="一条也没有改"):
        apply_batch(office, plan)
    assert (columns(office), office.store(student).journal.head(), len(runs(office))) == (before, head, 1)


def test_a_record_edited_since_keeps_what_it_has(office: Office, student: Ledger) -> None:
    chosen = ids(office, student)
    run = apply_batch(office, plan_batch(office, student, chosen, "home_addr", "新街 9 号"))
    Desk(office).save(student, {"note": "改过"}, record_id=chosen[0])
    undone = undo_import(office, run)
    assert undone.reversed == 4
    assert [why for _, why in undone.kept] == ["批量修改后又改过,保留现在的内容"]
    addresses = {one.id: one.get("home_addr") for one in office.store(student).page(student).records}
    assert addresses.pop(chosen[0]) == "新街 9 号"
    assert set(addresses.values()) == {"新街 1 号"}
    with pytest.raises(UserError, match="这次批量修改已经撤销过了"):
        undo_import(office, run)


def test_the_list_of_runs_says_what_each_was(office: Office, student: Ledger) -> None:
    run = apply_batch(office, plan_batch(office, student, ids(office, student), "home_addr", "新街 9 号"))
    batch, imported = runs(office)
    assert (batch.id, batch.kind, batch.ledger, batch.actor, batch.file_name) == (run, CHANGED, "student", office.user, "批量修改:现住址")
    assert batch.numbers["changed"] == len(ROWS)
    assert (imported.kind, [one.id for one in imports(office)]) == ("导入", [imported.id])
    history = Desk(office).history(student, ids(office, student)[0])
    assert (history[0].action, history[0].fields) == (CHANGED, (("现住址", "新街 1 号", "新街 9 号"),))


def test_only_what_many_may_share_can_be_set(office: Office, student: Ledger) -> None:
    names = batch_fields(student)
    assert not set(names) & set(student.unique)
    assert all(student.stored[name].typed for name in names)
    for name in (*student.unique, "nothing"):
        with pytest.raises(UserError, match="不能批量修改"):
            plan_batch(office, student, ids(office, student), name, "1")
    with pytest.raises(UserError, match="没有选中任何记录"):
        plan_batch(office, student, [], "home_addr", "1")


def test_what_is_in_the_recycle_bin_is_left_alone(office: Office, student: Ledger) -> None:
    chosen = ids(office, student)
    Desk(office).remove(student, chosen[0])
    plan = plan_batch(office, student, chosen, "home_addr", "新街 9 号")
    assert (plan.changes, plan.refused, plan.rows[0].problem) == (4, 1, "在回收站里,不能改。")


def test_the_same_record_named_twice_is_written_once(office: Office, student: Ledger) -> None:
    chosen = ids(office, student)[:1]
    plan = plan_batch(office, student, chosen * 3, "home_addr", "新街 9 号")
    assert plan.changes == len(plan.rows) == 1
