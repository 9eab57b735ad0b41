"""A new passphrase by recovery sheets: what sheets a person needs, and what becomes of the codes that were typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jlt_desktop.vault import header as headers
from jlt_desktop.vault import recovery
from jlt_desktop.vault.opening import reset_with_sheets

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from jlt_desktop.vault.kdf import KdfCost


@dataclass(frozen=True, slots=True)
class Wanted:
    """A part of the data that a person's account opens, and how many sheets that takes together."""

    scope: str
    title: str
    sheets: int


def sheets_wanted(folder: Path, name: str) -> list[Wanted]:
    """Return which sheets give a person a new passphrase; empty when there is nobody of that name. Raises OutsideError."""
    header = headers.load(folder)[0]
    user = next((one for one, data in header.users.items() if data["name"] == name), None)
    found = []
    for scope, content in header.scopes.items():
        grants = content["grants"]
        if isinstance(grants, dict) and user in grants:
            found.append(Wanted(scope, header.plan.scope_titles[scope], int(str(header.recovery[scope]["sheets"]))))
    return found


def new_password(
    folder: Path, name: str, password: str, typed: Mapping[str, Sequence[str]], *, floor: KdfCost | None = None, cost: KdfCost | None = None
) -> None:
    """Set a passphrase by typed codes: scope -> codes. Raises UserError for a code that was copied wrongly, OutsideError."""
    codes = {scope: [recovery.read(one) for one in texts] for scope, texts in typed.items()}
    if floor is None:
        reset_with_sheets(folder, name, password, codes, cost=cost)
    else:
        reset_with_sheets(folder, name, password, codes, floor=floor, cost=cost)
