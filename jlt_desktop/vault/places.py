"""Where a live vault may lie: on this computer's own disk, not on a share, a stick or in a synced folder."""

from __future__ import annotations

from pathlib import Path

from jlt_desktop.domain.errors import OutsideError

_NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "afs", "fuse.rclone", "davfs"}
_REMOVABLE = ("/media/", "/run/media/")
_SYNCED = ("onedrive", "dropbox", "坚果云", "nutstore", "baidusyncdisk", "百度网盘同步", "wpsdrive", "wps云盘", "icloud", "google drive")
_MOUNTS = Path("/proc/self/mounts")


def refuse_unsafe_place(folder: Path, mounts: Path = _MOUNTS) -> None:
    """Raise OutsideError when the folder is on a network, a removable drive or in a folder that another program syncs."""
    where = folder.resolve()
    text = str(where)
    reason = ""
    if text.startswith(("\\\\", "//")) or _file_system(where, mounts) in _NETWORK:
        reason = "这是网络位置,断网或两台电脑同时打开会损坏数据。"
    elif text.startswith(_REMOVABLE) or _removable_drive(where):
        reason = "这是 U 盘或移动硬盘,拔掉就会损坏数据,丢了就会泄露。"
    elif any(part.casefold().startswith(word) for part in where.parts for word in _SYNCED):
        reason = "这个文件夹会被网盘同步,同步软件会抢占和替换数据文件。"
    if reason:
        raise OutsideError(
            "学校数据不能放在这里。", reason, "没有写任何东西。", "请放在本机硬盘上,例如“文档”里的“学校台账”;备份可以放 U 盘。"
        )


def _file_system(where: Path, mounts: Path) -> str:
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    best = ("", "")
    for line in lines:
        parts = line.split()
        point = parts[1].replace("\\040", " ") if len(parts) > 2 else ""
        if point and (where == Path(point) or Path(point) in where.parents) and len(point) > len(best[0]):
            best = (point, parts[2])
    return best[1]


def _removable_drive(where: Path) -> bool:
    if not where.drive:
        return False
    import ctypes

    removable, remote = 2, 4
    return int(ctypes.windll.kernel32.GetDriveTypeW(where.drive + "\\")) in (removable, remote)  # type: ignore[attr-defined]
