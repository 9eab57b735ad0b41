"""A record as its own page shows it: the head in groups, one timeline of its parts, and what else points to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jlt_desktop.domain.fields import Derived
from jlt_desktop.domain.fields_lines import read_out
from jlt_desktop.services.desk import Desk
from jlt_desktop.services.doing import Offered, offered
from jlt_desktop.services.glass import behind_glass
from jlt_desktop.services.looking import note_look
from jlt_desktop.services.unsealing import refuse_unread
from jlt_desktop.vault.schema import column, table
from jlt_desktop.vault.store import Query

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jlt_desktop.domain.chart import MoodChart
    from jlt_desktop.domain.fact import Fact
    from jlt_desktop.domain.fields import Field
    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.domain.record import Record
    from jlt_desktop.services.office import Office


@dataclass(frozen=True, slots=True)
class Shown:
    """A field of the head: label, text, whether it is covered until somebody asks."""

    label: str
    text: str
    special: bool


@dataclass(frozen=True, slots=True)
class Event:
    """A part of the file. on: the day it happened, empty for a part without one. entered: the day it was written down.

    sealed: why it can no longer be rewritten. corrections: what was changed after that, in words. whole: it has a page of its own.
    """

    ledger: str
    id: str
    on: str
    kind: str
    called: str
    lines: tuple[tuple[str, str], ...]
    entered: str
    by: str
    sealed: str = ""
    corrections: tuple[str, ...] = ()
    deeds: tuple[Offered, ...] = ()
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Pointer:
    """Another record that leads here or that this one leads to."""

    ledger: str
    id: str
    kind: str
    called: str


@dataclass(frozen=True, slots=True)
class FileView:
    """The whole page of a record; `parts` are the ledgers whose records can be added to it, `styles` (key, title) other prints.

    glass: (ledger, title, owner, how many) of parts in the whole ledger that only their owner sees.
    """

    ledger: str
    id: str
    revision: int
    called: str
    groups: tuple[tuple[str, tuple[Shown, ...]], ...]
    standing: tuple[Event, ...]
    timeline: tuple[Event, ...]
    pointers: tuple[Pointer, ...]
    parts: tuple[str, ...]
    parent: Pointer | None
    removed: bool
    glance: tuple[Fact, ...] = ()
    deeds: tuple[Offered, ...] = ()
    picture: MoodChart | None = None
    sealed: str = ""
    styles: tuple[tuple[str, str], ...] = ()
    glass: tuple[tuple[str, str, str, int], ...] = ()


def file_view(office: Office, ledger: Ledger, record_id: str) -> FileView:
    """Return the page of a record. Raises UserError when it is gone, PutAway. Opening a confidential file is journalled."""
    desk = Desk(office)
    record = desk.get(ledger, record_id)
    refuse_unread(office, ledger, record)
    parts = office.parts(ledger)
    events = [event for part in parts for event in _events(office, desk, part, record)]
    note_look(office, ledger, record.id)
    above, around = office.ledgers.get(ledger.part_of or ""), office.around(record)
    return FileView(
        ledger=ledger.key, id=record.id, revision=record.revision, called=desk.called(ledger, record),
        groups=tuple(_groups(office, ledger, record)),
        standing=tuple(one for one in events if not one.on),
        timeline=tuple(sorted((one for one in events if one.on), key=lambda one: (one.on, one.entered), reverse=True)),
        pointers=tuple(_pointers(office, ledger, record)), parts=tuple(one.key for one in parts),
        parent=Pointer(above.key, record.parent, above.title, office.lookup.label(above.key, record.parent))
        if above and record.parent else None,
        removed=record.removed_at is not None, glance=tuple(ledger.glance(record, around)) if ledger.glance else (),
        deeds=offered(office, ledger, record), picture=ledger.picture(record, around) if ledger.picture else None,
        sealed=desk.sealed(ledger, record), styles=tuple((key, one.title) for key, one in ledger.styles.items()),
        glass=tuple((part.key, part.title, owner, count) for part in parts for owner, count in behind_glass(office, part).items()),
    )  # fmt: skip


def _groups(office: Office, ledger: Ledger, record: Record) -> Iterator[tuple[str, tuple[Shown, ...]]]:
    around = office.around(record)
    for title, names in ledger.form.items():
        texts = around.texts(ledger.key, record, names)
        yield title, tuple(_shown(ledger.fields[n], t, record.get(n)) for n, t in zip(names, texts, strict=True))
    computed = tuple(name for name, one in ledger.fields.items() if isinstance(one, Derived))
    if computed:
        texts = around.texts(ledger.key, record, computed)
        yield "程序算出", tuple(_shown(ledger.fields[n], t) for n, t in zip(computed, texts, strict=True))


def _shown(field: Field, text: str, value: object = None) -> Shown:
    return Shown(field.label, read_out(field, text, value), field.special)


def _events(office: Office, desk: Desk, part: Ledger, record: Record) -> Iterator[Event]:
    names = tuple(name for group in part.form.values() for name in group)
    names += tuple(name for name, one in part.fields.items() if isinstance(one, Derived))
    around = office.around(record)
    for one in office.parts_of(record, part.key):
        texts = around.texts(part.key, one, names)
        shown = (_shown(part.fields[name], text, one.get(name)) for name, text in zip(names, texts, strict=True))
        lines = tuple((each.label, each.text) for each in shown if each.text)
        on = around.texts(part.key, one, (part.happened,))[0] if part.happened else ""
        yield Event(
            part.key, one.id, on, part.title, desk.called(part, one), lines, one.created_at[:10], one.created_by,
            desk.sealed(part, one), tuple(_corrections(desk, part, one)), offered(office, part, one), bool(office.parts(part)),
        )  # fmt: skip


def _corrections(desk: Desk, part: Ledger, record: Record) -> Iterator[str]:
    if part.seal is None or not part.seal.correctable or record.revision == 1:
        return
    for change in reversed(desk.history(part, record.id)):
        if change.source.startswith("更正:"):
            words = ";".join(f"{label}原为“{old or '空'}”" for label, old, _ in change.fields)
            yield f"{change.at[:10]} {change.by} {change.source}。{words}"


def _pointers(office: Office, ledger: Ledger, record: Record) -> Iterator[Pointer]:
    for name, to in ledger.links.items():
        value = record.get(name)
        for one in (value,) if isinstance(value, str) else value if isinstance(value, tuple) else ():
            if to in office.ledgers and office.lookup.label(to, one):
                yield Pointer(to, one, office.ledgers[to].title, office.lookup.label(to, one))
    for other in office.ledgers.values():
        yield from _leading_here(office, other, ledger, record)


def _leading_here(office: Office, other: Ledger, ledger: Ledger, record: Record) -> Iterator[Pointer]:
    for name, to in other.links.items():
        if to != ledger.key or other.part_of or other.unlisted:
            continue
        store = office.store(other)
        sql = f"SELECT id FROM {table(other)} WHERE removed_at IS NULL AND instr({column(name)}, ?) > 0 LIMIT 20"
        ids = [row[0] for row in store.conn.execute(sql, (record.id,))]
        for one in store.page(other, Query(ids=ids)).records if ids else ():
            yield Pointer(other.key, one.id, other.title, Desk(office).called(other, one))
