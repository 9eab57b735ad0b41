"""What the command line is handed by the composition root."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jlt_desktop.district.bureau import Bureau
    from jlt_desktop.district.founding import Founded, Founding
    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.services.demo import Secrets
    from jlt_desktop.services.office import Office
    from jlt_desktop.services.setup import Answers
    from jlt_desktop.vault.creating import Sheet
    from jlt_desktop.vault.kdf import KdfCost


@dataclass(frozen=True, kw_only=True)
class House:
    """usual: where the school's data lies when nobody says otherwise; usual_desk: the bureau's.

    shots(office, out): pictures of every window.

    floor: the weakest key derivation that is accepted; only tests hand in a weaker one.
    """

    usual: Path
    resources: Path
    ledgers: Sequence[Ledger]
    open_office: Callable[[Path, str, str], Office]
    create_office: Callable[[Path, Answers], list[Sheet]]
    build_demo: Callable[[Path, int, int], Secrets]
    shots: Callable[[Office, Path], list[Path]]
    usual_desk: Path
    open_bureau: Callable[[Path, str, str], Bureau]
    found_bureau: Callable[[Path, Founding], Founded]
    floor: KdfCost
