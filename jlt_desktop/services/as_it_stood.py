"""The records of a ledger as they stood on a day, read from their histories: last year's list comes out as it was."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from jlt_desktop.domain.calendar import school_year
from jlt_desktop.domain.record import Record
from jlt_desktop.services.promoting import promotions
from jlt_desktop.vault.store import Query, restored

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.services.office import Office
    from jlt_desktop.vault.versions import Version


def stood(office: Office, ledger: Ledger, day: date, where: Mapping[str, object]) -> list[Record]:
    """Return the records whose fields were so on that day, in the ledger's order.

    One that was entered only later counts as it was before the first moving up into a later school year.
    """
    store = office.store(ledger)
    histories: dict[str, list[Version]] = {}
    for version in store.versions.of_ledger(ledger.key):
        histories.setdefault(version.record, []).append(version)
    later = {one.id for one in promotions(office) if one.year > school_year(day)}
    found = []
    for record in store.every(ledger):
        values = _values(ledger, record, histories.get(record.id, ()), day, later)
        if all(values.get(name) == wanted for name, wanted in where.items()):
            found.append(record._replace(values=values))
    return _sorted(ledger, found)


def standing_on(office: Office, ledger: Ledger, day: date) -> list[Record]:
    """Return the records that had been entered by a day and not been thrown away, as they were then."""
    store = office.store(ledger)
    columns: dict[str, dict[str, object]] = {}
    for version in store.versions.of_ledger(ledger.key):
        if _day(version) <= day:
            columns.setdefault(version.record, {}).update(version.after or {})
    known = {str(row[0]): row[1] for gone in (False, True) for row in _heads(office, ledger, removed=gone)}
    return [
        Record(
            id=id_,
            ledger=ledger.key,
            revision=0,
            parent=known[id_],
            values=restored(ledger, {name: value for name, value in kept.items() if name in ledger.stored}),
        )
        for id_, kept in columns.items()
        if id_ in known and not kept.get("removed_at")
    ]


def _heads(office: Office, ledger: Ledger, *, removed: bool) -> list[tuple[str, str | None]]:
    # somebody else's notes in an owner-only ledger stay out, as everywhere
    return [(one.id, one.parent) for one in office.store(ledger).every(ledger, Query(removed=removed, names=()))]


def _values(ledger: Ledger, record: Record, versions: Sequence[Version], day: date, later: set[str]) -> Mapping[str, object]:
    if versions and _day(versions[0]) <= day:
        kept = [one for one in versions if _day(one) <= day]
    else:
        place = next((place for place, one in enumerate(versions) if one.run in later), 0)
        kept = list(versions[:place])
    if not kept or len(kept) == len(versions):
        return record.values
    columns: dict[str, object] = {}
    for version in kept:
        columns.update(version.after or {})
    return restored(ledger, {name: value for name, value in columns.items() if name in ledger.stored})


def _day(version: Version) -> date:
    return datetime.fromisoformat(version.at).astimezone().date()


def _sorted(ledger: Ledger, records: list[Record]) -> list[Record]:
    """Sort as the database does: blanks first, texts by their characters, the last field first of all so that each sort keeps the next."""
    found = sorted(records, key=lambda one: one.id)
    for name in reversed(ledger.order):
        field, plain = ledger.stored[name.removeprefix("-")], name.removeprefix("-")
        pairs = [(field.to_sql(one.get(plain)), one) for one in found]
        pairs.sort(key=lambda pair: (pair[0] is not None, pair[0] if pair[0] is not None else 0), reverse=name.startswith("-"))
        found = [one for _, one in pairs]
    return found
