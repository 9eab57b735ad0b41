"""The failures a person is told about: a sentence in four parts, never a traceback.

Source of the pattern: what happened, why, what became of your data, what to do next.
"""

from __future__ import annotations


class SaidError(Exception):
    """A failure that has already been put into words for the person at the screen.

    Each part is a Chinese clause ending in its own punctuation; empty parts are left out of the sentence.
    """

    def __init__(self, what: str, why: str = "", kept: str = "", todo: str = "") -> None:
        """Keep the four parts: what happened, why, what became of the data, what to do."""
        super().__init__(what)
        self.what = what
        self.why = why
        self.kept = kept
        self.todo = todo

    def __str__(self) -> str:
        """Return the whole sentence as it is shown."""
        return "".join(part for part in (self.what, self.why, self.kept, self.todo) if part)


class UserError(SaidError):
    """The input is at fault; the person can mend it."""


class OutsideError(SaidError):
    """The world outside is at fault: disk full, file locked, wrong password."""
