"""The only place that knows where the program's own files lie: source tree, installed package, or frozen program."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def _root() -> Path:
    frozen = getattr(sys, "_MEIPASS", None)
    return Path(frozen) if frozen else Path(__file__).resolve().parent.parent


def resources() -> Path:
    """Return the folder of fonts, help pages, catalogues and sample files."""
    return _root() / "resources"


def db_schema() -> Path:
    """Return the folder of the SQL steps."""
    return _root() / "db_schema"


def user_data() -> Path:
    """Return the folder in the user's profile for what is not school data: witness files and window places."""
    if os.name == "nt":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return base / "jlt_desktop"
