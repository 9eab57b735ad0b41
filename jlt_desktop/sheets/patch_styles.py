"""What the styles of somebody else's workbook say about a cell: whether it shows days, holds texts only, or is locked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jlt_desktop.sheets.patch_package import namespace

if TYPE_CHECKING:
    from lxml import etree

_DAYS = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_TEXT = 49
_QUOTED = re.compile(r"\"[^\"]*\"|\[[^\]]*\]|\\.")


class Styles:
    """The formats of cells by their number."""

    def __init__(self, root: etree._Element | None) -> None:
        """Read them once; without styles every cell is a plain, locked one."""
        self._formats: list[tuple[int, bool]] = []
        self._codes: dict[int, str] = {}
        if root is None:
            return
        ns = namespace(root)
        for one in root.iterfind(f"{ns}numFmts/{ns}numFmt"):
            self._codes[int(one.get("numFmtId") or 0)] = one.get("formatCode") or ""
        for one in root.iterfind(f"{ns}cellXfs/{ns}xf"):
            guard = one.find(f"{ns}protection")
            free = guard is not None and guard.get("locked") in ("0", "false")
            self._formats.append((int(one.get("numFmtId") or 0), not free))

    def locked(self, style: str | None) -> bool:
        """Tell whether a cell of that style is closed while its sheet is protected."""
        return self._of(style)[1]

    def text_only(self, style: str | None) -> bool:
        """Tell whether the style keeps whatever is written as text."""
        return self._of(style)[0] == _TEXT or self._codes.get(self._of(style)[0]) == "@"

    def shows_days(self, style: str | None) -> bool:
        """Tell whether the style shows a number as a day."""
        number = self._of(style)[0]
        code = self._codes.get(number)
        return number in _DAYS if code is None else bool(re.search(r"[yd]", _QUOTED.sub("", code).lower()))

    def _of(self, style: str | None) -> tuple[int, bool]:
        number = int(style) if style and style.isdigit() else 0
        return self._formats[number] if number < len(self._formats) else (0, True)
