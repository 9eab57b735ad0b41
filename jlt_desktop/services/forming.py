"""What a form needs before it opens: the values as they stand, the records a field may point to, and a draft left behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from jlt_desktop.domain.fields import Derived
from jlt_desktop.domain.search import Entry, Finder
from jlt_desktop.services import drafts
from jlt_desktop.services.desk import Desk
from jlt_desktop.services.looking import note_look
from jlt_desktop.services.unsealing import refuse_unread

if TYPE_CHECKING:
    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.services.drafts import Draft
    from jlt_desktop.services.office import Office

_NAMED = 4


@dataclass(frozen=True, kw_only=True)
class FormStart:
    """A form before anything is typed. values: field -> value; texts: field -> as read. finders: ledger -> search of its records.

    beside: what the file a part belongs to is called. only: the fields that are asked for, all when empty; unasked: values a
    step sets without asking. title: the step's own words.
    sealed: why the record can no longer be rewritten; open: the fields that still can be. several: the files an entry goes into.
    """

    record: str | None
    revision: int
    parent: str | None
    called: str
    values: Mapping[str, object]
    texts: Mapping[str, str]
    finders: Mapping[str, Finder]
    labels: Mapping[str, Mapping[str, str]]
    draft: Draft | None
    only: tuple[str, ...] = ()
    unasked: Mapping[str, object] = field(default_factory=dict)
    title: str = ""
    sealed: str = ""
    open: tuple[str, ...] = ()
    several: tuple[str, ...] = ()
    beside: str = ""


def start_form(
    office: Office, ledger: Ledger, record_id: str | None = None, parent: str | None = None, given: Mapping[str, object] | None = None,
    *, only: tuple[str, ...] = (), title: str = "",
) -> FormStart:  # fmt: skip
    """Return what the form of a record, or of a new one, begins with. `given`: values it begins with. Raises UserError, PutAway."""
    desk = Desk(office)
    record = desk.get(ledger, record_id) if record_id else None
    if record:
        refuse_unread(office, ledger, record)
        note_look(office, ledger, record.id, "修改")
    begun = {name: value for name, value in (given or {}).items() if name in ledger.stored}
    values = {**(record.values if record else {}), **begun}
    sealed = desk.sealed(ledger, record) if record else ""
    shown = {name: one.show(values.get(name), office.lookup) for name, one in ledger.stored.items()}
    if record:
        computed = tuple(name for name, one in ledger.fields.items() if isinstance(one, Derived))
        shown |= dict(zip(computed, desk.texts(ledger, record, computed), strict=True))
    above = record.parent if record else parent
    targets = {to for to in ledger.links.values() if to in office.ledgers}
    return FormStart(
        record=record_id, revision=record.revision if record else 0, parent=above,
        called=desk.called(ledger, record) if record else "", values=values, texts=shown,
        finders={to: finder_of(office, to) for to in targets}, labels={to: office.lookup.apart(to) for to in targets},
        draft=None if only else drafts.find(office, ledger, record_id, parent), only=only, title=title,
        beside=office.lookup.label(ledger.part_of, above) if ledger.part_of and above else "",
        unasked={name: value for name, value in begun.items() if only and name not in only}, sealed=sealed,
        open=(*ledger.seal.open, *ledger.seal.grows) if sealed and ledger.seal and not ledger.seal.correctable else (),
    )  # fmt: skip


def form_for_several(office: Office, part: Ledger, parents: Sequence[str]) -> FormStart:
    """Return a form whose entry will stand in each of some files; it begins with what the step would give to all of them alike."""
    labels = [office.lookup.label(part.part_of or "", one) for one in parents]
    some = "、".join(labels[:_NAMED]) + (f"等 {len(labels)} 份" if len(labels) > _NAMED else "")
    begun = start_form(office, part, None, parents[0], _alike(office, part, parents))
    return replace(begun, several=tuple(parents), beside="", title=f"{part.title}:{some}", draft=None)


def _alike(office: Office, part: Ledger, parents: Sequence[str]) -> Mapping[str, object]:
    above = office.ledgers.get(part.part_of or "")
    deed = next((one for one in above.deeds if one.part == part.key), None) if above else None
    if above is None or deed is None:
        return {}
    files = [Desk(office).get(above, one) for one in parents]
    given = [deed.sets(one, office.around(one)) for one in files]
    return {name: value for name, value in given[0].items() if all(one.get(name) == value for one in given)}


def finder_of(office: Office, key: str, but: str = "") -> Finder:
    """Return the search of a ledger's records, as a field that points to them offers it; `but`: one that is not wanted."""
    ledger = office.ledgers[key]
    labels = office.lookup.apart(key)
    found = ((one, words) for one, words in office.store(ledger).search_keys(ledger) if one != but)
    return Finder(Entry(key, one, labels.get(one, ""), "", words) for one, words in found)
