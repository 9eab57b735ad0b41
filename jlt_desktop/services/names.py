"""What people call records, both ways: from id to label for showing, from a typed label to ids for reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.domain.search import folded
from jlt_desktop.vault.store import Query

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.services.office import Office


class NameBook:
    """Labels of the records of ledgers that others link to; read once and kept until something changes."""

    def __init__(self, office: Office) -> None:
        """Work for one unlocked office."""
        self._office = office
        self._labels: dict[str, dict[str, str]] = {}
        self._words: dict[str, dict[str, list[str]]] = {}

    def label(self, ledger: str, record_id: str) -> str:
        """Return what people call a record; an empty text when there is none."""
        return self._read(ledger).get(record_id, "")

    def find(self, ledger: str, text: str) -> Sequence[str]:
        """Return the ids that a label, a name or a number means."""
        self._read(ledger)
        return self._words.get(ledger, {}).get(folded(text), [])

    def all(self, ledger: str) -> dict[str, str]:
        """Return id -> label of every record of a ledger."""
        return self._read(ledger)

    def forget(self, ledger: str | None = None) -> None:
        """Read anew at the next need."""
        for table in (self._labels, self._words):
            if ledger is None:
                table.clear()
            else:
                table.pop(ledger, None)

    def _read(self, key: str) -> dict[str, str]:
        found = self._labels.get(key)
        ledger = self._office.ledgers.get(key)
        if found is not None or ledger is None:
            return found or {}
        labels: dict[str, str] = {}
        self._labels[key] = labels
        words: dict[str, list[str]] = {}
        self._words[key] = words
        plain = self._office.around()
        for record in self._office.store(ledger).page(ledger, Query()).records:
            texts = plain.texts(key, record, _told_apart(ledger))
            shown = {name: text for name, text in zip(_told_apart(ledger), texts, strict=True) if text}
            labels[record.id] = " ".join(shown[name] for name in ledger.named if name in shown)
            for word in {labels[record.id], *shown.values()}:
                words.setdefault(folded(word), []).append(record.id)
        return labels


def _told_apart(ledger: Ledger) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*ledger.named, *ledger.unique]))
