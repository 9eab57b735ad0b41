"""What a school calls the options of a list: the stored key stays, the words on screen, on paper and in sheets are the school's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jlt_desktop.domain.fields import Choice, Field
from jlt_desktop.domain.fields_lines import Lines

if TYPE_CHECKING:
    from jlt_desktop.domain.ledger import Ledger


@dataclass(frozen=True, kw_only=True)
class Wording:
    """by: the field of the school's page that names a set. sets: set -> key -> the word shown, then others it is known by.

    fields: the choice fields that are put into these words; of lines, every choice among their columns.
    """

    by: str
    sets: Mapping[str, Mapping[str, tuple[str, ...]]]
    fields: tuple[str, ...]


def in_words(ledger: Ledger, school: Mapping[str, object]) -> Ledger:
    """Return a ledger in the words the school has chosen; the ledger itself where it has chosen none."""
    wording = ledger.wording
    words = wording.sets.get(str(school.get(wording.by) or "")) if wording else None
    if wording is None or words is None:
        return ledger
    fields = {name: _worded(one, words) if name in wording.fields else one for name, one in ledger.fields.items()}
    return replace(ledger, fields=fields)


def _worded(field: Field, words: Mapping[str, tuple[str, ...]]) -> Field:
    if isinstance(field, Choice):
        return replace(field, options=field.options.reworded(words))
    if isinstance(field, Lines):
        return replace(field, columns={name: _worded(one, words) for name, one in field.columns.items()})
    return field
