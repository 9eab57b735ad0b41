"""Writing files whole or not at all, and reading them with a limit."""

from __future__ import annotations

import errno
import os
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from jlt_desktop.domain.errors import OutsideError

if TYPE_CHECKING:
    from pathlib import Path

_BUSY = (5, 32, 33)  # Windows: access denied, sharing and lock violation, as scanners and sync programs cause them
_WAITS = (0.05, 0.1, 0.2, 0.4, 0.8, 1.0)


def read_limited(path: Path, most: int) -> bytes | None:
    """Return the bytes of a file of at most `most` bytes; None when there is none. Raises OutsideError."""
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise outside(error, path.name) from None
    if len(data) > most:
        raise OutsideError(f"文件“{path.name}”大得不合理,没有读。", "可能不是本程序的文件。", "数据没有改动。", "请核对选的文件夹。")
    return data


def write_whole(path: Path, data: bytes, *, private: bool = False) -> None:
    """Write a file by way of a .part file that is flushed and then renamed. Raises OutsideError; the old file stays then.

    `private`: only the owner may read it.
    """
    part = path.with_name(path.name + ".part")
    try:
        if private:
            part.unlink(missing_ok=True)
            part.touch(0o600)
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        replace_with_retry(part, path)
        sync_folder(path.parent)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise outside(error, path.name) from None
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def replace_with_retry(source: Path, target: Path) -> None:
    """Rename over the target, waiting up to 2.5 seconds for programs that hold it open for a moment. Raises OSError."""
    for wait in _WAITS:
        try:
            source.replace(target)
        except PermissionError as error:
            if getattr(error, "winerror", None) not in _BUSY:
                raise
            time.sleep(wait)
        else:
            return
    source.replace(target)


def sync_folder(folder: Path) -> None:
    """Make a rename durable where the system lets a folder be flushed."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def outside(error: OSError, what: str) -> OutsideError:
    """Return the sentence for a failure of the disk."""
    kept = "原有数据没有改动。"
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return OutsideError(f"磁盘满了,“{what}”没有写成。", "", kept, "请腾出空间后再试。")
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return OutsideError(
            f"不能写“{what}”。", "这个位置是只读的、没有权限,或者 WPS 正打开着它。", kept, "请先在 WPS 里关掉它再试,或换一个能写的位置。"
        )
    if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.EEXIST):
        return OutsideError(f"找不到“{what}”。", "文件夹可能被移动,或 U 盘已拔出。", kept, "请核对位置后再试。")
    return OutsideError(f"读写“{what}”时磁盘出错。", f"(系统错误码 {error.errno})", kept, "请检查磁盘后再试;最好先做一次备份。")
