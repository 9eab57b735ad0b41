"""Writing a bundle to a stick: under a .part name, flushed, read back and compared, and only then under its own name."""

from __future__ import annotations

import errno
import hashlib
import os
from contextlib import suppress
from typing import TYPE_CHECKING

from jlt_desktop.domain.errors import OutsideError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_STEP = 1024 * 1024
_KEPT = "本机的材料完好。"


def write_bundle(folder: Path, name: str, data: bytes, progress: Callable[[int, int], None] | None = None) -> Path:
    """Write the bytes and return the path. Raises OutsideError; nothing stands under the final name then. Overwrites nothing else."""
    final, part = folder / name, folder / (name + ".part")
    wanted = hashlib.sha256(data).hexdigest()
    try:
        if final.exists():
            if _hash(final) == wanted:
                return final
            raise OutsideError(f"那里已经有一个不同的“{name}”。", "", _KEPT, "请换一个文件夹,或先把那个文件移走。")
        _write(part, data, progress)
        if _hash(part) != wanted:
            part.unlink(missing_ok=True)
            raise OutsideError("写完再读,和本机的不一致。", "U 盘可能有坏块,或容量是假的。", _KEPT, "请换一个 U 盘再写。")
        part.rename(final)
        _sync(folder)
    except OSError as error:
        raise _said(error, folder, part) from None
    return final


def _write(part: Path, data: bytes, progress: Callable[[int, int], None] | None) -> None:
    with part.open("wb") as file:
        for start in range(0, len(data), _STEP):
            file.write(data[start : start + _STEP])
            if progress:
                progress(min(start + _STEP, len(data)), len(data))
        file.flush()
        os.fsync(file.fileno())


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        # ask the system to forget what it just wrote, so that the reading comes from the stick
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(folder: Path) -> None:
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _said(error: OSError, folder: Path, part: Path) -> OutsideError:
    with suppress(OSError):  # a stick that was pulled out cannot be tidied; a .part is no bundle
        part.unlink(missing_ok=True)
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return OutsideError("U 盘空间不够,没有写成。", "", _KEPT, "请腾出空间或换一个 U 盘再写。")
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return OutsideError("这个位置不能写。", "U 盘可能开了写保护。", _KEPT, "请关掉写保护,或换一个 U 盘。")
    if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ENODEV):
        return OutsideError(f"找不到“{folder.name or folder}”。", "U 盘可能已经拔出。", _KEPT, "请插好 U 盘再写一次。")
    return OutsideError("U 盘写到一半断开了。", error.strerror or "", _KEPT, "请换一个 U 盘或插口再写一次。")
