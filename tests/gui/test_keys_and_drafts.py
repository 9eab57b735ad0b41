"""Keys of the main window, and what was typed in an open form when the office is locked: offered again after the next unlock."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from jlt_desktop.gui.file_page import FilePage
from jlt_desktop.gui.finder_popup import FinderPopup
from jlt_desktop.gui.main_window import MainWindow
from jlt_desktop.gui.record_form import RecordForm
from jlt_desktop.gui.start import Front
from jlt_desktop.gui.unlock import UnlockWindow
from jlt_desktop.services import drafts
from jlt_desktop.services.desk import Desk
from jlt_desktop.services.forming import start_form


@pytest.fixture
def window(stocked, tasks, look, program, qtbot, settled):
    made = MainWindow(stocked, tasks, look, program)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    settled()
    return made


def press(window, qtbot, key, modifier=Qt.KeyboardModifier.NoModifier):
    """Press a key where the focus is, as a person does."""
    if QApplication.activeModalWidget() is None and QApplication.activeWindow() is not window:
        # without a person nobody brings the window in front again when another one closes
        window.activateWindow()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    qtbot.keyClick(QApplication.focusWidget() or window, key, modifier)


def first(office, key):
    return Desk(office).page(office.ledgers[key], limit=1).records[0]


# -- F5, Alt+Left, Esc ---------------------------------------------------------------------------------------------


def test_f5_fetches_the_page_of_a_ledger_anew(window, qtbot, settled):
    window.go("staff")
    settled()
    page = window.stack.currentWidget()
    assert page.model.rowCount() == 1
    office = window.place.office
    Desk(office).save(office.ledgers["staff"], {"staff_name": "何老师", "post": "班主任"})
    assert page.model.rowCount() == 1, "nobody told the page"
    press(window, qtbot, Qt.Key.Key_F5)
    settled()
    assert page.model.rowCount() == 2


def test_f5_fetches_the_page_of_a_record_anew(window, qtbot, settled):
    office = window.place.office
    record = first(office, "staff")
    window.open_record("staff", record.id)
    settled()
    Desk(office).save(office.ledgers["staff"], {"staff_name": "孙老师又名"}, record_id=record.id)
    press(window, qtbot, Qt.Key.Key_F5)
    settled()
    assert "孙老师又名" in window.stack.currentWidget()._title.text()


@pytest.mark.parametrize("key", ["home", "student", "school", "sent", "imports"])
def test_f5_reaches_every_kind_of_page(window, qtbot, settled, key):
    window.go(key)
    settled()
    page = window.stack.currentWidget()
    asked = []
    inner, page.reload = page.reload, lambda: asked.append(key)
    press(window, qtbot, Qt.Key.Key_F5)
    page.reload = inner
    assert asked == [key]


@pytest.mark.parametrize("keys", [(Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)])
def test_esc_and_alt_left_lead_from_a_record_back_to_its_ledger(window, qtbot, settled, keys):
    window.go("student")
    settled()
    ledger_page = window.stack.currentWidget()
    ledger_page.table.setFocus()
    ledger_page.table.selectRow(0)
    press(window, qtbot, Qt.Key.Key_Return)
    settled()
    assert isinstance(window.stack.currentWidget(), FilePage)
    press(window, qtbot, *keys)
    settled()
    assert window.stack.currentWidget() is ledger_page
    assert ledger_page.isAncestorOf(QApplication.focusWidget())
    press(window, qtbot, *keys)
    assert window.stack.currentWidget() is ledger_page, "there is nothing to leave"


@pytest.mark.parametrize("keys", [(Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)])
def test_a_record_found_with_ctrl_k_is_left_step_by_step(window, qtbot, settled, keys):
    office = window.place.office
    window.open_record("care_file", first(office, "care_file").id)
    settled()
    before = window.stack.currentWidget()
    press(window, qtbot, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    popup = window.findChildren(FinderPopup)[-1]
    qtbot.keyClicks(popup.line, "sls")
    assert popup.hits.currentItem() is not None
    qtbot.keyClick(popup.line, Qt.Key.Key_Return)
    settled()
    assert window.stack.currentWidget() is not before
    assert window.findChildren(FinderPopup) == [], "what was looked for is not kept"
    press(window, qtbot, *keys)
    settled()
    assert window.stack.currentWidget() is before
    press(window, qtbot, *keys)
    settled()
    assert window.stack.currentWidget() is window._pages["home"]


def test_esc_in_the_form_above_a_record_closes_the_form_only(window, qtbot, settled):
    window.open_record("staff", first(window.place.office, "staff").id)
    settled()
    page = window.stack.currentWidget()
    press(window, qtbot, Qt.Key.Key_F2)
    settled()
    form = window.windows.open[-1]
    assert isinstance(form, RecordForm)
    qtbot.keyClick(form, Qt.Key.Key_Escape)
    settled()
    assert not isValid(form) or not form.isVisible()
    assert window.stack.currentWidget() is page


# -- drafts over a lock --------------------------------------------------------------------------------------------


class Morning:
    """The program from its start, as one person unlocks and locks it."""

    def __init__(self, front, school, qtbot, settled):
        self.front, self._school, self._qtbot, self._settled = front, school, qtbot, settled

    @property
    def window(self):
        return self.front.window

    def unlock(self, role):
        window = self.front.window
        assert isinstance(window, UnlockWindow)
        self._qtbot.waitUntil(lambda: window.person.count() == 3)
        name, password = self._school.people[role]
        window.person.setCurrentIndex(window.person.findData(name))
        window.password.setText(password)
        self._qtbot.keyClick(window.password, Qt.Key.Key_Return)
        self._qtbot.waitUntil(lambda: isinstance(self.front.window, MainWindow), timeout=20000)
        self._settled()
        self._qtbot.waitUntil(self.window.isVisible)

    def form(self, key, record="", parent=""):
        self.window.place.want_form(key, record, parent=parent)
        self._settled()
        shown = [one for one in self.window.windows.open if isValid(one) and isinstance(one, RecordForm) and one.isVisible()]
        return shown[-1]

    def lock(self):
        with self._qtbot.waitActive(self.window):
            self.window.activateWindow()
        self._qtbot.keyClick(self.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        self._settled()
        assert isinstance(self.front.window, UnlockWindow)


def typed(form, name, text):
    """Type Chinese into a field, as an input method does."""
    form.fields.go_to(name)
    target = form.fields.editors[name].focusProxy() or form.fields.editors[name]
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(target, event)
    assert form.fields.raw()[name] == text


@pytest.fixture
def morning(program, school, tasks, look, qtbot, settled):
    front = Front(program, tasks, look)
    front.open()
    yield Morning(front, school, qtbot, settled)
    settled()
    if isinstance(front.window, MainWindow):
        front.window.windows.close_all()
        front._lock()
        settled()
    front.window.close()
    # with them goes what they were still going to do in a moment
    for one in (front.window, front):
        one.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_what_was_typed_into_a_new_record_survives_lock_and_unlock(morning, settled, qtbot):
    morning.unlock("clerk")
    form = morning.form("staff")
    typed(form, "staff_name", "郑半截")
    morning.window.lock()  # the clock or the computer's own lock: a form is open in front
    settled()
    assert isinstance(morning.window, UnlockWindow)
    morning.unlock("clerk")
    home = morning.window.stack.currentWidget()
    assert home._unsaved.isVisible()
    assert "有 1 份没有保存的内容(教职工)" in home._unsaved_words.text()
    again = morning.form("staff")
    assert again._notice.isVisible()
    assert again.fields.raw()["staff_name"] == "", "it is offered, not put in"
    again._restore_draft()
    assert again.fields.raw()["staff_name"] == "郑半截"
    again.fields.editors["post"].put(("class_teacher",), "")
    again.fields.editors["post"].edited.emit()
    again.save()
    settled()
    settled()
    office = morning.window.place.office
    assert first(office, "staff").values["staff_name"] == "郑半截"
    assert drafts.left(office) == []


def test_a_confidential_draft_lies_in_the_confidential_file_and_only_its_writer_is_offered_it(morning, settled, school):
    morning.unlock("counselor")
    form = morning.form("concern")
    typed(form, "facts", "近两周常独自一人")
    morning.window.lock()
    settled()
    morning.unlock("clerk")
    assert drafts.left(morning.window.place.office) == []
    general = morning.window.place.office.session.stores()
    assert [row for store in general for row in store.conn.execute("SELECT body FROM draft")] == []
    morning.lock()
    morning.unlock("counselor")
    again = morning.form("concern")
    assert again._notice.isVisible()
    again._restore_draft()
    assert again.fields.raw()["facts"] == "近两周常独自一人"
    morning.window.windows.close_all()


def test_an_untouched_form_leaves_no_draft_behind(morning, settled):
    morning.unlock("clerk")
    morning.form("staff")
    morning.window.lock()
    settled()
    morning.unlock("clerk")
    assert drafts.left(morning.window.place.office) == []
    assert not morning.window.stack.currentWidget()._unsaved.isVisible()


def test_a_draft_does_not_undo_what_was_changed_meanwhile(place, qtbot, settled):
    office = place.office
    desk, ledger = Desk(office), office.ledgers["student"]
    record = desk.page(ledger, limit=1).records[0]
    form = RecordForm(place, ledger, start_form(office, ledger, record.id))
    qtbot.addWidget(form, before_close_func=lambda one: setattr(one, "_dirty", False))
    form.fields.editors["note"].area.setPlainText("草稿里的")
    form._edited()
    form.keep_draft()
    settled()
    desk.save(ledger, {"note": "别处改的"}, record_id=record.id)
    again = RecordForm(place, ledger, start_form(office, ledger, record.id))
    again.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(again, before_close_func=lambda one: setattr(one, "_dirty", False))
    again.show()
    assert "又被改过" in again._draft_words.text()
    again._restore_draft()
    again.save()
    settled()
    assert "已被别处修改" in again._summary.text()
    assert desk.get(ledger, record.id).values["note"] == "别处改的"


# -- a long note -------------------------------------------------------------------------------------------------


def test_a_long_note_survives_the_lock_of_an_idle_office(morning, settled):
    morning.unlock("clerk")
    form = morning.form("meeting")
    text = "家长们依次发言。" * 200
    typed(form, "discussion", text)
    guards = morning.window._guards
    guards.idle._last -= 3600
    guards.idle.look()
    settled()
    assert isinstance(morning.window, UnlockWindow)
    morning.unlock("clerk")
    again = morning.form("meeting")
    again._restore_draft()
    assert again.fields.raw()["discussion"] == text
    morning.window.windows.close_all()


def test_a_draft_is_kept_while_somebody_types_without_a_pause(place, qtbot, settled):
    ledger = place.office.ledgers["meeting"]
    form = RecordForm(place, ledger, start_form(place.office, ledger))
    qtbot.addWidget(form)
    form._draft_timer.setInterval(200)
    form.show()
    for _ in range(12):
        form.fields.edited.emit()
        qtbot.wait(50)
    settled()
    assert drafts.find(place.office, ledger, None, None) is not None
    form._dirty = False


def test_a_long_note_survives_a_kill(school, open_as, tmp_path):
    name, words = school.people["clerk"]
    command = [sys.executable, str(Path(__file__).with_name("typing_on.py")), str(school.folder), name, words, "meeting", "discussion"]
    environment = {**os.environ, "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path), "PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True, stderr=subprocess.DEVNULL) as process:
        told: list[tuple[float, int]] = []
        while not told or told[-1][0] - told[0][0] < 5:
            line = process.stdout.readline()
            assert line, "it ended before it was killed"
            told.append((time.monotonic(), int(line)))
        process.kill()
        killed = time.monotonic()
    office = open_as("clerk")
    draft = drafts.find(office, office.ledgers["meeting"], None, None)
    assert draft is not None
    least = max(count for at, count in told if killed - at > 3.5)
    assert least > 5
    assert len(draft.raw["discussion"]) >= least, "what stood there more than three seconds before is all there"
    assert draft.raw["discussion"] == ("abcdefghij" * 100)[: len(draft.raw["discussion"])]
    assert office.store(office.ledgers["meeting"]).journal.broken_at() == 0
