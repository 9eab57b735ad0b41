"""enrol.json and rotate.json: how a school asks its bureau to certify a key. FORMAT.md sections 11 and 12."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import rfc8785

from jlt_desktop.bundle import sshsig
from jlt_desktop.bundle.refusal import Refusal
from jlt_desktop.bundle.statement import once_only, whole_numbers
from jlt_desktop.bundle.suite import is_recipient

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

MOST = 8 * 1024
ENROL_TYPE, ENROL_NAMESPACE = "jlt-enrol", "enrol-v1@jlt.local"
ROTATION_TYPE, ROTATION_NAMESPACE = "jlt-rotation", "key-rotation-v1@jlt.local"
ENROL_NAMES = ("enrol.json", "enrol.json.sig")
ROTATION_NAMES = ("rotate.json", "rotate.json.sig", "rotate.json.new.sig")
REASONS = ("first", "renewal", "lost")
_FINGERPRINT = r"SHA256:[A-Za-z0-9+/]{43}"
_HEX32, _CODE = r"[0-9a-f]{32}", r"[0-9]{10}"
_MOST_DAYS = 90


@dataclass(frozen=True, kw_only=True)
class EnrolRequest:
    """The fields of FORMAT.md section 11, in its words. key: an ssh-ed25519 line without comment."""

    school_id: str
    school_name: str
    key: str
    key_fingerprint: str
    reply_recipient: str
    reason: str
    replaces: str
    request_id: str
    created: str
    type: str = ENROL_TYPE
    format: int = 1

    def to_bytes(self) -> bytes:
        """Return the canonical bytes. Raises Refusal("enrol") when they could not be read back."""
        data = rfc8785.dumps(asdict(self))
        _enrol(data)
        return data


@dataclass(frozen=True, kw_only=True)
class Rotation:
    """The fields of FORMAT.md section 12, in its words."""

    school_id: str
    old_fingerprint: str
    new_key: str
    new_fingerprint: str
    reply_recipient: str
    rotation_id: str
    created: str
    overlap_days: int = 30
    type: str = ROTATION_TYPE
    format: int = 1

    def to_bytes(self) -> bytes:
        """Return the canonical bytes. Raises Refusal("rotation") when they could not be read back."""
        data = rfc8785.dumps(asdict(self))
        _rotation(data)
        return data


def sign_enrol(request: EnrolRequest, key: Ed25519PrivateKey) -> bytes:
    """Return the signature of a request by the key that is to be certified."""
    return sshsig.sign(key, request.to_bytes(), ENROL_NAMESPACE)


def read_enrol(data: bytes, signature: bytes) -> EnrolRequest:
    """Return a request whose key signed it. Raises Refusal: signature, enrol."""
    signer = sshsig.verify(signature, data, ENROL_NAMESPACE)
    found = _enrol(data)
    if sshsig.read_key_line(found.key) != signer:
        raise Refusal("enrol", "key")
    return found


def sign_rotation(rotation: Rotation, old: Ed25519PrivateKey, new: Ed25519PrivateKey) -> tuple[bytes, bytes]:
    """Return the signatures by the old and by the new key."""
    data = rotation.to_bytes()
    return sshsig.sign(old, data, ROTATION_NAMESPACE), sshsig.sign(new, data, ROTATION_NAMESPACE)


def read_rotation(data: bytes, by_old: bytes, by_new: bytes) -> Rotation:
    """Return a rotation that the keys it names have signed; whether the old one is certified is the bureau's to know. Raises Refusal."""
    old, new = (sshsig.verify(one, data, ROTATION_NAMESPACE) for one in (by_old, by_new))
    found = _rotation(data)
    if sshsig.fingerprint(old) != found.old_fingerprint or sshsig.read_key_line(found.new_key) != new:
        raise Refusal("rotation", "key")
    return found


def digits(fingerprint: str) -> tuple[str, ...]:
    """Return a fingerprint SHA256:... as it stands on paper: 64 hex figures in 16 groups of 4."""
    text = base64.b64decode(fingerprint.removeprefix("SHA256:") + "=").hex()
    return tuple(text[start : start + 4] for start in range(0, 64, 4))


def recipient_digits(recipient: str) -> tuple[str, ...]:
    """Return the SHA-256 of an age recipient's text as it stands on paper."""
    text = hashlib.sha256(recipient.encode()).hexdigest()
    return tuple(text[start : start + 4] for start in range(0, 64, 4))


def _enrol(data: bytes) -> EnrolRequest:
    content = _object(data, "enrol", set(EnrolRequest.__dataclass_fields__))
    patterns = {
        "type": ENROL_TYPE, "school_id": _CODE, "school_name": r"[^\x00-\x1f\x7f]{1,60}", "key_fingerprint": _FINGERPRINT,
        "reason": "|".join(REASONS), "replaces": f"|{_FINGERPRINT}", "request_id": _HEX32,
    }  # fmt: skip
    _hold(content, patterns, "enrol", ("key", "key_fingerprint"))
    if (content["reason"] == "first") != (content["replaces"] == ""):
        raise Refusal("enrol", "replaces")
    return EnrolRequest(**content)


def _rotation(data: bytes) -> Rotation:
    content = _object(data, "rotation", set(Rotation.__dataclass_fields__))
    patterns = {
        "type": ROTATION_TYPE, "school_id": _CODE, "old_fingerprint": _FINGERPRINT, "new_fingerprint": _FINGERPRINT, "rotation_id": _HEX32,
    }  # fmt: skip
    days = content["overlap_days"]
    if type(days) is not int or not 0 <= days <= _MOST_DAYS:
        raise Refusal("rotation", "overlap_days")
    _hold(content, patterns, "rotation", ("new_key", "new_fingerprint"))
    if content["old_fingerprint"] == content["new_fingerprint"]:
        raise Refusal("rotation", "same key")
    return Rotation(**content)


def _object(data: bytes, code: str, names: set[str]) -> dict[str, Any]:
    if len(data) > MOST:
        raise Refusal(code, "size")
    try:
        content = json.loads(data.decode(), object_pairs_hook=once_only, parse_float=whole_numbers, parse_constant=whole_numbers)
        canonical = rfc8785.dumps(content)
    except (ValueError, RecursionError, rfc8785.CanonicalizationError):
        raise Refusal(code, "json") from None
    if not isinstance(content, dict) or set(content) != names or canonical != data:
        raise Refusal(code, "fields")
    return content


def _hold(content: dict[str, Any], patterns: dict[str, str], code: str, key: tuple[str, str]) -> None:
    texts = {name: value for name, value in content.items() if name not in ("format", "overlap_days")}
    if content["format"] != 1 or type(content["format"]) is not int or any(type(one) is not str for one in texts.values()):
        raise Refusal(code, "types")
    if not all(re.fullmatch(pattern, content[name]) for name, pattern in patterns.items()):
        raise Refusal(code, "pattern")
    try:
        raw = sshsig.read_key_line(content[key[0]])
        held = sshsig.key_line(raw) == content[key[0]] and sshsig.fingerprint(raw) == content[key[1]]
        moment = datetime.fromisoformat(content["created"])
    except (Refusal, ValueError):
        raise Refusal(code, "values") from None
    if not held or moment.tzinfo is None or not is_recipient(content["reply_recipient"]):
        raise Refusal(code, "values")
