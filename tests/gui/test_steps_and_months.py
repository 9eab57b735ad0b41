"""Steps on a file's page, one entry for several files, rows after an import, and the month sheet by keyboard."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QApplication, QPushButton

from jlt_desktop.domain.ledger import Tracking
from jlt_desktop.gui.ledger_page import LedgerPage
from jlt_desktop.gui.main_window import MainWindow
from jlt_desktop.gui.month_form import MonthForm
from jlt_desktop.gui.months_page import MonthsPage
from jlt_desktop.gui.record_form import RecordForm
from jlt_desktop.gui.workplace import Workplace
from jlt_desktop.services.desk import Desk
from jlt_desktop.vault.store import Query

CONTACT = {"at": "2026-11-20 10:00", "channel": "phone", "with_whom": ("child",), "summary": "一切都好"}


@pytest.fixture
def window(place, qtbot, settled):
    made = MainWindow(place.office, place.tasks, place.look, place.program)
    qtbot.addWidget(made)
    made.show()
    settled()
    return made


def care(window):
    return window.place.office.ledgers["care_file"]


def first_file(window):
    return window.place.desk.page(care(window), limit=1).records[0].id


def button(qtbot, widget, words):
    """A button of those words; what a page has just put into itself is shown a moment later."""

    def found():
        return [one for one in widget.findChildren(QPushButton) if one.text() == words and one.isVisibleTo(widget)]

    qtbot.waitUntil(lambda: bool(found()))
    return found()[0]


def test_a_file_is_closed_through_its_step_and_the_page_says_so(window, settled, qtbot):
    record = first_file(window)
    window.open_record("care_file", record)
    settled()
    page = window.stack.currentWidget()
    assert any(one.text() == "强制报告" and one.property("kind") == "danger" for one in page.findChildren(QPushButton))
    button(qtbot, page, "关闭档案").click()
    settled()
    form = window.windows.open[-1]
    assert isinstance(form, RecordForm)
    assert form.windowTitle() == "关闭档案"
    assert list(form.fields.editors) == ["closed_on", "closed_reason"]
    form.save()
    settled()
    assert form.isVisible(), "a reason is missing"
    form.fields.editors["closed_reason"].put("returned", "父母返乡")
    form.save()
    settled()
    assert window.place.desk.get(care(window), record).get("closed_reason") == "returned"
    assert button(qtbot, page, "重新打开")
    assert not [one for one in page.findChildren(QPushButton) if one.text() == "关闭档案" and one.isVisibleTo(page)]


def test_a_sign_ticked_in_a_contact_opens_the_report_at_once(window, settled, qtbot, monkeypatch):
    record = first_file(window)
    window.open_record("care_file", record)
    settled()
    window.place.want_form("contact_log", parent=record, given={**CONTACT, "at": datetime(2026, 11, 20, 10), "signs": ("abandoned",)})
    settled()
    said = []
    monkeypatch.setattr(window.windows, "warn", said.extend)
    form = window.windows.open[-1]
    form.save()
    settled()
    assert not _shown(form), form._summary.text()
    report = next(
        one for one in window.windows.open if isinstance(one, RecordForm) and one.windowTitle() == "新增强制报告" and one.isVisible()
    )
    assert "110" in said[0]
    assert report.fields.raw()["signs"] == ("abandoned",)
    assert report.fields.raw()["facts"] == "一切都好"


def test_one_form_for_several_chosen_files(window, settled, qtbot):
    office, desk = window.place.office, window.place.desk
    pupils = desk.page(office.ledgers["student"], limit=4).records[1:]
    file = dict(desk.page(care(window), limit=1).records[0].values) | {"file_no": None, "category_dates": None}
    made = [desk.save(care(window), {**file, "student": one.id}).id for one in pupils]
    window.go("care_file")
    settled()
    page = window.stack.currentWidget()
    assert isinstance(page, LedgerPage)
    rows = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    page.table.setSelectionMode(page.table.SelectionMode.ExtendedSelection)
    page.table.selectionModel().clearSelection()
    for row in range(page.model.rowCount()):
        if page.model.id_at(row) in made:
            page.table.selectionModel().select(page.model.index(row, 0), rows)
    action = next(one for one in page._row_menu.actions() if one.text().startswith("给选中的各记一条关爱联系"))
    action.trigger()
    settled()
    form = window.windows.open[-1]
    form.fields.put({**form.fields.raw(), **CONTACT}, {"at": "2026-11-20 10:00", "summary": "一切都好"})
    form.save()
    settled()
    store = office.store(office.ledgers["contact_log"])
    assert {one.parent for one in store.page(office.ledgers["contact_log"]).records} == set(made)


def test_after_an_import_the_page_shows_just_what_came_in_whatever_was_filtered(window, settled):
    window.go("student")
    settled()
    page = window.stack.currentWidget()
    page.search.setText("没有这个人")
    page.reload()
    settled()
    assert page.model.rowCount() == 0
    chosen = [one.id for one in window.place.desk.page(window.place.office.ledgers["student"], limit=2).records]
    window.place.rows_wanted.emit("student", tuple(chosen))
    settled()
    assert {page.model.id_at(row) for row in range(page.model.rowCount())} == set(chosen)
    assert page.sieve._all.text() == "本次导入 2 条,显示全部(&W)"
    page.sieve._all.click()
    settled()
    assert page.model.rowCount() == 41


# -- the month sheet -----------------------------------------------------------------------------------------------


class Keys:
    """Counts the keys that are pressed."""

    def __init__(self, qtbot):
        self._qtbot, self.pressed = qtbot, 0

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        self.pressed += 1
        self._qtbot.keyClick(QApplication.focusWidget(), key, modifier)


@pytest.fixture
def twelve(open_as, program, look, tasks, qtbot, settled):
    """The counselor with twelve children of whom last month is written and this month is not."""
    office = open_as("counselor")
    concern, months = office.ledgers["concern"], office.ledgers["follow_up"]
    if concern.tracked is None:
        tracked = Tracking(
            part="follow_up", month="month", followed=lambda record, month: str(record.get("found_on"))[:7] <= month, level="level",
            again=("interventions", "interventions_note", "study", "peers", "sleep", "attendance", "parent_contacts", "level_advice"),
        )  # fmt: skip
        office.ledgers["concern"] = concern = replace(concern, tracked=tracked)
    desk = Desk(office)
    for number in range(12):
        case = {
            "name": f"周小{'一二三四五六七八九十百千'[number]}", "found_on": "2026-10-5", "source": "测评", "concerns": "睡眠", "state": "初筛",
        }  # fmt: skip
        made = desk.save(concern, case).id
        # straight into the column: how a case comes onto the list is not what this is about
        office.store(concern).conn.execute("UPDATE l_concern SET f_state = 'listed', f_level = 'l3' WHERE id = ?", (made,))
        last = {"month": "2026-10", "mood": "波动", "interventions": "个别辅导、家长面谈", "study": "持平", "parent_contacts": "2"}
        written = desk.save(months, last, parent=made).id
        office.store(months).conn.execute("UPDATE l_follow_up SET created_at = '2026-10-31T01:00:00Z' WHERE id = ?", (written,))
    return Workplace(office, tasks, look, program)


def test_the_month_of_twelve_children_by_keyboard_alone(twelve, qtbot, settled):
    window = MainWindow(twelve.office, twelve.tasks, twelve.look, twelve.program)
    qtbot.addWidget(window)
    window.show()
    settled()
    window.go("months:concern")
    settled()
    page = window.stack.currentWidget()
    assert isinstance(page, MonthsPage)
    assert [line.states[-2:] for line in page.model.grid.lines] == [("已填", "待填")] * 12
    keys = Keys(qtbot)
    page.table.setFocus()
    keys.press(Qt.Key.Key_Return)
    settled()
    for _ in range(12):
        qtbot.waitUntil(lambda: any(_shown(one) for one in window.windows.open))
        form = next(one for one in window.windows.open if _shown(one))
        assert isinstance(form, MonthForm)
        assert QApplication.focusWidget() is form.fields.editors["mood"].focusProxy(), "the first thing to say is how the child is"
        keys.press(Qt.Key.Key_Down)
        keys.press(Qt.Key.Key_0, Qt.KeyboardModifier.AltModifier)
        keys.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        settled()
        qtbot.waitUntil(lambda form=form: not _shown(form))
        settled()
    months = twelve.office.ledgers["follow_up"]
    written = twelve.office.store(months).page(months, Query(where={"month": "2026-11"})).records
    assert len(written) == 12
    for one in written:
        assert (one.get("mood"), one.get("interventions"), one.get("study"), one.get("parent_contacts")) == (
            "steady", ("counselling", "parent_talk"), "same", 2,
        )  # fmt: skip
        assert one.get("by") == "钱心理"
    assert not [one for one in window.windows.open if _shown(one)], "when all is written no form opens"
    assert keys.pressed == 1 + 12 * 3, "one key to begin, three for a child whose month was like the last"
    print(f"keystrokes for twelve children: {keys.pressed}")
    settled()
    assert [line.states[-1] for line in page.model.grid.lines] == ["已填"] * 12


def _shown(form):
    from shiboken6 import isValid

    return isValid(form) and form.isVisible()


def test_what_stood_last_month_can_be_taken_line_by_line_but_not_the_mood(twelve, qtbot, settled):
    page = MonthsPage(twelve, twelve.office.ledgers["concern"])
    qtbot.addWidget(page)
    page.show()
    settled()
    forms = []
    twelve.dialog_made.connect(forms.append)
    page.open_first()
    settled()
    (form,) = forms
    form.show()
    assert form.fields.raw()["interventions"] == ""
    form.take("mood")
    form.take("interventions")
    assert form.fields.raw()["interventions"] == ("counselling", "parent_talk")
    assert form.fields.raw()["mood"] == ""
    assert not any(
        one.text().startswith("同上月") and one.accessibleName().startswith("情绪状态") for one in form.findChildren(QPushButton)
    )
    form._dirty = False
    form.close()


def test_a_report_begins_at_the_page_of_any_pupil(window, settled, qtbot, monkeypatch):
    office, desk = window.place.office, window.place.desk
    with_file = desk.get(care(window), first_file(window)).text("student")
    without = next(one.id for one in desk.page(office.ledgers["student"], limit=5).records if one.id != with_file)
    window.open_record("student", without)
    settled()
    button(qtbot, window.stack.currentWidget(), "强制报告").click()
    settled()
    form = window.windows.open[-1]
    assert list(form.fields.editors) == ["categories", "guardianship_type", "guardianship_eval", "edu_status", "body"]
    assert office.lookup.label("student", without) in form._called.text()
    assert office.lookup.label("student", without) not in form.windowTitle()
    for name, value in (("guardianship_type", "relative"), ("guardianship_eval", "poor"), ("edu_status", "primary"), ("body", "healthy")):
        form.fields.editors[name].put(value, "")
    said = []
    monkeypatch.setattr(window.windows, "warn", said.extend)
    form.save()
    settled()
    assert "110" in said[0]
    report = next(one for one in window.windows.open if isinstance(one, RecordForm) and _shown(one))
    assert report.windowTitle() == "新增强制报告"
    report.fields.editors["signs"].put(("begging",), "")
    report.save()
    settled()
    store = office.store(office.ledgers["mandatory_report"])
    (made,) = store.page(office.ledgers["mandatory_report"]).records
    assert desk.get(care(window), made.parent).text("student") == without
    window.go("home")
    settled()
    home = window.stack.currentWidget()
    home.reload()
    settled()
    place = next(number for number, one in enumerate(home._dues) if one.stays)
    items = home.tree.findItems("强制报告", Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive, 0)
    assert items, place
    home.tree.setCurrentItem(items[0])
    assert not home._later.isEnabled()
    assert not home._never.isEnabled()
    assert home._do.isEnabled()
    assert "不能推迟" in home._basis.text()
