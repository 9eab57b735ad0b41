"""An invented record for the demo school."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Sample:
    """One invented record: its ledger's key, id, the file it is a part of, and its values as fields hold them."""

    ledger: str
    id: str
    values: Mapping[str, object]
    parent: str | None = None
