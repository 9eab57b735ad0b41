"""jlt papers, jlt paper, jlt person: listed, written as PDF and workbook, and what cannot be made leaves no file."""

from __future__ import annotations

import openpyxl
import pypdfium2


def text_of(path):
    with pypdfium2.PdfDocument(path) as document:
        return "".join(page.get_textpage().get_text_bounded() for page in document).replace("\r\n", "")


def test_papers_are_listed_and_each_can_be_written(jlt, vault, tmp_path):
    listed = jlt("--json", "papers", vault=vault).json["papers"]
    assert {"audit", "impact", "rules", "notice", "advice", "breach"} < {one["name"] for one in listed}
    for one in listed:
        told = jlt("--json", "paper", one["name"], tmp_path / "p.pdf", vault=vault)
        assert (told.status, told.json["missing"]) == (0, [])
        assert told.json["title"].replace(" ", "") in text_of(tmp_path / "p.pdf").replace(" ", "")
    told = jlt("--json", "paper", "audit", tmp_path / "a.xlsx", "--year", "2025", vault=vault)
    assert (told.status, told.json["title"]) == (0, "未成年人个人信息保护合规审计材料(2025年度)")
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").active["A1"].value == told.json["title"]


def test_all_of_one_pupil(jlt, vault, tmp_path):
    rows = jlt("--json", "list", "student", vault=vault).json["rows"]
    told = jlt("--json", "person", rows[0]["id"], tmp_path / "x.pdf", "--asked-by", "某家长", "--relation", "父亲", vault=vault)
    assert told.status == 0
    words = text_of(tmp_path / "x.pdf")
    assert rows[0]["name"] in words
    assert not [row["name"] for row in rows[1:] if row["name"] in words]


def test_what_cannot_be_made_leaves_no_file(jlt, vault, tmp_path):
    out = tmp_path / "none.pdf"
    for arguments, status in (
        (("paper", "nothing", out), 1), (("paper", "advice", out, "--about", "no-such"), 1), (("paper", "audit", tmp_path / "no" / "a.pdf"), 3),
        (("person", "no-such", out, "--asked-by", "某家长"), 1), (("person", "x", out), 2), (("paper", "audit", out, "--year", "x"), 2),
    ):  # fmt: skip
        assert jlt(*arguments, vault=vault).status == status, arguments
    assert not out.exists()
