"""A note outside the vault of how far its journals had come, so that an old copy put back is noticed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from jlt_desktop.vault.files import outside, write_whole

if TYPE_CHECKING:
    from pathlib import Path

    from jlt_desktop.vault.session import Session


def older_than_seen(session: Session, folder: Path) -> list[str]:
    """Return a sentence for every file that is older than, or other than, what this computer has seen; empty when all is well."""
    seen = _noted(folder / f"{session.header.vault_id}.json")
    found = []
    for store in session.stores():
        number, head = seen.get(store.path.stem, (0, ""))
        if number == 0:  # never seen, or seen before its first event
            continue
        row = store.conn.execute("SELECT hash FROM journal WHERE number = ?", (number,)).fetchone()
        if row is None or bytes(row[0]).hex() != head:
            found.append(f"“{store.path.name}”比这台电脑上次见到的旧,可能被换成了旧的拷贝。请查明原因;如果是您恢复了备份,可以继续。")
    return found


def remember(session: Session, folder: Path) -> None:
    """Write down how far the opened journals have come; what the user cannot open stays as it was noted."""
    path = folder / f"{session.header.vault_id}.json"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise outside(error, folder.name) from None
    seen = {scope: {"n": number, "head": head} for scope, (number, head) in _noted(path).items()}
    for store in session.stores():
        number, head = store.journal.head()
        seen[store.path.stem] = {"n": number, "head": head.hex()}
    write_whole(path, json.dumps(seen, sort_keys=True).encode())


def _noted(path: Path) -> dict[str, tuple[int, str]]:
    """Return scope -> number and head; empty when the note is missing or unreadable."""
    try:
        content = json.loads(path.read_text(encoding="ascii"))
        return {str(scope): (int(note["n"]), str(note["head"])) for scope, note in content.items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}
