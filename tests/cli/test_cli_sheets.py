"""jlt import, undo-import, export, list: counts, questions, and every sample roster as EXPECT.json says."""

from __future__ import annotations

import json

import openpyxl
import pytest

COUNTS = ("read", "added", "changed", "same", "skipped", "refused")
KEYS = {*COUNTS, "questions", "only_in_vault", "import_id"}


@pytest.fixture
def expected(rosters):
    return json.loads((rosters / "EXPECT.json").read_text(encoding="utf-8"))


def total(jlt, vault, ledger="student"):
    return jlt("--json", "list", ledger, "--limit", "1", vault=vault).json["total"]


def add_up(told):
    assert told["read"] == sum(told[name] for name in COUNTS[1:])
    return told


def test_national_export_month_after_month_and_back(jlt, empty_vault, rosters, expected):
    first = add_up(jlt("--json", "import", "student", rosters / "national_export.xlsx", vault=empty_vault).json)
    assert set(first) >= KEYS
    for name in ("read", "added", "refused"):
        assert first[name] == expected["national_export.xlsx"][name]
    away = [row["registered_away"] for row in jlt("--json", "list", "student", vault=empty_vault).json["rows"]]
    assert sum("单亲" in one for one in away) == expected["national_export.xlsx"]["away_one"]
    assert sum("双亲" in one for one in away) == expected["national_export.xlsx"]["away_both"]

    again = add_up(jlt("--json", "import", "student", rosters / "national_export.xlsx", vault=empty_vault).json)
    assert (again["same"], again["added"], again["changed"]) == (1200, 0, 0)

    wanted = expected["national_export_next_month.xlsx"]
    later = add_up(jlt("--json", "import", "student", rosters / "national_export_next_month.xlsx", vault=empty_vault).json)
    assert {name: later[name] for name in wanted} == wanted
    assert total(jlt, empty_vault) == 1206

    undone = jlt("--json", "undo-import", later["import_id"], vault=empty_vault)
    assert undone.status == 0
    assert (undone.json["kept"], undone.json["refused"]) == (0, 0)
    assert undone.json["reversed"] >= 16
    assert total(jlt, empty_vault) == 1200
    assert jlt("undo-import", later["import_id"], vault=empty_vault).status == 1
    assert jlt("check", vault=empty_vault).out == "数据完好。\n"


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_class_teachers_sheet_of_any_kind(jlt, empty_vault, rosters, expected, tmp_path, kind):
    wanted, refused = expected["class_teacher.xlsx"], tmp_path / "refused.xlsx"
    told = add_up(jlt("--json", "import", "student", rosters / f"class_teacher.{kind}", "--refused", refused, vault=empty_vault).json)
    assert told["read"] == wanted["data_rows"]
    assert told["refused"] == wanted["numeric_ids_refused"]
    assert told["asked"] == {"id_checksum": wanted["checksum_questions"], "id_sex_differs": wanted["sex_conflicts"]}
    assert told["questions"] == told["skipped"] == 2
    assert any("2 行空行" in note for note in told["notes"])
    assert any("是说明" in note or "没有要导入的内容" in note for note in told["notes"])
    rows = list(openpyxl.load_workbook(refused).active.iter_rows(values_only=True))
    assert len(rows) == 1 + told["refused"] + told["skipped"]
    assert all("身份证件号" in row[0] or "性别" in row[0] for row in rows[1:])
    assert total(jlt, empty_vault) == 41
    assert told["added"] == 41


def test_questions_are_answered_once_and_the_rows_come_in(jlt, empty_vault, rosters):
    answers = ("--answer", "id_checksum=已核对户口簿", "--answer", "id_sex_differs=已核对,证件正在更正")
    told = jlt("--json", "import", "student", rosters / "class_teacher.xlsx", *answers, vault=empty_vault).json
    assert (told["added"], told["skipped"], told["questions"]) == (43, 0, 0)
    again = jlt("--json", "import", "student", rosters / "class_teacher.xlsx", vault=empty_vault).json
    assert (again["same"], again["added"], again["changed"], again["skipped"], again["questions"]) == (43, 0, 0, 0, 0)


def test_dry_run_changes_nothing(jlt, empty_vault, rosters):
    told = jlt("--json", "import", "student", rosters / "parents_gb18030.csv", "--dry-run", vault=empty_vault).json
    assert (told["read"], told["added"], told["import_id"]) == (60, 60, None)
    assert total(jlt, empty_vault) == 0
    told = jlt("--json", "import", "student", rosters / "parents_gb18030.csv", vault=empty_vault).json
    assert told["added"] == 60
    assert total(jlt, empty_vault, "guardian") >= 60


@pytest.mark.parametrize("name", ["empty.xlsx", "not_a_workbook.xlsx"])
def test_files_that_are_no_sheets_are_refused_in_a_sentence(jlt, empty_vault, rosters, name):
    said = jlt("import", "student", rosters / name, vault=empty_vault)
    assert said.status == 1
    assert name in said.err
    assert "学校的数据没有改动" in said.err
    assert said.out == ""
    assert total(jlt, empty_vault) == 0


def test_formulas_and_markup_stay_text(jlt, empty_vault, rosters, tmp_path):
    answers = [f"--answer={name}=看过" for name in ("id_checksum", "name_characters", "name_length")]
    told = jlt("--json", "import", "student", rosters / "formulas.xlsx", *answers, vault=empty_vault).json
    assert told["added"] == 1
    assert jlt("export", "student", tmp_path / "out.xlsx", vault=empty_vault).status == 0
    cells = [cell for row in openpyxl.load_workbook(tmp_path / "out.xlsx").active.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)


def test_untouched_export_comes_back_the_same_and_masked_hides(jlt, vault, tmp_path):
    plain, masked = tmp_path / "plain.xlsx", tmp_path / "masked.xlsx"
    told = jlt("--json", "export", "student", plain, vault=vault).json
    assert (told["records"], told["masked"]) == (30, False)
    back = jlt("--json", "import", "student", plain, vault=vault).json
    assert (back["read"], back["same"], back["only_in_vault"]) == (30, 30, 0)
    assert jlt("--json", "export", "student", masked, "--masked", vault=vault).json["masked"] is True
    rows = jlt("--json", "list", "student", vault=vault).json["rows"]
    text = "\n".join(str(cell.value) for row in openpyxl.load_workbook(masked).active.iter_rows() for cell in row)
    for row in rows:
        assert row["id_no"] == "" or row["id_no"] not in text
        assert row["name"] not in text
        assert row["id"] not in text


def test_list_finds_by_name_pinyin_class_and_tail(jlt, vault):
    everyone = jlt("--json", "list", "student", vault=vault).json
    assert everyone["total"] == len(everyone["rows"]) == 30
    assert all(row["id"] for row in everyone["rows"])
    one = next(row for row in everyone["rows"] if row["id_no"] and "·" not in row["name"])
    for words in (one["name"], one["id_no"][-6:], one["grade_class"]):
        found = jlt("--json", "list", "student", "--search", words, vault=vault).json
        assert one["id"] in [row["id"] for row in found["rows"]], words
        assert found["total"] < 30
    few = jlt("--json", "list", "student", "--limit", "4", vault=vault).json
    assert (few["total"], len(few["rows"])) == (30, 4)
    in_words = jlt("list", "student", "--search", one["name"], vault=vault)
    assert one["name"] in in_words.out
    assert in_words.out.rstrip().endswith("条")


def test_school_without_pupils(jlt, empty_vault, tmp_path):
    assert total(jlt, empty_vault) == 0
    assert total(jlt, empty_vault, "staff") > 10
    assert jlt("--json", "export", "student", tmp_path / "none.xlsx", vault=empty_vault).json["records"] == 0
    assert jlt("--json", "list", "care_file", vault=empty_vault).json == {"ledger": "care_file", "total": 0, "rows": []}
