"""The list at the left folds its groups: by mouse, by keys, for the next time; where one goes is always seen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from jlt_desktop.gui.main_window import MainWindow
from jlt_desktop.gui.navigation import Entry
from jlt_desktop.gui.navigation_list import NavigationList
from jlt_desktop.gui.settings import Preferred

LINES = [
    Entry("home", "今天要办"), Entry("", "甲"), Entry("a1", "甲一"), Entry("a2", "甲二"), Entry("", "乙"), Entry("b1", "乙一"),
    Entry("b2", "乙二"), Entry("", "丙"), Entry("c1", "丙一"),
]  # fmt: skip


@pytest.fixture
def preferred(tmp_path):
    return Preferred(tmp_path)


@pytest.fixture
def shown(qtbot, preferred):
    def show(height=600):
        made = NavigationList(LINES, preferred)
        qtbot.addWidget(made)
        made.resize(made.width(), height)
        made.show()
        return made

    return show


def seen(one):
    return [one.item(row).text().strip() for row in range(one.count()) if not one.item(row).isHidden()]


def test_with_room_everything_is_open(shown):
    assert seen(shown()) == ["今天要办", "▾ 甲", "甲一", "甲二", "▾ 乙", "乙一", "乙二", "▾ 丙", "丙一"]


def test_without_room_the_groups_further_down_are_folded_but_not_the_last(shown):
    whole = shown()
    assert seen(shown(9 * (whole.item(1).sizeHint().height() + 4) - 20)) == ["今天要办", "▾ 甲", "甲一", "甲二", "▸ 乙", "▾ 丙", "丙一"]


def test_what_only_this_role_can_open_is_open_before_what_stands_above_it(qtbot, preferred):
    lines = [Entry("", "乙", own=True) if one == Entry("", "乙") else one for one in LINES]
    made = NavigationList(lines, preferred)
    qtbot.addWidget(made)
    made.resize(made.width(), 9 * (made.item(1).sizeHint().height() + 4) - 20)
    made.show()
    assert seen(made) == ["今天要办", "▸ 甲", "▾ 乙", "乙一", "乙二", "▾ 丙", "丙一"]


def test_a_click_on_a_heading_folds_and_opens_and_is_kept(shown, qtbot, preferred):
    one = shown()
    place = one.visualItemRect(one.item(4)).center()
    qtbot.mouseClick(one.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert "乙一" not in seen(one)
    assert preferred.folded == {"乙"}
    assert "乙一" not in seen(shown())
    assert one.item(4).data(Qt.ItemDataRole.AccessibleTextRole) == "乙,已收起"
    qtbot.mouseClick(one.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert "乙一" in seen(one)


def test_the_arrow_keys_fold_and_open_without_a_mouse(shown, qtbot):
    one = shown()
    went = []
    one.chosen.connect(went.append)
    one.mark("a1")
    one.setFocus()
    qtbot.keyClick(one, Qt.Key.Key_Left)
    assert seen(one)[:3] == ["今天要办", "▸ 甲", "▾ 乙"]
    assert went == [], "folding goes nowhere"
    qtbot.keyClick(one, Qt.Key.Key_Down)
    qtbot.keyClick(one, Qt.Key.Key_Down)
    assert went == ["b1"]
    for _ in range(2):
        qtbot.keyClick(one, Qt.Key.Key_Up)
    qtbot.keyClick(one, Qt.Key.Key_Space)
    assert seen(one)[1:4] == ["▾ 甲", "甲一", "甲二"]
    qtbot.keyClick(one, Qt.Key.Key_Return)
    qtbot.keyClick(one, Qt.Key.Key_Right)
    assert seen(one)[1:4] == ["▾ 甲", "甲一", "甲二"]


def test_where_one_is_is_seen_though_its_group_was_folded(shown, preferred):
    preferred.folded = {"甲", "乙"}
    one = shown()
    went = []
    one.chosen.connect(went.append)
    one.mark("b2")
    assert (one.currentItem().text().strip(), one.here, went) == ("乙二", "b2", [])
    assert preferred.folded == {"甲", "乙"}, "what the person folded stays so the next time"


def test_in_the_window_arrows_walk_on_and_enter_goes_into_the_page(place, qtbot, settled):
    window = MainWindow(place.office, place.tasks, place.look, place.program)
    qtbot.addWidget(window)
    window.show()
    settled()
    one = window.navigation
    one.setFocus()
    while one.here == "home":
        qtbot.keyClick(one, Qt.Key.Key_Down)
    settled()
    assert window.focusWidget() is one, "walking on does not leave the list"
    first = window.stack.currentWidget()
    qtbot.keyClick(one, Qt.Key.Key_Return)
    assert first.isAncestorOf(window.focusWidget())
    one.setFocus()
    while one.here != "home":
        qtbot.keyClick(one, Qt.Key.Key_Up)
    settled()
    assert window.stack.currentWidget() is not first
