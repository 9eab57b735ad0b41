"""Set-up, unlock, forgotten passphrases, the cover and the lock: the windows before and around the work."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from jlt_desktop import app
from jlt_desktop.gui.cover import Cover, CoverPage
from jlt_desktop.gui.help_window import HelpWindow
from jlt_desktop.gui.idle import IdleLock
from jlt_desktop.gui.main_window import MainWindow
from jlt_desktop.gui.preferences import Preferences
from jlt_desktop.gui.print_preview import PrintPreview
from jlt_desktop.gui.recovery_window import RecoveryWindow
from jlt_desktop.gui.settings import LOCK_USUAL, Preferred
from jlt_desktop.gui.setup_wizard import SetupWizard
from jlt_desktop.gui.start import Front
from jlt_desktop.gui.unlock import UnlockWindow
from jlt_desktop.paths import db_schema, resources
from jlt_desktop.services import recovering, setup, upkeep

WORDS = {"clerk": "秋天的山路很长很长啊", "counselor": "心里有一片大海呀呀呀", "principal": "校长自己的一句话呀啊"}


@pytest.fixture
def fresh(program, school, tmp_path):
    """A program on a machine without any school's data, with the quick key derivation."""

    def opener(folder, user, password):
        return app.open_office(folder, user, password, floor=school.cost)

    return replace(
        program, folder=tmp_path / "new" / "school", open_office=opener,
        create_office=lambda folder, answers: setup.create_office(folder, answers, db_schema(), opener, school.cost),
    )  # fmt: skip


def through_people(wizard):
    wizard.welcome.new.click()
    texts = {"school_name": "清河镇中心小学", "school_code": "2109990001", "region_code": "210999"}
    for name, text in texts.items():
        wizard.school.editors[name].put(None, text)
    wizard.school.editors["school_type"].put("primary", "")
    assert wizard.school.why_not() == ""
    wizard._onward()
    for card, name in zip(wizard.people.people, ("王文员", "李心", "赵校长"), strict=True):
        card.who.setText(name)
        card.first.setText(WORDS[card.role])
        card.second.setText(WORDS[card.role])
        card._edited()


def test_a_new_school_from_the_first_click_to_the_first_backup(fresh, tasks, look, qtbot, settled, tmp_path):
    wizard = SetupWizard(fresh, tasks, look)
    qtbot.addWidget(wizard)
    wizard.show()
    through_people(wizard)
    wizard._onward()
    settled()
    assert (fresh.folder / "vault.json").exists()
    assert [card.sheet.scope for card in wizard.sheets.cards] == ["general", "confidential", "confidential", "signing"]
    assert not wizard.onward.isEnabled()
    for card in wizard.sheets.cards:
        card.back.setText(card.sheet.groups[-1][:4].lower())
        card.changed.emit()
    assert wizard.onward.isEnabled()
    wizard._onward()
    wizard._back_up(tmp_path / "stick")
    settled()
    assert len(list((tmp_path / "stick").glob("*.jltbak"))) == 1
    assert "读回核对一致" in wizard.backup.said.text()
    with qtbot.waitSignal(wizard.made) as made:
        wizard._onward()
    assert made.args == [fresh.folder]
    office = fresh.open_office(fresh.folder, "李心", WORDS["counselor"])
    assert office.role == "counselor"
    assert office.school["school_name"] == "清河镇中心小学"
    office.close()


def test_nobody_goes_past_the_sheets_without_paper(fresh, tasks, look, qtbot, settled):
    wizard = SetupWizard(fresh, tasks, look)
    qtbot.addWidget(wizard)
    through_people(wizard)
    wizard._onward()
    settled()
    place = wizard.place
    wizard._onward()
    assert wizard.place == place
    assert "还没有打印或抄好" in wizard.steps[place].why_not()
    wizard.sheets.cards[0].back.setText("XXXX")
    assert not wizard.sheets.cards[0].kept
    assert not wizard.sheets.cards[0].printed.isEnabled()


def test_a_preview_that_was_closed_is_no_paper(fresh, tasks, look, qtbot, settled, tmp_path):
    wizard = SetupWizard(fresh, tasks, look)
    qtbot.addWidget(wizard)
    through_people(wizard)
    wizard._onward()
    settled()
    first, second = wizard.sheets.cards[:2]
    first.paper.click()
    settled()
    preview = wizard.findChild(PrintPreview)
    preview._ended("打印机没有接受。", "problem")
    preview.reject()
    assert not first.printed.isEnabled()
    settled()
    first.paper.click()
    settled()
    preview = next(one for one in wizard.findChildren(PrintPreview) if one.isVisible())
    preview.save_to(tmp_path / "sheet.pdf")
    settled()
    preview.reject()
    assert (first.printed.isEnabled(), second.printed.isEnabled()) == (True, False)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda w: w.people.people[0].second.setText("另外一句话"), "两次口令不一样"),
        (lambda w: w.people.people[1].first.setText("短"), "口令太短"),
        (lambda w: w.people.people[2].who.setText(""), "姓名没有填"),
        (lambda w: w.people.people[2].who.setText("王文员"), "姓名相同"),
    ],
)
def test_what_is_wrong_with_people_is_said(fresh, tasks, look, qtbot, change, said):
    wizard = SetupWizard(fresh, tasks, look)
    qtbot.addWidget(wizard)
    through_people(wizard)
    change(wizard)
    assert said in wizard.people.why_not()


def test_a_code_that_is_no_code_is_said_at_its_field(fresh, tasks, look, qtbot):
    wizard = SetupWizard(fresh, tasks, look)
    qtbot.addWidget(wizard)
    wizard.welcome.new.click()
    wizard.school.editors["school_code"].put(None, "12")
    wizard.school._look()
    assert wizard.school._problems["school_code"].text() == "学校标识码是 10 位数字。"


def test_a_backup_is_put_in_place_on_the_first_screen(fresh, tasks, look, qtbot, settled, open_as, tmp_path):
    made = upkeep.back_up(open_as("clerk"), tmp_path / "stick")
    wizard = SetupWizard(fresh, tasks, look)
    qtbot.addWidget(wizard)
    with qtbot.waitSignal(wizard.made, timeout=20000):
        wizard.restore(made.path)
    assert app.people(fresh.folder) == app.people(tmp_path / "school")


def test_a_file_that_is_no_backup_changes_nothing(fresh, tasks, look, qtbot, settled, tmp_path):
    wrong = tmp_path / "not.jltbak"
    wrong.write_bytes(b"nothing of the kind")
    wizard = SetupWizard(fresh, tasks, look)
    qtbot.addWidget(wizard)
    wizard.restore(wrong)
    settled()
    assert wizard.problem.text()
    assert not fresh.folder.exists()


def test_five_wrong_passphrases_then_the_right_one(program, school, tasks, look, qtbot, settled):
    window = UnlockWindow(program, tasks, look, school.folder)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.person.count() == 3)
    for attempt in range(5):
        window.password.setText(f"不是这一句话呀呀呀{attempt}")
        qtbot.keyClick(window.password, Qt.Key.Key_Return)
        settled()
        assert "姓名或口令不对" in window.said.text()
        assert window.go.isEnabled()
    name, password = school.people["clerk"]
    window.person.setCurrentIndex(next(n for n in range(3) if window.person.itemData(n) == name))
    window.password.setText(password)
    with qtbot.waitSignal(window.unlocked, timeout=20000) as unlocked:
        window.unlock()
    assert unlocked.args[0].role == "clerk"
    assert window.password.text() == ""
    unlocked.args[0].close()


def test_a_folder_that_is_damaged_is_said_and_not_opened(program, school, tasks, look, qtbot, settled):
    for name in ("vault.json", "vault-2.json"):
        (school.folder / name).write_bytes(b"{}")
    window = UnlockWindow(program, tasks, look, school.folder)
    qtbot.addWidget(window)
    qtbot.waitUntil(lambda: bool(window.said.text()))
    assert not window.go.isEnabled()


def test_a_forgotten_passphrase_is_set_anew_with_the_sheets(fresh, school, tasks, look, qtbot, settled):
    wizard = SetupWizard(fresh, tasks, look)
    qtbot.addWidget(wizard)
    through_people(wizard)
    wizard._onward()
    settled()
    codes: dict[str, list[str]] = {}
    for card in wizard.sheets.cards:
        codes.setdefault(card.sheet.scope, []).append("-".join(card.sheet.groups))

    def quick(folder, name, password, typed):
        recovering.new_password(folder, name, password, typed, floor=school.cost, cost=school.cost)

    window = RecoveryWindow(fresh.folder, "李心", tasks, setter=quick)
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(window)
    settled()
    assert {scope: len(lines) for scope, lines in window.codes.items()} == {"general": 1, "confidential": 2}
    window.first.setText("换一句新的话呀呀呀呀")
    window.second.setText("换一句新的话呀呀呀呀")
    for scope, lines in window.codes.items():
        for line, code in zip(lines, codes[scope], strict=True):
            line.setText(code[::-1])
    window._set()
    settled()
    assert "抄错" in window.said.text() or "恢复码" in window.said.text()
    for scope, lines in window.codes.items():
        for line, code in zip(lines, codes[scope], strict=True):
            line.setText(code.lower())
    with qtbot.waitSignal(window.done_with, timeout=20000):
        window._set()
    office = fresh.open_office(fresh.folder, "李心", "换一句新的话呀呀呀呀")
    assert "confidential" in office.session.scopes
    office.close()


def test_the_cover_hides_everything_at_once_and_the_passphrase_is_wanted_later(qtbot, tasks, open_as):
    window, second = QWidget(), QWidget()
    for one, title in ((window, "学生"), (second, "家访")):
        one.setWindowTitle(title)
        one.resize(300, 200)
        qtbot.addWidget(one)
        one.show()
    now = [0.0]
    cover = Cover(open_as("clerk"), tasks, window, clock=lambda: now[0])
    before = window.grab().toImage()
    cover.toggle()
    assert window.windowTitle() == second.windowTitle() == "正在办公"
    assert window.findChild(CoverPage).geometry() == window.rect()
    assert window.grab().toImage() != before
    now[0] = 10
    cover.toggle()
    assert window.windowTitle() == "学生"
    assert not cover.covered
    cover.toggle()
    now[0] = 40
    with qtbot.waitSignal(cover.lock_wanted):
        cover.toggle()


def test_the_office_locks_after_a_while_without_input(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    now = [0.0]
    lock = IdleLock(180, window, clock=lambda: now[0])
    expired = []
    lock.expired.connect(lambda: expired.append(now[0]))
    for second in range(0, 170, 10):
        now[0] = float(second)
        lock.look()
    qtbot.keyClick(window, Qt.Key.Key_A)
    for second in range(170, 340, 10):
        now[0] = float(second)
        lock.look()
    assert expired == []
    now[0] = 345.0
    lock.look()
    assert expired == [345.0]


def test_the_office_locks_after_sleep_and_soon_after_minimising(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    now = [0.0]
    asleep = IdleLock(900, window, clock=lambda: now[0])
    with qtbot.waitSignal(asleep.expired):
        now[0] = 300.0
        asleep.look()
    window.showMinimized()
    small = IdleLock(900, window, clock=lambda: now[0])
    small.look()
    now[0] += 5
    small.look()
    with qtbot.waitSignal(small.expired):
        now[0] += 6
        small.look()


def test_another_time_of_the_lock_counts_at_once(place, qtbot, settled):
    window = MainWindow(place.office, place.tasks, place.look, place.program)
    qtbot.addWidget(window)
    settled()
    now = [0.0]
    idle = window._guards.idle
    idle._clock, idle._last, idle._looked = (lambda: now[0]), 0.0, 0.0
    window.go("preferences")
    preferences = window.windows.open[-1]
    assert isinstance(preferences, Preferences)
    expired = []
    idle.expired.disconnect()
    idle.expired.connect(lambda: expired.append(now[0]))
    preferences.lock_after.setValue(60)
    for second in (30, 59, 61):
        now[0] = float(second)
        idle.look()
    assert expired == [61.0]
    assert Preferred(place.program.user_data).lock_after == 60
    preferences.reject()


def test_preferences_are_kept_and_nonsense_is_the_usual(tmp_path):
    kept = Preferred(tmp_path)
    assert (kept.mode, kept.scale, kept.lock_after) == ("light", 1.0, LOCK_USUAL)
    kept.mode, kept.scale, kept.lock_after = "dark", 1.3, 600
    again = Preferred(tmp_path)
    again._kept.sync()
    assert (again.mode, again.scale, again.lock_after) == ("dark", 1.3, 600)
    kept._kept.setValue("mode", "pink")
    kept._kept.setValue("scale", "wide")
    kept._kept.setValue("lock_after", "99999")
    assert (kept.mode, kept.scale, kept.lock_after) == ("light", 1.0, 900)


def test_preferences_back_up_check_and_register_the_bureau(open_as, tasks, look, program, qtbot, settled, tmp_path, school):
    office = open_as("clerk")
    window = Preferences(office, tasks, look, program)
    qtbot.addWidget(window)
    settled()
    assert "还没有做过备份" in window._last.text()
    window._back_up(tmp_path / "stick")
    settled()
    assert "读回核对一致" in window._backup_said.text()
    window._check()
    settled()
    assert window._backup_said.text().startswith("数据完好")
    window.recipient.setText("age1wrong")
    window._register()
    settled()
    assert "收件钥匙不对" in window._bureau_said.text()
    window.old.setText("不是这一句话呀呀呀")
    window.new.setText("换一句新的话呀呀呀呀")
    window.again.setText("换一句新的话呀呀呀")
    window._change()
    assert "不一样" in window._password_said.text()


def test_help_has_a_page_for_what_is_asked_and_follows_links(qtbot):
    window = HelpWindow(resources(), "start")
    qtbot.addWidget(window)
    assert window.pages.count() == len(list((resources() / "help").glob("*.md")))
    window.show_page("nothing of the kind")
    assert window.pages.currentRow() == 0


def test_the_program_goes_from_unlock_to_work_and_back(program, school, tasks, look, qtbot, settled):
    front = Front(program, tasks, look)
    front.open()
    assert isinstance(front.window, UnlockWindow)
    qtbot.waitUntil(lambda: front.window.person.count() == 3)
    name, password = school.people["clerk"]
    front.window.person.setCurrentIndex(next(n for n in range(3) if front.window.person.itemData(n) == name))
    front.window.password.setText(password)
    front.window.unlock()
    qtbot.waitUntil(lambda: type(front.window).__name__ == "MainWindow", timeout=20000)
    settled()
    assert front.window._school.text() == "清河门区示例小学"
    front.window.lock()
    settled()
    assert isinstance(front.window, UnlockWindow)
    front.window.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_a_machine_without_data_begins_with_set_up(fresh, tasks, look, qtbot):
    front = Front(fresh, tasks, look)
    front.open()
    assert isinstance(front.window, SetupWizard)
    front.window.close()


def test_the_demo_is_made_once_with_its_passphrases_beside_it(fresh, school, tasks, look, qtbot, settled, made_school):
    asked = []

    class Told:
        users = ()

    def build(folder: Path):
        asked.append(folder)
        shutil.copytree(made_school.folder, folder)
        return Told()

    wizard = SetupWizard(replace(fresh, build_demo=build), tasks, look)
    qtbot.addWidget(wizard)
    for _ in range(2):
        with qtbot.waitSignal(wizard.made, timeout=20000) as made:
            wizard.welcome.demo.click()
        assert made.args == [fresh.demo]
    assert asked == [fresh.demo]
    assert (fresh.demo.parent / "demo-passwords.txt").exists()


def test_a_failure_nobody_foresaw_is_told_once_and_without_what_it_says(program, tasks, look, monkeypatch, caplog):
    told = []
    monkeypatch.setattr("jlt_desktop.gui.say.failure", lambda _parent, error: told.append(str(error)))
    front = Front(program, tasks, look)
    for _ in range(3):
        error = LookupError("张三" + "的档案")
        front.bug(type(error), error, error.__traceback__)
    assert len(told) == 1
    assert "LookupError" in told[0]
    assert "张三的档案" not in told[0]
    assert "张三的档案" not in caplog.text


def test_f12_covers_while_a_dialog_is_open(qtbot, tasks, open_as):
    window, dialog = QWidget(), QDialog()
    for one in (window, dialog):
        one.resize(300, 200)
        qtbot.addWidget(one)
    window.show()
    dialog.setModal(True)
    dialog.open()
    cover = Cover(open_as("clerk"), tasks, window)
    qtbot.keyClick(dialog, Qt.Key.Key_F12)
    assert cover.covered
    assert dialog.findChild(CoverPage) is not None
    assert window.findChild(CoverPage) is not None
    qtbot.keyClick(dialog, Qt.Key.Key_F12)
    assert not cover.covered
