"""A restore that was cut short between its two renames: found at the next opening, and finished."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.vault.files import outside, replace_with_retry, sync_folder

if TYPE_CHECKING:
    from pathlib import Path


def building(folder: Path) -> Path:
    """Return where a backup is unpacked; what lies there may be half done."""
    return folder.with_name(folder.name + ".restoring")


def ready(folder: Path) -> Path:
    """Return where an unpacked backup waits to take the folder's place; what lies there is whole."""
    return folder.with_name(folder.name + ".restored")


def finish(folder: Path) -> None:
    """Put a backup in place that was ready when the old data had already been renamed; nothing to do otherwise. Raises OutsideError.

    As long as the old data stands, or anything else does, it is left alone: nothing was taken away.
    """
    waiting = ready(folder)
    try:
        if not waiting.is_dir() or (folder.exists() and any(folder.iterdir())):
            return
        if folder.exists():
            folder.rmdir()
        replace_with_retry(waiting, folder)
        sync_folder(folder.parent)
    except OSError as error:
        raise outside(error, folder.name) from None
