"""Writing to the stick: the final name appears only over the right bytes, and every trouble is a sentence."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from jlt_desktop.bundle.write import write_bundle
from jlt_desktop.domain.errors import OutsideError


def test_written_read_back_and_told(tmp_path):
    told = []
    data = os.urandom(2_500_000)
    path = write_bundle(tmp_path, "SUB-1.zip", data, lambda done, of: told.append((done, of)))
    assert path == tmp_path / "SUB-1.zip"
    assert path.read_bytes() == data
    assert told == [(1048576, 2500000), (2097152, 2500000), (2500000, 2500000)]
    assert [one.name for one in tmp_path.iterdir()] == ["SUB-1.zip"]


def test_the_same_again_is_fine_and_another_of_that_name_is_kept(tmp_path):
    write_bundle(tmp_path, "SUB-1.zip", b"first")
    before = (tmp_path / "SUB-1.zip").stat().st_mtime_ns
    assert write_bundle(tmp_path, "SUB-1.zip", b"first") == tmp_path / "SUB-1.zip"
    assert (tmp_path / "SUB-1.zip").stat().st_mtime_ns == before
    with pytest.raises(OutsideError, match=r"已经有一个不同的“SUB-1.zip”.*本机的材料完好"):
        write_bundle(tmp_path, "SUB-1.zip", b"second")
    assert (tmp_path / "SUB-1.zip").read_bytes() == b"first"


def test_a_left_over_part_is_written_over(tmp_path):
    (tmp_path / "SUB-1.zip.part").write_bytes(b"x" * 10_000)
    write_bundle(tmp_path, "SUB-1.zip", b"first")
    assert [one.name for one in tmp_path.iterdir()] == ["SUB-1.zip"]


def test_a_stick_that_is_gone(tmp_path):
    with pytest.raises(OutsideError, match=r"找不到“usb”.*可能已经拔出.*本机的材料完好"):
        write_bundle(tmp_path / "usb", "SUB-1.zip", b"x")
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutsideError):
        write_bundle(tmp_path / "file", "SUB-1.zip", b"x")


def test_a_stick_pulled_out_while_writing(tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()

    def pull(_done: int, _of: int) -> None:
        if stick.exists():
            stick.rename(tmp_path / "pocket")

    with pytest.raises(OutsideError, match="本机的材料完好"):
        write_bundle(stick, "SUB-1.zip", b"x" * 3_000_000, pull)
    assert not (tmp_path / "pocket" / "SUB-1.zip").exists()


def test_a_stick_that_gives_back_other_bytes(tmp_path):
    """A counterfeit stick takes everything and keeps something else."""

    def spoil(done: int, of: int) -> None:
        if done == of:
            with (tmp_path / "SUB-1.zip.part").open("r+b") as file:
                file.truncate(1000)

    with pytest.raises(OutsideError, match=r"写完再读,和本机的不一致.*换一个 U 盘"):
        write_bundle(tmp_path, "SUB-1.zip", b"x" * 2_000_000, spoil)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_stick(tmp_path):
    (tmp_path / "SUB-1.zip.part").symlink_to("/dev/full")
    with pytest.raises(OutsideError, match=r"空间不够.*本机的材料完好.*换一个 U 盘"):
        write_bundle(tmp_path, "SUB-1.zip", b"x" * 100_000)
    assert list(tmp_path.iterdir()) == []
