"""Cut the shipped fonts from their originals: `cut_fonts.py REGULAR BOLD RARE KAI OUT`, with fontTools."""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

_LATIN = [
    *range(0x20, 0x250),
    *range(0x2000, 0x2070),
    *range(0x20A0, 0x20D0),
    *range(0x2100, 0x2600),
    *range(0x3000, 0x3040),
    *range(0xFF00, 0xFFF0),
]


def gb2312() -> set[int]:
    """Return the characters of GB 2312, levels 1 and 2."""
    found = set()
    for high in range(0xB0, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                found.add(ord(bytes((high, low)).decode("gb2312")))
            except UnicodeDecodeError:
                continue
    return found


def cut(source: Path, target: Path, wanted: set[int], family: str | None = None) -> None:
    """Write the part of a font that holds the wanted characters; renamed where its licence asks for that."""
    options = subset.Options(
        hinting=False,
        layout_features=[],
        notdef_outline=True,
        name_IDs=["*"],
        drop_tables=["+DSIG", "GSUB", "GPOS", "BASE", "vhea", "vmtx"],
    )
    font = TTFont(source)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted)
    cutter.subset(font)
    if family:
        for record in font["name"].names:
            if record.nameID in (1, 3, 4, 6, 16):
                record.string = family.replace(" ", "") if record.nameID == 6 else family
    font.save(target)
    print(f"{target.name}: {len(font.getBestCmap())} characters, {target.stat().st_size / 1e6:.1f} MB")


def main() -> None:
    """Cut all four."""
    regular, bold, rare, kai, out = (Path(one) for one in sys.argv[1:6])
    out.mkdir(parents=True, exist_ok=True)
    main_font = set(TTFont(regular).getBestCmap())
    han = {code for code in TTFont(rare).getBestCmap() if 0x3400 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or code >= 0x20000}
    cut(regular, out / "NotoSansSC-Regular.ttf", main_font)
    cut(bold, out / "NotoSansSC-Bold.ttf", gb2312() | set(_LATIN))
    cut(rare, out / "JltRareHan.ttf", han - main_font, "Jlt Rare Han")
    cut(kai, out / "JltKai.ttf", gb2312() | set(_LATIN), "Jlt Kai")


if __name__ == "__main__":
    main()
