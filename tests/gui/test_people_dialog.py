"""人员与钥匙: people come and go by the buttons, every step says first what it does."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from jlt_desktop import app
from jlt_desktop.domain.errors import OutsideError
from jlt_desktop.gui.main_window import MainWindow
from jlt_desktop.gui.people_dialog import PeopleDialog, RenameDialog
from jlt_desktop.gui.people_steps import AddSteps, HandOverSteps, RekeySteps
from jlt_desktop.gui.preferences import Preferences
from jlt_desktop.gui.print_preview import PrintPreview
from jlt_desktop.services import handover, upkeep
from jlt_desktop.vault.creating import NewUser

SECOND = NewUser("马文员", "clerk", "又一位文员的口令 一二")
HEIR = NewUser("周心理", "counselor", "接任老师的口令 丙丁")
SHOTS = os.environ.get("JLT_PEOPLE_SHOTS", "")


@pytest.fixture
def opened(open_as, tasks, look, program, school, qtbot, settled):
    """Open the window as a role; pictures of it go to the folder named in JLT_PEOPLE_SHOTS, if any."""

    owner = QWidget()
    qtbot.addWidget(owner)

    def open_role(role):
        dialog = PeopleDialog(open_as(role), tasks, program, owner, school.cost)
        dialog.show()
        settled()
        return dialog

    yield open_role
    settled()


def picture(widget: QWidget, name: str) -> None:
    if SHOTS:
        QApplication.processEvents()
        widget.grab().save(str(Path(SHOTS) / f"{name}.png"))


def words(widget: QWidget) -> str:
    return "\n".join(one.text() for one in widget.findChildren(QLabel) if one.isVisible())


def unlocks(school, name, password) -> bool:
    try:
        app.open_office(school.folder, name, password, floor=school.cost).close()
    except OutsideError:
        return False
    return True


def fill(page, who: NewUser, again: str | None = None) -> None:
    page.who.setText(who.name)
    page.first.setText(who.password)
    page.second.setText(who.password if again is None else again)
    page.second.textEdited.emit("")


def onward(steps, settled) -> None:
    assert steps.onward.isEnabled(), steps.steps[steps.place].why_not()
    steps.onward.click()
    settled()


def kept(steps) -> None:
    """Type back every sheet, as copied by hand."""
    for card in steps.sheets.cards:
        card.back.setText(card.sheet.groups[-1][:4])
        card.back.textEdited.emit("")


def test_everybody_is_shown_with_what_they_open(opened):
    dialog = opened("clerk")
    said = words(dialog)
    for expected in ("赵文员  ·  校办文员  ·  您本人", "能打开:日常台账、心理资料", "能打开:日常台账、学校签名", "最后一位校办文员"):
        assert expected in said
    assert not any(card.leave.isEnabled() for card in dialog.cards)
    assert not dialog.hand_over.isVisible()
    picture(dialog, "people-clerk")


def test_a_clerk_is_added_and_may_unlock(opened, settled, school):
    dialog = opened("clerk")
    dialog.add.click()
    steps = dialog.steps
    assert isinstance(steps, AddSteps)
    assert not steps.onward.isEnabled()
    fill(steps.who, SECOND, again="别的")
    assert "两次输入的口令不一样" in steps.who.why_not()
    fill(steps.who, NewUser(SECOND.name, "clerk", "短"))
    assert "口令太短" in steps.who.why_not()
    fill(steps.who, SECOND)
    picture(steps, "add-clerk")
    onward(steps, settled)
    assert f"已添加校办文员“{SECOND.name}”" in words(steps)
    picture(steps, "add-done")
    onward(steps, settled)
    assert len(dialog.cards) == 4
    assert SECOND.name in words(dialog)
    dialog._office.close()
    assert unlocks(school, SECOND.name, SECOND.password)


def test_a_scope_one_does_not_hold_asks_for_its_sheets(opened, settled):
    dialog = opened("principal")
    dialog.add.click()
    page = dialog.steps.who
    page.role.setCurrentIndex(page.role.findData("counselor"))
    page.role.activated.emit(page.role.currentIndex())
    assert [len(lines) for lines in page.codes.values()] == [2]
    fill(page, HEIR)
    assert page.why_not() == "请输入恢复码。"
    for line in page.codes["confidential"]:
        line.setText("ABCDE")
    page.second.textEdited.emit("")
    picture(dialog.steps, "add-counselor-by-sheets")
    onward(dialog.steps, settled)
    assert "恢复码应为 35 个字符" in dialog.steps.problem.text()
    assert dialog.steps.place == 0
    assert len(handover.here(dialog._office)) == 3


def test_somebody_goes_and_the_copies_are_listed(opened, settled, school, tmp_path):
    dialog = opened("clerk")
    office = dialog._office
    handover.add(office, SECOND, cost=school.cost)
    upkeep.back_up(office, tmp_path / "stick")
    dialog._ask()
    settled()
    leave = next(card.leave for card in dialog.cards if card.who.name == SECOND.name)
    assert leave.isEnabled()
    picture(dialog, "people-two-clerks")
    leave.click()
    settled()
    steps = dialog.steps
    assert isinstance(steps, RekeySteps)
    for expected in ("口令马上作废", "断电", "恢复单重新印", "以前的备份"):
        assert expected in words(steps)
    picture(steps, "leave-explained")
    onward(steps, settled)
    assert [card.sheet.scope for card in steps.sheets.cards] == ["general"]
    assert not steps.onward.isEnabled()
    steps.sheets.cards[0].paper.click()
    settled()
    preview = steps.findChild(PrintPreview)
    assert preview is not None
    assert preview.printed is not None
    assert not preview.printed.missing
    card = steps.sheets.cards[0]
    assert not card.printed.isEnabled()
    preview.save_to(tmp_path / "sheet.pdf")
    settled()
    preview.reject()
    assert card.printed.isEnabled()
    kept(steps)
    picture(steps, "leave-sheets")
    onward(steps, settled)
    assert f"“{SECOND.name}”的口令已作废" in words(steps)
    assert "马文员的旧口令打得开" in steps.done_page.copies.text()
    picture(steps, "leave-done")
    onward(steps, settled)
    assert len(dialog.cards) == 3
    office.close()
    assert not unlocks(school, SECOND.name, SECOND.password)
    assert unlocks(school, *school.people["clerk"])


def test_closing_before_the_keys_are_made_changes_nothing(opened, settled, school):
    dialog = opened("counselor")
    dialog.anew.click()
    onward(dialog.steps, settled)
    assert len(dialog.steps.sheets.cards) == 3
    header = dialog._office.session.header
    dialog.steps.leave.click()
    settled()
    assert dialog._office.session.header == header


def test_a_counselor_hands_over_and_goes(opened, settled, school):
    dialog = opened("counselor")
    assert dialog.hand_over.isVisible()
    picture(dialog, "people-counselor")
    dialog.hand_over.click()
    steps = dialog.steps
    assert isinstance(steps, HandOverSteps)
    picture(steps, "hand-over-explained")
    onward(steps, settled)
    picture(steps, "hand-over-who")
    fill(steps.who, HEIR)
    onward(steps, settled)
    assert "现在打得开全部心理资料" in words(steps)
    picture(steps, "hand-over-done")
    steps.paper.click()
    settled()
    preview = steps.findChild(PrintPreview)
    assert preview is not None
    assert preview.printed is not None
    picture(preview, "hand-over-paper")
    preview.reject()
    steps.leave_now.click()
    settled()
    leaving = dialog.steps
    assert isinstance(leaving, RekeySteps)
    assert "您再也打不开" in words(leaving)
    onward(leaving, settled)
    assert len(leaving.sheets.cards) == 3
    kept(leaving)
    picture(leaving, "counselor-leaves-sheets")
    onward(leaving, settled)
    assert "关掉这个窗口就会锁定" in words(leaving)
    gone = []
    dialog.locked_out.connect(lambda: gone.append(True))
    leaving.onward.click()
    assert gone == [True]
    assert not unlocks(school, *school.people["counselor"])
    heir = app.open_office(school.folder, HEIR.name, HEIR.password, floor=school.cost)
    assert handover.can_hand_over(heir)
    heir.close()


def test_the_files_may_go_to_somebody_who_is_here(opened, settled):
    dialog = opened("counselor")
    dialog.hand_over.click()
    onward(dialog.steps, settled)
    page = dialog.steps.who
    page.other.setCurrentIndex(page.other.findText("赵文员(校办文员)"))
    page.other.activated.emit(page.other.currentIndex())
    assert not page.who.isEnabled()
    onward(dialog.steps, settled)
    assert "“赵文员”现在打得开全部心理资料" in words(dialog.steps)
    onward(dialog.steps, settled)
    assert any(one.name == "赵文员" and "心理资料" in one.opens for one in handover.here(dialog._office))
    back = next(card.back for card in dialog.cards if card.who.name == "赵文员")
    assert [card.back.isVisible() for card in dialog.cards].count(True) == 1
    back.click()
    steps = dialog.steps
    assert isinstance(steps, RekeySteps)
    assert "打不开心理资料了" in words(steps)
    onward(steps, settled)
    assert [card.sheet.scope for card in steps.sheets.cards] == ["confidential"] * 2
    kept(steps)
    onward(steps, settled)
    assert "心理资料已收回" in words(steps)
    onward(steps, settled)
    assert not any(card.back.isVisible() for card in dialog.cards)
    assert not any(one.role == "clerk" and "心理资料" in one.opens for one in handover.here(dialog._office))


def test_a_failure_is_said_on_the_page_and_the_old_keys_hold(opened, settled, school):
    dialog = opened("clerk")
    (school.folder / "general.epoch-2.new").mkdir()
    dialog.anew.click()
    onward(dialog.steps, settled)
    kept(dialog.steps)
    onward(dialog.steps, settled)
    assert "钥匙没有换成" in dialog.steps.problem.text()
    assert dialog.steps.place == 1
    dialog.steps.reject()
    assert upkeep.check(dialog._office) == []


def test_a_name_is_changed(opened, settled, school):
    dialog = opened("clerk")
    dialog.rename.click()
    form = dialog.findChild(RenameDialog)
    form.who.setText("赵老师")
    form.password.setText("不是这个口令 一二三")
    form.keep.click()
    settled()
    assert "口令不对" in form.said.text()
    picture(form, "rename")
    form.password.setText(school.people["clerk"][1])
    form.keep.click()
    settled()
    assert "下次解锁用新姓名" in dialog.said.text()
    dialog._office.close()
    assert unlocks(school, "赵老师", school.people["clerk"][1])


def test_it_opens_from_the_preferences(open_as, tasks, look, program, qtbot, settled):
    made = Preferences(open_as("clerk"), tasks, look, program)
    qtbot.addWidget(made)
    made.show()
    made.tabs.setCurrentIndex(2)
    picture(made, "preferences-safety")
    next(one for one in made.findChildren(QPushButton) if one.text().startswith("人员与钥匙")).click()
    settled()
    dialog = made.findChild(PeopleDialog)
    assert dialog is not None
    assert len(dialog.cards) == 3
    dialog.reject()


def test_who_has_gone_finds_the_office_locked(open_as, tasks, look, program, school, qtbot, settled):
    """The whole way: main window, preferences, people, going; what is left asks nothing of an office that is closed."""
    office = open_as("counselor")
    handover.hand_over(office, HEIR, cost=school.cost)
    window = MainWindow(office, tasks, look, program)
    qtbot.addWidget(window)
    locked = []
    window.locked.connect(lambda: locked.append(True))
    window.show()
    settled()
    window.go("preferences")
    preferences = window.windows.open[-1]
    preferences.open_people()
    settled()
    dialog = preferences.findChild(PeopleDialog)
    dialog.leave(office.session.user_id)
    settled()
    steps = dialog.steps
    onward(steps, settled)
    kept(steps)
    onward(steps, settled)
    steps.onward.click()
    settled()
    assert locked == [True]
    assert office.session.scopes == ()
    assert not unlocks(school, *school.people["counselor"])
    assert unlocks(school, HEIR.name, HEIR.password)


def test_it_fits_at_a_large_size_of_type(opened, look, settled):
    look.apply("light", 1.5)
    dialog = opened("counselor")
    assert dialog.width() <= 1366
    assert dialog.height() <= 768
    picture(dialog, "people-large")
    dialog.anew.click()
    onward(dialog.steps, settled)
    picture(dialog.steps, "sheets-large")
    dialog.steps.reject()
