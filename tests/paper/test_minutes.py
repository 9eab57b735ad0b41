"""Minutes measured from the PDF itself: the type area, its lines and characters, the red mark, names, page numbers, faces."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise

import pypdfium2
import pytest
from pypdfium2 import raw

from jlt_desktop.domain.minutes import Minutes, Paragraph
from jlt_desktop.paper.fonts import Fonts
from jlt_desktop.paper.minutes import render_minutes
from jlt_desktop.paper.raster import page
from jlt_desktop.paths import resources

MM = 72 / 25.4
HIGH = 841.89
LEFT, RIGHT, TOP, BOTTOM = 28 * MM, 184 * MM, HIGH - 37 * MM, HIGH - 262 * MM
SIZE = 15.75
CLOSING = "\uff0c。、\uff1b\uff1a\uff1f\uff01\uff09》”〕%"
OPENING = "\uff08《“〔"
NAMES = ("张𬱖宁", "王𫖯", "李䶮", "陈𬭎远", "欧阳若曦", "阿依古丽·买买提", "赵明", "钱小红", "孙立", "周正", "吴一凡\uff08替会\uff09")


@dataclass(frozen=True)
class Char:
    char: str
    x: float
    y: float
    size: float
    font: str
    colour: tuple[int, int, int]


@pytest.fixture(scope="module")
def fonts():
    return Fonts(resources() / "fonts", system=())


def minutes(*paragraphs, **more):
    given = {"name": "会议纪要", "mark": "家长委员会会议纪要", "number": "〔2026〕3号", "body": "示例小学", "on": date(2026, 3, 5)}
    return Minutes(paragraphs=tuple(one if isinstance(one, Paragraph) else Paragraph(one) for one in paragraphs), **given | more)


def chars_of(pdf: bytes, number: int = 0) -> list[Char]:
    """Every character that has ink, with the place of its origin, as PDFium reads them."""
    found = []
    with pypdfium2.PdfDocument(pdf) as document:
        text = document[number].get_textpage()
        for place in range(text.count_chars()):
            char = chr(raw.FPDFText_GetUnicode(text, place))
            if char.isspace() or raw.FPDFText_IsGenerated(text, place):
                continue
            x, y = ctypes.c_double(), ctypes.c_double()
            raw.FPDFText_GetCharOrigin(text, place, x, y)
            name, flags = ctypes.create_string_buffer(80), ctypes.c_int()
            raw.FPDFText_GetFontInfo(text, place, name, 80, flags)
            red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
            raw.FPDFText_GetFillColor(text, place, red, green, blue, alpha)
            size = raw.FPDFText_GetFontSize(text, place)
            font = name.value.decode().rpartition("+")[2]
            found.append(Char(char, x.value, y.value, size, font, (red.value, green.value, blue.value)))
        text.close()
    return found


def lines_of(pdf: bytes, number: int = 0) -> list[list[Char]]:
    """The lines of body size in the type area, from top to bottom, each from left to right."""
    rows = defaultdict(list)
    for one in chars_of(pdf, number):
        if abs(one.size - SIZE) < 0.01 and BOTTOM < one.y < TOP:
            rows[round(one.y, 1)].append(one)
    return [sorted(rows[y], key=lambda one: one.x) for y in sorted(rows, reverse=True)]


def words(line) -> str:
    return "".join(one.char for one in line)


def ink(pdf: bytes, number: int, dpi: int = 150):
    """Return width, height and the rows of a page as bytes, and how many pixels a millimetre has."""
    width, height, pixels = page(pdf, number, dpi)
    return [pixels[row * width * 3 : (row + 1) * width * 3] for row in range(height)], dpi / 25.4


def body_pages(fonts, paragraphs, **more):
    made = render_minutes(minutes(*paragraphs, **more), fonts)
    return made, [[words(line) for line in lines_of(made.pdf, number)] for number in range(made.pages)]


def test_a_full_page_has_22_lines_of_28_characters_in_the_type_area(fonts):
    made, pages = body_pages(fonts, ["好" * 3000])
    assert made.pages >= 4
    for number in range(1, made.pages - 1):
        lines = lines_of(made.pdf, number)
        assert [len(line) for line in lines] == [28] * 22
        assert all(line[0].x == pytest.approx(LEFT, abs=0.05) for line in lines)
        assert all(line[-1].x + SIZE == pytest.approx(RIGHT, abs=0.1) for line in lines)
        pitches = [above[0].y - below[0].y for above, below in pairwise(lines)]
        assert min(pitches) > 28.94
        assert max(pitches) < 29.01
        # the boxes of the characters reach from the top of the area to its foot but for half the space between lines
        space = (225 * MM / 22 - SIZE) / 2
        assert TOP - (lines[0][0].y + 0.86 * SIZE) == pytest.approx(space, abs=0.2)
        assert lines[-1][0].y - 0.14 * SIZE - BOTTOM == pytest.approx(space, abs=0.2)
    first = lines_of(made.pdf, 0)[-8]
    assert sum(len(line) for number in range(made.pages) for line in pages[number] if set(line) == {"好"}) == 3000
    assert len(first) == 28


def test_a_paragraph_begins_two_characters_in(fonts):
    made = render_minutes(
        minutes("好" * 60, Paragraph("标题", 1), Paragraph("小标题", 2, "说" * 40), Paragraph("事", 3), Paragraph("细", 4)), fonts
    )
    lines = lines_of(made.pdf)
    starts = {words(line)[:3]: line[0].x - LEFT for line in lines}
    assert words(lines[2]) == "好" * 26
    assert words(lines[3]) == "好" * 28
    for begun in ("一、标", "\uff08一\uff09", "1.事", "\uff081\uff09"):
        assert starts[begun] == pytest.approx(2 * SIZE, abs=0.05)
    fonts_of = {words(line)[:2]: {one.font for one in line} for line in lines}
    assert fonts_of["一、"] == {"NotoSansSC-Bold"}
    assert {line[0].colour for line in lines} == {(0, 0, 0)}


@pytest.mark.parametrize("number", [0, 1])
def test_nothing_but_the_page_number_stands_outside_the_type_area(fonts, number):
    given = minutes("会议讨论了校服、食堂和护学岗的事。" * 90, present=NAMES, copies_to=("区教育局", "街道办事处"), title="第一次会议纪要")
    rows, scale = ink(render_minutes(given, fonts).pdf, number)
    dark = [
        (index, min(place for place in range(0, len(row), 3) if row[place + 1] < 128)) for index, row in enumerate(rows) if min(row) < 128
    ]
    assert min(left / 3 for _, left in dark) / scale > 27.9
    assert max(max(place for place in range(0, len(row), 3) if row[place + 1] < 128) / 3 for row in rows if min(row) < 128) / scale < 184.1
    assert dark[0][0] / scale > 37
    below = [index / scale for index, _ in dark if index / scale > 262.3]
    # the dash of the page number, then its figure, 7 mm below; nothing further down
    assert below
    assert max(below) < 275


@pytest.mark.parametrize("mark", ["家长委员会会议纪要", "纪要", "清河门区示例小学教联体工作领导小组联席会议纪要"])
def test_the_mark_is_red_in_the_middle_and_35_mm_below_the_top_of_the_type_area(fonts, mark):
    made = render_minutes(minutes("内容。", mark=mark), fonts)
    rows, scale = ink(made.pdf, 0, 300)
    red = [index for index, row in enumerate(rows) if any(row[place] > 200 and row[place + 1] < 60 for place in range(0, len(row), 3))]
    assert red[0] / scale == pytest.approx(37 + 35, abs=0.15)
    found = [one for one in chars_of(made.pdf) if one.colour == (255, 0, 0)]
    assert "".join(one.char for one in found) == mark
    assert found[0].size >= 26
    for y in {one.y for one in found}:
        line = [one for one in found if one.y == y]
        middle = (line[0].x + line[-1].x + line[-1].size) / 2
        assert middle == pytest.approx((LEFT + RIGHT) / 2, abs=0.1)
        assert line[0].x > LEFT
    # the red line as wide as the type area
    width = len(rows[0]) // 3
    line = next(row for row in rows if sum(row[3 * at] > 200 and row[3 * at + 1] < 60 for at in range(width)) > 150 * scale)
    across = [at / scale for at in range(width) if line[3 * at + 1] < 60]
    assert across[0] == pytest.approx(28, abs=0.15)
    assert across[-1] == pytest.approx(184, abs=0.15)


def test_number_issuer_and_day_stand_in_their_places(fonts):
    lines = lines_of(render_minutes(minutes("内容。"), fonts).pdf)
    number, issued = lines[0], lines[1]
    assert words(number) == "〔2026〕3号"
    assert words(issued) == "示例小学2026年3月5日"
    assert issued[0].x == pytest.approx(LEFT + SIZE, abs=0.1)
    assert issued[-1].x + SIZE == pytest.approx(RIGHT - SIZE, abs=0.1)
    assert words(lines_of(render_minutes(minutes("内容。", number="", body="很长的" * 12 + "单位"), fonts).pdf)[2]) == "2026年3月5日"
    assert words(lines_of(render_minutes(minutes("内容。", number="", body="", on=None), fonts).pdf)[0]) == "内容。"


def test_names_stand_below_each_other_behind_the_colon(fonts):
    made = render_minutes(minutes("内容。", present=NAMES, on_leave=("郑雨",), observers=("社区李主任",)), fonts)
    lines = lines_of(made.pdf)
    at = next(place for place, line in enumerate(lines) if words(line).startswith("出席\uff1a"))
    assert lines[at - 1][0].y - lines[at][0].y == pytest.approx(2 * 225 * MM / 22, abs=0.05)
    assert lines[at][0].x == pytest.approx(LEFT + 2 * SIZE, abs=0.05)
    assert {one.font for one in lines[at][:3]} == {"NotoSansSC-Bold"}
    assert lines[at][3].font != "NotoSansSC-Bold"
    behind = lines[at][3].x
    assert behind == pytest.approx(LEFT + 5 * SIZE, abs=0.05)
    assert lines[at + 1][0].x == pytest.approx(behind, abs=0.05)
    assert lines[at + 2][0].x == pytest.approx(behind, abs=0.05)
    assert words(lines[at + 3]) == "请假\uff1a郑雨"
    assert words(lines[at + 4]) == "列席\uff1a社区李主任"
    for line in lines[at : at + 2]:
        assert words(line).endswith("、")


def test_empty_lists_leave_nothing_behind(fonts):
    made = render_minutes(minutes("内容。", on_leave=("郑雨",)), fonts)
    assert [words(line) for line in lines_of(made.pdf)][2:] == ["内容。", "请假\uff1a郑雨"]
    assert [words(line) for line in lines_of(render_minutes(minutes("内容。"), fonts).pdf)][2:] == ["内容。"]
    bare = render_minutes(Minutes(name="会议纪要", mark="会议纪要", paragraphs=()), fonts)
    assert bare.pages == 1


def test_page_numbers_are_right_on_odd_and_left_on_even_pages(fonts):
    made = render_minutes(minutes("好" * 2200), fonts)
    for number in range(made.pages):
        line = [one for one in chars_of(made.pdf, number) if one.size == 14]
        assert words(line) == f"—{number + 1}—"
        if number % 2 == 0:
            assert line[-1].x + 14 == pytest.approx(RIGHT - 14, abs=0.1)
        else:
            assert line[0].x == pytest.approx(LEFT + 14, abs=0.1)
        rows, scale = ink(made.pdf, number, 300)
        dash = int((line[0].x + 7) / 72 * 25.4 * scale)
        below = next(index for index in range(int(263 * scale), len(rows)) if rows[index][3 * dash + 1] < 128)
        assert below / scale == pytest.approx(262 + 7, abs=0.2)


def test_no_line_begins_with_what_closes_or_ends_with_what_opens(fonts):
    said = "会议指出\uff0c按照《关于推进“教联体”建设的通知》\uff082026年修订\uff09要求\uff0c共收到13800138000条意见、85%已办〔2026〕3号\uff1b好\uff01"
    text = said * 12
    for shift in range(28):
        made, pages = body_pages(fonts, ["前" * (shift + 1) + text], number="", body="", on=None)
        lines = [line for one in pages for line in one]
        assert "".join(lines) == "前" * (shift + 1) + text
        assert not any(line[0] in CLOSING for line in lines)
        assert not any(line[-1] in OPENING for line in lines)
        assert not any(above[-1].isdigit() and (below[0].isdigit() or below[0] in "年条") for above, below in pairwise(lines))
        assert made.missing == ()


def test_lines_are_filled_to_the_edge_but_never_torn_apart(fonts):
    made = render_minutes(minutes("会议指出\uff0c应当按照《章程》办理\uff0c学校和家长委员会每月25日碰头一次。" * 12), fonts)
    for line in lines_of(made.pdf)[2:-1]:
        last = line[-1]
        assert last.x + SIZE == pytest.approx(RIGHT, abs=0.3) or last.char.isdigit()
        gaps = [right.x - left.x for left, right in pairwise(line)]
        assert max(gaps) < 1.2 * SIZE + 0.1


def test_an_exactly_full_page_stays_one_page(fonts):
    head = len(lines_of(render_minutes(minutes("头"), fonts).pdf)) - 1
    for more in range(1, 40):
        made = render_minutes(minutes(*["行"] * more), fonts)
        if made.pages == 2:
            break
    full = more - 1
    whole = render_minutes(minutes(*["行"] * full), fonts)
    assert whole.pages == 1
    assert len(lines_of(whole.pdf)) == head + full
    assert lines_of(whole.pdf)[-1][0].y - 0.14 * SIZE - BOTTOM == pytest.approx((225 * MM / 22 - SIZE) / 2, abs=0.2)
    assert [words(line) for line in lines_of(made.pdf, 1)] == ["行"]
    # names after an exactly full page: no blank line at the top of the next
    named = render_minutes(minutes(*["行"] * full, present=("赵明",)), fonts)
    (line,) = lines_of(named.pdf, 1)
    assert TOP - (line[0].y + 0.86 * SIZE) == pytest.approx((225 * MM / 22 - SIZE) / 2, abs=0.2)
    assert render_minutes(minutes(*["行"] * (full + 22)), fonts).pages == 2
    # a heading goes along with what it heads
    headed = render_minutes(minutes(*["行"] * (full - 1), Paragraph("标题", 1), "正文"), fonts)
    assert [words(one) for one in lines_of(headed.pdf, 1)] == ["一、标题", "正文"]


@pytest.mark.parametrize("lines", [1, 5, *range(8, 14), 20, 27])
def test_copies_stand_at_the_foot_of_the_last_page_never_alone(fonts, lines):
    made = render_minutes(
        minutes(
            *["行"] * lines, copies_to=("区教育局德育科", "清河门街道办事处", "清河门社区居民委员会", "学校党支部", "各年级家长委员会")
        ),
        fonts,
    )
    last = [one for one in chars_of(made.pdf, made.pages - 1) if one.size == 14 and one.y > BOTTOM]
    assert "".join(one.char for one in last).endswith("示例小学2026年3月5日印发")
    assert min(one.y for one in last) - BOTTOM < 225 * MM / 22
    body = lines_of(made.pdf, made.pages - 1)
    assert body
    assert body[-1][0].y > max(one.y for one in last) + 20
    assert sum(words(line) == "行" for number in range(made.pages) for line in lines_of(made.pdf, number)) == lines


def test_names_of_any_length_stay_in_the_type_area_and_do_not_cover_each_other(fonts):
    long = {"mark": "很长的机构名称" * 8 + "会议纪要", "body": "很长的单位名称" * 8, "title": "很长的会议名称" * 8}
    made = render_minutes(minutes("内容。" * 20, **long, present=("王" * 70, "李四"), copies_to=("抄" * 90, "学校")), fonts)
    for number in range(made.pages):
        found = chars_of(made.pdf, number)
        assert min(one.x for one in found) > LEFT - 0.1
        assert max(one.x + one.size for one in found if not one.char.isascii()) < RIGHT + 0.1
        rows = defaultdict(list)
        for one in found:
            rows[round(one.y, 1)].append(one.x)
        for places in rows.values():
            assert min((right - left for left, right in pairwise(sorted(places))), default=SIZE) > 5
        heights = sorted(rows)
        assert min(above - below for below, above in pairwise(heights)) > 12
    joined = "".join(one.char for number in range(made.pages) for one in chars_of(made.pdf, number))
    assert joined.count("很长的机构名称") == joined.count("很长的会议名称") == 8
    assert joined.count("很长的单位名称") == 16


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not on this machine")
def test_every_word_copies_right(fonts, tmp_path):
    text = "会议由张𬱖宁主持\uff0c李䶮记录\uff0c𰻝𰻝面、“陪餐”和〔2026〕3号。" * 30
    made = render_minutes(minutes(text, present=NAMES, operator="赵文员", printed_at=datetime(2026, 3, 6, 9, 30)), fonts)
    path = tmp_path / "one.pdf"
    path.write_bytes(made.pdf)
    copied = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, text=True, check=True).stdout
    joined = "".join(line for line in copied.split() if line not in ("—", "1", "2", "3", "打印人:赵文员"))
    for name in NAMES:
        assert name in joined
    assert joined.count("𰻝𰻝面、“陪餐”和〔2026〕3号。") >= 28
    assert copied.count("打印人:赵文员 打印时间:2026-03-06 09:30") == made.pages
    assert made.missing == ()


def test_a_character_without_a_glyph_is_reported(fonts):
    assert render_minutes(minutes("有\U0001f9ff字"), fonts).missing == ("有\U0001f9ff字(U+1F9FF)",)


def test_faces_that_are_not_there_are_named(fonts):
    said = (("小标宋", "思源黑体"), ("仿宋", "文楷"), ("宋体", "文楷"))
    assert render_minutes(minutes("内容。"), fonts).standing_in == said


def test_a_face_of_the_computer_is_used_and_a_broken_one_passed_over(tmp_path):
    # a real font under the name that Windows gives its 仿宋, and a file that is none under the name of 小标宋
    deep = tmp_path / "truetype" / "office"
    deep.mkdir(parents=True)
    shutil.copy(resources() / "fonts" / "NotoSansSC-Regular.ttf", deep / "SIMFANG.TTF")
    shutil.copy(resources() / "fonts" / "NotoSansSC-Regular.ttf", deep / "STZHONGS.TTF")
    (tmp_path / "FZXBSJW.TTF").write_bytes(b"\0\1\0\0 no font at all")
    (tmp_path / "仿宋_GB2312.ttf").write_bytes((resources() / "fonts" / "NotoSansSC-Bold.ttf").read_bytes()[:5000])
    found = Fonts(resources() / "fonts", system=(tmp_path, tmp_path / "not there"))
    made = render_minutes(minutes("内容和\U00020001字。"), found)
    assert made.standing_in == (("小标宋", "华文中宋"), ("宋体", "文楷"))
    (line,) = [one for one in lines_of(made.pdf) if words(one).startswith("内容")]
    assert line[0].font == "NotoSansSC-Regular"
    assert made.missing == ()
    assert str(tmp_path).encode() not in made.pdf


def test_the_same_minutes_give_the_same_bytes_and_tell_nothing_more(fonts):
    one = minutes("同样的话。", present=NAMES)
    made = render_minutes(one, fonts)
    assert made.pdf == render_minutes(one, fonts).pdf
    assert made.pdf != render_minutes(replace(one, title="另一个"), fonts).pdf
    told = pypdfium2.PdfDocument(made.pdf).get_metadata_dict()
    assert (told["Title"], told["Author"], told["Creator"]) == ("会议纪要", "", "jlt_desktop")
