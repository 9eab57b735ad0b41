"""From the bureau's letter to its receipt: checks, explanations, frozen bytes, the principal's own session, two rooms, going back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import date, datetime

import pytest
import sqlcipher3
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from jlt_desktop.bundle import sshsig
from jlt_desktop.bundle.receipt import Finding, Receipt, sign_receipt
from jlt_desktop.bundle.verify import verify_bundle
from jlt_desktop.domain.errors import OutsideError, UserError
from jlt_desktop.domain.rail import STATES
from jlt_desktop.domain.record import Record
from jlt_desktop.services import finalising, handing, receiving, signing, submitting
from jlt_desktop.services.desk import Desk, Refused
from jlt_desktop.services.examining import explain
from jlt_desktop.services.freezing import frozen_of
from jlt_desktop.services.office import Office
from jlt_desktop.services.rail import batch, ledger_for

OpenAs = Callable[[str], Office]
BUREAU = Ed25519PrivateKey.generate()
TODAY = date(2026, 11, 24)


def asked(office: Office, **more: object) -> Record:
    """A request of the bureau, registered in the room of this user."""
    ledger = ledger_for(office, "confidential" if office.role == "counselor" else "general")
    raw = {"req_title": "月报", "to_org": "教育局", "due_at": "2026-11-30 17:00", "period": "2026-11", **more}
    return Desk(office).save(ledger, raw)


def standing(office: Office, record: Record) -> str:
    return batch(office, office.ledgers[record.ledger], record.id).state


def rail(office: Office, record: Record) -> list[tuple[str, str, str]]:
    return [(one.to, one.actor, one.role) for one in batch(office, office.ledgers[record.ledger], record.id).steps]


def fixed(office: Office, **more: object) -> Record:
    record = asked(office, **more)
    finalising.finalise(office, record, finalising.check(office, record).parcel)
    return record


@pytest.fixture
def pupils(open_as: OpenAs) -> None:
    office = open_as("clerk")
    for name in ("张一", "张二", "张三"):
        Desk(office).save(office.ledgers["student"], {"name": name, "sex": "男", "birth_date": "2017-5-17"})


def sign(office: Office, school, place: int = 0) -> str:
    return signing.approve(office, signing.waiting(office)[place], school.people["principal"][1], school.cost)


# -- the whole way ---------------------------------------------------------------------------------------------------


def test_the_whole_way_of_the_clerks_return(open_as: OpenAs, school, pupils, tmp_path) -> None:
    clerk = open_as("clerk")
    record = asked(clerk)
    looked = finalising.check(clerk, record)
    assert (looked.found, looked.open) == ([], [])
    assert standing(clerk, record) == "checked"
    frozen = finalising.finalise(clerk, record, looked.parcel)
    assert frozen.content == looked.parcel.payload.data, "what was previewed is what was frozen"
    with pytest.raises(OutsideError, match="只有校长可以审签"):
        signing.waiting(clerk)

    principal = open_as("principal")
    (one,) = signing.waiting(principal)
    assert (one.called, one.frozen.about["compared"]) == ("月报", "这是第一次报送,没有上次可比")
    assert [each.name for each in one.frozen.tables] == [each.name for each in looked.parcel.tables]
    with pytest.raises(OutsideError, match="姓名或口令不对"):
        signing.approve(principal, one, school.people["clerk"][1], school.cost)
    assert sign(principal, school) == "SUB-2109990001-2026-11-000001.zip"
    with pytest.raises(UserError, match="不等着审签"):
        signing.approve(principal, one, school.people["principal"][1], school.cost)

    clerk = open_as("clerk")
    (sent,) = submitting.sent(clerk)
    stick = tmp_path / "usb"
    stick.mkdir()
    path = handing.write_out(clerk, sent.seq, stick).path
    key = sshsig.AllowedSigner((sshsig.principal("2109990001"),), clerk.session.signing_public)
    verdict = verify_bundle(path.read_bytes(), [key], datetime.now().astimezone(), school.identity)
    assert (verdict.verdict, verdict.code) == ("accepted", "")
    assert verdict.statement.plaintext["sha256"] == hashlib.sha256(frozen.content).hexdigest() == frozen.sha256
    assert (verdict.statement.prepared_by, verdict.statement.approved_by) == ("clerk", "principal")
    now = batch(clerk, ledger_for(clerk, "general"), record.id)
    handing.handed_in(clerk, now, "刘科员", "当面")

    receiving.pin_bureau(clerk, sshsig.key_line(BUREAU.public_key().public_bytes_raw()))
    answer = receipt(verdict.statement, path, outcome="accepted")
    assert receiving.take_receipt(clerk, *sign_receipt(answer, BUREAU)).state == "valid"
    steps = batch(clerk, ledger_for(clerk, "general"), record.id).steps
    assert [one.words for one in steps] == [
        "已校验", "已校验", "已定稿", "已审签", "已封装", "已写入并核对", "已递交", "收讫",
    ]  # fmt: skip
    assert [(one.actor, one.role) for one in steps if one.to in ("fixed", "signed", "handed")] == [
        ("赵文员", "clerk"), ("孙校长", "principal"), ("赵文员", "clerk"),
    ]  # fmt: skip
    assert all(datetime.fromisoformat(one.at).tzinfo for one in steps)
    listed = Desk(clerk).get(ledger_for(clerk, "general"), record.id)
    assert STATES.label(str(listed.get("state"))) == "收讫"

    fixed(clerk, req_title="下一次")
    principal = open_as("principal")
    sign(principal, school)
    statement = json.loads(principal.session.store("general").conn.execute("SELECT statement FROM sent_bundle WHERE seq = 2").fetchone()[0])
    data, _ = sign_receipt(answer, BUREAU)
    assert statement["last_receipt_sha256"] == hashlib.sha256(data).hexdigest()
    assert statement["last_receipt_seq"] == 7


def receipt(one, path, **more) -> Receipt:
    data = path.read_bytes()
    del data
    digest = hashlib.sha256(one.to_bytes()).hexdigest()
    return Receipt(
        district="210905", number=7, school_id=one.school_id, bundle_id=one.bundle_id, form=one.form["id"], period=one.period, seq=one.seq,
        statement_sha256=digest, ingested_at="2026-11-25T09:00:00+08:00", next_seq=one.seq + 1, **more,
    )  # fmt: skip


def test_finalised_is_read_only_and_going_back_voids_the_signature_visibly(open_as: OpenAs, school, pupils, tmp_path) -> None:
    clerk = open_as("clerk")
    ledger = ledger_for(clerk, "general")
    record = fixed(clerk)
    with pytest.raises(Refused, match=r"已定稿,内容和口径不能再改"):
        Desk(clerk).save(ledger, {"definition_note": "另一种算法"}, record_id=record.id)
    Desk(clerk).save(ledger, {"usb_label": "U-07"}, record_id=record.id)
    with pytest.raises(UserError, match="已封存"):
        Desk(clerk).remove(ledger, record.id)
    sign(open_as("principal"), school)
    clerk = open_as("clerk")
    first = clerk.session.store("general").conn.execute("SELECT content FROM sent_bundle").fetchone()[0]
    with pytest.raises(UserError, match="请写明为什么"):
        finalising.reopen(clerk, batch(clerk, ledger, record.id), " ")
    now = finalising.reopen(clerk, batch(clerk, ledger, record.id), "漏了一个班")
    assert now.state == "draft"
    assert now.steps[-1].note == "退回草稿:漏了一个班。校长的签名作废"
    assert frozen_of(clerk, now) is None
    assert submitting.sent(clerk) == []
    assert clerk.session.store("general").conn.execute("SELECT content, why FROM void_bundle").fetchall() == [(first, "漏了一个班")]

    finalising.finalise(clerk, now.record, finalising.check(clerk, now.record).parcel)
    assert sign(open_as("principal"), school).endswith("000001.zip"), "the number of what never left is used again"
    clerk = open_as("clerk")
    with pytest.raises(OutsideError):
        handing.write_out(clerk, 1, tmp_path / "pulled out")
    with pytest.raises(UserError, match="已经往盘上写过"):
        finalising.reopen(clerk, batch(clerk, ledger, record.id), "再改改")


def test_a_state_cannot_be_typed_and_steps_cannot_be_rewritten(open_as: OpenAs, pupils) -> None:
    clerk = open_as("clerk")
    ledger = ledger_for(clerk, "general")
    record = asked(clerk, state="received")
    assert record.get("state") == "draft"
    assert Desk(clerk).save(ledger, {"state": "已审签", "dept": "德育科"}, record_id=record.id).get("state") == "draft"
    finalising.check(clerk, record)
    conn = clerk.store(ledger).conn
    for deed in ("UPDATE rail_step SET state = 'signed'", "DELETE FROM rail_step", "DELETE FROM frozen"):
        if deed == "DELETE FROM frozen":
            finalising.finalise(clerk, record, finalising.check(clerk, record).parcel)
        with pytest.raises(sqlcipher3.Error, match="append-only"):
            conn.execute(deed)


# -- checks ----------------------------------------------------------------------------------------------------------


def test_what_is_wrong_blocks_and_what_is_strange_is_explained_inside_the_package(open_as: OpenAs, pupils) -> None:
    clerk = open_as("clerk")
    ledger = clerk.ledgers["student"]
    pupil = clerk.store(ledger).page(ledger).records[0]
    clerk.store(ledger).conn.execute("UPDATE l_student SET f_sex = NULL WHERE id = ?", (pupil.id,))
    record = asked(clerk, as_of="2026-11-20")
    looked = finalising.check(clerk, record)
    kinds = [(one.kind, one.record, one.field) for one in looked.found]
    assert ("logic", pupil.id, "sex") in kinds
    assert ("experience", record.id, "as_of") in kinds
    with pytest.raises(UserError, match="还有没改好或没说明的校验"):
        finalising.finalise(clerk, record, looked.parcel)
    Desk(clerk).save(ledger, {"sex": "女"}, record_id=pupil.id)
    again = finalising.check(clerk, record)
    assert [one.kind for one in again.found] == ["experience"], "what is mended is gone"
    assert standing(clerk, record) == "draft"
    explain(clerk, record, again.found[0], "来文晚到,按今天统计,已电话说明。")
    ready = finalising.check(clerk, record)
    assert standing(clerk, record) == "checked"
    frozen = finalising.finalise(clerk, record, ready.parcel)
    (notes,) = [one for one in frozen.tables if one.name == "submission_notes"]
    assert [row[4] for row in notes.rows] == ["来文晚到,按今天统计,已电话说明。"]
    assert frozen.about["notes"][0]["explanation"] == "来文晚到,按今天统计,已电话说明。"


def test_data_that_moved_after_the_preview_are_not_finalised(open_as: OpenAs, pupils) -> None:
    clerk = open_as("clerk")
    record = asked(clerk)
    looked = finalising.check(clerk, record)
    Desk(clerk).save(clerk.ledgers["student"], {"name": "张四", "sex": "女", "birth_date": "2017-6-1"})
    with pytest.raises(UserError, match="预览之后数据又有改动"):
        finalising.finalise(clerk, record, looked.parcel)
    assert standing(clerk, record) == "checked"


def test_the_next_one_is_compared_with_the_last(open_as: OpenAs, school, pupils) -> None:
    clerk = open_as("clerk")
    fixed(clerk)
    sign(open_as("principal"), school)
    clerk = open_as("clerk")
    for number in range(14):
        Desk(clerk).save(
            clerk.ledgers["student"], {"name": f"李{'一二三四五六七八九十甲乙丙丁'[number]}", "sex": "女", "birth_date": "2017-6-1"}
        )
    looked = finalising.check(clerk, asked(clerk, req_title="第二次"))
    assert looked.parcel.compared.words.startswith("比上次(第 1 号,2026-11)+0 −0 改 0;合计数变动")
    (students,) = [one for one in looked.parcel.compared.differences if one.table == "student_counts"]
    assert ("性别 女", "", "14") in students.figures
    assert [(one.kind, one.check) for one in looked.found if one.place == "性别 女"] == [("experience", "与上次比较")]


# -- what a period means ---------------------------------------------------------------------------------------------


def test_a_period_counts_what_happened_in_it_and_says_of_what_day_the_rest_is(open_as: OpenAs) -> None:
    clerk = open_as("clerk")
    for day in ("2026-10-31 09:00", "2026-11-01 09:00", "2026-11-20 09:00", "2026-11-23 09:00"):
        Desk(clerk).save(
            clerk.ledgers["meeting"],
            {"title": f"会议 {day}", "kind": "joint", "start": day, "place": "会议室", "chair": "王一", "recorder": "王二"},
        )
    parcel = submitting.prepare(clerk, "2026-11", date(2026, 11, 22))
    tables = {one.name: one for one in parcel.tables}
    assert len(tables["meeting"].rows) == 2
    about = {row[0]: row[2:] for row in tables["submission_about"].rows}
    assert about["meeting"] == ["期内", "2026-11-01", "2026-11-22", "2026-11-22", "2"]
    assert about["school"] == ["时点", "", "", TODAY.isoformat(), "1"]
    assert len({one.name: one for one in submitting.prepare(clerk, "2026-T1").tables}["meeting"].rows) == 4


# -- two rooms -------------------------------------------------------------------------------------------------------


def test_the_counselors_return_goes_by_letter_and_the_clerk_sees_only_that_there_is_one(open_as: OpenAs, school) -> None:
    counselor = open_as("counselor")
    record = fixed(counselor)
    with pytest.raises(UserError, match="上一批专项报送还没有审签"):
        fixed(counselor, req_title="第二批")

    clerk = open_as("clerk")
    conn = clerk.session.store("general").conn
    names = [row[0] for row in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    dump = str([conn.execute(f"SELECT * FROM {name}").fetchall() for name in names])  # names of our own tables
    assert "private_return" not in dump
    assert record.id not in dump
    kinds = clerk.session.store("general").conn.execute("SELECT kind, length(boxes) FROM sealed_letter").fetchall()
    assert [kind for kind, _ in kinds] == ["to_sign"]
    with pytest.raises(OutsideError, match="只有校长可以审签"):
        signing.waiting(clerk)

    principal = open_as("principal")
    (one,) = signing.waiting(principal)
    assert one.called == "专项:由心理教师单独提交(2026-11)"
    assert {
        row[3]
        for table in one.frozen.tables
        if table.name.endswith("_counts") and table.name != "concern_mind_counts"
        for row in table.rows
    } == {"<5"}
    assert "cells" not in one.frozen.about, "true counts never leave the room"
    assert sign(principal, school) == "SUB-2109990001-2026-11-500001.zip"
    assert signing.waiting(principal) == []
    assert submitting.sent(principal) == []

    counselor = open_as("counselor")
    with pytest.raises(OutsideError, match="只有校长可以审签"):
        signing.waiting(counselor)
    assert signing.fetch_signed(counselor) == 1
    assert rail(counselor, record)[-2:] == [("signed", "孙校长", "principal"), ("sealed", "钱心理", "counselor")]
    (sent,) = submitting.sent(counselor)
    assert sent.seq == 500_001
    assert counselor.session.store("general").conn.execute("SELECT count(*) FROM sealed_letter").fetchone() == (0,)
    content = counselor.session.store("confidential").conn.execute("SELECT content FROM sent_bundle").fetchone()[0]
    key = sshsig.AllowedSigner((sshsig.principal("2109990001"),), counselor.session.signing_public)
    assert verify_bundle(bytes(content), [key], datetime.now().astimezone(), school.identity).verdict == "accepted"


def test_a_letter_taken_back_is_not_signed(open_as: OpenAs, school) -> None:
    counselor = open_as("counselor")
    record = fixed(counselor)
    finalising.reopen(counselor, batch(counselor, ledger_for(counselor, "confidential"), record.id), "改口径")
    assert signing.waiting(open_as("principal")) == []


@pytest.mark.parametrize("role", ["clerk", "counselor"])
def test_nobody_else_can_sign_whatever_passphrase_they_know(open_as: OpenAs, school, pupils, role: str) -> None:
    fixed(open_as("clerk"))
    (one,) = signing.waiting(open_as("principal"))
    other = open_as(role)
    for password in (school.people[role][1], school.people["principal"][1]):
        with pytest.raises(OutsideError, match=r"只有校长可以审签.*没有签名"):
            signing.approve(other, one, password, school.cost)
    assert submitting.sent(other) == []


def test_the_principal_sends_it_back_with_a_reason(open_as: OpenAs, school, pupils) -> None:
    record = fixed(open_as("clerk"))
    principal = open_as("principal")
    (one,) = signing.waiting(principal)
    with pytest.raises(UserError, match="请写明为什么"):
        signing.send_back(principal, one, "")
    signing.send_back(principal, one, "三年级人数不对")
    clerk = open_as("clerk")
    assert rail(clerk, record)[-1] == ("draft", "孙校长", "principal")
    assert batch(clerk, ledger_for(clerk, "general"), record.id).steps[-1].note == "退回草稿:校长退回:三年级人数不对"


# -- corrections and nil returns -------------------------------------------------------------------------------------


def test_a_correction_names_what_it_replaces(open_as: OpenAs, school, pupils) -> None:
    clerk = open_as("clerk")
    first = fixed(clerk)
    with pytest.raises(UserError, match="要更正的那一次还没有封装过"):
        finalising.check(clerk, asked(clerk, kind="更正", corrects=first.id))
    sign(open_as("principal"), school)
    clerk = open_as("clerk")
    bundle = submitting.sent(clerk)[0].bundle_id
    fixed(clerk, req_title="更正", kind="更正", corrects=first.id)
    principal = open_as("principal")
    sign(principal, school)
    rows = principal.session.store("general").conn.execute("SELECT statement FROM sent_bundle WHERE seq = 2").fetchone()
    statement = json.loads(rows[0])
    assert (statement["kind"], statement["supersedes"]) == ("correction", bundle)


def test_a_nil_return_is_signed_and_refused_when_something_happened(open_as: OpenAs, school) -> None:
    clerk = open_as("clerk")
    frozen = finalising.finalise(clerk, record := asked(clerk, kind="零报告"), finalising.check(clerk, record).parcel)
    assert [(one.name, list(one.rows)) for one in frozen.tables] == [("submission_about", [])]
    Desk(clerk).save(
        clerk.ledgers["meeting"],
        {"title": "会", "kind": "joint", "start": "2026-11-20 09:00", "place": "室", "chair": "王一", "recorder": "王二"},
    )
    looked = finalising.check(clerk, asked(clerk, req_title="又一个", kind="零报告"))
    assert [(one.kind, one.field) for one in looked.open] == [("logic", "kind")]
    assert "会议" in looked.open[0].words
    counselor = open_as("counselor")
    assert [one.key for one in finalising.check(counselor, asked(counselor, kind="零报告")).open] == ["kind:nil"], "zero is not told apart"


def test_what_is_sent_back_becomes_returned_with_its_reasons(open_as: OpenAs, school, pupils, tmp_path) -> None:
    clerk = open_as("clerk")
    record = fixed(clerk)
    sign(open_as("principal"), school)
    clerk = open_as("clerk")
    path = handing.write_again(clerk, 1, tmp_path)
    key = sshsig.AllowedSigner((sshsig.principal("2109990001"),), clerk.session.signing_public)
    statement = verify_bundle(path.read_bytes(), [key], datetime.now().astimezone(), school.identity).statement
    receiving.pin_bureau(clerk, sshsig.key_line(BUREAU.public_key().public_bytes_raw()))
    findings = (Finding(code="value", table="student_counts", row=2, words="人数和学籍不符。"),)
    receiving.take_receipt(clerk, *sign_receipt(receipt(statement, path, outcome="rejected", findings=findings), BUREAU))
    assert standing(clerk, record) == "returned"
