"""receipt.json: the bureau's signed answer to one bundle; written and read as strictly as a statement, FORMAT.md section 8."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import TYPE_CHECKING

import rfc8785

from jlt_desktop.bundle import sshsig
from jlt_desktop.bundle.refusal import Refusal
from jlt_desktop.bundle.statement import once_only, whole_numbers

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

TYPE, FORMAT, MOST = "jlt-receipt", 1, 32 * 1024
NAMESPACE = "receipt-v1@jlt.local"
OUTCOMES = ("accepted", "duplicate", "held", "fork", "rejected")
_SAFE = 2**53
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_HASH = r"|[0-9a-f]{64}"
_PATTERNS = {
    "type": TYPE, "district": r"\d{6}", "school_id": r"\d{10}", "bundle_id": r"[0-9a-f]{32}", "statement_sha256": r"[0-9a-f]{64}",
    "outcome": "|".join(OUTCOMES), "prev_receipt_sha256": _HASH, "trust_sha256": _HASH, "krl_sha256": _HASH,
    "recipient_key": r"|age1[0-9a-z]{20,120}", "period": r"[0-9A-Z-]{4,10}", "form": r"general|confidential",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Why something is sent back: a code, the table and row it is about (0 for the whole), and the bureau's words."""

    code: str
    table: str = ""
    row: int = 0
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What the bureau says about one bundle. number: the bureau's own sequence; next_seq: the school's number it expects next.

    findings: the reasons of an answer other than accepted. audit: the journal heads of the statement, repeated, so that the school can
    prove what it had written by then. No personal data, so it is not sealed.
    """

    district: str
    number: int
    school_id: str
    bundle_id: str
    statement_sha256: str
    form: str
    period: str
    seq: int
    outcome: str
    ingested_at: str
    next_seq: int
    findings: tuple[Finding, ...] = ()
    prev_receipt_sha256: str = ""
    audit: dict[str, dict[str, str | int] | None] | None = None
    trust_version: int = 0
    trust_sha256: str = ""
    krl_sha256: str = ""
    recipient_key: str = ""
    not_after: str = ""
    type: str = TYPE
    format: int = FORMAT

    def to_bytes(self) -> bytes:
        """Return the canonical bytes. Raises Refusal when they could not be read back."""
        data = rfc8785.dumps(asdict(self) | {"findings": [asdict(one) for one in self.findings]})
        parse(data)
        return data

    @property
    def code(self) -> str:
        """Return the eight characters read out on the telephone, in two groups: they stand for these very bytes."""
        digest = int.from_bytes(hashlib.sha256(self.to_bytes()).digest()[:5], "big")
        text = "".join(_ALPHABET[digest >> shift & 31] for shift in range(35, -1, -5))
        return f"{text[:4]} {text[4:]}"


_TYPES = {one.name: str(one.type) for one in fields(Receipt)}


def parse(data: bytes) -> Receipt:
    """Read a receipt strictly. Raises Refusal("receipt") for any other writing of any content."""
    if len(data) > MOST:
        raise Refusal("receipt", "size")
    try:
        content = json.loads(data.decode(), object_pairs_hook=once_only, parse_float=whole_numbers, parse_constant=whole_numbers)
        canonical = rfc8785.dumps(content)
    except (ValueError, RecursionError, rfc8785.CanonicalizationError):
        raise Refusal("receipt", "json") from None
    if not isinstance(content, dict) or set(content) != set(_TYPES) or canonical != data:
        raise Refusal("receipt", "fields")
    try:
        found = _findings(content["findings"])
        _check(content)
    except (TypeError, ValueError, AttributeError):
        raise Refusal("receipt", "values") from None
    return Receipt(**{**content, "findings": found})


def _findings(given: object) -> tuple[Finding, ...]:
    if not isinstance(given, list):
        raise Refusal("receipt", "findings")
    found = []
    for one in given:
        if not isinstance(one, dict) or set(one) != {"code", "table", "row", "words"}:
            raise Refusal("receipt", "findings")
        if {type(one[name]) for name in ("code", "table", "words")} != {str} or type(one["row"]) is not int or not 0 <= one["row"] < _SAFE:
            raise Refusal("receipt", "findings")
        found.append(Finding(**one))
    return tuple(found)


def _check(content: dict[str, object]) -> None:
    for name, value in content.items():
        kind = _TYPES[name]
        wrong = (kind == "str" and type(value) is not str) or (kind == "int" and (type(value) is not int or not 0 <= value < _SAFE))
        if wrong:
            raise Refusal("receipt", name)
    for name, pattern in _PATTERNS.items():
        if not re.fullmatch(pattern, str(content[name]), re.ASCII):
            raise Refusal("receipt", name)
    if content["format"] != FORMAT:
        raise Refusal("receipt", "format")
    for name in ("ingested_at", *(("not_after",) if content["not_after"] else ())):
        if datetime.fromisoformat(str(content[name])).tzinfo is None:
            raise Refusal("receipt", name)
    audit = content["audit"]
    if audit is not None and (not isinstance(audit, dict) or set(audit) != {"general", "confidential"}):
        raise Refusal("receipt", "audit")


def sign_receipt(receipt: Receipt, private: Ed25519PrivateKey) -> tuple[bytes, bytes]:
    """Return the bytes of a receipt and their signature."""
    data = receipt.to_bytes()
    return data, sshsig.sign(private, data, NAMESPACE)


def read_receipt(data: bytes, signature: bytes, bureau: bytes) -> Receipt:
    """Return a receipt that this bureau's key signed. Raises Refusal: signature, unknown-key, receipt."""
    if sshsig.verify(signature, data, NAMESPACE) != bureau:
        raise Refusal("unknown-key")
    return parse(data)
