"""Backups: one file with the encrypted databases and the header as they stand, proved by opening it again."""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from jlt_desktop.domain.errors import OutsideError
from jlt_desktop.vault import header as headers
from jlt_desktop.vault.canonical import canonical
from jlt_desktop.vault.checking import damaged_pages
from jlt_desktop.vault.database import connect
from jlt_desktop.vault.epochs import database_path
from jlt_desktop.vault.files import outside, replace_with_retry, sync_folder
from jlt_desktop.vault.restoring import BROKEN, MANIFEST, unpack
from jlt_desktop.vault.session import Session
from jlt_desktop.vault.store import now_utc

SUFFIX = ".jltbak"
_NAME = re.compile(r"jlt-backup-(\d{8})-(\d{6})\.jltbak")
_PIECE = 1024 * 1024
_DAYS, _WEEKS, _MONTHS = 7, 4, 12
_COUNTS = "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'l\\_%' ESCAPE '\\' ORDER BY name"


@dataclass(frozen=True, slots=True)
class BackupMade:
    """A verified backup: where it is, how large, how many records each table holds."""

    path: Path
    size: int
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the list of contents says beside the hashes."""

    vault_id: str
    school: str
    counts: dict[str, int]


def back_up(session: Session, folder: Path, now: datetime | None = None, *, school: str = "") -> BackupMade:
    """Write a backup into a folder, read it back, open it and compare the counts. Raises OutsideError.

    school: its name, written into the list of contents so that one can tell backups apart before restoring.
    The files are copied while this session holds them and no transaction is open, which is when they are whole; also the file
    whose key this user does not have, which is copied as it is.
    """
    moment = (now or datetime.now()).strftime("%Y%m%d-%H%M%S")
    final = folder / f"jlt-backup-{moment}{SUFFIX}"
    part = folder / (final.name + ".part")
    for store in session.stores():
        with store.transaction():
            store.journal.append(now_utc(), "备份", "vault")
    counts = _counts(session)
    files = _files(session)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write(part, files, session, _Facts(session.header.vault_id, school, counts))
        _prove(part, session, counts)
        replace_with_retry(part, final)
        sync_folder(folder)
    except (OSError, OutsideError) as error:
        with suppress(OSError):  # a stick that was pulled out cannot be tidied; a .part is no backup
            part.unlink(missing_ok=True)
        if isinstance(error, OutsideError):
            raise
        raise outside(error, final.name) from None
    _thin_out(folder, session.header.vault_id)
    return BackupMade(final, final.stat().st_size, counts)


def _files(session: Session) -> dict[str, Path]:
    """Return name in the backup -> file; with what a crash left beside a file this user cannot open: without it that is not whole."""
    held = {store.path.stem for store in session.stores()}
    files = {name: session.folder / name for name in headers.NAMES}
    for scope in session.header.plan.databases:
        data = database_path(session.folder, session.header, scope)
        files[f"{scope}.db"] = data
        if scope not in held:
            files[f"{scope}.db-journal"] = data.with_name(f"{data.name}-journal")
    return files


def _counts(session: Session) -> dict[str, int]:
    found = {}
    for store in session.stores():
        for (name,) in store.conn.execute(_COUNTS).fetchall():
            if store.path.stem == "general":
                found[name] = store.conn.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
    return found


def _write(part: Path, files: dict[str, Path], session: Session, facts: _Facts) -> None:
    held = {store.path.name: store for store in session.stores()}
    with part.open("wb") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as packed:
            hashes = {}
            for name, path in files.items():
                if name in held:
                    hashes[name] = _put(packed, name, path, held[name].raw())
                elif path.exists():
                    with path.open("rb") as original:
                        hashes[name] = _put(packed, name, path, original)
            manifest = {"vault_id": facts.vault_id, "school": facts.school, "made": now_utc(), "sha256": hashes, "counts": facts.counts}
            packed.writestr(MANIFEST, canonical(manifest))
        file.flush()
        os.fsync(file.fileno())


def _put(packed: zipfile.ZipFile, name: str, path: Path, original: BinaryIO) -> str:
    """Copy one file into the backup; returns the SHA-256 of what went in."""
    digest = hashlib.sha256()
    with packed.open(zipfile.ZipInfo.from_file(path, name), "w") as target:
        while piece := original.read(_PIECE):
            digest.update(piece)
            target.write(piece)
    return digest.hexdigest()


def _prove(part: Path, session: Session, counts: dict[str, int]) -> None:
    """Unpack the backup beside it, open what this user can open, and count."""
    with tempfile.TemporaryDirectory(dir=part.parent, prefix=".check-") as room:
        place = Path(room)
        unpack(part, place)
        for store in session.stores():
            copy = place / store.path.name
            conn = connect(copy, session.database_key(store.path.stem))
            try:
                if store.path.stem == "general" and counts != {
                    name: conn.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in counts
                }:
                    raise OutsideError("备份里的记录数和现在的不一致。", "", "原有数据没有改动。", "请换一个位置再备份一次。")
                if damaged_pages(conn, copy.name):
                    raise OutsideError(
                        "备份写完后再读,有损坏的页。", "U 盘或磁盘可能有坏块。", "原有数据没有改动。", "请换一个位置再备份一次。"
                    )
            finally:
                conn.close()


def last_backup(folder: Path) -> datetime | None:
    """Return when the newest backup in a folder was made."""
    made = sorted(_moment(path) for path in folder.glob(f"*{SUFFIX}") if _NAME.fullmatch(path.name)) if folder.is_dir() else []
    return made[-1] if made else None


def _moment(path: Path) -> datetime:
    match = _NAME.fullmatch(path.name)
    return datetime.strptime("".join(match.groups()), "%Y%m%d%H%M%S") if match else datetime.min


def to_keep(moments: list[datetime]) -> set[datetime]:
    """Return which backups stay: the newest of each of 7 days, 4 weeks and 12 months."""
    newest = sorted(moments, reverse=True)
    kept: set[datetime] = set()
    for pattern, most in (("%Y-%m-%d", _DAYS), ("%G-%V", _WEEKS), ("%Y-%m", _MONTHS)):
        seen: dict[str, datetime] = {}
        for moment in newest:
            seen.setdefault(moment.strftime(pattern), moment)
        kept |= set(list(seen.values())[:most])
    return kept


def _thin_out(folder: Path, vault_id: str) -> None:
    """Remove what is not to be kept of this school's backups; those of another school in the same folder are not touched."""
    found = {path: _moment(path) for path in folder.glob(f"*{SUFFIX}") if _NAME.fullmatch(path.name) and _vault_of(path) == vault_id}
    kept = to_keep(list(found.values()))
    for path, moment in found.items():
        if moment not in kept:
            path.unlink(missing_ok=True)


def _vault_of(backup: Path) -> str:
    try:
        with zipfile.ZipFile(backup) as packed:
            return str(json.loads(packed.read(MANIFEST))["vault_id"])
    except (*BROKEN, OSError):
        return ""
