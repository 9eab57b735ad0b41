"""Forms: made from every declaration, empty until filled, checked in place, kept as drafts, saved through the desk."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QMessageBox, QWidget

from jlt_desktop.domain.fields import Derived
from jlt_desktop.gui.record_form import RecordForm
from jlt_desktop.ledgers import ALL
from jlt_desktop.services.desk import Desk
from jlt_desktop.services.forming import start_form


def composed(line, text):
    """Type Chinese as an input method does."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(line, event)


GENERAL = [one for one in ALL if one.scope == "general"]


@pytest.fixture
def opened(place, qtbot):
    def open_form(key, record=None, parent=None):
        ledger = place.office.ledgers[key]
        form = RecordForm(place, ledger, start_form(place.office, ledger, record, parent))
        form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
        qtbot.addWidget(form, before_close_func=lambda one: setattr(one, "_dirty", False))
        with qtbot.waitActive(form):
            form.show()
            form.activateWindow()
        return form

    return open_form


@pytest.mark.parametrize("ledger", GENERAL, ids=lambda one: one.key)
def test_every_form_shows_each_field_once_and_stores_nothing_untouched(opened, ledger):
    form = opened(ledger.key)
    listed = [name for names in ledger.form.values() for name in names]
    assert list(form.fields.editors) == listed
    assert all(not value for value in form.fields.raw().values())
    for name, editor in form.fields.editors.items():
        target = editor.focusProxy() or editor
        assert target.accessibleName() or editor.accessibleName(), name


@pytest.mark.parametrize("ledger", GENERAL, ids=lambda one: one.key)
def test_tab_goes_through_the_fields_in_their_order(opened, ledger, qtbot):
    form = opened(ledger.key)
    order = []
    first = next(iter(name for name, editor in form.fields.editors.items() if editor.isEnabled()))
    form.fields.go_to(first)
    for _ in range(400):
        focused = QApplication.focusWidget()
        order += [name for name, editor in form.fields.editors.items() if focused is editor or editor.isAncestorOf(focused)]
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
        if form.fields.editors[first].isAncestorOf(QApplication.focusWidget()) and order[-1] != first:
            break
    editors = form.fields.editors
    expected = [name for name in editors if editors[name].isEnabled() and editors[name].isVisibleTo(form.fields)]
    assert list(dict.fromkeys(order)) == expected


def test_missing_fields_are_said_beside_the_field_and_nothing_is_saved(opened, settled, place):
    form = opened("student")
    form.save()
    settled()
    assert form.isVisible()
    said = {name: label.text() for name, label in form.fields.problems.items() if label.text()}
    assert set(said) == {"name", "sex", "birth_date"}
    assert said["name"] == "姓名没有填。"
    assert "还有 3 处要改" in form._summary.text()
    for name, key, text in (("sex", "female", "女"), ("birth_date", date(2018, 3, 5), "2018-03-05")):
        form.fields.editors[name].put(key, text)
        form._edited()
        form._went_on(name)
        settled()
    assert form._summary.text() == "还有 1 处要改:姓名没有填。"
    assert {name for name, label in form.fields.problems.items() if label.text()} == {"name"}, "those not mended yet stay marked"
    form.fields.editors["name"].put("周小满", "周小满")
    form._went_on("name")
    settled()
    assert not form._summary.isVisible()


def test_a_pupil_is_saved_from_the_keyboard(opened, settled, qtbot, place):
    form = opened("student")
    line = form.fields.editors["name"].focusProxy()
    line.setFocus()
    composed(line, "周小满")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    form.fields.editors["sex"].put("female", "女")
    qtbot.keyClicks(form.fields.editors["birth_date"].focusProxy(), "2018.3.5")
    saved = []
    form.saved.connect(saved.append)
    qtbot.keyClick(form, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    settled()
    assert len(saved) == 1
    values = saved[0].values
    assert (values["name"], values["sex"], str(values["birth_date"])) == ("周小满", "female", "2018-03-05")
    assert not form.isVisible()


def test_a_question_is_answered_in_the_form_and_then_saved(opened, settled, place):
    form = opened("student")
    form.fields.put({"sex": "male"}, {"name": "吴一", "id_no": "210999201803050019", "birth_date": "2018-03-06"})
    form.save()
    settled()
    assert form._asked.answers(), "a birth date that differs from the number is a question"
    for line in form._asked.findChildren(QLineEdit):
        line.setText("已核对户口本")
    saved = []
    form.saved.connect(saved.append)
    form.save()
    settled()
    assert saved
    assert saved[0].values["name"] == "吴一"


def test_enter_goes_to_the_next_field(opened, qtbot):
    form = opened("staff")
    name = form.fields.editors["staff_name"].focusProxy()
    name.setFocus()
    qtbot.keyClick(name, Qt.Key.Key_Return)
    assert form.isVisible()
    assert not name.hasFocus()


def test_the_wheel_changes_nothing_while_scrolling(opened, qtbot):
    form = opened("student")
    box = form.fields.editors["sex"].box
    assert box.focusPolicy() == Qt.FocusPolicy.StrongFocus
    assert box.currentIndex() == 0
    assert box.itemText(0) == ""


def test_the_input_method_is_off_where_digits_belong(opened):
    form = opened("student")
    off = Qt.WidgetAttribute.WA_InputMethodEnabled
    for name in ("id_no", "edu_no", "phone", "birth_date", "entry_year"):
        assert not form.fields.editors[name].focusProxy().testAttribute(off), name
    assert form.fields.editors["name"].focusProxy().testAttribute(off)


def test_what_was_typed_survives_as_a_draft_and_is_offered_again(opened, settled, place):
    form = opened("student")
    form.fields.editors["name"].line.setText("郑半截")
    form._edited()
    form.keep_draft()
    settled()
    again = opened("student")
    assert again._notice.isVisible()
    again._restore_draft()
    assert again.fields.raw()["name"] == "郑半截"
    form._dirty = again._dirty = False


def test_a_saved_form_leaves_no_draft(opened, settled, place):
    form = opened("staff")
    form.fields.put({"post": ("class_teacher",)}, {"staff_name": "何老师"})
    form._edited()
    form.keep_draft()
    form.save()
    settled()
    settled()
    assert start_form(place.office, place.office.ledgers["staff"]).draft is None


def test_closing_asks_when_something_was_typed(opened, monkeypatch):
    form = opened("staff")
    form.fields.editors["staff_name"].line.setText("某")
    form._edited()
    asked = []
    monkeypatch.setattr("jlt_desktop.gui.say.ask", lambda *words: asked.append(words) or False)
    form.reject()
    assert asked
    assert form.isVisible()


def test_a_changed_record_is_not_overwritten(opened, settled, place):
    desk, ledger = Desk(place.office), place.office.ledgers["student"]
    record = desk.page(ledger, limit=1).records[0]
    form = opened("student", record.id)
    desk.save(ledger, {"note": "别处改的"}, record_id=record.id)
    form.fields.editors["note"].area.setPlainText("窗口里的")
    form.save()
    settled()
    assert form.isVisible()
    assert "已被别处修改" in form._summary.text()
    assert desk.get(ledger, record.id).values["note"] == "别处改的"
    form._dirty = False


def test_derived_fields_are_never_typed(opened):
    for ledger in GENERAL:
        form = opened(ledger.key)
        assert not [name for name in form.fields.editors if isinstance(ledger.fields[name], Derived)]


def test_a_visit_finds_its_teachers_by_initials(opened, settled, place, qtbot):
    desk = Desk(place.office)
    care = next(one for one in place.office.ledgers.values() if one.title == "留守与特殊儿童")
    file = desk.page(care, limit=1).records[0]
    form = opened("home_visit", parent=file.id)
    line = form.fields.editors["visitors"].line
    line.setFocus()
    qtbot.keyClicks(line, "sls")
    assert [line.hits.item(n).text() for n in range(line.hits.count())] == ["孙老师"]
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert len(form.fields.raw()["visitors"]) == 1
    assert isinstance(form.fields, QWidget)
    assert form.findChildren(QLineEdit)
    assert form.findChildren(QComboBox)
    assert not form.findChildren(QMessageBox)
