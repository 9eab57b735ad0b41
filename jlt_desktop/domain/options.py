"""A closed list of options: stored key, shown label, official code, and the other words it is known by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True, slots=True)
class Option:
    """One option. key: kept in the vault, for good. label: shown. code: of the national standard. aliases: also accepted."""

    key: str
    label: str
    code: str = ""
    aliases: tuple[str, ...] = ()


class Options:
    """An ordered list of options, found by key, label, code or alias."""

    __slots__ = ("_by_key", "_by_word", "_options")

    def __init__(self, *options: Option) -> None:
        """Index the options. Raises ValueError when a key or a word is used twice."""
        self._options = options
        self._by_key = {option.key: option for option in options}
        self._by_word: dict[str, str] = {}
        if len(self._by_key) != len(options):
            message = "two options share a key"
            raise ValueError(message)
        for option in options:
            for word in filter(None, (option.key, option.label, option.code, *option.aliases)):
                if self._by_word.setdefault(_plain(word), option.key) != option.key:
                    message = f"{word} names two options"
                    raise ValueError(message)

    def __iter__(self) -> Iterator[Option]:
        """Go through the options in their order."""
        return iter(self._options)

    def __len__(self) -> int:
        """Return how many options there are."""
        return len(self._options)

    def __contains__(self, key: object) -> bool:
        """Tell whether `key` is one of the stored keys."""
        return key in self._by_key

    def reworded(self, words: Mapping[str, tuple[str, ...]]) -> Options:
        """Return the options shown by other words: key -> the word shown, then others. Old words still mean what they meant.

        A word that now names another option means that one alone.
        """
        claimed = {_plain(word): key for key, known in words.items() for word in known if key in self._by_key}
        made = []
        for one in self._options:
            label, *more = words.get(one.key, (one.label,))
            old = (word for word in (one.label, *one.aliases) if claimed.get(_plain(word), one.key) == one.key)
            made.append(Option(one.key, label, one.code, tuple(dict.fromkeys((*more, *old)))))
        return Options(*made)

    def find(self, text: str) -> str | None:
        """Return the key that a typed or cell text means; None when no option is known by it."""
        return self._by_word.get(_plain(text))

    def label(self, key: str) -> str:
        """Return what is shown for a stored key; the key itself when the option is gone."""
        option = self._by_key.get(key)
        return option.label if option else key

    def code(self, key: str) -> str:
        """Return the official code of a stored key; empty when it has none."""
        option = self._by_key.get(key)
        return option.code if option else ""


def _plain(word: str) -> str:
    text = word.translate(_WIDE).replace(" ", "").replace("\u3000", "").lower()
    # 01 and 1 are the same code
    return text.lstrip("0") or "0" if text.isdigit() else text


_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
