"""Break-glass: somebody else's own notes, for a stated reason and a short while; their owner is told, and nothing of it is silent."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from jlt_desktop.domain.errors import UserError
from jlt_desktop.vault.schema import table
from jlt_desktop.vault.settings import Settings
from jlt_desktop.vault.store import now_utc

if TYPE_CHECKING:
    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.services.office import Office

_NOTICES = "glass_notices"
_LEAST = 8
MINUTES = 30


def behind_glass(office: Office, ledger: Ledger) -> dict[str, int]:
    """Return whose records of an owner-only ledger this user does not see, and how many: that they exist is all that is told."""
    if not ledger.owner_only:
        return {}
    store = office.store(ledger)
    rows = store.conn.execute(f"SELECT created_by FROM {table(ledger)} WHERE removed_at IS NULL").fetchall()
    return {owner: count for owner, count in Counter(row[0] for row in rows).items() if owner not in store.seen_owners()}


def break_glass(office: Office, ledger: Ledger, owner: str, reason: str, minutes: int = MINUTES) -> datetime:
    """Show an owner's records for a while; returns when that ends (UTC). Raises UserError without a reason in words."""
    if len(reason.strip()) < _LEAST:
        raise UserError(
            "请写清楚为什么必须看。", f"理由至少 {_LEAST} 个字,会原样留给记录人看。", "还没有打开。", "例如:记录人外出,学生今晚有危险。"
        )
    if owner not in behind_glass(office, ledger):
        raise UserError(f"没有“{owner}”单独保管的{ledger.title}。", "", "数据没有改动。", "请核对姓名。")
    store, until = office.store(ledger), datetime.now(UTC) + timedelta(minutes=minutes)
    with store.transaction():
        kept = _kept(office, ledger)
        kept.append(
            {"owner": owner, "by": office.user, "at": now_utc(), "reason": reason.strip(), "title": ledger.title, "minutes": minutes}
        )
        Settings(store.conn).set(_NOTICES, kept)
        details = {"owner": owner, "reason": reason.strip(), "minutes": minutes}
        store.journal.append(now_utc(), "破例查看", ledger.key, details)
    store.glasses[owner] = until
    return until


def notices(office: Office) -> list[str]:
    """Return what the user has to be told: who looked at their records, when and why."""
    return [
        f"{one['by']}于 {str(one['at'])[:16].replace('T', ' ')}(世界时)破例查看了您的{one['title']}:{one['reason']}"
        for store in office.session.stores()
        for one in _of(store_settings=Settings(store.conn))
        if one["owner"] == office.user
    ]


def acknowledge(office: Office) -> None:
    """The owner has read the notices; the journal keeps what happened."""
    for store in office.session.stores():
        kept = _of(store_settings=Settings(store.conn))
        own = [one for one in kept if one["owner"] == office.user]
        if own:
            with store.transaction():
                Settings(store.conn).set(_NOTICES, [one for one in kept if one["owner"] != office.user])
                store.journal.append(now_utc(), "破例查看已告知", office.user, {"count": len(own)})


def _kept(office: Office, ledger: Ledger) -> list[dict[str, object]]:
    return _of(store_settings=Settings(office.store(ledger).conn))


def _of(*, store_settings: Settings) -> list[dict[str, object]]:
    found = store_settings.get(_NOTICES, [])
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
