"""The bureau's look at a bundle, in the order of FORMAT.md section 6, stopping at the first step that fails."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from jlt_desktop.bundle import sshsig
from jlt_desktop.bundle.bag import MOST_BYTES, Bag, read_bag
from jlt_desktop.bundle.container import unpack
from jlt_desktop.bundle.make import MEMBERS, MIMETYPE, RECIPIENT_ROLE
from jlt_desktop.bundle.refusal import Refusal
from jlt_desktop.bundle.statement import Statement, parse
from jlt_desktop.bundle.suite import SUITES, digests, recipient_hash, recipient_of

MOST_CONTAINER = 512 * 1024 * 1024
_RATIO = 100


@dataclass(frozen=True, slots=True)
class Verdict:
    """accepted, signed (not unsealed) or rejected; the reason's code and sentence; what could be read so far."""

    verdict: str
    code: str = ""
    reason: str = ""
    statement: Statement | None = None
    bag: Bag | None = None


def verify_bundle(
    data: bytes, keys: Sequence[sshsig.AllowedSigner], now: datetime, identity: str | None = None, suites: Sequence[str] = ("S1",)
) -> Verdict:
    """Check a bundle; never raises on what it holds. `now`: one fixed start time with zone. `identity`: an age identity text."""
    statement: Statement | None = None
    try:
        members = _members(data)
        signer, trusted = _signer(members, keys)
        statement = parse(members["statement.json"])
        _for_me(statement, identity)
        _from_school(statement, members, signer, trusted)
        _still_good(statement, now, suites)
        _same(members["payload.age"], statement.ciphertext, "ciphertext")
        if identity is None:
            return Verdict("signed", statement=statement)
        return Verdict("accepted", statement=statement, bag=_open(members["payload.age"], statement, identity))
    except Refusal as refusal:
        return Verdict("rejected", refusal.code, str(refusal), statement)


def _members(data: bytes) -> dict[str, bytes]:
    if len(data) > MOST_CONTAINER:
        raise Refusal("too-large")
    members = unpack(data, most_bytes=MOST_CONTAINER, most_members=len(MEMBERS), code="container")
    if tuple(members) != MEMBERS or members["mimetype"] != MIMETYPE:
        raise Refusal("container", "members")
    return members


def _signer(members: dict[str, bytes], keys: Sequence[sshsig.AllowedSigner]) -> tuple[bytes, set[str]]:
    signer = sshsig.verify(members["statement.json.sig"], members["statement.json"])
    trusted = {name for one in keys if one.key == signer for name in one.principals}
    if not trusted:
        raise Refusal("unknown-key")
    return signer, trusted


def _for_me(statement: Statement, identity: str | None) -> None:
    if statement.recipient["role"] != RECIPIENT_ROLE:
        raise Refusal("recipient", "role")
    if identity is not None and recipient_hash(recipient_of(identity)) != statement.recipient["key_sha256"]:
        raise Refusal("recipient")


def _from_school(statement: Statement, members: dict[str, bytes], signer: bytes, trusted: set[str]) -> None:
    shown = members["school-cert.pub"] == (sshsig.key_line(signer) + "\n").encode()
    if sshsig.principal(statement.school_id) not in trusted or statement.key_fingerprint != sshsig.fingerprint(signer) or not shown:
        raise Refusal("school")


def _still_good(statement: Statement, now: datetime, suites: Sequence[str]) -> None:
    if statement.suite not in suites or statement.suite not in SUITES:
        raise Refusal("suite")
    if now > datetime.fromisoformat(statement.not_after):
        raise Refusal("expired")


def _same(data: bytes, stated: dict[str, str | int], code: str) -> None:
    if any(stated[name] != value for name, value in digests(data).items()):
        raise Refusal(code)


def _open(sealed: bytes, statement: Statement, identity: str) -> Bag:
    most = min(MOST_BYTES, _RATIO * max(len(sealed), 1024))
    plain = SUITES[statement.suite].unseal(sealed, identity, most)
    _same(plain, statement.plaintext, "plaintext")
    bag = read_bag(plain)
    if bag.schema_sha256 != statement.form["schema_sha256"]:
        raise Refusal("schema", "hash")
    if {table.name: len(table.rows) for table in bag.tables} != statement.counts:
        raise Refusal("counts")
    return bag
