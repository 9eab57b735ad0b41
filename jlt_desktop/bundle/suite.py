"""The algorithms of a bundle behind one interface, so that another suite can be added without touching the rest."""

from __future__ import annotations

import hashlib
from typing import Protocol

import pyrage
from cryptography.hazmat.primitives import hashes

from jlt_desktop.bundle.refusal import Refusal


class Suite(Protocol):
    """Sealing and hashing of one suite."""

    name: str

    def seal(self, data: bytes, recipients: list[str]) -> bytes:
        """Return the data readable only by the recipients."""

    def unseal(self, data: bytes, identity: str, most: int) -> bytes:
        """Return the sealed data. Raises Refusal("unseal")."""


class S1:
    """age v1 with X25519 recipients."""

    name = "S1"

    def seal(self, data: bytes, recipients: list[str]) -> bytes:
        """Return an age file. Raises ValueError for a text that is no recipient."""
        try:
            return bytes(pyrage.encrypt(data, [pyrage.x25519.Recipient.from_str(one) for one in recipients]))
        except pyrage.RecipientError as error:
            message = "not an age recipient"
            raise ValueError(message) from error

    def unseal(self, data: bytes, identity: str, most: int) -> bytes:
        """Open an age file with an identity text; nothing larger than `most` plus age's own overhead is tried."""
        if len(data) > most + most // 1000 + 4096:
            raise Refusal("unseal", "size")
        try:
            return bytes(pyrage.decrypt(data, [pyrage.x25519.Identity.from_str(identity)]))
        except (pyrage.DecryptError, pyrage.IdentityError):
            raise Refusal("unseal") from None


SUITES: dict[str, Suite] = {"S1": S1()}


def digests(data: bytes) -> dict[str, str | int]:
    """Return length, SHA-256 and SM3 of bytes, as the statement writes them."""
    sm3 = hashes.Hash(hashes.SM3())
    sm3.update(data)
    return {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest(), "sm3": sm3.finalize().hex()}


def read_identity(text: str) -> str:
    """Return the identity line of an age identity file. Raises Refusal("unseal") when there is none."""
    for line in text.splitlines():
        if line.strip().startswith("AGE-SECRET-KEY-1"):
            return line.strip()
    raise Refusal("unseal", "identity file")


def recipient_of(identity: str) -> str:
    """Return the recipient text that belongs to an identity. Raises Refusal("unseal")."""
    try:
        return str(pyrage.x25519.Identity.from_str(identity).to_public())
    except pyrage.IdentityError:
        raise Refusal("unseal", "identity") from None


def is_recipient(text: str) -> bool:
    """Tell whether a text is an age recipient that can be sealed to."""
    try:
        pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        return False
    return True


def new_identity() -> str:
    """Return a fresh age identity text."""
    return str(pyrage.x25519.Identity.generate())


def recipient_hash(recipient: str) -> str:
    """Return what the statement names the recipient by."""
    return hashlib.sha256(recipient.encode()).hexdigest()
