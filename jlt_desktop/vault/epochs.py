"""Which file counts: a scope's data under its present key, what a key being made anew left behind, and the key of its journal.

The data always stands under the scope's plain name. A copy under a new key waits beside it under a name that holds its epoch; the
header alone says whether that copy is not yet, or already, what counts.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from jlt_desktop.vault import slots
from jlt_desktop.vault.database import connect
from jlt_desktop.vault.files import outside, replace_with_retry, sync_folder
from jlt_desktop.vault.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path
    from sqlite3 import Connection

    from jlt_desktop.vault.header import Header

JOURNAL_KEY = "journal_key"  # in a file that was re-keyed: what its events are digested with, so that the old ones still prove true


def waiting(folder: Path, scope: str, epoch: int) -> Path:
    """Return where the copy under the key of an epoch waits to take the data's place."""
    return folder / f"{scope}.epoch-{epoch}.new"


def database_path(folder: Path, header: Header, scope: str) -> Path:
    """Return the file that holds a scope's data under the key the header leads to."""
    ready = waiting(folder, scope, header.epoch(scope))
    return ready if ready.exists() else folder / f"{scope}.db"


def settle(folder: Path, header: Header, scope: str, key: bytes) -> None:
    """Put the copy the header has decided for in its place, and sweep away one it has not. Raises OutsideError.

    header: proved. key: of the scope's database; the copy is opened before it replaces anything.
    """
    ready, data = waiting(folder, scope, header.epoch(scope)), folder / f"{scope}.db"
    for one in folder.glob(f"{scope}.epoch-*.new*"):
        if not one.name.startswith(ready.name):
            with suppress(OSError):  # on a disk that takes nothing it lies there until the next time
                one.unlink(missing_ok=True)
    if not ready.exists():
        return
    connect(ready, key).close()
    try:
        # a journal left by the old file must never be rolled back into the new one
        data.with_name(f"{data.name}-journal").unlink(missing_ok=True)
        sync_folder(folder)
        replace_with_retry(ready, data)
        sync_folder(folder)
    except OSError as error:
        raise outside(error, data.name) from None


def journal_key(conn: Connection, scope_key: bytes) -> bytes:
    """Return what the events of an opened file are digested with: the key it began with, whatever became of the scope's key."""
    kept = Settings(conn).get(JOURNAL_KEY)
    return bytes.fromhex(kept) if isinstance(kept, str) else slots.sub_key(scope_key, "journal")
