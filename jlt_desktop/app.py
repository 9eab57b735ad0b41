"""The composition root: the one place that sees every room and builds the tree."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from jlt_desktop.ledgers import ALL
from jlt_desktop.paths import db_schema
from jlt_desktop.services.office import Office
from jlt_desktop.vault.kdf import FLOOR
from jlt_desktop.vault.opening import open_vault

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from jlt_desktop.vault.kdf import KdfCost


def open_office(folder: Path, user: str, password: str, *, floor: KdfCost = FLOOR, today: Callable[[], date] = date.today) -> Office:
    """Unlock a school's vault for one user. Raises OutsideError."""
    return Office(open_vault(folder, user, password, db_schema(), floor), ALL, today)
