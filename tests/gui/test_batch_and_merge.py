"""批量修改, 合并 and a second file of one child, as a clerk works the windows; each taken back from the notice and from the page of runs."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QRadioButton
from shiboken6 import isValid

from jlt_desktop.gui import say
from jlt_desktop.gui.batch_dialog import BatchDialog
from jlt_desktop.gui.file_page import FilePage
from jlt_desktop.gui.imports_page import ImportsPage
from jlt_desktop.gui.main_window import MainWindow
from jlt_desktop.gui.merge_dialog import MergeDialog, _Words
from jlt_desktop.services.desk import Desk
from jlt_desktop.services.undoing import CHANGED, MERGED, runs

CONTACT = {"at": "2026-11-20 10:00", "channel": "电话", "with_whom": "儿童", "summary": "一切都好"}


@pytest.fixture
def window(place, qtbot, settled):
    made = MainWindow(place.office, place.tasks, place.look, place.program)
    qtbot.addWidget(made)
    made.show()
    settled()
    return made


@pytest.fixture
def desk(window):
    return window.place.desk


@pytest.fixture
def care(window):
    return window.place.office.ledgers["care_file"]


@pytest.fixture
def files(window, desk, care):
    """Three files of three children; the first stood there before."""
    office = window.place.office
    values = dict(desk.page(care, limit=1).records[0].values) | {"file_no": None, "category_dates": None}
    pupils = [one.id for one in desk.page(office.ledgers["student"], limit=3).records]
    first = desk.page(care, limit=1).records[0]
    others = [one for one in pupils if one != first.get("student")][:2]
    return [first.id, *(desk.save(care, {**values, "student": one}).id for one in others)]


@pytest.fixture
def yes(monkeypatch):
    asked = []

    def answer(_parent, what, more, *_words):
        asked.append((what, more))
        return True

    monkeypatch.setattr(say, "ask", answer)
    return asked


def texts(table):
    model = table.model()
    return [tuple(model.index(row, column).data() or "" for column in range(model.columnCount())) for row in range(model.rowCount())]


def ledger_page(window, settled, key="care_file"):
    window.go(key)
    settled()
    page = window.stack.currentWidget()
    page.reload()
    settled()
    return page


def choose(page, ids):
    rows = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    page.table.selectionModel().clearSelection()
    for row in range(page.model.rowCount()):
        if page.model.id_at(row) in ids:
            page.table.selectionModel().setCurrentIndex(page.model.index(row, 0), rows)


def entry(page, words):
    return next(one for one in page._row_menu.actions() if words in one.text())


def opened(window, kind):
    found = window.windows.open[-1]
    assert isinstance(found, kind)
    return found


def undo_button(window):
    return next(one for one in window.toast.findChildren(QPushButton) if one.property("run") and one.isVisibleTo(window.toast))


def past_runs(window, settled):
    window.go("imports")
    settled()
    page = window.stack.currentWidget()
    assert isinstance(page, ImportsPage)
    return page


# -- batch ---------------------------------------------------------------------------------------------------------


def batch(window, settled, files):
    page = ledger_page(window, settled)
    choose(page, files)
    entry(page, "批量修改选中的").trigger()
    settled()
    return opened(window, BatchDialog)


def test_every_old_and_new_value_is_shown_before_anything_is_written(window, desk, care, files, settled, qtbot):
    desk.save(care, {"guardianship_eval": "差"}, record_id=files[2])
    dialog = batch(window, settled, files)
    assert not dialog._write.isEnabled()
    dialog.choose("guardianship_eval", "poor", "差")
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settled()
    assert sorted(row[1:3] for row in texts(dialog._table)) == [("一般", "差"), ("一般", "差"), ("差", "差")]
    assert dialog._said.text() == "要改 2 条,已是这个内容 1 条,不能改 0 条。还没有写入。"
    assert [desk.get(care, one).text("guardianship_eval") for one in files] == ["fair", "fair", "poor"], "a preview writes nothing"
    dialog._write.click()
    settled()
    assert [desk.get(care, one).text("guardianship_eval") for one in files] == ["poor", "poor", "poor"]
    assert window.toast.isVisible()
    undo_button(window).click()
    settled()
    assert [desk.get(care, one).text("guardianship_eval") for one in files] == ["fair", "fair", "poor"]
    assert "已撤销 2 条" in window.toast._text.text()


def test_another_value_after_the_preview_is_looked_at_again(window, files, settled):
    dialog = batch(window, settled, files)
    dialog.choose("guardianship_eval", "poor", "差")
    dialog.preview()
    settled()
    assert dialog._write.isEnabled()
    dialog.choose("guardianship_eval", "good", "较好")
    assert not dialog._write.isEnabled()
    dialog.write()
    settled()
    assert dialog.isVisible(), "nothing was previewed, so nothing is written"


def test_what_a_row_does_not_allow_is_said_and_the_others_are_written(window, desk, care, files, settled):
    desk.save(care, {"dis_type": "视力残疾", "body": "残疾"}, record_id=files[1])
    dialog = batch(window, settled, files)
    dialog.choose("body", "disabled", "残疾")
    dialog.preview()
    settled()
    refused = [row for row in texts(dialog._table) if row[4]]
    assert len(refused) == 2
    assert refused[0][4] == "身体情况是残疾,请填残疾类别。"
    assert not dialog._write.isEnabled()
    dialog.reject()


def test_what_changed_meanwhile_stops_the_batch_in_the_window(window, desk, care, files, settled):
    dialog = batch(window, settled, files)
    dialog.choose("guardianship_eval", "poor", "差")
    dialog.preview()
    settled()
    desk.save(care, {"guardianship_eval": "较好"}, record_id=files[0])
    dialog.write()
    settled()
    assert dialog.isVisible()
    assert "请重新预览一次" in dialog._said.text()
    assert desk.get(care, files[1]).text("guardianship_eval") == "fair"
    dialog.reject()


def test_a_batch_is_taken_back_from_the_page_of_runs_another_day(window, desk, care, files, settled, yes):
    dialog = batch(window, settled, files)
    dialog.choose("guardianship_eval", "poor", "差")
    dialog.preview()
    settled()
    dialog._write.click()
    settled()
    desk.save(care, {"guardianship_eval": "较好"}, record_id=files[0])
    page = past_runs(window, settled)
    row = texts(page.table)[0]
    assert row[1:3] == ("留守与特殊儿童", "批量修改:监护情况评估")
    assert row[4:] == ("修改 3、已是这样 0、不能改 0", "有效")
    page.undo.click()
    settled()
    assert "批量修改:监护情况评估吗?" in yes[0][0]
    assert [desk.get(care, one).text("guardianship_eval") for one in files] == ["good", "fair", "fair"], "what was edited since stays"
    assert page.said.text() == "2 条记录已退回批量修改前。有 1 条批量修改后改过,保留现在的内容。"
    assert texts(page.table)[0][5].startswith("已撤销")
    assert not page.undo.isEnabled()


# -- merging -------------------------------------------------------------------------------------------------------


@pytest.fixture
def twice(window, desk, care, files):
    """Two files of one child, the second with a contact, other words and another judgment."""
    first = desk.get(care, files[0])
    values = dict(first.values) | {"file_no": None, "category_dates": None, "guardianship_eval": "poor", "village_contact": "村委 王主任"}
    second = desk.save(care, values, answers={"second_student": "两位老师各建了一份"})
    contact = desk.save(window.place.office.ledgers["contact_log"], CONTACT, parent=second.id)
    return first.id, second.id, contact.id


def type_and_take(qtbot, line, words):
    line.setFocus()
    line.setText("")
    qtbot.keyClicks(line, words)
    qtbot.waitUntil(line.hits.isVisible)
    qtbot.keyClick(line, Qt.Key.Key_Return)


def test_two_files_become_one_from_the_file_page_and_come_apart_again(window, desk, care, twice, settled, qtbot, yes):
    keep, drop, contact = twice
    office = window.place.office
    window.open_record("care_file", keep)
    settled()
    page = window.stack.currentWidget()
    assert isinstance(page, FilePage)
    page._merge()
    settled()
    dialog = opened(window, MergeDialog)
    assert dialog._title.text() == f"把另一份并入:{office.lookup.label('care_file', keep)}"
    number = desk.get(care, drop).text("file_no")
    type_and_take(qtbot, dialog.line, number)
    settled()
    said = dialog._said.text()
    assert "转过来:关爱联系 1 条" in said
    assert "还没有合并" in said
    assert set(dialog._groups) >= {"guardianship_eval", "village_contact", "file_no"}
    assert dialog.sides()["guardianship_eval"] == "keep"
    assert dialog.sides()["village_contact"] == "drop", "a blank is filled from the other"
    other = next(one for one in dialog.findChildren(QRadioButton) if one.accessibleName() == "监护情况评估:差")
    other.click()
    assert dialog.sides()["guardianship_eval"] == "drop"
    words = next(one for one in dialog.findChildren(_Words) if one.text() == "一般")
    qtbot.mouseClick(words, Qt.MouseButton.LeftButton)
    assert dialog.sides()["guardianship_eval"] == "keep", "a click on the words chooses as well"
    other.click()
    dialog._do.click()
    settled()
    merged = desk.get(care, keep)
    assert (merged.text("guardianship_eval"), merged.text("village_contact")) == ("poor", "村委 王主任")
    assert desk.get(office.ledgers["contact_log"], contact).parent == keep
    assert desk.get(care, drop).removed_at
    undo_button(window).click()
    settled()
    assert desk.get(care, keep).text("guardianship_eval") == "fair"
    assert desk.get(office.ledgers["contact_log"], contact).parent == drop
    assert not desk.get(care, drop).removed_at
    assert yes == []


def test_a_merger_from_the_list_is_taken_back_from_the_page_of_runs(window, desk, care, twice, settled, qtbot, yes):
    keep, drop, contact = twice
    office = window.place.office
    page = ledger_page(window, settled)
    choose(page, [keep])
    entry(page, "把另一份并入这一份").trigger()
    settled()
    dialog = opened(window, MergeDialog)
    assert office.lookup.label("care_file", keep) in dialog._title.text(), "from the list too it says into which"
    dialog.line.setFocus()
    qtbot.keyClicks(dialog.line, desk.get(care, keep).text("file_no"))
    assert not dialog.line.hits.isVisible(), "nobody is offered the very same one"
    dialog.look(drop)
    settled()
    dialog._do.click()
    settled()
    assert next(one.kind for one in runs(office)) == MERGED
    past = past_runs(window, settled)
    row = texts(past.table)[0]
    assert row[2].startswith("合并:“")
    assert row[4] == "合并 1、转过来 1"
    past.undo.click()
    settled()
    assert "并掉的一份从回收站回来" in yes[0][1]
    assert not desk.get(care, drop).removed_at
    assert desk.get(office.ledgers["contact_log"], contact).parent == drop


def test_after_a_choice_that_cannot_be_nothing_can_be_merged(window, desk, care, twice, settled):
    keep, drop, _ = twice
    window.open_record("care_file", keep)
    settled()
    window.stack.currentWidget()._merge()
    settled()
    dialog = opened(window, MergeDialog)
    dialog.look(drop)
    settled()
    assert dialog._do.isEnabled()
    desk.remove(care, drop)
    dialog.look(drop)
    settled()
    assert "回收站" in dialog._said.text()
    assert not dialog._do.isEnabled(), "the plan of the one chosen before is gone"
    dialog.merge()
    settled()
    assert [one for one in runs(window.place.office) if one.kind == MERGED] == []
    dialog.reject()


def test_two_pupils_with_a_file_each_are_told_that_two_files_remain(window, desk, files, settled):
    office = window.place.office
    pupils = [desk.get(office.ledgers["care_file"], one).text("student") for one in files[:2]]
    window.open_record("student", pupils[0])
    settled()
    window.stack.currentWidget()._merge()
    settled()
    dialog = opened(window, MergeDialog)
    dialog.look(pupils[1])
    settled()
    assert "两边各有一份留守与特殊儿童,合并以后请再把那两份合并成一份。" in dialog._said.text()
    dialog.reject()


# -- a second file of one child ------------------------------------------------------------------------------------


def new_file(window, settled):
    window.place.want_form("care_file")
    settled()
    return window.windows.open[-1]


def child_of(window, record):
    office = window.place.office
    pupil = Desk(office).get(office.ledgers["care_file"], record).text("student")
    return pupil, office.lookup.label("student", pupil)


def choose_child(form, qtbot, settled, child):
    editor = form.fields.editors["student"]
    form.fields.go_to("student")
    editor.line.chosen.emit(*child)
    form.fields.left.emit("student")
    settled()


def test_a_second_file_of_a_child_is_asked_about_at_once_and_the_first_is_opened_instead(window, desk, care, files, settled, qtbot):
    form = new_file(window, settled)
    choose_child(form, qtbot, settled, child_of(window, files[1]))
    asked = form._asked
    number = desk.get(care, files[1]).text("file_no")
    words = [one.words.text() for one in asked._rows.values()]
    assert len(words) == 1
    assert words[0].startswith("需要核对:已有一份:“")
    assert number in words[0]
    assert asked.isVisibleTo(form)
    look = next(one for one in asked.findChildren(QPushButton) if one.isVisibleTo(form))
    assert look.text() == "打开已有的那一份(&K)"
    look.click()
    settled()
    assert not isValid(form) or not form.isVisible()
    page = window.stack.currentWidget()
    assert isinstance(page, FilePage)
    assert page.record == files[1]
    assert desk.page(care).total == 3
    assert window.place.office.store(care).conn.execute("SELECT count(*) FROM draft").fetchone()[0] == 0


def test_another_child_and_the_question_is_gone(window, desk, care, files, settled, qtbot):
    form = new_file(window, settled)
    choose_child(form, qtbot, settled, child_of(window, files[1]))
    office = window.place.office
    known = {desk.get(care, one).text("student") for one in files}
    free = next(one for one in desk.page(office.ledgers["student"], limit=10).records if one.id not in known)
    choose_child(form, qtbot, settled, (free.id, office.lookup.label("student", free.id)))
    assert not form._asked.isVisibleTo(form)
    assert form._asked.answers() == {}


def test_a_second_file_is_made_with_a_reason_and_never_without(window, desk, care, files, settled, qtbot):
    form = new_file(window, settled)
    child = child_of(window, files[1])
    given = {"categories": ("orphan",), "basis": "civil", "opened_on": "2026-11-20", "guardianship_type": "home",
             "guardianship_eval": "good", "edu_status": "primary", "body": "healthy"}  # fmt: skip
    form.fields.put({**given, "student": child[0]}, {"student": child[1], "opened_on": "2026-11-20"})
    form.fields.edited.emit()
    form.save()
    settled()
    assert form.isVisible()
    assert desk.page(care).total == 3
    line = form._asked.findChild(QLineEdit)
    assert QApplication.focusWidget() is line
    line.setText("转学后回来,旧档在档案室")
    form.save()
    settled()
    assert desk.page(care).total == 4
    assert CHANGED not in [one.kind for one in runs(window.place.office)]
