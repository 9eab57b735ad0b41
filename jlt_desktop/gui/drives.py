"""Which places a bundle may be written to: sticks and other removable drives, and why the others may not be chosen."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStorageInfo

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_RESERVE = 1024 * 1024
_REMOVABLE = 2  # DRIVE_REMOVABLE of Windows
_MOUNTED = ("/media/", "/run/media/", "/mnt/")


@dataclass(frozen=True, slots=True)
class Drive:
    """A drive: where it is, what it is called, bytes free and in all, and why it cannot be used (empty: it can)."""

    path: Path
    label: str
    free: int
    total: int
    why: str


def drives(
    needed: int, volumes: Iterable[QStorageInfo] | None = None, removable: Callable[[QStorageInfo], bool] | None = None
) -> list[Drive]:
    """Return the drives of this computer, those that can take `needed` bytes first."""
    tell = removable or is_removable
    every = QStorageInfo.mountedVolumes() if volumes is None else volumes
    found = [_looked_at(one, needed, tell) for one in every if _is_drive(one)]
    return sorted(found, key=lambda one: (bool(one.why), str(one.path)))


def _looked_at(volume: QStorageInfo, needed: int, removable: Callable[[QStorageInfo], bool]) -> Drive:
    path = Path(volume.rootPath())
    return Drive(
        path, volume.displayName() or volume.rootPath(), volume.bytesAvailable(), volume.bytesTotal(), _why(volume, needed, removable)
    )


def _why(volume: QStorageInfo, needed: int, removable: Callable[[QStorageInfo], bool]) -> str:
    if not removable(volume):
        return "不是移动盘"
    if not volume.isReady() or not volume.isValid():
        return "没有准备好,请重新插一次"
    if volume.isReadOnly():
        return "只读,可能开了写保护"
    if volume.bytesAvailable() < needed + _RESERVE:
        return "空间不足"
    return ""


def _is_drive(volume: QStorageInfo) -> bool:
    """Tell drives from what systems mount for themselves."""
    device = bytes(volume.device().data()).decode(errors="replace")
    if sys.platform == "win32":
        return True
    return device.startswith("/dev/") and not device.startswith("/dev/loop") and Path(volume.rootPath()).is_dir()


def is_removable(volume: QStorageInfo) -> bool:
    """Tell whether a drive can be taken out."""
    if sys.platform == "win32":
        import ctypes  # Windows only

        return bool(ctypes.windll.kernel32.GetDriveTypeW(str(Path(volume.rootPath()))) == _REMOVABLE)
    if volume.rootPath().startswith(_MOUNTED):
        return True
    device = os.path.basename(bytes(volume.device().data()).decode(errors="replace")).rstrip("0123456789")  # noqa: PTH119  # a device, not a file
    flag = Path("/sys/block") / device / "removable"
    try:
        return flag.read_text(encoding="ascii").strip() == "1"
    except OSError:
        return False


def eject(folder: Path) -> str:
    """Let go of the drive a folder lies on; returns what to do by hand when the system did not let go, empty when it did."""
    volume = QStorageInfo(str(folder))
    by_hand = "没能自动弹出,可能还有窗口开着盘上的文件。请用系统的“安全删除硬件”弹出后再拔。"
    if not volume.isValid() or not is_removable(volume):
        return "这里不是移动盘,不用弹出。"
    if sys.platform == "win32":
        return "" if _let_go_windows(volume.rootPath()) else by_hand
    tool, device = shutil.which("udisksctl"), bytes(volume.device().data()).decode(errors="replace")
    if tool is None:
        return by_hand
    try:
        # a fixed program of the system and the name of a device that the system gave
        done = subprocess.run([tool, "unmount", "--no-user-interaction", "-b", device], check=False, capture_output=True, timeout=30)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return by_hand
    return "" if done.returncode == 0 else by_hand


def _let_go_windows(root: str) -> bool:
    import ctypes  # Windows only

    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]  # there on Windows
    handle = kernel.CreateFileW(f"\\\\.\\{root[:2]}", 0xC0000000, 3, None, 3, 0, None)
    if handle in (-1, 0):
        return False
    count = ctypes.c_ulong()
    codes = (0x90018, 0x90020, 0x2D4808)  # lock the volume, dismount it, eject the medium
    try:
        return all(kernel.DeviceIoControl(handle, code, None, 0, None, 0, ctypes.byref(count), None) for code in codes)
    finally:
        kernel.CloseHandle(handle)


def size_words(count: int) -> str:
    """Return a number of bytes as people say it."""
    if count >= 1024**3:
        return f"{count / 1024**3:.1f} GB"
    if count >= 1024**2:
        return f"{count / 1024**2:.1f} MB"
    return f"{max(1, count // 1024)} KB"
