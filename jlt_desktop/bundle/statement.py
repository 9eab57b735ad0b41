"""statement.json: what is signed. Written as RFC 8785 gives it, read only in exactly that form."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, fields
from datetime import datetime

import rfc8785

from jlt_desktop.bundle.refusal import Refusal

TYPE, FORMAT, MOST = "jlt-submission", 1, 64 * 1024
PERIOD = re.compile(r"[0-9A-Z-]{4,10}")
FORMS = ("general", "confidential")
ROLES = ("clerk", "counselor", "principal", "deputy")
KINDS = ("final", "correction", "nil", "withdrawal")
_SAFE = 2**53
_HEX32, _HEX64 = re.compile(r"[0-9a-f]{32}"), re.compile(r"[0-9a-f]{64}")
_HASHES = {"bytes": int, "sha256": str, "sm3": str}
_NESTED: dict[str, dict[str, type]] = {
    "app": {"name": str, "version": str, "build": str},
    "recipient": {"district": str, "role": str, "key_sha256": str},
    "form": {"id": str, "version": int, "schema_sha256": str},
    "ciphertext": _HASHES,
    "plaintext": {**_HASHES, "media_type": str},
    "database": {"epoch": int, "counter": int},
}


@dataclass(frozen=True, kw_only=True)
class Statement:
    """The fields of FORMAT.md section 3, in its words."""

    bundle_id: str
    app: dict[str, str]
    school_id: str
    key_fingerprint: str
    recipient: dict[str, str]
    form: dict[str, str | int]
    period: str
    created: str
    not_after: str
    ciphertext: dict[str, str | int]
    plaintext: dict[str, str | int]
    counts: dict[str, int]
    audit: dict[str, dict[str, str | int] | None]
    database: dict[str, int]
    prepared_by: str
    approved_by: str
    chain_id: str
    seq: int
    prev_statement_sha256: str = ""
    kind: str = "final"
    supersedes: str = ""
    last_receipt_sha256: str = ""
    last_receipt_seq: int = 0
    cert_serial: int = 0
    clock_suspect: bool = False
    suite: str = "S1"
    type: str = TYPE
    format: int = FORMAT

    def to_bytes(self) -> bytes:
        """Return the canonical bytes. Raises Refusal when a field could not be read back."""
        data = rfc8785.dumps(asdict(self))
        parse(data)
        return data


_TYPES = {one.name: one.type for one in fields(Statement)}


def parse(data: bytes) -> Statement:
    """Read a statement strictly. Raises Refusal("statement") for any other writing of any content."""
    if len(data) > MOST or not data.isascii():
        raise Refusal("statement", "size")
    try:
        content = json.loads(data, object_pairs_hook=once_only, parse_float=whole_numbers, parse_constant=whole_numbers)
    except (ValueError, RecursionError):
        raise Refusal("statement", "json") from None
    if not isinstance(content, dict) or set(content) != set(_TYPES):
        raise Refusal("statement", "fields")
    try:
        _check(content)
        canonical = rfc8785.dumps(content)
    except (Refusal, rfc8785.CanonicalizationError, TypeError, ValueError, AttributeError, RecursionError):
        raise Refusal("statement", "values") from None
    if canonical != data:
        raise Refusal("statement", "canonical")
    return Statement(**content)


def _check(content: dict[str, object]) -> None:
    for name, value in content.items():
        kind = str(_TYPES[name])
        wanted = {"str": str, "int": int, "bool": bool}.get(kind, dict)
        if type(value) is not wanted or (isinstance(value, int) and not 0 <= value < _SAFE):
            raise Refusal("statement", name)
    for name, shape in _NESTED.items():
        _check_shape(content[name], shape)
    _check_tables(content)
    texts = (
        (content["bundle_id"], _HEX32), (content["chain_id"], _HEX32), (content["school_id"], re.compile(r"[0-9]{10}")),
        (content["period"], PERIOD), (content["kind"], re.compile("|".join(KINDS))),
        (content["supersedes"], re.compile(r"|[0-9a-f]{32}")), (content["prev_statement_sha256"], re.compile(r"|[0-9a-f]{64}")),
        (content["last_receipt_sha256"], re.compile(r"|[0-9a-f]{64}")), (content["type"], re.compile(TYPE)),
    )  # fmt: skip
    form = content["form"]
    listed = ((content["prepared_by"], ROLES), (content["approved_by"], ROLES), (form["id"] if isinstance(form, dict) else "", FORMS))
    if not all(text in known for text, known in listed):
        raise Refusal("statement", "words")
    if not all(pattern.fullmatch(str(text)) for text, pattern in texts) or content["format"] != FORMAT:
        raise Refusal("statement", "pattern")
    for name in ("created", "not_after"):
        if datetime.fromisoformat(str(content[name])).tzinfo is None:
            raise Refusal("statement", name)


def _check_shape(value: object, shape: dict[str, type]) -> None:
    if not isinstance(value, dict) or set(value) != set(shape):
        raise Refusal("statement", "shape")
    for name, kind in shape.items():
        one = value[name]
        if type(one) is not kind or (isinstance(one, int) and not 0 <= one < _SAFE):
            raise Refusal("statement", name)
        if name in ("sha256", "sm3", "key_sha256", "schema_sha256") and not _HEX64.fullmatch(str(one)):
            raise Refusal("statement", name)


def _check_tables(content: dict[str, object]) -> None:
    counts, audit = content["counts"], content["audit"]
    if not isinstance(counts, dict) or not all(type(n) is int and 0 <= n < _SAFE for n in counts.values()):
        raise Refusal("statement", "counts")
    if not isinstance(audit, dict) or set(audit) != {"general", "confidential"}:
        raise Refusal("statement", "audit")
    for head in audit.values():
        if head is not None:
            _check_shape(head, {"n": int, "head": str})


def once_only(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Read an object none of whose names stands twice. Raises ValueError."""
    made = dict(pairs)
    if len(made) != len(pairs):
        message = "duplicate name"
        raise ValueError(message)
    return made


def whole_numbers(text: str) -> object:
    """Refuse what is no whole number. Raises ValueError."""
    message = f"not an integer: {text}"
    raise ValueError(message)
