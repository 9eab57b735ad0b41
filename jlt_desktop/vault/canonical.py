"""One writing for every JSON that is signed, hashed or authenticated."""

from __future__ import annotations

import json


def canonical(value: object) -> bytes:
    """Return sorted keys, no spaces, UTF-8."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def strict_object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Build a JSON object; a key given twice is an error."""
    made = dict(pairs)
    if len(made) != len(pairs):
        message = "duplicate key"
        raise ValueError(message)
    return made


def no_constant(text: str) -> object:
    """Refuse NaN and the infinities, which are no JSON."""
    message = f"not JSON: {text}"
    raise ValueError(message)
