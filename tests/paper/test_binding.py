"""Papers bound together: page numbers run through, foreign pages stand upright and whole in their frame, pictures are drawn."""

from __future__ import annotations

import ctypes
import io

import pypdfium2
import pytest
from PIL import Image, ImageChops
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from jlt_desktop.domain.document import Document, Photos, Prose
from jlt_desktop.paper.binding import Ours, bind, foreign
from jlt_desktop.paper.fonts import Fonts
from jlt_desktop.paper.raster import page
from jlt_desktop.paper.render import render
from jlt_desktop.paths import resources

FOOT = ("某小学", "2026-11-24")


@pytest.fixture(scope="module")
def fonts():
    return Fonts(resources() / "fonts")


def ours(fonts, text, pages=1):
    document = Document(name="试", title=text, blocks=tuple(Prose(text + "\n" * 8) for _ in range(pages)))
    return Ours(render(document, fonts).pages, lambda first, total: render(document, fonts, first, total).pdf)


def pdf(*pages, size=A4, rotate=0):
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size)
    for words in pages:
        canvas.setFont("Helvetica", 30)
        canvas.drawString(60, size[1] - 90, words)
        canvas.rect(20, 20, size[0] - 40, size[1] - 40)
        canvas.setFillColorRGB(1, 0, 0)
        canvas.rect(20, size[1] - 60, 40, 40, fill=1, stroke=0)
        canvas.setFillColorRGB(0, 0, 0)
        canvas.showPage()
    canvas.save()
    if not rotate:
        return out.getvalue()
    document, turned = pypdfium2.PdfDocument(out.getvalue()), io.BytesIO()
    for one in document:
        one.set_rotation(rotate)
        one.close()
    document.save(turned)
    document.close()
    return turned.getvalue()


def texts(content):
    with pypdfium2.PdfDocument(content) as document:
        return [one.get_textpage().get_text_bounded() for one in document]


def picture(colour, size=(640, 480), kind="JPEG", mode="RGB"):
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, kind)
    return out.getvalue()


def test_numbers_run_through_ours_and_others(fonts):
    steps = []
    made = bind([ours(fonts, "封面"), foreign(pdf("ALPHA", "BETA"), "附件:协议"), ours(fonts, "末页")], fonts, FOOT, steps.append)
    found = texts(made)
    assert len(found) == 4
    assert steps == [1, 2, 3]
    for number, text in enumerate(found, start=1):
        assert f"第 {number} 页 共 4 页" in text
    assert "附件:协议(第 2 页,共 2 页)" in found[2]
    assert "BETA" in found[2]
    assert "某小学" in found[2]


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("size", [A4, (A4[1], A4[0]), (300, 2000), (2000, 1500)])
def test_a_foreign_page_is_turned_as_its_reader_turns_it_and_stays_in_its_frame(fonts, rotate, size):
    content = pdf("X", size=size, rotate=rotate)
    wide, high, pixels = page(bind([foreign(content, "附件")], fonts, FOOT), 0, 40)
    original = Image.frombytes("RGB", *_shape(page(content, 0, 40)))
    made = Image.frombytes("RGB", (wide, high), pixels)
    assert (made.width > made.height) == (original.width > original.height)
    for image in (made, original):
        assert _red(image) is not None
    # the red corner lies in the same quarter of what is drawn
    assert _quarter(made, _drawn(made)) == _quarter(original, _drawn(original))
    red = _red(made)
    margin = 40 * 40 / 72
    assert margin < red[0] < made.width - margin
    assert margin < red[1] < made.height - margin


def _shape(answer):
    wide, high, pixels = answer
    return (wide, high), pixels


def _red(image):
    """The middle of what is red."""
    red, green, _ = image.split()
    box = ImageChops.multiply(red.point(lambda v: 255 * (v > 180)), green.point(lambda v: 255 * (v < 110))).getbbox()
    return ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2) if box else None


def _drawn(image):
    """The middle of the paper, which is near enough to the middle of what is drawn on it."""
    return image.width / 2, image.height / 2


def _quarter(image, middle):
    x, y = _red(image)
    return x < middle[0], y < middle[1]


def test_what_was_stamped_above_a_page_is_not_left_behind(fonts):
    document = pypdfium2.PdfDocument(pdf("BODY"))
    opened = document[0]
    note = pypdfium2.raw.FPDFPage_CreateAnnot(opened, pypdfium2.raw.FPDF_ANNOT_SQUARE)
    pypdfium2.raw.FPDFAnnot_SetRect(note, pypdfium2.raw.FS_RECTF(200, 500, 400, 300))
    drawn = "0 0 1 rg 200 300 200 200 re f".encode("utf-16-le") + b"\0\0"
    as_text = ctypes.cast(ctypes.create_string_buffer(drawn), ctypes.POINTER(ctypes.c_ushort))
    pypdfium2.raw.FPDFAnnot_SetAP(note, pypdfium2.raw.FPDF_ANNOT_APPEARANCEMODE_NORMAL, as_text)
    pypdfium2.raw.FPDFPage_CloseAnnot(note)
    opened.close()
    out = io.BytesIO()
    document.save(out)
    document.close()
    wide, high, pixels = page(bind([foreign(out.getvalue(), "盖了章的")], fonts, FOOT), 0, 40)
    made = Image.frombytes("RGB", (wide, high), pixels)
    assert any(blue > 200 and red < 100 for _, (red, _green, blue) in made.getcolors(wide * high))


def test_what_cannot_be_opened_is_none():
    assert foreign(b"%PDF-1.7 nothing", "坏了") is None


def test_pictures_are_drawn_and_a_broken_one_says_so(fonts):
    shots = (
        (picture("green"), "一"), (picture((0, 0, 255, 128), kind="PNG", mode="RGBA"), "二"), (picture("red", (4000, 3000)), "三"),
        (b"\xff\xd8\xffbroken", "四"), (picture("yellow", (200, 3000)), "五"),
    )  # fmt: skip
    made = render(Document(name="照片", title="照片", blocks=(Photos(shots, "照片"),)), fonts)
    words = "".join(texts(made.pdf))
    for one in "一二三四五":
        assert one in words
    assert "这张图片打不开,请看原件。" in words
    assert len(made.pdf) < 600_000, "a camera's full size is brought down"
    seen = [Image.frombytes("RGB", *_shape(page(made.pdf, number, 30))) for number in range(made.pages)]
    colours = {colour for image in seen for _, colour in image.getcolors(image.width * image.height)}
    assert any(g > 100 > r and b < 60 for r, g, b in colours)
    assert any(r > 200 and g < 60 for r, g, b in colours)
