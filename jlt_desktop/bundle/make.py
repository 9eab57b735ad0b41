"""Making a bundle: bag, seal, state, sign, pack."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from jlt_desktop.bundle import certificate, sshsig
from jlt_desktop.bundle.bag import Table, build_bag, schema_sha256
from jlt_desktop.bundle.container import pack
from jlt_desktop.bundle.readme import README
from jlt_desktop.bundle.statement import Statement
from jlt_desktop.bundle.suite import SUITES, digests, recipient_hash

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

MIMETYPE = b"application/vnd.jlt.bundle+zip"
MEMBERS = ("mimetype", "README.txt", "statement.json", "statement.json.sig", "school-cert.pub", "payload.age", "SHA256SUMS")
RECIPIENT_ROLE = "intake"
_VALID = timedelta(days=400)


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """Everything of a statement that is not computed from the payload.

    certificate: the line of school-cert.pub once the bureau has certified the key; without it the plain key is shown.
    """

    school_id: str
    district: str
    recipients: tuple[str, ...]
    form_id: str
    period: str
    chain_id: str
    seq: int
    prev_statement_sha256: str
    audit: dict[str, dict[str, str | int] | None]
    database: dict[str, int]
    prepared_by: str
    approved_by: str
    app_version: str
    created: datetime
    clock_suspect: bool = False
    kind: str = "final"
    supersedes: str = ""
    app_build: str = ""
    last_receipt_sha256: str = ""
    last_receipt_seq: int = 0
    certificate: bytes = b""


@dataclass(frozen=True, slots=True)
class Payload:
    """The bag whose bytes were previewed: what will be sealed is exactly this."""

    data: bytes
    schema_sha256: str
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Made:
    """A finished bundle: file name, bytes, their SHA-256, the statement as signed."""

    name: str
    data: bytes
    sha256: str
    statement: Statement
    statement_bytes: bytes


def make_payload(tables: Sequence[Table], school_id: str, period: str, form_id: str) -> Payload:
    """Return the bag of the tables, with fresh random bytes inside."""
    info = {"Source-Organization": school_id, "External-Identifier": period, "Internal-Sender-Identifier": form_id}
    return Payload(build_bag(tables, info, os.urandom(32)), schema_sha256(tables), {one.name: len(one.rows) for one in tables})


def make_bundle(payload: Payload, envelope: Envelope, key: Ed25519PrivateKey, suite: str = "S1") -> Made:
    """Seal the payload, state and sign it, and pack the whole. Raises ValueError for a recipient that is none."""
    public = key.public_key().public_bytes_raw()
    shown = envelope.certificate or (sshsig.key_line(public) + "\n").encode()
    sealed = SUITES[suite].seal(payload.data, list(envelope.recipients))
    statement = Statement(
        bundle_id=secrets.token_hex(16),
        app={"name": "jlt_desktop", "version": envelope.app_version, "build": envelope.app_build},
        school_id=envelope.school_id,
        key_fingerprint=sshsig.fingerprint(public),
        recipient={"district": envelope.district, "role": RECIPIENT_ROLE, "key_sha256": recipient_hash(envelope.recipients[0])},
        form={"id": envelope.form_id, "version": 1, "schema_sha256": payload.schema_sha256},
        period=envelope.period,
        kind=envelope.kind,
        supersedes=envelope.supersedes,
        created=envelope.created.isoformat(timespec="seconds"),
        not_after=(envelope.created + _VALID).isoformat(timespec="seconds"),
        clock_suspect=envelope.clock_suspect,
        ciphertext=digests(sealed),
        plaintext={**digests(payload.data), "media_type": "application/zip"},
        counts=payload.counts,
        audit=envelope.audit,
        database=envelope.database,
        prepared_by=envelope.prepared_by,
        approved_by=envelope.approved_by,
        chain_id=envelope.chain_id,
        seq=envelope.seq,
        prev_statement_sha256=envelope.prev_statement_sha256,
        last_receipt_sha256=envelope.last_receipt_sha256,
        last_receipt_seq=envelope.last_receipt_seq,
        cert_serial=certificate.peek(envelope.certificate).serial if envelope.certificate else 0,
        suite=suite,
    )
    signed = statement.to_bytes()
    members = {
        "mimetype": MIMETYPE, "README.txt": README, "statement.json": signed,
        "statement.json.sig": sshsig.sign(key, signed, certificate=envelope.certificate), "school-cert.pub": shown, "payload.age": sealed,
    }  # fmt: skip
    members["SHA256SUMS"] = sums(members)
    data = pack(members)
    name = f"SUB-{envelope.school_id}-{envelope.period}-{envelope.seq:06}.zip"
    return Made(name, data, hashlib.sha256(data).hexdigest(), statement, signed)


def sums(members: dict[str, bytes]) -> bytes:
    """Return SHA256SUMS for members."""
    return "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in members.items()).encode()
