"""A form of the bureau's own filled from a ledger: columns found through links and family, gaps named, the file whole and readable again."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.datavalidation import DataValidation

from jlt_desktop.domain.errors import UserError
from jlt_desktop.domain.ledger import Ledger
from jlt_desktop.domain.record import Record
from jlt_desktop.services import filling
from jlt_desktop.services.desk import Desk
from jlt_desktop.services.filling import fill_template, in_class
from jlt_desktop.services.importing import plan_import
from jlt_desktop.services.office import Office
from jlt_desktop.vault.store import Query

FILE = {
    "categories": "留守儿童", "basis": "学校摸排", "opened_on": "2026-9-1", "guardianship_type": "祖辈", "guardianship_eval": "一般",
    "body": "健康", "edu_status": "小学",
}  # fmt: skip
SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def office(open_as: Callable[[str], Office]) -> Office:
    return open_as("clerk")


@pytest.fixture
def student(office: Office) -> Ledger:
    return office.ledgers["student"]


@pytest.fixture
def files(office: Office) -> Ledger:
    return office.ledgers["care_file"]


@pytest.fixture
def form(rosters: Path) -> bytes:
    return (rosters / "bureau_form.xlsx").read_bytes()


def check_number(front: str) -> str:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return front + "10X98765432"[sum(int(one) * weight for one, weight in zip(front, weights, strict=True)) % 11]


@pytest.fixture
def children(office: Office, student: Ledger, files: Ledger) -> Callable[[int], list[Record]]:
    """So many files of pupils with a father, every second one with a mother; the grandmother cares for the child."""

    def make(count: int) -> list[Record]:
        desk, family = Desk(office), office.ledgers["guardian"]
        for number in range(count):
            day = f"2017-05-{number % 28 + 1:02}"
            child = desk.save(
                student,
                {
                    "name": f"王{'一二三四五六七八九十'[number % 10]}{'甲乙丙丁'[number // 10]}", "sex": "男" if number % 2 else "女",
                    "birth_date": day, "id_no": check_number(f"210999{day.replace('-', '')}{number:03}"), "entry_year": "2024",
                    "class_no": str(number % 2 + 1), "boarding": "住校" if number % 3 else "走读",
                },
                answers={"id_sex_differs": "试验"},
            )  # fmt: skip
            people = [("王大", "父亲", "大连市"), ("赵奶奶", "祖母", ""), *([("李母", "母亲", "沈阳市")] if number % 2 else [])]
            saved = {
                relation: desk.save(family, {"name": name, "relation": relation, "phone": f"138000{number:05}", "work_place": place}, parent=child.id)
                for name, relation, place in people
            }  # fmt: skip
            desk.save(files, {**FILE, "student": child.id, "carer": saved["祖母"].id})
        return office.store(files).page(files, Query()).records

    return make


def sheet_of(content: bytes) -> list[list[object]]:
    return [list(row) for row in load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)]


def made(*rows: list[object], lists: dict[str, str] | None = None, title: str = "表") -> bytes:
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    for places, words in (lists or {}).items():
        rule = DataValidation(type="list", formula1=words, showErrorMessage=True)
        rule.add(places)
        book.active.add_data_validation(rule)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


@pytest.mark.parametrize("count", [8, 37])
def test_the_bureaus_form_is_filled_through_links_and_family(
    office: Office, files: Ledger, form: bytes, children: Callable[[int], list[Record]], rosters: Path, count: int
) -> None:
    expected = json.loads((rosters / "EXPECT.json").read_text(encoding="utf-8"))["bureau_form.xlsx"]
    assert (
        expected
        == "filled by patching: only the sheet's own part may change; 10 prepared rows, more are cloned; the signature row moves down"
    )
    records = children(count)
    done = fill_template(office, files, records, form, "上级表.xlsx")
    assert (done.written, done.left_blank) == (count, ())
    with zipfile.ZipFile(io.BytesIO(form)) as before, zipfile.ZipFile(io.BytesIO(done.content)) as after:
        assert before.namelist() == after.namelist()
        assert [name for name in before.namelist() if before.read(name) != after.read(name)] == [SHEET]
    old, rows = sheet_of(form), sheet_of(done.content)
    assert len(rows) == len(old) + max(0, count - 10)
    assert rows[:4] == old[:4]
    assert rows[-1] == old[-1], "the signature row is the last one, wherever it lies now"
    for number, (record, row) in enumerate(zip(records, rows[4:], strict=False), 1):
        child = office.record("student", record.text("student"))
        assert child
        family = {str(one.get("relation")): one for one in office.parts_of(child, "guardian")}
        assert row[:7] == [
            number, child.get("name"), "男" if child.get("sex") == "male" else "女", str(child.get("birth_date")), child.get("id_no"),
            f"三年级{child.get('class_no')}班", "是" if child.get("boarding") == "board" else "否",
        ]  # fmt: skip
        for place, relation in ((7, "father"), (10, "mother")):
            one = family.get(relation)
            assert row[place : place + 3] == ([one.get("name"), one.get("work_place"), one.get("phone")] if one else [None] * 3)
        assert row[13:] == ["赵奶奶", "祖母", "一般"]
    assert all(cell is None for row in rows[4 + count : max(14, 4 + count)] for cell in row), "prepared rows nobody needs stay empty"
    assert any("母亲姓名" in note and "人" in note for note in done.notes), "gaps are named"
    assert any("打印区域" in note for note in done.notes) is (count > 10)


def saved_by_libre_office(content: bytes, folder: Path, suffix: str) -> bytes:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not on this machine")
    (folder / "form.xlsx").write_bytes(content)
    out = folder / "out"
    options = ["--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--convert-to", suffix, "--outdir", out]
    subprocess.run([program, *options, folder / "form.xlsx"], check=True, capture_output=True, timeout=180)
    return (out / f"form.{suffix.partition(':')[0]}").read_bytes()


def read_as_the_same(office: Office, student: Ledger, content: bytes, count: int) -> None:
    guessed = plan_import(office, student, "填好.xlsx", content).columns
    # the father's phone looks like a pupil's: asked to confirm, nobody would
    sure = {one.index: one.field if one.how == "auto" else None for one in guessed}
    assert sum(1 for one in sure.values() if one) >= 6
    plan = plan_import(office, student, "填好.xlsx", content, mapping=sure)
    assert (plan.counts.read, plan.counts.same) == (count, count), [row.differences or row.problems for row in plan.rows]


def test_what_was_filled_in_is_read_back_as_the_same_records(
    office: Office, student: Ledger, files: Ledger, form: bytes, children: Callable[[int], list[Record]]
) -> None:
    read_as_the_same(office, student, fill_template(office, files, children(12), form, "上级表.xlsx").content, 12)


def test_thirty_seven_children_go_to_the_bureau_and_come_back_from_a_strangers_program(
    office: Office, student: Ledger, files: Ledger, form: bytes, children: Callable[[int], list[Record]], tmp_path: Path
) -> None:
    done = fill_template(office, files, children(37), form, "上级表.xlsx")
    read_as_the_same(office, student, done.content, 37)
    ours = [[str(cell) if cell is not None else "" for cell in row] for row in sheet_of(done.content)]
    lines = saved_by_libre_office(done.content, tmp_path, "csv:Text - txt - csv (StarCalc):44,34,76,1").decode().splitlines()
    theirs = [[cell.strip() for cell in row] for row in csv.reader(lines)]
    assert theirs == [[cell.strip() for cell in row] for row in ours], "LibreOffice shows what was meant, cell by cell"
    saved = saved_by_libre_office(done.content, tmp_path, "xlsx")
    read_as_the_same(office, student, saved, 37)
    kept = load_workbook(io.BytesIO(saved)).active
    assert {str(one.sqref) for one in kept.data_validations.dataValidation} == {"P5:P227", "C5:C227"}, "its drop-downs reach the last child"


def test_only_records_of_one_class(office: Office, files: Ledger, student: Ledger, children: Callable[[int], list[Record]]) -> None:
    records = children(5)
    assert len(in_class(office, files, records, "三年级1班")) == 3
    assert len(in_class(office, files, records, "三2")) == 2
    assert len(in_class(office, student, office.store(student).page(student, Query()).records, "三(2)班")) == 2
    for ledger, title in ((files, "不是班"), (office.ledgers["staff"], "三年级1班")):
        with pytest.raises(UserError, match="没有读出班级"):
            in_class(office, ledger, records, title)


def test_words_of_the_forms_own_list_are_chosen_and_a_missing_one_stops_it(
    office: Office, student: Ledger, children: Callable[[int], list[Record]]
) -> None:
    children(2)
    records = office.store(student).page(student, Query()).records
    heads: list[object] = ["序号", "姓名", "性别", "住宿情况"]
    done = fill_template(office, student, records, made(heads, lists={"D2:D50": '"寄宿生,走读生"'}), "表.xlsx")
    assert {row[3] for row in sheet_of(done.content)[1:]} == {"寄宿生", "走读生"}
    before = office.store(student).journal.head()
    with pytest.raises(UserError) as failed:
        fill_template(office, student, records, made(heads, lists={"D2:D50": '"走读,校外租房"'}), "表.xlsx")
    assert "“住宿情况”在表里只能选 走读、校外租房,台账里是“住校”" in str(failed.value)
    assert office.store(student).journal.head() == before, "nothing was handed out"


def test_columns_nobody_can_fill_are_named_and_left_blank(office: Office, student: Ledger, children: Callable[[int], list[Record]]) -> None:
    children(1)
    records = office.store(student).page(student, Query()).records
    heads: list[object] = ["姓名", "血型", "出生日期(yyyymmdd)", "入学年", "父亲姓名", "委托人姓名", "年龄"]
    done = fill_template(office, student, records, made(heads), "表.xlsx")
    assert done.left_blank == ("血型", "委托人姓名")
    assert sheet_of(done.content)[1] == ["王一甲", None, "20170501", 2024, "王大", None, "9"]


def test_groups_of_headings_say_whose_they_are(office: Office, student: Ledger, children: Callable[[int], list[Record]]) -> None:
    children(2)
    records = [one for one in office.store(student).page(student, Query()).records if one.get("class_no") == 2]
    heads: list[list[object]] = [
        ["学生信息", None, "父亲情况", None, "家庭情况", None, "委托人", None],
        ["姓名", "身份证号", "姓名", "手机", "母亲姓名", "母亲务工地点", "姓名", "身份证号"],
    ]
    book = load_workbook(io.BytesIO(made(*heads)))
    for places in ("A1:B1", "C1:D1", "E1:F1", "G1:H1"):
        book.active.merge_cells(places)
    kept = io.BytesIO()
    book.save(kept)
    done = fill_template(office, student, records, kept.getvalue(), "表.xlsx")
    number = records[0].get("id_no")
    assert sheet_of(done.content)[2] == ["王二甲", number, "王大", "13800000001", "李母", "沈阳市", None, None]
    assert done.left_blank == ("委托人姓名", "委托人身份证号"), "a stranger's columns never take the pupil's name"


def test_days_are_days_where_the_form_shows_days(office: Office, student: Ledger, children: Callable[[int], list[Record]]) -> None:
    children(1)
    book = load_workbook(io.BytesIO(made(["姓名", "性别", "出生日期"], [None, None, date(2000, 1, 1)])))
    book.active["C2"].value = None
    book.active["C2"].number_format = 'yyyy"年"m"月"d"日"'
    kept = io.BytesIO()
    book.save(kept)
    records = office.store(student).page(student, Query()).records
    done = fill_template(office, student, records, kept.getvalue(), "表.xlsx")
    assert sheet_of(done.content)[1] == ["王一甲", "女", datetime(2017, 5, 1)]


def test_a_form_that_changed_since_the_last_time_is_explained(
    office: Office, student: Ledger, children: Callable[[int], list[Record]]
) -> None:
    children(1)
    records = office.store(student).page(student, Query()).records

    def notes(*heads: object, title: str = "表") -> tuple[str, ...]:
        return fill_template(office, student, records, made(list(heads), title=title), "表.xlsx").notes

    first = made(["姓名", "性别", "民族"])
    assert not any("上次" in note for note in fill_template(office, student, records, first, "甲.xlsx").notes)
    assert not any("上次" in note for note in fill_template(office, student, records, first, "乙.xlsx").notes)
    assert "这张表和上次填的不一样:多了“出生日期”;少了“民族”;换了位置的有“性别”、“姓名”。" in notes("性别", "姓名", "出生日期")
    assert not any("上次" in note for note in notes("姓名", "性别", "民族", title="另一张"))


def test_it_is_written_into_the_journal_without_names(office: Office, student: Ledger, children: Callable[[int], list[Record]]) -> None:
    children(3)
    store = office.store(student)
    fill_template(office, student, store.page(student, Query()).records, made(["姓名", "性别"]), "王一甲的表.xlsx")
    (event,) = store.journal.events(1)
    assert (event["action"], event["object"], event["records"]) == ("导出", "student", 3)
    assert "王" not in json.dumps(event, ensure_ascii=False, default=str)


def test_parts_of_a_file_reach_its_child(office: Office, children: Callable[[int], list[Record]]) -> None:
    record = children(1)[0]
    visits = office.ledgers["contact_log"]
    heads: list[object] = ["学生姓名", "班级", "监护情况", "父亲联系电话"]
    one = Record(id="0" * 32, ledger=visits.key, revision=1, values={}, parent=record.id)
    done = fill_template(office, visits, [one], made(heads), "表.xlsx")
    assert sheet_of(done.content)[1] == ["王一甲", "三年级1班", "一般", "13800000000"]


def test_a_file_that_reads_back_otherwise_is_not_handed_out(
    office: Office, student: Ledger, children: Callable[[int], list[Record]], monkeypatch: pytest.MonkeyPatch
) -> None:
    children(1)
    store = office.store(student)
    before = store.journal.head()
    honest = filling.fill_sheet

    def wrong(name: str, template: bytes, area: object, lines: list[dict[int, object]], called: object) -> object:
        return honest(name, template, area, [{**line, 0: "另一个人"} for line in lines], called)  # type: ignore[arg-type]

    monkeypatch.setattr(filling, "fill_sheet", wrong)
    with pytest.raises(UserError, match="回读,内容对不上") as failed:
        fill_template(office, student, store.page(student, Query()).records, made(["姓名", "性别"]), "表.xlsx")
    assert "A2" in failed.value.why
    assert store.journal.head() == before


def test_refused_before_anything_is_made(office: Office, student: Ledger, open_as: Callable[[str], Office], form: bytes) -> None:
    with pytest.raises(UserError, match="没有记录可填"):
        fill_template(office, student, [], form, "表.xlsx")
    counselor = open_as("counselor")
    counted = next(one for one in counselor.ledgers.values() if one.counts_only)
    with pytest.raises(UserError, match="只报数字"):
        fill_template(counselor, counted, [], form, "表.xlsx")
