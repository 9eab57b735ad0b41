"""A record with its parts as a workbook: what is on paper, cell by cell, opened by a stranger."""

from __future__ import annotations

import csv
import io
import subprocess
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from jlt_desktop.domain.chart import Bars
from jlt_desktop.domain.document import Code, Document, Entry, Grid, Pairs, Picture, Prose, Signatures, Timeline
from jlt_desktop.domain.errors import UserError
from jlt_desktop.services.desk import Desk
from jlt_desktop.services.office import Office
from jlt_desktop.services.printing import record_workbook
from jlt_desktop.sheets.write_document import document_workbook

EVERYTHING = Document(
    name="试", title="一张什么都有的表", subtitle="副题", operator="周敏", printed_at=datetime(2026, 11, 24, 9, 30),
    blocks=(
        Pairs((("姓名", "张三"), ("电话", "013800000001"), ("备注", "=HYPERLINK(1)")), "一、头"),
        Grid(("甲", "乙"), [("1", "长" * 60), ("2", "+3")], numbered=True, title="二、表"), Prose("一段话\n第二行", "三、话"),
        Timeline((Entry("2026-11-01", "家访", (("沟通", "谈了"),), "2026-11-02"),), "四、事"), Signatures(("班主任", "校长")),
        Picture(Bars(rows=(("甲", 3),), sentence="图里说的话。"), "五、图"), Code("内容", ("码旁的字",)),
    ),
)  # fmt: skip


def texts(content: bytes) -> list[list[str]]:
    sheet = load_workbook(io.BytesIO(content)).active
    return [[str(cell) for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]


def test_every_block_is_there_and_no_cell_is_a_formula(tmp_path: Path) -> None:
    content = document_workbook(EVERYTHING)
    book = load_workbook(io.BytesIO(content))
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    words = [cell.value for cell in cells]
    for one in (
        "一张什么都有的表",
        "副题",
        "张三",
        "013800000001",
        "=HYPERLINK(1)",
        "+3",
        "序号",
        "一段话\n第二行",
        "沟通:谈了",
        "2026-11-02",
        "图里说的话。",
        "码旁的字",
    ):
        assert one in words, one
    assert "经手人:周敏    2026-11-24 09:30" in words
    path = tmp_path / "表.xlsx"
    path.write_bytes(content)
    subprocess.run(
        ["soffice", "--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76", "--outdir", str(tmp_path), str(path)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    stranger = list(csv.reader((tmp_path / "表.csv").read_text(encoding="utf-8").splitlines()))
    assert [cell for cell in next(row for row in stranger if row and row[0] == "姓名") if cell][:2] == ["姓名", "张三"]
    assert any("=HYPERLINK(1)" in row for row in stranger), "a text stays a text for others too"


def test_a_child_file_as_a_workbook(open_as: Callable[[str], Office]) -> None:
    office = open_as("clerk")
    desk = Desk(office)
    child = desk.save(office.ledgers["student"], {"name": "张三", "sex": "男", "birth_date": "2017-5-17"})
    file = {
        "student": child.id, "categories": "留守儿童", "basis": "学校摸排", "opened_on": "2026-11-1", "guardianship_type": "祖辈",
        "guardianship_eval": "一般", "body": "健康", "edu_status": "小学",
    }  # fmt: skip
    made = desk.save(office.ledgers["care_file"], file)
    rows = texts(record_workbook(office, office.ledgers["care_file"], made.id))
    assert rows[0] == ["留守与特殊儿童档案(一人一档)"]
    assert ["姓名", "张三", "性别", "男"] in rows
    assert any(row[:2] == ["档案编号", "TS-2026-0001"] for row in rows)
    with pytest.raises(UserError, match="没有“other”这种印法"):
        record_workbook(office, office.ledgers["care_file"], made.id, "other")
