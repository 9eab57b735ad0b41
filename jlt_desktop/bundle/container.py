"""The deterministic ZIP: the same members give the same bytes, and only those bytes are accepted."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from jlt_desktop.bundle.refusal import Refusal

_DATE = (1980, 1, 1, 0, 0, 0)
_UNIX, _VERSION = 3, 20
_MODE = 0o644 << 16
_ZIP_ERRORS = (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError, RuntimeError, OSError, OverflowError, KeyError)


def pack(members: Mapping[str, bytes]) -> bytes:
    """Return a ZIP of the members in their order. Names must be ASCII."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED, allowZip64=False) as packed:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, _DATE)
            info.create_system, info.create_version, info.extract_version = _UNIX, _VERSION, _VERSION
            info.external_attr = _MODE
            packed.writestr(info, content)
    return made.getvalue()


def unpack(data: bytes, *, most_bytes: int, most_members: int, code: str) -> dict[str, bytes]:
    """Return the members of a ZIP that pack() could have made. Raises Refusal with `code` for anything else."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            infos = packed.infolist()
            if len(infos) > most_members or sum(info.file_size for info in infos) > most_bytes:
                raise Refusal(code, "limits")
            if any(info.compress_type != zipfile.ZIP_STORED or info.flag_bits or info.file_size != info.compress_size for info in infos):
                raise Refusal(code, "method")
            names = [info.filename for info in infos]
            if len(set(names)) != len(names) or not all(map(plain_name, names)):
                raise Refusal(code, "names")
            members = {info.filename: packed.read(info) for info in infos}
    except _ZIP_ERRORS:
        raise Refusal(code, "zip") from None
    if pack(members) != data:
        raise Refusal(code, "rebuild")
    return members


def plain_name(name: str) -> bool:
    """Tell whether a member name is a plain relative ASCII path."""
    allowed = name.isascii() and all(char.isalnum() or char in "._-/" for char in name)
    return allowed and bool(name) and not name.startswith("/") and all(part not in ("", ".", "..") for part in name.split("/"))
