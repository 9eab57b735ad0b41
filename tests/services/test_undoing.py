"""Taking an import back: what it made goes, what it changed returns, what was edited since stays, what others lean on is refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from jlt_desktop.domain.errors import UserError
from jlt_desktop.domain.ledger import Ledger
from jlt_desktop.domain.record import Record
from jlt_desktop.services.desk import Desk
from jlt_desktop.services.importing import Imported, apply_import, plan_import
from jlt_desktop.services.office import Office
from jlt_desktop.services.undoing import imports, undo_import

HEAD = "姓名\t性别\t出生日期\t家庭住址\t监护人姓名\t与学生关系\t监护人电话"


@pytest.fixture
def office(open_as: Callable[[str], Office]) -> Office:
    return open_as("clerk")


@pytest.fixture
def student(office: Office) -> Ledger:
    return office.ledgers["student"]


def bring_in(office: Office, *rows: str) -> Imported:
    plan = plan_import(office, office.ledgers["student"], "名册", "\n".join([HEAD, *(row.replace("|", "\t") for row in rows)]).encode())
    assert plan.counts.skipped == plan.counts.refused == 0
    return apply_import(office, plan)


def named(office: Office) -> dict[str, Record]:
    ledger = office.ledgers["student"]
    return {one.text("name"): one for one in office.store(ledger).page(ledger).records}


def parents(office: Office) -> dict[str, Record]:
    ledger = office.ledgers["guardian"]
    return {one.text("name"): one for one in office.store(ledger).page(ledger).records}


FIRST = ("张三|男|2017-5-17|新街 1 号|张大|父亲|13800000011", "李四|女|2017-5-18|新街 2 号|李大|母亲|13800000012", "王五|男|2017-5-19||||")


def test_what_an_import_made_goes_into_the_recycle_bin(office: Office, student: Ledger) -> None:
    made = bring_in(office, *FIRST)
    assert len(made.records) == 3
    undone = undo_import(office, made.id)
    assert (undone.reversed, undone.kept, undone.refused) == (5, (), ()), "three pupils and two parents"
    assert named(office) == parents(office) == {}
    desk = Desk(office)
    desk.bring_back(student, made.records[0])
    assert set(named(office)) == {"张三"}, "nothing is gone for good"
    store = office.store(student)
    assert (store.journal.broken_at(), store.journal.events(2)[1]["action"]) == (0, "撤销导入")


def test_what_an_import_changed_is_as_it_was(office: Office, student: Ledger) -> None:
    bring_in(office, *FIRST)
    before = {name: dict(one.values) for name, one in named(office).items()} | {
        name: dict(one.values) for name, one in parents(office).items()
    }
    later = bring_in(office, "张三|男|2017-5-17|新街 9 号|张大|父亲|13800000099", "李四|女|2017-5-18||||", "赵六|男|2017-5-20||||")
    assert named(office)["张三"].get("home_addr") == "新街 9 号"
    undone = undo_import(office, later.id)
    assert (undone.reversed, undone.kept, undone.refused) == (3, (), ())
    after = {name: dict(one.values) for name, one in named(office).items()} | {
        name: dict(one.values) for name, one in parents(office).items()
    }
    assert after == before
    assert named(office)["张三"].revision == 3, "the history goes on"
    desk = Desk(office)
    assert [one.get("name") for one in desk.page(student, search="张三").records] == ["张三"]
    assert [change.action for change in desk.history(student, named(office)["张三"].id)] == ["撤销导入", "导入", "导入"]


def test_what_was_edited_since_stays_and_is_named(office: Office, student: Ledger) -> None:
    bring_in(office, *FIRST)
    later = bring_in(office, "张三|男|2017-5-17|新街 9 号|||", "李四|女|2017-5-18|新街 8 号|||", "赵六|男|2017-5-20||||")
    desk = Desk(office)
    desk.save(student, {"note": "改过"}, record_id=named(office)["张三"].id)
    desk.remove(student, named(office)["赵六"].id)
    undone = undo_import(office, later.id)
    assert undone.reversed == 1
    assert sorted(undone.kept) == [("学生", "导入后又改过,保留现在的内容"), ("学生 张三", "导入后又改过,保留现在的内容")]
    assert undone.refused == ()
    found = named(office)
    assert (found["张三"].get("home_addr"), found["张三"].get("note"), found["李四"].get("home_addr")) == ("新街 9 号", "改过", "新街 2 号")


def test_what_others_lean_on_is_refused_with_the_reason(office: Office, student: Ledger) -> None:
    made = bring_in(office, *FIRST)
    files = office.ledgers["care_file"]
    facts = {
        "categories": "留守儿童", "basis": "学校摸排", "opened_on": "2026-9-1", "guardianship_type": "父母一方", "guardianship_eval": "较好",
        "body": "健康", "edu_status": "小学",
    }  # fmt: skip
    desk = Desk(office)
    desk.save(files, {**facts, "student": named(office)["张三"].id})
    desk.save(office.ledgers["guardian"], {"name": "王大"}, parent=named(office)["王五"].id)
    undone = undo_import(office, made.id)
    assert sorted(undone.refused) == [("学生 张三", "已有留守与特殊儿童用到它,不能撤销"), ("学生 王五", "已有家庭成员用到它,不能撤销")]
    assert set(named(office)) == {"张三", "王五"}
    assert undone.reversed + len(undone.kept) + len(undone.refused) == 5


def test_a_file_whose_part_was_edited_stays_with_it(office: Office, student: Ledger) -> None:
    made = bring_in(office, *FIRST)
    Desk(office).save(office.ledgers["guardian"], {"phone": "13800000055"}, record_id=parents(office)["张大"].id)
    undone = undo_import(office, made.id)
    assert [who for who, _ in undone.kept] == ["家庭成员 张大 父亲"]
    assert [who for who, _ in undone.refused] == ["学生 张三"]
    assert set(named(office)) == {"张三"}
    assert parents(office)["张大"].parent == named(office)["张三"].id, "no parent is left without a child"


def test_an_import_is_taken_back_once(office: Office, student: Ledger) -> None:
    made = bring_in(office, *FIRST)
    undo_import(office, made.id)
    (run,) = imports(office)
    assert run.undone_at
    before = office.store(student).journal.head()
    with pytest.raises(UserError, match="这次导入已经撤销过了"):
        undo_import(office, made.id)
    with pytest.raises(UserError, match="没有编号为 nothing 的导入"):
        undo_import(office, "nothing")
    assert office.store(student).journal.head() == before


def test_after_an_undo_the_same_file_comes_in_again(office: Office) -> None:
    undo_import(office, bring_in(office, *FIRST).id)
    made = bring_in(office, *FIRST)
    assert (made.counts.added, len(named(office)), len(parents(office))) == (3, 3, 2)


def test_two_imports_are_taken_back_in_turn(office: Office) -> None:
    first = bring_in(office, *FIRST)
    second = bring_in(office, "张三|男|2017-5-17|新街 9 号|||")
    early = undo_import(office, first.id)
    assert [who for who, _ in early.kept] == ["学生 张三"], "the later import changed it since"
    assert undo_import(office, second.id).reversed == 1
    assert set(named(office)) == {"张三"}
    assert named(office)["张三"].get("home_addr") == "新街 1 号"


def test_an_undo_that_fails_half_way_takes_nothing_back(office: Office, student: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    made = bring_in(office, *FIRST)
    journal = office.store(student).journal
    before, append, calls = journal.head(), journal.append, []

    def fails(*args: object) -> int:
        calls.append(args)
        if len(calls) == 3:
            raise RuntimeError
        return append(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(journal, "append", fails)
    with pytest.raises(RuntimeError):
        undo_import(office, made.id)
    assert journal.head() == before
    assert len(named(office)) == 3
    assert imports(office)[0].undone_at is None
