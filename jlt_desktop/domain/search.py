"""Finding people by what a clerk types: characters, pinyin, initials, class, the tail of a number.

A search key is one text per record, folded once when the record is saved; a query matches when every word of it stands in the key.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jlt_desktop.domain.calendar import parse_class

if TYPE_CHECKING:
    from datetime import date

_CLASS_WORD = 8
_APOSTROPHES = dict.fromkeys(map(ord, "'`\u2018\u2019\uff07"))


def folded(text: str) -> str:
    """Return a text as it is compared: compatibility forms, case and spaces do not count."""
    if text.isascii():
        return text.lower().replace(" ", "")
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def words(query: str) -> tuple[str, ...]:
    """Return the words of what was typed; the apostrophes an input method puts between syllables are taken out."""
    return tuple(found for word in query.translate(_APOSTROPHES).split() if (found := folded(word)))


def words_with_classes(query: str, today: date, stage: str) -> tuple[str, ...]:
    """Return the words of what was typed; a class written in any usual way (三2, 302, 三年级2班) as its entry year and number."""
    found = []
    for word in words(query):
        read = parse_class(word, today, stage) if _may_be_class(word) else None
        found.append(f"@{read[0]}.{read[1]}" if read else word)
    return tuple(found)


def _may_be_class(word: str) -> bool:
    # of bare digits only 302 is a class: 13 and 138 begin telephone numbers
    if word.isdigit():
        return len(word) == 3 and word[1] == "0"
    return len(word) <= _CLASS_WORD and any(char.isdigit() for char in word)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be found: where it leads, what is shown, and its folded key. weight: lower comes first."""

    ledger: str
    id: str
    title: str
    hint: str
    key: str
    weight: int = 0


class Finder:
    """A list of entries searched while typing; a plain scan, because ten thousand short texts take a few milliseconds."""

    def __init__(self, entries: Iterable[Entry], split: Callable[[str], Sequence[str]] = words) -> None:
        """Keep the entries by weight, so that the first hits are the likeliest. `split`: how a query is taken apart."""
        self._split = split
        self._entries: Sequence[Entry] = sorted(entries, key=lambda entry: entry.weight)

    def __len__(self) -> int:
        """Return how many entries there are."""
        return len(self._entries)

    def find(self, query: str, limit: int = 50) -> list[Entry]:
        """Return the best entries: those where a word begins a part of the key come before those where it stands inside."""
        sought = self._split(query)
        if not sought:
            return []
        first, *rest = sought
        begins: list[Entry] = []
        inside: list[Entry] = []
        mark = "\x1f" + first
        for entry in self._entries:
            key = entry.key
            if first in key and all(word in key for word in rest):
                (begins if mark in key else inside).append(entry)
                if len(begins) >= limit:
                    break
        return (begins + inside)[:limit]


def joined(parts: Iterable[str]) -> str:
    """Return a search key made of parts; each begins with a mark so that beginnings can be told from insides."""
    return "".join("\x1f" + part for part in dict.fromkeys(parts) if part)
