"""Which records are past the day their declaration gives; those without an end date are never among them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from jlt_desktop.vault.erasing import attachments, family
from jlt_desktop.vault.schema import column, table
from jlt_desktop.vault.store import Query

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.domain.record import Record
    from jlt_desktop.services.office import Office
    from jlt_desktop.vault.erasing import Row

_SHORT = 8


@dataclass(frozen=True, slots=True)
class Item:
    """One file that is due: its number alone, the day and why, the year it began; how many parts and attachments go along."""

    ledger: str
    record: str
    revision: int
    number: str
    on: date
    basis: str
    year: str
    parts: int
    files: int


@dataclass(frozen=True, slots=True)
class Held:
    """One file whose own day has come and that stays all the same, and why."""

    ledger: str
    record: str
    number: str
    why: str


@dataclass(frozen=True, slots=True)
class DueList:
    """What may be destroyed today, and what is held back."""

    items: tuple[Item, ...]
    held: tuple[Held, ...]


def due_list(office: Office) -> DueList:
    """Return the records past their day, the longest first; those in the recycle bin too."""
    items: list[Item] = []
    held: list[Held] = []
    for ledger in office.ledgers.values():
        # a part goes with its file, never by itself
        if ledger.retention is None or ledger.part_of:
            continue
        for record in _all(office, ledger):
            found = _looked_at(office, ledger, record)
            if isinstance(found, Item):
                items.append(found)
            elif found is not None:
                held.append(found)
    return DueList(tuple(sorted(items, key=lambda one: (one.on, one.number))), tuple(held))


def _all(office: Office, ledger: Ledger) -> Iterator[Record]:
    store = office.store(ledger)
    yield from store.every(ledger)
    yield from store.page(ledger, Query(removed=True)).records


def _looked_at(office: Office, ledger: Ledger, record: Record) -> Item | Held | None:
    own = ledger.retention.rule(record, office.around(record)) if ledger.retention else None
    if own is None or own > office.today() or ledger.retention is None:
        return None
    number = numbered(office, ledger, record)
    store = office.store(ledger)
    rows = family(store, [*office.ledgers.values()], ledger, record.id)
    last, why = _of_parts(office, rows[1:])
    why = why or _leaning(office, rows)
    if why:
        return Held(ledger.key, record.id, number, why)
    on = max(own, last or own)
    if on > office.today():
        return None
    begun = record.get(ledger.happened) if ledger.happened else None
    return Item(
        ledger.key, record.id, record.revision, number, on, ledger.retention.basis, str(begun or record.created_at)[:4], len(rows) - 1,
        len(attachments(store, [one for _, one in rows])),
    )  # fmt: skip


def _of_parts(office: Office, rows: Sequence[Row]) -> tuple[date | None, str]:
    """Return the last day of the parts that have a rule of their own, and why the whole file stays because of one."""
    last: date | None = None
    for part, one in rows:
        if part.retention is None:
            continue
        record = office.store(part).get(part, one)
        day = part.retention.rule(record, office.around(record)) if record else None
        if day is None:
            return None, f"里面有{part.title}:{part.retention.basis}"
        last = max(last or day, day)
    return last, ""


def _leaning(office: Office, rows: Sequence[Row]) -> str:
    """Return why a file stays because a record outside it points at something in it."""
    own = {record for _, record in rows}
    for target, record in rows:
        for other in office.ledgers.values():
            for name in (name for name, to in other.links.items() if to == target.key):
                sql = f"SELECT id FROM {table(other)} WHERE removed_at IS NULL AND instr({column(name)}, ?)"
                if any(one not in own for (one,) in office.store(other).conn.execute(sql, (record,))):
                    return f"还有{other.title}用到它"
    return ""


def numbered(office: Office, ledger: Ledger, record: Record) -> str:
    """Return the number of a file; the day it is from and the beginning of its inner number where it has none. Never a name."""
    for name in ledger.numbers:
        text = ledger.fields[name].show(record.get(name), office.lookup)
        if text:
            return text
    begun = record.get(ledger.happened) if ledger.happened else None
    day = f"{begun:%Y%m%d}-" if isinstance(begun, date | datetime) else ""
    return f"{day}{record.id[:_SHORT]}"
