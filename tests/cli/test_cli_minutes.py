"""jlt print --style: a meeting as official minutes or as the usual record."""

from __future__ import annotations

import pypdfium2
import pytest


@pytest.mark.parametrize(("style", "there", "not_there"), [("minutes", "纪要如下", "会议记录表"), ("record", "会议记录表", "纪要如下")])
def test_a_meeting_in_either_style(jlt, vault, tmp_path, style, there, not_there):
    row = jlt("--json", "list", "meeting", "--limit", "1", vault=vault).json["rows"][0]
    out = tmp_path / "meeting.pdf"
    told = jlt("--json", "print", "meeting", row["id"], out, "--style", style, vault=vault)
    assert (told.status, told.json["missing"]) == (0, [])
    with pypdfium2.PdfDocument(out) as document:
        assert len(document) == told.json["pages"]
        words = "".join("".join(page.get_textpage().get_text_bounded().split()) for page in document)
    assert there in words
    assert not_there not in words
    # which faces were replaced depends on the computer; the usual record asks for none
    assert style == "minutes" or told.json["standing_in"] == {}


def test_a_style_that_is_none_writes_no_file(jlt, vault, tmp_path):
    row = jlt("--json", "list", "student", "--limit", "1", vault=vault).json["rows"][0]
    told = jlt("print", "student", row["id"], tmp_path / "x.pdf", "--style", "minutes", vault=vault)
    assert told.status == 1
    assert "没有“minutes”这种印法" in told.err
    assert not (tmp_path / "x.pdf").exists()
