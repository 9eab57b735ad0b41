"""Masking of people and hiding of small numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

SMALL = 5


def masked_name(name: str) -> str:
    """Return 张*明, 张*, 欧**宁: first character, stars, and the last one of names of three and more."""
    if len(name) <= 1:
        return name
    if "·" in name:
        return name[0] + "*" * (len(name) - 1)
    return name[0] + "*" * (len(name) - 2) + (name[-1] if len(name) > 2 else "*")


def masked_number(number: str) -> str:
    """Return a number with only its first two and last two characters; short ones wholly starred."""
    if len(number) <= 6:
        return "*" * len(number)
    return number[:2] + "*" * (len(number) - 4) + number[-2:]


def bucket(count: int, small: int = SMALL) -> str:
    """Return the count as it may leave: everything from 0 to small-1 is one bucket, so that zero is not told apart."""
    return f"<{small}" if count < small else str(count)


def suppressed(parts: Mapping[str, int], small: int = SMALL) -> dict[str, str]:
    """Return a breakdown whose small cells cannot be worked out from the total beside it.

    When exactly one cell is small, subtracting the rest from the total would give it away, so the next smallest is hidden too.
    """
    hidden = {key for key, count in parts.items() if count < small}
    others = sorted((count, key) for key, count in parts.items() if key not in hidden)
    if (len(hidden) == 1 and others) or (hidden and others and sum(parts[key] for key in hidden) < small):
        hidden.add(others[0][1])
    return {key: ("不公布" if key in hidden and count >= small else bucket(count, small)) for key, count in parts.items()}
