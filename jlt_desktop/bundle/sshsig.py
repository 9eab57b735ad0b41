"""SSHSIG: signatures that `ssh-keygen -Y verify` accepts (OpenSSH PROTOCOL.sshsig), Ed25519 with SHA-512 only."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import struct
from dataclasses import dataclass
from fnmatch import fnmatchcase

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from jlt_desktop.bundle.refusal import Refusal

NAMESPACE = "submission-v1@jlt.local"
_MAGIC = b"SSHSIG"
_KIND = b"ssh-ed25519"
CERTIFICATE = b"ssh-ed25519-cert-v01@openssh.com"
_HEAD, _FOOT = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
_WIDTH = 70


@dataclass(frozen=True, slots=True)
class AllowedSigner:
    """One line of a file of school keys: principals (patterns with * and ?), raw Ed25519 public key.

    authority: the key signs nothing itself, it certifies those who do.
    """

    principals: tuple[str, ...]
    key: bytes
    authority: bool = False

    def speaks_for(self, name: str) -> bool:
        """Tell whether the line trusts its key for a principal."""
        return any(fnmatchcase(name, one.replace("[", "[[]")) for one in self.principals)


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signed: raw public key, and the key or certificate in OpenSSH's own encoding as it stands in the signature."""

    key: bytes
    blob: bytes

    @property
    def certified(self) -> bool:
        """Tell whether the signature carries a certificate."""
        return self.blob != key_blob(self.key)

    @property
    def line(self) -> bytes:
        """Return the line of a .pub file that says the same."""
        kind = CERTIFICATE if self.certified else _KIND
        return kind + b" " + base64.b64encode(self.blob) + b"\n"


def sign(private: Ed25519PrivateKey, message: bytes, namespace: str = NAMESPACE, certificate: bytes = b"") -> bytes:
    """Return the armored signature of a message. certificate: the line of a .pub file for this key, carried instead of the plain key."""
    public = private.public_key().public_bytes_raw()
    signature = private.sign(pre_image(message, namespace))
    shown = base64.b64decode(certificate.split()[1]) if certificate else key_blob(public)
    blob = _MAGIC + struct.pack(">I", 1) + _string(shown) + _string(namespace.encode()) + _string(b"")
    blob += _string(b"sha512") + _string(_string(_KIND) + _string(signature))
    return _armored(blob)


def verify(armored: bytes, message: bytes, namespace: str = NAMESPACE) -> bytes:
    """Return the raw public key that signed the message, no certificate. Raises Refusal for what ssh-keygen would not have written."""
    found = signer(armored, message, namespace)
    if found.certified:
        raise Refusal("signature", "kind")
    return found.key


def signer(armored: bytes, message: bytes, namespace: str = NAMESPACE) -> Signer:
    """Return who signed the message; what a certificate in it is worth is not looked at. Raises Refusal("signature")."""
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
    public = _certified_key(key) if key.startswith(_string(CERTIFICATE)) else _only(key, _KIND)
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(_only(signature, _KIND), pre_image(message, namespace))
    except (InvalidSignature, ValueError):
        raise Refusal("signature", "invalid") from None
    return Signer(public, key)


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
        match = re.match(r"\s*([^#\s]+)\s+(?:(cert-authority,?)?(?:namespaces=\"([^\"]*)\")?\s+)?ssh-ed25519\s+(\S+)", line)
        if not match or (match[3] is not None and NAMESPACE not in match[3].split(",")):
            continue
        try:
            found.append(AllowedSigner(tuple(match[1].split(",")), read_key_line(f"ssh-ed25519 {match[4]}"), bool(match[2])))
        except Refusal:
            continue
    return found


def allowed_signers_line(school: str, public: bytes) -> str:
    """Return the line that makes a bureau trust a school's key for submissions."""
    return f'{principal(school)} namespaces="{NAMESPACE}" {key_line(public)}\n'


def authority_line(public: bytes) -> str:
    """Return the line that makes a bureau trust every school that its CA has certified."""
    return f'school-* cert-authority,namespaces="{NAMESPACE}" {key_line(public)}\n'


def _certified_key(blob: bytes) -> bytes:
    _, rest = _take(blob)
    _, rest = _take(rest)  # the CA's nonce
    return _take(rest)[0]


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
