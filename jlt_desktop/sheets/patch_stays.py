"""What does not follow when rows are put into one part only: print area, names, pictures, comments, other sheets. It is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.sheets.patch_package import namespace
from jlt_desktop.sheets.patch_places import moved_formula, place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jlt_desktop.sheets.patch_package import Package
    from jlt_desktop.sheets.patch_places import Move

_TELLING = {"_xlnm.Print_Area": "打印区域", "_xlnm.Print_Titles": "打印标题"}


def stays(package: Package, path: str, sheet: str, move: Move) -> list[str]:
    """Return a sentence for each thing outside the sheet's part that means rows which now lie elsewhere."""
    found = [f"加了 {move.by} 行,下面的内容跟着下移了。"]
    found += _names(package, sheet, move)
    if any(row > move.last for row in _anchors(package, path)):
        found.append("表下方的图片、文本框或批注留在原来的位置,请在 WPS 里挪一挪。")
    others = [name for name, other in package.sheets().items() if other != path and _looks_at(package, other, sheet, move)]
    if others:
        found.append(f"工作表{'、'.join(f'“{name}”' for name in others)}的公式引用了这张表,行号没有跟着改,请核对。")
    return found


def _names(package: Package, sheet: str, move: Move) -> Iterator[str]:
    ns = namespace(package.workbook)
    for one in package.workbook.iterfind(f"{ns}definedNames/{ns}definedName"):
        name, text = one.get("name") or "", one.text or ""
        moved = moved_formula(text, move, sheet, inside=False)
        if moved == text or name == "_xlnm._FilterDatabase":
            continue
        if name in _TELLING:
            yield f"{_TELLING[name]}还是原来的行({text.rpartition('!')[2].replace('$', '')}),打印前请在 WPS 里重新设成整张表。"
        else:
            yield f"名称“{name}”指的还是原来的行,请核对。"


def _anchors(package: Package, path: str) -> Iterator[int]:
    for drawing in package.beside(path, "drawing"):
        # rows of a drawing are counted from 0
        for row in package.xml(drawing).iterfind(".//{*}from/{*}row"):
            yield int(row.text or 0) + 1 if (row.text or "0").isdigit() else 0
    for comments in package.beside(path, "comments"):
        for one in package.xml(comments).iter("{*}comment"):
            try:
                yield place(one.get("ref") or "")[1]
            except ValueError:
                continue


def _looks_at(package: Package, path: str, sheet: str, move: Move) -> bool:
    if not package.has(path):
        return False
    found = (one.text or "" for one in package.xml(path).iter("{*}f", "{*}formula", "{*}formula1"))
    # a formula of another sheet means this one only where it says so
    return any("!" in text and moved_formula(text, move, sheet, inside=False) != _apart(text, move) for text in found)


def _apart(text: str, move: Move) -> str:
    return moved_formula(text, move, "\0", inside=False)
