"""trust.json: whom and what a school is to trust at its bureau, version by version, signed by the bureau's root. FORMAT.md section 10."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import TYPE_CHECKING, Any

import rfc8785

from jlt_desktop.bundle import sshsig
from jlt_desktop.bundle.refusal import Refusal
from jlt_desktop.bundle.statement import FORMS, once_only, whole_numbers
from jlt_desktop.bundle.suite import SUITES, is_recipient

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

TYPE, FORMAT, MOST = "jlt-trust", 1, 64 * 1024
NAMESPACE = "trust-v1@jlt.local"
NAMES = ("trust.json", "trust.json.sig", "trust.json.before.sig", "revoked.krl")
_SAFE = 2**53
_MOST_KEYS = 16
_HASH = re.compile(r"|[0-9a-f]{64}")


@dataclass(frozen=True, kw_only=True)
class TrustList:
    """What holds at one bureau from now on.

    root, authorities, receipt_keys: ssh-ed25519 lines without comment; intake: age recipients; of each list the first is the one in
    use, the others still count. forms: form -> version taken in. revoked: serial numbers of certificates that count no more.
    """

    district: str
    version: int
    prev_trust_sha256: str
    issued: str
    not_after: str
    root: str
    authorities: tuple[str, ...]
    intake: tuple[str, ...]
    receipt_keys: tuple[str, ...]
    forms: dict[str, int]
    krl_sha256: str
    revoked: tuple[int, ...] = ()
    minimum_suite: str = "S1"
    type: str = TYPE
    format: int = FORMAT

    def to_bytes(self) -> bytes:
        """Return the canonical bytes. Raises Refusal("trust") when they could not be read back."""
        data = rfc8785.dumps({key: list(value) if isinstance(value, tuple) else value for key, value in asdict(self).items()})
        parse(data)
        return data

    @property
    def root_key(self) -> bytes:
        """Return the raw public key of the root."""
        return sshsig.read_key_line(self.root)

    @property
    def allowed_signers(self) -> str:
        """Return the file of trusted schools that `ssh-keygen -Y verify -f` takes."""
        return "".join(sshsig.authority_line(sshsig.read_key_line(one)) for one in self.authorities)


_TYPES = {one.name: str(one.type) for one in fields(TrustList)}


def parse(data: bytes) -> TrustList:
    """Read a trust list strictly. Raises Refusal("trust") for any other writing of any content."""
    if len(data) > MOST or not data.isascii():
        raise Refusal("trust", "size")
    try:
        content = json.loads(data, object_pairs_hook=once_only, parse_float=whole_numbers, parse_constant=whole_numbers)
        canonical = rfc8785.dumps(content)
    except (ValueError, RecursionError, rfc8785.CanonicalizationError):
        raise Refusal("trust", "json") from None
    if not isinstance(content, dict) or set(content) != set(_TYPES) or canonical != data:
        raise Refusal("trust", "fields")
    try:
        _check(content)
    except (TypeError, ValueError, AttributeError, Refusal):
        raise Refusal("trust", "values") from None
    held: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in content.items()}
    return TrustList(**held)


def _check(content: dict[str, object]) -> None:
    for name, value in content.items():
        kind = _TYPES[name].split("[")[0]
        if type(value) is not {"str": str, "int": int, "tuple": list, "dict": dict}[kind]:
            raise Refusal("trust", name)
        if isinstance(value, int) and not 1 <= value < _SAFE:
            raise Refusal("trust", name)
    if content["type"] != TYPE or content["format"] != FORMAT or not re.fullmatch(r"[0-9]{6}", str(content["district"])):
        raise Refusal("trust", "kind")
    if not all(_HASH.fullmatch(str(content[one])) for one in ("prev_trust_sha256", "krl_sha256")) or not content["krl_sha256"]:
        raise Refusal("trust", "hash")
    if (content["version"] == 1) != (content["prev_trust_sha256"] == "") or content["minimum_suite"] not in SUITES:
        raise Refusal("trust", "version")
    for name in ("issued", "not_after"):
        if datetime.fromisoformat(str(content[name])).tzinfo is None:
            raise Refusal("trust", name)
    _check_keys(content)


def _check_keys(content: dict[str, object]) -> None:
    for name in ("authorities", "receipt_keys", "intake"):
        listed = content[name]
        if not isinstance(listed, list) or not 0 < len(listed) <= _MOST_KEYS or {type(one) for one in listed} != {str}:
            raise Refusal("trust", name)
    lines = [content["root"], *content["authorities"], *content["receipt_keys"]]  # type: ignore[misc]  # lists, as was just seen
    if any(sshsig.key_line(sshsig.read_key_line(str(one))) != one for one in lines):
        raise Refusal("trust", "keys")
    if not all(is_recipient(str(one)) for one in content["intake"]):  # type: ignore[attr-defined]  # a list, as was just seen
        raise Refusal("trust", "intake")
    forms, revoked = content["forms"], content["revoked"]
    if not isinstance(forms, dict) or any(one not in FORMS or type(number) is not int or number < 1 for one, number in forms.items()):
        raise Refusal("trust", "forms")
    if not isinstance(revoked, list) or any(type(one) is not int or not 0 < one < _SAFE for one in revoked):
        raise Refusal("trust", "revoked")
    if revoked != sorted(set(revoked)):
        raise Refusal("trust", "revoked")


def sign_trust(trust: TrustList, root: Ed25519PrivateKey) -> bytes:
    """Return the signature of a list by a root: its own, or that of the version before."""
    return sshsig.sign(root, trust.to_bytes(), NAMESPACE)


def read_first(data: bytes, signature: bytes, fingerprint: str) -> TrustList:
    """Return a list signed by the root whose fingerprint stood on paper (SHA256:...). Raises Refusal: signature, unknown-key, trust."""
    signer = sshsig.verify(signature, data, NAMESPACE)
    if sshsig.fingerprint(signer) != fingerprint:
        raise Refusal("unknown-key")
    found = parse(data)
    if found.root_key != signer:
        raise Refusal("trust", "root")
    return found


def read_next(data: bytes, signature: bytes, before: bytes, held: TrustList) -> TrustList:
    """Return a list that follows the one held: signed by its own root and by the root held. Raises Refusal.

    before: the signature by the root of the version before. An older version, another list under the same number, and another
    district's list are refused as `trust`; versions in between may be missing while the root stayed the same.
    """
    signer = sshsig.verify(signature, data, NAMESPACE)
    if held.root_key != signer and sshsig.verify(before, data, NAMESPACE) != held.root_key:
        raise Refusal("unknown-key")
    found = parse(data)
    if found.root_key != signer or found.district != held.district:
        raise Refusal("trust", "root")
    same = data == held.to_bytes()
    if found.version < held.version or (found.version == held.version and not same):
        raise Refusal("trust", "older")
    if found.version == held.version + 1 and found.prev_trust_sha256 != hashlib.sha256(held.to_bytes()).hexdigest():
        raise Refusal("trust", "chain")
    return found
