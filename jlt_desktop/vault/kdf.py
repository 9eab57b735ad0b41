"""Argon2id for passwords, with a floor against weakness and a ceiling against planted headers."""

from __future__ import annotations

import os
import unicodedata
from dataclasses import asdict, dataclass

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from jlt_desktop.domain.errors import OutsideError

_GIB_IN_KIB = 1024 * 1024
_ROOMY = 6 * 1024**3


@dataclass(frozen=True, slots=True)
class KdfCost:
    """memory: KiB; passes; lanes."""

    memory: int
    passes: int
    lanes: int

    def as_dict(self) -> dict[str, int]:
        """Return the cost as it stands in the header."""
        return asdict(self)


class UnreasonableCost(OutsideError):
    """A header asks for more work than is safe, or for less."""


LARGE = KdfCost(256 * 1024, 3, 4)
FLOOR = KdfCost(64 * 1024, 3, 4)
CEILING = KdfCost(_GIB_IN_KIB, 10, 8)


def suitable_cost() -> KdfCost:
    """Return the cost for this computer: 256 MiB where there are 8 GB of memory, else 64 MiB."""
    try:
        memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):  # Windows has no sysconf; its minimum here is 8 GB machines' half
        return LARGE
    return LARGE if memory >= _ROOMY else FLOOR


def checked(cost: KdfCost, floor: KdfCost = FLOOR) -> KdfCost:
    """Return the cost if it lies between floor and ceiling. Raises OutsideError otherwise."""
    for least, given, most in (
        (floor.memory, cost.memory, CEILING.memory),
        (floor.passes, cost.passes, CEILING.passes),
        (floor.lanes, cost.lanes, CEILING.lanes),
    ):
        if not least <= given <= most:
            raise UnreasonableCost(
                "数据目录的钥匙文件要求的运算量不合理,程序没有照做。",
                "文件可能损坏或被人改过。",
                "数据没有改动。",
                "请从备份恢复,或与教育局联系。",
            )
    return cost


def derive(password: str, salt: bytes, cost: KdfCost) -> bytes:
    """Return 32 bytes from a password in normal form C."""
    text = unicodedata.normalize("NFC", password).encode()
    return Argon2id(salt=salt, length=32, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory).derive(text)
