"""The button 报表: a table by grade goes into the bureau's own form."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from openpyxl import Workbook, load_workbook
from pytestqt.qtbot import QtBot

from jlt_desktop.gui.filled_notice import FilledNotice
from jlt_desktop.gui.ledger_page import LedgerPage
from jlt_desktop.gui.workplace import Workplace


def test_a_table_by_grade_goes_into_the_bureaus_form(qtbot: QtBot, place: Workplace, settled: Callable[[], None], tmp_path: Path) -> None:
    page = LedgerPage(place, place.office.ledgers["care_file"])
    qtbot.addWidget(page)
    settled()
    form = Workbook()
    form.active.append(["年级", "在校生", "男", "女"])
    form.save(tmp_path / "上级.xlsx")
    page.reports.fill_form("by_grade", tmp_path / "上级.xlsx", tmp_path / "填好.xlsx")
    settled()
    rows = [row for row in load_workbook(tmp_path / "填好.xlsx").active.iter_rows(min_row=2, values_only=True) if row[0]]
    assert rows
    assert all(row[1] == row[2] + row[3] for row in rows)
    (notice,) = page.findChildren(FilledNotice)
    assert f"已写入 {len(rows)} 行" in notice.text()
    notice.done(0)
