"""The composition root: the one place that sees every room and builds the tree.

Imports stand inside the functions because the window must be on the screen before what unlocking needs is read from the disk.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from jlt_desktop.paths import db_schema, resources, user_data

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from jlt_desktop.cli.house import House
    from jlt_desktop.district.bureau import Bureau
    from jlt_desktop.district.founding import Founded, Founding
    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.domain.obligation import Rulebook
    from jlt_desktop.gui.district_program import DistrictProgram
    from jlt_desktop.gui.program import Program
    from jlt_desktop.services.demo import Secrets
    from jlt_desktop.services.office import Office
    from jlt_desktop.services.setup import Answers
    from jlt_desktop.services.upkeep import Told
    from jlt_desktop.vault.creating import Sheet
    from jlt_desktop.vault.kdf import KdfCost


def open_office(folder: Path, user: str, password: str, *, floor: KdfCost | None = None, today: Callable[[], date] = date.today) -> Office:
    """Unlock a school's vault for one user. Raises OutsideError."""
    from jlt_desktop.ledgers import ALL
    from jlt_desktop.services.office import Office
    from jlt_desktop.vault.kdf import FLOOR
    from jlt_desktop.vault.opening import open_vault

    return Office(open_vault(folder, user, password, db_schema(), floor or FLOOR), ALL, today, rulebook())


def rulebook() -> Rulebook:
    """Return what a school owes and how each of it is counted."""
    from jlt_desktop.domain.obligation import Rulebook, read_catalogue
    from jlt_desktop.ledgers import ALL, OBLIGATION_SETTING, RULES

    catalog = resources() / "catalog"
    tasks, owed = ((catalog / name).read_text(encoding="utf-8") for name in ("tasks.csv", "obligations.csv"))
    return Rulebook(read_catalogue(tasks, owed), RULES, OBLIGATION_SETTING.key, {one.key: one.scope for one in ALL})


def create_office(folder: Path, answers: Answers) -> list[Sheet]:
    """Make a school's vault from what set-up asked; returns the recovery sheets. Raises UserError, OutsideError."""
    from jlt_desktop.services import setup

    return setup.create_office(folder, answers, db_schema(), open_office)


def open_bureau(folder: Path, user: str, password: str, *, floor: KdfCost | None = None) -> Bureau:
    """Unlock a bureau's vault for one officer. Raises OutsideError."""
    from jlt_desktop.district import bureau
    from jlt_desktop.vault.kdf import FLOOR

    return bureau.open_bureau(folder, user, password, db_schema(), floor=floor or FLOOR)


def found_bureau(folder: Path, asked: Founding) -> Founded:
    """Make a bureau's vault and the file of its root key. Raises UserError, OutsideError."""
    from jlt_desktop.district import founding

    return founding.found(folder, asked, db_schema())


def build_demo(folder: Path, students: int = 600, seed: int = 1, today: date | None = None, cost: KdfCost | None = None) -> Secrets:
    """Make the demo school of so many invented pupils as it stands today. Raises UserError, OutsideError."""
    from functools import partial

    from jlt_desktop.ledgers.samples import sample_school
    from jlt_desktop.services import demo

    day = today or date.today()
    opener = partial(open_office, floor=cost, today=lambda: day)
    return demo.build(folder, students, seed, day, cost, schema=db_schema(), invent=sample_school, opener=opener)


def people(folder: Path) -> Sequence[tuple[str, str]]:
    """Return (name, role) of those who may unlock. Raises OutsideError."""
    from jlt_desktop.vault import opening

    return opening.people(folder)


def school_ledger() -> Ledger:
    """Return the declaration of the school's own page."""
    from jlt_desktop.ledgers import ALL

    return next(one for one in ALL if one.single)


def told_of(backup: Path) -> Told:
    """Return what a backup holds, in words. Raises OutsideError."""
    from jlt_desktop.ledgers import ALL
    from jlt_desktop.services import upkeep

    return upkeep.told_of(backup, ALL)


def warm_up() -> None:
    """Open the log and import what unlocking and the home page need; called once the first window is on the screen."""
    from jlt_desktop import logs

    logs.set_up(user_data())
    # its loader comes with the first key that is read, and takes a while
    import cryptography.hazmat.backends.openssl.backend  # noqa: F401

    import jlt_desktop.ledgers
    import jlt_desktop.services.duties
    import jlt_desktop.services.finding
    import jlt_desktop.services.office
    import jlt_desktop.vault.opening  # noqa: F401


def shots(office: Office, out: Path) -> list[Path]:
    """Write a picture of every window on an unlocked office, without a screen. Raises OutsideError."""
    import os

    # the size of an office screen; Qt's own choice without one is smaller
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={resources() / 'look' / 'screen.json'}"
    from jlt_desktop.gui.shots import take

    return take(program(()), office, out)


def house() -> House:
    """Return what the command line is handed."""
    from jlt_desktop.cli.house import House
    from jlt_desktop.ledgers import ALL
    from jlt_desktop.vault.kdf import FLOOR

    return House(
        usual=user_data() / "school", resources=resources(), ledgers=ALL, open_office=open_office, create_office=create_office,
        build_demo=build_demo, shots=shots, floor=FLOOR, usual_desk=user_data() / "district", open_bureau=open_bureau,
        found_bureau=found_bureau,
    )  # fmt: skip


def command_line(argv: Sequence[str]) -> int:
    """Run one command of `jlt`; returns the exit status."""
    from jlt_desktop.cli.main import run

    return run(argv, house())


def program(argv: Sequence[str]) -> Program:
    """Return what the windows are handed; `--vault DIR` names another place than the usual one, `--demo` the demo school."""
    import argparse
    from pathlib import Path

    from jlt_desktop.gui.program import Program

    usual = user_data()
    asked = argparse.ArgumentParser(prog="jlt_desktop", description="教联体学校台账")
    asked.add_argument("--vault", type=Path, default=usual / "school", help="学校数据所在的文件夹")
    asked.add_argument("--demo", action="store_true", help="打开示范学校")
    given = asked.parse_args(argv)
    return Program(
        folder=usual / "demo" if given.demo else given.vault, demo=usual / "demo", resources=resources(), user_data=usual, people=people,
        open_office=open_office, create_office=create_office, build_demo=build_demo, school_ledger=school_ledger,
        told_of=told_of, warm_up=warm_up,
    )  # fmt: skip


def district_program(argv: Sequence[str]) -> DistrictProgram:
    """Return what the windows of the bureau's desk are handed; `--vault DIR` names another place than the usual one."""
    import argparse
    from pathlib import Path

    from jlt_desktop.gui.district_program import DistrictProgram

    asked = argparse.ArgumentParser(prog="jlt_desktop --district", description="局端收件")
    asked.add_argument("--district", action="store_true", help="打开局端收件")
    asked.add_argument("--vault", type=Path, default=user_data() / "district", help="收件数据所在的文件夹")
    given = asked.parse_args(argv)
    return DistrictProgram(
        folder=given.vault, resources=resources(), user_data=user_data(), people=people, open_office=open_bureau, found=found_bureau
    )


def window(argv: Sequence[str]) -> int:
    """Open the window on the school's data, or on the bureau's (`--district`); returns the exit status."""
    if "--district" in argv:
        from jlt_desktop.gui import district_window

        return district_window.run(district_program(argv))
    from jlt_desktop.gui.start import run

    return run(program(argv))
