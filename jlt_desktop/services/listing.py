"""A stretch of a ledger as a table shows it: texts only, with a second set in which private cells are covered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jlt_desktop.domain.fields import Choice, Field, Number, YesNo
from jlt_desktop.domain.fields_person import ClassNumber, EntryYear, PersonName
from jlt_desktop.domain.privacy import masked_name
from jlt_desktop.services.desk import Desk
from jlt_desktop.vault.store import Query

if TYPE_CHECKING:
    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.domain.record import Record
    from jlt_desktop.services.office import Office

COVERED = "••••"
STRETCH = 100  # three screens full; what is asked for at every key must be little
_FILTERS = 3


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a page asks for. order: field names, "-" for descending. filters: field -> stored value. ids: only these records."""

    search: str = ""
    filters: Mapping[str, object] = field(default_factory=dict)
    order: tuple[str, ...] = ()
    removed: bool = False
    parent: str | None = None
    ids: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One line: the record's id, its texts by column, and the texts with private cells covered."""

    id: str
    texts: tuple[str, ...]
    covered: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A stretch from `offset` on; `total` is how many records match in all."""

    total: int
    offset: int
    rows: list[Row]


def list_rows(office: Office, ledger: Ledger, wanted: Wanted, offset: int = 0, limit: int | None = STRETCH) -> Listed:
    """Return a stretch of the records that match."""
    page = office.store(ledger).page(ledger, _query(office, wanted, offset, limit))
    around, covers = office.around(), tuple(_cover(ledger, name) for name in ledger.sheet)
    lines = ((one.id, around.texts(ledger.key, one, ledger.sheet)) for one in page.records)
    return Listed(page.total, offset, [Row(record, texts, _covered(covers, texts)) for record, texts in lines])


def matching(office: Office, ledger: Ledger, wanted: Wanted) -> list[Record]:
    """Return every record that matches, for export and print: the whole of what the table shows, not only the stretch."""
    return office.store(ledger).page(ledger, _query(office, wanted, 0, None)).records


def filter_fields(ledger: Ledger) -> Mapping[str, Field]:
    """Return the fields a table can be filtered by: those with few possible values, in the order of the columns."""
    found = {name: ledger.fields[name] for name in ledger.sheet if isinstance(ledger.fields[name], Choice | YesNo)}
    few = {name: one for name, one in found.items() if not isinstance(one, Choice) or len(one.options) <= 16}
    return dict(list(few.items())[:_FILTERS])


def numeric(ledger: Ledger, name: str) -> bool:
    """Tell whether a column stands at the right."""
    one = ledger.fields[name]
    return isinstance(one, Number) and not isinstance(one, EntryYear | ClassNumber)


def _query(office: Office, wanted: Wanted, offset: int, limit: int | None) -> Query:
    return Query(
        search=Desk(office).search_words(wanted.search), where=wanted.filters, order=wanted.order, removed=wanted.removed,
        parents=(wanted.parent,) if wanted.parent else None, limit=limit, offset=offset, ids=wanted.ids,
    )  # fmt: skip


def _cover(ledger: Ledger, name: str) -> Callable[[str], str] | None:
    """Return how a column is covered; None for one that stands open."""
    one = ledger.fields[name]
    if one.special:
        return _hidden
    return _masked if ledger.confidential and (isinstance(one, PersonName) or name in ledger.links) else None


def _covered(covers: Sequence[Callable[[str], str] | None], texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(cover(text) if cover else text for cover, text in zip(covers, texts, strict=True)) if any(covers) else texts


def _hidden(text: str) -> str:
    return COVERED if text else ""


def _masked(text: str) -> str:
    head, _, rest = text.partition(" ")
    return " ".join(filter(None, (masked_name(head), rest)))
