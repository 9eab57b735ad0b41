"""jlt obligations: rows as promised, the year on paper, last year as it stood, a default changed with its reason."""

from __future__ import annotations

from openpyxl import load_workbook


def test_rows_have_what_a_reader_needs(jlt, vault):
    said = jlt("--json", "obligations", vault=vault)
    assert said.status == 0
    rows = {one["id"]: one for one in said.json["rows"]}
    assert len(rows) == 83
    for one in rows.values():
        assert {"id", "required", "done", "rate", "state", "words", "period", "records", "days_left", "source"} <= set(one)
        assert one["rate"] is None or 0 <= one["rate"] <= 1
    assert (rows["O-06a"]["state"], rows["O-06a"]["records"], rows["O-06a"]["done"]) == ("counselor", [], 0)
    assert rows["O-14d"]["records"]
    assert said.json["school_year"] == "2026—2027学年"
    mind = {one["id"]: one for one in jlt("--json", "obligations", role="counselor", vault=vault).json["rows"]}
    assert mind["O-06a"]["state"] != "counselor"


def test_one_task_and_what_is_owed(jlt, vault):
    rows = jlt("--json", "obligations", "--task", "14", "--owed", vault=vault).json["rows"]
    assert rows
    assert {one["task"] for one in rows} == {14}
    assert {one["state"] for one in rows} <= {"open", "overdue", "lacking"}
    told = jlt("obligations", "--task", "3", vault=vault).out
    assert "O-03a\t“场馆里的思政课”主题研学" in told


def test_paper_and_workbook(jlt, vault, tmp_path):
    assert jlt("obligations", "--out", tmp_path / "now.pdf", vault=vault).status == 0
    assert (tmp_path / "now.pdf").read_bytes()[:5] == b"%PDF-"
    assert jlt("obligations", "--year", "2026", "--out", tmp_path / "year.xlsx", vault=vault).status == 0
    book = load_workbook(tmp_path / "year.xlsx")
    words = {str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row if cell.value}
    assert {"第一学期", "第二学期", "“场馆里的思政课”主题研学"} <= words
    assert "2025-08-31 的情况" not in words
    assert jlt("obligations", "--on", "2026-08-31", "--as-it-stood", "--out", tmp_path / "then.pdf", vault=vault).status == 0
    assert "请用 .pdf 或 .xlsx 结尾" in jlt("obligations", "--out", tmp_path / "x.doc", vault=vault).err


def test_a_default_is_changed_and_the_plan_is_not(jlt, vault):
    done = jlt("--json", "obligations", "--adjust", "O-10g", "--off", "--reason", "并到家长会", vault=vault)
    assert [(one["id"], one["state"], one["setting"]["reason"]) for one in done.json["rows"]] == [("O-10g", "off", "并到家长会")]
    again = jlt("--json", "obligations", "--adjust", "O-10g", "--threshold", "2", "--reason", "恢复,每学期两次", vault=vault)
    assert again.json["rows"][0]["required"] == 2
    assert "学校不能改" in jlt("obligations", "--adjust", "O-03a", "--threshold", "0", "--reason", "x", vault=vault).err
    assert jlt("obligations", "--adjust", "O-10g", "--threshold", "1", vault=vault).status == 1, "a reason is needed"
    assert jlt("obligations", "--off", vault=vault).status == 2
    assert jlt("obligations", "--as-it-stood", vault=vault).status == 2
