"""Typefaces of official papers that may not be shipped but stand on most office computers, found by the names of their files."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_KINDS = (".ttf", ".ttc")


@dataclass(frozen=True, slots=True)
class Face:
    """A typeface. title: what people call it. stems: how the names of its files begin, in lower case, best first."""

    title: str
    stems: tuple[str, ...]


FANGSONG = Face(
    "仿宋", ("仿宋_gb2312", "仿宋gb2312", "simfang", "fzfs", "方正仿宋", "stfangso", "华文仿宋", "仿宋", "fangsong", "zhuquefangsong")
)
XIAOBIAOSONG = Face("小标宋", ("fzxbs", "方正小标宋", "小标宋", "xiaobiaosong"))
ZHONGSONG = Face("华文中宋", ("stzhongs", "华文中宋"))
SONG = Face("宋体", ("simsun", "宋体", "fzssk", "fzssjw", "方正书宋", "stsong", "华文宋体"))


def usual_folders() -> tuple[Path, ...]:
    """Return where this kind of computer keeps its fonts and the user's own."""
    home = Path.home()
    if sys.platform == "win32":
        own = Path(os.environ.get("LOCALAPPDATA", home / "AppData/Local"))
        return Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts", own / "Microsoft/Windows/Fonts"
    if sys.platform == "darwin":
        return Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts"
    shared = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path("/opt/kingsoft/wps-office/office6/fonts"))
    return *shared, home / ".local/share/fonts", home / ".fonts"


def font_files(folders: Iterable[Path]) -> dict[str, Path]:
    """Return the TrueType files of folders and of those inside them by their stem in lower case."""
    found: dict[str, Path] = {}
    for folder in folders:
        for place, inside, names in os.walk(folder):
            inside.sort()
            for name in sorted(names):
                if name.lower().endswith(_KINDS):
                    path = Path(place) / name
                    found.setdefault(path.stem.lower(), path)
    return found


def candidates(face: Face, files: Mapping[str, Path]) -> Sequence[Path]:
    """Return the files that may hold a face, the likeliest first."""
    return [files[name] for stem in face.stems for name in sorted(files) if name.startswith(stem)]
