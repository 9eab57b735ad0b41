"""A form filled by hand in one part: what moves, what stays byte for byte, what is refused, and what other programs read in it."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill, Protection
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.table import Table

from jlt_desktop.domain.errors import UserError
from jlt_desktop.sheets.patch import Area, fill_sheet
from jlt_desktop.sheets.patch_check import differences
from jlt_desktop.sheets.patch_form import learn
from jlt_desktop.sheets.patch_places import Move, moved_formula, moved_places
from jlt_desktop.sheets.read import read_book

KNOWN = {"姓名", "性别", "出生日期", "身份证件号", "联系电话", "年龄"}
SHEET = "xl/worksheets/sheet1.xml"
NUMBER = "210999201705170010"
Edit = Callable[[str], str]


@pytest.fixture
def form(rosters: Path) -> bytes:
    return (rosters / "bureau_form.xlsx").read_bytes()


def saved(book: Workbook) -> bytes:
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def edited(content: bytes, edits: Mapping[str, Edit], more: Mapping[str, bytes] | None = None) -> bytes:
    """The file with parts rewritten as text and others added."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, edits[name](data.decode()).encode() if name in edits else data)
        for name, data in (more or {}).items():
            new.writestr(name, data)
    return kept.getvalue()


def plain_form(prepared: int = 3, *, sign: bool = True) -> Workbook:
    """Headings in row 2, drawn rows below, a signature."""
    book = Workbook()
    sheet = book.active
    sheet.title = "表一"
    sheet.append(["花名册"])
    sheet.append(["序号", "姓名", "性别", "出生日期", "身份证件号", "年龄"])
    for row in range(3, 3 + prepared):
        for column in range(1, 7):
            sheet.cell(row, column).font = Font(bold=row == 3)
    if sign:
        sheet.cell(3 + prepared, 1, "填表人(签名):")
    return book


def lines(count: int, **more: object) -> list[dict[int, object]]:
    extra = {int(key[1:]): value for key, value in more.items()}
    return [{0: number, 1: f"张{number}", 2: "男", 4: NUMBER, **extra} for number in range(1, count + 1)]


def fill(content: bytes, rows: list[dict[int, object]], name: str = "表.xlsx") -> tuple[bytes, tuple[str, ...]]:
    found = learn(name, content, KNOWN)
    done = fill_sheet(name, content, found.area, rows, found.headings())  # type: ignore[arg-type]
    assert differences(name, content, done.content, found.area, rows) == []  # type: ignore[arg-type]
    return done.content, done.notes


def part(content: bytes, name: str = SHEET) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return packed.read(name).decode()


def values(content: bytes, sheet: str = "") -> list[list[object]]:
    book = load_workbook(io.BytesIO(content))
    return [list(row) for row in (book[sheet] if sheet else book.active).iter_rows(values_only=True)]


def in_libre_office(content: bytes, folder: Path) -> list[list[str]]:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not on this machine")
    (folder / "form.xlsx").write_bytes(content)
    options = [
        "--headless",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--convert-to",
        "csv:Text - txt - csv (StarCalc):44,34,76,1",
    ]
    subprocess.run([program, *options, "--outdir", folder, folder / "form.xlsx"], check=True, capture_output=True, timeout=120)
    with (folder / "form.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


# -- the bureau's form of the sample rosters ----------------------------------------------------------------------------


@pytest.mark.parametrize("count", [8, 10, 37])
def test_only_the_sheets_own_part_changes_and_all_below_moves_down(form: bytes, count: int, tmp_path: Path) -> None:
    learnt = learn("表.xlsx", form, KNOWN)
    assert learnt.area == Area("留守儿童花名册", 5, 10)
    assert [one.whole for one in learnt.columns] == [
        "序号", "姓名", "性别", "出生日期", "身份证件号", "年级班级", "是否寄宿", "父亲姓名", "父亲务工地", "父亲联系电话",
        "母亲姓名", "母亲务工地", "母亲联系电话", "实际监护人", "与儿童关系", "监护情况",
    ]  # fmt: skip
    by = max(0, count - 10)
    made, _ = fill(form, lines(count, c9="13800000011", c15="较好"))
    with zipfile.ZipFile(io.BytesIO(form)) as before, zipfile.ZipFile(io.BytesIO(made)) as after:
        assert after.testzip() is None
        facts = [(one.filename, one.date_time, one.compress_type, one.external_attr, one.create_system) for one in before.infolist()]
        assert [(one.filename, one.date_time, one.compress_type, one.external_attr, one.create_system) for one in after.infolist()] == facts
        assert [name for name in before.namelist() if before.read(name) != after.read(name)] == [SHEET]
    old, new = load_workbook(io.BytesIO(form)).active, load_workbook(io.BytesIO(made)).active
    fixed = {str(one) for one in old.merged_cells.ranges} - {"A15:P15"}
    assert {str(one) for one in new.merged_cells.ranges} == fixed | {f"A{15 + by}:P{15 + by}"}
    assert {str(one.sqref) for one in new.data_validations.dataValidation} == {f"P5:P{200 + by}", f"C5:C{200 + by}"}
    assert new.dimensions == f"A1:P{15 + by}"
    assert new.cell(15 + by, 1).value == old["A15"].value
    for row in range(5, 15 + by):
        assert {new.cell(row, column).style_id for column in range(1, 17)} == {old.cell(5, 1).style_id}
        expected = [str(row - 4), f"张{row - 4}", NUMBER, "13800000011", "较好"] if row < 5 + count else [None] * 5
        assert [str(cell) if (cell := new.cell(row, column).value) is not None else None for column in (1, 2, 5, 10, 16)] == expected
        assert new.cell(row, 5).data_type in ("s", "inlineStr", "n")
        assert row >= 5 + count or new.cell(row, 5).data_type != "n", "numbers of people stay texts"
    if count != 10:
        read = in_libre_office(made, tmp_path)
        rows = next(one for one in read_book("x", made).sheets).rows
        assert [row[:5] for row in read[4 : 4 + count]] == [[str(n), f"张{n}", "男", "", NUMBER] for n in range(1, count + 1)]
        assert len(read) == len(rows) == 15 + by
        assert [[cell.strip() for cell in row] for row in read] == [
            [str(int(cell)) if isinstance(cell, float) else str(cell).strip() for cell in row] for row in rows
        ]


def test_a_print_area_that_is_now_too_short_is_said(form: bytes) -> None:
    assert not any("打印区域" in note for note in fill(form, lines(10))[1])
    (note,) = (one for one in fill(form, lines(11))[1] if "打印区域" in one)
    assert "A1:P15" in note


# -- five ugly forms ----------------------------------------------------------------------------------------------------


def test_a_text_box_and_comments_below_stay_and_are_said() -> None:
    book = plain_form()
    book.active["A6"].comment = Comment("签名请用黑色笔", "局")
    drawing = (
        '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"><xdr:oneCellAnchor>'
        "<xdr:from><xdr:col>1</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>0</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from>"
        "</xdr:oneCellAnchor></xdr:wsDr>"
    )
    relation = (
        '<Relationship Id="rIdBox" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing"'
        ' Target="/xl/drawings/box.xml"/></Relationships>'
    )
    relations = "xl/worksheets/_rels/sheet1.xml.rels"
    content = edited(
        saved(book), {relations: lambda text: text.replace("</Relationships>", relation)}, {"xl/drawings/box.xml": drawing.encode()}
    )
    made, notes = fill(content, lines(5))
    assert any("批注留在原来的位置" in note for note in notes)
    assert part(made, "xl/drawings/box.xml") == drawing
    book.active["A6"].comment = None
    above = edited(saved(book), {})
    assert not any("留在原来的位置" in note for note in fill(above, lines(5))[1])


def test_a_drop_down_of_later_versions_on_another_sheet_is_heeded_and_moves() -> None:
    book = plain_form()
    words = book.create_sheet("字典")
    for row, word in enumerate(("男", "女"), 1):
        words.cell(row, 1, word)
    later = (
        '<extLst><ext xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}">'
        '<x14:dataValidations xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main" count="1">'
        '<x14:dataValidation type="list" allowBlank="1" showErrorMessage="1"><x14:formula1><xm:f>字典!$A$1:$A$2</xm:f></x14:formula1>'
        "<xm:sqref>C3:C5</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst></worksheet>"
    )
    content = edited(saved(book), {SHEET: lambda text: text.replace("</worksheet>", later)})
    assert next(one for one in learn("表.xlsx", content, KNOWN).columns if one.heading == "性别").words == ("男", "女")
    made, _ = fill(content, lines(6))
    assert "<xm:sqref>C3:C8</xm:sqref>" in part(made)
    assert "<xm:f>字典!$A$1:$A$2</xm:f>" in part(made)
    with pytest.raises(UserError, match="没有填成") as failed:
        fill(content, lines(6, c2="未知"))
    assert "第 3 行“性别”只能填:男、女;这里是“未知”。" in failed.value.why
    assert "还有 3 处。" in failed.value.why


def test_a_protected_sheet_is_filled_where_it_is_open_and_nowhere_else() -> None:
    book = plain_form()
    for row in range(3, 6):
        for column in (2, 3, 5):
            book.active.cell(row, column).protection = Protection(locked=False)
    book.active.protection.sheet = True
    book.security = WorkbookProtection(lockStructure=True)
    content = saved(book)
    assert [one.closed for one in learn("表.xlsx", content, KNOWN).columns] == ["locked", "", "", "locked", "", "locked"]
    open_only: list[dict[int, object]] = [{1: "张三", 2: "男", 4: NUMBER}] * 3
    made, _ = fill(content, open_only)
    assert values(made)[2] == [None, "张三", "男", None, NUMBER, None]
    with pytest.raises(UserError) as failed:
        fill(content, lines(3))
    assert "第 3 行“序号”是锁定的格子,不能写。" in failed.value.why
    with pytest.raises(UserError, match="只准备了 3 行,还要加 1 行") as full:
        fill(content, [*open_only, *open_only[:1]])
    assert "不许加行" in full.value.why
    book.active.protection.insertRows = False
    made, _ = fill(saved(book), [*open_only, *open_only[:1]])
    assert values(made)[5][1] == "张三"
    assert "sheetProtection" in part(made)


def test_formulas_are_never_overwritten_and_follow(tmp_path: Path) -> None:
    book = plain_form(sign=False)
    sheet = book.active
    for row in range(3, 6):
        sheet.cell(row, 6, f"=A{row}*2")
    sheet.append(["合计", None, None, None, None, "=SUM(F3:F5)"])
    sheet.append(["说明:合计见", "=F6", "=SUM($F$3:$F$5)/COUNTA(B3:B5)", '="F6"&A3'])
    other = book.create_sheet("汇总")
    other["A1"] = "=表一!F6"
    other["A2"] = "=SUM(A5:A9)"
    content = saved(book)
    assert next(one for one in learn("表.xlsx", content, KNOWN).columns if one.heading == "年龄").closed == "formula"
    made, notes = fill(content, lines(5))
    assert [row[5] for row in values(made)[2:8]] == ["=A3*2", "=A4*2", "=A5*2", "=A6*2", "=A7*2", "=SUM(F3:F7)"]
    assert values(made)[8][1:4] == ["=F8", "=SUM($F$3:$F$7)/COUNTA(B3:B7)", '="F6"&A3']
    assert any("工作表“汇总”的公式引用了这张表" in note for note in notes)
    assert any("重新计算" in note for note in notes)
    assert [row[5] for row in in_libre_office(made, tmp_path)[2:8]] == ["2", "4", "6", "8", "10", "30"]
    with pytest.raises(UserError) as failed:
        fill(content, lines(2, c5=9))
    assert "第 3 行“年龄”是表里自己的公式,不能写。" in failed.value.why
    book.remove(other)
    assert not any("引用了这张表" in note for note in fill(saved(book), lines(5))[1])


def test_a_formula_that_cells_share_is_written_out_before_it_moves() -> None:
    book = plain_form(prepared=2)
    for row in (3, 4, 6, 7):
        book.active.cell(row, 6, "=1")
    text = part(saved(book))
    for row, formula in ((3, '<f t="shared" ref="F3:F7" si="0">A3+1</f>'), *((row, '<f t="shared" si="0"/>') for row in (4, 6, 7))):
        text = re.sub(rf'(<c r="F{row}"[^>]*>)<f>1</f>', rf"\g<1>{formula}", text)
    assert text.count('si="0"') == 4
    made, _ = fill(edited(saved(book), {SHEET: lambda _: text}), lines(4))
    assert [row[5] for row in values(made)[2:]] == ["=A3+1", "=A4+1", "=A5+1", "=A6+1", None, "=A8+1", "=A9+1"]


def test_what_a_formula_came_to_before_is_not_handed_on_and_the_order_of_formulas_follows() -> None:
    book = plain_form(prepared=2, sign=False)
    for row in (3, 4):
        book.active.cell(row, 6, "=A1")
    book.active.append(["合计", None, None, None, None, "=SUM(F3:F4)"])
    chain = '<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><c r="F5" i="1"/><c r="F4"/><c r="F3"/><c r="A5" i="2"/></calcChain>'
    relation = '<Relationship Id="rIdChain" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain" Target="calcChain.xml"/></Relationships>'
    content = edited(
        saved(book),
        {
            SHEET: lambda text: text.replace("<f>SUM(F3:F4)</f><v></v>", "<f>SUM(F3:F4)</f><v>777</v>").replace(
                "<f>SUM(F3:F4)</f><v/>", "<f>SUM(F3:F4)</f><v>777</v>"
            ),
            "xl/_rels/workbook.xml.rels": lambda text: text.replace("</Relationships>", relation),
        },
        {"xl/calcChain.xml": chain.encode()},
    )
    assert "777" in part(content)
    same, _ = fill(content, lines(2))
    assert "777" not in part(same)
    assert part(same, "xl/calcChain.xml") == chain
    more, _ = fill(content, lines(3))
    assert re.findall(r'r="(\w+)"', part(more, "xl/calcChain.xml")) == ["F6", "F4", "F3", "A5", "F5"]
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(io.BytesIO(more)) as after:
        assert {name for name in before.namelist() if before.read(name) != after.read(name)} == {SHEET, "xl/calcChain.xml"}


# -- what else moves, and what else may stand in a form ------------------------------------------------------------------


def test_rules_links_filters_breaks_and_merged_cells_follow() -> None:
    book = plain_form()
    sheet = book.active
    sheet.conditional_formatting.add("A3:F5", FormulaRule(formula=["$B3=$B$6"], fill=PatternFill(bgColor="FF0000")))
    sheet["C6"].hyperlink = "https://example.invalid/a"
    sheet.auto_filter.ref = "A2:F5"
    sheet.row_breaks.append(Break(id=6))
    sheet.merge_cells("A6:B7")
    for row in (3, 4, 5):
        sheet.merge_cells(f"E{row}:F{row}")
    rule = DataValidation(type="whole", formula1="0", formula2="$F$6")
    rule.add("D3:D5")
    sheet.add_data_validation(rule)
    sheet["A9"] = "注"
    made, _ = fill(saved(book), lines(5))
    sheet = load_workbook(io.BytesIO(made)).active
    assert {str(one) for one in sheet.merged_cells.ranges} == {"A8:B9", "E3:F3", "E4:F4", "E5:F5", "E6:F6", "E7:F7"}
    ((area, rules),) = sheet.conditional_formatting._cf_rules.items()
    assert (str(area.sqref), rules[0].formula) == ("A3:F7", ["$B3=$B$8"])
    assert sheet["C8"].hyperlink.target == "https://example.invalid/a"
    assert sheet.auto_filter.ref == "A2:F7"
    assert [one.id for one in sheet.row_breaks.brk] == [8]
    (moved,) = sheet.data_validations.dataValidation
    assert (str(moved.sqref), moved.formula2) == ("D3:D7", "$F$8")
    assert sheet["A11"].value == "注"


def test_a_cell_under_a_merged_one_is_not_written_into() -> None:
    book = plain_form()
    for row in (3, 4, 5):
        book.active.merge_cells(f"B{row}:C{row}")
    content = saved(book)
    assert "性别" not in {one.heading for one in learn("表.xlsx", content, KNOWN).columns}
    with pytest.raises(UserError) as failed:
        fill(content, lines(1))
    assert "第 3 行“C 列”和别的格子合并了。" in failed.value.why


def test_a_bare_sheet_of_headings_takes_any_number() -> None:
    book = Workbook()
    book.active.append(["姓名", "性别", "身份证件号"])
    made, notes = fill(saved(book), [{0: f"张{n}", 1: "男", 2: NUMBER} for n in range(30)])
    assert len(values(made)) == 31
    assert values(made)[30] == ["张29", "男", NUMBER]
    assert not any("打印" in note for note in notes)


def test_serial_numbers_printed_beforehand_are_no_content_and_a_blank_line_ends_the_rows() -> None:
    book = plain_form(sign=False)
    for row in range(3, 6):
        book.active.cell(row, 1, row - 2)
    book.active["A8"] = "填表人"
    content = saved(book)
    assert learn("表.xlsx", content, KNOWN).area == Area("表一", 3, 3)
    made, _ = fill(content, lines(2))
    assert [row[0] for row in values(made)[2:]] == [1, 2, 3, None, None, "填表人"]
    made, _ = fill(content, lines(4))
    assert [row[0] for row in values(made)[2:]] == [1, 2, 3, 4, None, None, "填表人"]


def test_cells_keep_the_kind_their_format_asks_for() -> None:
    book = plain_form(prepared=1)
    book.active["D3"].number_format = "yyyy/m/d"
    book.active["A3"].number_format = "@"
    day = date(2017, 5, 17)
    made, _ = fill(saved(book), [{0: 7, 1: "=1+1\r\n_x0041_\x01", 2: datetime(2017, 5, 17, 8, 30), 3: day, 4: day, 5: 1.5}])
    assert values(made)[2] == ["7", "=1+1\n_x005F_x0041_", "2017-05-17 08:30", datetime(2017, 5, 17), "2017-05-17", 1.5]
    assert not re.search(r"<f[ >]", part(made))
    book.epoch = datetime(1904, 1, 1)
    made, _ = fill(saved(book), [{3: day}])
    assert values(made)[2][3] == datetime(2017, 5, 17)
    with pytest.raises(UserError) as failed:
        fill(saved(book), [{1: "长" * 40000}])
    assert "第 3 行“姓名”超过一格能放的" in failed.value.why


def test_a_smart_table_cannot_grow_from_outside() -> None:
    book = plain_form(sign=False)
    book.active.add_table(Table(displayName="T", ref="A2:F5"))
    fill(saved(book), lines(3))
    with pytest.raises(UserError, match="只准备了 3 行") as failed:
        fill(saved(book), lines(4))
    assert "智能表格" in failed.value.why


# -- refused ------------------------------------------------------------------------------------------------------------


def test_forms_without_headings_or_room() -> None:
    book = Workbook()
    book.active.append(["甲", "乙"])
    with pytest.raises(UserError, match="没有找到认得的表头"):
        learn("表.xlsx", saved(book), KNOWN)
    with pytest.raises(UserError, match="没有空行可填") as failed:
        learn("表.xlsx", saved(plain_form(prepared=0)), KNOWN)
    assert "删掉示例行" in failed.value.todo
    with pytest.raises(UserError, match="没有可以填的工作表“别的”"):
        fill_sheet("表.xlsx", saved(plain_form()), Area("别的", 3, 3), [])


def test_files_that_are_no_form(rosters: Path) -> None:
    good = saved(plain_form())
    with zipfile.ZipFile(kept := io.BytesIO(), "w") as packed:
        packed.writestr("a.txt", "a")
    cut = bytearray(good)
    cut[200:240] = b"\0" * 40
    wrong = {
        "x.xls": (rosters / "class_teacher.xls").read_bytes(), "x.csv": "姓名,性别".encode(), "x.zip": kept.getvalue(),
        "x.ods": (rosters / "class_teacher.ods").read_bytes(), "empty": b"", "half": good[: len(good) // 2], "cut": bytes(cut),
        "macro": edited(good, {"[Content_Types].xml": lambda text: text.replace("sheet.main+xml", "sheet.macroEnabled.main+xml")}),
        "no_workbook": edited(good, {"_rels/.rels": lambda text: text.replace("officeDocument", "other")}),
        "not_xml": edited(good, {SHEET: lambda text: text[:-20]}),
        "other_xml": edited(good, {SHEET: lambda text: text.replace("spreadsheetml/2006/main", "spreadsheetml/2099/main")}),
        "bad_place": edited(good, {SHEET: lambda text: text.replace('r="A3"', 'r="?3"')}),
    }  # fmt: skip
    for name, content in wrong.items():
        with pytest.raises(UserError) as failed:
            fill(content, lines(1), name)
        assert "没有改动" in str(failed.value), name
        assert failed.value.todo, name
        assert name != "x.xls" or "另存为 xlsx" in failed.value.todo


def test_hostile_forms_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    good = saved(plain_form())
    secret = tmp_path / "secret.txt"
    secret.write_text("geheim", encoding="utf-8")
    for inside in (f'<!ENTITY a SYSTEM "{secret.as_uri()}">', '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'):
        text = part(good).replace("<worksheet", f"<!DOCTYPE worksheet [{inside}]><worksheet", 1)
        name = "b" if "<!ENTITY b" in inside else "a"
        text = text.replace("<sheetData>", f'<sheetData><row r="1"><c r="B1" t="inlineStr"><is><t>&{name};</t></is></c></row>')
        for place in (SHEET, "xl/styles.xml", "xl/workbook.xml"):
            hostile = edited(
                good,
                {
                    place: lambda old, inside=inside: (
                        old.replace("?>", f"?><!DOCTYPE x [{inside}]>", 1) if "?>" in old else f"<!DOCTYPE x [{inside}]>{old}"
                    )
                },
            )
            with pytest.raises(UserError):
                fill(hostile, lines(1))
        with pytest.raises(UserError):
            fill(edited(good, {SHEET: lambda _, text=text: text}), lines(1))
    deep = "<a>" * 400 + "</a>" * 400
    with pytest.raises(UserError):
        fill(edited(good, {SHEET: lambda text: text.replace("</worksheet>", f"{deep}</worksheet>")}), lines(1))
    with pytest.raises(UserError, match="大得不合理"):
        fill(edited(good, {}, {"xl/media/zero.bin": bytes(64 * 1024 * 1024)}), lines(1))
    kept = io.BytesIO(good)
    with zipfile.ZipFile(kept, "a") as packed, pytest.warns(UserWarning, match="Duplicate"):
        packed.writestr(SHEET, part(good))
    with pytest.raises(UserError, match="打不开"):
        fill(kept.getvalue(), lines(1))


# -- places -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("formula", "outside", "inside"),
    [
        ("A5", "A5", "A5"),
        ("A14+A15", "A14+A42", "A14+A42"),
        ("$A$15", "$A$42", "$A$42"),
        ("SUM(F5:F14)", "SUM(F5:F41)", "SUM(F5:F14)"),
        ("SUM(F5:F15)", "SUM(F5:F42)", "SUM(F5:F42)"),
        ("SUM(15:16)", "SUM(42:43)", "SUM(42:43)"),
        ("SUM(F:F)", "SUM(F:F)", "SUM(F:F)"),
        ("SUM(F5:F13)", "SUM(F5:F13)", "SUM(F5:F13)"),
        ("表!A15+'别 的'!A15", "表!A42+'别 的'!A15", "表!A42+'别 的'!A15"),
        ('IF(A15="A15",LOG10(A1),"A15:B20")', 'IF(A42="A15",LOG10(A1),"A15:B20")', 'IF(A42="A15",LOG10(A1),"A15:B20")'),
    ],
)
def test_formulas_after_the_move(formula: str, outside: str, inside: str) -> None:
    move = Move(5, 14, 27)
    assert moved_formula(formula, move, "表", inside=False) == outside
    assert moved_formula(formula, move, "表", inside=True) == inside


def test_places_after_the_move() -> None:
    move = Move(5, 14, 27)
    assert moved_places("A1:P1 A5:A14 A15 C5:C1048576", move, stretch=True) == "A1:P1 A5:A41 A42 C5:C1048576"
    assert moved_places("A5:A14 B14:C15 A:A", move, stretch=False) == "A5:A14 B14:C42 A:A"
    assert moved_places("P5 P6", Move(5, 5, 2), stretch=True) == "P5:P7 P8:P8"
