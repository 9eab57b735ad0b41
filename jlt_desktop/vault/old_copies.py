"""Backups and kept folders from before a key was made anew: whoever had a key then can still open them with it."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jlt_desktop.domain.errors import OutsideError
from jlt_desktop.vault import header as headers
from jlt_desktop.vault.backup import SUFFIX
from jlt_desktop.vault.restoring import BROKEN

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from jlt_desktop.vault.header import Header

_MOST = 1024 * 1024


@dataclass(frozen=True, slots=True)
class OldCopy:
    """A copy under older keys: a backup or a folder, the scopes it opens, and who could open it and now no longer may unlock."""

    path: Path
    scopes: tuple[str, ...]
    gone: tuple[str, ...]


def under_older_keys(header: Header, places: Sequence[Path], school: Path) -> list[OldCopy]:
    """Return what of this school is still readable with older keys, of backups in some folders and of folders kept beside the school."""
    found = [path for place in dict.fromkeys(places) if place.is_dir() for path in sorted(place.glob(f"*{SUFFIX}"))]
    kept = [path for path in sorted(school.parent.glob(f"{school.name}-恢复前-*")) if path.is_dir()]
    copies = (_looked_at(path, header) for path in (*found, *kept))
    return [one for one in copies if one is not None]


def _looked_at(path: Path, header: Header) -> OldCopy | None:
    old = _header_of(path)
    if old is None or old.vault_id != header.vault_id:
        return None
    scopes = tuple(one for one in header.scopes if one in old.scopes and old.epoch(one) < header.epoch(one))
    gone = tuple(sorted(str(data["name"]) for user, data in old.users.items() if user not in header.users))
    return OldCopy(path, scopes, gone) if scopes else None


def _header_of(path: Path) -> Header | None:
    """Return the newest header of a copy; None for what is no copy of ours, or cannot be read."""
    try:
        if path.is_dir():
            return headers.load(path)[0]
        with zipfile.ZipFile(path) as packed:
            found = [headers.parse(packed.open(name).read(_MOST)) for name in headers.NAMES if name in packed.namelist()]
    except (*BROKEN, OSError, OutsideError, headers.BrokenHeader):
        return None
    return max(found, key=lambda one: one.generation, default=None)
