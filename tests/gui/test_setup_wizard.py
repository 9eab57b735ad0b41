"""A restore from the first screen asks before it takes the place of a school's data."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from jlt_desktop.gui.setup_wizard import SetupWizard
from jlt_desktop.services import upkeep


@pytest.fixture
def wizard(program, tasks, look, qtbot):
    """The wizard on a computer that holds a school's data already."""
    made = SetupWizard(program, tasks, look)
    qtbot.addWidget(made)
    made.show()
    return made


def answer(beginning, seen):
    """Press the button of the question whose words begin so, as soon as it is on the screen."""

    def press():
        box = next((one for one in QApplication.topLevelWidgets() if isinstance(one, QMessageBox) and one.isVisible()), None)
        if box is None:  # the backup is still being compared
            QTimer.singleShot(20, press)
            return
        seen.append(box.text() + box.informativeText())
        next(one for one in box.buttons() if one.text().startswith(beginning)).click()

    QTimer.singleShot(0, press)


def beside(folder):
    return [one for one in folder.parent.iterdir() if "恢复前" in one.name]


def test_saying_no_leaves_everything_where_it_is(wizard, program, open_as, settled, tmp_path):
    backup = upkeep.back_up(open_as("clerk"), tmp_path / "stick")
    before = (program.folder / "vault.json").read_bytes()
    seen = []
    answer("取消", seen)
    wizard.consider(backup.path)
    settled()
    assert seen[0].startswith("清河门区示例小学,")
    assert "用它代替现在的学校数据吗?" in seen[0]
    assert backup.path.name in seen[0]
    assert "能解锁的人:赵文员(校办文员)" in seen[0]
    assert str(program.folder.parent) in seen[0]
    assert beside(program.folder) == []
    assert (program.folder / "vault.json").read_bytes() == before


def test_saying_yes_keeps_what_stood_there_beside_it(wizard, program, school, open_as, qtbot, tmp_path):
    office = open_as("clerk")
    backup = upkeep.back_up(office, tmp_path / "stick")
    office.close()
    (program.folder / "mark").write_text("x", encoding="utf-8")
    answer("代替", [])
    with qtbot.waitSignal(wizard.made, timeout=20000):
        wizard.consider(backup.path)
    (kept,) = beside(program.folder)
    assert (kept / "mark").exists()
    assert not (program.folder / "mark").exists()
    again = program.open_office(program.folder, *school.people["clerk"])
    assert again.role == "clerk"
    again.close()


def test_an_empty_computer_is_told_what_comes(wizard, program, open_as, qtbot, tmp_path):
    office = open_as("clerk")
    backup = upkeep.back_up(office, tmp_path / "stick")
    office.close()
    program.folder.rename(tmp_path / "gone")
    seen = []
    answer("恢复", seen)
    with qtbot.waitSignal(wizard.made, timeout=20000):
        wizard.consider(backup.path)
    assert beside(program.folder) == []
    assert (program.folder / "vault.json").exists()
    assert "把它恢复到这台电脑上吗?" in seen[0]
    assert "恢复前" not in seen[0]
