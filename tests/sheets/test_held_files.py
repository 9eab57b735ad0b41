"""A sheet that another program holds: said in a sentence, nothing read half."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest

from jlt_desktop.domain.errors import OutsideError
from jlt_desktop.sheets.read import read_file

NOBODY = 65534


def refused_to(path: Path) -> OutsideError | None:
    """What somebody is told whom the system does not let read the file, asked in a process of its own."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        answer: OutsideError | None = None
        try:
            if os.getuid() == 0:
                os.setgid(NOBODY)
                os.setuid(NOBODY)
            read_file(path)
        except OutsideError as error:
            answer = error
        finally:
            os.write(writing, pickle.dumps((answer.what, answer.why, answer.todo) if answer else None))
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        found = pickle.loads(pipe.read())
    os.waitpid(child, 0)
    return OutsideError(found[0], found[1], "", found[2]) if found else None


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system's own refusal is provoked with a process of another user")
def test_a_sheet_open_elsewhere_is_said_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "名册.xlsx"
    path.write_bytes(b"PK\x03\x04")
    for folder in (tmp_path, *tmp_path.parents[:3]):
        folder.chmod(folder.stat().st_mode | 0o055)
    path.chmod(0)
    said = refused_to(path)
    assert said is not None
    assert said.what == "打不开“名册.xlsx”。"
    assert "正在 WPS 或 Excel 里开着" in said.why
    assert "重试" in said.todo
    path.chmod(0o644)
    assert read_file(path) == b"PK\x03\x04"


def test_a_sheet_that_went_with_its_stick(tmp_path: Path) -> None:
    with pytest.raises(OutsideError, match=r"读不到“名册\.xlsx”"):
        read_file(tmp_path / "名册.xlsx")
