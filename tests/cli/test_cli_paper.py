"""jlt print and jlt roster write PDFs whose text can be read; jlt shots writes pictures."""

from __future__ import annotations

import pypdfium2
import pytest


def text_of(path):
    with pypdfium2.PdfDocument(path) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document), len(document)


@pytest.mark.parametrize("ledger", ["student", "care_file", "meeting", "staff"])
def test_print_a_record(jlt, vault, tmp_path, ledger):
    row = jlt("--json", "list", ledger, "--limit", "1", vault=vault).json["rows"][0]
    out = tmp_path / "record.pdf"
    told = jlt("--json", "print", ledger, row["id"], out, vault=vault)
    assert (told.status, told.json["missing"]) == (0, [])
    words, pages = text_of(out)
    assert pages == told.json["pages"] >= 1
    called = row.get("name") or row.get("title") or row.get("staff_name") or row["file_no"]
    assert called in words.replace("\r", "").replace("\n", "")


def test_counselor_prints_a_case(jlt, vault, tmp_path):
    row = jlt("--json", "list", "concern", "--limit", "1", vault=vault, role="counselor").json["rows"][0]
    assert jlt("--json", "print", "concern", row["id"], tmp_path / "c.pdf", vault=vault, role="counselor").status == 0
    assert row["case_no"] in text_of(tmp_path / "c.pdf")[0]


def test_roster_of_a_class(jlt, vault, tmp_path):
    rows = jlt("--json", "list", "student", "--search", "三年级1班", vault=vault).json["rows"]
    told = jlt("--json", "roster", "三年级1班", tmp_path / "r.pdf", vault=vault)
    assert (told.status, told.json["pages"], told.json["missing"]) == (0, 1, [])
    words = text_of(tmp_path / "r.pdf")[0]
    assert all(row["name"] in words for row in rows if row["enrol_status"] == "在读")
    assert jlt("roster", "三2", tmp_path / "none.pdf", vault=vault).status == 1
    assert jlt("roster", "哪个班", tmp_path / "none.pdf", vault=vault).status == 1
    assert not (tmp_path / "none.pdf").exists()


def test_print_what_is_not_there(jlt, vault, tmp_path):
    assert jlt("print", "student", "no-such-id", tmp_path / "x.pdf", vault=vault).status == 1
    assert jlt("print", "student", "x", tmp_path / "no" / "x.pdf", vault=vault).status == 3
    assert list(tmp_path.glob("x*")) == []
