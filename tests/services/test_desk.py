"""The desk: one way to save for everybody, refusals that keep what was typed, history, recycle bin, and who hears of a change."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from jlt_desktop.domain.errors import UserError
from jlt_desktop.domain.ledger import Ledger
from jlt_desktop.services.desk import Desk, Refused
from jlt_desktop.services.office import Office
from jlt_desktop.vault.store import ChangedMeanwhile, Query

GOOD = "21099920170517001X"
PUPIL = {"name": "张三", "sex": "男", "birth_date": "2017-5-17"}
CARE = {
    "categories": "留守儿童", "basis": "学校摸排", "opened_on": "2026-9-1", "guardianship_type": "父母一方", "guardianship_eval": "较好",
    "body": "健康", "edu_status": "小学",
}  # fmt: skip


@pytest.fixture
def office(open_as: Callable[[str], Office]) -> Office:
    return open_as("clerk")


@pytest.fixture
def desk(office: Office) -> Desk:
    return Desk(office)


@pytest.fixture
def student(office: Office) -> Ledger:
    return office.ledgers["student"]


def test_what_is_typed_is_kept_as_values(desk: Desk, student: Ledger) -> None:
    made = desk.save(student, {**PUPIL, "ethnicity": "满", "entry_year": "2024级", "class_no": "2班", "orphan": "否"})
    read = desk.get(student, made.id)
    assert (read.revision, read.created_by, read.removed_at) == (1, "赵文员", None)
    assert (read.get("ethnicity"), read.get("entry_year"), read.get("class_no"), read.get("orphan")) == ("11", 2024, 2, False)
    assert desk.called(student, read) == "张三 三年级2班"
    assert desk.texts(student, read, ("sex", "orphan", "age")) == ("男", "否", "9")


def test_what_follows_from_the_identity_number_is_filled(desk: Desk, student: Ledger) -> None:
    made = desk.save(student, {"name": "张三", "id_no": GOOD})
    assert desk.texts(student, made, ("birth_date", "sex", "id_type")) == ("2017-05-17", "男", "居民身份证")


def test_everything_wrong_is_said_at_once_and_nothing_is_written(desk: Desk, student: Ledger, office: Office) -> None:
    before = office.store(student).journal.head()
    with pytest.raises(Refused) as caught:
        desk.save(student, {"name": "张三", "sex": "某", "phone": "12"})
    said = str(caught.value)
    assert said.startswith("还不能保存:")
    assert all(words in said for words in ("性别没有“某”这一项", "不是电话号码", "出生日期没有填。", "填的内容还在,没有写入。"))
    assert [one.field for one in caught.value.problems] == ["sex", "phone", "birth_date"]
    assert office.store(student).journal.head() == before
    assert desk.page(student).total == 0


def test_a_question_is_answered_once_and_the_reason_is_not_in_the_journal(desk: Desk, student: Ledger, office: Office) -> None:
    typed = {**PUPIL, "name": "张"}
    with pytest.raises(Refused, match="确认无误请写明理由后再存") as caught:
        desk.save(student, typed)
    assert [one.name for one in caught.value.unanswered] == ["name_length"]
    with pytest.raises(Refused):
        desk.save(student, typed, answers={"name_length": "   "})
    made = desk.save(student, typed, answers={"name_length": "就一个字,已核对户口簿"})
    first, second = office.store(student).journal.events(2)
    assert (first["action"], first["question"], second["action"]) == ("说明", "name_length", "新增")
    assert "户口簿" not in json.dumps(first, ensure_ascii=False)
    assert first["reason_digest"] == office.store(student).journal.digest("就一个字,已核对户口簿")
    assert first["object"] == f"{student.key}/{made.id}"


def test_what_somebody_else_has_changed_meanwhile_is_not_overwritten(desk: Desk, student: Ledger) -> None:
    made = desk.save(student, PUPIL)
    desk.save(student, {"note": "先存的"}, record_id=made.id, seen_revision=1)
    with pytest.raises(ChangedMeanwhile, match=r"已被别处修改。修改人:赵文员。您填的内容还在窗口里,没有写入。请刷新"):
        desk.save(student, {"note": "后存的"}, record_id=made.id, seen_revision=1)
    assert desk.get(student, made.id).get("note") == "先存的"
    assert desk.save(student, {"note": "后存的"}, record_id=made.id, seen_revision=2).revision == 3


def test_saving_the_same_once_more_is_no_change(desk: Desk, student: Ledger, office: Office) -> None:
    made = desk.save(student, PUPIL)
    before = office.store(student).journal.head()
    assert desk.save(student, PUPIL, record_id=made.id, seen_revision=1).revision == 1
    assert office.store(student).journal.head() == before


def test_a_blank_empties_and_what_is_not_given_stays(desk: Desk, student: Ledger) -> None:
    made = desk.save(student, {**PUPIL, "note": "旧", "home_addr": "新街 1 号"})
    changed = desk.save(student, {"note": ""}, record_id=made.id)
    assert (changed.get("note"), changed.get("home_addr"), changed.get("name")) == (None, "新街 1 号", "张三")
    with pytest.raises(Refused, match="姓名没有填。"):
        desk.save(student, {"name": " "}, record_id=made.id)


def test_two_records_cannot_have_one_number(desk: Desk, student: Ledger) -> None:
    first = desk.save(student, {**PUPIL, "id_no": GOOD})
    with pytest.raises(Refused, match="身份证件号和“张三”的相同,请核对是不是同一个。"):
        desk.save(student, {**PUPIL, "name": "李四", "id_no": GOOD})
    second = desk.save(student, {**PUPIL, "name": "李四"})
    with pytest.raises(Refused, match="身份证件号和“张三”"):
        desk.save(student, {"id_no": GOOD}, record_id=second.id)
    assert desk.save(student, {"id_no": GOOD, "note": "x"}, record_id=first.id).revision == 2, "with itself there is no quarrel"


def test_who_comes_back_from_the_bin_must_not_meet_a_twin(desk: Desk, student: Ledger) -> None:
    first = desk.save(student, {**PUPIL, "id_no": GOOD})
    desk.remove(student, first.id, "重复")
    second = desk.save(student, {**PUPIL, "name": "李四", "id_no": GOOD})
    with pytest.raises(Refused, match="身份证件号和“李四”的相同"):
        desk.bring_back(student, first.id)
    assert [one.id for one in desk.page(student).records] == [second.id]
    desk.save(student, {"id_no": "", "id_type": "暂无证件"}, record_id=second.id)
    desk.bring_back(student, first.id)
    assert desk.page(student).total == 2


def test_going_back_must_not_meet_a_twin_either(desk: Desk, student: Ledger) -> None:
    first = desk.save(student, {**PUPIL, "id_no": GOOD})
    desk.save(student, {"id_no": "", "id_type": "暂无证件"}, record_id=first.id)
    desk.save(student, {**PUPIL, "name": "李四", "id_no": GOOD})
    with pytest.raises(Refused, match="身份证件号和“李四”"):
        desk.back_to(student, first.id, 1)
    assert desk.get(student, first.id).revision == 2


def test_the_history_shows_label_old_and_new_newest_first(desk: Desk, student: Ledger) -> None:
    made = desk.save(student, {**PUPIL, "ethnicity": "汉族"}, source="手工")
    desk.save(student, {"ethnicity": "满族", "note": "改"}, record_id=made.id)
    desk.remove(student, made.id, "重复")
    removed, changed, added = desk.history(student, made.id)
    assert (removed.revision, removed.action, removed.source) == (3, "移到回收站", "重复")
    assert (changed.revision, changed.action, changed.by) == (2, "修改", "赵文员")
    assert set(changed.fields) == {("民族", "汉族", "满族"), ("备注", "", "改")}
    assert (added.revision, added.action, added.source) == (1, "新增", "手工")
    assert ("姓名", "", "张三") in added.fields


def test_any_earlier_version_can_be_made_the_present_one(desk: Desk, student: Ledger) -> None:
    made = desk.save(student, {**PUPIL, "note": "一"})
    for note in ("二", "三", ""):
        desk.save(student, {"note": note}, record_id=made.id)
    for revision, note in ((2, "二"), (4, None), (1, "一"), (3, "三")):
        assert desk.back_to(student, made.id, revision).get("note") == note
    assert desk.get(student, made.id).revision == 8
    assert [one.action for one in desk.history(student, made.id)][:4] == ["恢复到以前的版本"] * 4


def test_records_that_are_not_there_are_said_to_be_gone(desk: Desk, student: Ledger) -> None:
    for deed in (
        lambda: desk.get(student, "x"), lambda: desk.save(student, PUPIL, record_id="x"), lambda: desk.remove(student, "x"),
        lambda: desk.bring_back(student, "x"), lambda: desk.back_to(student, "x", 1),
    ):  # fmt: skip
        with pytest.raises(UserError, match=r"学生记录.*请刷新列表。"):
            deed()


def test_files_are_numbered_within_the_year(desk: Desk, student: Ledger, office: Office) -> None:
    files = office.ledgers["care_file"]
    numbers = []
    for name in ("张三", "李四", "王五"):
        child = desk.save(student, {**PUPIL, "name": name})
        numbers.append(desk.save(files, {**CARE, "student": child.id}).get("file_no"))
    assert numbers == ["TS-2026-0001", "TS-2026-0002", "TS-2026-0003"]


def test_cases_have_numbers_that_tell_nothing_and_names_of_their_own(open_as: Callable[[str], Office]) -> None:
    office = open_as("clerk")
    child = Desk(office).save(office.ledgers["student"], {**PUPIL, "entry_year": "2024", "class_no": "2"})
    office = open_as("counselor")
    desk, cases = Desk(office), office.ledgers["concern"]
    typed = {"student": child.id, "source": "班主任观察", "found_on": "2026-11-2", "concerns": "睡眠", "state": "初筛"}
    made = [desk.save(cases, typed) for _ in range(5)]
    numbers = {str(one.get("case_no")) for one in made}
    assert len(numbers) == 5
    assert all(len(number) == 8 and not set(number) & set("01ILO") for number in numbers)
    assert {(one.get("name"), one.get("class_title")) for one in made} == {("张三", "三年级2班")}
    desk.save(office.ledgers["student"], {"name": "张三丰"}, record_id=child.id)
    assert desk.get(cases, made[0].id).get("name") == "张三", "the confidential file keeps its own copy"


def test_those_who_listen_hear_of_every_change(desk: Desk, student: Ledger) -> None:
    heard: list[tuple[str, frozenset[str]]] = []
    desk.changed.append(lambda ledger, ids: heard.append((ledger, ids)))
    made = desk.save(student, PUPIL)
    desk.save(student, {"note": "改"}, record_id=made.id)
    desk.remove(student, made.id)
    desk.bring_back(student, made.id)
    desk.back_to(student, made.id, 1)
    assert heard == [(student.key, frozenset({made.id}))] * 5
    with pytest.raises(Refused):
        desk.save(student, {})
    assert len(heard) == 5


def test_labels_are_read_anew_after_a_change(desk: Desk, student: Ledger, office: Office) -> None:
    made = desk.save(student, PUPIL)
    assert office.lookup.label(student.key, made.id) == "张三"
    assert list(office.lookup.find(student.key, "张三")) == [made.id]
    desk.save(student, {"name": "张三丰", "entry_year": "2024", "class_no": "2"}, record_id=made.id)
    assert office.lookup.label(student.key, made.id) == "张三丰 三年级2班"
    assert list(office.lookup.find(student.key, "张三")) == []
    desk.remove(student, made.id)
    assert office.lookup.label(student.key, made.id) == ""


def test_the_schools_own_page_changes_what_stands_around_every_record(desk: Desk, office: Office) -> None:
    page = office.single
    assert page
    record = desk.page(page).records[0]
    assert office.around().calendar.stage == "primary"
    desk.save(page, {"school_type": "初级中学", "local_months": "3", "local_which": "父母双方外出"}, record_id=record.id)
    assert office.around().calendar.stage == "junior"
    assert (office.around().local_rule.months, office.around().local_rule.which) == (3, "both")


def test_there_is_only_one_page_of_the_school(desk: Desk, office: Office) -> None:
    page = office.single
    assert page
    with pytest.raises(UserError, match="学校信息只有一份,已经有了。"):
        desk.save(page, {"school_name": "别的小学", "school_code": "2109990009", "region_code": "210905", "school_type": "小学"})
    assert desk.page(page).total == 1


def test_pages_are_searched_filtered_ordered_and_cut(desk: Desk, student: Ledger) -> None:
    for name, sex, year, number in (
        ("单雄信", "男", 2024, 2),
        ("曾小贤", "男", 2024, 1),
        ("仇英", "女", 2023, 2),
        ("任我行", "男", 2023, 2),
    ):
        desk.save(student, {**PUPIL, "name": name, "sex": sex, "entry_year": str(year), "class_no": str(number)})

    def names(search: str = "", **query: object) -> list[str]:
        return [one.text("name") for one in desk.page(student, search=search, **query).records]

    assert names(order=("name",)) == sorted(["单雄信", "曾小贤", "仇英", "任我行"])
    assert names("shanxiongxin") == names("sxx") == names("单") == names("信") == ["单雄信"]
    assert names("三2") == names("302") == names("2024级2班") == ["单雄信"]
    assert set(names("四年级2班")) == {"仇英", "任我行"}
    assert names("四2 qiu") == ["仇英"]
    assert names(where={"sex": "female"}) == ["仇英"]
    assert desk.page(student, limit=2).total == 4
    assert len(names(limit=2)) == 2
    assert names(limit=2) + names(limit=2, offset=2) == names()
    assert names("nobody") == []


def test_a_removed_record_is_only_in_the_bin(desk: Desk, student: Ledger, office: Office) -> None:
    made = desk.save(student, PUPIL)
    desk.remove(student, made.id)
    assert desk.page(student, search="张三").total == 0
    assert desk.page(student, search="张三", removed=True).total == 1
    assert office.store(student).page(student, Query(ids=[made.id])).records == []


def test_a_clerk_has_no_desk_for_the_confidential_ledgers(office: Office) -> None:
    assert all(one.scope == "general" for one in office.ledgers.values())
    with pytest.raises(UserError, match="没有“concern”这个台账,或者您的账户不能打开它"):
        office.ledger("concern")


def test_texts_that_look_like_commands_are_only_texts(desk: Desk, student: Ledger) -> None:
    bad = "'; DROP TABLE l_student; --"
    made = desk.save(student, {**PUPIL, "note": bad, "home_addr": "%_[\"'"})
    assert desk.get(student, made.id).get("note") == bad
    assert desk.page(student, search="'; DROP").total == 0
    assert desk.page(student, search="%").total == 0
    assert desk.page(student, search="张三").total == 1
