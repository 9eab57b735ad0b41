"""What comes out on paper: exact text for readers, headings and feet on every page, nothing told beyond the words."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pypdfium2
import pytest

from jlt_desktop.domain.document import Code, Document, Entry, Grid, Pairs, Prose, Signatures, Timeline
from jlt_desktop.paper.fonts import BOLD, MAIN, RARE, Fonts
from jlt_desktop.paper.raster import page, page_count
from jlt_desktop.paper.render import render
from jlt_desktop.paper.to_unicode import to_unicode
from jlt_desktop.paper.wrap import wrap
from jlt_desktop.paths import resources

WHEN = datetime(2026, 11, 24, 9, 30)
NAMES = ("张𬱖宁", "王𫖯", "𰻝𰻝面", "李䶮", "阿依古丽·买买提", "陈𬭎远", "欧阳若曦")


@pytest.fixture(scope="module")
def fonts():
    return Fonts(resources() / "fonts")


def text_of(pdf: bytes, tmp_path: Path) -> str:
    """What poppler, a reader of its own, copies from the file."""
    path = tmp_path / "one.pdf"
    path.write_bytes(pdf)
    return subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True).stdout


def document(*blocks, **more):
    return Document(name="样张", title="样张", blocks=blocks, operator="王文娟", printed_at=WHEN, **more)


needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not on this machine")


@needs_poppler
def test_every_name_copies_right(fonts, tmp_path):
    made = render(document(Pairs(tuple(("姓名", one) for one in NAMES), columns=1)), fonts)
    assert made.missing == ()
    copied = text_of(made.pdf, tmp_path)
    for name in NAMES:
        assert name in copied


@needs_poppler
def test_a_roster_repeats_its_headings_and_counts_its_pages(fonts, tmp_path):
    rows = [(f"学生{n:04}", "女", f"0000002018030{n:05}") for n in range(400)]
    made = render(document(Grid(("姓名", "性别", "身份证件号"), rows, numbered=True), landscape=True), fonts)
    pages = text_of(made.pdf, tmp_path).split("\f")[:-1]
    assert len(pages) == made.pages == page_count(made.pdf)
    assert made.pages > 5
    for number, text in enumerate(pages, start=1):
        assert re.search(r"序号\s+姓名\s+性别\s+身份证件号", text)
        assert f"第 {number} 页 共 {made.pages} 页" in text
        assert "打印人:王文娟" in text
        assert "打印时间:2026-11-24 09:30" in text
    for name, _, number in rows:
        assert name in "".join(pages)
        assert number in "".join(pages)


def test_a_character_without_a_glyph_is_shown_and_reported(fonts):
    made = render(document(Prose("姓名里有\U0001f9ff这个字。")), fonts)
    assert made.missing == ("姓名里有\U0001f9ff这个字。(U+1F9FF)",)
    assert render(document(Prose("没有怪字。")), fonts).missing == ()


def test_the_same_document_gives_the_same_bytes(fonts):
    one = document(Prose("同样的话。"), Signatures(("校长",)), Code("ABC", ("ABC",)))
    assert render(one, fonts).pdf == render(one, fonts).pdf


def test_the_file_tells_nothing_of_its_own(fonts):
    made = render(document(Prose("张三")), fonts)
    found = pypdfium2.PdfDocument(made.pdf).get_metadata_dict()
    assert found["Title"] == "样张"
    assert found["Author"] == ""
    assert found["Creator"] == "jlt_desktop"
    assert "王文娟" not in "".join(found.values())
    assert str(Path.home()).encode() not in made.pdf


@needs_poppler
def test_a_text_longer_than_a_page_goes_on_without_losing_a_word(fonts, tmp_path):
    words = [f"第{n}句话。" for n in range(900)]
    made = render(document(Prose("".join(words), "讨论"), Pairs((("说明", "很长。" * 800),))), fonts)
    assert made.pages >= 3
    copied = re.sub(r"\s", "", "".join(re.sub(r"打印人.*|第 \d+ 页.*", "", text) for text in text_of(made.pdf, tmp_path).splitlines()))
    for word in words:
        assert word in copied


def test_a_timeline_shows_the_day_it_happened_and_the_day_of_entry(fonts, tmp_path):
    entry = Entry("2026-11-01", "家访记录", (("沟通要点", "谈了接送。"),), "2026-11-05")
    made = render(document(Timeline((entry,), "记录")), fonts)
    copied = re.sub(r"\s+", "", pypdfium2.PdfDocument(made.pdf)[0].get_textpage().get_text_range())
    assert "2026-11-01" in copied
    assert "2026-11-05录入" in copied
    assert "沟通要点:谈了接送。" in copied


def test_lines_break_as_chinese_is_set(fonts):
    text = "今天去家里看了孩子,奶奶说:“他听话。”我们商量了(接送)的事,号码是13800138000。" * 3
    for width in range(60, 240, 7):
        lines = wrap(fonts, text, width, 10, MAIN)
        assert "".join(lines) == text
        assert all(fonts.width(line, 10, MAIN) <= width + 0.01 for line in lines)
        assert not any(line[0] in "，。,.:”)" for line in lines[1:])
        assert not any(line[-1] in "“(" for line in lines[:-1])


def test_a_number_longer_than_its_column_is_broken_not_lost(fonts):
    lines = wrap(fonts, "G210999201803050019", 40, 10, MAIN)
    assert "".join(lines) == "G210999201803050019"
    assert len(lines) > 2


def test_the_table_back_to_text_is_utf_16_in_blocks_of_a_hundred():
    table = to_unicode([*range(0x4E00, 0x4E00 + 230), 0x2CC56])
    assert [int(one) for one in re.findall(r"(\d+) beginbfchar", table)] == [100, 100, 31]
    assert "<E6> <D873DC56>" in table


def test_each_run_is_in_a_font_that_has_it(fonts):
    runs = fonts.runs("王\U00020001明", BOLD)
    assert "".join(run.text for run in runs) == "王\U00020001明"
    assert runs[1].font == RARE


def test_a_page_is_a_picture_of_the_same_bytes(fonts):
    made = render(document(Prose("一页。")), fonts)
    width, height, raw = page(made.pdf, 0, 72)
    assert len(raw) == width * height * 3
    assert (width, height) in ((595, 842), (596, 842))
    assert 0 < raw.count(0) < len(raw)


def off_the_paper(pdf):
    """How many characters stand outside their page or below the foot."""
    found = 0
    for one in pypdfium2.PdfDocument(pdf):
        text, (width, height) = one.get_textpage(), one.get_size()
        for place in range(text.count_chars()):
            left, low, right, high = text.get_charbox(place)
            found += left < -1 or low < 26 or right > width + 1 or high > height + 1
    return found


@pytest.mark.parametrize("before", [0, 5, 33])
def test_a_row_taller_than_a_page_goes_on_without_losing_a_word(fonts, tmp_path, before):
    words = [f"第{n}句话。" for n in range(500)]
    rows = [*[("1", "先", "短")] * before, ("2", "甲", "".join(words)), ("3", "乙", "末了")]
    made = render(document(Grid(("次序", "议题", "要点"), rows, (1, 4, 6))), fonts)
    assert off_the_paper(made.pdf) == 0
    pages = text_of(made.pdf, tmp_path).split("\f")[:-1]
    assert len(pages) == made.pages
    assert all(re.search(r"次序\s+议题\s+要点", text) for text in pages)
    body = "".join(line for text in pages for line in text.splitlines() if not re.search(r"打印人|次序", line))
    body = re.sub(r"\s|甲", "", body)
    assert all(word in body for word in words)
    assert "末了" in body


def test_a_long_title_and_a_long_kind_stay_on_the_paper(fonts):
    title = "清河门区示例镇中心九年一贯制学校三年级2班学生家庭教育指导记录表(全校汇总)"
    made = render(replace(document(Prose("一页。")), title=title), fonts)
    assert off_the_paper(made.pdf) == 0
    entry = Entry("2026-11-01", "心理健康教育与家庭教育指导", (("要点", "谈话"),))
    text = pypdfium2.PdfDocument(render(document(Timeline((entry,))), fonts).pdf)[0].get_textpage()
    boxes = [text.get_charbox(place) for place in range(text.count_chars()) if text.get_text_range(place, 1) in "心理健康教育与家庭指导"]
    assert len(boxes) == 13
    assert max(right for _, _, right, _ in boxes) <= 48 + 96
