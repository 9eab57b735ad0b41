"""Keeping the bureau's data: the thorough look and the backup."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from jlt_desktop.district.receipts import broken_at
from jlt_desktop.vault import backup
from jlt_desktop.vault.checking import unsound

if TYPE_CHECKING:
    from jlt_desktop.district.bureau import Bureau


def check(bureau: Bureau) -> list[str]:
    """Return what is wrong, in sentences; empty when the file, its journal and the chain of receipts hold."""
    found = unsound(bureau.scope)
    event = bureau.scope.journal.broken_at()
    if event:
        found.append(f"操作日志从第 {event} 条起不连续,可能被改过。")
    receipt = broken_at(bureau)
    if receipt:
        found.append(f"回执从第 {receipt} 号起不连续,可能被改过。")
    return found


def back_up(bureau: Bureau, folder: Path) -> backup.BackupMade:
    """Write a backup of the vault into a folder and read it back. Raises OutsideError.

    Without it a restored or replaced computer would take an old bundle for a new one. What is kept in PostgreSQL has its own backups.
    """
    return backup.back_up(bureau.session, folder)
