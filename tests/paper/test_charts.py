"""Plots on paper: nothing is drawn across a gap, words stand on the axis, grey is enough."""

from __future__ import annotations

import io
import itertools
import re
import subprocess
from dataclasses import replace

import pytest
from PIL import Image

from jlt_desktop.domain.calendar import month_after
from jlt_desktop.domain.chart import FILLED, LATE, MISSING, OUTSIDE, Bars, MonthGrid, MoodChart
from jlt_desktop.domain.document import Document, Picture
from jlt_desktop.paper.chart_ink import INKS
from jlt_desktop.paper.charts import chart_height, chart_pdf
from jlt_desktop.paper.fonts import Fonts
from jlt_desktop.paper.raster import page
from jlt_desktop.paper.render import render
from jlt_desktop.paths import resources

WORDS = ("高危信号", "低落", "波动", "平稳")
MONTHS = tuple(f"2026-{month:02}" for month in range(1, 13))


@pytest.fixture(scope="module")
def fonts() -> Fonts:
    return Fonts(resources() / "fonts")


def chart(points, **more) -> MoodChart:
    return MoodChart(months=MONTHS[: len(points)], points=points, words=WORDS, sentence="一句话。", **more)


def words(pdf: bytes) -> str:
    return subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()


def picture(pdf: bytes) -> Image.Image:
    width, height, data = page(pdf, 0, 144)
    return Image.frombytes("RGB", (width, height), data)


def inked(shown: Image.Image) -> list[int]:
    """Columns in which the colour of the course stands, between the axis and the right edge."""
    pixels = [[shown.getpixel((x, y)) for y in range(shown.height)] for x in range(shown.width)]
    return [x for x, column in enumerate(pixels) if any(red < 80 and blue > 80 for red, _, blue in column)]


def stretches(columns: list[int]) -> int:
    return sum(1 for place, x in enumerate(columns) if place == 0 or x > columns[place - 1] + 1)


def test_a_gap_is_not_bridged(fonts):
    whole = inked(picture(chart_pdf(chart((3, 3, 2, 4)), fonts, 500, 170)))
    gap = inked(picture(chart_pdf(chart((3, 3, None, 4)), fonts, 500, 170)))
    assert stretches(whole) == 1
    assert stretches(gap) == 2
    assert stretches(inked(picture(chart_pdf(chart((3, None, 3, None, 3)), fonts, 500, 170)))) == 3


def test_words_stand_on_the_axis_months_below_events_above(fonts):
    said = words(chart_pdf(chart((3, 3, None, 4), events=(("2026-02", "转介"), ("2030-01", "不在图里"))), fonts, 500, 170))
    for one in (*WORDS, "2026年1月", "2月", "3月", "4月", "无记录", "转介"):
        assert one in said, one
    assert "不在图里" not in said


@pytest.mark.parametrize("count", [1, 6, 12])
def test_any_number_of_months_keeps_its_words_apart(fonts, count):
    said = words(chart_pdf(chart((3,) * count), fonts, 620, 170))
    assert "12月" in said if count == 12 else True
    assert said.count("月") == count


def test_the_course_is_dark_enough_without_colour(fonts):
    shown = picture(chart_pdf(chart((3, 3, 2, 4)), fonts, 500, 170)).convert("L")
    values = sorted(set(shown.tobytes()))
    course = next(value for value in values if value > values[0])
    # the WCAG ratio of the course to white paper
    assert (1.05) / (((course / 255) ** 2.2) + 0.05) > 3


def test_bars_carry_their_numbers(fonts):
    said = words(chart_pdf(Bars(rows=(("一年级", 12), ("二年级", 2)), hide_small=True), fonts, 400, 60))
    assert "12 人" in said
    assert "<3 人" in said


def test_the_same_drawing_stands_in_a_document_with_its_sentence(fonts):
    document = Document(name="图", title="试", blocks=(Picture(chart((3, None, 4)), "情绪走势"),))
    made = render(document, fonts)
    said = words(made.pdf)
    assert made.missing == ()
    for one in ("情绪走势", "平稳", "一句话。"):
        assert one in said
    assert chart_pdf(chart((3,)), fonts, 300, 150) == chart_pdf(chart((3,)), fonts, 300, 150)
    assert io.BytesIO(made.pdf).read(5) == b"%PDF-"


def boxes(pdf: bytes) -> list[tuple[str, float, float, float, float]]:
    """Each word with its left, upper, right and lower edge."""
    said = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    found = re.findall(r'<word xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.+?)</word>', said)
    return [(word, *map(float, edges)) for *edges, word in found]


def long_course(count: int) -> MoodChart:
    months = tuple(month_after("2026-11", -back) for back in reversed(range(count)))
    points = tuple(None if place % 7 == 4 else 1 + place % 4 for place in range(count))
    events = [(month, word) for month, word in zip(months[3:], itertools.cycle(("转介", "强制报告", "家访")), strict=False)]
    return MoodChart(months=months, points=points, words=WORDS, events=(*events, (months[-1], "结案")), neutral=3)


@pytest.mark.parametrize("width", [300, 500])
@pytest.mark.parametrize("count", [1, 6, 12, 24])
def test_no_word_covers_another_or_leaves_the_paper(fonts, count, width):
    course = long_course(count)
    found = boxes(chart_pdf(course, fonts, width))
    assert {*WORDS} <= {word for word, *_ in found}
    assert any("2026年" in word for word, *_ in found)
    assert any("结案" in word for word, *_ in found)
    for word, left, top, right, low in found:
        assert left > -0.5, word
        assert right < width + 0.5, word
        assert top > -2.5, word
        assert low < chart_height(course, fonts, width) + 2.5, word
    for (one, left, top, right, low), (other, left2, top2, right2, low2) in itertools.combinations(found, 2):
        # the boxes of a line are taller than its letters
        apart = right <= left2 or right2 <= left or (top + low) / 2 + 9 <= (top2 + low2) / 2 or (top2 + low2) / 2 + 9 <= (top + low) / 2
        assert apart, (one, other)


@pytest.mark.parametrize("dpi", [96, 192])
def test_in_a_gap_the_paper_is_as_if_there_were_no_records_at_all(fonts, dpi):
    whole = long_course(12)
    nothing = replace(whole, points=(None,) * 12)
    shown, empty = (
        Image.frombytes("RGB", (made[0], made[1]), made[2])
        for made in (page(chart_pdf(one, fonts, 500), 0, dpi) for one in (whole, nothing))
    )
    left = max(fonts.width(word, 9, "jlt-main") for word in WORDS) + 8
    share = (500 - left) / 12
    for place, point in enumerate(whole.points):
        # from half a month before to half a month after, less nothing: no line may begin on its way
        edges = [round((left + share * (place + side)) * dpi / 72) for side in (0.02, 0.98)]
        strips = [one.crop((edges[0], 0, edges[1], one.height)).tobytes() for one in (shown, empty)]
        assert (strips[0] == strips[1]) is (point is None), place


def luminance(red: float, green: float, blue: float) -> float:
    parts = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in (red, green, blue)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def test_every_ink_stands_out_in_grey():
    for ink in INKS:
        grey = 0.299 * ink.red + 0.587 * ink.green + 0.114 * ink.blue
        assert 1.05 / (luminance(ink.red, ink.green, ink.blue) + 0.05) >= 4.5
        assert 1.05 / (luminance(grey, grey, grey) + 0.05) >= 3


def test_a_hidden_count_cannot_be_read_from_the_file(fonts):
    one, two = (chart_pdf(Bars(rows=(("一年级", 12), ("二年级", count)), hide_small=True), fonts, 400) for count in (1, 2))
    assert one == two
    told = chart_pdf(Bars(rows=(("一年级", 12), ("二年级", 2)), title="按年级"), fonts, 400)
    assert "2 人" in words(told)
    assert "按年级" in words(told)


def test_three_states_are_three_patterns_without_colour(fonts):
    grid = MonthGrid(rows=(("甲", (FILLED, LATE, MISSING, OUTSIDE)),), months=MONTHS[:4])
    pdf = chart_pdf(grid, fonts, 300)
    assert [one in words(pdf) for one in (*grid.words, "甲", "1月", "4月", "2026年")] == [True] * 7
    shown = picture(pdf).convert("L")
    left = fonts.width("甲", 9, "jlt-main") + 8
    cells = [((left + (place + 0.5) * 48 - 8) * 2, 48 * 2, (left + (place + 0.5) * 48 + 8) * 2, 63 * 2) for place in range(4)]
    dark = []
    for cell in cells:
        part = shown.crop(tuple(round(edge) for edge in cell))
        dark.append(sum(value < 150 for value in part.tobytes()) / (part.width * part.height))
    assert dark[0] > dark[1] + 0.15 > dark[2] + 0.3 > 0.3
    assert dark[3] == 0


def test_a_long_grid_goes_over_pages_and_its_sentence_stays_with_the_last_rows(fonts):
    names = [f"孩子{number:03}" for number in range(130)]
    grid = MonthGrid(rows=tuple((name, (FILLED,) * 6) for name in names), months=MONTHS[:6], sentence="一句话在末尾。")
    made = render(Document(name="图", title="试", blocks=(Picture(grid, "各月填写"),)), fonts)
    pages = words(made.pdf).split("\f")[:-1]
    assert made.pages == len(pages) == 4
    assert [name for one in pages for name in re.findall(r"孩子\d{3}", one)] == names
    assert all("按时" in one and "6月" in one for one in pages)
    assert ["一句话在末尾。" in one for one in pages] == [False, False, False, True]


def test_a_rare_character_is_drawn_and_an_unknown_one_reported(fonts):
    fonts.missing.clear()
    said = words(chart_pdf(chart((3, 3), events=(("2026-01", "访𬱖宁"),)), fonts, 500))
    assert "访𬱖宁" in said
    assert fonts.missing == []
    document = Document(name="图", title="试", blocks=(Picture(chart((3, 3), events=(("2026-01", "\ue000"),))),))
    assert render(document, fonts).missing == ("\ue000(U+E000)",)
