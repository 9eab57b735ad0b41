"""What the windows of the bureau's desk are handed by the composition root."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jlt_desktop.district.bureau import Bureau
    from jlt_desktop.district.founding import Founded, Founding


@dataclass(frozen=True, kw_only=True)
class DistrictProgram:
    """folder: where the bureau's data is, or will be made. resources, user_data: see paths.

    people: (name, role) of those who may unlock a folder. open_office: unlocks the desk; found: makes it; both on the worker thread.
    """

    folder: Path
    resources: Path
    user_data: Path
    people: Callable[[Path], Sequence[tuple[str, str]]]
    open_office: Callable[[Path, str, str], Bureau]
    found: Callable[[Path, Founding], Founded]

    @property
    def demo(self) -> Path | None:
        """The bureau's desk has no demo."""
        return None
