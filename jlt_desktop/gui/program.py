"""What the windows are handed by the composition root: where things lie, and how an office is opened or made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.services.demo import Secrets
    from jlt_desktop.services.office import Office
    from jlt_desktop.services.setup import Answers
    from jlt_desktop.services.upkeep import Told
    from jlt_desktop.vault.creating import Sheet


@dataclass(frozen=True, kw_only=True)
class Program:
    """folder: where the school's data is, or will be made. demo: where the demo school is made. resources, user_data: see paths.

    people: (name, role) of those who may unlock a folder. open_office, create_office, build_demo: run on the worker thread.
    school_ledger: the declaration of the school's own page, for set-up. told_of: what a backup holds, in words.
    warm_up: imports what unlocking needs, so that the first unlock does not wait for it.
    """

    folder: Path
    demo: Path
    resources: Path
    user_data: Path
    people: Callable[[Path], Sequence[tuple[str, str]]]
    open_office: Callable[[Path, str, str], Office]
    create_office: Callable[[Path, Answers], list[Sheet]]
    build_demo: Callable[[Path], Secrets]
    school_ledger: Callable[[], Ledger]
    told_of: Callable[[Path], Told]
    warm_up: Callable[[], None]
