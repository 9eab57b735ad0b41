"""A vault made once with a fast key derivation, copied for every test; no ledger is filled yet."""

from __future__ import annotations

import os
import shutil
import signal
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from jlt_desktop.ledgers.concern import CONCERN
from jlt_desktop.ledgers.student import STUDENT
from jlt_desktop.paths import db_schema
from jlt_desktop.vault.creating import NewUser, Sheet, create_vault
from jlt_desktop.vault.kdf import KdfCost
from jlt_desktop.vault.opening import open_vault
from jlt_desktop.vault.recovery import read
from jlt_desktop.vault.session import Session

TINY = KdfCost(8, 1, 1)
PEOPLE = {
    "clerk": ("韩文员", "柳树 风筝 石桥 甲乙"),
    "counselor": ("苏心理", "柳树 风筝 石桥 丙丁"),
    "principal": ("唐校长", "柳树 风筝 石桥 戊己"),
}


@dataclass
class Vault:
    """A copy of a vault on the disk: folder, names and passwords by role, recovery sheets, and the sessions opened on it."""

    folder: Path
    sheets: list[Sheet]
    cost: KdfCost = TINY
    sessions: list[Session] = field(default_factory=list)

    def name(self, role: str) -> str:
        return PEOPLE[role][0]

    def password(self, role: str) -> str:
        return PEOPLE[role][1]

    def unlock(self, role: str, password: str | None = None) -> Session:
        """Open as a role, after closing what was open; a password may be given in place of the right one."""
        self.close()
        made = open_vault(self.folder, self.name(role), password or self.password(role), db_schema(), self.cost)
        self.sessions.append(made)
        return made

    def close(self) -> None:
        while self.sessions:
            self.sessions.pop().close()

    def codes(self) -> dict[str, list[bytes]]:
        """The codes of all sheets as people type them back."""
        found: dict[str, list[bytes]] = {}
        for sheet in self.sheets:
            found.setdefault(sheet.scope, []).append(read(" ".join(sheet.groups)))
        return found


@pytest.fixture(scope="session")
def made_vault(tmp_path_factory: pytest.TempPathFactory) -> Vault:
    folder = tmp_path_factory.mktemp("vault") / "school"
    people = [NewUser(name, role, password) for role, (name, password) in PEOPLE.items()]
    return Vault(folder, create_vault(folder, people, db_schema(), TINY))


@pytest.fixture
def vault(made_vault: Vault, tmp_path: Path) -> Iterator[Vault]:
    shutil.copytree(made_vault.folder, tmp_path / "school")
    copy = Vault(tmp_path / "school", made_vault.sheets)
    yield copy
    copy.close()


@pytest.fixture(scope="session")
def pupil() -> Callable[[Session, str], str]:
    """Add a pupil in a transaction of its own; returns the id."""

    def add(session: Session, name: str) -> str:
        store = session.store("general")
        with store.transaction():
            return store.add(STUDENT, {"name": name, "sex": "1", "birth_date": date(2015, 3, 1)}).id

    return add


@pytest.fixture(scope="session")
def concern() -> Callable[[Session, str], str]:
    """Add a confidential entry in a transaction of its own; returns the id."""

    def add(session: Session, facts: str) -> str:
        store = session.store("confidential")
        with store.transaction():
            values = {"name": "某同学", "source": ("self",), "found_on": date(2026, 11, 2), "state": "screened", "facts": facts}
            return store.add(CONCERN, values).id

    return add


@pytest.fixture(scope="session")
def in_child() -> Callable[[Callable[[], None]], int]:
    """Run work in a forked process; returns the signal that ended it, 0 when it came to its end, 1 when it raised."""
    if not hasattr(os, "fork"):
        pytest.skip("needs fork")

    def run(work: Callable[[], None]) -> int:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # newer Pythons warn of threads; the child starts none and never returns
            child = os.fork()
        if child == 0:
            end = 1
            try:
                work()
                end = 0
            finally:
                os._exit(end)
        status = os.waitpid(child, 0)[1]
        return os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)

    return run


@pytest.fixture(scope="session")
def killed() -> int:
    return int(signal.SIGKILL)
