"""The papers a part has of its own, and those of the school's page, are reached from the window."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QMenu, QPushButton

from jlt_desktop.domain.minutes import Minutes
from jlt_desktop.gui import file_output
from jlt_desktop.gui.file_page import FilePage
from jlt_desktop.gui.main_window import MainWindow
from jlt_desktop.gui.print_preview import PrintPreview
from jlt_desktop.gui.workplace import Workplace
from jlt_desktop.services.desk import Desk


@pytest.fixture
def counselor(open_as, tasks, look, program):
    return Workplace(open_as("counselor"), tasks, look, program)


def titles(menu):
    return [one.text() for one in menu.actions() if one.text()]


def test_a_referral_is_printed_from_its_card(counselor, qtbot, settled, monkeypatch):
    office, desk = counselor.office, Desk(counselor.office)
    case = desk.save(
        office.ledgers["concern"], {"name": "周小一", "found_on": "2026-10-5", "source": "测评", "concerns": "睡眠", "state": "初筛"}
    )
    desk.save(office.ledgers["referral"], {"kind": "常规转介", "t_found": "2026-11-02 10:00"}, parent=case.id)
    desk.save(office.ledgers["follow_up"], {"month": "2026-10", "mood": "波动", "interventions": "个别辅导"}, parent=case.id)
    page = FilePage(counselor, office.ledgers["concern"], case.id)
    qtbot.addWidget(page)
    page.show()
    settled()
    prints = [one for one in page.findChildren(QPushButton) if one.text() == "打印"]
    assert [one.property("event")[0] for one in prints] == ["referral"], "a month has no paper of its own"
    prints[0].click()
    menu = next(one for one in page.findChildren(QMenu) if one.isVisible())
    assert titles(menu) == ["转介与危机(全部内容)", "转介单", "告知书(给家长)", "存成 Excel…", "密封送给指定的一个人…"]
    asked = []
    monkeypatch.setattr(file_output, "ask_reason", lambda _page, *, named: asked.append(named) or "交接诊医院")
    with qtbot.waitSignal(page.print_wanted) as wanted:
        next(one for one in menu.actions() if one.text() == "转介单").trigger()
    menu.close()
    assert wanted.args[1] == "转介单"
    made = wanted.args[0]()
    assert not isinstance(made, Minutes)
    assert "转介" in made.title
    assert asked == [office.ledgers["referral"].styles["slip"].named]


def test_the_schools_page_is_printed(place, qtbot, settled):
    window = MainWindow(place.office, place.tasks, place.look, place.program)
    qtbot.addWidget(window)
    window.show()
    window.go("school")
    settled()
    page = window.stack.currentWidget().findChild(FilePage)
    page.output.print_record("card")
    settled()
    assert any(isinstance(one, PrintPreview) for one in window.windows.open)
