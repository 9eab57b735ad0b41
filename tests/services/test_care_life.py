"""The life of a child's file: steps, categories with their days, closing and opening again, one entry for several, lists and tables."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest
from python_calamine import CalamineWorkbook

from jlt_desktop.domain.errors import UserError
from jlt_desktop.domain.report import Measure, Section
from jlt_desktop.paper.fonts import Fonts
from jlt_desktop.paths import resources
from jlt_desktop.services.desk import Desk, Refused
from jlt_desktop.services.doing import begin, do_at_once, follow, offered
from jlt_desktop.services.duties import duties
from jlt_desktop.services.filing import file_view
from jlt_desktop.services.forming import form_for_several
from jlt_desktop.services.office import Office
from jlt_desktop.services.printing import to_pdf
from jlt_desktop.services.reporting import make, report_document, report_workbook, verdict
from jlt_desktop.services.several import save_for_each
from jlt_desktop.services.undoing import imports

TODAY = date(2026, 11, 24)
CARE = {
    "categories": "留守儿童", "basis": "学校摸排", "opened_on": "2026-11-1", "guardianship_type": "祖辈", "guardianship_eval": "一般",
    "body": "健康", "edu_status": "小学",
}  # fmt: skip
CONTACT = {"at": "2026-11-20 10:00", "channel": "电话", "with_whom": "儿童", "summary": "一切都好"}


@pytest.fixture
def office(open_as: Callable[[str], Office]) -> Office:
    return open_as("clerk")


def a_child(office: Office, name: str = "张三", **values: str) -> tuple[str, str]:
    desk = Desk(office)
    pupil = {"name": name, "sex": "男", "birth_date": "2017-5-17", "entry_year": "2024", "class_no": "2", "hukou_type": "农业户口"}
    child = desk.save(office.ledgers["student"], {**pupil, **values})
    return child.id, desk.save(office.ledgers["care_file"], {**CARE, "student": child.id}).id


def titles(office: Office, record: str) -> list[str]:
    ledger = office.ledgers["care_file"]
    return [one.title for one in offered(office, ledger, Desk(office).get(ledger, record))]


def test_a_file_is_closed_with_a_reason_and_opened_again(office: Office) -> None:
    ledger, desk = office.ledgers["care_file"], Desk(office)
    _, record = a_child(office)
    assert "关闭档案" in titles(office, record)
    assert "重新打开" not in titles(office, record)
    part, form = begin(office, ledger, record, "close")
    assert (part, form.only, form.values["closed_on"], form.title) == (ledger, ("closed_on", "closed_reason"), TODAY, "关闭档案")
    with pytest.raises(Refused, match="退出原因"):
        desk.save(ledger, {"closed_on": "2026-11-24"}, record_id=record)
    desk.save(ledger, {"closed_on": "2026-11-24", "closed_reason": "父母返乡"}, record_id=record)
    assert titles(office, record)[0] == "重新打开"
    assert duties(office) == []
    with pytest.raises(UserError, match="现在不能“关闭档案”"):
        begin(office, ledger, record, "close")
    _, form = begin(office, ledger, record, "reopen")
    assert form.unasked == {"closed_on": None, "closed_reason": None}
    with pytest.raises(Refused, match="写明原因"):
        desk.save(ledger, {**form.unasked, "reopened_on": "2026-11-24"}, record_id=record)
    desk.save(ledger, {**form.unasked, "reopened_on": "2026-11-24", "reopened_why": "母亲又外出"}, record_id=record)
    assert "关闭档案" in titles(office, record)
    assert len(duties(office)) == 2


def test_a_category_gets_its_day_and_loses_it_with_another(office: Office) -> None:
    ledger, desk = office.ledgers["care_file"], Desk(office)
    _, record = a_child(office)
    assert desk.get(ledger, record).get("category_dates") == (("left_behind", date(2026, 11, 1), None, "school", None),)
    desk.save(ledger, {"categories": "低保、孤儿"}, record_id=record)
    assert desk.get(ledger, record).get("category_dates") == (
        ("left_behind", date(2026, 11, 1), TODAY, "school", None), ("orphan", TODAY, None, "school", None), ("dibao", TODAY, None, "school", None),
    )  # fmt: skip
    with pytest.raises(Refused, match="没有起始日期"):
        desk.save(ledger, {"category_dates": "孤儿 | 2026-11-24"}, record_id=record)
    kept = desk.save(ledger, {"category_dates": "孤儿 | 2026-11-20 | | 民政认定\n低保 | 2026-11-1"}, record_id=record)
    assert kept.get("category_dates") == (
        ("orphan", date(2026, 11, 20), None, "civil", None),
        ("dibao", date(2026, 11, 1), None, None, None),
    )


def test_the_page_answers_at_a_glance(office: Office) -> None:
    desk = Desk(office)
    child, record = a_child(office)
    away = {"relation": "父亲", "status_tags": "外出务工", "away_since": "2026-3-1", "work_place": "大连市"}
    desk.save(office.ledgers["guardian"], {"name": "张大", **away}, parent=child)
    old = desk.save(office.ledgers["guardian"], {"name": "李奶奶", "relation": "祖母", "phone": "13800000001"}, parent=child)
    desk.save(office.ledgers["care_file"], {"carer": old.id, "carer_age": "66"}, record_id=record)
    desk.save(office.ledgers["contact_log"], CONTACT, parent=record)
    view = file_view(office, office.ledgers["care_file"], record)
    said = {one.label: one for one in view.glance}
    assert said["谁在照护"].text == "李奶奶(祖母,66岁) 13800000001"
    assert said["谁在外地"].text == "父亲 2026-03-01 起,已8个月 大连市"
    assert (said["约定"].text, said["约定"].tone) == ("没有登记委托照护", "due")
    assert said["最近见面"].text.startswith("联系 2026-11-20")
    assert said["近期要办"].text == "家访一次(2027-01-20 前)"
    assert said["学籍口径"].text.startswith("是(父母一方")
    assert said["民政口径"].text.startswith("资料不全(一方外出,没有登记另一方")
    assert [one.title for one in view.deeds][-1] == "强制报告"
    assert view.deeds[-1].urgent


def test_both_definitions_are_explained_when_they_differ(office: Office) -> None:
    desk = Desk(office)
    child, record = a_child(office)
    for name, relation, tags in (("张大", "父亲", "外出务工"), ("王二", "母亲", "在家")):
        given = {"name": name, "relation": relation, "status_tags": tags, "away_since": "2026-3-1" if tags == "外出务工" else ""}
        desk.save(office.ledgers["guardian"], given, parent=child)
    ledger = office.ledgers["care_file"]
    (words,) = desk.texts(ledger, desk.get(ledger, record), ("difference",))
    assert words.startswith("两种口径不同。学籍口径:是(父母一方外出务工满三个月);民政口径:否(一方外出,另一方在家有监护能力)。")


def test_a_sign_leads_at_once_to_the_report_and_stays_due_until_it_is_made(office: Office) -> None:
    desk = Desk(office)
    _, record = a_child(office)
    ledger = office.ledgers["contact_log"]
    talk = desk.save(ledger, {**CONTACT, "signs": "被遗弃或长期无人照料", "issue": "一个人在家三天", "handoff": "强制报告"}, parent=record)
    wanted = follow(office, ledger, talk)
    assert wanted is not None
    assert (wanted.part, wanted.given["found_at"]) == ("mandatory_report", datetime(2026, 11, 20, 10))
    assert "110" in wanted.words
    assert "强制报告:立即向公安机关报案并登记" in [one.text for one in duties(office)]
    assert follow(office, ledger, desk.save(ledger, {**CONTACT, "at": "2026-11-21 10:00"}, parent=record)) is None
    made = desk.save(office.ledgers["mandatory_report"], wanted.given, parent=record)
    assert [one.text for one in duties(office) if one.text.startswith("强制报告")] == ["强制报告:还没有登记报案"]
    assert made.get("facts") == "一个人在家三天"


def test_one_entry_stands_in_each_of_several_files_or_in_none(office: Office) -> None:
    part = office.ledgers["contact_log"]
    files = [a_child(office, name)[1] for name in ("张三", "李四", "王五", "赵六", "孙七")]
    form = form_for_several(office, part, files)
    assert (
        form.title
        == "关爱联系:张三 三年级2班 TS-2026-0001、李四 三年级2班 TS-2026-0002、王五 三年级2班 TS-2026-0003、赵六 三年级2班 TS-2026-0004等 5 份"
    )
    made = save_for_each(office, part, CONTACT, files)
    assert [one.parent for one in made] == files
    store = office.store(part)
    assert store.page(part).total == 5
    with pytest.raises(Refused):
        save_for_each(office, part, {**CONTACT, "summary": ""}, files)
    with pytest.raises(Refused, match="没有这个人"):
        save_for_each(office, part, {**CONTACT, "by": "没有这个人"}, files[:2])
    assert store.page(part).total == 5
    with pytest.raises(UserError, match="没有选中"):
        save_for_each(office, part, CONTACT, [])
    assert imports(office) == []


def test_a_step_at_once_that_lacks_something_says_so(office: Office) -> None:
    with pytest.raises(UserError, match="没有找到"):
        do_at_once(office, office.ledgers["care_file"], "nobody", "close")


# -- lists and tables ----------------------------------------------------------------------------------------------


def test_the_statistical_table_adds_up_and_says_so(office: Office) -> None:
    a_child(office)
    a_child(office, "李四", sex="女", boarding="住校")
    a_child(office, "王五", birth_date="2010-1-1", entry_year="2021")
    made = make(office, office.ledgers["care_file"], "tally")
    assert made.headings == ("项目", "总人数", "男", "女", "寄宿", "学籍口径留守", "民政口径留守")
    assert made.rows[0] == ("合计", 3, 2, 1, 1, 0, 0)
    rows = {row[0]: row[1:] for row in made.rows}
    assert rows["9—11岁"] == (2, 1, 1, 1, 0, 0)
    assert rows["16岁及以上"] == (1, 1, 0, 0, 0, 0)
    assert rows["三年级"] == (2, 1, 1, 1, 0, 0)
    assert "七年级" not in rows, "grades nobody is in are left out"
    assert rows["留守儿童"][0] == 3
    assert all(holds for _, holds in made.checks)
    assert len([words for words, _ in made.checks if "各行之和" in words]) == 7
    assert verdict(made) == f"勾稽核对 {len(made.checks)} 项,全部相符。"


def test_a_table_that_does_not_add_up_is_printed_with_what_is_wrong(office: Office) -> None:
    a_child(office)
    ledger = office.ledgers["care_file"]
    (tally,) = (one for one in ledger.reports if one.key == "tally")
    broken = replace(tally, sections=(Section("按性别", (Measure("男", lambda _r, _a: False),)),))
    made = make(office, replace(ledger, reports=(broken,)), "tally")
    assert "1 项不平:按性别各行之和" in verdict(made)


def test_the_roll_on_paper_in_a_workbook_and_for_posting_up(office: Office) -> None:
    desk = Desk(office)
    child, _ = a_child(office, id_no="21099920170517001X")
    desk.save(
        office.ledgers["guardian"], {"name": "张大", "relation": "父亲", "work_place": "大连市", "phone": "13800000002"}, parent=child
    )
    ledger = office.ledgers["care_file"]
    rows = CalamineWorkbook.from_filelike(io.BytesIO(report_workbook(office, ledger, "roll"))).get_sheet_by_index(0).to_python()
    assert rows[0][0] == "清河门区示例小学留守与特殊儿童花名册"
    heads, line = rows[1], rows[2]
    of = dict(zip(heads, line, strict=True))
    assert (of["序号"], of["姓名"], of["身份证号"], of["父亲姓名"], of["父亲务工地"], of["家访次数"]) == (
        1,
        "张三",
        "21099920170517001X",
        "张大",
        "大连市",
        "0",
    )
    assert len(heads) == 31
    assert any("口径:学籍口径按外出务工满三个月" in str(row[0]) for row in rows)
    assert "填报单位(盖章)" in str(rows[-1][0])
    posted = (
        CalamineWorkbook.from_filelike(io.BytesIO(report_workbook(office, ledger, "roll", masked=True))).get_sheet_by_index(0).to_python()
    )
    assert posted[1] == [
        "序号",
        "姓名",
        "性别",
        "班级",
        "是否寄宿",
        "帮扶人",
        "家访次数",
        "备注",
    ]
    assert posted[2][1] == "张*"
    assert "21099920170517001X" not in str(posted)
    printed = to_pdf(report_document(office, ledger, "roll"), Fonts(resources() / "fonts"))
    assert printed.missing == ()
    with pytest.raises(UserError, match="没有“none”这张表"):
        make(office, ledger, "none")


def test_who_has_not_been_seen_longest_comes_first_and_any_contact_counts(office: Office) -> None:
    files = {name: a_child(office, name)[1] for name in ("张三", "李四", "王五")}
    desk = Desk(office)
    desk.save(office.ledgers["contact_log"], {**CONTACT, "channel": "物资"}, parent=files["张三"])
    visit = {
        "date": "2026-11-10",
        "form": "上门",
        "visitors": desk.save(office.ledgers["staff"], {"staff_name": "赵老师", "post": "班主任"}).id,
        "talk": "好",
    }
    desk.save(office.ledgers["home_visit"], visit, parent=files["李四"])
    made = make(office, office.ledgers["care_file"], "unseen")
    assert [(row[0], row[3], row[4]) for row in made.rows] == [
        ("王五", "没有记录", "—"),
        ("李四", "2026-11-10", "14 天"),
        ("张三", "2026-11-20", "4 天"),
    ]


# -- the report of harm, for every child ---------------------------------------------------------------------------


def test_a_report_is_one_step_away_from_every_pupil_and_nothing_stops_it(office: Office) -> None:
    desk, student = Desk(office), office.ledgers["student"]
    child, record = a_child(office)
    steps = {one.title: one for one in offered(office, student, desk.get(student, child))}
    assert list(steps) == ["记家访", "强制报告"], "the child has a file already"
    assert steps["强制报告"].urgent
    part, form = begin(office, student, child, "report")
    assert (part.key, form.parent) == ("mandatory_report", record)
    made = desk.save(part, {"signs": "被组织乞讨", "found_at": "2026-11-24 10:00"}, parent=form.parent)
    assert made.parent == record, "two fields are enough; the rest is asked for afterwards"
    assert [one.text for one in duties(office) if "强制报告" in one.text] == ["强制报告:还没有登记报案"]
    late = {"reported_at": "2026-11-25 10:00", "bureau_at": "2026-11-25 11:00", "facts": "在车站讨钱"}
    desk.save(part, late, record_id=made.id)
    assert [one.text for one in duties(office) if "强制报告" in one.text] == ["强制报告:补写迟报的原因"]


def test_a_pupil_without_a_file_gets_one_on_the_way_to_the_report(office: Office) -> None:
    desk, student, care = Desk(office), office.ledgers["student"], office.ledgers["care_file"]
    child = desk.save(student, {"name": "王五", "sex": "男", "birth_date": "2017-5-17"}).id
    steps = [one.key for one in offered(office, student, desk.get(student, child))]
    assert steps == ["care", "visit", "report_new"]
    part, form = begin(office, student, child, "report_new")
    assert part is care
    assert form.beside == "王五"
    assert form.only == ("categories", "guardianship_type", "guardianship_eval", "edu_status", "body")
    typed = {"categories": form.values["categories"], "guardianship_type": "其他亲属", "guardianship_eval": "差"}
    file = desk.save(care, {**form.unasked, **typed, "edu_status": "小学", "body": "健康"})
    assert (file.get("student"), file.get("opened_on")) == (child, TODAY)
    wanted = follow(office, care, file)
    assert wanted is not None
    assert wanted.part == "mandatory_report"
    assert "110" in wanted.words
    assert [one.key for one in offered(office, student, desk.get(student, child))] == ["visit_in_care", "report"]
    other = desk.save(student, {"name": "赵六", "sex": "男", "birth_date": "2017-5-17"}).id
    assert follow(office, care, desk.save(care, {**CARE, "student": other})) is None, "an ordinary file leads nowhere else"


def test_a_visit_begun_at_a_pupil_goes_into_the_open_file_where_there_is_one(office: Office) -> None:
    desk, student, care = Desk(office), office.ledgers["student"], office.ledgers["care_file"]
    child, file = a_child(office)
    part, form = begin(office, student, child, "visit_in_care")
    assert (part.key, form.parent, form.values["date"]) == ("home_visit", file, TODAY)
    desk.save(care, {"closed_on": "2026-11-20", "closed_reason": "父母返乡"}, record_id=file)
    part, form = begin(office, student, child, "visit")
    assert (part.key, form.parent, form.values["date"]) == ("family_visit", child, TODAY)
    teacher = desk.save(office.ledgers["staff"], {"staff_name": "王老师", "post": "班主任"}).id
    told = {"date": "2026-11-20", "form": "上门", "visitors": [teacher], "talk": "一切都好"}
    desk.save(part, {**told, "follow_up": "送书", "follow_up_due": "2026-12-4"}, parent=child)
    (event,) = (one for one in file_view(office, student, child).timeline if one.ledger == "family_visit")
    assert event.on == "2026-11-20"
    (due,) = (one for one in duties(office) if one.text == "办理家访后续措施")
    assert (due.ledger, due.record, due.about, due.on) == ("student", child, office.lookup.label("student", child), date(2026, 12, 4))


def test_one_visit_is_written_down_for_several_pupils(office: Office) -> None:
    desk, part = Desk(office), office.ledgers["family_visit"]
    teacher = desk.save(office.ledgers["staff"], {"staff_name": "王老师", "post": "班主任"}).id
    children = [desk.save(office.ledgers["student"], {"name": n, "sex": "男", "birth_date": "2017-5-17"}).id for n in ("王五", "赵六")]
    form = form_for_several(office, part, children)
    assert form.values["date"] == TODAY
    save_for_each(office, part, {"date": "2026-11-20", "form": "上门", "visitors": [teacher], "talk": "都好"}, children)
    assert [len(office.parts_of(desk.get(office.ledgers["student"], one), part.key)) for one in children] == [1, 1]


def test_a_closed_file_still_takes_a_report(office: Office) -> None:
    desk, care = Desk(office), office.ledgers["care_file"]
    _, record = a_child(office)
    desk.save(care, {"closed_on": "2026-11-24", "closed_reason": "父母返乡"}, record_id=record)
    assert "强制报告" in titles(office, record)
    desk.save(office.ledgers["mandatory_report"], {"signs": "被组织乞讨", "found_at": "2026-11-24 10:00"}, parent=record)
    assert [one.text for one in duties(office)] == ["强制报告:还没有登记报案"]


def test_a_visit_the_parents_have_signed_is_only_corrected_with_a_reason(office: Office) -> None:
    desk, ledger = Desk(office), office.ledgers["home_visit"]
    _, record = a_child(office)
    teacher = desk.save(office.ledgers["staff"], {"staff_name": "赵老师", "post": "班主任"}).id
    values = {
        "date": "2026-11-10",
        "form": "上门",
        "visitors": teacher,
        "talk": "说了作业。",
        "follow_up": "借书",
        "follow_up_due": "2026-12-1",
    }
    visit = desk.save(ledger, {**values, "signed": "是"}, parent=record)
    assert "签字" in desk.sealed(ledger, visit)
    desk.save(ledger, {"follow_up_done": "2026-11-20"}, record_id=visit.id)
    with pytest.raises(Refused, match="更正“沟通要点”请写明理由"):
        desk.save(ledger, {"talk": "说了作业和作息。"}, record_id=visit.id)
    with pytest.raises(UserError, match="已封存"):
        desk.remove(ledger, visit.id)
    desk.save(ledger, {"talk": "说了作业和作息。"}, record_id=visit.id, answers={"correction": "漏写了作息"})
    view = file_view(office, office.ledgers["care_file"], record)
    (event,) = (one for one in view.timeline if one.ledger == "home_visit")
    assert "漏写了作息" in " ".join(event.corrections)
    assert desk.history(ledger, visit.id)[0].fields == (("沟通要点", "说了作业。", "说了作业和作息。"),)
