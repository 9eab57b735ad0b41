"""A plot in a window: as sharp as the screen, white in every mode, its sentence for eyes and for screen readers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QColor

from jlt_desktop.domain.chart import Bars, MonthGrid, MoodChart
from jlt_desktop.domain.errors import OutsideError
from jlt_desktop.gui.chart_view import ChartView
from jlt_desktop.paper.fonts import Fonts
from jlt_desktop.paths import resources
from jlt_desktop.services import picturing

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from jlt_desktop.gui.look import Look
    from jlt_desktop.gui.tasks import Tasks

MONTHS = tuple(f"2026-{month:02}" for month in range(1, 13))
COURSE = MoodChart(months=MONTHS, points=(3, 3, None, 4, *(3,) * 8), words=("低", "中", "高", "更高"), sentence="近 12 个月 11 次记录。")


class Place:
    """The worker and the fonts: the two things of a workplace that a plot needs, without a school."""

    def __init__(self, tasks: Tasks) -> None:
        self.tasks, self.fonts = tasks, Fonts(resources() / "fonts")


@pytest.fixture
def shown(qtbot: QtBot, tasks: Tasks, look: Look, settled: Callable[[], None]) -> Iterator[Callable[..., ChartView]]:
    held: list[ChartView] = []

    def show(chart: object, width: int = 800) -> ChartView:
        view = ChartView(chart, Place(tasks))
        held.append(view)
        view.resize(width, 400)
        view.show()
        qtbot.waitUntil(lambda: not view.picture.pixmap().isNull(), timeout=20000)
        settled()
        return view

    yield show
    for view in held:
        view.close()


def test_the_sentence_is_read_and_seen(shown):
    view = shown(COURSE)
    assert view.sentence.text() == COURSE.sentence
    assert view.sentence.isVisible()
    for one in (view, view.picture):
        assert one.accessibleDescription() == COURSE.sentence
        assert one.accessibleName() == "走势图"


def test_the_picture_is_as_wide_as_the_room_and_follows_it(shown, qtbot, settled):
    view = shown(COURSE)
    ratio = view.devicePixelRatioF()
    assert abs(view.picture.pixmap().width() - view.picture.width() * ratio) <= 1
    first = view.picture.pixmap().width()
    view.resize(480, 400)
    qtbot.waitUntil(lambda: view.picture.pixmap().width() < first)
    settled()
    assert abs(view.picture.pixmap().width() - view.picture.width() * ratio) <= 1
    # the whole height is shown, nothing cut off
    assert view.picture.height() * ratio >= view.picture.pixmap().height()


def test_many_sizes_in_a_row_are_drawn_once(shown, qtbot, settled, monkeypatch):
    view = shown(COURSE)
    drawn = []
    real = picturing.picture
    monkeypatch.setattr(picturing, "picture", lambda *given: drawn.append(given[2]) or real(*given))
    for width in range(790, 500, -20):
        view.resize(width, 400)
    last = view.picture.pixmap().width()
    qtbot.waitUntil(lambda: view.picture.pixmap().width() != last)
    settled()
    assert len(drawn) == 1


def test_it_is_white_in_dark_mode_and_its_letters_grow(shown, look, qtbot):
    small = shown(COURSE).picture.pixmap().height()
    look.apply("dark", 1.5)
    view = shown(COURSE)
    seen = view.grab().toImage()
    assert seen.pixelColor(6, 40) == QColor("#ffffff")
    assert seen.pixelColor(seen.width() // 2, seen.height() - 2).lightness() < 80
    assert view.picture.pixmap().height() == pytest.approx(small * 1.5, rel=0.05)


def test_what_nobody_sees_is_drawn_when_it_comes_up(shown, look, tasks, qtbot, settled):
    view = shown(COURSE)
    before = view.picture.pixmap().height()
    view.hide()
    look.apply("light", 1.5)
    # longer than the view waits for its size to settle
    qtbot.wait(250)
    assert tasks.idle
    assert view.picture.pixmap().height() == before
    view.show()
    qtbot.waitUntil(lambda: view.picture.pixmap().height() > before * 1.4)
    settled()


@pytest.mark.parametrize(("chart", "called"), [
    (Bars(rows=(("一年级", 3),), sentence="共 3 人。"), "条形图"),
    (MonthGrid(rows=(("甲", ("late",)),), months=("2026-01",), sentence="缺 0 次。"), "各月填写情况图"),
])  # fmt: skip
def test_other_plots_have_names_of_their_own(shown, chart, called):
    view = shown(chart)
    assert view.accessibleName() == called
    assert view.picture.pixmap().height() < 140


def test_a_plot_that_cannot_be_drawn_says_so_and_keeps_its_sentence(qtbot, tasks, look, settled, monkeypatch):
    def broken(*_given: object) -> None:
        raise OutsideError("字体文件读不出来。", "", "", "")

    monkeypatch.setattr(picturing, "picture", broken)
    view = ChartView(COURSE, Place(tasks))
    qtbot.addWidget(view)
    view.show()
    qtbot.waitUntil(lambda: not view.picture.isVisible(), timeout=20000)
    assert view._problem.isVisible()
    assert view._problem.text() == "字体文件读不出来。"
    assert view.sentence.isVisible()
    view.close()


def test_the_scale_is_pixels_a_point():
    fonts = Fonts(resources() / "fonts")
    for scale in (1.0, 2.0):
        wide, high, data = picturing.picture(COURSE, fonts, 400, 150, scale)
        assert (wide, high) == (400 * scale, 150 * scale)
        assert len(data) == wide * high * 3
