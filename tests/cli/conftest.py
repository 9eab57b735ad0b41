"""A demo school made once with a fast key derivation, copied for each test, and `jlt` run in this process."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from jlt_desktop import app
from jlt_desktop.cli.house import House
from jlt_desktop.cli.main import run
from jlt_desktop.district import founding
from jlt_desktop.paths import db_schema
from jlt_desktop.services import demo, setup
from jlt_desktop.vault.kdf import KdfCost

FAST = KdfCost(1024, 1, 1)
TODAY = date(2026, 11, 24)
PASSWORDS = {one.role: (one.name, one.password) for one in demo.USERS}


def open_fast(folder, user, password):
    return app.open_office(folder, user, password, floor=FAST, today=lambda: TODAY)


@dataclass(frozen=True)
class Said:
    """What one run of `jlt` gave: exit status, standard output, standard error."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The one JSON object on standard output."""
        found = json.loads(self.out)
        assert isinstance(found, dict)
        assert self.out.count("\n") == 1
        return found


@pytest.fixture(scope="session")
def house(tmp_path_factory) -> House:
    """What the command line is handed, with a fast key derivation and a fixed day."""
    return replace(
        app.house(),
        usual=tmp_path_factory.mktemp("usual") / "school",
        open_office=open_fast,
        create_office=lambda folder, answers: setup.create_office(folder, answers, db_schema(), open_fast, FAST),
        build_demo=partial(app.build_demo, today=TODAY, cost=FAST),
        floor=FAST,
        usual_desk=tmp_path_factory.mktemp("usual") / "district",
        open_bureau=partial(app.open_bureau, floor=FAST),
        found_bureau=lambda folder, asked: founding.found(folder, asked, db_schema(), FAST, FAST),
    )


@pytest.fixture(scope="session")
def made_demos(house, tmp_path_factory) -> dict[int, tuple[Path, demo.Secrets]]:
    """Demo schools of 30 pupils and of none; never opened, only copied."""
    made = {}
    for students in (30, 0):
        folder = tmp_path_factory.mktemp("demo") / "school"
        made[students] = (folder, house.build_demo(folder, students, 1))
    return made


@pytest.fixture
def vault(made_demos, tmp_path) -> Path:
    """A demo school of 30 pupils."""
    return shutil.copytree(made_demos[30][0], tmp_path / "vault")


@pytest.fixture
def empty_vault(made_demos, tmp_path) -> Path:
    """A demo school without pupils."""
    return shutil.copytree(made_demos[0][0], tmp_path / "empty_vault")


@pytest.fixture
def jlt(house, capsys, monkeypatch) -> Callable[..., Said]:
    """Run one command as typed; the password of `role` stands in the environment."""

    def call(*arguments: object, role: str = "clerk", vault: Path | None = None) -> Said:
        name, password = PASSWORDS[role]
        monkeypatch.setenv("JLT_PASSWORD", password)
        login = ["--vault", str(vault), "--user", name] if vault else []
        capsys.readouterr()
        status = run([*login, *map(str, arguments)], house)
        told = capsys.readouterr()
        return Said(status, told.out, told.err)

    return call
