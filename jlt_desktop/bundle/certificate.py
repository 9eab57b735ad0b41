"""OpenSSH certificates: the bureau's CA says that a key speaks for a school, until a day, under a serial number that can be revoked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    SSHCertificate,
    SSHCertificateBuilder,
    SSHCertificateType,
    load_ssh_public_identity,
)

from jlt_desktop.bundle.refusal import Refusal
from jlt_desktop.bundle.sshsig import principal

if TYPE_CHECKING:
    from collections.abc import Collection

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


@dataclass(frozen=True, slots=True)
class Certified:
    """What a certificate says: which key, for which school, under which number, from when until when (UTC)."""

    key: bytes
    school_id: str
    serial: int
    since: datetime
    until: datetime


def issue(ca: Ed25519PrivateKey, key: bytes, school_id: str, serial: int, since: datetime, until: datetime) -> bytes:
    """Return the line of a certificate file for a school's key. Times with zone."""
    made = (
        SSHCertificateBuilder()
        .public_key(Ed25519PublicKey.from_public_bytes(key))
        .serial(serial)
        .type(SSHCertificateType.USER)
        .key_id(f"{principal(school_id)}/{serial}".encode())
        .valid_principals([principal(school_id).encode()])
        .valid_after(int(since.timestamp()))
        .valid_before(int(until.timestamp()))
        .sign(ca)
    )
    return made.public_bytes() + b"\n"


def read(line: bytes, authorities: Collection[bytes], now: datetime, revoked: Collection[int] = ()) -> Certified:
    """Return what a certificate says when one of the authorities signed it and it holds now. Raises Refusal("certificate").

    authorities: raw public keys of the bureau's CAs. revoked: serial numbers that count no more.
    """
    found = _loaded(line)
    try:
        signer = found.signature_key()
        if not isinstance(signer, Ed25519PublicKey) or _raw(signer) not in authorities:
            raise Refusal("certificate", "authority")
        found.verify_cert_signature()
    except (ValueError, InvalidSignature, TypeError):
        raise Refusal("certificate", "unreadable") from None
    said = _said(found)
    if not said.since <= now < said.until:
        raise Refusal("certificate", "time")
    if said.serial in revoked:
        raise Refusal("certificate", "revoked")
    return said


def peek(line: bytes) -> Certified:
    """Return what a certificate says, whoever signed it and whenever it holds. Raises Refusal("certificate") for another form."""
    return _said(_loaded(line))


def _loaded(line: bytes) -> SSHCertificate:
    try:
        found = load_ssh_public_identity(line.rstrip(b"\n"))
        if not isinstance(found, SSHCertificate):
            raise Refusal("certificate", "kind")
        if not isinstance(found.public_key(), Ed25519PublicKey):
            raise Refusal("certificate", "key")
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise Refusal("certificate", "unreadable") from None
    if found.public_bytes() + b"\n" != line or found.type is not SSHCertificateType.USER or found.critical_options:
        raise Refusal("certificate", "form")
    return found


def _said(found: SSHCertificate) -> Certified:
    names = [one.decode("ascii", "replace") for one in found.valid_principals]
    school = names[0].removeprefix("school-") if len(names) == 1 else ""
    if not (len(school) == 10 and school.isascii() and school.isdigit() and names == [principal(school)]):
        raise Refusal("certificate", "principal")
    try:
        since, until = (datetime.fromtimestamp(moment, UTC) for moment in (found.valid_after, found.valid_before))
    except (ValueError, OverflowError, OSError):  # "for ever" is no validity
        raise Refusal("certificate", "time") from None
    key = found.public_key()
    if not isinstance(key, Ed25519PublicKey):
        raise Refusal("certificate", "key")
    return Certified(_raw(key), school, found.serial, since, until)


def _raw(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)
