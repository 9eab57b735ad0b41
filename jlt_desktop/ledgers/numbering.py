"""How the program numbers records when they are made."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import date

    from jlt_desktop.domain.fields import Values

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def yearly(prefix: str) -> Callable[[date, Collection[str], Values], str]:
    """Return a rule that counts within the year: TS-2026-0012."""

    def number(today: date, given: Collection[str], _values: Values) -> str:
        head = f"{prefix}-{today.year}-"
        last = max((int(one[len(head) :]) for one in given if one.startswith(head) and one[len(head) :].isdigit()), default=0)
        return f"{head}{last + 1:04}"

    return number


def random_number(_today: date, given: Collection[str], _values: Values) -> str:
    """Return a case number that tells nothing about the child and cannot be worked out from anything."""
    while True:
        made = "".join(secrets.choice(_ALPHABET) for _ in range(8))
        if made not in given:
            return made
