"""Names of people: kept exactly as written, with doubtful characters pointed out and never replaced silently."""

from __future__ import annotations

import re
import unicodedata

LEAST, MOST = 2, 30
# private-use code points that old systems used before the character had its own place
_FORMER = {0xE863: "䶮", 0xE81E: "㑳", 0xE826: "㖞", 0xE82B: "㘎", 0xE832: "㤘", 0xE843: "㧏", 0xE854: "㧟", 0xE864: "䶯"}
_DOTS = re.compile(r"[•‧・∙⋅.．]")
_PLAIN = re.compile(r"[\u3400-\u9fff]{2,30}")
_FOLD_AWAY = re.compile(r"[\s\u3000·•‧・∙⋅.．\-']")


def is_private_use(char: str) -> bool:
    """Tell whether a character stands in a private-use area, where every system draws something else."""
    return unicodedata.category(char) == "Co"


def suggestion(name: str) -> str:
    """Return the name with the usual middle dot and without spaces between Chinese characters; the same when all is well."""
    dotted = _DOTS.sub("·", name) if re.search(r"[\u3400-\u9fff]", name) else name
    bare = re.sub(r"(?<=[\u3400-\U0003ffff])[\s\u3000]+(?=[\u3400-\U0003ffff])", "", dotted)
    return "".join(_FORMER.get(ord(char), char) for char in bare)


def doubts(name: str) -> tuple[tuple[str, str], ...]:
    """Return (question name, sentence) for everything doubtful about a name; empty when there is nothing."""
    if _PLAIN.fullmatch(name):
        return ()
    found = []
    private = [char for char in name if is_private_use(char)]
    if private:
        known = [_FORMER[ord(char)] for char in private if ord(char) in _FORMER]
        better = f"可能是“{'、'.join(known)}”。" if known else ""
        found.append(("name_private_use", f"姓名里有旧系统造的字(U+{ord(private[0]):04X}),换一台电脑就看不到,请换成正式的字。{better}"))
    odd = [char for char in name if not _usual(char) and not is_private_use(char)]
    if odd:
        found.append(("name_characters", f"姓名里有不常见的符号“{odd[0]}”,请核对是不是多打的。"))
    if not LEAST <= len(name) <= MOST:
        found.append(("name_length", f"姓名一般是 {LEAST} 到 {MOST} 个字,这里是 {len(name)} 个,请核对。"))
    return tuple(found)


def folded(name: str) -> str:
    """Return the name as it is compared: compatibility forms, case, spaces and dots do not count. Never for storage."""
    return _FOLD_AWAY.sub("", unicodedata.normalize("NFKC", name)).casefold()


def _usual(char: str) -> bool:
    code = ord(char)
    if char in "·. " or (char.isascii() and char.isalpha()):
        return True
    if 0xC0 <= code <= 0x24F:  # Latin letters with marks
        return char.isalpha()
    return (
        0x3400 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0x20000 <= code <= 0x3FFFF or char in "〇々"
        or 0x1800 <= code <= 0x18AF or 0x0F00 <= code <= 0x0FFF or 0x0600 <= code <= 0x06FF
    )  # fmt: skip
