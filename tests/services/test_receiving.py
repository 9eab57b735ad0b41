"""Receipts at the school: four states in words, bound to the bundle they answer, kept for good, chased when they do not come."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlcipher3
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from jlt_desktop.bundle import sshsig
from jlt_desktop.bundle.receipt import Finding, Receipt, sign_receipt
from jlt_desktop.domain.errors import UserError
from jlt_desktop.services import submitting
from jlt_desktop.services.desk import Desk
from jlt_desktop.services.duties import duties
from jlt_desktop.services.office import Office
from jlt_desktop.services.receiving import pin_bureau, pinned, receipts, take_receipt, unanswered

BUREAU, OTHER = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()


def line(key: Ed25519PrivateKey) -> str:
    return sshsig.key_line(key.public_key().public_bytes_raw())


@pytest.fixture
def office(open_as: Callable[[str], Office]) -> Office:
    made = open_as("clerk")
    Desk(made).save(made.ledgers["student"], {"name": "张三", "sex": "男", "birth_date": "2017-5-17"})
    return made


@pytest.fixture
def sent(office: Office, school) -> Receipt:
    """The receipt that would be right for a bundle just sealed."""
    name, password = school.people["principal"]
    parcel = submitting.prepare(office, "2026-11")
    made = submitting.sign_and_seal(office, parcel, name, password, school.cost)
    one = made.statement
    return Receipt(
        district="210905", number=7, school_id=one.school_id, bundle_id=one.bundle_id, form="general", period="2026-11", seq=one.seq,
        statement_sha256=hashlib.sha256(made.statement_bytes).hexdigest(), outcome="accepted", ingested_at="2026-11-25T09:00:00+08:00", next_seq=one.seq + 1,
    )  # fmt: skip


def test_a_receipt_that_accepts_is_kept_once_and_told_with_its_code(office: Office, sent: Receipt) -> None:
    assert pin_bureau(office, line(BUREAU)).startswith("SHA256:")
    assert pinned(office) == sshsig.fingerprint(BUREAU.public_key().public_bytes_raw())
    data, signature = sign_receipt(sent, BUREAU)
    found = take_receipt(office, data, signature)
    assert (found.state, found.kept) == ("valid", True)
    assert found.words == f"局端已收讫,回执第 007 号,对应本校第 1 号材料(2026-11)。核对码 {sent.code}。"
    again = take_receipt(office, data, signature)
    assert again.words.endswith("这份回执早已导入过。")
    assert {one.number for one in receipts(office).values()} == {7}
    store = office.store(office.ledgers["student"])
    assert store.journal.events(1)[0]["action"] == "导入回执"
    for deed in ("UPDATE receipt SET number = 8", "DELETE FROM receipt"):
        with pytest.raises(sqlcipher3.Error, match="append-only"):
            store.conn.execute(deed)


def test_what_is_sent_back_is_told_item_by_item(office: Office, sent: Receipt) -> None:
    pin_bureau(office, line(BUREAU))
    findings = (
        Finding(code="value", table="student", row=12, words="班级空着。"),
        Finding(code="sum", table="care_file", words="合计不符。"),
    )
    found = take_receipt(office, *sign_receipt(replace(sent, outcome="rejected", findings=findings), BUREAU))
    assert found.state == "mind"
    assert found.findings == ("student第 12 行:班级空着。", "care_file:合计不符。")
    assert "再报一次更正" in found.words


@pytest.mark.parametrize("outcome", ["held", "fork", "duplicate"])
def test_every_outcome_has_its_words(office: Office, sent: Receipt, outcome: str) -> None:
    pin_bureau(office, line(BUREAU))
    found = take_receipt(office, *sign_receipt(replace(sent, outcome=outcome), BUREAU))
    assert found.kept
    assert found.words.startswith({"held": "局端暂存", "fork": "局端收到同一编号的两份", "duplicate": "局端早已收讫"}[outcome])
    assert found.state == ("valid" if outcome == "duplicate" else "mind")


def test_a_receipt_for_somebody_else_or_another_bundle_is_not_kept(office: Office, sent: Receipt) -> None:
    pin_bureau(office, line(BUREAU))
    for other in (replace(sent, school_id="2109050002"), replace(sent, bundle_id="c" * 32), replace(sent, statement_sha256="d" * 64)):
        found = take_receipt(office, *sign_receipt(other, BUREAU))
        assert (found.state, found.kept) == ("mind", False)
        assert "是不是拿错了" in found.words
    assert receipts(office) == {}


def test_a_key_nobody_registered_and_a_changed_receipt(office: Office, sent: Receipt) -> None:
    data, signature = sign_receipt(sent, BUREAU)
    assert take_receipt(office, data, signature).state == "unknown"
    pin_bureau(office, line(OTHER))
    found = take_receipt(office, data, signature)
    assert (found.state, found.kept) == ("unknown", False)
    assert sent.code in found.words
    for bad, sig in ((data + b" ", signature), (data, signature[:-30]), (b"", b""), (data, b"x"), (b"\xff\x00", signature)):
        assert take_receipt(office, bad, sig).state == "invalid"
    assert receipts(office) == {}
    with pytest.raises(UserError, match="回执钥匙不对"):
        pin_bureau(office, "ssh-rsa AAAA")


def test_a_missing_receipt_is_due_after_a_fortnight_until_it_comes(office: Office, sent: Receipt) -> None:
    sealed = date.fromisoformat(submitting.sent(office)[0].at[:10])
    assert list(unanswered(office, sealed + timedelta(days=13))) == []
    assert list(unanswered(office, sealed + timedelta(days=14))) == [(1, "2026-11", sealed)]
    office.today = lambda: sealed + timedelta(days=14)
    (due,) = [one for one in duties(office) if one.page]
    assert (due.text, due.about, due.page) == ("还没有收到教育局的回执", "第 1 号材料(2026-11)", "sent")
    pin_bureau(office, line(BUREAU))
    take_receipt(office, *sign_receipt(sent, BUREAU))
    assert [one for one in duties(office) if one.page] == []
