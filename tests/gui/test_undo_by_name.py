"""撤销 by name: what was saved, thrown away or brought back a moment ago goes back with Ctrl+Z, one deed after the other."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton

from jlt_desktop.domain.errors import UserError
from jlt_desktop.gui.main_window import MainWindow
from jlt_desktop.services.desk import Desk
from jlt_desktop.services.taking_back import CHANGED, deed_of, take_back


@pytest.fixture
def window(place, qtbot, settled):
    made = MainWindow(place.office, place.tasks, place.look, place.program)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    settled()
    return made


@pytest.fixture
def staff(window):
    return window.place.office.ledgers["staff"]


def shown(window):
    return window.toast._text.text()


def press_undo(window, qtbot, settled):
    with qtbot.waitActive(window):
        window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settled()
    settled()


def edited(window, settled, ledger, record, **values):
    window.place.want_form(ledger, record)
    settled()
    form = window.windows.open[-1]
    for name, value in values.items():
        form.fields.editors[name].put(value, str(value))
        form.fields.editors[name].edited.emit()
    form.save()
    settled()
    settled()


def test_deed_after_deed_goes_back_by_its_name(window, qtbot, settled, staff):
    desk, store = window.place.desk, window.place.office.store(staff)
    first = desk.page(staff, limit=1).records[0]
    edited(window, settled, "staff", first.id, staff_name="孙小老师")
    assert shown(window) == "已修改教职工“孙小老师”。"
    edited(window, settled, "staff", "", staff_name="钱老师", post=("class_teacher",))
    assert shown(window) == "已新增教职工“钱老师”。"
    button = next(one for one in window.toast.findChildren(QPushButton) if one.isVisibleTo(window.toast))
    assert (button.text(), button.accessibleName()) == ("撤销(&Z)", "撤销:新增教职工“钱老师”")
    press_undo(window, qtbot, settled)
    assert shown(window) == "已撤销:新增教职工“钱老师”。"
    assert [one.text("staff_name") for one in desk.page(staff).records] == ["孙小老师"]
    press_undo(window, qtbot, settled)
    assert shown(window) == "已撤销:修改教职工“孙小老师”。"
    assert desk.get(staff, first.id).text("staff_name") == "孙老师"
    press_undo(window, qtbot, settled)
    assert shown(window).startswith("没有可以撤销的")
    assert [one.action for one in desk.history(staff, first.id)][:1] == ["恢复到以前的版本"], "the history goes on"
    assert store.journal.broken_at() == 0


def test_what_was_thrown_away_comes_back_from_the_notice(window, qtbot, settled, staff):
    desk = window.place.desk
    first = desk.page(staff, limit=1).records[0]
    window.go("staff")
    settled()
    window.stack.currentWidget().chosen_rows.remove()
    settled()
    assert shown(window) == "已把教职工“孙老师”移到回收站。"
    assert desk.get(staff, first.id).removed_at
    next(one for one in window.toast.findChildren(QPushButton) if one.property("run") and one.isVisibleTo(window.toast)).click()
    settled()
    assert not desk.get(staff, first.id).removed_at
    assert shown(window) == "已撤销:把教职工“孙老师”移到回收站。"


def test_what_was_changed_since_stays_and_is_said(window, qtbot, settled, staff):
    desk = window.place.desk
    first = desk.page(staff, limit=1).records[0]
    edited(window, settled, "staff", first.id, staff_name="孙小老师")
    desk.save(staff, {"staff_name": "孙大老师"}, record_id=first.id)
    press_undo(window, qtbot, settled)
    assert "“修改教职工“孙小老师””不能撤销。" in shown(window)
    assert "后来又改过" in shown(window)
    assert desk.get(staff, first.id).text("staff_name") == "孙大老师"


def test_one_entry_for_several_files_goes_back_from_all_of_them(window, qtbot, settled):
    office, desk = window.place.office, window.place.desk
    care, contact = office.ledgers["care_file"], office.ledgers["contact_log"]
    values = dict(desk.page(care, limit=1).records[0].values) | {"file_no": None, "category_dates": None}
    known = values["student"]
    others = [one.id for one in desk.page(office.ledgers["student"], limit=3).records if one.id != known][:2]
    files = [desk.page(care, limit=1).records[0].id, *(desk.save(care, {**values, "student": one}).id for one in others)]
    window.windows.open_for_several("contact_log", files)
    settled()
    form = window.windows.open[-1]
    for name, value in (("channel", "talk"), ("with_whom", ("child",)), ("summary", "一切都好")):
        form.fields.editors[name].put(value, str(value))
    form.save()
    settled()
    settled()
    assert office.store(contact).page(contact).total == 3
    assert shown(window).endswith("等 3 条”。")
    press_undo(window, qtbot, settled)
    assert office.store(contact).page(contact).total == 0


def test_a_form_that_changed_nothing_says_so(window, qtbot, settled, staff):
    first = window.place.desk.page(staff, limit=1).records[0]
    edited(window, settled, "staff", first.id)
    assert shown(window) == "教职工没有改动。"


def test_what_is_sealed_is_not_taken_back(window, staff):
    office, desk = window.place.office, Desk(window.place.office)
    meeting = office.ledgers["meeting"]
    given = {"title": "第一次会议", "kind": "家委会全体", "start": "2026-11-20 14:30", "place": "会议室", "chair": "魏", "recorder": "郑",
             "due_count": "3", "present_count": "3"}  # fmt: skip
    made = desk.save(meeting, given)
    signed = {"signed_record_on": "2026-11-20", "minutes_no": "〔2026〕1号", "signed_by": "孙", "signed_on": "2026-11-21"}
    desk.save(meeting, signed, record_id=made.id)
    deed = deed_of(office, meeting, [made.id], CHANGED)
    assert deed.final
    window.place.deed_done.emit(deed)
    assert shown(window) == "已修改会议“第一次会议”。"
    assert not [one for one in window.toast.findChildren(QPushButton) if one.isVisibleTo(window.toast)], "nothing is offered that cannot be"
    with pytest.raises(UserError, match="已封存"):
        take_back(office, deed)
    assert desk.get(meeting, made.id).text("minutes_no") == "〔2026〕1号"


def test_the_z_of_a_line_is_its_own(window, qtbot, settled, staff):
    first = window.place.desk.page(staff, limit=1).records[0]
    edited(window, settled, "staff", first.id, staff_name="孙小老师")
    window.go("staff")
    settled()
    line = window.stack.currentWidget().search
    assert isinstance(line, QLineEdit)
    line.setFocus()
    qtbot.keyClicks(line, "sun")
    qtbot.keyClick(line, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settled()
    assert window.place.desk.get(staff, first.id).text("staff_name") == "孙小老师"


def test_nothing_is_taken_back_behind_the_cover(window, qtbot, settled, staff):
    first = window.place.desk.page(staff, limit=1).records[0]
    edited(window, settled, "staff", first.id, staff_name="孙小老师")
    window.cover()
    press_undo(window, qtbot, settled)
    assert window.place.desk.get(staff, first.id).text("staff_name") == "孙小老师"
    window.cover()
