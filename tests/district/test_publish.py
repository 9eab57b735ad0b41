"""What the bureau passes on: totals of the district, none below ten, to the nearest five, what would give a small one away hidden."""

from __future__ import annotations

import csv
import io

import pytest
from openpyxl import load_workbook

from jlt_desktop.bundle.bag import Column, Table
from jlt_desktop.district import publish
from jlt_desktop.district.intake import Intake, desk_of
from jlt_desktop.domain.errors import UserError

A, B, C = "2109990001", "2109990002", "2109990003"
# by group: what each of the three schools tells
TOLD = {
    ("on_list", ""): ("23", "14", "21"),
    ("few", ""): ("<5", "<5", "6"),
    ("none", ""): ("<5", "<5", "<5"),
    ("secret", ""): ("40", "不公布", "50"),
    ("by_level", "一级"): ("<5", "<5", "<5"),
    ("by_level", "二级"): ("6", "5", "7"),
    ("by_level", "三级"): ("31", "28", "40"),
    ("by_grade", "合计"): ("52", "47", "64"),
    ("by_grade", "一年级"): ("30", "26", "34"),
    ("by_grade", "二年级"): ("22", "21", "30"),
    ("share", ""): ("86.5%", "—", "不公布"),
}
# as a school sends them: text, because "<5" may stand there
COUNTS = (Column("indicator", "代码"), Column("label", "名称"), Column("group", "分组"), Column("count", "数量"))
ROWS = Table("care_file", "关爱档案", (Column("row", "行号码"), Column("kind", "类别")), [["a1b2c3d4e5f6", "留守儿童"]])


@pytest.fixture
def filled(anywhere, tmp_path):
    for place, code in enumerate((A, B, C)):
        school = anywhere.enrolled(code, tmp_path / "stick")
        counts = [[key, f"名称{key}", group, told[place]] for (key, group), told in TOLD.items()]
        tables = (Table("concern_counts", "关注名单合计", COUNTS, counts), ROWS)
        for one in Intake(desk_of(anywhere.bureau), anywhere.bureau.store).take("SUB.zip", school.bundle(tables).data, anywhere.clock()):
            assert one.outcome == "accepted", one
    return anywhere.bureau


def test_only_rounded_totals_of_ten_and_more(filled):
    (table,) = publish.published(filled, "general", "2026-11")
    found = {(code, group): (text, schools, why) for code, _, group, text, schools, why in table.rows}
    assert {key: one[0] for key, one in found.items()} == {
        ("on_list", ""): "60",  # 58
        ("few", ""): "10",  # 6, and 2 for each of the two that told less than five
        ("none", ""): "<10",
        ("secret", ""): "不公布",
        ("by_level", "一级"): "<10",
        ("by_level", "二级"): "不公布",  # 18, or the total would tell
        ("by_level", "三级"): "100",
        ("by_grade", "合计"): "165",  # 163
        ("by_grade", "一年级"): "90",
        ("by_grade", "二年级"): "75",  # 73
    }
    assert found["few", ""][2] == "取整到 5;其中 2 所不足 5,每所按 2 计"
    assert "没有给出" in found["secret", ""][2]
    assert "推算" in found["by_level", "二级"][2]
    assert {one[1] for one in found.values()} == {"3"}


def test_no_school_and_no_row_of_a_file_is_in_what_is_published(filled):
    made = publish.files(filled, "general", "2026-11")
    assert set(made) == {"PUBLISH-2026-11-general.xlsx", "PUBLISH-2026-11-general-concern_counts.csv"}
    book = load_workbook(io.BytesIO(made["PUBLISH-2026-11-general.xlsx"]))
    assert book.sheetnames == ["说明", "关注名单合计"]
    cells = {str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None}
    lines = list(csv.reader(io.StringIO(made["PUBLISH-2026-11-general-concern_counts.csv"].decode("utf-8-sig"))))
    assert tuple(lines[0]) == publish.HEADINGS
    for text in cells | {cell for line in lines for cell in line}:
        assert not any(secret in text for secret in (A, B, C, "示例0", "a1b2c3d4e5f6", "留守儿童")), text
    numbers = [int(line[3]) for line in lines[1:] if line[3].isdecimal()]
    assert numbers
    assert all(number >= 10 and number % 5 == 0 for number in numbers)


def test_nothing_taken_in_nothing_published(anywhere):
    with pytest.raises(UserError, match="还没有收讫"):
        publish.files(anywhere.bureau, "general", "2026-11")
