"""The bureau's look at a bundle, in the order of FORMAT.md section 6, stopping at the first step that fails."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from jlt_desktop.bundle import certificate, sshsig
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


@dataclass(frozen=True, slots=True)
class Seen:
    """What steps 1 to 8 proved: the members, the statement and its hash, whose signature it is."""

    members: dict[str, bytes]
    statement: Statement
    statement_sha256: str
    signer: sshsig.Signer


def verify_bundle(
    data: bytes,
    keys: Sequence[sshsig.AllowedSigner],
    now: datetime,
    identity: str | None = None,
    suites: Sequence[str] = ("S1",),
    revoked: Collection[int] = (),
) -> Verdict:
    """Check a bundle; never raises on what it holds. `now`: one fixed start time with zone. `identity`: an age identity text.

    revoked: serial numbers of certificates that count no more. What the sequence is held against is the bureau's desk's own (step 9).
    """
    statement: Statement | None = None
    try:
        members, signer, statement = read_statement(data, keys, now, revoked)
        seen = hold_statement(members, signer, statement, keys, now, () if identity is None else (identity,), suites)
        check_ciphertext(seen)
        if identity is None:
            return Verdict("signed", statement=statement)
        return Verdict("accepted", statement=statement, bag=open_bag(seen, (identity,)))
    except Refusal as refusal:
        return Verdict("rejected", refusal.code, str(refusal), statement)


def read_statement(
    data: bytes, keys: Sequence[sshsig.AllowedSigner], now: datetime, revoked: Collection[int] = (), most: int = MOST_CONTAINER
) -> tuple[dict[str, bytes], sshsig.Signer, Statement]:
    """Take steps 1 to 4. Raises Refusal: too-large, container, signature, unknown-key, certificate, statement."""
    members = _members(data, most)
    signer = sshsig.signer(members["statement.json.sig"], members["statement.json"])
    if signer.certified:
        _certified(signer, keys, now, revoked)
    elif not any(one.key == signer.key for one in keys if not one.authority):
        raise Refusal("unknown-key")
    return members, signer, parse(members["statement.json"])


def hold_statement(
    members: dict[str, bytes],
    signer: sshsig.Signer,
    statement: Statement,
    keys: Sequence[sshsig.AllowedSigner],
    now: datetime,
    identities: Sequence[str],
    suites: Sequence[str] = ("S1",),
) -> Seen:
    """Take steps 5 to 8. identities: of the bureau's intake; none when only the signature is to be held. Raises Refusal."""
    _for_me(statement, identities)
    _from_school(statement, members, signer, keys)
    _still_good(statement, now, suites)
    return Seen(members, statement, hashlib.sha256(members["statement.json"]).hexdigest(), signer)


def check_ciphertext(seen: Seen) -> None:
    """Take step 10. Raises Refusal("ciphertext")."""
    _same(seen.members["payload.age"], seen.statement.ciphertext, "ciphertext")


def open_bag(seen: Seen, identities: Sequence[str]) -> Bag:
    """Take steps 11 to 15 and return what the school handed over. Raises Refusal: unseal, plaintext, bag, schema, counts."""
    wanted = seen.statement.recipient["key_sha256"]
    identity = next((one for one in identities if recipient_hash(recipient_of(one)) == wanted), None)
    if identity is None:
        raise Refusal("unseal", "identity")
    return _open(seen.members["payload.age"], seen.statement, identity)


def _members(data: bytes, most: int) -> dict[str, bytes]:
    if len(data) > most:
        raise Refusal("too-large")
    members = unpack(data, most_bytes=most, most_members=len(MEMBERS), code="container")
    if tuple(members) != MEMBERS or members["mimetype"] != MIMETYPE:
        raise Refusal("container", "members")
    return members


def _certified(
    signer: sshsig.Signer, keys: Sequence[sshsig.AllowedSigner], now: datetime, revoked: Collection[int] = ()
) -> certificate.Certified:
    authorities = [one for one in keys if one.authority]
    found = certificate.read(signer.line, [one.key for one in authorities], now, revoked)
    if found.key != signer.key or not any(one.speaks_for(sshsig.principal(found.school_id)) for one in authorities):
        raise Refusal("certificate", "principal")
    return found


def _for_me(statement: Statement, identities: Sequence[str]) -> None:
    if statement.recipient["role"] != RECIPIENT_ROLE:
        raise Refusal("recipient", "role")
    if identities and statement.recipient["key_sha256"] not in {recipient_hash(recipient_of(one)) for one in identities}:
        raise Refusal("recipient")


def _from_school(statement: Statement, members: dict[str, bytes], signer: sshsig.Signer, keys: Sequence[sshsig.AllowedSigner]) -> None:
    if statement.key_fingerprint != sshsig.fingerprint(signer.key) or members["school-cert.pub"] != signer.line:
        raise Refusal("school")
    name = sshsig.principal(statement.school_id)
    if signer.certified:
        shown = certificate.peek(signer.line)
        held = shown.school_id == statement.school_id and shown.serial == statement.cert_serial
    else:
        held = statement.cert_serial == 0 and any(one.speaks_for(name) for one in keys if one.key == signer.key and not one.authority)
    if not held:
        raise Refusal("school", "principal")


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
