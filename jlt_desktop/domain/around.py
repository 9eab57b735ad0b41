"""What stands around a record while it is checked, shown or printed: today, the school, other records."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jlt_desktop.domain.fields import Derived
from jlt_desktop.domain.fields_lines import read_out

if TYPE_CHECKING:
    from datetime import date

    from jlt_desktop.domain.calendar import SchoolCalendar
    from jlt_desktop.domain.fields import Lookup
    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.domain.left_behind import LocalRule
    from jlt_desktop.domain.record import Record


def _no_parts(_ledger: str) -> Sequence[Record]:
    return ()


def _no_parts_of(_record: Record, _ledger: str) -> Sequence[Record]:
    return ()


def _no_record(_ledger: str, _record_id: str) -> None:
    return None


@dataclass(frozen=True, kw_only=True)
class Around:
    """Facts about the day and the school, and ways to reach the records next to the one being looked at.

    record(ledger, id) gives another record or None; parts(ledger) the parts of this record; parts_of the
    parts of any record; parent the file it belongs to. all_of(ledger) gives every record of a ledger, those in the recycle
    bin too. before: the record as it stands while a change of it is examined.
    nameless: texts leave out whom a confidential file is about.
    `school` holds the values of the school's own page.
    """

    today: date
    calendar: SchoolCalendar
    local_rule: LocalRule
    ledgers: Mapping[str, Ledger] = field(default_factory=dict)
    lookup: Lookup | None = None
    school: Mapping[str, object] | None = None
    record: Callable[[str, str], Record | None] = _no_record
    parts: Callable[[str], Sequence[Record]] = _no_parts
    parts_of: Callable[[Record, str], Sequence[Record]] = _no_parts_of
    all_of: Callable[[str], Sequence[Record]] = _no_parts
    parent: Record | None = None
    before: Record | None = None
    nameless: bool = False

    def labels(self, ledger: str, names: Sequence[str]) -> tuple[str, ...]:
        """Return the labels of fields of a ledger."""
        return tuple(self.ledgers[ledger].fields[name].label for name in names)

    def form_fields(self, ledger: str) -> tuple[str, ...]:
        """Return the fields of a ledger's form in their order."""
        return tuple(name for names in self.ledgers[ledger].form.values() for name in names)

    def title_and_day(self, ledger: str) -> tuple[str, str]:
        """Return what a ledger is called and the field that dates its records."""
        return self.ledgers[ledger].title, self.ledgers[ledger].happened or ""

    def texts(self, ledger: str, record: Record, names: Sequence[str]) -> tuple[str, ...]:
        """Return fields of a record as people read them, derived ones computed beside it."""
        fields, hidden = self.ledgers[ledger].fields, self.ledgers[ledger].who if self.nameless else ()
        beside = self.beside(record) if any(isinstance(fields[name], Derived) for name in names) else self
        return tuple(
            ""
            if name in hidden
            else one.compute(record.values, beside)
            if isinstance(one, Derived)
            else one.show(record.get(name), self.lookup)
            for name, one in ((name, fields[name]) for name in names)
        )

    def read_out(self, ledger: str, record: Record, names: Sequence[str]) -> tuple[str, ...]:
        """Return fields of a record as they stand on paper: with units, small tables without bars."""
        texts = zip(names, self.texts(ledger, record, names), strict=True)
        fields = self.ledgers[ledger].fields
        return tuple(read_out(fields[name], text, record.get(name)) if text else "" for name, text in texts)

    def reading(self, record: Callable[[str, str], Record | None], parts_of: Callable[[Record, str], Sequence[Record]]) -> Around:
        """Return the same surroundings with another way to reach records and parts: one that has many at hand already."""
        return self._with(record=record, parts_of=parts_of)

    def for_record(self, record: Record, parent: Record | None = None) -> Around:
        """Return the surroundings of a record that belongs to a file."""
        return self._with(parts=lambda ledger: self.parts_of(record, ledger), parent=parent)

    def with_parts(self, parts: Mapping[str, Sequence[Record]], parent: Record | None) -> Around:
        """Return the surroundings of a record whose parts were fetched beforehand."""
        return self._with(parts=lambda ledger: parts.get(ledger, ()), parent=parent)

    def beside(self, record: Record) -> Around:
        """Return the surroundings of another record: its parts instead of this one's, and the file it belongs to."""
        if self.parent is not None and self.parent.id == record.parent:
            return self.for_record(record, self.parent)
        ledger = self.ledgers.get(record.ledger)
        parent = self.record(ledger.part_of, record.parent) if ledger and ledger.part_of and record.parent else None
        return self.for_record(record, parent)

    def _with(self, **changes: object) -> Around:
        # asked for every record of a list; dataclasses.replace goes through the constructor and takes five times as long
        made = object.__new__(Around)
        made.__dict__.update(self.__dict__, **changes)
        return made
