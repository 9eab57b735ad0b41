"""The principal's own list: no way to carry it away, a case under seal is asked about before it is shown and gone when it is sealed."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QInputDialog, QLabel, QPushButton

from jlt_desktop.gui.file_page import FilePage
from jlt_desktop.gui.main_window import MainWindow
from jlt_desktop.gui.navigation import commands
from jlt_desktop.gui.workplace import Workplace
from jlt_desktop.services.desk import Desk

CASE = {
    "name": "周小满", "found_on": "2026-11-02", "kind": "不良行为", "behaviours": "沉迷网络", "state": "校内管理教育", "facts": "网吧里找到的",
}  # fmt: skip


@pytest.fixture
def main(open_as, program, look, tasks, qtbot, settled):
    office = open_as("principal")
    ledger = next(one for one in office.ledgers.values() if one.unlisted)
    record = Desk(office).save(ledger, CASE).id
    place = Workplace(office, tasks, look, program)
    window = MainWindow(office, place.tasks, look, program)
    qtbot.addWidget(window)
    window.show()
    settled()
    return window, ledger, record


def words(widget) -> str:
    return " ".join(one.text() for one in (*widget.findChildren(QLabel), *widget.findChildren(QPushButton)) if one.isVisible())


def test_the_list_has_numbers_and_nothing_that_carries_it_away(main, settled):
    window, ledger, _record = main
    window.go(ledger.key)
    settled()
    page = window.stack.currentWidget()
    assert page.model.rowCount() == 1
    assert "导出" not in words(page)
    assert "导入" not in words(page)
    cells = [page.model.data(page.model.index(0, column)) for column in range(page.model.columnCount())]
    assert "周小满" not in str(cells)
    assert "周小满" not in window.windowTitle()
    assert not any(one.key == f"import:{ledger.key}" for one in commands(window.place.office))


def test_a_case_is_sealed_and_leaves_the_screen_and_is_read_for_a_reason_only(main, settled, monkeypatch):
    window, ledger, record = main
    office = window.place.office
    window.open_record(ledger.key, record)
    settled()
    page = window.stack.currentWidget()
    assert isinstance(page, FilePage)
    assert "网吧里找到的" in words(page)
    assert "周小满" not in page._title.text()
    Desk(office).save(ledger, {"state": "已封存", "closed_on": "2026-11-20", "closed_why": "已改正"}, record_id=record)
    window.place.changed.emit(ledger.key)
    settled()
    assert not isinstance(window.stack.currentWidget(), FilePage), "sealed while it was shown"
    given = iter([None, "看看", "公安机关依法查询,示公字3号"])
    asked = []

    def answer(dialog):
        asked.append(dialog.labelText())
        text = next(given)
        dialog.setTextValue(text or "")
        return text is not None

    monkeypatch.setattr(QInputDialog, "exec", answer)
    window.open_record(ledger.key, record)
    settled()
    assert "网吧" not in words(window), "thought better of it"
    window.open_record(ledger.key, record)
    window.place.tasks.failed.disconnect()
    settled()
    assert "网吧" not in words(window), "two characters are no reason"
    window.open_record(ledger.key, record)
    settled()
    settled()
    assert "网吧里找到的" in words(window)
    assert len(asked) == 3
    assert "封存" in asked[0]


def test_what_is_copied_from_behind_a_key_is_journalled_and_leaves_the_clipboard_again(open_as, program, look, tasks, qtbot, settled):
    office = open_as("counselor")
    ledger = next(one for one in office.ledgers.values() if one.tracked)
    case = {"name": "周小满", "found_on": "2026-11-02", "source": "测评", "concerns": "睡眠", "state": "初筛"}
    Desk(office).save(ledger, case)
    window = MainWindow(office, tasks, look, program)
    qtbot.addWidget(window)
    window.show()
    window.go(ledger.key)
    settled()
    page, clip = window.stack.currentWidget(), QGuiApplication.clipboard()
    page.table.selectRow(0)
    page.chosen_rows.copier.copy()
    settled()
    assert "周*满" in clip.text()
    assert "周小满" not in clip.text()
    (event, *_) = office.store(ledger).journal.events(1)
    assert (event["action"], event["object"], event["records"]) == ("复制", ledger.key, 1)
    window.place.clip.watch(0)
    qtbot.waitUntil(lambda: clip.text() == "")
    page.chosen_rows.copier.copy()
    clip.setText("别人放的")
    window.place.clip.clear()
    assert clip.text() == "别人放的", "what somebody put there since is left alone"
    page.chosen_rows.copier.copy()
    settled()
    window.close()
    assert clip.text() == "", "nothing outlives the lock"


def test_no_row_of_the_principals_list_is_copied(main, settled):
    window, ledger, _record = main
    window.go(ledger.key)
    settled()
    page = window.stack.currentWidget()
    page.table.selectRow(0)
    QGuiApplication.clipboard().setText("从前的")
    page.chosen_rows.copier.copy()
    assert QGuiApplication.clipboard().text() == "从前的"
