"""The unlock window asks nobody's passphrase before it knows who may unlock."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt

from jlt_desktop.gui.recovery_window import RecoveryWindow
from jlt_desktop.gui.unlock import UnlockWindow


def test_enter_before_the_people_are_known_is_no_failed_try(program, school, tasks, look, qtbot, settled):
    asked = []

    def opener(folder, user, password):
        asked.append(user)
        return program.open_office(folder, user, password)

    window = UnlockWindow(replace(program, open_office=opener), tasks, look, school.folder)
    qtbot.addWidget(window)
    window.show()
    name, password = school.people["clerk"]
    window.password.setText(password)
    qtbot.keyClick(window.password, Qt.Key.Key_Return)
    settled()
    assert asked == []
    assert not (school.folder / "failed_unlocks.log").exists()
    qtbot.waitUntil(lambda: window.person.count() == 3)
    assert window.go.isEnabled()
    window.person.setCurrentIndex(window.person.findData(name))
    with qtbot.waitSignal(window.unlocked, timeout=20000) as unlocked:
        qtbot.keyClick(window.password, Qt.Key.Key_Return)
    assert asked == [name]
    unlocked.args[0].close()


def test_the_rows_of_the_recovery_window_are_not_squeezed_in_large_type(school, tasks, look, qtbot, settled):
    look.apply("light", 1.5)
    window = RecoveryWindow(school.folder, school.people["counselor"][0], tasks)
    qtbot.addWidget(window)
    window.show()
    settled()
    lines = [line for part in window.codes.values() for line in part]
    assert len(lines) == 3
    qtbot.waitUntil(lambda: all(line.height() >= line.sizeHint().height() for line in (*lines, window.first, window.second)))
    assert window.height() <= 768
