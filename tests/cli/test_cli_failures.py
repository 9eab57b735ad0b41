"""Whatever goes wrong is one Chinese sentence and the right exit status; with --json one object; never a traceback."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import click
import pytest

from jlt_desktop.cli.main import program, run

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def fails(said, status):
    assert said.status == status
    assert said.out == ""
    assert CHINESE.search(said.err)
    assert "Traceback" not in said.err
    assert said.err.count("\n") == 1
    return said.err


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (["lst"], "没有“lst”这个命令"),
        (["--jso"], "没有“--jso”这个选项"),
        (["list"], "缺少“台账”"),
        (["list", "student", "more"], "多写了“more”"),
        (["list", "student", "--limit", "0"], "不小于 1"),
        (["list", "student", "--limit", "x"], "整数"),
        (["list", "student", "--limit"], "缺少它的值"),
        (["demo"], "缺少“--secrets”"),
        (["demo", "--students", "-1", "--secrets", "x"], "0 到 50000"),
        (["import", "student", "x.xlsx", "--dry-run=1"], "不带值"),
        (["import", "student"], "缺少“文件”"),
        (["verify", "x"], "缺少“--keys”"),
        (["submit", "--period", "2026-11"], "缺少"),
    ],
)
def test_typed_wrongly(jlt, typed, words):
    err = fails(jlt(*typed), 2)
    assert words in err
    assert "--help" in err
    told = jlt("--json", *typed)
    assert (told.status, told.json["exit"]) == (2, 2)
    assert words in told.json["error"]["what"]


def test_nothing_typed_shows_the_help(jlt):
    said = jlt()
    assert said.status == 2
    assert said.out.startswith("用法:jlt")


def test_help_is_chinese_throughout(jlt):
    commands = list(program().commands)
    assert set(commands) >= {
        "demo", "setup", "ledgers", "import", "undo-import", "list", "export", "print", "roster", "submit", "resend", "verify", "check",
        "backup", "restore", "shots",
    }  # fmt: skip
    for typed in ([], *([one] for one in commands)):
        said = jlt(*typed, "--help")
        assert said.status == 0
        assert not re.search(r"Usage|Options|Commands|Show this|default|required|INTEGER|TEXT|PATH|Arguments", said.out), said.out


def test_no_user_no_password(jlt, house, vault, capsys, monkeypatch):
    assert "--user" in fails(jlt("--vault", vault, "list", "student"), 2)
    monkeypatch.delenv("JLT_PASSWORD", raising=False)
    status = run(["--vault", str(vault), "--user", "周敏", "list", "student"], house)
    assert (status, "JLT_PASSWORD" in capsys.readouterr().err) == (2, True)


def test_wrong_password_and_unknown_person(jlt, vault, tmp_path):
    wrong = tmp_path / "wrong"
    wrong.write_text("wrong password", encoding="utf-8")
    assert "口令不对" in fails(jlt("list", "student", "--password-file", wrong, vault=vault), 3)
    assert "口令不对" in fails(jlt("--vault", vault, "--user", "无此人", "list", "student"), 3)
    fails(jlt("list", "student", "--password-file", tmp_path / "none", vault=vault), 3)


def test_options_stand_before_or_after(jlt, vault):
    name = "周敏"
    before = jlt("--vault", vault, "--user", name, "--json", "list", "staff")
    after = jlt("list", "staff", "--vault", vault, "--user", name, "--json")
    assert before.status == after.status == 0
    assert before.json == after.json


def test_no_vault_there(jlt, tmp_path):
    fails(jlt("list", "student", vault=tmp_path / "none"), 3)
    fails(jlt("check", "--user", "周敏"), 3)  # the usual place, where nothing was made


def test_ledgers_one_may_not_open(jlt, vault):
    err = fails(jlt("list", "concern", vault=vault), 1)
    assert "student" in err
    fails(jlt("export", "nonsense", "x.xlsx", vault=vault), 1)


def test_inputs_that_are_not_there(jlt, vault, tmp_path):
    fails(jlt("import", "student", tmp_path / "none.xlsx", vault=vault), 1)
    fails(jlt("import", "student", tmp_path, vault=vault), 1)
    fails(jlt("import", "guardian", tmp_path / "none.xlsx", vault=vault), 1)
    fails(jlt("import", "student", tmp_path / "x", "--answer", "id_checksum", vault=vault), 1)
    fails(jlt("undo-import", "000000000000", vault=vault), 1)


def test_answers_without_a_reason(jlt, vault, rosters):
    fails(jlt("import", "student", rosters / "class_teacher.xlsx", "--answer", "id_checksum", vault=vault), 2)


def test_outputs_that_cannot_be_written(jlt, vault, rosters, tmp_path):
    fails(jlt("export", "student", tmp_path / "no" / "x.xlsx", vault=vault), 3)
    fails(jlt("export", "student", tmp_path, vault=vault), 1)
    roster = rosters / "class_teacher.xlsx"
    fails(jlt("import", "student", roster, "--refused", tmp_path / "no" / "x.xlsx", vault=vault), 3)
    # nothing was imported when the refused rows could not be kept
    assert jlt("--json", "list", "student", vault=vault).json["total"] == 30


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the administrator may write anywhere")
def test_folder_that_is_read_only(jlt, vault, tmp_path):
    (tmp_path / "ro").mkdir(mode=0o500)
    fails(jlt("export", "student", tmp_path / "ro" / "x.xlsx", vault=vault), 3)


def test_an_existing_output_is_replaced_whole(jlt, vault, tmp_path):
    out = tmp_path / "x.xlsx"
    out.write_bytes(b"old")
    assert jlt("export", "student", out, vault=vault).status == 0
    assert out.read_bytes()[:2] == b"PK"
    assert [one.name for one in tmp_path.glob("x*")] == ["x.xlsx"]


def test_vault_held_by_another_window(jlt, house, vault):
    held = house.open_office(vault, "周敏", "liuhe-chun-tian")
    try:
        told = jlt("--json", "list", "student", vault=vault)
    finally:
        held.close()
    assert told.status == 3
    assert told.json["error"]["what"]
    assert jlt("list", "student", vault=vault).status == 0


def test_interrupted(jlt, house, vault, capsys, tmp_path):
    def stop(*_):
        raise KeyboardInterrupt

    status = run(["--json", "--vault", str(tmp_path / "v"), "demo", "--secrets", str(tmp_path / "o.json")], replace(house, build_demo=stop))
    told = json.loads(capsys.readouterr().out)
    assert (status, told["exit"]) == (3, 3)
    assert "已停止" in told["error"]["what"]
    assert not (tmp_path / "o.json").exists()


def test_fault_of_the_program_is_a_sentence_without_content(house, capsys, tmp_path):
    def fail(*_):
        message = "content that nobody may see"
        raise ValueError(message)

    status = run(["--vault", str(tmp_path / "v"), "demo", "--secrets", str(tmp_path / "o.json")], replace(house, build_demo=fail))
    told = capsys.readouterr().err
    assert status == 3
    assert "程序出了错" in told
    assert "content" not in told


def test_every_command_has_one_sentence_of_help():
    for name, command in program().commands.items():
        assert isinstance(command, click.Command)
        assert CHINESE.search(command.help or ""), name


def test_entry_point_in_a_process_of_its_own(made_demos, tmp_path):
    """The real entry point, the real key derivation's floor: a vault with weaker keys than the program accepts is not opened."""
    jlt = [sys.executable, "-c", "from jlt_desktop.__main__ import jlt; jlt()"]
    vault, root = shutil.copytree(made_demos[30][0], tmp_path / "v"), Path(__file__).resolve().parents[2]
    env = {**os.environ, "PYTHONIOENCODING": "ascii", "JLT_PASSWORD": "liuhe-chun-tian"}
    done = subprocess.run(
        [*jlt, "--json", "--vault", vault, "--user", "周敏", "list", "student"], capture_output=True, env=env, cwd=root, check=False
    )
    told = json.loads(done.stdout.decode("utf-8"))
    assert (done.returncode, told["exit"]) == (3, 3)
    assert done.stderr == b""
    done = subprocess.run([*jlt, "ledgers"], capture_output=True, env=env, cwd=root, check=False)
    assert done.returncode == 0
    assert "学生" in done.stdout.decode("utf-8")
