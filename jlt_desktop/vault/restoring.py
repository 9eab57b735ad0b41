"""Putting a backup in place: unpacked and compared beside the data first, then two renames that a kill cannot part."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import secrets
import shutil
import zipfile
import zlib
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from jlt_desktop.domain.errors import OutsideError
from jlt_desktop.vault import cut_short
from jlt_desktop.vault import header as headers
from jlt_desktop.vault.database import Busy, held
from jlt_desktop.vault.files import outside, read_limited, replace_with_retry, sync_folder, write_whole
from jlt_desktop.vault.places import refuse_unsafe_place
from jlt_desktop.vault.plans import PLANS, SCHOOL, Plan
from jlt_desktop.vault.session import in_order

if TYPE_CHECKING:
    from pathlib import Path

MANIFEST = "manifest.json"
_MARK = "restored"  # beside the data: a number for each time a backup was put in place; no backup carries it
BROKEN = (zipfile.BadZipFile, zlib.error, KeyError, ValueError, TypeError, EOFError, NotImplementedError, RuntimeError, OverflowError)
_DATA = tuple(sorted({f"{scope}.db" for plan in PLANS for scope in plan.databases}))
_ROLL_BACK = tuple(f"{name}-journal" for name in _DATA)


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup says it holds before anybody unlocks it. people: (name, role); counts: table -> records, of the general file."""

    vault_id: str
    school: str
    made: datetime | None
    size: int
    people: tuple[tuple[str, str], ...]
    counts: dict[str, int]


def contents(backup: Path) -> Contents:
    """Return what can be told of a backup without a passphrase; every byte is compared on the way. Raises OutsideError."""
    try:
        with zipfile.ZipFile(backup) as packed:
            manifest = _checked(backup, packed)
            header = max((headers.parse(packed.read(one)) for one in headers.NAMES if one in manifest["sha256"]), key=_generation)
            return Contents(
                vault_id=header.vault_id, school=str(manifest.get("school") or ""), made=_moment(manifest.get("made")),
                size=backup.stat().st_size,
                people=tuple(in_order(header)),
                counts={str(name): int(count) for name, count in dict(manifest.get("counts") or {}).items()},
            )  # fmt: skip
    except (*BROKEN, headers.BrokenHeader, AttributeError):
        raise _not_whole(backup) from None
    except OSError as error:
        raise _unreadable(backup, error) from None


def _checked(backup: Path, packed: zipfile.ZipFile) -> dict[str, Any]:
    """Return the list of contents; Raises OutsideError unless the members are those of a backup and have the hashes it names."""
    manifest = _listed(backup, packed)
    for name, wanted in manifest["sha256"].items():
        with packed.open(name) as member:
            if hashlib.file_digest(member, "sha256").hexdigest() != wanted:  # type: ignore[arg-type]  # a reader of bytes
                raise _not_whole(backup)
    return manifest


def _listed(backup: Path, packed: zipfile.ZipFile) -> dict[str, Any]:
    manifest = json.loads(packed.read(MANIFEST))
    hashes = manifest["sha256"]
    allowed = {*headers.NAMES, *_DATA, *_ROLL_BACK}
    if not isinstance(hashes, dict) or not set(hashes) <= allowed:
        raise _not_whole(backup)
    plan = _plan(packed, hashes)
    if not {f"{scope}.db" for scope in plan.databases if scope not in plan.later} <= set(hashes):
        raise _not_whole(backup)
    if sorted(packed.namelist()) != sorted({*hashes, MANIFEST}) or any(one.compress_type for one in packed.infolist()):
        raise _not_whole(backup)
    return dict(manifest)


def _plan(packed: zipfile.ZipFile, hashes: dict[str, object]) -> Plan:
    """Return what kind of vault a backup is of; a school's when neither header can be read."""
    for name in (one for one in headers.NAMES if one in hashes):
        try:
            return headers.parse(packed.read(name)).plan
        except (headers.BrokenHeader, OutsideError):
            continue
    return SCHOOL


def _generation(header: headers.Header) -> int:
    return header.generation


def _moment(text: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(text)).astimezone()
    except ValueError:
        return None


def unpack(backup: Path, place: Path) -> dict[str, Any]:
    """Unpack a backup into an empty folder and compare every hash; returns the manifest. Raises OutsideError."""
    try:
        with zipfile.ZipFile(backup) as packed:
            manifest = _listed(backup, packed)
            for name, wanted in manifest["sha256"].items():
                with packed.open(name) as source, (place / name).open("wb") as target:
                    shutil.copyfileobj(source, target)
                    target.flush()
                    os.fsync(target.fileno())
                with (place / name).open("rb") as copied:
                    if hashlib.file_digest(copied, "sha256").hexdigest() != wanted:
                        raise _not_whole(backup)
    except BROKEN:
        raise _not_whole(backup) from None
    except OSError as error:
        raise _unreadable(backup, error) from None
    return manifest


def restore(backup: Path, folder: Path) -> Path | None:
    """Put a backup in place of a folder; what stood there is kept beside it, and its path returned. Raises OutsideError.

    The backup is unpacked and compared beside the folder first; a broken one changes nothing. Killed after the old folder has its
    new name and before the backup has the old one's, the next opening puts the backup in place (cut_short.finish).
    """
    refuse_unsafe_place(folder)
    _refuse_held(folder)
    building, ready = cut_short.building(folder), cut_short.ready(folder)
    for one in (building, ready):
        shutil.rmtree(one, ignore_errors=True)
    kept = None
    try:
        building.mkdir(parents=True)
        building.chmod(0o700)
        unpack(backup, building)
        headers.load(building)
        write_whole(building / _MARK, secrets.token_hex(16).encode())
        sync_folder(building)
        # only what is whole ever has this name
        building.rename(ready)
        sync_folder(folder.parent)
        if folder.exists() and any(folder.iterdir()):
            kept = folder.with_name(f"{folder.name}-恢复前-{datetime.now():%Y%m%d-%H%M%S}")
            folder.rename(kept)
        elif folder.exists():
            folder.rmdir()
        replace_with_retry(ready, folder)
        sync_folder(folder.parent)
    except OSError as error:
        if kept and not folder.exists():
            kept.rename(folder)
        raise outside(error, folder.name) from None
    finally:
        for one in (building, ready):
            shutil.rmtree(one, ignore_errors=True)
    return kept


def restored_mark(folder: Path) -> str:
    """Return what tells one restore from another; empty for data that was never restored. Raises OutsideError."""
    return (read_limited(folder / _MARK, 64) or b"").decode("ascii", "replace")


def _refuse_held(folder: Path) -> None:
    """Raise Busy when a window has the data open: it would go on writing into the folder that was put aside."""
    for data in (folder / name for name in _DATA):
        if data.exists() and held(data):
            raise Busy("另一个窗口正在用这份数据,不能恢复。", "", "数据没有改动。", "请先锁定或关掉那个窗口,再恢复。")


def _unreadable(backup: Path, error: OSError) -> OutsideError:
    # a damaged list of contents points before the beginning of the file
    return _not_whole(backup) if error.errno == errno.EINVAL else outside(error, backup.name)


def _not_whole(backup: Path) -> OutsideError:
    return OutsideError(
        f"备份“{backup.name}”不完整或不是本程序的备份。", "里面的文件和清单对不上。", "现有数据没有改动。", "请选另一份备份。"
    )
