"""Workbooks out: texts that stay texts whatever they look like, masks, filters, and the journal's note."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date

import pytest
from openpyxl import load_workbook

from jlt_desktop.domain.ledger import Ledger
from jlt_desktop.services.desk import Desk
from jlt_desktop.services.exporting import export_workbook, left_out_workbook, template_workbook
from jlt_desktop.services.importing import plan_import
from jlt_desktop.services.office import Office
from jlt_desktop.sheets.match import KEY_HEADING
from jlt_desktop.vault.store import Query

GOOD = "21099920170517001X"
DANGEROUS = (
    "=1+1", '=HYPERLINK("http://x","y")', "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\uff1d1+1", "{=1}", "<b>粗</b>", "&amp;<c t='f'>", "]]>",
    "'=1", "1E5", "00123", "2026-1-2", "TRUE", "#REF!", "甲\u2028乙", "_x0041_", "%s", "😀",
)  # fmt: skip
# how a workbook writes a text that would otherwise be read as the number of a character; openpyxl hands it over as it stands
UNESCAPE = re.compile(r"(?<=_)x005F_")
ANSWERS = dict.fromkeys(("name_characters", "name_length"), "试验")


@pytest.fixture
def office(open_as: Callable[[str], Office]) -> Office:
    return open_as("clerk")


@pytest.fixture
def student(office: Office) -> Ledger:
    return office.ledgers["student"]


def save(office: Office, name: str, **values: object) -> str:
    typed = {"name": name, "sex": "男", "birth_date": "2017-5-17", **values}
    return Desk(office).save(office.ledgers["student"], typed, answers=ANSWERS).id


def cells(content: bytes) -> list[list[object]]:
    book = load_workbook(io.BytesIO(content))
    for row in book.active.iter_rows():
        for cell in row:
            assert cell.data_type != "f", cell.coordinate
            assert cell.data_type in ("s", "n", "inlineStr"), cell.coordinate
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        for name in packed.namelist():
            if name.startswith("xl/worksheets/"):
                sheet = packed.read(name).decode()
                assert not re.search(r"<f[ >/]|t=\"(str|e|b)\"", sheet), "no formula, no cached result, no error, no truth value"
            assert "vbaProject" not in name
            assert "externalLink" not in name
    return [
        [UNESCAPE.sub("", cell.value) if isinstance(cell.value, str) else cell.value for cell in row] for row in book.active.iter_rows()
    ]


def test_texts_that_look_like_code_stay_texts_in_every_workbook(office: Office, student: Ledger) -> None:
    for number, text in enumerate(DANGEROUS):
        save(office, f"张{text}", home_addr=text, note=text, birth_date=f"2017-5-{number + 1}")
    head, *rows = cells(export_workbook(office, student))
    assert {row[head.index("现住址")] for row in rows} == set(DANGEROUS)
    assert {row[head.index("备注")] for row in rows} == set(DANGEROUS)
    assert {row[head.index("姓名")] for row in rows} == {f"张{text}" for text in DANGEROUS}
    plan = plan_import(office, student, "a.xlsx", export_workbook(office, student))
    assert plan.counts.same == plan.counts.read == len(DANGEROUS)
    cells(export_workbook(office, student, masked=True))
    cells(template_workbook(student))


def test_texts_that_look_like_code_stay_texts_in_the_rows_left_out(office: Office, student: Ledger) -> None:
    head = "姓名\t性别\t出生日期\t备注"
    content = "\n".join([head, *(f"{text}\t某\t2017-5-17\t{text}" for text in DANGEROUS if text not in ("00123", "甲\u2028乙"))]).encode()
    plan = plan_import(office, student, "a", content)
    assert plan.counts.refused == plan.counts.read
    first, *rows = cells(left_out_workbook(plan))
    assert {row[first.index("备注")] for row in rows} == {text for text in DANGEROUS if text not in ("00123", "甲\u2028乙")}


def test_signs_a_sheet_cannot_hold_are_left_out_and_the_rest_is_kept(office: Office, student: Ledger) -> None:
    store = office.store(student)
    with store.transaction():
        store.add(student, {"name": "张三", "sex": "male", "birth_date": date(2017, 5, 17), "note": "甲\x0b乙\ufffe丙\x01"})
    head, row = cells(export_workbook(office, student))
    assert row[head.index("备注")] == "甲乙丙"


def test_numbers_of_people_are_texts_and_counts_are_numbers(office: Office, student: Ledger) -> None:
    save(office, "张三", id_no=GOOD, phone="13800000011", entry_year="2024", class_no="2", edu_no=f"G{GOOD}", class_seq="007")
    content = export_workbook(office, student)
    head, row = cells(content)
    found = dict(zip(head, row, strict=True))
    assert (found["身份证件号"], found["联系电话"], found["全国学籍号"], found["班内学号"]) == (GOOD, "13800000011", f"G{GOOD}", "007")
    assert (found["入学年"], found["班号"]) == (2024, 2)
    assert (found["性别"], found["出生日期"], found["班级"]) == ("男", "2017-05-17", "三年级2班")
    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet.cell(2, head.index("身份证件号") + 1).number_format == "@"
    assert sheet.column_dimensions[sheet.cell(1, len(head)).column_letter].hidden
    assert head[-1] == KEY_HEADING


def test_only_the_rows_asked_for_in_their_order(office: Office, student: Ledger) -> None:
    for name in ("李四", "张三", "王五"):
        save(office, name, birth_date="2017-5-18")
    chosen = office.store(student).page(student, Query(where={"name": "张三"})).records
    head, *rows = cells(export_workbook(office, student, chosen))
    assert [row[head.index("姓名")] for row in rows] == ["张三"]
    removed = chosen[0].id
    Desk(office).remove(student, removed)
    _, *rows = cells(export_workbook(office, student))
    assert len(rows) == 2, "what is in the recycle bin does not go out"


def test_for_posting_up_people_are_starred_and_special_fields_left_out(office: Office, student: Ledger) -> None:
    save(office, "欧阳安宁", id_no=GOOD, phone="13800000011", orphan="是", disability_type="肢体残疾", birth_date="")
    head, row = cells(export_workbook(office, student, masked=True))
    found = dict(zip(head, row, strict=True))
    assert (found["姓名"], found["身份证件号"], found["联系电话"]) == ("欧**宁", "21" + "*" * 14 + "1X", "13*******11")
    assert not {"孤儿", "残疾类型", "学籍登记的留守情况", KEY_HEADING} & set(head)
    with zipfile.ZipFile(io.BytesIO(export_workbook(office, student, masked=True))) as packed:
        whole = b"".join(packed.read(name) for name in packed.namelist()).decode("utf-8", "replace")
    assert "欧阳安宁" not in whole
    assert GOOD not in whole


def test_people_of_one_name_are_told_apart_where_it_is_to_be_read_back(office: Office, student: Ledger) -> None:
    files = office.ledgers["care_file"]
    facts = {
        "categories": "留守儿童", "basis": "学校摸排", "opened_on": "2026-9-1", "guardianship_type": "父母一方", "guardianship_eval": "较好",
        "body": "健康", "edu_status": "小学",
    }  # fmt: skip
    for day in ("2017-5-17", "2017-5-18", "2017-5-18"):
        child = save(office, "王一", birth_date=day, entry_year="2024", class_no="2")
        Desk(office).save(files, {**facts, "student": child})
    head, *rows = cells(export_workbook(office, files))
    named = [str(row[head.index("学生")]) for row in rows]
    assert sorted(named) == ["王一 三年级2班 2017-05-17", "王一 三年级2班 2017-05-18 (1)", "王一 三年级2班 2017-05-18 (2)"]
    plan = plan_import(office, files, "a.xlsx", export_workbook(office, files))
    assert plan.counts.same == 3
    assert {office.lookup.label("student", str(one.get("student"))) for one in office.store(files).page(files).records} == {
        "王一 三年级2班"
    }
    _, *masked = cells(export_workbook(office, files, masked=True))
    assert all("王一" not in str(cell) for row in masked for cell in row)


def test_an_export_is_noted_with_its_size_and_without_names(office: Office, student: Ledger) -> None:
    save(office, "张三")
    store = office.store(student)
    for masked in (False, True):
        export_workbook(office, student, masked=masked)
        (event,) = store.journal.events(1)
        assert (event["action"], event["object"], event["records"], event["masked"]) == ("导出", student.key, 1, masked)
    before = store.journal.head()
    template_workbook(student)
    assert store.journal.head() == before, "an empty sheet tells nothing"


def test_progress_is_told_while_a_long_export_is_written(office: Office, student: Ledger) -> None:
    store = office.store(student)
    with store.transaction():
        for number in range(1001):
            store.add(student, {"name": f"张{number}", "sex": "male", "birth_date": date(2017, 5, 17)})
    told: list[int] = []
    export_workbook(office, student, progress=lambda done, _total: told.append(done))
    assert told == [500, 1000]


def test_choices_are_offered_where_the_list_is_short_enough(student: Ledger) -> None:
    sheet = load_workbook(io.BytesIO(template_workbook(student))).active
    head = [cell.value for cell in sheet[1]]
    offered = {str(one.sqref).split(":")[0].rstrip("0123456789"): one.formula1 for one in sheet.data_validations.dataValidation}
    letter = sheet.cell(1, head.index("性别") + 1).column_letter
    assert offered[letter] == '"男,女"'
    assert all(len(words) <= 257 for words in offered.values()), "longer lists are refused by spreadsheets"
    assert sheet.cell(1, head.index("姓名") + 1).column_letter not in offered
    assert sheet.freeze_panes == "B2"
