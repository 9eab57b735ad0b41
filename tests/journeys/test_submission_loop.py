"""The loop, closed at both ends: enrolled on paper, submitted, taken in, answered, sent back, corrected, taken in again."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from jlt_desktop.bundle import sshsig
from jlt_desktop.bundle.enrolment import digits
from jlt_desktop.bundle.receipt import Finding
from jlt_desktop.district import enrol, founding, intake, receipts, returns, status
from jlt_desktop.district.bureau import Bureau, open_bureau
from jlt_desktop.district.run import take_in
from jlt_desktop.paths import db_schema
from jlt_desktop.services import receiving, school_keys, submitting
from jlt_desktop.services.desk import Desk
from jlt_desktop.vault.backup import back_up
from jlt_desktop.vault.creating import NewUser
from jlt_desktop.vault.kdf import KdfCost
from jlt_desktop.vault.restoring import restore

FAST = KdfCost(1024, 1, 1)
OFFICER, APPROVER = ("李收件", "清河门区的秋天很长甲"), ("王复核", "清河门区的秋天很长乙")
PERIOD = "2026-11"


@pytest.fixture
def desk(tmp_path: Path):
    asked = founding.Founding(
        district="210905", name="示例区教育局", people=[NewUser(OFFICER[0], "intake", OFFICER[1]), NewUser(APPROVER[0], "approver", APPROVER[1])],
        root_file=tmp_path / "root.age", root_password="锁在柜子里的根钥匙口令",
    )  # fmt: skip
    made = founding.found(tmp_path / "bureau", asked, db_schema(), FAST, FAST)
    bureau = open_bureau(tmp_path / "bureau", *OFFICER, db_schema(), floor=FAST)
    yield bureau, made
    bureau.close()


def sign(office, school, corrects: str = ""):
    """The principal's return of the period, or the correction of an earlier one."""
    ledger = next(one for one in office.ledgers.values() if one.submits)
    asked = {"req_title": "月报", "to_org": "教育局", "due_at": "2026-11-30 17:00", "period": PERIOD}
    if corrects:
        asked |= {"kind": "更正", "corrects": corrects}
    record = Desk(office).save(ledger, asked)
    made = submitting.sign_and_seal(office, submitting.prepare_for(office, record), *school.people["principal"], school.cost)
    return record.id, made


def carry(bureau: Bureau, made, stick: Path) -> list[Path]:
    """The school's stick at the bureau: taken in, receipts written onto it."""
    stick.mkdir(exist_ok=True)
    (stick / made.name).write_bytes(made.data)
    run = take_in(bureau, [stick / made.name])
    assert [one.outcome for one in run.taken] == ["accepted"], run.taken
    return receipts.write_receipts([one.answer for one in run.taken], stick / "receipts")


def take_receipt(office, path: Path) -> receiving.Answer:
    return receiving.take_receipt(office, path.read_bytes(), path.with_name(path.name + ".sig").read_bytes())


def test_from_the_paper_to_the_corrected_figures(open_as, school, desk, tmp_path) -> None:
    bureau, founded = desk
    status.expect(bureau, "general", PERIOD, "2099-12-05")
    office = open_as("principal")
    school_keys.ask_for_certificate(office)
    request = school_keys.write_request(office, tmp_path)
    number = enrol.enter(bureau, enrol.look(bureau, request), " ".join(digits(sshsig.fingerprint(office.session.signing_public))))
    enrol.approve(bureau, number, *APPROVER)
    school_keys.pin_root(office, founded.root_fingerprint)
    school_keys.take_folder(office, enrol.hand_out(bureau, number, tmp_path)[0].parent)
    code = str(office.school["school_code"])

    record, first = sign(office, school)
    (path,) = carry(bureau, first, tmp_path / "stick")
    answer = take_receipt(office, path)
    assert (answer.state, answer.kept, answer.receipt.number) == ("valid", True, 1)
    assert status.matrix(bureau).lines[0][2][0].state == "已收"

    back = intake.send_back(bureau, 1, [Finding(code="value", table="student_counts", row=1, words="人数和学籍系统不一样。")])
    (path,) = receipts.write_receipts([back], tmp_path / "stick" / "receipts")
    answer = take_receipt(office, path)
    assert answer.state == "mind"
    assert any("人数和学籍系统不一样" in one for one in answer.findings)
    assert status.matrix(bureau).lines[0][2][0].state == "退回"

    _, again = sign(office, school, record)
    assert (again.statement.seq, again.statement.kind) == (2, "correction")
    assert again.statement.supersedes == first.statement.bundle_id
    assert (again.statement.last_receipt_seq, again.statement.last_receipt_sha256) == (back.number, back.sha256)
    (path,) = carry(bureau, again, tmp_path / "stick")
    assert take_receipt(office, path).state == "valid"
    assert status.matrix(bureau).lines[0][2][0].state == "已收"
    assert [one.seq for one in returns.current(bureau, "general", PERIOD)] == [2]

    made = returns.files(bureau, "general", PERIOD)
    (tmp_path / "returns.xlsx").write_bytes(made[f"RETURNS-{PERIOD}-general.xlsx"])
    book = load_workbook(tmp_path / "returns.xlsx")
    assert book.sheetnames[-1] == "来源"
    for sheet in book.worksheets[:-1]:
        for row in sheet.iter_rows(min_row=2, values_only=True):
            assert (row[0], row[2]) == (code, 2), sheet.title
            assert row[-1] == back.statement_sha256 or len(row[-1]) == 64
    assert receipts.broken_at(bureau) == 0


def test_after_a_restore_the_school_begins_anew_and_the_bureau_agrees_once(open_as, school, desk, tmp_path) -> None:
    bureau, founded = desk
    office = open_as("principal")
    school_keys.ask_for_certificate(office)
    request = school_keys.write_request(office, tmp_path)
    number = enrol.enter(bureau, enrol.look(bureau, request), " ".join(digits(sshsig.fingerprint(office.session.signing_public))))
    enrol.approve(bureau, number, *APPROVER)
    school_keys.pin_root(office, founded.root_fingerprint)
    school_keys.take_folder(office, enrol.hand_out(bureau, number, tmp_path)[0].parent)

    _, first = sign(office, school)
    (path,) = carry(bureau, first, tmp_path / "stick")
    answer = take_receipt(office, path).receipt
    backup = back_up(office.session, tmp_path / "backups").path
    _, lost = sign(office, school)
    carry(bureau, lost, tmp_path / "stick")
    office.close()
    restore(backup, school.folder)

    office = open_as("principal")
    _, again = sign(office, school)
    assert again.statement.chain_id != first.statement.chain_id
    assert (again.statement.prev_statement_sha256, again.statement.last_receipt_seq) == ("", answer.number)
    (tmp_path / "stick" / "again.zip").write_bytes(again.data)
    (held,) = take_in(bureau, [tmp_path / "stick" / "again.zip"]).taken
    assert (held.outcome, held.code) == ("held", "new-chain")
    waiting = next(one for one in status.alarms(bureau) if one.state == "等同意")
    assert [one.outcome for one in intake.let_begin(bureau, waiting.submission)] == ["accepted"]
    # the next one goes on in the new numbering
    _, after = sign(office, school)
    assert after.statement.chain_id == again.statement.chain_id
    carry(bureau, after, tmp_path / "stick")
