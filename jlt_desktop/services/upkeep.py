"""Keeping the data safe: thorough check, backup, restore, and the note of how far the journals had come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from jlt_desktop.domain.errors import OutsideError
from jlt_desktop.vault import backup as backups
from jlt_desktop.vault import restoring
from jlt_desktop.vault.checking import check_store, unsound
from jlt_desktop.vault.schema import table
from jlt_desktop.vault.session import ROLE_TITLES
from jlt_desktop.vault.settings import Settings
from jlt_desktop.vault.store import now_utc
from jlt_desktop.vault.witness import older_than_seen, remember

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.services.office import Office

_BACKUP_DAYS = 7
_LOOK_DAYS = 7
_RESTORE = "请从最近一次核对过的备份恢复。"


def check(office: Office) -> list[str]:
    """Return what is wrong with the data this user can open, in sentences; empty when everything holds. Journalled."""
    found = []
    for store in office.session.stores():
        scope = store.path.stem
        found += check_store(store, [one for one in office.ledgers.values() if one.scope == scope])
        with store.transaction():
            store.journal.append(now_utc(), "核对数据", scope, {"findings": len(found)})
    return found


def weekly_look(office: Office) -> list[str]:
    """Look at the pages and the structure of each file when a week has gone by; returns what is wrong, in sentences. Journalled."""
    found = []
    for store in office.session.stores():
        last = Settings(store.conn).get("looked_over")
        age = datetime.now(UTC) - datetime.fromisoformat(last) if isinstance(last, str) else None
        if age is not None and timedelta() <= age < timedelta(days=_LOOK_DAYS):
            continue
        wrong = unsound(store)
        found += [f"{one}{_RESTORE}" for one in wrong]
        # a damaged file is not written to any more
        if not wrong:
            with store.transaction():
                Settings(store.conn).set("looked_over", now_utc())
                store.journal.append(now_utc(), "核对文件", store.path.stem)
    return found


def refuse_damaged(office: Office) -> None:
    """Let nothing leave a damaged file. Raises OutsideError."""
    wrong = [one for store in office.session.stores() for one in unsound(store)]
    if wrong:
        raise OutsideError("数据文件损坏,不能报送。", "".join(wrong), "没有生成报送文件,程序没有再写数据。", _RESTORE)


def back_up(office: Office, folder: Path) -> backups.BackupMade:
    """Write a verified backup into a folder and remember where. Raises OutsideError."""
    made = backups.back_up(office.session, folder, school=str(office.school.get("school_name") or ""))
    store = office.session.store("general")
    with store.transaction():
        Settings(store.conn).set("backup", {"folder": str(folder), "at": datetime.now().isoformat(timespec="minutes")})
    return made


@dataclass(frozen=True, slots=True)
class Told:
    """A backup in words, as far as can be said before it is unlocked: whose and when as the headline, what is in it below."""

    headline: str
    lines: tuple[str, ...]


def told_of(backup: Path, ledgers: Iterable[Ledger]) -> Told:
    """Compare every byte of a backup and say what it holds. Raises OutsideError."""
    found = restoring.contents(backup)
    made = found.made.astimezone() if found.made else None
    when = f"{made.year}年{made.month}月{made.day}日 {made:%H:%M} 做的备份" if made else "没有写明哪天做的备份"
    counts = [(one.title, found.counts.get(table(one), 0)) for one in ledgers]
    listed = "、".join(f"{title} {count}" for title, count in counts if count)
    return Told(
        f"{found.school or '没有写明学校'},{when}",
        (
            f"能解锁的人:{'、'.join(f'{name}({ROLE_TITLES.get(role, role)})' for name, role in found.people)}。",
            f"日常台账 {sum(count for _, count in counts)} 条:{listed}。" if listed else "日常台账里还没有记录。",
            "心理资料也在里面,另外加了密,解锁以前看不到有多少。",
            f"文件“{backup.name}”{found.size / 1024 / 1024:.1f} MB,已逐字节核对,是完整的。",
        ),
    )


def restore(backup: Path, folder: Path) -> Path | None:
    """Put a backup in place; returns where what stood there was kept. Raises OutsideError."""
    return restoring.restore(backup, folder)


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
