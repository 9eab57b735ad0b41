"""The few calls a stick is written with, so that tests can put a failing stick in their place; reading goes past the system's cache."""

from __future__ import annotations

import errno
import hashlib
import mmap
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_STEP = 1024 * 1024
_NO_BUFFERING, _READ, _SHARE, _OPEN = 0x20000000, 0x80000000, 7, 3  # FILE_FLAG_NO_BUFFERING and its company, Windows
Told = Callable[[int, int], None]


class Stick:
    """A real one. Every call may raise OSError."""

    def exists(self, path: Path) -> bool:
        """Tell whether there is a file of that name."""
        return path.exists()

    def write(self, path: Path, data: bytes, told: Told | None) -> None:
        """Write and flush down to the medium."""
        with path.open("wb") as file:
            for start in range(0, len(data), _STEP):
                file.write(data[start : start + _STEP])
                if told:
                    told(min(start + _STEP, len(data)), len(data))
            file.flush()
            os.fsync(file.fileno())

    def sha256(self, path: Path) -> tuple[str, bool]:
        """Return the hash of what is on the medium, and whether it was surely read from there and not from memory."""
        with suppress(OSError, ImportError):
            return _direct(path), True
        with path.open("rb") as file:
            # ask the system to forget what it just wrote; it may decline without saying so
            if hasattr(os, "posix_fadvise"):
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
            return hashlib.file_digest(file, "sha256").hexdigest(), False

    def rename(self, part: Path, final: Path) -> None:
        """Give the file its own name, and let the folder reach the medium."""
        part.rename(final)
        if os.name != "nt":
            handle = os.open(final.parent, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)

    def forget(self, part: Path) -> None:
        """Take a half-written .part of our own away."""
        with suppress(OSError):  # a stick that was pulled out cannot be tidied; a .part is no bundle
            part.unlink(missing_ok=True)


def _direct(path: Path) -> str:
    """Hash a file read without the cache. Raises OSError where the file system cannot."""
    size = path.stat().st_size
    handle = _open_direct(path)
    found, left = hashlib.sha256(), size
    try:
        # anonymous memory begins at a page, as unbuffered reading asks for
        with mmap.mmap(-1, _STEP) as room:
            while left > 0:
                count = _read_into(handle, room)
                if count <= 0:
                    raise OSError(errno.EIO, "short read")
                found.update(room[: min(count, left)])
                left -= count
    finally:
        os.close(handle)
    return found.hexdigest()


def _read_into(handle: int, room: mmap.mmap) -> int:
    if sys.platform == "win32":
        import io  # Windows only

        with io.FileIO(handle, "rb", closefd=False) as file:
            return file.readinto(room) or 0
    return os.readv(handle, [room])


def _open_direct(path: Path) -> int:
    if sys.platform == "win32":
        import ctypes  # Windows only
        import msvcrt

        made = ctypes.windll.kernel32.CreateFileW(str(path), _READ, _SHARE, None, _OPEN, _NO_BUFFERING, None)
        if made in (-1, 0, ctypes.c_void_p(-1).value):
            raise ctypes.WinError()
        return msvcrt.open_osfhandle(made, os.O_RDONLY | os.O_BINARY)
    direct = getattr(os, "O_DIRECT", 0)
    if not direct:
        raise OSError(errno.EINVAL, "no unbuffered reading here")
    return os.open(path, os.O_RDONLY | direct)
