"""Drawing lots that come out the same for the same seed: whom, when, how many."""

from __future__ import annotations

import random
import struct
import zlib
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

T = TypeVar("T")
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Sample:
    """One invented record, ready to be kept: ledger, internal id, values by field, id of the file it is a part of."""

    ledger: str
    id: str
    values: Mapping[str, object]
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """One invented file, ready to be attached: its name, its bytes, what it proves by, a line about it."""

    name: str
    content: bytes
    code: str = ""
    caption: str = ""


def picture(shade: int) -> bytes:
    """Return a small PNG of sky and ground, for where a school would have a photograph: nobody is on it."""
    width, height = 320, 200
    sky, ground = bytes((150, 180 + shade % 60, 220)), bytes((120 + shade % 80, 150, 100))
    rows = b"".join(b"\0" + (sky if row < height * 0.6 else ground) * width for row in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


class Draw:
    """A seeded source of choices; nothing here guards a secret."""

    def __init__(self, seed: int, today: date) -> None:
        """Begin anew for a seed; `today` is what days are counted from."""
        self._random = random.Random(seed)  # noqa: S311  # invented people, no keys
        self.today = today

    def new_id(self) -> str:
        """Return an internal id."""
        return f"{self._random.getrandbits(128):032x}"

    def sample(self, ledger: str, parent: str | None = None, /, **values: object) -> Sample:
        """Return a record of a ledger with a new id."""
        return Sample(ledger, self.new_id(), values, parent)

    def one(self, things: Sequence[T]) -> T:
        """Return one of some things."""
        return things[int(self._random.random() * len(things))]

    def some(self, things: Sequence[T], count: int) -> list[T]:
        """Return `count` different ones, all of them when there are fewer."""
        return self._random.sample(list(things), min(count, len(things)))

    def weighted(self, shares: Mapping[T, float]) -> T:
        """Return one of some things by their shares."""
        return self._random.choices(list(shares), list(shares.values()))[0]

    def chance(self, share: float) -> bool:
        """Return True in that share of cases."""
        return self._random.random() < share

    def number(self, least: int, most: int) -> int:
        """Return a whole number between two, both included."""
        return self._random.randint(least, most)

    def day(self, first: date, last: date) -> date:
        """Return a day between two, both included; the first when they stand the wrong way round."""
        return first + timedelta(days=self.number(0, max(0, (last - first).days)))

    def ago(self, least: int, most: int) -> date:
        """Return a day so many days before today."""
        return self.today - timedelta(days=self.number(least, most))

    def code(self, alphabet: str, length: int) -> str:
        """Return characters drawn from an alphabet."""
        return "".join(self.one(alphabet) for _ in range(length))


def school_day(day: date) -> date:
    """Return the day itself, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - _SATURDAY + 1))
