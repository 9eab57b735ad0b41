"""A sealed letter: one case to a named counselor, or a roster on written request. FORMAT.md section 13. Outside it tells nobody's name."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import rfc8785

from jlt_desktop.bundle import sshsig
from jlt_desktop.bundle.container import pack, unpack
from jlt_desktop.bundle.refusal import Refusal
from jlt_desktop.bundle.statement import once_only, whole_numbers
from jlt_desktop.bundle.suite import SUITES, digests, recipient_hash, recipient_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

TYPE, FORMAT = "jlt-letter", 1
NAMESPACE = "letter-v1@jlt.local"
MIMETYPE = b"application/vnd.jlt.letter+zip"
MEMBERS = ("mimetype", "letter.json", "letter.json.sig", "content.age")
KINDS = ("case", "roster")
MOST = 64 * 1024 * 1024
_MOST_STATED, _MOST_MEMBERS = 8 * 1024, 16


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What stands outside. recipient_sha256: hash of the age recipient. keep_until: YYYY-MM-DD, when the receiver is to destroy it."""

    kind: str
    school_id: str
    key_fingerprint: str
    recipient_sha256: str
    persons: int
    prepared_by: str
    approved_by: str
    created: str
    keep_until: str
    letter_id: str
    ciphertext: dict[str, str | int]
    suite: str = "S1"
    type: str = TYPE
    format: int = FORMAT


def make_letter(
    contents: Mapping[str, bytes], recipient: str, key: Ed25519PrivateKey, *, kind: str, school_id: str, persons: int, prepared_by: str,
    approved_by: str, created: datetime, keep_until: str,
) -> tuple[str, bytes]:  # fmt: skip
    """Seal files to one recipient and sign what stands outside; returns file name and bytes. Raises ValueError for no recipient."""
    public = key.public_key().public_bytes_raw()
    sealed = SUITES["S1"].seal(pack({**contents, "salt.bin": secrets.token_bytes(32)}), [recipient])
    one = Letter(
        kind=kind, school_id=school_id, key_fingerprint=sshsig.fingerprint(public), recipient_sha256=recipient_hash(recipient),
        persons=persons, prepared_by=prepared_by, approved_by=approved_by, created=created.isoformat(timespec="seconds"),
        keep_until=keep_until, letter_id=secrets.token_hex(16), ciphertext=digests(sealed),
    )  # fmt: skip
    stated = rfc8785.dumps(asdict(one))
    members = {"mimetype": MIMETYPE, "letter.json": stated, "letter.json.sig": sshsig.sign(key, stated, NAMESPACE), "content.age": sealed}
    return f"LETTER-{school_id}-{kind}-{one.letter_id[:8]}.zip", pack(members)


def read_letter(data: bytes, keys: Collection[bytes], identity: str) -> tuple[Letter, dict[str, bytes]]:
    """Open a letter for whom it is meant. keys: raw keys of the schools trusted. Raises Refusal."""
    members = unpack(data, most_bytes=MOST, most_members=len(MEMBERS), code="container")
    if tuple(members) != MEMBERS or members["mimetype"] != MIMETYPE or len(members["letter.json"]) > _MOST_STATED:
        raise Refusal("container", "members")
    signer = sshsig.verify(members["letter.json.sig"], members["letter.json"], NAMESPACE)
    if signer not in keys:
        raise Refusal("unknown-key")
    one = _parse(members["letter.json"])
    if one.key_fingerprint != sshsig.fingerprint(signer) or one.suite not in SUITES:
        raise Refusal("school")
    if one.recipient_sha256 != recipient_hash(recipient_of(identity)):
        raise Refusal("recipient")
    if digests(members["content.age"]) != one.ciphertext:
        raise Refusal("ciphertext")
    plain = SUITES[one.suite].unseal(members["content.age"], identity, MOST)
    found = unpack(plain, most_bytes=MOST, most_members=_MOST_MEMBERS, code="bag")
    return one, {name: content for name, content in found.items() if name != "salt.bin"}


def _parse(data: bytes) -> Letter:
    try:
        content = json.loads(data, object_pairs_hook=once_only, parse_float=whole_numbers, parse_constant=whole_numbers)
        canonical = rfc8785.dumps(content)
    except (ValueError, RecursionError, rfc8785.CanonicalizationError):
        raise Refusal("statement", "json") from None
    fields = Letter.__dataclass_fields__
    if not isinstance(content, dict) or set(content) != set(fields) or canonical != data:
        raise Refusal("statement", "fields")
    texts = {name: value for name, value in content.items() if name not in ("persons", "format", "ciphertext")}
    wrong = any(type(value) is not str for value in texts.values()) or type(content["persons"]) is not int
    if wrong or content["type"] != TYPE or content["format"] != FORMAT or content["kind"] not in KINDS:
        raise Refusal("statement", "values")
    return Letter(**content)


def digest_of(data: bytes) -> str:
    """Return the SHA-256 of a letter's bytes."""
    return hashlib.sha256(data).hexdigest()
