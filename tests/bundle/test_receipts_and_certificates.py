"""The bureau's answers and the certificates of its schools: read strictly, and accepted by ssh-keygen as well."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from jlt_desktop.bundle import certificate, sshsig
from jlt_desktop.bundle.receipt import NAMESPACE, Finding, Receipt, parse, read_receipt, sign_receipt
from jlt_desktop.bundle.refusal import Refusal

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
BUREAU, SCHOOL, OTHER = (Ed25519PrivateKey.generate() for _ in range(3))
RECEIPT = Receipt(
    district="210905", number=7, school_id="2109050001", bundle_id="a" * 32, statement_sha256="b" * 64, form="general", period="2026-11",
    seq=3, outcome="rejected", ingested_at="2026-11-24T17:00:00+08:00", next_seq=4,
    findings=(Finding(code="value", table="student", row=12, words="第12行的班级空着。"),),
    audit={"general": {"n": 9, "head": "00"}, "confidential": None}, recipient_key="age1" + "q" * 58,
)  # fmt: skip


def raw(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes_raw()


def test_a_receipt_comes_back_as_it_was_signed_and_for_this_bureau_only() -> None:
    data, signature = sign_receipt(RECEIPT, BUREAU)
    assert read_receipt(data, signature, raw(BUREAU)) == RECEIPT
    with pytest.raises(Refusal) as caught:
        read_receipt(data, signature, raw(OTHER))
    assert caught.value.code == "unknown-key"
    with pytest.raises(Refusal):
        read_receipt(data, sshsig.sign(BUREAU, data), raw(BUREAU))
    for place in range(0, len(data), 7):
        flipped = bytearray(data)
        flipped[place] ^= 1
        with pytest.raises(Refusal):
            read_receipt(bytes(flipped), signature, raw(BUREAU))


def test_the_code_for_the_telephone_stands_for_these_bytes() -> None:
    assert len(RECEIPT.code) == 9
    assert RECEIPT.code == replace(RECEIPT).code
    assert RECEIPT.code != replace(RECEIPT, number=8).code


@pytest.mark.parametrize(("name", "value"), [
    ("number", -1), ("number", 2**53), ("number", True), ("number", 1.5), ("outcome", "fine"), ("school_id", "210905000"), ("bundle_id", "A" * 32),
    ("ingested_at", "2026-11-24T17:00:00"), ("ingested_at", "gestern"), ("findings", [{"code": "x"}]), ("findings", {}), ("audit", {"general": None}),
    ("format", 2), ("type", "jlt-submission"), ("district", "2109"), ("recipient_key", "age1!"),
])  # fmt: skip
def test_any_other_content_is_refused(name: str, value: object) -> None:
    import rfc8785

    content = {**json.loads(RECEIPT.to_bytes()), name: value}
    data = (
        rfc8785.dumps(content)
        if value != 2**53
        else json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    )
    with pytest.raises(Refusal) as caught:
        parse(data)
    assert caught.value.code == "receipt"


@pytest.mark.parametrize("spoil", [
    lambda data: data + b" ", lambda data: data.replace(b'"number":7', b'"number":7,"number":7'), lambda data: data.replace(b'"number":7', b'"number": 7'),
    lambda data: data.replace(b'"seq":3,', b""), lambda data: b"[" + data + b"]", lambda data: data[:-1], lambda _data: b"\xff", lambda _data: b"1" * 40000,
])  # fmt: skip
def test_any_other_writing_is_refused(spoil) -> None:
    with pytest.raises(Refusal) as caught:
        parse(spoil(RECEIPT.to_bytes()))
    assert caught.value.code == "receipt"


def test_ssh_keygen_accepts_a_receipt(tmp_path: Path) -> None:
    data, signature = sign_receipt(RECEIPT, BUREAU)
    (tmp_path / "signers").write_text(f'bureau-210905 namespaces="{NAMESPACE}" {sshsig.key_line(raw(BUREAU))}\n')
    (tmp_path / "sig").write_bytes(signature)
    command = [
        "ssh-keygen",
        "-Y",
        "verify",
        "-f",
        str(tmp_path / "signers"),
        "-I",
        "bureau-210905",
        "-n",
        NAMESPACE,
        "-s",
        str(tmp_path / "sig"),
    ]
    assert subprocess.run(command, input=data, capture_output=True, check=False).returncode == 0
    assert subprocess.run(command, input=data + b" ", capture_output=True, check=False).returncode != 0


# -- certificates --------------------------------------------------------------------------------------------------


def issued(**other: object) -> bytes:
    given = {
        "ca": BUREAU,
        "key": raw(SCHOOL),
        "school_id": "2109050001",
        "serial": 5,
        "since": NOW - timedelta(days=1),
        "until": NOW + timedelta(days=395),
    }
    return certificate.issue(**{**given, **other})  # type: ignore[arg-type]


def test_a_certificate_names_key_school_number_and_time() -> None:
    found = certificate.read(issued(), [raw(BUREAU)], NOW)
    assert (found.key, found.school_id, found.serial) == (raw(SCHOOL), "2109050001", 5)
    assert found.until == NOW + timedelta(days=395)


@pytest.mark.parametrize(("line", "trusted", "now", "revoked", "detail"), [
    (lambda: issued(ca=OTHER), BUREAU, NOW, (), "authority"), (issued, OTHER, NOW, (), "authority"), (issued, BUREAU, NOW, (5,), "revoked"),
    (issued, BUREAU, NOW - timedelta(days=2), (), "time"), (issued, BUREAU, NOW + timedelta(days=396), (), "time"),
    (lambda: issued(school_id="21090500"), BUREAU, NOW, (), "principal"), (lambda: sshsig.key_line(raw(SCHOOL)).encode() + b"\n", BUREAU, NOW, (), "kind"),
    (lambda: issued()[:-9] + b"\n", BUREAU, NOW, (), "unreadable"), (lambda: issued() + b" ", BUREAU, NOW, (), ""), (lambda: b"", BUREAU, NOW, (), ""),
])  # fmt: skip
def test_a_certificate_that_does_not_hold(line, trusted, now, revoked, detail) -> None:
    with pytest.raises(Refusal) as caught:
        certificate.read(line(), [raw(trusted)], now, revoked)
    assert caught.value.code == "certificate"
    assert not detail or caught.value.detail == detail


def test_ssh_keygen_accepts_what_a_certified_key_signed(tmp_path: Path) -> None:
    """The certificate takes the place of the key: verified through the CA alone."""
    pem = SCHOOL.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
    (tmp_path / "id").write_bytes(pem)
    (tmp_path / "id").chmod(0o600)
    far = datetime.now(UTC)
    (tmp_path / "id-cert.pub").write_bytes(issued(since=far - timedelta(days=1), until=far + timedelta(days=1)))
    (tmp_path / "id.pub").write_text(sshsig.key_line(raw(SCHOOL)) + "\n")
    (tmp_path / "signers").write_text(f'school-* cert-authority,namespaces="{sshsig.NAMESPACE}" {sshsig.key_line(raw(BUREAU))}\n')
    (tmp_path / "message").write_bytes(b"figures")
    sign = ["ssh-keygen", "-Y", "sign", "-f", str(tmp_path / "id-cert.pub"), "-n", sshsig.NAMESPACE, str(tmp_path / "message")]
    subprocess.run(sign, check=True, capture_output=True)
    verify = ["ssh-keygen", "-Y", "verify", "-f", str(tmp_path / "signers"), "-I", "school-2109050001", "-n", sshsig.NAMESPACE,
              "-s", str(tmp_path / "message.sig")]  # fmt: skip
    assert subprocess.run(verify, input=b"figures", capture_output=True, check=False).returncode == 0
    wrong = [*verify[:6], "school-2109050002", *verify[7:]]
    assert subprocess.run(wrong, input=b"figures", capture_output=True, check=False).returncode != 0
    listed = subprocess.run(["ssh-keygen", "-L", "-f", str(tmp_path / "id-cert.pub")], check=True, capture_output=True).stdout.decode()
    assert "Serial: 5" in listed
    assert "school-2109050001" in listed
