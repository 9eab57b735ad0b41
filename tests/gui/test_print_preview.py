"""The print preview on a real PDF: pages, zoom, the same bytes on disk, the same pages on paper."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QPushButton, QWidget
from reportlab.pdfgen.canvas import Canvas

from jlt_desktop.domain.errors import OutsideError
from jlt_desktop.gui.look import Look
from jlt_desktop.gui.print_preview import PrintPreview
from jlt_desktop.gui.tasks import Tasks
from jlt_desktop.paper.render import Printed

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

A4 = (595.28, 841.89)


def pdf(pages: int, size: tuple[float, float] = A4) -> bytes:
    """A PDF whose page n has a black bar of n centimetres near its upper edge."""
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=size)
    for number in range(pages):
        canvas.rect(40, size[1] - 80, 28.35 * (number + 1), 20, fill=1)
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def dark(picture: object) -> int:
    """How wide the black bar of a rendered page is, in thousandths of the page."""
    wide, high = picture.width(), picture.height()
    row = int(high * 70 / A4[1])
    return round(1000 * sum(1 for x in range(3, wide - 3) if picture.pixelColor(x, row).lightness() < 80) / wide)


@pytest.fixture
def preview(tasks: Tasks, look: Look, qtbot: QtBot, settled: Callable[[], None]) -> Iterator[Callable[..., PrintPreview]]:
    owner = QWidget()
    qtbot.addWidget(owner)

    def make(work: Callable[[], Printed]) -> PrintPreview:
        made = PrintPreview(work, "学生名册", tasks, owner)
        made.resize(900, 700)
        made.show()
        settled()
        return made

    yield make
    owner.close()  # held until here, because the windows go with it


def test_pages_are_turned_and_counted(preview: Callable[..., PrintPreview], settled: Callable[[], None]) -> None:
    window = preview(lambda: Printed(pdf(3), 3, ()))
    assert window.windowTitle() == "打印预览 · 学生名册"
    assert window.count.text() == "第 1 页,共 3 页"
    assert not window.before.isEnabled()
    widths = []
    for number in range(3):
        assert window.number == number
        widths.append(dark(window.view.page.pixmap().toImage()))
        window.after.click()
        settled()
    assert window.count.text() == "第 3 页,共 3 页"
    assert not window.after.isEnabled()
    wanted = [1000 * 28.35 * n / A4[0] for n in (1, 2, 3)]
    assert all(abs(found - one) < 8 for found, one in zip(widths, wanted, strict=True)), (widths, wanted)
    window.before.click()
    settled()
    assert window.number == 1
    assert window.missing.isHidden()


def test_the_first_page_is_there_within_a_second(tasks: Tasks, look: Look, qtbot: QtBot) -> None:
    content = pdf(40)
    owner = QWidget()
    qtbot.addWidget(owner)
    started = time.monotonic()
    window = PrintPreview(lambda: Printed(content, 40, ()), "名册", tasks, owner)
    window.show()
    qtbot.waitUntil(lambda: not window.view.page.pixmap().isNull(), timeout=5000)
    assert time.monotonic() - started < 1


def test_zoom_draws_the_page_in_the_wanted_size(preview: Callable[..., PrintPreview], settled: Callable[[], None]) -> None:
    window = preview(lambda: Printed(pdf(1), 1, ()))
    for words in ("100%", "200%"):
        window.zoom.setCurrentText(words)
        window.zoom.activated.emit(window.zoom.currentIndex())
        settled()
        wanted = A4[0] / 72 * 96 * int(words[:-1]) / 100
        assert abs(window.view.page.pixmap().width() - wanted) < 3
    window.zoom.setCurrentText("整页")
    window.zoom.activated.emit(window.zoom.currentIndex())
    settled()
    assert window.view.page.pixmap().height() <= window.view.viewport().height()
    assert window.view.page.pixmap().height() > window.view.viewport().height() * 0.8


def test_what_is_saved_is_what_is_shown(preview: Callable[..., PrintPreview], settled: Callable[[], None], tmp_path: Path) -> None:
    content = pdf(2)
    window = preview(lambda: Printed(content, 2, ()))
    window.save_to(tmp_path / "学生名册.pdf")
    settled()
    assert window.said.text() == "已存为“学生名册.pdf”。"
    assert (tmp_path / "学生名册.pdf").read_bytes() == content
    assert [one.name for one in tmp_path.iterdir()] == ["学生名册.pdf"]
    window.save_to(tmp_path / "没有的文件夹" / "a.pdf")
    settled()
    assert "找不到" in window.said.text()
    assert window.said.property("kind") == "problem"


@pytest.mark.parametrize("size", [A4, (A4[1], A4[0])], ids=["upright", "across"])
def test_the_pages_go_to_paper_in_their_own_size_and_direction(
    preview: Callable[..., PrintPreview], settled: Callable[[], None], tmp_path: Path, size: tuple[float, float]
) -> None:
    window = preview(lambda: Printed(pdf(2, size), 2, ()))
    target = tmp_path / "paper.pdf"
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(target))
    window.print_on(printer)
    settled()
    assert window.said.text() == "已送到打印机:2 页。"
    assert window.progress.isHidden()
    printed = pypdfium2.PdfDocument(target.read_bytes())
    assert len(printed) == 2
    assert printer.docName() == "学生名册"
    for number in range(2):
        assert all(abs(found - one) < 2 for found, one in zip(printed[number].get_size(), size, strict=True))
        picture = printed[number].render(scale=2).to_pil().convert("L")
        row = [picture.getpixel((x, 140)) for x in range(picture.width)]
        found = sum(1 for one in row if one < 80) / 2
        assert abs(found - 28.35 * (number + 1)) < 3, "as wide on paper as in the PDF"
    printed.close()


def test_only_the_pages_asked_for_are_printed_and_it_can_be_stopped(
    preview: Callable[..., PrintPreview], settled: Callable[[], None], tmp_path: Path
) -> None:
    window = preview(lambda: Printed(pdf(5), 5, ()))
    some = QPrinter(QPrinter.PrinterMode.HighResolution)
    some.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    some.setOutputFileName(str(tmp_path / "some.pdf"))
    some.setFromTo(2, 3)
    window.print_on(some)
    settled()
    assert window.said.text() == "已送到打印机:2 页。"
    whole = QPrinter(QPrinter.PrinterMode.HighResolution)
    whole.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    whole.setOutputFileName(str(tmp_path / "whole.pdf"))
    window.print_on(whole)
    assert window.stop.isVisible()
    window.stop.click()
    settled()
    assert window.said.text().startswith("已停止打印")
    assert window.stop.isHidden()


def test_characters_without_a_glyph_are_told(preview: Callable[..., PrintPreview]) -> None:
    window = preview(lambda: Printed(pdf(1), 1, ("第 3 人姓名有 1 个字没有字形。",)))
    assert window.missing.isVisible()
    assert "第 3 人姓名有 1 个字没有字形。" in window._missing_words.text()


def test_faces_that_had_to_be_replaced_are_named(preview: Callable[..., PrintPreview]) -> None:
    window = preview(lambda: Printed(pdf(1), 1, (), (("小标宋", "思源黑体"), ("仿宋", "文楷"))))
    assert window.missing.isVisible()
    assert "小标宋用思源黑体代替,仿宋用文楷代替" in window._missing_words.text()
    assert "字形" not in window._missing_words.text()


def test_a_failure_of_the_layout_is_said_in_its_place(preview: Callable[..., PrintPreview]) -> None:
    def fail() -> Printed:
        raise OutsideError("字体文件不见了。", "", "数据没有改动。", "请重新安装程序。")

    window = preview(fail)
    assert window.said.text() == "字体文件不见了。数据没有改动。请重新安装程序。"
    assert not window.paper.isEnabled()
    assert not window.save.isEnabled()


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_it_fits_the_small_screen(preview: Callable[..., PrintPreview], look: Look, scale: float) -> None:
    look.apply("dark", scale)
    window = preview(lambda: Printed(pdf(1), 1, ()))
    assert window.minimumSizeHint().width() <= 1366
    assert window.minimumSizeHint().height() <= 768
    assert all(one.accessibleName() for one in window.findChildren(QPushButton))
