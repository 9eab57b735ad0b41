"""jlt report: lists, tables by grade and the counselor's sheet, on paper and as a workbook; wrong periods write nothing."""

from __future__ import annotations

import openpyxl


def test_reports_are_written(jlt, vault, tmp_path):
    told = jlt("--json", "report", "care_file", "by_grade", tmp_path / "a.pdf", "--period", "2026-T1", vault=vault)
    assert (told.status, told.json["missing"]) == (0, [])
    assert jlt("report", "care_file", "by_grade", tmp_path / "a.xlsx", vault=vault).status == 0
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    rows = jlt("--json", "list", "student", vault=vault).json["rows"]
    here = [row for row in rows if row["enrol_status"] in ("在读", "休学", "送教上门", "")]
    assert [cell.value for cell in sheet[3]][:2] == ["合计", len(here)]
    assert jlt("report", "care_file", "roll", tmp_path / "r.xlsx", "--masked", vault=vault).status == 0
    assert jlt("report", "concern", "mind", tmp_path / "m.pdf", "--masked", vault=vault, role="counselor").status == 0


def test_what_cannot_be_reported_writes_nothing(jlt, vault, tmp_path):
    out = tmp_path / "none.pdf"
    for arguments, status in (
        (("care_file", "nothing", out), 1), (("concern", "mind", out), 1), (("care_file", "by_grade", out, "--period", "2026-T9"), 1),
        (("care_file", "by_grade", tmp_path / "no" / "x.pdf"), 3), (("care_file",), 2),
    ):  # fmt: skip
        assert jlt("report", *arguments, vault=vault).status == status, arguments
    assert not out.exists()
