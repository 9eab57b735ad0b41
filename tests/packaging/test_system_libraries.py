"""The system's libraries: installed on Debian as root, named with the exact command elsewhere; programs of the system are played by scripts."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks Debian's programs")
WANTED = ("libegl1", "libglib2.0-0", "age")


@pytest.fixture
def system(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))
    from devtools import system

    return system


@pytest.fixture
def debian(tmp_path, monkeypatch):
    """A machine with libegl1 installed; its source has libglib2.0-0 under its newer name only, and no age. Returns what apt-get was asked."""
    told = tmp_path / "told"
    scripts = {
        "dpkg-query": 'printf "ii libegl1\\nrc age\\nun libglib2.0-0\\n"',
        "apt-cache": 'case "$2" in libglib2.0-0t64) echo "  Candidate: 2.80";; libglib2.0-0) echo "  Candidate: (none)";; esac',
        "apt-get": f'echo "$DEBIAN_FRONTEND $*" >> {told}; exit ${{APT_FAILS:-0}}',
    }
    for name, script in scripts.items():
        path = tmp_path / "bin" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="ascii")
        path.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    return lambda: told.read_text(encoding="utf-8").splitlines() if told.exists() else []


def test_root_installs_what_is_missing_and_what_the_source_has(system, debian, monkeypatch, capsys):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    system.provide(WANTED)
    assert debian() == ["noninteractive update -q", "noninteractive install -y --no-install-recommends libglib2.0-0t64"]
    said = capsys.readouterr().out
    assert "正在安装系统库:libglib2.0-0 age" in said
    assert "软件源里没有:age" in said, "one unknown name must not keep the others out"
    assert "没有装上" not in said


def test_a_failing_installation_is_said_with_the_command(system, debian, monkeypatch, capsys):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setenv("APT_FAILS", "100")
    system.provide(WANTED)
    assert len(debian()) == 2
    assert "请手工执行:\n  apt-get install -y --no-install-recommends libglib2.0-0t64\n" in capsys.readouterr().out


def test_others_are_told_the_exact_command_and_nothing_is_run(system, debian, monkeypatch, capsys):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    system.provide(WANTED)
    assert debian() == []
    assert "  sudo apt-get install -y --no-install-recommends libglib2.0-0t64\n" in capsys.readouterr().out


def test_a_machine_that_has_everything_is_told_nothing(system, debian, monkeypatch, capsys):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    system.provide(("libegl1",))
    assert (debian(), capsys.readouterr().out) == ([], "")


def test_another_system_is_told_what_to_look_for(system, debian, monkeypatch, tmp_path, capsys):
    (tmp_path / "bin" / "dpkg-query").unlink()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    system.provide(WANTED)
    assert debian() == []
    assert "不是 Debian 系" in capsys.readouterr().out
