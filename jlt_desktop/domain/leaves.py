"""What of a field may leave the school for the bureau."""

from __future__ import annotations

from enum import IntEnum


class Leaves(IntEnum):
    """The most that may leave, from nothing to a named row."""

    NEVER = 0
    COUNT = 1
    PSEUDONYM = 2
    NAMED = 3

    @property
    def words(self) -> str:
        """Return the level as the submission page says it."""
        return ("不交出", "只交合计数", "不带姓名的行", "只在书面要求的名册中")[self]


NEVER, COUNT, PSEUDONYM, NAMED = Leaves
