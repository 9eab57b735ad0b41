"""A letter on paper: every word is there, two characters in, signed below at the right, with its slip in one piece."""

from __future__ import annotations

import pypdfium2 as pdfium
import pytest

from jlt_desktop.domain.document import Document, Letter
from jlt_desktop.paper.fonts import Fonts
from jlt_desktop.paper.render import render
from jlt_desktop.paths import resources

SLIP = ("回执", "姓名与电话", "到会或请假")


@pytest.fixture(scope="module")
def fonts():
    return Fonts(resources() / "fonts", system=())


def pages(fonts, letter):
    made = render(Document(name="通知", title="会议通知", blocks=(letter,)), fonts)
    assert made.missing == ()
    document = pdfium.PdfDocument(made.pdf)
    return [page.get_textpage() for page in document]


def place(page, words):
    """The left and upper edge of the first character of some words, in points; None where they are not."""
    found = page.search(words).get_next()
    if found is None:
        return None
    left, _, _, top = page.get_charbox(found[0])
    return left, top


def test_where_the_words_stand(fonts):
    (page,) = pages(fonts, Letter("各位委员", ("请准时参加", "地点在三楼"), ("学校家长委员会", "2026年11月24日"), SLIP))
    to, first, second, signed, day, slip = (
        place(page, words) for words in ("各位委员", "请准时参加", "地点在三楼", "学校家长委员会", "2026年11月24日", "姓名与电话")
    )
    assert first[0] - to[0] == pytest.approx(28, abs=2), "two characters of fourteen points"
    assert second[0] == pytest.approx(first[0], abs=2)
    assert to[1] > first[1] > second[1] > signed[1] > day[1] > slip[1]
    assert signed[0] > 297, "in the right half"


def test_a_long_letter_goes_on_and_its_slip_is_not_torn(fonts):
    found = pages(fonts, Letter("各位委员", ("请带好笔和本子\n" * 11,) * 4, ("学校家长委员会", "2026年11月24日"), SLIP))
    assert len(found) > 1
    with_slip = [page for page in found if place(page, "姓名与电话")]
    assert len(with_slip) == 1
    assert all(place(with_slip[0], words) for words in SLIP)
    count = sum(page.get_text_range().count("请带好笔和本子") for page in found)
    assert count == 44
    (signed,) = [page for page in found if place(page, "2026年11月24日")]
    assert place(signed, "请带好笔和本子"), "the signature does not stand alone"
