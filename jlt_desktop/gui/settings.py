"""What one person prefers on this computer: look, size of type, when to lock. Typed here and nowhere else; no school data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings

if TYPE_CHECKING:
    from pathlib import Path

MODES = {"light": "浅色", "dark": "深色"}
SCALES = (0.9, 1.0, 1.15, 1.3, 1.5)
LOCK_LEAST, LOCK_USUAL, LOCK_MOST = 60, 180, 900


class Preferred:
    """Reads and writes preferences; what is not there or makes no sense is the usual."""

    def __init__(self, profile: Path) -> None:
        """Keep them in a file of the user's profile."""
        self._kept = QSettings(str(profile / "preferred.ini"), QSettings.Format.IniFormat)

    @property
    def mode(self) -> str:
        """Return light or dark."""
        found = str(self._kept.value("mode", "light"))
        return found if found in MODES else "light"

    @mode.setter
    def mode(self, mode: str) -> None:
        self._kept.setValue("mode", mode)

    @property
    def scale(self) -> float:
        """Return the size of type against the usual one."""
        # an INI file gives every value back as text
        try:
            found = float(str(self._kept.value("scale", "1.0")))
        except ValueError:
            return 1.0
        return found if found in SCALES else 1.0

    @scale.setter
    def scale(self, scale: float) -> None:
        self._kept.setValue("scale", str(scale))

    @property
    def lock_after(self) -> int:
        """Return after how many seconds without input the office is locked."""
        try:
            found = int(str(self._kept.value("lock_after", LOCK_USUAL)))
        except ValueError:
            return LOCK_USUAL
        return min(max(found, LOCK_LEAST), LOCK_MOST)

    @lock_after.setter
    def lock_after(self, seconds: int) -> None:
        self._kept.setValue("lock_after", str(seconds))

    @property
    def folded(self) -> set[str] | None:
        """Return the groups of the navigation that are folded; None while nobody has folded or opened any."""
        found = self._kept.value("folded")
        return None if found is None else {one for one in str(found).split("|") if one}

    @folded.setter
    def folded(self, groups: set[str]) -> None:
        self._kept.setValue("folded", "|".join(sorted(groups)))
