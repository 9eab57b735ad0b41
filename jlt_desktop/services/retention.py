"""What is past its time: the list with reasons, the first person's proposal, the second's confirmation, and the record that remains."""

from __future__ import annotations

import json
import uuid
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from jlt_desktop.domain.errors import UserError
from jlt_desktop.services.retention_list import Item, due_list
from jlt_desktop.vault import kdf
from jlt_desktop.vault.erasing import compact, erase, family
from jlt_desktop.vault.opening import prove
from jlt_desktop.vault.people import everybody
from jlt_desktop.vault.session import FILE_TITLES
from jlt_desktop.vault.store import now_utc

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from jlt_desktop.services.office import Office
    from jlt_desktop.vault.store import Store

_COLUMNS = "id, proposed_at, proposed_by, proposed_id, items, dropped_at, confirmed_at, confirmed_by, counts"
_STATES = {"waiting": "待确认", "dropped": "已撤回", "done": "已销毁"}


@dataclass(frozen=True, slots=True)
class Destruction:
    """One proposal and what became of it. counts: ledger -> year -> how many; parts and files: how many went along."""

    id: str
    scope: str
    proposed_at: str
    proposed_by: str
    proposed_id: str
    items: tuple[Item, ...]
    dropped_at: str | None
    confirmed_at: str | None
    confirmed_by: str | None
    counts: Mapping[str, Mapping[str, int]]
    parts: int
    files: int

    @property
    def state(self) -> str:
        """Return waiting, dropped or done."""
        return "done" if self.confirmed_at else "dropped" if self.dropped_at else "waiting"

    @property
    def state_words(self) -> str:
        """Return the state in words."""
        return _STATES[self.state]


def destructions(office: Office) -> list[Destruction]:
    """Return every proposal this user may see, the newest first."""
    found = [
        _read(store.path.stem, row)
        for store in office.session.stores()
        for row in store.conn.execute(f"SELECT {_COLUMNS} FROM destruction")
    ]
    return sorted(found, key=lambda one: one.proposed_at, reverse=True)


def _read(scope: str, row: Sequence[object]) -> Destruction:
    items = tuple(Item(**{**one, "on": date.fromisoformat(one["on"])}) for one in json.loads(str(row[4])))
    kept: dict[str, Any] = json.loads(str(row[8])) if row[8] else {"ledgers": {}, "parts": 0, "files": 0}
    texts = [None if one is None else str(one) for one in row]
    return Destruction(
        str(row[0]), scope, str(row[1]), str(row[2]), str(row[3]), items, texts[5], texts[6], texts[7], kept["ledgers"], kept["parts"],
        kept["files"],
    )  # fmt: skip


def propose(office: Office, scope: str, records: Collection[str]) -> Destruction:
    """Keep a proposal to destroy records that are due; nothing is destroyed. Raises UserError."""
    if any(one.scope == scope and one.state == "waiting" for one in destructions(office)):
        raise UserError(f"{FILE_TITLES[scope]}已有一份销毁提议等着确认。", "", "数据没有改动。", "请先确认或撤回那一份。")
    items = [one for one in due_list(office).items if one.record in records and office.ledgers[one.ledger].scope == scope]
    if not items or len(items) != len(set(records)):
        raise UserError("选中的档案里有没到期的,或者一份也没选。", "", "数据没有改动。", "请刷新到期清单,重新选。")
    store, made = office.session.store(scope), uuid.uuid4().hex[:12]
    body = json.dumps([{**asdict(one), "on": one.on.isoformat()} for one in items], ensure_ascii=False)
    with store.transaction():
        store.conn.execute(
            "INSERT INTO destruction(id, proposed_at, proposed_by, proposed_id, items) VALUES (?, ?, ?, ?, ?)",
            (made, now_utc(), office.user, office.session.user_id, body),
        )
        store.journal.append(now_utc(), "提出销毁", f"destruction/{made}", {"records": len(items), "items": store.journal.digest(body)})
    return known(office, made)


def withdraw(office: Office, destruction: str) -> None:
    """Drop a proposal that nobody has confirmed. Raises UserError."""
    found = _waiting(office, destruction)
    store = office.session.store(found.scope)
    with store.transaction():
        store.conn.execute("UPDATE destruction SET dropped_at = ? WHERE id = ?", (now_utc(), destruction))
        store.journal.append(now_utc(), "撤回销毁", f"destruction/{destruction}")


def seconds(office: Office, destruction: Destruction) -> list[str]:
    """Return who may be the second person: another holder of these files; where there is none, anybody else who may unlock."""
    others = [one for one in everybody(office.session.header) if one.id != destruction.proposed_id]
    return [one.name for one in ([one for one in others if destruction.scope in one.scopes] or others)]


def confirm(office: Office, destruction: str, name: str = "", password: str = "", *, floor: kdf.KdfCost = kdf.FLOOR) -> Destruction:
    """Destroy what was proposed, a second person agreeing: who is logged in, or one who gives name and passphrase here.

    Raises UserError when it is the same person or something is no longer due; OutsideError for a wrong passphrase.
    """
    found = _waiting(office, destruction)
    session = office.session
    who, user_id = name or office.user, session.user_id
    if name:
        user_id = prove(session.folder, name, password, floor, session.header.generation)
    if user_id == found.proposed_id or who not in seconds(office, found):
        why = f"提出的是{found.proposed_by}。" if user_id == found.proposed_id else "这部分资料另有人管,要由他们确认。"
        raise UserError("销毁要由另一个人确认。", why, "数据没有改动。", f"可以确认的人:{'、'.join(seconds(office, found))}。")
    store = office.session.store(found.scope)
    with store.transaction():
        _destroy(office, store, found, who, user_id)
    compact(store)
    office.lookup.forget()
    return known(office, destruction)


def _destroy(office: Office, store: Store, what: Destruction, who: str, user_id: str) -> None:
    due = {one.record: one for one in due_list(office).items}
    changed = [one.number for one in what.items if due.get(one.record) != one]
    if changed:
        raise UserError(
            f"有 {len(changed)} 份档案在提出以后改过,或不再到期:{'、'.join(changed[:5])}。",
            "",
            "一份也没有销毁。",
            "请撤回这份提议,重新提出。",
        )
    ledgers = [*office.ledgers.values()]
    rows = [row for one in what.items for row in family(store, ledgers, office.ledgers[one.ledger], one.record)]
    years: dict[str, Counter[str]] = {}
    for one in what.items:
        years.setdefault(one.ledger, Counter())[one.year] += 1
    details = {"proposed_by": what.proposed_by, "confirmed_by": who, "records": len(what.items)}
    files = erase(store, rows, f"destruction/{what.id}", details)
    counts = {"ledgers": years, "parts": len(rows) - len(what.items), "files": files}
    store.conn.execute(
        "UPDATE destruction SET confirmed_at = ?, confirmed_by = ?, confirmed_id = ?, counts = ? WHERE id = ?",
        (now_utc(), who, user_id, json.dumps(counts), what.id),
    )


def known(office: Office, destruction: str) -> Destruction:
    """Return a proposal by its id. Raises UserError when there is none."""
    found = next((one for one in destructions(office) if one.id == destruction), None)
    if found is None:
        raise UserError(f"没有编号为 {destruction} 的销毁提议。", "", "数据没有改动。", "请核对编号。")
    return found


def _waiting(office: Office, destruction: str) -> Destruction:
    found = known(office, destruction)
    if found.state != "waiting":
        raise UserError(f"这份销毁提议{found.state_words},不能再办。", "", "数据没有改动。", "")
    return found
