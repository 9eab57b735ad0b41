"""Moving up in September and destroying what is past its time, as a clerk works the windows."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from jlt_desktop import app
from jlt_desktop.domain.document import Document
from jlt_desktop.gui import say
from jlt_desktop.gui.help_window import HelpWindow
from jlt_desktop.gui.main_window import MainWindow
from jlt_desktop.gui.promotion_wizard import PromotionWizard
from jlt_desktop.gui.retention_page import RetentionPage
from jlt_desktop.gui.workplace import Workplace
from jlt_desktop.services.desk import Desk
from jlt_desktop.services.promoting import promotions, waiting
from jlt_desktop.services.retention import destructions

FILE = {
    "categories": "留守儿童", "basis": "学校摸排", "opened_on": "2024-03-01", "guardianship_type": "祖辈", "guardianship_eval": "一般",
    "body": "健康", "edu_status": "小学",
}  # fmt: skip


@pytest.fixture
def yes(monkeypatch):
    asked = []

    def answer(_parent, what, *_more):
        asked.append(what)
        return True

    monkeypatch.setattr(say, "ask", answer)
    return asked


@pytest.fixture
def office(school):
    made = app.open_office(school.folder, *school.people["clerk"], floor=school.cost, today=lambda: date(2026, 9, 2))
    desk, pupils = Desk(made), made.ledgers["student"]
    for year, room, names in ((2025, 1, "甲乙丙"), (2024, 1, "丁戊己"), (2024, 2, "庚辛"), (2020, 1, "壬癸子丑")):
        for name in names:
            given = {"name": f"王小{name}", "sex": "男", "birth_date": f"{year - 7}-05-06", "entry_year": year, "class_no": room}
            desk.save(pupils, given)
    yield made
    made.close()


@pytest.fixture
def place(office, tasks, look, program):
    return Workplace(office, tasks, look, program)


@pytest.fixture
def window(place, qtbot, settled):
    made = MainWindow(place.office, place.tasks, place.look, place.program)
    qtbot.addWidget(made)
    made.show()
    settled()
    return made


def wizard(window, settled):
    window._command("promote")
    settled()
    found = window.windows.open[-1]
    assert isinstance(found, PromotionWizard)
    return found


def texts(table):
    model = table.model()
    return [tuple(model.index(row, column).data() for column in range(model.columnCount())) for row in range(model.rowCount())]


def add(qtbot, page, typed, way, room=""):
    """One exception, by the keyboard alone."""
    page.line.setFocus()
    qtbot.keyClicks(page.line, typed)
    qtbot.waitUntil(page.line.hits.isVisible)
    qtbot.keyClick(page.line, Qt.Key.Key_Return)
    page.way.setCurrentIndex(page.way.findText(way))
    qtbot.keyClick(page.way, Qt.Key.Key_Return)
    qtbot.keyClicks(page.room, room)
    qtbot.keyClick(page.room, Qt.Key.Key_Return)


def test_moving_up_with_exceptions_then_taken_back(window, settled, qtbot, yes):
    dialog = wizard(window, settled)
    assert texts(dialog.classes.table) == [
        ("一年级1班", "二年级1班", "3", "3", "无"),
        ("二年级1班", "三年级1班", "3", "3", "无"),
        ("二年级2班", "三年级2班", "2", "2", "无"),
        ("六年级1班", "毕业", "4", "4", "无"),
    ]
    dialog.onward.click()
    page = dialog.exceptions
    add(qtbot, page, "wangxiaoding", "留级")
    settled()
    add(qtbot, page, "wangxiaowu", "转班", "4.1")
    settled()
    assert not dialog.onward.isEnabled()
    assert "1 人" in dialog.reason.text()
    add(qtbot, page, "wangxiaowu", "转班", "302")
    settled()
    assert [row[:4] for row in texts(page.table)] == [
        ("王小丁", "留级", "二年级1班", "二年级1班"),
        ("王小戊", "转班", "二年级1班", "三年级2班"),
    ]
    add(qtbot, page, "wangxiaogeng", "留级")
    settled()
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    settled()
    assert len(texts(page.table)) == 2
    dialog.onward.click()
    shown = texts(dialog.rows.table)
    assert [row[1] for row in shown] == ["留级", "转班", "毕业", "毕业", "毕业", "毕业"]
    dialog.onward.click()
    settled()
    assert dialog.place == 3
    assert waiting(window.place.office).changed == len(shown)
    dialog.done_page.undo.click()
    settled()
    assert "6 条" in dialog.done_page._more.text()
    assert promotions(window.place.office) == []
    assert yes == ["要撤销这次升级吗?"]
    dialog.onward.click()


def test_what_waits_is_confirmed_another_day(window, settled, yes, qtbot):
    dialog = wizard(window, settled)
    for _ in range(3):
        dialog.onward.click()
        settled()
    dialog.reject()
    again = wizard(window, settled)
    assert again.place == 3
    again.done_page.confirm.click()
    settled()
    assert "已确认" in again.done_page._said.text()
    assert waiting(window.place.office) is None
    again.onward.click()
    third = wizard(window, settled)
    assert "已经办过并确认" in third.problem.text()
    qtbot.keyClick(third, Qt.Key.Key_F1)
    assert isinstance(window.windows.open[-1], HelpWindow)
    third.reject()


def test_the_ledgers_menu_leads_there(window, settled):
    window.go("student")
    settled()
    page = window.stack.currentWidget()
    action = next(one for one in page._row_menu.actions() if "九月升级" in one.text())
    action.trigger()
    settled()
    assert isinstance(window.windows.open[-1], PromotionWizard)


@pytest.fixture
def late(school, tasks, look, program, qtbot, settled):
    """The clerk years later, with files past their day, and the page."""
    office = app.open_office(school.folder, *school.people["clerk"], floor=school.cost, today=lambda: date(2030, 10, 1))
    desk = Desk(office)
    for name in "甲乙丙":
        pupil = {"name": f"王小{name}", "sex": "男", "birth_date": "2014-05-06", "enrol_status": "毕业", "status_from": "2026-07-15"}
        file = {**FILE, "student": desk.save(office.ledgers["student"], pupil).id}
        desk.save(office.ledgers["care_file"], {**file, "closed_on": "2026-08-01", "closed_reason": "毕业"})
    place = Workplace(office, tasks, look, program)
    page = RetentionPage(place, school.cost)
    qtbot.addWidget(page)
    page.resize(1130, 700)
    page.show()
    settled()
    yield page
    settled()
    office.close()


def test_proposed_dropped_and_confirmed_by_the_second_persons_passphrase(late, settled, yes, school, qtbot):
    page, office = late, late._place.office
    made = []
    page._place.dialog_made.connect(made.append)
    assert [row[0] for row in texts(page.due)] == ["留守与特殊儿童"] * 3
    assert "王小" not in str(texts(page.due))
    page.due.selectAll()
    page.propose.click()
    settled()
    page.drop.click()
    settled()
    assert [row[4] for row in texts(page.past)] == ["已撤回"]
    page.due.clearSelection()
    assert not page.propose.isEnabled()
    page.due.selectRow(0)
    page.propose.click()
    settled()
    assert (len(texts(page.due)), [row[4] for row in texts(page.past)]) == (2, ["待确认", "已撤回"])
    page.confirm.click()
    dialog = made[-1]
    dialog.show()
    assert isinstance(dialog, QDialog)
    assert [dialog.who.itemText(row) for row in range(dialog.who.count())] == ["钱心理", "孙校长"]
    assert not dialog.agree.isEnabled()
    dialog.who.setCurrentText("孙校长")
    dialog.password.setText("不对的口令呀不对")
    dialog.agree.click()
    settled()
    assert "口令不对" in dialog.problem.text()
    dialog.password.setText(school.people["principal"][1])
    dialog.agree.click()
    settled()
    assert destructions(office)[0].confirmed_by == "孙校长"
    assert page.said.text().startswith("已销毁档案 1 份")
    assert Desk(office).page(office.ledgers["care_file"]).total == 2
    papers = []
    page.print_wanted.connect(lambda document, _name: papers.append(document()))
    page.past.selectRow(0)
    page.paper.click()
    assert isinstance(papers[0], Document)
    assert papers[0].title == "销毁清册"


def test_the_navigation_leads_to_what_is_due(window, settled):
    window.go("retention")
    settled()
    page = window.stack.currentWidget()
    assert isinstance(page, RetentionPage)
    assert page._nothing.text() == "现在没有到期的档案。"
