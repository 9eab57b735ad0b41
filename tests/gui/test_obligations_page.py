"""任务总览 by keyboard: from a due to its obligation, to its records and back; the default changed; the year; the workbook."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from jlt_desktop import app
from jlt_desktop.gui.look import Look
from jlt_desktop.gui.main_window import MainWindow
from jlt_desktop.gui.obligations_page import ObligationsPage
from jlt_desktop.gui.record_form import RecordForm
from jlt_desktop.gui.tasks import Tasks
from jlt_desktop.services import demo
from jlt_desktop.vault.kdf import KdfCost

FAST = KdfCost(1024, 1, 1)
TODAY = date(2026, 11, 24)


@pytest.fixture
def window(qtbot, qapp, program, tmp_path):
    folder = tmp_path / "invented"
    app.build_demo(folder, 40, 5, TODAY, FAST)
    user = next(one for one in demo.USERS if one.role == "clerk")
    office = app.open_office(folder, user.name, user.password, floor=FAST, today=lambda: TODAY)
    tasks = Tasks()
    made = MainWindow(office, tasks, Look(qapp, program.resources), program)
    made.show()
    qtbot.waitUntil(lambda: tasks.idle)
    yield made
    made.close()
    tasks.close()
    office.close()


def page_of(qtbot, window) -> ObligationsPage:
    window.go("obligations")
    page = window.stack.currentWidget()
    assert isinstance(page, ObligationsPage)
    qtbot.waitUntil(lambda: page.tree.topLevelItemCount() > 0 and window.place.tasks.idle)
    return page


def test_a_due_leads_to_its_obligation(qtbot, window):
    home = window.stack.currentWidget()
    qtbot.waitUntil(lambda: home._whole)
    due = next(one for one in home._dues if one.page.startswith("obligations:"))
    window.place.page_wanted.emit(due.page)
    page = window.stack.currentWidget()
    qtbot.waitUntil(lambda: page.detail.standing is not None and window.place.tasks.idle)
    assert f"obligations:{page.detail.standing.obligation.id}" == due.page
    assert page.detail.standing.words in due.text


def test_every_task_and_every_obligation_is_there_with_its_words(qtbot, window):
    page = page_of(qtbot, window)
    assert page.tree.topLevelItemCount() == 8, "six actions, the school as a whole, the law"
    seen = []
    for item in page._tasks():
        page.tree.setCurrentItem(item)
        model = page.table.rows
        for row in range(model.rowCount()):
            seen.append(model.index(row, 0).data())
            assert model.index(row, 2).data()
            assert model.index(row, 2).data(Qt.ItemDataRole.AccessibleTextRole)
    assert len(seen) == len(set(seen)) == 83


def test_enter_goes_from_task_to_obligation_to_record_and_back(qtbot, window):
    page = page_of(qtbot, window)
    page.show_one("O-14d")
    qtbot.waitUntil(lambda: bool(page.detail._lines))
    window.activateWindow()
    page.tree.setFocus()
    qtbot.keyClick(page.tree, Qt.Key.Key_Return)
    assert window.focusWidget() is page.table
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert window.focusWidget() is page.detail.records
    qtbot.keyClick(page.detail.records, Qt.Key.Key_Return)
    assert window.stack.currentWidget() is not page
    window.back()
    assert window.stack.currentWidget() is page


def test_what_is_lacking_is_listed(qtbot, window):
    page = page_of(qtbot, window)
    page.show_one("O-10d")
    qtbot.waitUntil(lambda: window.place.tasks.idle)
    page.detail.lacking.click()
    qtbot.waitUntil(lambda: page.detail._count.text().startswith("还缺"))
    assert len(page.detail._lines) == len(page.detail.standing.unmet)


def test_the_plans_own_numbers_cannot_be_changed_and_a_default_can(qtbot, window):
    page = page_of(qtbot, window)
    page.show_one("O-03a")
    assert not page.detail.adjust.isEnabled()
    page.show_one("O-10g")
    assert page.detail.adjust.isEnabled()
    page.detail.adjust.click()
    qtbot.waitUntil(lambda: any(isinstance(one, RecordForm) for one in window.windows.open))
    form = next(one for one in window.windows.open if isinstance(one, RecordForm))
    assert "O-10g" in [one.text() for one in form.findChildren(QLineEdit)]
    assert "1" in [one.text() for one in form.findChildren(QLineEdit)]


def test_the_counselors_part_has_no_number(qtbot, window):
    page = page_of(qtbot, window)
    page.show_one("O-06a")
    qtbot.waitUntil(lambda: window.place.tasks.idle)
    assert page.table.current().words == "由心理教师办理"
    assert page.detail._count.text() == "这一项由心理教师办理,这里不显示数字。"
    assert page.detail.records.rows.rowCount() == 0


def test_the_year_is_shown_and_leads_back(qtbot, window, tmp_path):
    page = page_of(qtbot, window)
    page.year.setChecked(True)
    qtbot.waitUntil(lambda: page.year_table.rows.rowCount() == 83)
    page.which.setCurrentIndex(1)
    qtbot.waitUntil(lambda: window.place.tasks.idle)
    page.save_workbook(tmp_path / "year.xlsx")
    qtbot.waitUntil((tmp_path / "year.xlsx").exists)
    page.year_table.selectRow(10)
    wanted = page.year_table.current()
    page._from_year()
    assert page.detail.standing.obligation.id == wanted
    assert not page.year.isChecked()
