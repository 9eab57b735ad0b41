"""jlt fill: the answer as JSON and in words, one class, exit statuses, and no half-written file."""

from __future__ import annotations

import openpyxl


def rows(path, first=5):
    return [row for row in openpyxl.load_workbook(path).active.iter_rows(min_row=first, values_only=True) if isinstance(row[0], int)]


def test_a_form_is_filled_and_the_answer_tells_how(jlt, vault, rosters, tmp_path):
    form, out = rosters / "bureau_form.xlsx", tmp_path / "填好.xlsx"
    told = jlt("--json", "fill", "student", form, out, vault=vault)
    assert told.status == 0
    assert set(told.json) == {"path", "written", "left_blank", "notes"}
    assert told.json["written"] == len(rows(out)) == 30
    # a pupil's own page has no carer and no judgement of the care: those stand in the file of care
    assert told.json["left_blank"] == ["实际监护人", "与儿童关系", "监护情况"]
    assert any("打印区域" in note for note in told.json["notes"])
    said = jlt("fill", "student", form, out, vault=vault)
    assert said.out.startswith("写入 30 行,回读一致:填好.xlsx\n台账里没有、留空的列:实际监护人、与儿童关系、监护情况。\n")


def test_only_one_class(jlt, vault, rosters, tmp_path):
    form, out = rosters / "bureau_form.xlsx", tmp_path / "填好.xlsx"
    classes = [row["grade_class"] for row in jlt("--json", "list", "student", vault=vault).json["rows"]]
    chosen = classes[0]
    told = jlt("--json", "fill", "student", form, out, "--class", chosen, vault=vault)
    assert (told.status, told.json["written"]) == (0, classes.count(chosen))
    assert {row[5] for row in rows(out)} == {chosen}


def test_what_cannot_be_filled_leaves_no_file(jlt, vault, rosters, tmp_path):
    form, out = rosters / "bureau_form.xlsx", tmp_path / "填好.xlsx"
    for arguments, status in (
        (("student", rosters / "class_teacher.xls", out), 1),
        (("student", rosters / "not_a_workbook.xlsx", out), 1),
        (("student", tmp_path / "没有.xlsx", out), 1),
        (("nobody", form, out), 1),
        (("student", form, out, "--class", "不是班"), 1),
        (("student", form, out, "--search", "查不到的人"), 1),
        (("student", form, tmp_path / "没有的文件夹" / "a.xlsx"), 3),
        (("student", form), 2),
    ):
        told = jlt("--json", "fill", *arguments, vault=vault)
        assert told.status == status, arguments
        assert told.json["error"]["what"]
    assert not out.exists()
    own = tmp_path / "原表.xlsx"
    own.write_bytes(form.read_bytes())
    assert jlt("fill", "student", own, own, vault=vault).err.startswith("不能写在上级的原表“原表.xlsx”上。")
    assert own.read_bytes() == form.read_bytes()
    assert "另存为 xlsx" in jlt("fill", "student", rosters / "class_teacher.xls", out, vault=vault).err
