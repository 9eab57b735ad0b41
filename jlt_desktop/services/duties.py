"""今天要办: what every ledger's rules say is due, less what was put off or found not to be needed."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING

from jlt_desktop.domain.calendar import SEPTEMBER, school_year
from jlt_desktop.domain.due import Due
from jlt_desktop.domain.errors import UserError
from jlt_desktop.services.obligations import obligation_dues
from jlt_desktop.services.receiving import unanswered, wait_days
from jlt_desktop.services.signing import waiting
from jlt_desktop.vault.store import Query, now_utc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.domain.record import Record
    from jlt_desktop.services.office import Office


_NEVER = "9999"


def duties(office: Office) -> list[Due]:
    """Return everything that is due, the earliest first."""
    return with_obligations(office, case_by_case(office))


def case_by_case(office: Office) -> list[Due]:
    """Return what single records ask for, the earliest first: most of it, and known before the obligations are counted."""
    heads, beside = _Heads(office), _Beside(office)
    found = [due for ledger in office.ledgers.values() if ledger.dues for due in _of_ledger(office, ledger, heads, beside)]
    return _in_order(_shown(office, [*found, *_receipts(office), *_signatures(office)]))


def with_obligations(office: Office, dues: Iterable[Due]) -> list[Due]:
    """Return the dues of case_by_case and what the school owes as a whole, the earliest first."""
    return _in_order([*dues, *_shown(office, obligation_dues(office))])


def _shown(office: Office, found: Iterable[Due]) -> Iterator[Due]:
    """Leave out what was put off or found not to be needed."""
    notes, today = _notes(office), office.today().isoformat()
    return (due for due in found if due.stays or due.key not in notes or _NEVER > (notes[due.key] or _NEVER) <= today)


def _in_order(dues: Iterable[Due]) -> list[Due]:
    return sorted(dues, key=lambda due: (due.on, due.text, due.about))


def _receipts(office: Office) -> Iterator[Due]:
    ledger = office.single
    if ledger is None:
        return
    days = wait_days(office)
    for seq, period, sealed in unanswered(office, office.today(), days):
        yield Due(
            key=f"receipt:{seq}", ledger=ledger.key, record="", text="还没有收到教育局的回执", about=f"第 {seq} 号材料({period})",
            on=sealed + timedelta(days=days), basis=f"报送后 {days} 天没有回执,请向教育局查问", page="sent",
        )  # fmt: skip


def _signatures(office: Office) -> Iterator[Due]:
    """What waits for the principal, on the principal's own home page."""
    ledger = office.single
    if ledger is None or "signing" not in office.session.scopes:
        return
    for one in waiting(office):
        yield Due(
            key=f"sign:{one.frozen.sha256}", ledger=ledger.key, record="", text="报送材料等着审签", about=one.called,
            on=office.today(), basis="经办人已定稿,要校长用自己的口令签名", page="sign",
        )  # fmt: skip


class _Beside:
    """The records that others point at, fetched for a whole ledger at once: one by one they would cost more than all the rest."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._known: dict[tuple[str, str], Record | None] = {}
        self._parts: dict[tuple[str, str], Sequence[Record]] = {}

    def parts_of(self, record: Record, key: str) -> Sequence[Record]:
        # every part of a file asks for its siblings
        if (key, record.id) not in self._parts:
            self._parts[key, record.id] = self._office.parts_of(record, key)
        return self._parts[key, record.id]

    def fetch(self, ledger: Ledger, records: Iterable[Record]) -> None:
        wanted: dict[str, set[str]] = defaultdict(set)
        for record in records:
            for name, target in ledger.links.items():
                value = record.values.get(name)
                if isinstance(value, str) and (target, value) not in self._known:
                    wanted[target].add(value)
        for target, ids in wanted.items():
            other = self._office.ledgers.get(target)
            if other is not None:
                found = [*self._office.store(other).every(other, Query(ids=sorted(ids)))]
                self._known.update({(target, one.id): one for one in found})
                self._office.lookup.prime(target, found)

    def record(self, key: str, record_id: str) -> Record | None:
        if (key, record_id) not in self._known:
            self._known[key, record_id] = self._office.record(key, record_id)
        return self._known[key, record_id]


class _Heads:
    """The files that parts belong to, read once however many of their parts have dues."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._known: dict[str, dict[str, Record]] = {}

    def of(self, ledger: Ledger) -> dict[str, Record]:
        if ledger.key not in self._known:
            self._known[ledger.key] = {one.id: one for one in self._office.store(ledger).every(ledger)}
        return self._known[ledger.key]


def _of_ledger(office: Office, ledger: Ledger, heads: _Heads, beside: _Beside) -> Iterator[Due]:
    plain = office.around().reading(beside.record, beside.parts_of)
    chosen = [office.ledgers[key] for key in ledger.due_parts if key in office.ledgers]
    parts = {one.key: _by_parent(office, one, ledger.due_reads.get(one.key), recent=one.key in ledger.due_recent) for one in chosen}
    above = office.ledgers.get(ledger.part_of or "")
    parents = heads.of(above) if above else {}
    asked = Query(filled=ledger.due_filled, blank=ledger.due_blank)
    whole = not (ledger.due_filled or ledger.due_blank)
    records = list(heads.of(ledger).values() if whole and not above else office.store(ledger).every(ledger, asked))
    beside.fetch(ledger, records)
    for record in records:
        if above and record.parent not in parents:
            continue
        around = plain
        if parts or above:
            around = plain.with_parts({key: found.get(record.id, ()) for key, found in parts.items()}, parents.get(record.parent or ""))
        for rule in ledger.dues:
            yield from rule(record, around)


def _by_parent(office: Office, ledger: Ledger, names: tuple[str, ...] | None, *, recent: bool) -> dict[str, list[Record]]:
    """Return the parts of every file; `recent`: only those of this school year; names: the fields to read, all by default."""
    begun = f"{school_year(office.today())}-{SEPTEMBER:02}-01"
    query = Query(since=(ledger.happened, begun) if recent and ledger.happened else None, names=names)
    found: dict[str, list[Record]] = defaultdict(list)
    for record in office.store(ledger).every(ledger, query):
        found[record.parent or ""].append(record)
    return found


def put_off(office: Office, due: Due, until: date) -> None:
    """Show a due again on a later day. Raises UserError for a day that is not later, and for a due that stays."""
    _may_go(due)
    if until <= office.today():
        raise UserError("稍后提醒的日期要在今天之后。", "", "这一项还在。", "请另选日期。")
    _note(office, due, until.isoformat(), "稍后提醒")


def dismiss(office: Office, due: Due, reason: str) -> None:
    """Take a due off the list for good. Raises UserError without a reason, and for a due that stays."""
    _may_go(due)
    if not reason.strip():
        raise UserError("请写明为什么不需要办。", "", "这一项还在。", "")
    _note(office, due, None, reason.strip())


def _may_go(due: Due) -> None:
    if due.stays:
        raise UserError(f"“{due.text}”不能推迟,也不能划掉。", f"依据:{due.basis}。", "这一项还在。", "请现在就办,办好了它自己会消失。")


def _note(office: Office, due: Due, until: str | None, reason: str) -> None:
    store = office.store(office.ledgers[due.ledger])
    with store.transaction():
        store.conn.execute(
            "INSERT OR REPLACE INTO due_note(key, until, reason, actor, at) VALUES (?, ?, ?, ?, ?)",
            (due.key, until, reason, office.user, now_utc()),
        )
        details = {"reason_digest": store.journal.digest(reason), "until": until}
        store.journal.append(now_utc(), "事项另作安排", f"{due.ledger}/{due.record}", details)


def _notes(office: Office) -> dict[str, str | None]:
    rows: Iterable[tuple[str, str | None]] = (
        row for store in office.session.stores() for row in store.conn.execute("SELECT key, until FROM due_note")
    )
    return dict(rows)
