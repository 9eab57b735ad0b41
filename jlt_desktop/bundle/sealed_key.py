"""A signing key that is kept apart: an OpenSSH private key under a passphrase, in an age file that `age -d` opens as well."""

from __future__ import annotations

import pyrage
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_ssh_private_key

from jlt_desktop.bundle.refusal import Refusal

MOST = 64 * 1024


def lock_key(key: Ed25519PrivateKey, passphrase: str) -> bytes:
    """Return the file of a key under a passphrase (age's scrypt)."""
    return bytes(pyrage.passphrase.encrypt(key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()), passphrase))


def unlock_key(data: bytes, passphrase: str) -> Ed25519PrivateKey:
    """Return the key of such a file. Raises Refusal("unseal") for a wrong passphrase or another file."""
    try:
        found = load_ssh_private_key(pyrage.passphrase.decrypt(data, passphrase), None)
    except (pyrage.DecryptError, ValueError, TypeError):
        raise Refusal("unseal", "passphrase") from None
    if not isinstance(found, Ed25519PrivateKey):
        raise Refusal("unseal", "kind")
    return found
