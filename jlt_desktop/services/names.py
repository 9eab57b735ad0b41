"""What people call records, both ways: from id to label for showing, from a typed label to ids for reading."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from jlt_desktop.domain.search import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.domain.record import Record
    from jlt_desktop.services.office import Office


# so many labels are fetched one by one before it pays to read the whole ledger
_FEW = 150


class NameBook:
    """Labels of the records of ledgers that others link to; read when first needed and kept until something changes."""

    def __init__(self, office: Office) -> None:
        """Work for one unlocked office."""
        self._office = office
        self._labels: dict[str, dict[str, str]] = {}
        self._words: dict[str, dict[str, list[str]]] = {}
        self._single: dict[str, dict[str, str]] = {}
        self._apart: dict[str, dict[str, str]] = {}

    def label(self, ledger: str, record_id: str) -> str:
        """Return what people call a record; an empty text when there is none."""
        known = self._labels.get(ledger)
        if known is not None:
            return known.get(record_id, "")
        found = self._single.setdefault(ledger, {})
        if record_id not in found:
            if len(found) >= _FEW:
                return self._read(ledger).get(record_id, "")
            found[record_id] = self._label_of(ledger, record_id)
        return found[record_id]

    def prime(self, ledger: str, records: Iterable[Record]) -> None:
        """Keep the labels of records that somebody has at hand: they need not be read again."""
        if ledger not in self._labels:
            found = self._single.setdefault(ledger, {})
            for record in records:
                if record.id not in found:
                    found[record.id] = self._called(ledger, record)

    def _label_of(self, key: str, record_id: str) -> str:
        record = self._office.record(key, record_id)
        return self._called(key, record) if record else ""

    def _called(self, key: str, record: Record) -> str:
        if record.removed_at:
            return ""
        return " ".join(text for text in self._office.around().texts(key, record, self._office.ledgers[key].named) if text)

    def find(self, ledger: str, text: str) -> Sequence[str]:
        """Return the ids that a label, a name or a number means."""
        if ledger not in self._words:
            self._words[ledger] = self._index(ledger)
        return self._words[ledger].get(folded(text), [])

    def all(self, ledger: str) -> dict[str, str]:
        """Return id -> label of every record of a ledger."""
        return self._read(ledger)

    def apart(self, ledger: str) -> dict[str, str]:
        """Return id -> label, with more beside the labels that several records share, so that each can be read back."""
        if ledger not in self._apart:
            self._apart[ledger] = self._tell_apart(ledger)
        return self._apart[ledger]

    def forget(self, ledger: str | None = None) -> None:
        """Read anew at the next need."""
        for table in (self._labels, self._words, self._single, self._apart):
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
        # noted before it is filled: a ledger whose names lead back to itself must not be read for ever
        self._labels[key] = labels
        plain = self._office.around()
        for record in self._office.store(ledger).every(ledger):
            labels[record.id] = " ".join(text for text in plain.texts(key, record, ledger.named) if text)
        return labels

    def _tell_apart(self, key: str) -> dict[str, str]:
        labels, ledger = dict(self._read(key)), self._office.ledgers.get(key)
        if ledger is None:
            return labels
        more = [name for name in ledger.identity if name not in ledger.named]
        for one in _shared(labels):
            record = self._office.record(key, one)
            if record:
                above = self.label(ledger.part_of, record.parent or "") if ledger.part_of else ""
                labels[one] = " ".join(filter(None, (labels[one], above, *self._office.around().texts(key, record, more))))
        given: Counter[str] = Counter()
        for one in sorted(_shared(labels)):
            label = labels[one]
            given[label] += 1
            labels[one] = f"{label} ({given[label]})"
        return labels

    def _index(self, key: str) -> dict[str, list[str]]:
        """Return folded word -> ids, for the labels and for everything that tells records apart."""
        found: dict[str, list[str]] = {}
        ledger = self._office.ledgers.get(key)
        if ledger is None:
            return found
        names, plain, labels, apart = _told_apart(ledger), self._office.around(), self._read(key), self.apart(key)
        for record in self._office.store(ledger).every(ledger):
            shown = (text for text in plain.texts(key, record, names) if text)
            for word in dict.fromkeys(map(folded, (labels.get(record.id, ""), apart.get(record.id, ""), *shown))):
                found.setdefault(word, []).append(record.id)
        return found


class Apart:
    """Reads and shows like the name book, but never calls two records the same: for sheets that are to be read back."""

    def __init__(self, book: NameBook) -> None:
        """Stand in front of a name book."""
        self._book = book

    def label(self, ledger: str, record_id: str) -> str:
        """Return a label that means this record alone; an empty text when there is none."""
        return self._book.apart(ledger).get(record_id, "")

    def find(self, ledger: str, text: str) -> Sequence[str]:
        """Return the ids that a label, a name or a number means."""
        return self._book.find(ledger, text)


def _shared(labels: Mapping[str, str]) -> list[str]:
    count = Counter(labels.values())
    return [one for one, label in labels.items() if count[label] > 1]


def _told_apart(ledger: Ledger) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*ledger.named, *ledger.unique]))
