"""填入上级表格: from the menu of a ledger's page to the saved file, and what is said about it."""

from __future__ import annotations

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QFileDialog, QMessageBox

from jlt_desktop.gui.filled_notice import FilledForm, FilledNotice
from jlt_desktop.gui.ledger_page import LedgerPage


@pytest.fixture
def page(place, qtbot, settled):
    made = LedgerPage(place, place.office.ledgers["student"])
    qtbot.addWidget(made)
    made.show()
    settled()
    return made


def titles(page):
    return [action.text() for button in page.output.buttons()[:1] for action in button.menu().actions()]


def notice(page):
    (found,) = (one for one in page.findChildren(FilledNotice) if one.isVisible())
    return found


def test_what_is_listed_goes_into_the_form_and_gaps_are_said(page, settled, rosters, tmp_path, monkeypatch):
    assert "填入上级表格(&F)…" in titles(page)
    target = tmp_path / "已填.xlsx"
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(rosters / "bureau_form.xlsx"), ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    box = page.filters["sex"]
    box.setCurrentIndex(box.findData("female"))
    box.activated.emit(box.currentIndex())
    settled()
    page.output.choose_form()
    settled()
    said = notice(page)
    count = page.model.rowCount()
    assert said.text() == f"已写入 {count} 行,回读一致。存为“已填.xlsx”。"
    assert said.informativeText().startswith("台账里没有、留空的列:实际监护人、与儿童关系、监护情况。\n")
    rows = [row for row in load_workbook(target).active.iter_rows(min_row=5, values_only=True) if isinstance(row[0], int)]
    assert len(rows) == count
    assert {row[2] for row in rows} == {"女"}
    assert {one.text() for one in said.buttons()} == {"打开这张表(&O)", "知道了"}
    said.close()


def test_nothing_happens_without_a_choice(page, settled, rosters, tmp_path, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    page.output.choose_form()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(rosters / "bureau_form.xlsx"), ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    page.output.choose_form()
    settled()
    assert page.findChildren(FilledNotice) == []


def test_a_form_that_cannot_be_filled_is_said_and_nothing_saved(page, settled, rosters, tmp_path, tasks, qtbot):
    said = []
    tasks.failed.disconnect()
    tasks.failed.connect(said.append)
    page.output.fill_form(rosters / "class_teacher.xls", tmp_path / "已填.xlsx")
    settled()
    assert "另存为 xlsx" in said[0].todo
    assert list(tmp_path.glob("*.xlsx")) == []


def test_every_column_filled_is_said_too(qtbot, tmp_path):
    made = FilledNotice(FilledForm(tmp_path / "甲.xlsx", 3, (), ()), None)
    qtbot.addWidget(made)
    assert made.informativeText() == "每一列都填到了。"
    assert made.icon() == QMessageBox.Icon.Information


def test_a_ledger_that_only_counts_has_no_such_entry(open_as, tasks, look, program, qtbot):
    from jlt_desktop.gui.workplace import Workplace

    office = open_as("counselor")
    ledger = next(one for one in office.ledgers.values() if one.counts_only)
    made = LedgerPage(Workplace(office, tasks, look, program), ledger)
    qtbot.addWidget(made)
    assert "填入上级表格(&F)…" not in titles(made)
