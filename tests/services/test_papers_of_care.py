"""Every paper of the ledgers of care and of committees, as PDF and as a workbook that a stranger's program opens, on the demo school."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import date

import pypdfium2
import pytest

from jlt_desktop import app
from jlt_desktop.domain.privacy import masked_name
from jlt_desktop.paper.fonts import Fonts
from jlt_desktop.paths import resources
from jlt_desktop.services.demo import USERS
from jlt_desktop.services.printing import record_document, record_workbook, to_pdf
from jlt_desktop.services.reporting import make, report_document, report_workbook
from jlt_desktop.vault.kdf import KdfCost

TODAY = date(2026, 11, 24)
FAST = KdfCost(1024, 1, 1)
REPORTS = [("care_file", "roll", False), ("care_file", "roll", True), ("care_file", "tally", False), ("care_file", "unseen", False),
           ("meeting", "open_resolutions", False), ("meeting", "open_opinions", False), ("meeting", "numbers", False)]  # fmt: skip
RECORDS = ("care_file", "meeting")


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    folder = tmp_path_factory.mktemp("papers") / "school"
    app.build_demo(folder, 120, 3, TODAY, FAST)
    made = app.open_office(folder, USERS[0].name, USERS[0].password, floor=FAST, today=lambda: TODAY)
    yield made
    made.close()


@pytest.fixture(scope="module")
def fonts():
    return Fonts(resources() / "fonts")


@pytest.fixture(scope="module")
def opened(office, tmp_path_factory):
    """Every workbook as LibreOffice reads it: its words without spaces, by name."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not on this computer")
    folder = tmp_path_factory.mktemp("workbooks")
    for key, report, masked in REPORTS:
        (folder / f"{name_of(report, masked)}.xlsx").write_bytes(report_workbook(office, office.ledgers[key], report, masked=masked))
    for key in RECORDS:
        (folder / f"{key}.xlsx").write_bytes(record_workbook(office, office.ledgers[key], fullest(office, key)))
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, *map(str, folder.glob("*.xlsx"))], check=True, capture_output=True, timeout=180)
    return {one.stem: words(one.read_bytes()) for one in folder.glob("*.pdf")}


def name_of(report: str, masked: bool) -> str:
    return f"{report}{'-masked' if masked else ''}"


def fullest(office, key):
    ledger = office.ledgers[key]
    parts = office.parts(ledger)
    return max(office.store(ledger).page(ledger).records, key=lambda one: sum(len(office.parts_of(one, part.key)) for part in parts)).id


def words(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "".join(re.sub(r"\s", "", page.get_textpage().get_text_bounded()) for page in document)


def pupils_in_care(office):
    ledger = office.ledgers["care_file"]
    heads = [one for one in office.store(ledger).page(ledger).records if one.get("closed_on") is None]
    return [office.record("student", one.text("student")) for one in heads]


@pytest.mark.parametrize(("key", "report", "masked"), REPORTS)
def test_every_list_is_on_paper_and_in_a_workbook_with_the_same_words(office, fonts, opened, key, report, masked):
    printed = to_pdf(report_document(office, office.ledgers[key], report, masked=masked), fonts)
    assert printed.missing == ()
    paper, sheet = words(printed.pdf), opened[name_of(report, masked)]
    made = make(office, office.ledgers[key], report, masked=masked)
    title = re.sub(r"\s", "", f"{made.school}{made.title}")
    assert title in paper
    assert title in sheet
    for line in made.notes:
        assert re.sub(r"\s", "", line) in sheet
    for row in made.rows:
        assert re.sub(r"\s", "", str(row[0])) in paper
        assert re.sub(r"\s", "", str(row[0])) in sheet


def test_the_sums_are_checked_and_told_at_the_foot_of_both(office, fonts, opened):
    tally = make(office, office.ledgers["care_file"], "tally")
    assert len(tally.checks) > 20
    assert all(holds for _, holds in tally.checks)
    said = f"勾稽核对{len(tally.checks)}项,全部相符。"
    assert said in words(to_pdf(report_document(office, office.ledgers["care_file"], "tally"), fonts).pdf)
    assert said in opened["tally"]


def test_what_is_posted_up_names_nobody_and_tells_nothing_of_why(office, fonts, opened):
    paper = words(to_pdf(report_document(office, office.ledgers["care_file"], "roll", masked=True), fonts).pdf)
    for text in (paper, opened["roll-masked"]):
        for pupil in pupils_in_care(office):
            assert pupil.text("name") not in text
            assert masked_name(pupil.text("name")) in text
            for name in ("id_no", "edu_no", "home_addr"):
                assert not pupil.text(name) or pupil.text(name) not in text
        for said in ("留守类型", "残疾", "孤儿", "低保", "父亲", "照护人电话"):
            assert said not in text, said


@pytest.mark.parametrize("key", RECORDS)
def test_one_whole_file_is_on_paper_and_in_a_workbook(office, fonts, opened, key):
    record = fullest(office, key)
    printed = to_pdf(record_document(office, office.ledgers[key], record), fonts)
    assert printed.missing == ()
    paper, sheet = words(printed.pdf), opened[key]
    for part in (one for one in office.parts(office.ledgers[key]) if one.key != "mandatory_report"):
        for one in office.parts_of(office.record(key, record), part.key):
            said = re.sub(r"\s", "", office.around(one).texts(part.key, one, part.named)[0])
            assert said in paper, part.key
            assert said in sheet, part.key
    for text in (paper, sheet):
        assert "强制报告" not in text, "reports made by law do not go from hand to hand"
