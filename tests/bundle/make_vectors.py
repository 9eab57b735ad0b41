"""Make the bundles of vectors/: python tests/bundle/make_vectors.py. Keys are invented; only age's own randomness differs from run to run."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from jlt_desktop.bundle import sshsig
from jlt_desktop.bundle.bag import Column, Table, build_bag, schema_sha256
from jlt_desktop.bundle.container import pack, unpack
from jlt_desktop.bundle.make import Envelope, Payload, make_bundle
from jlt_desktop.bundle.suite import new_identity, recipient_of

FOLDER = Path(__file__).parent / "vectors"
SCHOOL = "2109990001"
NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
KEY = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"vectors: the school").digest())
OTHER = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"vectors: somebody else").digest())
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


def signed_again(data: bytes, **changed: object) -> bytes:
    members = unpack(data, most_bytes=10**9, most_members=7, code="container")
    statement = rfc8785.dumps(json.loads(members["statement.json"]) | changed)
    return pack({**members, "statement.json": statement, "statement.json.sig": sshsig.sign(KEY, statement)})


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
    for old in FOLDER.iterdir():
        old.unlink()
    identity = new_identity()
    made = vectors(recipient_of(identity), recipient_of(new_identity()))
    for name, (data, _) in made.items():
        (FOLDER / f"{name}.zip").write_bytes(data)
    (FOLDER / "allowed_signers").write_text(sshsig.allowed_signers_line(SCHOOL, KEY.public_key().public_bytes_raw()), encoding="ascii")
    (FOLDER / "identity.txt").write_text(f"# invented, for these vectors only\n{identity}\n", encoding="ascii")
    expected = {"now": NOW.isoformat(), "verdicts": {f"{name}.zip": verdict for name, (_, verdict) in made.items()}}
    (FOLDER / "expected.json").write_text(json.dumps(expected, indent=1) + "\n", encoding="ascii")


if __name__ == "__main__":
    main()
