"""The box of a task: contents that lead to the right pages, evidence bound in, nobody's name, nothing confidential; all at once, stopped at will."""

from __future__ import annotations

import io
import re
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from jlt_desktop import app
from jlt_desktop.domain.errors import OutsideError, UserError
from jlt_desktop.ledgers import ALL
from jlt_desktop.paper.fonts import Fonts
from jlt_desktop.paths import resources
from jlt_desktop.services.attaching import attach_bytes
from jlt_desktop.services.box import Boxes, box_period, write_boxes
from jlt_desktop.services.box_list import box_list
from jlt_desktop.services.demo import USERS
from jlt_desktop.services.desk import Desk
from jlt_desktop.vault.kdf import KdfCost

QUICK, TODAY = KdfCost(1024, 1, 1), date(2026, 11, 24)
_LINE = re.compile(r"^\d+ (.+?) (\d+)$")


@pytest.fixture(scope="module")
def fonts():
    return Fonts(resources() / "fonts")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("demo") / "school"
    app.build_demo(made, 60, 5, TODAY, QUICK)
    office = as_role(made, "clerk")
    meeting = office.ledgers["meeting"]
    chosen = next(
        one
        for one in office.store(meeting).every(meeting)
        if one.get("kind") in ("union", "joint") and one.get("start").date() >= date(2026, 9, 1)
    )
    files = [attach_bytes(office, meeting, "签到表.pdf", pdf("SIGNED")), attach_bytes(office, meeting, "会场.png", picture()),
             attach_bytes(office, meeting, "材料.docx", b"PK\x03\x04rest"), attach_bytes(office, meeting, "坏了.pdf", b"%PDF-1.7 nothing")]  # fmt: skip
    Desk(office).save(meeting, {"files": tuple(files)}, record_id=chosen.id, answers={"correction": "试验"})
    office.close()
    return made


def as_role(folder, role):
    user = next(one for one in USERS if one.role == role)
    return app.open_office(folder, user.name, user.password, floor=QUICK, today=lambda: TODAY)


@pytest.fixture
def office(folder):
    found = as_role(folder, "clerk")
    yield found
    found.close()


def pdf(*pages):
    out = io.BytesIO()
    canvas = Canvas(out)
    for words in pages:
        canvas.drawString(100, 500, words)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def picture():
    out = io.BytesIO()
    Image.new("RGB", (320, 240), (200, 30, 30)).save(out, "PNG")
    return out.getvalue()


def texts(content):
    with pypdfium2.PdfDocument(content) as document:
        return [one.get_textpage().get_text_bounded().replace("\r\n", "\n") for one in document]


def plain(text):
    return re.sub(r"\s", "", text)


def test_the_contents_lead_to_the_pages_and_the_evidence_is_bound_in(office, fonts):
    boxes = Boxes(office, "2026-T1", fonts)
    box = boxes.bind(boxes.task(0))
    found = texts(box.pdf)
    assert len(found) == box.pages
    assert box.missing == ()
    for number, text in enumerate(found, start=1):
        assert f"第 {number} 页 共 {box.pages} 页" in text
    assert plain(boxes.task(0).words)[:60] in plain(found[0])
    lines = [match for text in found[1:3] if "目录" in text or "内容" in text for match in map(_LINE.match, text.split("\n")) if match]
    assert len(lines) >= 5
    for match in lines:
        page = found[int(match[2]) - 1]
        title = plain(match[1].partition(":")[2] or match[1])
        assert title[:8] in plain(page), (match[1], match[2])
    whole = "\n".join(found)
    assert "SIGNED" in whole
    assert "附件:附件 签到表.pdf(第 1 页,共 1 页)" in whole
    assert "会场.png" in whole
    assert "材料.docx" in whole
    assert box.left_out == ("附件:附件 坏了.pdf打不开,请另附原件",)
    with pypdfium2.PdfDocument(box.pdf) as document:
        kinds = {one.type for page in document for one in page.get_objects()}
    assert pypdfium2.raw.FPDF_PAGEOBJ_IMAGE in kinds


@pytest.mark.parametrize("role", ["clerk", "counselor"])
def test_no_name_of_a_pupil_or_parent_and_nothing_confidential_stands_in_any_box(folder, fonts, role):
    office = as_role(folder, role)
    boxes = Boxes(office, "2026-T1", fonts)
    whole = plain("".join("".join(texts(boxes.bind(task).pdf)) for task in boxes.tasks))
    people = [office.ledgers["student"], office.ledgers["guardian"]]
    names = {str(one.get("name")) for ledger in people for one in office.store(ledger).every(ledger)}
    assert [name for name in names if len(name) > 2 and name in whole] == []
    numbers = {
        str(one.get(field))
        for ledger in people
        for one in office.store(ledger).every(ledger)
        for field in ("phone", "id_no")
        if one.get(field)
    }
    assert [number for number in numbers if number in whole] == []
    talks = {one.text("talk") for one in office.store(office.ledgers["home_visit"]).every(office.ledgers["home_visit"])}
    assert [talk for talk in talks if talk and plain(talk)[:20] in whole] == []
    if role == "counselor":
        secret = [one for one in ALL if one.scope == "confidential"]
        cases = {one.text("case_no") for one in office.store(office.ledgers["concern"]).every(office.ledgers["concern"])}
        assert [case for case in cases if case in whole] == []
        assert not [one.title for one in secret if f"{one.title}1条" in whole or f"{one.title}2条" in whole]
    assert "由心理教师办理" in whole
    office.close()


def test_inside_the_school_names_may_stand(office, fonts):
    boxes = Boxes(office, "2026-T1", fonts, masked=False)
    whole = plain("".join(texts(boxes.bind(boxes.task(14)).pdf)))
    file = next(iter(office.store(office.ledgers["care_file"]).every(office.ledgers["care_file"])))
    assert plain(office.lookup.label("student", file.text("student"))).split("级")[0][:3] in whole


def test_a_record_that_counts_twice_is_bound_once_and_says_so(office, fonts):
    boxes = Boxes(office, "2026-T1", fonts)
    for task in boxes.tasks:
        shown = boxes._pages.records(task)
        assert len({one.id for one in shown}) == len(shown)


def test_all_boxes_of_a_semester_are_written_and_can_be_stopped(office, fonts, tmp_path: Path):
    boxes = Boxes(office, "2026-T1", fonts)
    steps: list[tuple[int, int]] = []
    made = write_boxes(boxes, tmp_path, step=lambda done, total: steps.append((done, total)))
    assert steps == [(done, len(boxes.tasks)) for done in range(1, len(boxes.tasks) + 1)]
    assert sorted(one.name for one in made) == sorted(one.name for one in tmp_path.iterdir())
    assert {(one.number, line[0]) for one, line in zip(boxes.tasks, box_list(office, "2026-T1"), strict=True)} == {
        (n, n) for n in (one.number for one in boxes.tasks)
    }
    stopped = tmp_path / "stopped"
    stopped.mkdir()
    with pytest.raises(OutsideError, match="已停止装盒"):
        write_boxes(boxes, stopped, stopped=lambda: len(list(stopped.iterdir())) >= 2)
    assert len(list(stopped.iterdir())) == 2
    assert all(len(texts(one.read_bytes())) > 2 for one in stopped.iterdir()), "what was written is whole"
    with pytest.raises(OutsideError, match="没有文件夹"):
        write_boxes(boxes, tmp_path / "none")
    event = office.session.store("general").journal.events(1)[0]
    assert (event["action"], event["period"], event["masked"]) == ("打印", "2026-T1", True)


def test_what_cannot_be_boxed(office, fonts):
    with pytest.raises(UserError, match="还没有开始"):
        Boxes(office, "2027-T1", fonts)
    with pytest.raises(UserError, match="没有任务 77"):
        Boxes(office, "2026-T1", fonts).task(77)
    assert [box_period(day) for day in (date(2026, 9, 1), date(2027, 1, 20), date(2027, 3, 1), date(2027, 8, 31))] == [
        "2026-T1",
        "2026-T1",
        "2026-T2",
        "2026-T2",
    ]
