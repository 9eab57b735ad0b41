"""Make the files of vectors/: python tests/bundle/make_vectors.py. Keys are invented; only age's own randomness differs from run to run."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from jlt_desktop.bundle import certificate, enrolment, sshsig, trust
from jlt_desktop.bundle.bag import Column, Table, build_bag, schema_sha256
from jlt_desktop.bundle.container import pack, unpack
from jlt_desktop.bundle.krl import revocation_list
from jlt_desktop.bundle.make import Envelope, Payload, make_bundle
from jlt_desktop.bundle.receipt import NAMESPACE, Finding, Receipt, sign_receipt
from jlt_desktop.bundle.suite import digests, new_identity, recipient_of

FOLDER = Path(__file__).parent / "vectors"
SCHOOL = "2109990001"
NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
KEY = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"vectors: the school").digest())
OTHER = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"vectors: somebody else").digest())
CA, ROOT, NEW_ROOT, RECEIPTS = (Ed25519PrivateKey.from_private_bytes(hashlib.sha256(f"vectors: {n}".encode()).digest()) for n in range(4))
REVOKED = 9
COUNTS = (Column("indicator", "指标"), Column("label", "名称"), Column("group", "分组"), Column("count", "数量"))
ROWS = (
    Table("student_counts", "学生合计", COUNTS, [["sex", "性别", "女", "301"], ["sex", "性别", "男", "299"]]),
    Table("meeting", "会议", (Column("row", "行号码"), Column("start", "开始", "datetime")), [["0a1b2c3d4e5f", "2026-11-02T14:00:00"]]),
)
HIDDEN = (Table("concern_counts", "关注名单合计", COUNTS, [["on_list", "在册人数", "", "<5"], ["by_level", "按等级", "二级", "不公布"]]),)


def payload(tables: tuple[Table, ...], form: str) -> Payload:
    info = {"Source-Organization": SCHOOL, "External-Identifier": "2026-11", "Internal-Sender-Identifier": form}
    salt = hashlib.sha256(b"vectors: salt " + form.encode()).digest()
    return Payload(build_bag(tables, info, salt), schema_sha256(tables), {one.name: len(one.rows) for one in tables})


def envelope(recipient: str, form: str = "general") -> Envelope:
    head: dict[str, str | int] = {"n": 41, "head": "ab" * 32}
    return Envelope(
        school_id=SCHOOL, district="210999", recipients=(recipient,), form_id=form, period="2026-11", chain_id="c" * 32,
        seq=1 if form == "general" else 500_001, prev_statement_sha256="", database={"epoch": 1, "counter": 41},
        audit={"general": head, "confidential": None if form == "general" else head}, app_version="0.1.0", created=NOW - timedelta(hours=1),
        prepared_by="clerk" if form == "general" else "counselor", approved_by="principal",
    )  # fmt: skip


def certified_bundle(recipient: str, line: bytes) -> bytes:
    return make_bundle(payload(ROWS, "general"), replace(envelope(recipient), certificate=line), KEY).data


def unsealed(recipient: str) -> bytes:
    """A sealed part that nobody can open, truly stated and signed."""
    members = unpack(
        make_bundle(payload(ROWS, "general"), envelope(recipient), KEY).data, most_bytes=10**9, most_members=7, code="container"
    )
    sealed = b"age-encryption.org/v1\n-> X25519 nobody\n" + b"A" * 300
    statement = rfc8785.dumps(json.loads(members["statement.json"]) | {"ciphertext": digests(sealed)})
    return pack({**members, "statement.json": statement, "statement.json.sig": sshsig.sign(KEY, statement), "payload.age": sealed})


def signed_again(data: bytes, **changed: object) -> bytes:
    members = unpack(data, most_bytes=10**9, most_members=7, code="container")
    statement = rfc8785.dumps(json.loads(members["statement.json"]) | changed)
    return pack({**members, "statement.json": statement, "statement.json.sig": sshsig.sign(KEY, statement)})


def certified(serial: int = 7, ca: Ed25519PrivateKey = CA, school: str = SCHOOL, since: int = -30, until: int = 366) -> bytes:
    public, day = KEY.public_key().public_bytes_raw(), timedelta(days=1)
    return certificate.issue(ca, public, school, serial, NOW + since * day, NOW + until * day)


def chained(recipient: str) -> list[tuple[str, bytes, str]]:
    """Return name, bytes and what a bureau's desk that has seen nothing yet is to say, in the order they come in."""
    made, prev = [], ""
    for seq in (1, 2, 3):
        one = make_bundle(
            payload(ROWS, "general"), replace(envelope(recipient), seq=seq, prev_statement_sha256=prev, certificate=certified()), KEY
        )
        prev = hashlib.sha256(one.statement_bytes).hexdigest()
        made.append(one.data)
    first = hashlib.sha256(unpack(made[0], most_bytes=10**9, most_members=7, code="container")["statement.json"]).hexdigest()
    twin = make_bundle(
        payload((), "general"), replace(envelope(recipient), seq=2, prev_statement_sha256=first, certificate=certified()), KEY
    ).data
    other = make_bundle(payload((), "general"), replace(envelope(recipient), chain_id="e" * 32, certificate=certified()), KEY).data
    return [
        ("chain-1", made[0], "accepted"), ("chain-1", made[0], "duplicate"), ("chain-3", made[2], "held"), ("chain-2", made[1], "accepted"),
        ("chain-3", made[2], "duplicate"), ("chain-2-twin", twin, "fork"), ("chain-new", other, "held"),
    ]  # fmt: skip


def documents() -> dict[str, tuple[dict[str, bytes], str]]:
    """Return name -> files and verdict of what is no bundle: receipts, trust lists, requests, changes of keys."""
    told = Receipt(
        district="210999", number=7, school_id=SCHOOL, bundle_id="a" * 32, statement_sha256="b" * 64, form="general", period="2026-11", seq=3,
        outcome="rejected", ingested_at=NOW.isoformat(), next_seq=4, findings=(Finding(code="value", table="student", row=12, words="第12行的班级空着。"),),
    )  # fmt: skip
    receipt, by_bureau = sign_receipt(told, RECEIPTS)
    line = {one: sshsig.key_line(one.public_key().public_bytes_raw()) for one in (ROOT, NEW_ROOT, CA, RECEIPTS, KEY, OTHER)}
    krl = revocation_list(CA.public_key().public_bytes_raw(), (REVOKED,), 1, NOW)
    first = trust.TrustList(
        district="210999", version=1, prev_trust_sha256="", issued=NOW.isoformat(), not_after=(NOW + timedelta(days=400)).isoformat(), root=line[ROOT],
        authorities=(line[CA],), intake=(recipient_of(new_identity()),), receipt_keys=(line[RECEIPTS],), forms={"general": 1, "confidential": 1},
        krl_sha256=hashlib.sha256(krl).hexdigest(), revoked=(REVOKED,),
    )  # fmt: skip
    second = replace(first, version=2, prev_trust_sha256=hashlib.sha256(first.to_bytes()).hexdigest(), root=line[NEW_ROOT])
    asked = enrolment.EnrolRequest(
        school_id=SCHOOL, school_name="示例小学", key=line[KEY], key_fingerprint=sshsig.fingerprint(KEY.public_key().public_bytes_raw()),
        reply_recipient=recipient_of(new_identity()), reason="first", replaces="", request_id="a" * 32, created=NOW.isoformat(),
    )  # fmt: skip
    turned = enrolment.Rotation(
        school_id=SCHOOL, old_fingerprint=asked.key_fingerprint, new_key=line[OTHER], reply_recipient=asked.reply_recipient, rotation_id="b" * 32,
        new_fingerprint=sshsig.fingerprint(OTHER.public_key().public_bytes_raw()), created=NOW.isoformat(),
    )  # fmt: skip
    enrol = {"enrol.json": asked.to_bytes(), "enrol.json.sig": enrolment.sign_enrol(asked, KEY)}
    old, new = enrolment.sign_rotation(turned, KEY, OTHER)
    listed = {"trust.json": first.to_bytes(), "trust.json.sig": trust.sign_trust(first, ROOT), "revoked.krl": krl}
    later = {"trust.json": second.to_bytes(), "trust.json.sig": trust.sign_trust(second, NEW_ROOT), "revoked.krl": krl}
    return {
        "receipt-good": ({"receipt.json": receipt, "receipt.json.sig": by_bureau}, "good"),
        "receipt-changed": ({"receipt.json": receipt.replace(b'"number":7', b'"number":8'), "receipt.json.sig": by_bureau}, "signature"),
        "receipt-other-key": ({"receipt.json": receipt, "receipt.json.sig": sshsig.sign(OTHER, receipt, NAMESPACE)}, "unknown-key"),
        "receipt-unknown-name": (_signed(receipt, b'"audit":', b'"also":1,"audit":', RECEIPTS, NAMESPACE, "receipt"), "receipt"),
        "trust-1-good": (listed, "good"),
        "trust-2-good": ({**later, "trust.json.before.sig": trust.sign_trust(second, ROOT)}, "good"),
        "trust-2-without-the-root-before": ({**later, "trust.json.before.sig": trust.sign_trust(second, NEW_ROOT)}, "unknown-key"),
        "trust-changed": ({**listed, "trust.json": listed["trust.json"].replace(b"[9]", b"[8]")}, "signature"),
        "trust-unsorted": (_signed(listed["trust.json"], b"[9]", b"[9,8]", ROOT, trust.NAMESPACE, "trust"), "trust"),
        "enrol-good": (enrol, "good"),
        "enrol-signed-by-another-key": (
            {**enrol, "enrol.json.sig": sshsig.sign(OTHER, enrol["enrol.json"], enrolment.ENROL_NAMESPACE)},
            "enrol",
        ),
        "rotate-good": ({"rotate.json": turned.to_bytes(), "rotate.json.sig": old, "rotate.json.new.sig": new}, "good"),
        "rotate-without-the-old-key": ({"rotate.json": turned.to_bytes(), "rotate.json.sig": new, "rotate.json.new.sig": new}, "rotation"),
    }


def _signed(data: bytes, old: bytes, new: bytes, key: Ed25519PrivateKey, namespace: str, name: str) -> dict[str, bytes]:
    changed = data.replace(old, new)
    return {f"{name}.json": changed, f"{name}.json.sig": sshsig.sign(key, changed, namespace)}


def vectors(recipient: str, stranger: str) -> dict[str, tuple[bytes, str]]:
    """Return name -> bytes and expected verdict: accepted, or the reason for refusing."""
    general, confidential = payload(ROWS, "general"), payload(HIDDEN, "confidential")
    good = make_bundle(general, envelope(recipient), KEY).data
    later = make_bundle(payload((), "general"), replace(envelope(recipient), seq=2, prev_statement_sha256="d" * 64), KEY).data
    members = unpack(good, most_bytes=10**9, most_members=7, code="container")
    flipped = bytearray(members["statement.json"])
    flipped[flipped.index(b'"2026-11"') + 7] ^= 1
    wrong_counts = make_bundle(replace(general, counts={"student_counts": 3, "meeting": 1}), envelope(recipient), KEY).data
    return {
        "good-general": (good, "accepted"),
        "good-confidential": (make_bundle(confidential, envelope(recipient, "confidential"), KEY).data, "accepted"),
        "good-nil": (make_bundle(payload((), "general"), replace(envelope(recipient), kind="nil"), KEY).data, "accepted"),
        "good-certified": (certified_bundle(recipient, certified()), "accepted"),
        "bad-certificate-other-ca": (certified_bundle(recipient, certified(ca=OTHER)), "certificate"),
        "bad-certificate-over": (certified_bundle(recipient, certified(until=-1)), "certificate"),
        "bad-certificate-not-yet": (certified_bundle(recipient, certified(since=1)), "certificate"),
        "bad-certificate-revoked": (certified_bundle(recipient, certified(serial=REVOKED)), "certificate"),
        "bad-school-of-another-certificate": (certified_bundle(recipient, certified(school="2109990002")), "school"),
        "bad-unseal": (unsealed(recipient), "unseal"),
        "bad-container-repacked": (pack(dict(reversed(members.items()))), "container"),
        "bad-container-appended": (good + b"\n", "container"),
        "bad-signature-changed-period": (pack({**members, "statement.json": bytes(flipped)}), "signature"),
        "bad-signature-other-purpose": (
            pack({**members, "statement.json.sig": sshsig.sign(KEY, members["statement.json"], "file")}), "signature",
        ),
        "bad-unknown-key": (make_bundle(general, envelope(recipient), OTHER).data, "unknown-key"),
        "bad-statement-unknown-name": (signed_again(good, pupils=["x"]), "statement"),
        "bad-statement-name-of-a-person": (signed_again(good, approved_by="somebody"), "statement"),
        "bad-recipient": (make_bundle(general, envelope(stranger), KEY).data, "recipient"),
        "bad-school": (signed_again(good, school_id="2109990002"), "school"),
        "bad-suite": (signed_again(good, suite="S0"), "suite"),
        "bad-expired": (make_bundle(general, replace(envelope(recipient), created=NOW - timedelta(days=401)), KEY).data, "expired"),
        "bad-ciphertext-of-another-bundle": (
            pack({**members, "payload.age": unpack(later, most_bytes=10**9, most_members=7, code="x")["payload.age"]}), "ciphertext",
        ),
        "bad-plaintext": (
            signed_again(good, plaintext={**json.loads(members["statement.json"])["plaintext"], "sha256": "0" * 64}), "plaintext",
        ),
        "bad-bag": (make_bundle(replace(general, data=pack({"bag/bagit.txt": b"x"})), envelope(recipient), KEY).data, "bag"),
        "bad-schema": (make_bundle(replace(general, schema_sha256="0" * 64), envelope(recipient), KEY).data, "schema"),
        "bad-counts": (wrong_counts, "counts"),
    }  # fmt: skip


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    shutil.rmtree(FOLDER)
    FOLDER.mkdir()
    identity = new_identity()
    made = vectors(recipient_of(identity), recipient_of(new_identity()))
    for name, (data, _) in made.items():
        (FOLDER / f"{name}.zip").write_bytes(data)
    sequence = chained(recipient_of(identity))
    for name, data, _ in sequence:
        (FOLDER / f"{name}.zip").write_bytes(data)
    papers = documents()
    for name, (files, _) in papers.items():
        (FOLDER / name).mkdir()
        for file, content in files.items():
            (FOLDER / name / file).write_bytes(content)
    trusted = sshsig.allowed_signers_line(SCHOOL, KEY.public_key().public_bytes_raw()) + sshsig.authority_line(
        CA.public_key().public_bytes_raw()
    )
    (FOLDER / "allowed_signers").write_text(trusted, encoding="ascii")
    (FOLDER / "revoked.krl").write_bytes(revocation_list(CA.public_key().public_bytes_raw(), (REVOKED,), 1, NOW))
    (FOLDER / "identity.txt").write_text(f"# invented, for these vectors only\n{identity}\n", encoding="ascii")
    public = {name: sshsig.key_line(key.public_key().public_bytes_raw()) for name, key in (("receipts", RECEIPTS), ("root", ROOT))}
    expected = {
        "now": NOW.isoformat(), "revoked": [REVOKED], "keys": public, "verdicts": {f"{name}.zip": verdict for name, (_, verdict) in made.items()},
        "documents": {name: verdict for name, (_, verdict) in papers.items()}, "sequence": [[f"{name}.zip", outcome] for name, _, outcome in sequence],
    }  # fmt: skip
    (FOLDER / "expected.json").write_text(json.dumps(expected, indent=1) + "\n", encoding="ascii")


if __name__ == "__main__":
    main()
