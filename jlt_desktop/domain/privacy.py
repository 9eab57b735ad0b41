"""Masking of people and hiding of small numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SMALL = 5
HIDDEN = "不公布"


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
    """Return a breakdown whose small cells cannot be worked out from the total beside it, not even by who knows these rules.

    Further cells are hidden, the smallest first, until each small one may be anything from 0 to small-1 for all that is shown, and the
    hidden ones together are not few either. Where even hiding all of them does not do, no cell says whether it is small.
    """
    hidden = [count for count in parts.values() if count < small]
    others = sorted(count for count in parts.values() if count >= small)
    if not hidden or sum(parts.values()) < small:
        return {key: bucket(count, small) for key, count in parts.items()}
    covers: list[int] = []
    while not _safe(hidden, covers, others, small):
        if not others:
            return dict.fromkeys(parts, HIDDEN)
        lowest = others[0]
        covers += [count for count in others if count == lowest]
        others = [count for count in others if count > lowest]
    return {key: HIDDEN if count in covers else bucket(count, small) for key, count in parts.items()}


def _safe(hidden: Sequence[int], covers: Sequence[int], shown: Sequence[int], small: int) -> bool:
    """Tell whether each small cell can be anything from 0 to small-1: what is hidden adds up to a known sum.

    A covering cell is at least `small`, and less than the smallest one shown.
    """
    together = sum(hidden) + sum(covers)
    if together < small:
        return False
    most_elsewhere = (small - 1) * (len(hidden) - 1)
    if covers:
        most_elsewhere += (shown[0] - 1) * len(covers) if shown else together
    least_of_covers = small * len(covers)
    return together <= most_elsewhere and together - least_of_covers >= small - 1 and (not covers or not shown or shown[0] > small + 1)
