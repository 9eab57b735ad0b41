"""What stands around a record while it is checked, shown or printed: today, the school, other records."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from jlt_desktop.domain.calendar import SchoolCalendar
    from jlt_desktop.domain.fields import Lookup
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
    parts of any record; parent the file it belongs to.
    `school` holds the values of the school's own page.
    """

    today: date
    calendar: SchoolCalendar
    local_rule: LocalRule
    lookup: Lookup | None = None
    school: Mapping[str, object] | None = None
    record: Callable[[str, str], Record | None] = _no_record
    parts: Callable[[str], Sequence[Record]] = _no_parts
    parts_of: Callable[[Record, str], Sequence[Record]] = _no_parts_of
    parent: Record | None = None

    def beside(self, record: Record) -> Around:
        """Return the surroundings of another record: its parts instead of this one's."""
        return replace(self, parts=lambda ledger: self.parts_of(record, ledger), parent=None)
