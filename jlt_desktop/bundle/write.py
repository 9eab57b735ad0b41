"""Writing a bundle to a stick: under a .part name, flushed, read back and compared, and only then under its own name.

Nothing else on the stick is touched: no formatting, no deleting but of our own .part. Each way it can fail has an outcome of its own.
"""

from __future__ import annotations

import errno
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from jlt_desktop.bundle.sticks import Stick
from jlt_desktop.domain.errors import OutsideError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_KEPT = "本机的材料完好。"
Outcome = Literal["full", "read-only", "pulled", "gone", "counterfeit", "taken", "other"]
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_READ_ONLY = (errno.EROFS, errno.EACCES, errno.EPERM)
_GONE = (errno.ENOENT, errno.ENOTDIR, errno.ENODEV, errno.ENXIO)
_PULLED = (errno.EIO, errno.ESTALE, errno.EBADF, errno.ENOTCONN)


class StickTrouble(OutsideError):
    """The bundle was not written. outcome: which of the ways it failed."""

    def __init__(self, outcome: Outcome, what: str, why: str, todo: str) -> None:
        """Say that what is here is whole, whatever happened there."""
        super().__init__(what, why, _KEPT, todo)
        self.outcome = outcome


@dataclass(frozen=True, slots=True)
class Written:
    """Where the bundle stands now; surely: it was read back from the medium itself, not from the memory of this computer."""

    path: Path
    surely: bool


def write_bundle(folder: Path, name: str, data: bytes, progress: Callable[[int, int], None] | None = None) -> Path:
    """Write the bytes and return the path; see `write_checked`."""
    return write_checked(folder, name, data, progress).path


def write_checked(
    folder: Path, name: str, data: bytes, progress: Callable[[int, int], None] | None = None, stick: Stick | None = None
) -> Written:
    """Write the bytes, read them back, and only then give them their name. Raises StickTrouble; nothing stands under the name then.

    Overwrites nothing: a different file of that name is left alone, the same one is taken as written.
    """
    stick = stick or Stick()
    final, part = folder / name, folder / (name + ".part")
    wanted = hashlib.sha256(data).hexdigest()
    try:
        if stick.exists(final):
            found, surely = stick.sha256(final)
            if found == wanted:
                return Written(final, surely)
            raise StickTrouble("taken", f"那里已经有一个不同的“{name}”。", "", "请换一个文件夹,或先把那个文件移走。")
        stick.write(part, data, progress)
        found, surely = stick.sha256(part)
        if found != wanted:
            stick.forget(part)
            raise StickTrouble(
                "counterfeit", "写完再读,和本机的不一致。", "U 盘可能有坏块,或容量是假的,没有存下来。", "请换一个 U 盘再写,这一个不要再用。"
            )
        stick.rename(part, final)
    except OSError as error:
        stick.forget(part)
        raise _said(error, folder) from None
    return Written(final, surely)


def compare_again(path: Path, sha256: str, stick: Stick | None = None) -> bool:
    """Tell whether a file written earlier is still the same, for a stick that was taken out and put in again. Raises StickTrouble."""
    try:
        return (stick or Stick()).sha256(path)[0] == sha256
    except OSError as error:
        raise _said(error, path.parent) from None


def _said(error: OSError, folder: Path) -> StickTrouble:
    if error.errno in _FULL:
        return StickTrouble("full", "U 盘空间不够,没有写成。", "", "请腾出空间或换一个 U 盘再写。")
    if error.errno in _READ_ONLY:
        return StickTrouble("read-only", "这个位置不能写。", "U 盘可能开了写保护。", "请关掉写保护,或换一个 U 盘。")
    if error.errno in _GONE:
        return StickTrouble("gone", f"找不到“{folder.name or folder}”。", "U 盘可能已经拔出。", "请插好 U 盘再写一次。")
    if error.errno in _PULLED:
        return StickTrouble("pulled", "U 盘写到一半断开了。", "盘上可能留着一个 .part 文件,不算数。", "请换一个 U 盘或插口再写一次。")
    return StickTrouble("other", "U 盘没有写成。", error.strerror or "", "请换一个 U 盘或插口再写一次。")
