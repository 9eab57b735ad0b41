"""撤销 of one deed, by its name: a record that was added, changed, thrown away or brought back becomes what it was before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jlt_desktop.domain.errors import UserError
from jlt_desktop.services.desk import Desk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.domain.record import Record
    from jlt_desktop.services.office import Office

_LONGEST = 24
ADDED, CHANGED, BINNED, FETCHED = "新增{}", "修改{}", "把{}移到回收站", "取回{}"


@dataclass(frozen=True, slots=True)
class Deed:
    """Something done a moment ago: its name in words, the ledger, and the records with the revision they have since.

    final: it cannot be taken back, because it sealed what it was done to: minutes were issued, a month was closed.
    """

    words: str
    ledger: str
    records: tuple[tuple[str, int], ...]
    final: bool = False


def deed_of(office: Office, ledger: Ledger, ids: Sequence[str], words: str = "") -> Deed:
    """Name what was done to some records last. words: one of the above; without them it is a record that was saved."""
    desk = Desk(office)
    records = [desk.get(ledger, one) for one in ids]
    called = desk.called(ledger, records[0])
    called = called if len(called) <= _LONGEST else f"{called[:_LONGEST]}…"
    what = called if len(records) == 1 else f"{called}等 {len(records)} 条"
    said = (words or (ADDED if records[0].revision == 1 else CHANGED)).format(f"{ledger.title}“{what}”")
    return Deed(said, ledger.key, tuple((one.id, one.revision) for one in records), any(desk.sealed(ledger, one) for one in records))


def throw_away(office: Office, ledger: Ledger, ids: Sequence[str]) -> Deed:
    """Put records into the recycle bin, every one or none, and name that. Raises UserError."""
    Desk(office).remove_all(ledger, ids)
    return deed_of(office, ledger, ids, BINNED)


def fetch_back(office: Office, ledger: Ledger, ids: Sequence[str]) -> Deed:
    """Take records out of the recycle bin, every one or none, and name that. Raises UserError."""
    Desk(office).bring_back_all(ledger, ids)
    return deed_of(office, ledger, ids, FETCHED)


def take_back(office: Office, deed: Deed) -> None:
    """Make the records what they were before the deed, all of them or none; the history goes on. Raises UserError, Refused."""
    ledger = office.ledgers[deed.ledger]
    desk = Desk(office)
    with office.store(ledger).transaction():
        for record, revision in deed.records:
            now = desk.get(ledger, record)
            if now.revision != revision:
                raise UserError(f"“{deed.words}”不能撤销。", "后来又改过。", "数据没有改动。", "请在“变更记录”里挑一个以前的版本恢复。")
            _one(office, desk, ledger, now)


def _one(office: Office, desk: Desk, ledger: Ledger, now: Record) -> None:
    last = office.store(ledger).versions.of_record(now.id)[-1]
    if last.before is None:
        desk.remove(ledger, now.id, "撤销新增")
    elif "removed_at" in last.before:
        (desk.remove if last.before["removed_at"] else desk.bring_back)(ledger, now.id)
    else:
        desk.back_to(ledger, now.id, now.revision - 1)
