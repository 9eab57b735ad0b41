"""依法应备的材料: chosen, previewed, saved; one pupil's data only with somebody who asks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from openpyxl import load_workbook
from pytestqt.qtbot import QtBot

from jlt_desktop.domain.errors import UserError
from jlt_desktop.gui.law_page import PERSON, LawPage
from jlt_desktop.gui.workplace import Workplace


def test_papers_are_chosen_previewed_and_saved(qtbot: QtBot, place: Workplace, settled: Callable[[], None], tmp_path: Path) -> None:
    page = LawPage(place)
    qtbot.addWidget(page)
    wanted: list[tuple[Callable[[], object], str]] = []
    page.print_wanted.connect(lambda make, name: wanted.append((make, name)))
    page.show()
    settled()
    assert page.table.rows.rowCount() >= 12
    page.choose("impact")
    page.save_workbook(tmp_path / "评估.xlsx")
    settled()
    assert load_workbook(tmp_path / "评估.xlsx").active["A1"].value == "个人信息保护影响评估报告"
    assert page.said.text() == "已保存“评估.xlsx”。"
    page.choose(PERSON)
    assert not page.sheet.isVisible()
    assert page.asked_by.isVisible()
    page.print_record()
    make, name = wanted[-1]
    assert name == "一名学生的全部信息"
    try:
        make()
    except UserError as error:
        assert "没有找到这名学生" in str(error)
    else:
        raise AssertionError
    office = place.office
    pupil = next(iter(office.store(office.ledgers["student"]).every(office.ledgers["student"])))
    page.pupil.put(pupil.id, office.lookup.label("student", pupil.id))
    page.asked_by.setText("某家长")
    page.print_record()
    assert getattr(wanted[-1][0](), "title", "") == "学校保存的个人信息"


def test_advice_asks_for_a_pupil_and_the_audit_for_a_year(qtbot: QtBot, place: Workplace, settled: Callable[[], None]) -> None:
    page = LawPage(place)
    qtbot.addWidget(page)
    page.show()
    settled()
    for key, year, pupil in (("advice", True, True), ("audit", True, False), (PERSON, False, True)):
        page.choose(key)
        assert (page.year.isVisible(), page.pupil.isVisible()) == (year, pupil), key
