"""What a form needs before it opens: the values as they stand, the records a field may point to, and a draft left behind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jlt_desktop.domain.fields import Derived
from jlt_desktop.domain.search import Entry, Finder
from jlt_desktop.services import drafts
from jlt_desktop.services.desk import Desk

if TYPE_CHECKING:
    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.services.drafts import Draft
    from jlt_desktop.services.office import Office


@dataclass(frozen=True, kw_only=True)
class FormStart:
    """A form before anything is typed. values: field -> value; texts: field -> as read. finders: ledger -> search of its records."""

    record: str | None
    revision: int
    parent: str | None
    called: str
    values: Mapping[str, object]
    texts: Mapping[str, str]
    finders: Mapping[str, Finder]
    labels: Mapping[str, Mapping[str, str]]
    draft: Draft | None


def start_form(
    office: Office, ledger: Ledger, record_id: str | None = None, parent: str | None = None, given: Mapping[str, object] | None = None
) -> FormStart:
    """Return what the form of a record, or of a new one, begins with. `given`: values a new record begins with. Raises UserError."""
    desk = Desk(office)
    record = desk.get(ledger, record_id) if record_id else None
    values = dict(record.values) if record else {name: value for name, value in (given or {}).items() if name in ledger.stored}
    shown = {name: one.show(values.get(name), office.lookup) for name, one in ledger.stored.items()}
    if record:
        computed = tuple(name for name, one in ledger.fields.items() if isinstance(one, Derived))
        shown |= dict(zip(computed, desk.texts(ledger, record, computed), strict=True))
    targets = {to for to in ledger.links.values() if to in office.ledgers}
    return FormStart(
        record=record_id, revision=record.revision if record else 0, parent=record.parent if record else parent,
        called=desk.called(ledger, record) if record else "", values=values, texts=shown,
        finders={to: _finder(office, to) for to in targets}, labels={to: office.lookup.apart(to) for to in targets},
        draft=drafts.find(office, ledger, record_id, parent),
    )  # fmt: skip


def _finder(office: Office, key: str) -> Finder:
    ledger = office.ledgers[key]
    labels = office.lookup.apart(key)
    return Finder(Entry(key, one, labels.get(one, ""), "", words) for one, words in office.store(ledger).search_keys(ledger))
