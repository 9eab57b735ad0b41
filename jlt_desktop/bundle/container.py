"""The deterministic ZIP: the same members give the same bytes, and only those bytes are accepted.

Written and read by hand: every byte of the file is accounted for, so that nothing is left to what a ZIP library tolerates, and a
file is not held in memory a second time to be compared with one rebuilt.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Mapping

from jlt_desktop.bundle.refusal import Refusal

_LOCAL, _CENTRAL, _END = struct.Struct("<4sHHHHHIIIHH"), struct.Struct("<4sBBHHHHHIIIHHHHHII"), struct.Struct("<4sHHHHIIH")
_VERSION, _UNIX, _DATE = 20, 3, 33  # 1980-01-01
_MODE = 0o644 << 16
_NAME = re.compile(r"[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*")


def pack(members: Mapping[str, bytes]) -> bytes:
    """Return a ZIP of the members in their order. Raises ValueError for a name that is not plain ASCII."""
    parts, central, offset = [], [], 0
    for name, content in members.items():
        raw, crc = name.encode("ascii"), zlib.crc32(content)
        local = _local(raw, crc, len(content))
        parts += [local, content]
        central.append(_entry(raw, crc, len(content), offset))
        offset += len(local) + len(content)
    listed = b"".join(central)
    return b"".join([*parts, listed, _END.pack(b"PK\5\6", 0, 0, len(central), len(central), len(listed), offset, 0)])


def _local(name: bytes, crc: int, size: int) -> bytes:
    return _LOCAL.pack(b"PK\3\4", _VERSION, 0, 0, 0, _DATE, crc, size, size, len(name), 0) + name


def _entry(name: bytes, crc: int, size: int, offset: int) -> bytes:
    head = (b"PK\1\2", _VERSION, _UNIX, _VERSION, 0, 0, 0, _DATE, crc, size, size, len(name), 0, 0, 0, 0, _MODE, offset)
    return _CENTRAL.pack(*head) + name


def unpack(data: bytes, *, most_bytes: int, most_members: int, code: str) -> dict[str, bytes]:
    """Return the members of a ZIP that pack() could have made. Raises Refusal with `code` for anything else."""
    start = len(data) - _END.size
    if start < 0:
        raise Refusal(code, "zip")
    count, size, offset = struct.unpack_from("<HII", data, start + 10)
    if data[start:] != _END.pack(b"PK\5\6", 0, 0, count, count, size, offset, 0) or offset + size != start:
        raise Refusal(code, "zip")
    if count > most_members:
        raise Refusal(code, "limits")
    members: dict[str, bytes] = {}
    place, listed, total = 0, offset, 0
    for _ in range(count):
        name, length, crc = _looked_at(data, listed, start, code)
        total += length
        head = _local(name, crc, length)
        body = place + len(head)
        if total > most_bytes:
            raise Refusal(code, "limits")
        if (
            body + length > offset
            or data[place:body] != head
            or data[listed : listed + _CENTRAL.size + len(name)] != _entry(name, crc, length, place)
        ):
            raise Refusal(code, "rebuild")
        content = data[body : body + length]
        if zlib.crc32(content) != crc:
            raise Refusal(code, "rebuild")
        if name.decode("ascii") in members:
            raise Refusal(code, "names")
        members[name.decode("ascii")] = content
        place, listed = body + length, listed + _CENTRAL.size + len(name)
    if (place, listed) != (offset, start):
        raise Refusal(code, "rebuild")
    return members


def _looked_at(data: bytes, place: int, end: int, code: str) -> tuple[bytes, int, int]:
    """Return name, length and checksum that an entry of the list claims; what else it says is compared by the caller."""
    if place + _CENTRAL.size > end:
        raise Refusal(code, "zip")
    crc, _, length, named = struct.unpack_from("<IIIH", data, place + 16)
    name = data[place + _CENTRAL.size : min(end, place + _CENTRAL.size + named)]
    if len(name) != named or not plain_name(name.decode("latin-1")):
        raise Refusal(code, "names")
    return name, length, crc


def plain_name(name: str) -> bool:
    """Tell whether a member name is a plain relative ASCII path."""
    return bool(_NAME.fullmatch(name)) and all(part not in (".", "..") for part in name.split("/"))
