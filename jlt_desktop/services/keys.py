"""The text a record is found by: its search fields, folded, and the readings of the names in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.domain.fields_person import PersonName
from jlt_desktop.domain.search import folded, joined
from jlt_desktop.services import pinyin

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.services.office import Office


class SearchKeys:
    """Callable handed to the vault: (ledger, values) -> search key."""

    def __init__(self, office: Office) -> None:
        """Links are shown by the office's name book."""
        self._office = office

    def __call__(self, ledger: Ledger, values: Mapping[str, object]) -> str:
        """Return the search key of a record."""
        return joined(self._parts(ledger, values))

    def _parts(self, ledger: Ledger, values: Mapping[str, object]) -> Iterator[str]:
        for name in ledger.search:
            value = values.get(name)
            if value is None or name in _CLASS:
                continue
            one = ledger.fields[name]
            text = value if isinstance(value, str) and name not in ledger.links else one.show(value, self._office.lookup)
            yield folded(text)
            if isinstance(one, PersonName) or name in ledger.links:
                yield from pinyin.keys(text)
        if "entry_year" in ledger.search:
            yield from _class_words(values)


_CLASS = ("entry_year", "class_no")


def _class_words(values: Mapping[str, object]) -> Iterator[str]:
    # by entry year, because the grade changes every September and the key does not
    entry, number = values.get("entry_year"), values.get("class_no")
    if isinstance(entry, int) and isinstance(number, int):
        yield f"{entry}级{number}班"
        yield f"@{entry}.{number}"
