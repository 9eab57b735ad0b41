"""Masking whoever a paper is not about: names the ledgers know, numbers of others, in fields and in running text alike."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jlt_desktop.domain.fields import Choice, Choices, YesNo
from jlt_desktop.domain.fields_person import EduNumber, IdNumber, PersonName, Phone
from jlt_desktop.domain.privacy import masked_name, masked_number

if TYPE_CHECKING:
    from collections.abc import Collection

    from jlt_desktop.domain.fields import Field
    from jlt_desktop.services.office import Office

_NUMBERS = re.compile(r"(?<![0-9A-Za-z])(?:[GJL]?\d{17}[\dXx]|1[3-9]\d{9}|0\d{2,3}-\d{7,8})(?![0-9A-Za-z])")
_SHORTEST = 2


class Veil:
    """Covers everybody but those in `known`. names: every other name the ledgers of this office hold."""

    def __init__(self, office: Office, known: Collection[str], *, told: bool = False) -> None:
        """Read the names once; those of `known` stay as they are.

        told: only names of pupils and their families, whose guardians are told what is kept; staff and officials stay readable.
        """
        self.known = frozenset(filter(None, known))
        found: set[str] = set()
        for ledger in office.ledgers.values():
            people = ledger.handling
            if told and not (people and people.told and (people.born or people.counted)):
                continue
            fields = [name for name, one in ledger.stored.items() if isinstance(one, PersonName)]
            if fields:
                found |= {str(one) for row in office.store(ledger).column_values(ledger, fields) for one in row if one}
        self.names = {one for one in found if len(one) >= _SHORTEST} - self.known
        # the longest first, so that 王小明 is not covered as 王小; one that stands inside a known name is told from it
        ordered = sorted((*self.names, *self.known), key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, ordered))) if ordered else None

    @staticmethod
    def is_number(field: Field) -> bool:
        """Tell whether a field holds a number that finds a person."""
        return isinstance(field, IdNumber | EduNumber | Phone)

    @staticmethod
    def tells_little(field: Field) -> bool:
        """Tell whether a field of another person may be shown at all: a masked name, what they are to the person."""
        return isinstance(field, PersonName) or (isinstance(field, Choice | Choices | YesNo) and not field.special)

    def over(self, field: Field, text: str, *, seen: bool = False) -> str:
        """Return a field's text with others covered. seen: the record is of somebody who may see it."""
        if self.is_number(field):
            return text if seen else masked_number(text)
        if isinstance(field, PersonName) and text not in self.known:
            return masked_name(text)
        return self.text(text)

    def text(self, text: str) -> str:
        """Return running text with names and numbers of others covered."""
        covered = self._pattern.sub(lambda hit: hit[0] if hit[0] in self.known else masked_name(hit[0]), text) if self._pattern else text
        return _NUMBERS.sub(lambda hit: masked_number(hit[0]), covered)
