"""jlt promote, jlt retention, jlt roster --on: what is done once a year, typed."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date

import pytest

from jlt_desktop import app
from jlt_desktop.cli.main import run
from jlt_desktop.ledgers import ALL
from jlt_desktop.services import demo

STUDENT = next(one.key for one in ALL if one.promotion)


@pytest.fixture
def pupils(jlt, vault):
    rows = jlt("--json", "list", STUDENT, vault=vault).json["rows"]
    return [one for one in rows if one["enrol_status"] == "在读" and re.match("[三四五]年级", one["grade_class"])]


def test_promote_shown_written_undone_confirmed(jlt, vault, pupils, tmp_path):
    stays, goes = pupils[0], pupils[1]
    year_before = stays["grade_class"].translate(str.maketrans("三四五", "二三四"))
    assert jlt("roster", year_before, tmp_path / "old.pdf", "--on", "2025-10-08", vault=vault).status == 0
    asked = ("promote", "--year", "2026", "--stay", stays["id"], "--leave", goes["id"])
    shown = jlt("--json", *asked, "--dry-run", vault=vault)
    assert (shown.status, shown.json["run"], shown.json["title"]) == (0, None, "升级 2026—2027学年")
    assert jlt("--json", "promote", "--confirm", vault=vault).status == 1, "nothing waits"
    done = jlt("--json", *asked, vault=vault)
    assert done.json["rows"] == shown.json["rows"]
    assert {one["way"] for one in done.json["rows"]} >= {"留级", "转出"}
    now = {one["id"]: one for one in jlt("--json", "list", STUDENT, vault=vault).json["rows"]}
    assert now[goes["id"]]["enrol_status"] == "转出"
    assert int(now[stays["id"]]["entry_year"]) == int(stays["entry_year"]) + 1
    again = jlt(*asked, vault=vault)
    assert (again.status, "还没有确认" in again.err) == (1, True)
    assert jlt("--json", "promote", "--undo", vault=vault).json["reversed"] == len(done.json["rows"])
    assert jlt("--json", "list", STUDENT, vault=vault).json["rows"] != list(now.values())
    assert jlt(*asked, vault=vault).status == 0
    assert jlt("--json", "promote", "--confirm", "--year", "2026", vault=vault).json["confirmed"] is True
    assert "已经办过并确认" in jlt("promote", "--year", "2026", vault=vault).err


def test_promote_says_what_cannot_be(jlt, vault, pupils):
    said = jlt("promote", "--move", f"{pupils[0]['id']}=火星", vault=vault)
    assert (said.status, "看不懂班级“火星”" in said.err) == (1, True)
    assert jlt("promote", "--dry-run", "--confirm", vault=vault).status == 2
    assert "现在还不能办2030" in jlt("promote", "--year", "2030", vault=vault).err


@pytest.fixture
def later(house, capsys, monkeypatch, vault):
    """Run one command in the year 2040, when the meetings of the demo are past their day."""
    then = replace(
        house, open_office=lambda folder, user, password: app.open_office(folder, user, password, floor=house.floor, today=_then)
    )

    def call(*arguments, role="clerk"):
        user = next(one for one in demo.USERS if one.role == role)
        monkeypatch.setenv("JLT_PASSWORD", user.password)
        capsys.readouterr()
        status = run(["--vault", str(vault), "--user", user.name, "--json", *map(str, arguments)], then)
        return status, json.loads(capsys.readouterr().out)

    return call


def _then():
    return date(2040, 1, 1)


def test_nothing_is_due_this_year(jlt, vault):
    assert "现在没有到期的档案" in jlt("retention", vault=vault).out
    assert jlt("--json", "retention", "--propose", vault=vault).json == {"due": [], "held": 0, "destructions": []}


def test_retention_proposed_by_one_confirmed_by_another_printed(later, tmp_path):
    ledger = next(one for one in ALL if one.retention and not one.part_of and one.happened == "start")
    before = later("list", ledger.key)[1]["total"]
    status, told = later("retention", "--propose")
    due = len(told["due"])
    assert (status, due + told["held"]) == (0, before), "what another record points at is held back"
    proposal = told["destructions"][0]
    assert (proposal["state"], proposal["files"]) == ("waiting", due)
    status, refused = later("retention", "--confirm", proposal["id"])
    assert (status, refused["error"]["what"]) == (1, "销毁要由另一个人确认。")
    status, done = later("retention", "--confirm", proposal["id"], role="principal")
    assert (status, done["state"], sum(done["counts"][ledger.key].values())) == (0, "done", due)
    assert later("list", ledger.key)[1]["total"] == before - due
    assert later("retention", "--paper", proposal["id"], tmp_path / "清册.pdf")[0] == 0
    assert (tmp_path / "清册.pdf").read_bytes().startswith(b"%PDF-")
    assert later("check")[1] == {"ok": True, "findings": []}


def test_a_second_person_in_the_same_session_and_a_proposal_taken_back(later, tmp_path):
    first = later("retention", "--propose")[1]["destructions"][0]["id"]
    assert later("retention", "--withdraw", first)[0] == 0
    proposal = later("retention", "--propose")[1]["destructions"][0]["id"]
    principal = next(one for one in demo.USERS if one.role == "principal")
    secret = tmp_path / "口令.txt"
    secret.write_text("不是这个口令也不短", encoding="utf-8")
    second = ("--second", principal.name, "--second-password-file", secret)
    assert later("retention", "--confirm", proposal, *second)[0] == 3
    secret.write_text(principal.password, encoding="utf-8")
    status, done = later("retention", "--confirm", proposal, *second)
    assert (status, done["confirmed_by"]) == (0, principal.name)
    assert later("retention", "--confirm", proposal, "--second", principal.name)[0] == 2
