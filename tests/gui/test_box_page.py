"""台账盒 on its page: listed by task, one looked at, all written with progress, stopped between two."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from openpyxl import Workbook, load_workbook
from pytestqt.qtbot import QtBot

from jlt_desktop import app
from jlt_desktop.gui.box_page import BoxPage
from jlt_desktop.gui.filled_notice import FilledNotice
from jlt_desktop.gui.workplace import Workplace


def page_of(qtbot: QtBot, place: Workplace, settled: Callable[[], None]) -> BoxPage:
    place.office.rulebook = app.rulebook()
    page = BoxPage(place)
    qtbot.addWidget(page)
    page.show()
    settled()
    return page


def test_boxes_are_listed_looked_at_and_written(qtbot: QtBot, place: Workplace, settled: Callable[[], None], tmp_path: Path) -> None:
    page = page_of(qtbot, place, settled)
    assert page.table.rows.rowCount() == 17
    assert page.masked.isChecked()
    wanted: list[tuple[Callable[[], object], str]] = []
    page.box_wanted.connect(lambda make, name: wanted.append((make, name)))
    page.table.selectRow(14)
    page.print_record()
    assert wanted[0][1] == "台账盒 任务14"
    assert getattr(wanted[0][0](), "pages", 0) > 3
    page.write_all(tmp_path)
    assert not page.all.isEnabled()
    settled()
    assert len(list(tmp_path.glob("*.pdf"))) == 17
    assert page.said.text().startswith("已装好 17 盒,共 ")
    assert page.all.isEnabled()


def test_stopping_leaves_what_was_written(qtbot: QtBot, place: Workplace, settled: Callable[[], None], tmp_path: Path) -> None:
    page = page_of(qtbot, place, settled)
    page.write_all(tmp_path)
    qtbot.waitUntil(lambda: len(list(tmp_path.glob("*.pdf"))) >= 1, timeout=20000)
    page.stop.click()
    settled()
    assert 1 <= len(list(tmp_path.glob("*.pdf"))) < 17
    assert page.said.text().startswith("已停止装盒")


def test_the_summary_is_printed_and_saved(qtbot: QtBot, place: Workplace, settled: Callable[[], None], tmp_path: Path) -> None:
    page = page_of(qtbot, place, settled)
    wanted: list[tuple[Callable[[], object], str]] = []
    page.print_wanted.connect(lambda make, name: wanted.append((make, name)))
    page.summary.print_summary()
    assert getattr(wanted[0][0](), "landscape", False)
    page.summary.save_workbook(tmp_path / "汇总.xlsx")
    settled()
    book = load_workbook(tmp_path / "汇总.xlsx")
    assert book.active["A17"].value == 15
    form = Workbook()
    form.active.append(["序号", "任务", "完成情况"])
    form.save(tmp_path / "上级.xlsx")
    page.summary.fill_form(tmp_path / "上级.xlsx", tmp_path / "填好.xlsx")
    settled()
    assert load_workbook(tmp_path / "填好.xlsx").active["A16"].value == 15
    (notice,) = page.findChildren(FilledNotice)
    assert "已写入 15 行" in notice.text()
    notice.done(0)
