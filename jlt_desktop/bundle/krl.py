"""revoked.krl: the serial numbers that count no more, as OpenSSH's own revocation list (PROTOCOL.krl), so that ssh-keygen can be asked."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from jlt_desktop.bundle.sshsig import key_blob

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

_MAGIC, _FORMAT = 0x5353484B524C0A00, 1
_CERTIFICATES, _SERIALS = 1, 0x20


def revocation_list(authority: bytes, serials: Collection[int], number: int, made: datetime) -> bytes:
    """Return the list for one CA's certificates. authority: its raw public key. number: counts the lists. made: with zone."""
    head = struct.pack(">QIQQQ", _MAGIC, _FORMAT, number, int(made.timestamp()), 0) + _string(b"") + _string(b"")
    if not serials:
        return head
    listed = bytes([_SERIALS]) + _string(b"".join(struct.pack(">Q", one) for one in sorted(set(serials))))
    return head + bytes([_CERTIFICATES]) + _string(_string(key_blob(authority)) + _string(b"") + listed)


def _string(data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + data
