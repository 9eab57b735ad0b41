"""What was put away is read for a stated reason and a while; the reason stands in the journal beside the look."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from jlt_desktop.domain.errors import UserError
from jlt_desktop.vault.store import now_utc

if TYPE_CHECKING:
    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.domain.record import Record
    from jlt_desktop.services.office import Office

_LEAST = 8
MINUTES = 30


class PutAway(UserError):
    """The record is read for a reason only."""


def refuse_unread(office: Office, ledger: Ledger, record: Record) -> None:
    """Raise PutAway for a record under seal that nobody gave a reason for in the last half hour."""
    why = ledger.put_away(record, office.around(record)) if ledger.put_away else ""
    until = office.store(ledger).unsealed.get(record.id)
    if why and not (until and datetime.now(UTC) < until):
        raise PutAway(why, "打开它要写明依据。", "还没有打开。", "例如:公安机关依法查询,单位和文号。")


def unseal(office: Office, ledger: Ledger, record_id: str, reason: str) -> datetime:
    """Let a record under seal be read for a while; returns when that ends (UTC). Raises UserError without a reason in words."""
    if len(reason.strip()) < _LEAST:
        raise UserError(
            "请写清楚凭什么打开。", f"依据至少 {_LEAST} 个字,会写进操作日志。", "还没有打开。", "例如:公安机关依法查询,单位和文号。"
        )
    store, until = office.store(ledger), datetime.now(UTC) + timedelta(minutes=MINUTES)
    with store.transaction():
        details = {"reason": reason.strip(), "minutes": MINUTES}
        store.journal.append(now_utc(), "打开封存", f"{ledger.key}/{record_id}", details)
    store.unsealed[record_id] = until
    return until


def refuse_list(ledger: Ledger) -> None:
    """Raise UserError where no list of a ledger's records is to be carried away."""
    if ledger.unlisted:
        raise UserError(
            f"{ledger.title}不成列表:不导入、不导出,也不整表打印。",
            "法律要求封存。",
            "数据没有改动。",
            "要一份的,打开那一份打印;要数的,用统计表。",
        )
