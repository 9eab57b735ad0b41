"""The bureau's whole day from the command line: founded, a school enrolled by two people, its bundle taken in, answered, merged."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime, timedelta

import pytest
from openpyxl import load_workbook

from jlt_desktop.bundle import sshsig, trust
from jlt_desktop.bundle.receipt import read_receipt
from tests.district.conftest import SchoolSide, figures, key_of, write_request

PEOPLE = (("李收件", "清河门区的秋天很长甲"), ("王复核", "清河门区的秋天很长乙"))
A = "2109990001"


@pytest.fixture
def desk(jlt, tmp_path):
    """`jlt district` as the intake officer of a bureau that was founded a moment ago; returns the command, and what init said."""
    answers = '[bureau]\ndistrict = "210999"\nname = "示例区教育局"\n' + "".join(
        f'[[people]]\nname = "{name}"\nrole = "{role}"\npassword = "{password}"\n'
        for (name, password), role in zip(PEOPLE, ("intake", "approver"), strict=True)
    )
    for name, text in (
        ("answers.toml", answers),
        ("root.txt", "锁在柜子里的根钥匙口令\n"),
        ("approver.txt", PEOPLE[1][1] + "\n"),
        ("officer.txt", PEOPLE[0][1] + "\n"),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
    common = ["--vault", tmp_path / "desk", "--user", PEOPLE[0][0], "--password-file", tmp_path / "officer.txt"]

    def call(*arguments: object):
        return jlt("district", *arguments, *common)

    made = call(
        "init",
        "--answers",
        tmp_path / "answers.toml",
        "--root",
        tmp_path / "root.age",
        "--root-password-file",
        tmp_path / "root.txt",
        "--json",
    )
    assert made.status == 0, made.out
    return call, made.json


def test_from_the_first_day_to_the_returns(desk, tmp_path) -> None:
    call, founded = desk
    school = SchoolSide(A, founded["recipient"], key_of(A))
    request = write_request(school, tmp_path / "stick")
    from jlt_desktop.bundle.enrolment import digits

    paper = " ".join(digits(sshsig.fingerprint(school.public)))
    wrong = call("enrol", request, "--fingerprint", paper.replace(paper[0], "f" if paper[0] != "f" else "0"))
    assert (wrong.status, "不一样" in wrong.err) == (1, True)
    entered = call("enrol", request, "--fingerprint", paper, "--json").json
    assert entered["number"] == 1
    alone = call("approve", 1, "--approver", PEOPLE[0][0], "--approver-password-file", tmp_path / "officer.txt", "--to", tmp_path / "stick")
    assert (alone.status, "不能自己复核" in alone.err) == (1, True)
    done = call(
        "approve",
        1,
        "--approver",
        PEOPLE[1][0],
        "--approver-password-file",
        tmp_path / "approver.txt",
        "--to",
        tmp_path / "stick",
        "--json",
    )
    assert done.status == 0, done.out
    answer = tmp_path / "stick" / f"ANSWER-{A}"
    school.certificate = (answer / "school-cert.pub").read_bytes()
    held = trust.read_first((answer / "trust.json").read_bytes(), (answer / "trust.json.sig").read_bytes(), founded["root_fingerprint"])
    assert held.receipt_keys == (founded["receipt_key"],)

    assert call("expect", "general", "2026-11", "--due", "2099-12-05").status == 0
    assert "未到" in call("status").out
    made = school.bundle(figures(A, rows=3), created=datetime.now().astimezone() - timedelta(hours=1))
    (tmp_path / "stick" / made.name).write_bytes(made.data)
    (tmp_path / "stick" / "SUB-2109990009-2026-11-000001.zip").write_bytes(b"damaged")
    took = call("intake", tmp_path / "stick", "--to", tmp_path / "back", "--json")
    assert took.status == 1
    assert took.json["counts"] == {"accepted": 1, "rejected": 1}
    (path,) = (tmp_path / "back").glob("*.json")
    receipt = read_receipt(path.read_bytes(), path.with_name(path.name + ".sig").read_bytes(), sshsig.read_key_line(held.receipt_keys[0]))
    assert (receipt.outcome, receipt.number, receipt.bundle_id) == ("accepted", 1, made.statement.bundle_id)
    again = call("intake", tmp_path / "stick" / made.name, "--to", tmp_path / "again", "--json")
    assert (again.status, again.json["counts"]) == (0, {"duplicate": 1})
    assert (tmp_path / "again" / path.name).read_bytes() == path.read_bytes()
    assert call("status", "--json").json["schools"][0]["states"] == ["已收"]

    assert call("returns", "2026-11", "--to", tmp_path / "out").status == 0
    book = load_workbook(tmp_path / "out" / "RETURNS-2026-11-general.xlsx")
    assert book.sheetnames == ["学生合计", "来源"]
    rows = list(book["学生合计"].iter_rows(values_only=True))
    assert rows[1][:8] == (A, "示例01小学", 1, 1, "sex", "性别", "组0", 1)
    assert len({row[-1] for row in rows[1:]}) == 1
    assert book["来源"]["G2"].value == made.statement.bundle_id
    text = (tmp_path / "out" / "RETURNS-2026-11-general-student_counts.csv").read_text(encoding="utf-8-sig")
    assert len(list(csv.reader(io.StringIO(text)))) == 4

    assert call("returns", "2026-11", "--publish", "--to", tmp_path / "open").status == 0
    book = load_workbook(tmp_path / "open" / "PUBLISH-2026-11-general.xlsx")
    assert book.sheetnames == ["说明", "学生合计"]
    assert {row[3] for row in book["学生合计"].iter_rows(min_row=2, values_only=True)} == {"<10"}

    assert call("return", 1, "--finding", "student_counts:2:男生数少了一个班。", "--to", tmp_path / "back").status == 0
    assert call("status", "--json").json["schools"][0]["states"] == ["退回"]
    assert call("receipt", 1, "--to", tmp_path / "first", "--json").json["outcome"] == "accepted"
    assert call("returns", "2026-11", "--to", tmp_path / "none").status == 1

    revoked = call("revoke", 1, "--why", "钥匙丢失")
    assert revoked.status == 0
    issued = call(
        "trust", "--root", tmp_path / "root.age", "--root-password-file", tmp_path / "root.txt", "--to", tmp_path / "trust", "--json"
    )
    assert issued.json["version"] == 2
    assert json.loads((tmp_path / "trust" / "trust.json").read_text())["revoked"] == [1]
    assert call("trust", "--json").json["version"] == 2
    assert "已作废" in call("enrolments").out
    assert call("check").status == 0
    assert call("backup", tmp_path / "backups").status == 0


def test_what_is_asked_wrongly_is_said(desk, tmp_path, jlt) -> None:
    call, _ = desk
    for arguments, words in (
        (("intake", tmp_path / "nowhere"), "没有找到"), (("receipt", 9, "--to", tmp_path), "没有第 9 号回执"), (("returns", "2026-11", "--to", tmp_path), "还没有收讫"),
        (("begin", 3), "没有在等同意"), (("revoke", 3, "--why", "x"), "没有第 3 号证书"), (("intake", tmp_path, "--workers", 2), "PostgreSQL"),
        (("expect", "general", "2026-11", "--due", "morgen"), "截止日期"), (("enrol", tmp_path, "--fingerprint", "x"), "缺少文件"),
        (("return", 1, "--finding", "student_counts:2:x"), "没有收讫"),
    ):  # fmt: skip
        said = call(*arguments)
        assert said.status in (1, 3), said.out
        assert words in said.err
        assert "Traceback" not in said.err
    root = ("--root", tmp_path / "root.age", "--root-password-file", tmp_path / "officer.txt")
    assert "根钥匙打不开" in call("trust", *root).err
    assert call("return", 1, "--finding", "student_counts").status == 2


def test_a_schools_program_and_the_desk_do_not_open_each_others_data(desk, vault, tmp_path, jlt) -> None:
    del desk
    said = jlt("list", "student", "--vault", tmp_path / "desk", "--user", PEOPLE[0][0], "--password-file", tmp_path / "officer.txt")
    assert (said.status, "局端收件数据" in said.err) == (3, True)
    other = jlt("district", "status", vault=vault)
    assert (other.status, "学校数据" in other.err) == (3, True)
