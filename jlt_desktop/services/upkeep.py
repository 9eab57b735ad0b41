"""Keeping the data safe: thorough check, backup, restore, and the note of how far the journals had come."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from jlt_desktop.vault import backup as backups
from jlt_desktop.vault.checking import check_store
from jlt_desktop.vault.settings import Settings
from jlt_desktop.vault.store import now_utc
from jlt_desktop.vault.witness import older_than_seen, remember

if TYPE_CHECKING:
    from jlt_desktop.services.office import Office

_BACKUP_DAYS = 7


def check(office: Office) -> list[str]:
    """Return what is wrong with the data this user can open, in sentences; empty when everything holds. Journalled."""
    found = []
    for store in office.session.stores():
        scope = store.path.stem
        found += check_store(store, [one for one in office.ledgers.values() if one.scope == scope])
        with store.transaction():
            store.journal.append(now_utc(), "核对数据", scope, {"findings": len(found)})
    return found


def back_up(office: Office, folder: Path) -> backups.BackupMade:
    """Write a verified backup into a folder and remember where. Raises OutsideError."""
    made = backups.back_up(office.session, folder)
    store = office.session.store("general")
    with store.transaction():
        Settings(store.conn).set("backup", {"folder": str(folder), "at": datetime.now().isoformat(timespec="minutes")})
    return made


def restore(backup: Path, folder: Path) -> Path | None:
    """Put a backup in place; returns where what stood there was kept. Raises OutsideError."""
    return backups.restore(backup, folder)


def backup_reminder(office: Office) -> str:
    """Return a sentence when the last backup is older than a week or there is none; empty otherwise."""
    last = Settings(office.session.store("general").conn).get("backup")
    if not isinstance(last, dict):
        return "还没有做过备份。"
    age = datetime.now() - datetime.fromisoformat(str(last["at"]))
    return f"上次备份是 {age.days} 天前。" if age > timedelta(days=_BACKUP_DAYS) else ""


def backup_folder(office: Office) -> Path | None:
    """Return where the last backup was written."""
    last = Settings(office.session.store("general").conn).get("backup")
    return Path(str(last["folder"])) if isinstance(last, dict) else None


def look_back(office: Office, witness: Path) -> list[str]:
    """Return warnings when the data is older than this computer has seen, and note how far it has come now."""
    found = older_than_seen(office.session, witness)
    remember(office.session, witness)
    return found
