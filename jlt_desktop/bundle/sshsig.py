"""SSHSIG: signatures that `ssh-keygen -Y verify` accepts (OpenSSH PROTOCOL.sshsig), Ed25519 with SHA-512 only."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import struct
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from jlt_desktop.bundle.refusal import Refusal

NAMESPACE = "submission-v1@jlt.local"
_MAGIC = b"SSHSIG"
_KIND = b"ssh-ed25519"
_HEAD, _FOOT = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
_WIDTH = 70


@dataclass(frozen=True, slots=True)
class AllowedSigner:
    """One line of a plain file of school keys: principals, raw Ed25519 public key."""

    principals: tuple[str, ...]
    key: bytes


def sign(private: Ed25519PrivateKey, message: bytes, namespace: str = NAMESPACE) -> bytes:
    """Return the armored signature of a message."""
    public = private.public_key().public_bytes_raw()
    signature = private.sign(pre_image(message, namespace))
    blob = _MAGIC + struct.pack(">I", 1) + _string(key_blob(public)) + _string(namespace.encode()) + _string(b"")
    blob += _string(b"sha512") + _string(_string(_KIND) + _string(signature))
    return _armored(blob)


def verify(armored: bytes, message: bytes, namespace: str = NAMESPACE) -> bytes:
    """Return the raw public key that signed the message. Raises Refusal for anything that ssh-keygen would not have written."""
    blob = _unarmored(armored)
    if blob[:10] != _MAGIC + struct.pack(">I", 1):
        raise Refusal("signature", "magic")
    parts, rest = [], blob[10:]
    for _ in range(5):
        part, rest = _take(rest)
        parts.append(part)
    key, given, reserved, algorithm, signature = parts
    if rest or reserved or algorithm != b"sha512" or given != namespace.encode():
        raise Refusal("signature", "fields")
    public = _only(key, _KIND)
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(_only(signature, _KIND), pre_image(message, namespace))
    except (InvalidSignature, ValueError):
        raise Refusal("signature", "invalid") from None
    return public


def pre_image(message: bytes, namespace: str) -> bytes:
    """Return the bytes that are signed."""
    return _MAGIC + _string(namespace.encode()) + _string(b"") + _string(b"sha512") + _string(hashlib.sha512(message).digest())


def key_blob(public: bytes) -> bytes:
    """Return a public key in OpenSSH's own encoding."""
    return _string(_KIND) + _string(public)


def key_line(public: bytes, comment: str = "") -> str:
    """Return the line of a .pub file."""
    return " ".join(filter(None, ("ssh-ed25519", base64.b64encode(key_blob(public)).decode(), comment)))


def read_key_line(line: str) -> bytes:
    """Return the raw key of a .pub line. Raises Refusal."""
    parts = line.split()
    if len(parts) < 2 or parts[0] != "ssh-ed25519":
        raise Refusal("signature", "key line")
    try:
        return _only(base64.b64decode(parts[1], validate=True), _KIND)
    except (binascii.Error, ValueError):
        raise Refusal("signature", "key line") from None


def fingerprint(public: bytes) -> str:
    """Return SHA256:... as `ssh-keygen -l` prints it."""
    return "SHA256:" + base64.b64encode(hashlib.sha256(key_blob(public)).digest()).decode().rstrip("=")


def principal(school: str) -> str:
    """Return the name a school's key is trusted for."""
    return f"school-{school}"


def read_allowed_signers(text: str) -> list[AllowedSigner]:
    """Read a plain file of school keys, as `ssh-keygen -Y verify -f` takes it; lines of other key types are passed over."""
    found = []
    for line in text.splitlines():
        match = re.match(r"\s*([^#\s]+)\s+(?:namespaces=\"([^\"]*)\"\s+)?ssh-ed25519\s+(\S+)", line)
        if not match or (match[2] is not None and NAMESPACE not in match[2].split(",")):
            continue
        try:
            found.append(AllowedSigner(tuple(match[1].split(",")), read_key_line(f"ssh-ed25519 {match[3]}")))
        except Refusal:
            continue
    return found


def allowed_signers_line(school: str, public: bytes) -> str:
    """Return the line that makes a bureau trust a school's key for submissions."""
    return f'{principal(school)} namespaces="{NAMESPACE}" {key_line(public)}\n'


def _string(data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + data


def _take(data: bytes) -> tuple[bytes, bytes]:
    if len(data) < 4:
        raise Refusal("signature", "short")
    size = struct.unpack(">I", data[:4])[0]
    if size > len(data) - 4:
        raise Refusal("signature", "short")
    return data[4 : 4 + size], data[4 + size :]


def _only(data: bytes, kind: bytes) -> bytes:
    found, rest = _take(data)
    value, rest = _take(rest)
    if found != kind or rest:
        raise Refusal("signature", "kind")
    return value


def _armored(blob: bytes) -> bytes:
    text = base64.b64encode(blob).decode()
    lines = [text[start : start + _WIDTH] for start in range(0, len(text), _WIDTH)]
    return ("\n".join([_HEAD, *lines, _FOOT]) + "\n").encode()


def _unarmored(armored: bytes) -> bytes:
    """Accept exactly the armor sign() writes, so that no byte of the file is free to change."""
    try:
        blob = base64.b64decode("".join(armored.decode("ascii").split("\n")[1:-2]), validate=True)
    except (UnicodeDecodeError, binascii.Error, ValueError):
        raise Refusal("signature", "armor") from None
    if _armored(blob) != armored:
        raise Refusal("signature", "armor")
    return blob
