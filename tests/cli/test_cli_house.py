"""jlt demo, setup, ledgers, check, backup, restore: making a school and keeping it safe."""

from __future__ import annotations

import json
import re
import shutil
import stat
from pathlib import Path

import pytest

from jlt_desktop.bundle.suite import new_identity, recipient_of
from jlt_desktop.ledgers import ALL

ANSWERS = """
[school]
school_name = "清河门区示例小学"
school_code = "2109990001"
region_code = "210905"
school_type = "小学"

[[people]]
name = "赵文员"
role = "clerk"
password = "清河门区的秋天文员甲"

[[people]]
name = "孙校长"
role = "principal"
password = "清河门区的秋天校长丙"

[bureau]
district = "210905"
recipient = "{recipient}"
"""


@pytest.fixture
def answers(tmp_path):
    path = tmp_path / "answers.toml"
    path.write_text(ANSWERS.format(recipient=recipient_of(new_identity())), encoding="utf-8")
    return path


def test_demo_makes_school_and_secrets(jlt, tmp_path):
    out = tmp_path / "OUT.json"
    said = jlt("--json", "--vault", tmp_path / "v", "demo", "--students", "8", "--seed", "3", "--secrets", out)
    assert (said.status, said.json["students"]) == (0, 8)
    told = json.loads(out.read_text(encoding="utf-8"))
    assert {one["role"] for one in told["users"]} == {"clerk", "counselor", "principal"}
    assert all(set(one) == {"name", "role", "password"} for one in told["users"])
    assert Path(told["school_keys"]).parent == Path(told["bureau_identity"]).parent == tmp_path
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert jlt("--json", "list", "student", vault=tmp_path / "v").json["total"] == 8
    assert jlt("--json", "list", "concern", vault=tmp_path / "v", role="counselor").json["total"] > 0


def test_demo_of_nobody(jlt, tmp_path):
    said = jlt("--vault", tmp_path / "v", "demo", "--students", "0", "--secrets", tmp_path / "OUT.json")
    assert said.status == 0
    assert "0 名" in said.out
    assert jlt("--json", "list", "student", vault=tmp_path / "v").json["total"] == 0


def test_demo_that_cannot_write_its_secrets_leaves_no_school(jlt, tmp_path):
    assert jlt("--vault", tmp_path / "v", "demo", "--students", "0", "--secrets", tmp_path / "no" / "OUT.json").status == 3
    (tmp_path / "OUT-school-keys.txt").mkdir()
    assert jlt("--vault", tmp_path / "v", "demo", "--students", "0", "--secrets", tmp_path / "OUT.json").status == 3
    assert not (tmp_path / "v").exists()


def test_demo_does_not_touch_a_school_that_is_there(jlt, vault, tmp_path):
    said = jlt("--vault", vault, "demo", "--students", "0", "--secrets", tmp_path / "OUT.json")
    assert said.status == 1
    assert not (tmp_path / "OUT.json").exists()
    assert jlt("--json", "list", "student", vault=vault).json["total"] == 30


def test_setup_makes_a_school_and_prints_the_recovery_codes(jlt, answers, tmp_path, monkeypatch):
    said = jlt("--json", "--vault", tmp_path / "v", "setup", "--answers", answers)
    assert said.status == 0
    assert len(said.json["recovery"]) == 4
    assert all(one["code"] for one in said.json["recovery"])
    monkeypatch.undo()
    password = tmp_path / "clerk.txt"
    password.write_text("清河门区的秋天文员甲\n", encoding="utf-8")
    listed = jlt("--vault", tmp_path / "v", "list", "school", "--json", "--user", "赵文员", "--password-file", password)
    assert listed.json["rows"][0]["school_name"] == "清河门区示例小学"


def test_setup_says_what_is_wrong_with_the_answers(jlt, answers, tmp_path):
    text = answers.read_text(encoding="utf-8")
    for wrong in (
        text.replace('"clerk"', '"boss"'),
        text.replace("2109990001", "12"),
        text + "\n[[people",
        text.replace("的秋天校长丙", ""),
    ):
        answers.write_text(wrong, encoding="utf-8")
        said = jlt("--vault", tmp_path / "v", "setup", "--answers", answers)
        assert said.status == 1
        assert said.err
        assert not re.search("[A-Z][a-z]+ ", said.err), said.err
        assert not (tmp_path / "v").exists()
    assert jlt("--vault", tmp_path / "v", "setup", "--answers", tmp_path / "none.toml").status == 1


def test_setup_writes_the_sheets_for_the_owner_only(jlt, answers, tmp_path):
    sheets = tmp_path / "sheets.txt"
    assert jlt("--vault", tmp_path / "v", "setup", "--answers", answers, "--sheets", sheets).status == 0
    assert len(sheets.read_text(encoding="utf-8").splitlines()) == 4
    assert stat.S_IMODE(sheets.stat().st_mode) == 0o600


def test_ledgers_with_and_without_a_user(jlt, vault):
    assert [one["key"] for one in jlt("--json", "ledgers").json["ledgers"]] == [one.key for one in ALL]
    of_clerk = {one["key"] for one in jlt("--json", "ledgers", vault=vault).json["ledgers"]}
    assert of_clerk == {one.key for one in ALL if one.scope == "general"}


def test_check_backup_restore(jlt, vault, tmp_path, rosters):
    assert jlt("--json", "check", vault=vault).json == {"ok": True, "findings": []}
    made = jlt("--json", "backup", tmp_path, vault=vault)
    assert made.status == 0
    assert jlt("import", "student", rosters / "parents_gb18030.csv", vault=vault).status == 0
    assert jlt("--json", "list", "student", vault=vault).json["total"] == 90
    look = jlt("--vault", vault, "restore", made.json["path"], "--dry-run")
    assert look.status == 0
    assert "能解锁的人:" in look.out
    assert "学生 30" in look.out
    assert not [one for one in vault.parent.iterdir() if "恢复前" in one.name]
    back = jlt("--json", "--vault", vault, "restore", made.json["path"])
    assert back.status == 0
    assert Path(back.json["kept"]).is_dir()
    assert jlt("--json", "list", "student", vault=vault).json["total"] == 30


def test_people_are_listed_with_what_they_open(jlt, vault):
    found = {one["role"]: one["opens"] for one in jlt("--json", "people", vault=vault).json["people"]}
    assert found == {"clerk": ["日常台账"], "counselor": ["日常台账", "心理资料"], "principal": ["日常台账", "学校签名"]}


def test_restore_refuses_what_is_no_whole_backup(jlt, vault, tmp_path):
    made = Path(jlt("--json", "backup", tmp_path, vault=vault).json["path"])
    before = jlt("--json", "list", "student", vault=vault).json["total"]
    broken = tmp_path / "broken.jltbak"
    broken.write_bytes(made.read_bytes()[:-100])
    assert jlt("--vault", vault, "restore", broken).status == 3
    assert jlt("--vault", vault, "restore", tmp_path / "none").status == 1
    assert jlt("--vault", vault, "restore", tmp_path).status == 1
    assert jlt("--json", "list", "student", vault=vault).json["total"] == before


def test_check_finds_a_damaged_file(jlt, vault):
    path = vault / "general.db"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    said = jlt("--json", "check", vault=vault)
    assert said.status in (1, 3)
    assert said.json.get("findings") or said.json["error"]["what"]
    shutil.rmtree(vault)
