"""台账盒 on its page: listed by task, one looked at, all written with progress, stopped between two."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pytestqt.qtbot import QtBot

from jlt_desktop import app
from jlt_desktop.gui.box_page import BoxPage
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
    assert len(list(tmp_path.iterdir())) == 17
    assert page.said.text().startswith("已装好 17 盒,共 ")
    assert page.all.isEnabled()


def test_stopping_leaves_what_was_written(qtbot: QtBot, place: Workplace, settled: Callable[[], None], tmp_path: Path) -> None:
    page = page_of(qtbot, place, settled)
    page.write_all(tmp_path)
    qtbot.waitUntil(lambda: len(list(tmp_path.iterdir())) >= 1, timeout=20000)
    page.stop.click()
    settled()
    assert 1 <= len(list(tmp_path.iterdir())) < 17
    assert page.said.text().startswith("已停止装盒")
