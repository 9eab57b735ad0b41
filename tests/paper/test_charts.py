"""Plots on paper: nothing is drawn across a gap, words stand on the axis, grey is enough."""

from __future__ import annotations

import io
import subprocess

import pytest
from PIL import Image

from jlt_desktop.domain.chart import Bars, MoodChart
from jlt_desktop.domain.document import Document, Picture
from jlt_desktop.paper.charts import chart_pdf
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
