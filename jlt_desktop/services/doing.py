"""The named steps of a record: which are offered now, the small form they open with, and those done at one click."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jlt_desktop.domain.errors import UserError
from jlt_desktop.services.desk import Desk
from jlt_desktop.services.forming import start_form

if TYPE_CHECKING:
    from jlt_desktop.domain.deed import Deed, Follow
    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.domain.record import Record
    from jlt_desktop.services.forming import FormStart
    from jlt_desktop.services.office import Office


@dataclass(frozen=True, slots=True)
class Offered:
    """A step as its button shows it."""

    key: str
    title: str
    hint: str
    urgent: bool
    at_once: bool


def offered(office: Office, ledger: Ledger, record: Record) -> tuple[Offered, ...]:
    """Return the steps that can be taken with a record now; none with one in the recycle bin."""
    if record.removed_at or not ledger.deeds:
        return ()
    around = office.around(record)
    can = (one for one in ledger.deeds if (not one.part or one.part in office.ledgers) and one.when(record, around))
    return tuple(Offered(one.key, one.title, one.hint, one.urgent, one.at_once) for one in can)


def begin(office: Office, ledger: Ledger, record_id: str, key: str) -> tuple[Ledger, FormStart]:
    """Return the form a step opens with, and the ledger it belongs to. Raises UserError when the step is no longer offered."""
    deed, record = _wanted(office, ledger, record_id, key)
    given = deed.sets(record, office.around(record))
    if deed.part:
        part = office.ledgers[deed.part]
        begun = start_form(office, part, None, _parent(office, deed, record), given, only=deed.asks, title=deed.title)
        # a record of its own says too from where it was begun
        return part, replace(begun, beside=begun.beside or Desk(office).called(ledger, record))
    return ledger, start_form(office, ledger, record.id, None, given, only=deed.asks, title=deed.title)


def _parent(office: Office, deed: Deed, record: Record) -> str | None:
    if not office.ledgers[deed.part].part_of:
        return None
    return deed.under(record, office.around(record)) if deed.under else record.id


def do_at_once(office: Office, ledger: Ledger, record_id: str, key: str) -> Record:
    """Take a step that needs nothing typed. Raises Refused when it does after all, UserError."""
    deed, record = _wanted(office, ledger, record_id, key)
    given, desk = deed.sets(record, office.around(record)), Desk(office)
    if deed.part:
        part = office.ledgers[deed.part]
        return desk.save(part, given, parent=_parent(office, deed, record), source=deed.title)
    return desk.save(ledger, given, record_id=record.id, seen_revision=record.revision, source=deed.title)


def follow(office: Office, ledger: Ledger, record: Record) -> Follow | None:
    """Return what has to be filled in at once after a record was saved; None when nothing is, or it is there already."""
    if ledger.then is None:
        return None
    found = ledger.then(record, office.around(record))
    return found if found and found.part in office.ledgers else None


def _wanted(office: Office, ledger: Ledger, record_id: str, key: str) -> tuple[Deed, Record]:
    record = Desk(office).get(ledger, record_id)
    deed = next((one for one in ledger.deeds if one.key == key), None)
    if deed is None or key not in {one.key for one in offered(office, ledger, record)}:
        title = deed.title if deed else key
        raise UserError(f"这条记录现在不能“{title}”。", "它的情况已经变了。", "数据没有改动。", "请刷新后再看可以办什么。")
    return deed, record
