"""Key slots: a user's private key under a password, a scope's data key sealed to users, recovery codes."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from jlt_desktop.vault import kdf
from jlt_desktop.vault.canonical import canonical

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class WrongKey(Exception):
    """The password, the code or the grant does not open this slot."""


def b64(data: bytes) -> str:
    """Return bytes as text for the header."""
    return base64.b64encode(data).decode()


def unb64(text: object) -> bytes:
    """Return the bytes of a header text. Raises ValueError when it is none."""
    if not isinstance(text, str):
        message = "not a base64 text"
        raise TypeError(message)
    return base64.b64decode(text, validate=True)


def sub_key(key: bytes, purpose: str) -> bytes:
    """Return 32 bytes derived from a scope's data key for one purpose."""
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"jlt/" + purpose.encode()).derive(key)


def mac(key: bytes, purpose: str, content: object) -> str:
    """Return HMAC-SHA256 over the canonical content under a sub-key."""
    return b64(hmac.new(sub_key(key, purpose), canonical(content), hashlib.sha256).digest())


@dataclass(frozen=True, slots=True)
class UserKey:
    """A user's X25519 key pair in memory."""

    private: X25519PrivateKey

    @property
    def public(self) -> bytes:
        """Return the raw public key."""
        return self.private.public_key().public_bytes_raw()


def new_user_key() -> UserKey:
    """Return a fresh key pair."""
    return UserKey(X25519PrivateKey.generate())


def wrap_private(key: UserKey, password: str, cost: kdf.KdfCost, record: object) -> dict[str, object]:
    """Return the private key under the password; `record` (id, name, role, public key) is bound to it."""
    salt, nonce = os.urandom(16), os.urandom(12)
    box = AESGCM(kdf.derive(password, salt, cost)).encrypt(nonce, key.private.private_bytes_raw(), canonical(record))
    return {"kdf": cost.as_dict(), "salt": b64(salt), "nonce": b64(nonce), "box": b64(box)}


def unwrap_private(wrap: dict[str, object], password: str, record: object, floor: kdf.KdfCost) -> UserKey:
    """Open a wrapped private key. Raises WrongKey, OutsideError for an unreasonable cost, ValueError for nonsense."""
    given = wrap["kdf"]
    if not isinstance(given, dict) or not all(isinstance(part, int) for part in given.values()):
        message = "no cost"
        raise ValueError(message)
    cost = kdf.checked(kdf.KdfCost(**given), floor)
    secret = kdf.derive(password, unb64(wrap["salt"]), cost)
    try:
        raw = AESGCM(secret).decrypt(unb64(wrap["nonce"]), unb64(wrap["box"]), canonical(record))
    except InvalidTag:
        raise WrongKey from None
    return UserKey(X25519PrivateKey.from_private_bytes(raw))


def grant_info(vault_id: str, scope: str, epoch: int, user: str, role: str) -> bytes:
    """Return what a grant is bound to, so that it opens nothing when moved to another user, scope or epoch."""
    return canonical(["jlt-grant", vault_id, scope, epoch, user, role])


def seal_to(public: bytes, key: bytes, info: bytes) -> str:
    """Return a scope key sealed to a public key."""
    return b64(_SUITE.encrypt(key, X25519PublicKey.from_public_bytes(public), info=info))


def open_sealed(sealed: object, key: UserKey, info: bytes) -> bytes:
    """Open a grant. Raises WrongKey."""
    try:
        return bytes(_SUITE.decrypt(unb64(sealed), key.private, info=info))
    except InvalidTag:
        raise WrongKey from None


def wrap_with_codes(key: bytes, codes: list[bytes], info: bytes) -> dict[str, object]:
    """Return a scope key under one or more recovery codes together; no single one of several is enough."""
    nonce = os.urandom(12)
    return {"nonce": b64(nonce), "box": b64(AESGCM(_code_key(codes)).encrypt(nonce, key, info)), "sheets": len(codes)}


def unwrap_with_codes(slot: dict[str, object], codes: list[bytes], info: bytes) -> bytes:
    """Open a recovery slot. Raises WrongKey."""
    try:
        return AESGCM(_code_key(codes)).decrypt(unb64(slot["nonce"]), unb64(slot["box"]), info)
    except InvalidTag:
        raise WrongKey from None


def encrypt(key: bytes, purpose: str, data: bytes, info: bytes) -> dict[str, object]:
    """Return data under a sub-key of a scope's data key."""
    nonce = os.urandom(12)
    return {"nonce": b64(nonce), "box": b64(AESGCM(sub_key(key, purpose)).encrypt(nonce, data, info))}


def decrypt(key: bytes, purpose: str, slot: dict[str, object], info: bytes) -> bytes:
    """Open what encrypt() made. Raises WrongKey."""
    try:
        return AESGCM(sub_key(key, purpose)).decrypt(unb64(slot["nonce"]), unb64(slot["box"]), info)
    except InvalidTag:
        raise WrongKey from None


def _code_key(codes: list[bytes]) -> bytes:
    # sorted: whoever types two sheets does not have to know which comes first
    secret = b"".join(sorted(hashlib.sha256(code).digest() for code in codes))
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"jlt/recovery").derive(secret)
