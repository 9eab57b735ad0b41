"""T26: a stick that fails at any of 50 places, is full, read-only, counterfeit: the final name stands only over the right bytes."""

from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path

import pytest

from jlt_desktop.bundle.sticks import Stick
from jlt_desktop.bundle.write import StickTrouble, Written, compare_again, write_checked

NAME, DATA = "SUB-2109990001-2026-11-000001.zip", os.urandom(500_000)
PULLS = 50


class FailingStick(Stick):
    """A stick of small blocks on a medium that is pulled out at a given operation; after that every call fails."""

    def __init__(self, at: int, *, error: int = errno.EIO) -> None:
        self.at, self.error, self.count = at, error, 0

    def _tick(self) -> None:
        self.count += 1
        if self.count >= self.at:
            raise OSError(self.error, os.strerror(self.error))

    def exists(self, path: Path) -> bool:
        self._tick()
        return super().exists(path)

    def write(self, path: Path, data: bytes, told) -> None:
        self._tick()
        with path.open("wb") as file:
            step = len(data) // 40
            for start in range(0, len(data), step):
                self._tick()
                file.write(data[start : start + step])
                file.flush()
                if told:
                    told(min(start + step, len(data)), len(data))
            self._tick()

    def sha256(self, path: Path) -> tuple[str, bool]:
        self._tick()
        found = super().sha256(path)
        self._tick()
        return found

    def rename(self, part: Path, final: Path) -> None:
        self._tick()
        super().rename(part, final)
        self._tick()

    def forget(self, part: Path) -> None:
        if self.count < self.at:
            super().forget(part)


@pytest.mark.parametrize("pull", range(1, PULLS + 1))
def test_pulled_out_at_any_moment(tmp_path: Path, pull: int) -> None:
    stick, mine = tmp_path / "usb", tmp_path / "mine"
    stick.mkdir()
    mine.write_bytes(DATA)
    (stick / "others.doc").write_bytes(b"somebody else's")
    failing = FailingStick(pull)
    try:
        made = write_checked(stick, NAME, DATA, None, failing)
    except StickTrouble as trouble:
        assert trouble.outcome == "pulled"
        assert "断开" in str(trouble)
        assert "本机的材料完好" in str(trouble)
        # the last operation is the flush of the folder after the rename: the bytes under the name were compared before it
        if (stick / NAME).exists():
            assert (stick / NAME).read_bytes() == DATA
    else:
        assert made.path.read_bytes() == DATA
        assert failing.count < pull
    assert mine.read_bytes() == DATA
    assert (stick / "others.doc").read_bytes() == b"somebody else's"
    # put in again: the same bundle is written whole, whatever was left over
    again = write_checked(stick, NAME, DATA)
    assert again.path.read_bytes() == DATA
    assert sorted(one.name for one in stick.iterdir()) == [NAME, "others.doc"]


def test_fifty_pulls_reach_the_end(tmp_path: Path) -> None:
    counting = FailingStick(10**9)
    write_checked(tmp_path, NAME, DATA, None, counting)
    assert counting.count <= PULLS, "every operation is pulled at once at least"


@pytest.mark.parametrize(
    ("error", "outcome", "words"),
    [
        (errno.ENOSPC, "full", "空间不够"),
        (errno.EROFS, "read-only", "写保护"),
        (errno.EACCES, "read-only", "写保护"),
        (errno.ENODEV, "gone", "可能已经拔出"),
        (errno.EIO, "pulled", "断开"),
        (errno.EINVAL, "other", "没有写成"),
    ],
)
def test_each_way_to_fail_has_an_outcome_and_words_of_its_own(tmp_path: Path, error: int, outcome: str, words: str) -> None:
    for at in (2, 10, 44):
        with pytest.raises(StickTrouble, match=words) as caught:
            write_checked(tmp_path, NAME, DATA, None, FailingStick(at, error=error))
        assert caught.value.outcome == outcome
        assert not (tmp_path / NAME).exists()


class Counterfeit(Stick):
    """Says it keeps 32 GB and keeps the first 100 KB."""

    def write(self, path: Path, data: bytes, told) -> None:
        super().write(path, data[:100_000] + bytes(len(data) - 100_000), told)


class Flipping(Stick):
    """Keeps everything but one bit."""

    def write(self, path: Path, data: bytes, told) -> None:
        super().write(path, data[:777] + bytes([data[777] ^ 4]) + data[778:], told)


@pytest.mark.parametrize("kind", [Counterfeit, Flipping])
def test_a_stick_that_keeps_something_else_is_found_out(tmp_path: Path, kind: type[Stick]) -> None:
    with pytest.raises(StickTrouble, match=r"写完再读,和本机的不一致.*不要再用") as caught:
        write_checked(tmp_path, NAME, DATA, None, kind())
    assert caught.value.outcome == "counterfeit"
    assert list(tmp_path.iterdir()) == []


def test_what_is_read_back_comes_from_the_medium_or_says_that_it_may_not(tmp_path: Path) -> None:
    made = write_checked(tmp_path, NAME, DATA)
    assert isinstance(made, Written)
    assert made.surely == _direct_reading_works(tmp_path)
    assert compare_again(made.path, hashlib.sha256(DATA).hexdigest())
    made.path.write_bytes(DATA[:-1])
    assert not compare_again(made.path, hashlib.sha256(DATA).hexdigest())
    made.path.unlink()
    with pytest.raises(StickTrouble, match="找不到"):
        compare_again(made.path, "00")


def _direct_reading_works(folder: Path) -> bool:
    probe = folder / "probe"
    probe.write_bytes(b"x" * 4096)
    try:
        os.close(os.open(probe, os.O_RDONLY | os.O_DIRECT))
    except OSError:
        return False
    finally:
        probe.unlink()
    return True
