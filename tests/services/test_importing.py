"""Import: the sample rosters by their expected counts, files that are none, questions that stop, and nothing written until asked."""

from __future__ import annotations

import io
import json
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from jlt_desktop.domain.errors import OutsideError, UserError
from jlt_desktop.domain.ledger import Ledger
from jlt_desktop.domain.record import Record
from jlt_desktop.services.desk import Desk
from jlt_desktop.services.exporting import export_workbook, left_out_workbook
from jlt_desktop.services.import_plan import Cancelled, Plan
from jlt_desktop.services.importing import apply_import, plan_import
from jlt_desktop.services.office import Office
from jlt_desktop.services.undoing import imports
from jlt_desktop.sheets.read import MOST_ROWS, read_book, read_file

EXPECT: dict[str, Any] = json.loads((Path(__file__).parent.parent / "rosters" / "EXPECT.json").read_text(encoding="utf-8"))
GOOD = "21099920170517001X"
ANSWERS = {"id_checksum": "已核对户口簿", "id_sex_differs": "已核对户口簿"}


@pytest.fixture
def office(open_as: Callable[[str], Office]) -> Office:
    return open_as("clerk")


@pytest.fixture
def student(office: Office) -> Ledger:
    return office.ledgers["student"]


@pytest.fixture
def roster(office: Office, student: Ledger, rosters: Path) -> Callable[..., Plan]:
    def plan(name: str, **given: Any) -> Plan:
        return plan_import(office, student, name, (rosters / name).read_bytes(), **given)

    return plan


def text(*rows: str) -> bytes:
    return "\n".join(row.replace("|", "\t") for row in rows).encode()


def xlsx(*rows: Sequence[object]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def records(office: Office, ledger: Ledger) -> list[Record]:
    return office.store(ledger).page(ledger).records


def as_it_stands(office: Office) -> tuple[object, ...]:
    """Everything an import could change: the journal's end, the rows of every table, the imports listed."""
    store = office.session.store("general")
    tables = [name for (name,) in store.conn.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    return (store.journal.head(), *(store.conn.execute(f"SELECT * FROM {name}").fetchall() for name in tables))


# -- the sample rosters --------------------------------------------------------------------------------------------


def test_the_national_export_and_the_next_months(office: Office, student: Ledger, roster: Callable[..., Plan], rosters: Path) -> None:
    expected = EXPECT["national_export.xlsx"]
    plan = roster("national_export.xlsx")
    counts = plan.counts
    assert (counts.read, counts.added, counts.refused, counts.skipped) == (expected["read"], expected["added"], expected["refused"], 0)
    assert plan.only_in_vault == ()
    made = apply_import(office, plan)
    assert made.counts == counts
    kept = records(office, student)
    assert len(kept) == len(made.records) == 1200
    away = Counter(one.get("registered_away") for one in kept)
    assert (away["one"], away["both"]) == (expected["away_one"], expected["away_both"])
    assert sum(1 for one in kept if one.get("orphan")) == expected["orphan"]

    again = roster("national_export.xlsx")
    assert (again.counts.same, again.counts.read) == (1200, 1200), "the same file once more changes nothing"

    expected = EXPECT["national_export_next_month.xlsx"]
    later = roster("national_export_next_month.xlsx")
    counts = later.counts
    assert (counts.read, counts.added, counts.changed, counts.same, counts.refused) == tuple(
        expected[name] for name in ("read", "added", "changed", "same", "refused")
    )
    assert len(later.only_in_vault) == expected["only_in_vault"]
    assert all(row.differences for row in later.rows if row.kind == "changed")
    apply_import(office, later)
    ids = {one.id for one in records(office, student)}
    assert len(ids) == 1206
    assert {record for record, _ in later.only_in_vault} <= ids, "who is missing from a list is never taken away"
    store = office.store(student)
    assert store.journal.broken_at() == 0
    assert [one.file_name for one in imports(office)] == ["national_export_next_month.xlsx", "national_export.xlsx"]
    assert json.loads(imports(office)[0].counts)["changed"] == expected["changed"]


@pytest.mark.parametrize("name", ["class_teacher.xlsx", "class_teacher.xls", "class_teacher.ods"])
def test_a_class_teachers_list(office: Office, student: Ledger, roster: Callable[..., Plan], name: str) -> None:
    expected = EXPECT["class_teacher.xlsx"]
    plan = roster(name)
    counts = plan.counts
    assert counts.read == expected["data_rows"]
    assert counts.refused == expected["numeric_ids_refused"]
    asked = {question: len(rows) for question, rows in plan.questions.items()}
    assert asked == {"id_checksum": expected["checksum_questions"], "id_sex_differs": expected["sex_conflicts"]}
    assert counts.added + counts.skipped + counts.refused == counts.read
    assert f"名册中间有 {expected['blank_rows_inside']} 行空行,已跳过。" in plan.notes
    assert sum("注:本表由班主任填写" in note for note in plan.notes) == expected["note_row"]
    assert all("数字格式" in row.problems[0].text for row in plan.left_out if row.kind == "refused")
    answered = roster(name, answers=ANSWERS)
    assert (answered.counts.added, answered.counts.skipped) == (counts.added + counts.skipped, 0)
    apply_import(office, answered)
    kept = records(office, student)
    assert len(kept) == expected["data_rows"] - expected["numeric_ids_refused"]
    assert {(one.get("entry_year"), one.get("class_no")) for one in kept} == {(2024, 2)}, "the class stands in the title"
    parents = records(office, office.ledgers["guardian"])
    assert {one.parent for one in parents} == {one.id for one in kept}
    again = roster(name, answers=ANSWERS)
    assert (again.counts.same, again.counts.refused) == (len(kept), expected["numeric_ids_refused"])


def test_the_three_writings_of_one_list_say_the_same(roster: Callable[..., Plan]) -> None:
    def said(name: str) -> list[tuple[object, ...]]:
        return [(row.number, row.kind, row.called, row.writes[0].columns if row.writes else None) for row in roster(name).rows]

    assert said("class_teacher.xlsx") == said("class_teacher.xls") == said("class_teacher.ods")


def test_a_list_of_parents_in_gb18030(office: Office, roster: Callable[..., Plan], student: Ledger) -> None:
    plan = roster("parents_gb18030.csv")
    assert (plan.counts.read, plan.counts.added) == (EXPECT["parents_gb18030.csv"]["read"],) * 2
    apply_import(office, plan)
    (one,) = (one for one in records(office, student) if one.get("name") == "袁杰艳")
    assert one.get("id_no") == "210999201709280005", "the tab before it was no part of the number"
    assert (one.get("birth_date"), one.get("sex")) == (date(2017, 9, 28), "female"), "and the rest follows from it"
    (parent,) = office.parts_of(one, "guardian")
    assert [parent.get(name) for name in ("name", "relation", "phone")] == ["仇琪", "mother", "17252251367"]


@pytest.mark.parametrize("name", ["empty.xlsx", "not_a_workbook.xlsx"])
def test_what_is_no_table_is_said_and_nothing_is_written(office: Office, roster: Callable[..., Plan], name: str) -> None:
    before = as_it_stands(office)
    with pytest.raises(UserError, match=f"“{name}”.*学校的数据没有改动。请"):
        roster(name)
    assert as_it_stands(office) == before


def test_formulas_and_markup_come_in_as_texts(roster: Callable[..., Plan]) -> None:
    plan = roster("formulas.xlsx")
    assert plan.counts.read == 2
    assert [row.kind for row in plan.rows] == ["refused", "skipped"], "a name with such signs is asked about"
    answered = roster("formulas.xlsx", answers=dict.fromkeys(("name_characters", "name_length", "id_checksum"), "试验"))
    (made,) = (row for row in answered.rows if row.kind == "new")
    assert made.writes[0].columns["name"] == "<b>张三</b>'; DROP TABLE student;--"


# -- files that are none -------------------------------------------------------------------------------------------


def packed(**files: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in files.items():
            zipped.writestr(name.replace("__", "/"), content)
    return made.getvalue()


def sheet_of(rows: int) -> bytes:
    """A workbook of so many rows, written by hand because that is quick."""
    cells = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c><c r="B{n}"><v>2</v></c></row>' for n in range(1, rows + 1))
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as zipped:
        zipped.writestr("[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>')
        zipped.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{relations}"><Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        zipped.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        zipped.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{relations}"><Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        )
        zipped.writestr("xl/worksheets/sheet1.xml", f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>')
    return made.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BOOK = xlsx(("姓名", "性别"), ("张三", "男"))
BAD = {
    "nothing": (b"", "是空文件"),
    "prose": ("这是一段话。".encode(), "不是表格文件"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "不是表格文件"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "不是表格文件"),
    "zeros": (b"\x00" * 5000, "不是表格文件"),
    "cut short": (BOOK[: len(BOOK) // 2], "打不开,文件可能损坏"),
    "zip of texts": (packed(a=b"x"), "不是表格文件"),
    "word document": (packed(word__document=b"<x/>"), "不是表格文件"),
    "zip head only": (b"PK\x03\x04", "打不开,文件可能损坏"),
    "broken inside": (packed(**{"xl__workbook.xml": b"<workbook"}), "打不开,文件可能损坏"),
    "encrypted": (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600), "设了打开密码.*另存一份不带密码"),
    "old and broken": (OLE + bytes(4000), "打不开,文件可能损坏"),
    "bomb": (packed(**{"xl__workbook.xml": bytes(25_000_000)}), "解开后大得不合理"),
    "bomb of many": (packed(**{f"f{number}": b"" for number in range(5001)}), "解开后大得不合理"),
    "too wide": (xlsx(["x"] * 501, ["y"] * 501), "501 列,太多了"),
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD)
def test_a_file_that_cannot_be_read_is_refused_with_reason_and_remedy(office: Office, student: Ledger, kind: str) -> None:
    content, words = BAD[kind]
    before = office.store(student).journal.head()
    with pytest.raises(UserError, match=f"“名册.xlsx”.*{words}") as caught:
        plan_import(office, student, "名册.xlsx", content)
    assert caught.value.kept == "学校的数据没有改动。"
    assert caught.value.todo.startswith("请")
    assert office.store(student).journal.head() == before


@pytest.mark.parametrize("make", [sheet_of, lambda rows: b"a,b\n" * rows], ids=["workbook", "text"])
def test_two_hundred_thousand_rows_are_refused_before_they_are_looked_at(make: Callable[[int], bytes]) -> None:
    with pytest.raises(UserError, match=f"“大表.xlsx”有 200000 行,超过了一次能导入的 {MOST_ROWS} 行。"):
        read_book("大表.xlsx", make(200_000))


def test_the_hand_made_workbook_is_a_workbook() -> None:
    assert read_book("a", sheet_of(3)).sheets[0].rows == [[1.0, 2.0]] * 3


def test_a_file_that_is_not_there_or_too_large_is_said(tmp_path: Path) -> None:
    with pytest.raises(OutsideError, match=r"读不到“没有.xlsx”"):
        read_file(tmp_path / "没有.xlsx")
    large = tmp_path / "大.xlsx"
    with large.open("wb") as made:
        made.truncate(65 * 1024 * 1024)
    with pytest.raises(UserError, match=r"“大.xlsx”有 65 MB,太大了"):
        read_file(large)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_texts_of_every_encoding_and_separator(office: Office, student: Ledger, encoding: str, separator: str) -> None:
    rows = [["姓名", "性别", "出生日期"], ["张𬱖", "女", "2017-5-17"], ["古丽·买买提", "男", "2017/5/18"]]
    content = "\r\n".join(separator.join(row) for row in rows).encode(encoding)
    plan = plan_import(office, student, "a.csv", content)
    assert [(row.kind, row.called) for row in plan.rows] == [("new", "张𬱖"), ("new", "古丽·买买提")]


def test_no_headings_no_import(office: Office, student: Ledger) -> None:
    with pytest.raises(UserError, match=r"没有找到学生的表头.*自己选定表头行"):
        plan_import(office, student, "a", text("甲|乙", "1|2"))
    with pytest.raises(UserError, match=r"没有工作表“别的”.*有:Sheet"):
        plan_import(office, student, "a", BOOK, sheet="别的")


def test_the_sheet_with_the_headings_is_taken_and_hidden_ones_are_not(office: Office, student: Ledger) -> None:
    book = Workbook()
    book.active.append(["说明"])
    for title, rows in (
        ("名册", [["姓名", "性别", "出生日期"], ["张三", "男", "2017-5-17"]]),
        ("旧", [["姓名", "性别", "出生日期", "民族"], ["李四", "男", "2017-5-17", "汉"]]),
    ):
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book["旧"].sheet_state = "hidden"
    made = io.BytesIO()
    book.save(made)
    plan = plan_import(office, student, "a", made.getvalue())
    assert (plan.sheet, [row.called for row in plan.rows]) == ("名册", ["张三"])
    assert [row.called for row in plan_import(office, student, "a", made.getvalue(), sheet="旧").rows] == ["李四"]


# -- headings ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("姓名", "name"), ("姓 名", "name"), ("*姓名", "name"), ("姓名*", "name"), ("姓名\uff1a", "name"), ("出生日期(yyyymmdd)", "birth_date"),
        ("出生日期\uff08yyyymmdd\uff09", "birth_date"), ("身份证号\uff08必填\uff09", "id_no"), ("【民族】", None), ("是否留守儿童", "registered_away"),
        ("班级", "grade_class"), ("备注", "note"),
    ],
)  # fmt: skip
def test_headings_in_every_usual_writing(office: Office, student: Ledger, heading: str, field: str | None) -> None:
    plan = plan_import(office, student, "a", xlsx(("性别", "住址", heading), ("男", "新街 1 号", "x")))
    assert plan.columns[2].field == field


def test_a_number_within_the_class_is_no_school_number(office: Office, student: Ledger) -> None:
    content = text("学号|姓名|性别|出生日期", "1|张三|男|2017-5-17", "2|李四|女|2017-5-18")
    plan = plan_import(office, student, "a", content)
    assert plan.columns[0].field is None
    assert plan.counts.added == 2
    own = plan_import(office, student, "a", text("学号|姓名|性别|出生日期", f"G{GOOD}|张三|男|2017-5-17"))
    assert (own.columns[0].field, own.columns[0].how) == ("edu_no", "check"), "but nineteen characters are one whatever stands above"


def test_two_rows_of_headings_are_read_as_one(office: Office, student: Ledger) -> None:
    content = xlsx(
        ("姓名", "性别", "出生日期", "成员1", None), (None, None, None, "姓名", "关系"), ("张三", "男", "2017-5-17", "张大", "父亲")
    )
    plan = plan_import(office, student, "a", content)
    assert [one.heading for one in plan.columns] == ["姓名", "性别", "出生日期", "成员1姓名", "成员1关系"]
    assert [change.columns["name"] for change in plan.rows[0].writes] == ["张三", "张大"]


def test_a_column_may_be_sent_elsewhere(office: Office, student: Ledger) -> None:
    content = text("甲|性别|出生日期|姓名", "张三|男|2017-5-17|别名")
    plan = plan_import(office, student, "a", content, mapping={0: "name", 3: None}, header=0)
    assert [row.called for row in plan.rows] == ["张三"]
    assert [(one.field, one.how) for one in plan.columns][0::3] == [("name", "auto"), (None, "ignored")]


def test_a_column_chosen_for_a_field_takes_it_from_the_one_that_was_guessed(office: Office, student: Ledger) -> None:
    content = text("姓名|曾用名|性别|出生日期", "张三|张三丰|男|2017-5-17")
    plan = plan_import(office, student, "a", content, mapping={1: "name"})
    assert [row.called for row in plan.rows] == ["张三丰"]
    assert [one.field for one in plan.columns] == [None, "name", "sex", "birth_date"]


def test_notes_totals_and_repeated_headings_are_no_records(office: Office, student: Ledger) -> None:
    head = "姓名|性别|出生日期"
    content = text(head, "张三|男|2017-5-17", head, "合计:1人||", "备注:以上无误||", "李四|女|2017-5-18", "王五||")
    plan = plan_import(office, student, "a", content)
    assert [(row.number, row.kind) for row in plan.rows] == [(2, "new"), (6, "new"), (7, "refused")], (
        "a lone name is a record that lacks the rest"
    )
    assert [note.split("行")[0] for note in plan.notes] == ["第 3 ", "第 4 ", "第 5 "]


@pytest.mark.parametrize(
    ("head", "row", "found"),
    [
        ("姓名|性别|出生日期", "张三|男|2017-5-17", (2024, 2)), ("姓名|性别|出生日期|班级", "张三|男|2017-5-17|四年级1班", (2023, 1)),
        ("姓名|性别|出生日期|班级", "张三|男|2017-5-17|", (None, None)), ("姓名|性别|出生日期|入学年", "张三|男|2017-5-17|2022", (2022, None)),
    ],
)  # fmt: skip
def test_a_class_in_the_title_counts_only_where_no_column_tells_it(
    office: Office, student: Ledger, head: str, row: str, found: tuple[int | None, int | None]
) -> None:
    plan = plan_import(office, student, "a", text("三年级2班花名册||", head, row))
    kept = plan.rows[0].writes[0].columns
    assert (kept.get("entry_year"), kept.get("class_no")) == found


def test_a_stray_relation_or_phone_makes_no_family_member(office: Office, student: Ledger) -> None:
    head = "姓名|性别|出生日期|监护人姓名|与学生关系|监护人电话"
    plan = plan_import(office, student, "a", text(head, "张三|男|2017-5-17||父亲|13800000011", "李四|女|2017-5-18|李大||"))
    assert [[change.ledger.key for change in row.writes] for row in plan.rows] == [["student"], ["student", "guardian"]]


# -- who is meant --------------------------------------------------------------------------------------------------


def save(office: Office, **values: str) -> str:
    typed = {"name": "张三", "sex": "男", "birth_date": "2017-5-17", **values}
    return Desk(office).save(office.ledgers["student"], typed).id


def test_two_candidates_stop_and_ask(office: Office, student: Ledger) -> None:
    first, second = save(office, class_seq="1"), save(office, class_seq="2")
    content = text("姓名|出生日期|民族", "张三|2017-5-17|满族")
    plan = plan_import(office, student, "a", content)
    (row,) = plan.rows
    assert (row.kind, row.questions[0].name, row.writes) == ("skipped", "two_candidates", ())
    assert {one for one, _ in row.candidates} == {first, second}
    assert "本校有 2 个可能是这一行" in row.questions[0].text
    apply_import(office, plan)
    assert [one.get("ethnicity") for one in records(office, student)] == [None, None]
    chosen = plan_import(office, student, "a", content, answers={"candidate:2": second})
    assert [(one.kind, one.record) for one in chosen.rows] == [("changed", second)]
    apply_import(office, chosen)
    assert {one.id: one.get("ethnicity") for one in records(office, student)} == {first: None, second: "11"}


def test_an_answer_that_names_nobody_of_them_is_no_answer(office: Office, student: Ledger) -> None:
    save(office)
    save(office)
    other = save(office, name="李四")
    content = text("姓名|出生日期|民族", "张三|2017-5-17|满族")
    for answer in (other, "x", "是"):
        assert plan_import(office, student, "a", content, answers={"candidate:2": answer}).rows[0].kind == "skipped"


def test_the_identity_number_tells_two_of_one_name_apart(office: Office, student: Ledger) -> None:
    first = save(office, id_no=GOOD)
    save(office)
    plan = plan_import(office, student, "a", text("姓名|身份证号|民族", f"张三|{GOOD}|满族"))
    assert [(row.kind, row.record) for row in plan.rows] == [("changed", first)]


def test_another_identity_number_asks_whether_it_is_the_same_child(office: Office, student: Ledger) -> None:
    first = save(office, id_no=GOOD)
    content = text("姓名|性别|出生日期|身份证号", "张三|男|2017-5-17|210999201705170036")
    plan = plan_import(office, student, "a", content)
    assert list(plan.questions) == ["same_person"]
    reasons = {"id_checksum": "核对过", "name_length": "核对过"}
    same = plan_import(office, student, "a", content, answers={**reasons, "same_person": "是,号码更正"})
    assert [(row.kind, row.record) for row in same.rows] == [("changed", first)]
    other = plan_import(office, student, "a", content, answers={**reasons, "same_person": "否"})
    assert [row.kind for row in other.rows] == ["new"]
    assert other.rows[0].record != first


def test_the_same_child_twice_in_one_file_is_refused_the_second_time(office: Office, student: Ledger) -> None:
    content = text("姓名|性别|出生日期|身份证号", f"张三|男|2017-5-17|{GOOD}", f"张三|男|2017-5-17|{GOOD}")
    plan = plan_import(office, student, "a", content)
    assert [row.kind for row in plan.rows] == ["new", "refused"]
    assert "第 2 行" in plan.rows[1].problems[0].text
    apply_import(office, plan)
    again = plan_import(office, student, "a", content)
    assert [row.kind for row in again.rows] == ["same", "refused"]
    assert "第 2 行" in again.rows[1].problems[0].text


def test_who_is_only_in_the_vault_is_listed_and_kept(office: Office, student: Ledger) -> None:
    kept = save(office, name="李四", entry_year="2024", class_no="2")
    plan = plan_import(office, student, "a", text("姓名|性别|出生日期", "张三|男|2017-5-17"))
    assert plan.only_in_vault == ((kept, "李四 三年级2班"),)
    apply_import(office, plan)
    assert {one.get("name") for one in records(office, student)} == {"张三", "李四"}
    assert Desk(office).get(student, kept).revision == 1


def test_blank_cells_erase_nothing(office: Office, student: Ledger) -> None:
    kept = save(office, ethnicity="满族", home_addr="新街 1 号")
    plan = plan_import(office, student, "a", text("姓名|出生日期|民族|家庭住址", "张三|2017-5-17||新街 2 号"))
    assert plan.rows[0].differences == (("现住址", "新街 1 号", "新街 2 号"),)
    apply_import(office, plan)
    record = Desk(office).get(student, kept)
    assert (record.get("ethnicity"), record.get("home_addr"), record.revision) == ("11", "新街 2 号", 2)


def test_who_is_in_the_recycle_bin_is_not_met(office: Office, student: Ledger) -> None:
    gone = save(office)
    Desk(office).remove(student, gone)
    plan = plan_import(office, student, "a", text("姓名|性别|出生日期", "张三|男|2017-5-17"))
    assert [row.kind for row in plan.rows] == ["new"]
    assert plan.only_in_vault == ()


def test_parents_are_met_again_and_changed_in_place(office: Office, student: Ledger) -> None:
    head = "姓名|性别|出生日期|监护人姓名|与学生关系|监护人电话"
    apply_import(office, plan_import(office, student, "a", text(head, "张三|男|2017-5-17|张大|父亲|13800000011")))
    plan = plan_import(office, student, "a", text(head, "张三|男|2017-5-17|张大|父亲|13800000012"))
    assert plan.rows[0].differences == (("家庭成员·联系电话", "13800000011", "13800000012"),)
    apply_import(office, plan)
    (parent,) = records(office, office.ledgers["guardian"])
    assert (parent.get("phone"), parent.revision) == ("13800000012", 2)
    assert plan_import(office, student, "a", text(head, "张三|男|2017-5-17|张大|父亲|13800000012")).counts.same == 1


def test_a_number_that_another_child_holds_is_refused(office: Office, student: Ledger) -> None:
    save(office, id_no=GOOD)
    other = "210999201705180023"
    save(office, name="李四", sex="女", birth_date="2017-5-18", id_no=other, edu_no=f"G{other}")
    head = "姓名|性别|出生日期|身份证号|全国学籍号"
    reasons = {"edu_no_differs": "核对过", "same_person": "否", "id_checksum": "核对过"}
    plan = plan_import(office, student, "a", text(head, f"张三|男|2017-5-17|{GOOD}|G{other}"), answers=reasons)
    assert [(row.kind, [one.text for one in row.problems]) for row in plan.rows] == [
        ("refused", ["全国学籍号和本校“李四”的相同,请核对是不是同一个。"])
    ]
    new = f"G{GOOD}"
    rows = (f"张三|男|2017-5-17|{GOOD}|{new}", f"王五|男|2017-5-19||{new}")
    plan = plan_import(office, student, "a", text(head, *rows), answers=reasons)
    assert [(row.kind, [one.text for one in row.problems]) for row in plan.rows] == [
        ("changed", []),
        ("refused", ["全国学籍号和第 2 行相同。"]),
    ]


def test_an_older_export_asks_before_it_overwrites_what_was_changed_since(office: Office, student: Ledger) -> None:
    desk = Desk(office)
    kept = save(office, note="旧", home_addr="新街 1 号")
    older = export_workbook(office, student)
    desk.save(student, {"note": "新"}, record_id=kept)
    plan = plan_import(office, student, "a.xlsx", older)
    assert [(row.kind, [one.name for one in row.questions]) for row in plan.rows] == [("skipped", ["older_sheet"])]
    assert "本校又改过备注" in plan.rows[0].questions[0].text
    answered = plan_import(office, student, "a.xlsx", older, answers={"older_sheet": "以表为准"})
    assert answered.rows[0].differences == (("备注", "新", "旧"),)
    desk.save(student, {"note": "旧"}, record_id=kept)
    assert plan_import(office, student, "a.xlsx", older).counts.same == 1, "where both say the same there is nothing to ask"


def test_an_older_export_may_change_other_fields_without_a_question(office: Office, student: Ledger) -> None:
    kept = save(office, note="旧")
    book = load_workbook(io.BytesIO(export_workbook(office, student)))
    Desk(office).save(student, {"home_addr": "新街 1 号"}, record_id=kept)
    head = [cell.value for cell in book.active[1]]
    book.active.cell(2, head.index("备注") + 1).value = "表里改的"
    made = io.BytesIO()
    book.save(made)
    plan = plan_import(office, student, "a.xlsx", made.getvalue())
    assert plan.rows[0].differences == (("备注", "旧", "表里改的"),)
    apply_import(office, plan)
    record = Desk(office).get(student, kept)
    assert (record.get("note"), record.get("home_addr")) == ("表里改的", "新街 1 号")


def test_a_row_that_may_mean_two_is_not_blamed_for_what_the_records_have(office: Office, student: Ledger) -> None:
    save(office)
    save(office)
    (row,) = plan_import(office, student, "a", text("姓名|出生日期", "张三|2017-5-17")).rows
    assert (row.kind, row.problems) == ("skipped", ())


def test_the_school_itself_is_changed_and_never_doubled(office: Office) -> None:
    page = office.single
    assert page
    rows = ("学校名称|学校标识码|所在区划|办学类型", "清河门区第一小学|2109990009|210905|小学")
    plan = plan_import(office, page, "a", text(*rows))
    assert [row.kind for row in plan.rows] == ["changed"]
    apply_import(office, plan)
    (record,) = records(office, page)
    assert (record.get("school_name"), record.get("school_code"), record.revision) == ("清河门区第一小学", "2109990009", 2)
    assert [row.kind for row in plan_import(office, page, "a", text(*rows, "别的小学|2109990008|210905|小学")).rows] == ["same", "refused"]


def test_cells_that_are_dates_and_numbers(office: Office, student: Ledger) -> None:
    content = xlsx(("姓名", "性别", "出生日期", "联系电话", "入学年月", "班"), ("张三", 1, datetime(2017, 5, 17), 13800000011, 202409, 2.0))
    (row,) = plan_import(office, student, "a.xlsx", content).rows
    kept = row.writes[0].columns
    assert [kept[name] for name in ("sex", "birth_date", "phone", "entry_year", "class_no")] == [
        "male",
        "2017-05-17",
        "13800000011",
        2024,
        2,
    ]


# -- when it is written, and when not ------------------------------------------------------------------------------


def test_planning_writes_nothing(office: Office, roster: Callable[..., Plan]) -> None:
    before = as_it_stands(office)
    roster("class_teacher.xlsx")
    assert as_it_stands(office) == before


def test_cancelling_changes_nothing(office: Office, roster: Callable[..., Plan]) -> None:
    before = as_it_stands(office)
    seen: list[int] = []

    def cancelled() -> bool:
        return len(seen) >= 2

    with pytest.raises(Cancelled):
        roster("national_export.xlsx", progress=lambda done, _total: seen.append(done), cancelled=cancelled)
    assert len(seen) == 2, "it stopped in the middle, not at the end"
    assert as_it_stands(office) == before


def test_a_plan_that_is_no_longer_true_is_not_written(office: Office, student: Ledger) -> None:
    plan = plan_import(office, student, "a", text("姓名|性别|出生日期", "李四|男|2017-5-17"))
    save(office)
    before = as_it_stands(office)
    with pytest.raises(UserError, match=r"预览之后数据又有改动。还没有导入。请重新预览一次"):
        apply_import(office, plan)
    assert as_it_stands(office) == before
    with pytest.raises(UserError, match="预览之后"):
        again = plan_import(office, student, "a", text("姓名|性别|出生日期", "李四|男|2017-5-17"))
        apply_import(office, again)
        apply_import(office, again)
    assert len(records(office, student)) == 2


def test_an_import_that_fails_half_way_leaves_nothing(office: Office, student: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = plan_import(office, student, "a", text("姓名|性别|出生日期", "李四|男|2017-5-17", "王五|男|2017-5-18"))
    before = as_it_stands(office)
    append = office.store(student).journal.append

    def fails(*_args: object) -> int:
        raise RuntimeError

    monkeypatch.setattr(office.store(student).journal, "append", fails)
    with pytest.raises(RuntimeError):
        apply_import(office, plan)
    assert as_it_stands(office) == before
    monkeypatch.setattr(office.store(student).journal, "append", append)
    assert apply_import(office, plan).counts.added == 2


def test_one_import_is_one_event_and_tells_no_content(office: Office, student: Ledger) -> None:
    store = office.store(student)
    before = store.journal.head()[0]
    made = apply_import(
        office, plan_import(office, student, "名册.xlsx", text("姓名|性别|出生日期", "张三|男|2017-5-17", "李四|女|2017-5-18"))
    )
    assert store.journal.head()[0] == before + 1
    (event,) = store.journal.events(1)
    assert (event["action"], event["object"], event["counts"]["added"]) == ("导入", f"import/{made.id}", 2)
    assert "张三" not in json.dumps(event, ensure_ascii=False)
    assert [one.source for one in Desk(office).history(student, made.records[0])] == ["名册.xlsx"]


def test_what_was_imported_is_found_by_typing(office: Office, student: Ledger) -> None:
    apply_import(
        office,
        plan_import(office, student, "a", text("姓名|性别|出生日期|班级", "单雄信|男|2017-5-17|三年级2班", "李四|女|2017-5-18|四(1)班")),
    )
    desk = Desk(office)
    assert [one.get("name") for one in desk.page(student, search="sxx").records] == ["单雄信"]
    assert [one.get("name") for one in desk.page(student, search="三2").records] == ["单雄信"]
    assert [one.get("name") for one in desk.page(student, search="四年级1班").records] == ["李四"]


def test_the_numbers_of_new_files_go_on_where_they_ended(office: Office) -> None:
    for number in range(3):
        save(office, name=f"张三{'甲乙丙'[number]}", birth_date=f"2017-5-1{number}")
    ledger = office.ledgers["care_file"]
    head = "学生|类别|认定依据|建档日期|监护类型|监护情况评估|身体情况|就学情况"
    rows = [f"张三{one}|留守儿童|学校摸排|2026-9-1|父母一方|较好|健康|小学" for one in "甲乙丙"]
    apply_import(office, plan_import(office, ledger, "a", text(head, *rows[:2])))
    apply_import(office, plan_import(office, ledger, "a", text(head, rows[2])))
    assert sorted(str(one.get("file_no")) for one in records(office, ledger)) == ["TS-2026-0001", "TS-2026-0002", "TS-2026-0003"]


def test_the_rows_left_out_go_back_with_the_reason_beside_them(office: Office, student: Ledger, roster: Callable[..., Plan]) -> None:
    plan = roster("class_teacher.xlsx")
    (sheet,) = read_book("a", left_out_workbook(plan)).sheets
    head, *rows = sheet.rows
    assert head[:2] == ["未导入原因", "原行号"]
    assert head[2:] == [one.heading for one in plan.columns]
    assert [row[1] for row in rows] == [row.number for row in plan.left_out]
    for row, planned in zip(rows, plan.left_out, strict=True):
        assert all(finding.text in str(row[0]) for finding in (*planned.problems, *planned.questions))
        assert planned.called in row
    back = plan_import(office, student, "a", left_out_workbook(plan), answers=ANSWERS)
    assert back.counts.read == len(plan.left_out)
    assert back.counts.added == plan.counts.skipped, "mended rows can be taken in again from this very file"
