"""The cover of F12 stays shut: no key, no late window and no notice gets past it."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QVBoxLayout, QWidget

from jlt_desktop.gui.cover import Cover, CoverPage
from jlt_desktop.gui.main_window import MainWindow
from jlt_desktop.gui.start import Front
from jlt_desktop.gui.unlock import UnlockWindow
from jlt_desktop.gui.workplace import Workplace

SECRET = "不给人看的一行"


def bare(window):
    """Tell whether a visible window shows anything but the cover."""
    page = next((one for one in window.children() if isinstance(one, CoverPage) and one.isVisible()), None)
    within = [one for one in window.children() if isinstance(one, QWidget) and not one.isWindow()]
    return page is None or page.geometry() != window.rect() or within[-1] is not page


def uncovered():
    return [one for one in QApplication.topLevelWidgets() if one.isVisible() and bare(one)]


def active(window, qtbot):
    """Make a window the one that hears shortcuts, or a key that opens nothing would prove nothing."""
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)


@pytest.fixture
def room(qtbot):
    """A window with two lines to type into and a label."""
    window = QWidget()
    window.resize(400, 300)
    column = QVBoxLayout(window)
    window.line, window.words, window.last = QLineEdit(), QLabel(SECRET), QLineEdit()
    for one in (window.line, window.words, window.last):
        column.addWidget(one)
    qtbot.addWidget(window)
    window.show()
    active(window, qtbot)
    return window


@pytest.fixture
def cover(room, tasks, open_as):
    """The cover of that window, on a clock that the test moves."""
    made = Cover(open_as("clerk"), tasks, room)
    yield made
    if made.covered:
        made.toggle()


@pytest.fixture
def main(place: Workplace, qtbot, settled):
    """The main window on a stocked office, its first questions answered."""
    window = MainWindow(place.office, place.tasks, place.look, place.program)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window._finder is not None, timeout=20000)
    settled()
    yield window
    if window._guards.cover.covered:
        window.cover()
    window.windows.close_all()


@pytest.mark.parametrize("key", [Qt.Key.Key_K, Qt.Key.Key_N, Qt.Key.Key_I])
def test_no_key_of_the_main_window_opens_anything_while_covered(main, qtbot, settled, key):
    ledger = next(one for one in main.place.office.ledgers.values() if one.title == "学生")
    main.go(ledger.key)
    settled()
    active(main, qtbot)
    main.cover()
    before = len(main.windows.open)
    qtbot.keyClick(main, key, Qt.KeyboardModifier.ControlModifier)
    settled()
    assert len(main.windows.open) == before
    assert uncovered() == []
    main.cover()
    active(main, qtbot)
    qtbot.keyClick(main, key, Qt.KeyboardModifier.ControlModifier)
    settled()
    assert [one for one in QApplication.topLevelWidgets() if one.isVisible() and one is not main]


def test_the_real_window_is_covered_at_once(main):
    started = time.perf_counter()
    main.cover()
    main.grab()
    assert time.perf_counter() - started < 0.1
    assert uncovered() == []


def test_what_stands_on_the_pages_makes_no_difference_to_the_picture(room, cover):
    def covered():
        cover.toggle()
        room.findChild(CoverPage)._clock.setText("10:00")
        picture = room.grab().toImage()
        cover.toggle()
        QApplication.sendPostedEvents(None, 52)  # deferred deletion of the page
        return picture

    bare_before = room.grab().toImage()
    first = covered()
    room.words.setText("别的内容" * 5)
    assert room.grab().toImage() != bare_before
    assert covered() == first


def test_a_covered_window_may_be_destroyed(place, qtbot, settled, look):
    for _ in range(3):
        window = MainWindow(place.office, place.tasks, place.look, place.program)
        window.show()
        qtbot.waitUntil(lambda window=window: window._finder is not None, timeout=20000)
        window.cover()
        settled()
        window.close()
        with qtbot.waitSignal(window.destroyed):
            window.deleteLater()
        look.apply("light", 1.0)
    assert not [one for one in QApplication.topLevelWidgets() if one.isVisible()]


def test_a_window_that_comes_while_covered_is_covered_and_gets_its_title_back(room, cover, qtbot):
    cover.toggle()
    late = QDialog(room)
    qtbot.addWidget(late)
    late.setWindowTitle(SECRET)
    late.resize(300, 200)
    late.show()
    late.activateWindow()
    qtbot.waitUntil(lambda: late.windowTitle() == "正在办公")
    assert uncovered() == []
    cover.toggle()
    assert late.windowTitle() == SECRET
    assert late.isVisible()


def test_a_lock_while_covered_leads_to_an_open_unlock_window(program, open_as, tasks, look, qtbot, settled):
    front = Front(program, tasks, look)
    front.work(open_as("clerk"))
    work = front.window
    qtbot.waitUntil(lambda: work._finder is not None, timeout=20000)
    settled()
    work.cover()
    work._guards.idle.expired.emit()
    settled()
    assert isinstance(front.window, UnlockWindow)
    active(front.window, qtbot)
    assert front.window.findChild(CoverPage) is None
    assert front.window.windowTitle() == "教联体学校台账"
    qtbot.waitUntil(lambda: front.window.person.count() == 3)
    qtbot.keyClicks(front.window.password, "x")
    assert front.window.password.text() == "x"
    front.window.close()


def test_a_window_that_is_not_ours_is_left_alone(room, cover, qtbot):
    cover.toggle()
    other = QDialog()
    qtbot.addWidget(other)
    other.show()
    active(other, qtbot)
    assert other.findChild(CoverPage) is None


def test_a_window_that_goes_while_covered_does_no_harm(room, cover, qtbot):
    late = QDialog()
    late.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    late.show()
    cover.toggle()
    with qtbot.waitSignal(late.destroyed):
        late.close()
    cover.toggle()
    assert not cover.covered


def test_nothing_typed_reaches_the_page_below(room, cover, qtbot):
    used = []
    QShortcut(QKeySequence("Ctrl+G"), room, lambda: used.append(1))
    cover.toggle()
    for _ in range(3):
        qtbot.keyClick(room.line, Qt.Key.Key_Tab)
    qtbot.keyClicks(room.line, "abc")
    qtbot.keyClick(room, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    assert room.line.text() == ""
    assert used == []
    cover.toggle()
    active(room, qtbot)
    qtbot.keyClicks(room.line, "abc")
    qtbot.keyClick(room, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    assert room.line.text() == "abc"
    assert used == [1]


def test_the_button_of_the_cover_works_by_keyboard(room, cover, qtbot):
    cover.toggle()
    page = room.findChild(CoverPage)
    qtbot.keyClick(page.focusWidget() or page.back, Qt.Key.Key_Space)
    assert not cover.covered


def test_the_cover_grows_with_its_window_and_no_notice_rises_above_it(room, cover):
    cover.toggle()
    room.resize(900, 700)
    room.findChild(CoverPage)._tick()
    assert uncovered() == []
    notice = QLabel(SECRET, room)
    notice.show()
    notice.raise_()
    room.findChild(CoverPage)._tick()
    assert uncovered() == []


def test_f12_alone_returns_while_covered(room, cover, qtbot):
    qtbot.keyClick(room.line, Qt.Key.Key_F12)
    assert cover.covered
    qtbot.keyClick(room.line, Qt.Key.Key_F12)
    assert not cover.covered


def test_one_types_on_where_one_was(room, cover):
    room.last.setFocus()
    cover.toggle()
    assert room.focusWidget() is not room.last
    cover.toggle()
    assert room.focusWidget() is room.last
