"""A small bundle, made with invented keys, and what is needed to take one apart and sign it anew."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

import pytest
import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from jlt_desktop.bundle import sshsig
from jlt_desktop.bundle.bag import Column, Table
from jlt_desktop.bundle.container import pack, unpack
from jlt_desktop.bundle.make import MEMBERS, Envelope, Made, make_bundle, make_payload
from jlt_desktop.bundle.suite import new_identity, recipient_of
from jlt_desktop.bundle.verify import Verdict, verify_bundle

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=timezone(timedelta(hours=8)))
SCHOOL = "2109990001"
COLUMNS = (Column("indicator", "指标"), Column("count", "数量", "integer"), Column("on", "日期", "date"))
TABLES = (Table("visits", "家访", COLUMNS, [["home", "12", "2026-11-02"], ["线上,“甲”", "", ""]]),)


@dataclass(frozen=True)
class Bureau:
    """Both sides' keys and one good bundle between them."""

    key: Ed25519PrivateKey
    identity: str
    made: Made

    @property
    def keys(self) -> list[sshsig.AllowedSigner]:
        return sshsig.read_allowed_signers(sshsig.allowed_signers_line(SCHOOL, self.key.public_key().public_bytes_raw()))

    def verify(self, data: bytes, now: datetime = NOW) -> Verdict:
        return verify_bundle(data, self.keys, now, self.identity)

    def members(self) -> dict[str, bytes]:
        return unpack(self.made.data, most_bytes=10**9, most_members=7, code="container")

    def with_members(self, **changed: bytes) -> bytes:
        """The bundle with other members; keys are the names with _ for . and -."""
        members = {name: changed.get(name.replace(".", "_").replace("-", "_"), content) for name, content in self.members().items()}
        return pack(members)

    def resigned(self, change: Callable[[dict[str, object]], None], key: Ed25519PrivateKey | None = None) -> bytes:
        """The bundle with a statement changed and signed again, by the school itself unless another key is given."""
        signer = key or self.key
        content = json.loads(self.made.statement_bytes)
        change(content)
        statement = rfc8785.dumps(content)
        public = sshsig.key_line(signer.public_key().public_bytes_raw()) + "\n"
        return self.with_members(
            statement_json=statement, statement_json_sig=sshsig.sign(signer, statement), school_cert_pub=public.encode()
        )

    def resealed(self, bag: bytes, tables: dict[str, int] | None = None, schema: str | None = None) -> bytes:
        """The bundle with another payload, honestly stated and signed: what only a malicious school can send."""
        from jlt_desktop.bundle.suite import SUITES, digests

        sealed = SUITES["S1"].seal(bag, [recipient_of(self.identity)])

        def change(content: dict[str, object]) -> None:
            content["ciphertext"], content["plaintext"] = digests(sealed), {**digests(bag), "media_type": "application/zip"}
            if tables is not None:
                content["counts"] = tables
            if schema is not None:
                content["form"]["schema_sha256"] = schema  # type: ignore[index]  # a JSON object

        data = self.resigned(change)
        members = unpack(data, most_bytes=10**9, most_members=7, code="container")
        return pack({**members, "payload.age": sealed})


def envelope(recipient: str) -> Envelope:
    return Envelope(
        school_id=SCHOOL, district="210999", recipients=(recipient,), form_id="general", period="2026-11", chain_id="0" * 32, seq=1,
        prev_statement_sha256="", audit={"general": {"n": 9, "head": "00" * 32}, "confidential": None}, database={"epoch": 1, "counter": 9},
        prepared_by="clerk", approved_by="principal", app_version="0.1.0", created=NOW - timedelta(days=1),
    )  # fmt: skip


@pytest.fixture(scope="session")
def bureau() -> Bureau:
    key = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"an invented school").digest())
    identity = new_identity()
    recipient = recipient_of(identity)
    made = make_bundle(make_payload(TABLES, SCHOOL, "2026-11", "general"), envelope(recipient), key)
    return Bureau(key, identity, made)


@pytest.fixture(scope="session")
def small_envelope() -> Callable[..., Envelope]:
    """An envelope with parts replaced."""
    return lambda recipient, **changed: dataclasses.replace(envelope(recipient), **changed)


@pytest.fixture(scope="session")
def member_names() -> tuple[str, ...]:
    return MEMBERS
