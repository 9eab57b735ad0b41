"""Ctrl+K: one index of everything the user may open, built from the search keys the vault keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.domain.search import Entry, Finder, words_with_classes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.services.office import Office


def build_finder(office: Office) -> Finder:
    """Return the index; people first, then files, then the rest in the order of the declarations."""
    around = office.around()
    entries = (entry for place, ledger in enumerate(office.ledgers.values()) for entry in _entries(office, ledger, place))
    return Finder(entries, lambda query: words_with_classes(query, around.today, around.calendar.stage))


def _entries(office: Office, ledger: Ledger, weight: int) -> Iterator[Entry]:
    if not ledger.search or ledger.part_of or ledger.unlisted:
        return
    labels = office.lookup.all(ledger.key)
    for record_id, key in office.store(ledger).search_keys(ledger):
        yield Entry(ledger.key, record_id, labels.get(record_id, ""), ledger.title, key, weight)
