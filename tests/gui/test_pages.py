"""The pages of the main window on a real office: ledger, record, home, Ctrl+K."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from python_calamine import CalamineWorkbook

from jlt_desktop import app
from jlt_desktop.domain.due import BANDS, band
from jlt_desktop.domain.search import Entry, Finder
from jlt_desktop.gui.file_page import FilePage
from jlt_desktop.gui.finder_popup import Command, FinderPopup
from jlt_desktop.gui.history_dialog import HistoryDialog
from jlt_desktop.gui.home_page import HomePage
from jlt_desktop.gui.ledger_page import LedgerPage
from jlt_desktop.gui.table_look import on_key
from jlt_desktop.services import drafts
from jlt_desktop.services.desk import Desk
from jlt_desktop.services.duties import duties
from jlt_desktop.services.exporting import export_workbook
from jlt_desktop.services.finding import build_finder
from jlt_desktop.services.listing import COVERED, matching


@pytest.fixture
def student_page(place, qtbot, settled):
    page = LedgerPage(place, place.office.ledgers["student"])
    qtbot.addWidget(page)
    page.show()
    settled()
    return page


def texts(page, column=0):
    return [page.model.index(row, column).data() for row in range(page.model.rowCount())]


def words_in(widget):
    return [label.text() for label in widget.findChildren(QLabel)]


def test_the_page_lists_and_counts(student_page):
    assert student_page.model.rowCount() == 41
    assert student_page._count.text() == "共 41 条"
    assert not student_page._empty.isVisible()


def test_typing_finds_by_initials_and_says_when_nothing_matches(student_page, qtbot, settled):
    name = texts(student_page)[0]
    student_page.search.setText(name)
    settled()
    assert name in texts(student_page)
    assert len(texts(student_page)) < 41
    student_page.search.setText("没有这个人")
    settled()
    assert texts(student_page) == []
    assert "没有符合条件的记录" in student_page._empty.text()


def test_search_hears_what_is_still_being_composed(student_page, qtbot, settled):
    name = texts(student_page)[0]
    from jlt_desktop.services.pinyin import keys

    initials = min(keys(name), key=len)
    assert 2 <= len(initials) <= len(name)
    event = QInputMethodEvent("'".join(initials), [])
    QApplication.sendEvent(student_page.search, event)
    settled()
    assert student_page.search.text() == ""
    assert student_page.wanted().search == initials
    assert name in texts(student_page)


def test_a_filter_narrows_and_goes_back(student_page, settled):
    box = student_page.filters["sex"]
    box.setCurrentIndex(box.findData("female"))
    box.activated.emit(box.currentIndex())
    settled()
    column = student_page.ledger.sheet.index("sex")
    assert set(texts(student_page, column)) == {"女"}
    box.setCurrentIndex(0)
    box.activated.emit(0)
    settled()
    assert student_page.model.rowCount() == 41


def test_a_click_on_a_heading_sorts_and_a_second_one_turns_it_round(student_page, settled):
    column = student_page.ledger.sheet.index("birth_date")
    student_page.table.horizontalHeader().sectionClicked.emit(column)
    settled()
    up = texts(student_page, column)
    assert up == sorted(up)
    student_page.table.horizontalHeader().sectionClicked.emit(column)
    settled()
    assert texts(student_page, column) == sorted(up, reverse=True)


def test_special_fields_are_covered_until_asked_for(place, qtbot, settled):
    page = LedgerPage(place, place.office.ledgers["care_file"])
    qtbot.addWidget(page)
    page.show()
    settled()
    column = page.ledger.sheet.index("categories")
    assert texts(page, column) == [COVERED]
    page._uncover()
    assert texts(page, column) == ["留守儿童"]
    assert page._cover_timer.interval() == 30_000
    page._cover()
    assert texts(page, column) == [COVERED]


def test_removing_goes_to_the_bin_and_comes_back(student_page, settled):
    first = student_page.model.id_at(0)
    student_page.chosen_rows.remove()
    settled()
    settled()
    assert student_page.model.place_of(first) == -1
    student_page.sieve.bin.setChecked(True)
    student_page._toggle_bin()
    settled()
    assert student_page.model.place_of(first) == 0
    student_page.chosen_rows.bring_back()
    settled()
    settled()
    assert student_page.model.rowCount() == 0
    student_page.sieve.bin.setChecked(False)
    student_page._toggle_bin()
    settled()
    assert student_page.model.place_of(first) >= 0


def test_a_record_shows_head_parts_and_what_leads_to_it(place, qtbot, settled):
    office = place.office
    desk = Desk(office)
    care = desk.page(office.ledgers["care_file"], limit=1).records[0]
    teacher = desk.page(office.ledgers["staff"], limit=1).records[0]
    day = date.today() - timedelta(days=3)
    visit = {"date": str(day), "form": "上门", "visitors": (teacher.id,), "talk": "谈了接送和作业。"}
    desk.save(office.ledgers["home_visit"], visit, parent=care.id)
    page = FilePage(place, office.ledgers["care_file"], care.id)
    qtbot.addWidget(page)
    page.show()
    settled()
    said = words_in(page)
    assert "谈了接送和作业。" in said
    assert f"{day.isoformat()}  家访记录" in said
    assert f"{day.year} 年 {day.month} 月" in said
    desk.save(office.ledgers["home_visit"], {**visit, "talk": "第二次家访。", "form": "电话"}, parent=care.id)
    for _ in range(3):
        page.reload()
        settled()
    assert "认定依据" in words_in(page._left), "the head stays where it was when the page is fetched anew"
    assert words_in(page._right).count("第二次家访。") == 1
    student = FilePage(place, office.ledgers["student"], str(care.values["student"]))
    qtbot.addWidget(student)
    student.show()
    settled()
    buttons = [one.text() for one in student.findChildren(QWidget) if hasattr(one, "text") and callable(one.text)]
    assert any("留守与特殊儿童:" in text for text in buttons)


def test_history_shows_old_and_new_and_restores(place, qtbot, settled):
    office, desk = place.office, Desk(place.office)
    ledger = office.ledgers["student"]
    record = desk.page(ledger, limit=1).records[0]
    desk.save(ledger, {"note": "第一次"}, record_id=record.id)
    desk.save(ledger, {"note": "第二次"}, record_id=record.id)
    dialog = HistoryDialog(place, ledger, record.id)
    qtbot.addWidget(dialog)
    settled()
    newest = dialog.tree.topLevelItem(0)
    assert [newest.child(0).text(column) for column in range(3)] == ["备注", "第一次", "第二次"]
    dialog.tree.setCurrentItem(dialog.tree.topLevelItem(1))
    dialog._restore()
    settled()
    settled()
    assert desk.get(ledger, record.id).values["note"] == "第一次"


def test_home_shows_the_bands_and_leads_to_the_deed(place, qtbot, settled):
    office, desk = place.office, Desk(place.office)
    today = office.today()
    care = desk.page(office.ledgers["care_file"], limit=1).records[0]
    teacher = desk.page(office.ledgers["staff"], limit=1).records[0]
    for days in (-2, 0, 40):
        visit = {
            "date": str(today - timedelta(days=9 + days)), "form": "电话", "visitors": (teacher.id,), "talk": "说了近况。",
            "follow_up": "再打一次电话", "follow_up_due": str(today + timedelta(days=days)),
        }  # fmt: skip
        desk.save(office.ledgers["home_visit"], visit, parent=care.id)
    page = HomePage(place)
    qtbot.addWidget(page)
    page.show()
    settled()
    counts = [int(one.text().split()[-1]) for one in page._bands]
    assert sum(counts) == len(page._dues)
    assert counts == [sum(1 for one in duties(office) if band(one.on, today) == place) for place in range(len(BANDS))]
    assert counts[0] >= 1
    assert counts[1] >= 1
    assert page.tree.topLevelItem(0).text(0) == f"{BANDS[0]}({counts[0]})"
    late = page.tree.topLevelItem(0)
    late = next(late.child(row) for row in range(late.childCount()) if late.child(row).text(0) == "办理家访后续措施")
    page.tree.setCurrentItem(late)
    with qtbot.waitSignal(place.record_wanted) as wanted:
        page.do_current()
    assert wanted.args == ["care_file", care.id]


def test_home_can_be_used_before_what_the_school_owes_is_counted_and_one_stays_where_one_was(place, qtbot, settled, monkeypatch):
    office, desk = place.office, Desk(place.office)
    office.rulebook = app.rulebook()
    for number in range(3):
        pupil = {"name": f"何小{'一二三'[number]}", "sex": "男", "birth_date": "2017-05-17", "entry_year": "2024", "class_no": "2"}
        file = {
            "student": desk.save(office.ledgers["student"], pupil).id, "categories": "留守儿童", "basis": "学校摸排",
            "opened_on": "2026-11-1", "guardianship_type": "父母一方", "guardianship_eval": "较好", "body": "健康", "edu_status": "小学",
        }  # fmt: skip
        desk.save(office.ledgers["care_file"], file)
    page = HomePage(place)
    qtbot.addWidget(page)
    page.show()
    stages, draw = [], page._draw

    def drawn() -> None:
        draw()
        stages.append((page._whole, [one.key for one in page._dues], page._counting.isVisible()))
        if len(stages) == 1:
            page.tree.setCurrentItem(page.tree.topLevelItem(0).child(1))

    monkeypatch.setattr(page, "_draw", drawn)
    settled()
    (first, singly, counting), (then, whole, still) = stages
    assert (first, then, counting, still) == (False, True, True, False)
    assert singly
    assert not [key for key in singly if key.startswith("obligation:")]
    assert {key for key in whole if not key.startswith("obligation:")} == set(singly)
    assert len(whole) > len(singly)
    assert whole == [one.key for one in duties(office)]
    assert page._current().key == singly[1]
    page.reload()
    settled()
    assert [one[1] for one in stages[2:]] == [whole], "what is there stays there while it is worked out anew"


def test_home_tells_of_what_was_not_saved_and_leads_back_to_it(place, qtbot, settled):
    office = place.office
    drafts.keep(office, office.ledgers["staff"], None, None, 0, {"staff_name": "何半截"})
    page = HomePage(place)
    qtbot.addWidget(page)
    page.show()
    settled()
    assert page._unsaved.isVisible()
    assert "1 份没有保存的内容(教职工)" in page._unsaved_words.text()
    with qtbot.waitSignal(place.form_wanted) as wanted:
        page._go_on_writing()
    assert wanted.args[:3] == ["staff", "", ""]
    drafts.drop(office, office.ledgers["staff"], None, None)
    page.reload()
    settled()
    assert not page._unsaved.isVisible()


def test_ctrl_k_finds_people_and_commands_and_enter_takes_the_first(place, qtbot):
    owner = QWidget()
    qtbot.addWidget(owner)
    finder = build_finder(place.office)
    popup = FinderPopup(finder, [Command("new:student", "新增学生", "xz")], [], owner)
    qtbot.addWidget(popup)
    popup.line.setText("新增")
    assert popup.hits.item(0).text() == "▸ 新增学生"
    with qtbot.waitSignal(popup.command_chosen) as chosen:
        qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert chosen.args == ["new:student"]


def test_ctrl_k_understands_a_class_and_the_tail_of_a_number(place):
    finder = build_finder(place.office)
    record = Desk(place.office).page(place.office.ledgers["student"], limit=1).records[0]
    tail = str(record.values["id_no"])[-4:]
    assert record.id in [one.id for one in finder.find(tail)]
    shown = place.office.lookup.label("student", record.id).split()[-1]
    assert record.id in [one.id for one in finder.find(shown, 100)]


def test_an_empty_finder_says_how_to_search(qtbot):
    owner = QWidget()
    qtbot.addWidget(owner)
    popup = FinderPopup(Finder([Entry("a", "1", "甲", "学生", "\x1fjia")]), [], [("a", "1", "甲    学生")], owner)
    qtbot.addWidget(popup)
    assert popup.hits.item(0).text() == "甲    学生"
    popup.line.setText("zzz")
    assert popup.hits.count() == 0
    assert popup._none.text().startswith("没有找到")


def test_the_roster_of_a_class_goes_to_the_preview(student_page, place, qtbot, settled):
    with qtbot.waitSignal(student_page.print_wanted) as wanted:
        student_page.output.print_roster(place.office.lookup.label("student", student_page.model.id_at(0)).split()[-1])
    document = wanted.args[0]()
    assert document.landscape
    assert len(document.blocks[0].rows) == 41


def test_what_is_listed_is_what_is_exported(student_page, place, settled, tmp_path):
    box = student_page.filters["sex"]
    box.setCurrentIndex(box.findData("female"))
    box.activated.emit(box.currentIndex())
    settled()
    office, ledger, wanted = place.office, student_page.ledger, student_page.wanted()
    target = tmp_path / "女生.xlsx"
    said = []
    place.said.connect(said.append)
    student_page.output.save_to(target, lambda: export_workbook(office, ledger, matching(office, ledger, wanted)))
    settled()
    assert said == ["已保存“女生.xlsx”。"]
    rows = CalamineWorkbook.from_path(str(target)).get_sheet_by_index(0).to_python()
    assert len(rows) - 1 == student_page.model.rowCount()


def test_only_people_in_classes_have_a_roster(place, qtbot):
    page = LedgerPage(place, place.office.ledgers["meeting"])
    qtbot.addWidget(page)
    assert [one.text() for one in page.output.buttons()] == ["导出 Excel(&X) ▾", "打印(&P)"]


def test_keys_of_a_widget_work_on_it_alone_or_on_what_is_in_it(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    inside, other, pressed = QLineEdit(window), QLineEdit(window), []
    on_key(window, "F2", lambda: pressed.append("window"))
    on_key(inside, "F4", lambda: pressed.append("inside"))
    on_key(window, "F6", lambda: pressed.append("whole"), inside=True)
    window.show()
    window.activateWindow()
    for one in (other, inside):
        one.setFocus()
        qtbot.waitUntil(one.hasFocus)
        for key in (Qt.Key.Key_F2, Qt.Key.Key_F4, Qt.Key.Key_F6):
            qtbot.keyClick(one, key)
    assert pressed == ["whole", "inside", "whole"]
