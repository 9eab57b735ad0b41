"""The table of the fifteen tasks: its words are the plan's, its numbers the ledgers'; it fits the bureau's own workbook."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation

from jlt_desktop import app
from jlt_desktop.domain.document import Grid
from jlt_desktop.domain.errors import UserError
from jlt_desktop.domain.figures import Crosstab
from jlt_desktop.domain.periods import Span
from jlt_desktop.paper.fonts import Fonts
from jlt_desktop.paths import resources
from jlt_desktop.services.crosstabs import crossed
from jlt_desktop.services.demo import USERS
from jlt_desktop.services.filling_figures import fill_report, fill_summary
from jlt_desktop.services.obligations import overview
from jlt_desktop.services.printing import to_pdf
from jlt_desktop.services.summary import COLUMNS, summary, summary_document, summary_workbook
from jlt_desktop.vault.kdf import KdfCost

QUICK, TODAY = KdfCost(1024, 1, 1), date(2026, 11, 24)
SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("demo") / "school"
    app.build_demo(made, 60, 5, TODAY, QUICK)
    return made


@pytest.fixture(params=["clerk", "counselor"])
def office(folder, request):
    user = next(one for one in USERS if one.role == request.param)
    found = app.open_office(folder, user.name, user.password, floor=QUICK, today=lambda: TODAY)
    yield found
    found.close()


@pytest.fixture
def clerk(folder):
    user = next(one for one in USERS if one.role == "clerk")
    found = app.open_office(folder, user.name, user.password, floor=QUICK, today=lambda: TODAY)
    yield found
    found.close()


def test_fifteen_lines_with_the_plans_words_and_the_ledgers_numbers(office):
    lines = summary(office, "2026-T1")
    found = overview(office)
    assert [one.number for one in lines] == list(range(1, 16))
    for line in lines:
        cells = dict(zip((heading for heading, _, _ in COLUMNS), line.texts, strict=True))
        standings = found.of_task(line.number)
        assert cells["工作要求(方案原文)"] == standings[0].obligation.task.words
        open_ones = [one for one in standings if office.ledgers.get(one.ledger) is None or office.ledgers[one.ledger].scope == "general"]
        asked = [one for one in open_ones if one.state in ("met", "open", "overdue", "lacking")]
        met = [one for one in asked if one.state == "met"]
        assert cells["完成率"] == (f"{len(met)}/{len(asked)} 项 {len(met) * 100 // len(asked)}%" if asked else "")
        assert cells["佐证份数"] == str(sum(one.evidence for one in asked))
        for one in asked:
            assert (f"{one.obligation.title}还没有做到" in cells["存在问题"]) is (one.state != "met"), one.obligation.id
            assert one.fraction in cells["本期完成情况"]


def test_what_the_counselor_alone_may_open_is_told_to_nobody(office):
    (line,) = (one for one in summary(office, "2026-T1") if one.number == 6)
    told = "".join(line.texts[3:])
    for title in ("全覆盖心理测评", "月跟踪", "一生一策"):
        assert f"{title}:由心理教师办理" in line.texts[3]
    assert not any(character.isdigit() for character in line.texts[7]), told
    own = overview(office, date(2026, 11, 24)).get("O-06f")
    assert line.texts[6] == str(own.evidence), "files of what everybody may see count; no other does"


def test_on_paper_and_as_a_workbook(clerk):
    made = summary_document(clerk, "2026-T1")
    (grid,) = (one for one in made.blocks if isinstance(one, Grid))
    assert len(grid.rows) == 15
    assert to_pdf(made, Fonts(resources() / "fonts")).missing == ()
    sheet = load_workbook(io.BytesIO(summary_workbook(clerk, "2026-T1"))).active
    assert [cell.value for cell in sheet[2]] == ["序号", *(heading for heading, _, _ in COLUMNS)]
    assert [sheet.cell(row, 1).value for row in range(3, 18)] == list(range(1, 16))
    with pytest.raises(UserError, match="还没有开始"):
        summary(clerk, "2027-T1")


def bureau_form(headings, rows=5, words=None, groups=None):
    book = Workbook()
    sheet = book.active
    sheet.title = "汇总表"
    sheet.append(["清河门区教联体工作任务完成情况汇总表"])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(headings))
    sheet.append(["填报单位(盖章):"])
    first = 3
    if groups:
        column = 1
        for title, wide in groups:
            sheet.cell(3, column, title)
            if wide > 1:
                sheet.merge_cells(start_row=3, start_column=column, end_row=3, end_column=column + wide - 1)
            column += wide
        first = 4
    for column, heading in enumerate(headings, start=1):
        sheet.cell(first, column, heading)
    for row in range(first + 1, first + 1 + rows):
        for column in range(1, len(headings) + 1):
            sheet.cell(row, column).font = Font(name="宋体", size=10)
    sheet.cell(first + 1 + rows, 1, "填表人(签名):")
    book.create_sheet("填报说明")["A1"] = "请于6月30日前报送"
    if words:
        rule = DataValidation(type="list", formula1=words[1], showErrorMessage=True)
        rule.add(f"{words[0]}{first + 1}:{words[0]}{first + rows}")
        sheet.add_data_validation(rule)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def rows_of(content, first):
    return [list(row) for row in load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(min_row=first, values_only=True)]


def test_the_bureaus_form_of_the_summary_is_filled_and_only_its_sheet_changes(clerk):
    form = bureau_form(["序号", "重点任务", "完成情况", "完成比例", "佐证材料份数", "存在的问题", "下一步打算", "责任部门", "区局意见"])
    done = fill_summary(clerk, "2026-T1", form, "汇总表.xlsx")
    assert (done.written, done.left_blank) == (15, ("区局意见",))
    rows = rows_of(done.content, 4)
    lines = summary(clerk, "2026-T1")
    for number, (row, line) in enumerate(zip(rows, lines, strict=False), start=1):
        cells = dict(zip((heading for heading, _, _ in COLUMNS), line.texts, strict=True))
        assert row[:3] == [number, cells["任务"], cells["本期完成情况"]]
        assert row[4] == int(cells["佐证份数"]), "a number stays a number"
        assert (row[5] or "") == cells["存在问题"]
    assert rows[15][0] == "填表人(签名):", "the signature has moved down"
    with zipfile.ZipFile(io.BytesIO(form)) as before, zipfile.ZipFile(io.BytesIO(done.content)) as after:
        assert [name for name in before.namelist() if before.read(name) != after.read(name)] == [SHEET]


def test_the_bureaus_table_by_grade_is_filled_group_by_group(clerk):
    report = next(one for one in clerk.ledgers["care_file"].reports if isinstance(one, Crosstab))
    days = Span("2026-T1", date(2026, 9, 1), TODAY)
    form = bureau_form(
        ["年级", "在校生", "男", "女", "小计", "双方外出", "小计", "孤儿", "备注"],
        groups=[("年级", 1), ("在校", 3), ("民政口径留守", 2), ("学籍口径留守", 1), ("类别", 1), ("备注", 1)],
    )
    done = fill_report(clerk, clerk.ledgers["care_file"], report, days, form, "统计表.xlsx")
    found = crossed(clerk, report, days).lines[1:]
    assert done.written == len(found)
    wholes = [one.whole for one in report.figures]
    places = [
        wholes.index(one)
        for one in ("在校:在校生", "在校:男", "在校:女", "民政口径留守:小计", "民政口径留守:双方外出", "学籍口径留守:小计", "类别:孤儿")
    ]
    for row, (line, numbers) in zip(rows_of(done.content, 5), found, strict=False):
        assert row[:8] == [line, *(numbers[place] for place in places)]
    assert "备注" in done.left_blank[0]


def test_a_form_that_is_none_and_words_it_does_not_offer(clerk):
    with pytest.raises(UserError, match="没有找到认得的表头"):
        fill_summary(clerk, "2026-T1", bureau_form(["甲", "乙"]), "别的.xlsx")
    form = bureau_form(["序号", "任务", "完成率"], words=("C", '"完成,未完成"'))
    with pytest.raises(UserError, match="只能选 完成、未完成"):
        fill_summary(clerk, "2026-T1", form, "汇总表.xlsx")
