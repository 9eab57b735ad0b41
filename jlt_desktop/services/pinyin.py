"""Readings of Chinese characters for search and sorting: all of them, and those a surname has of its own first."""

from __future__ import annotations

from functools import lru_cache
from itertools import product

# a surname's own reading differs from the usual one; general knowledge of Chinese surnames
SURNAMES = {
    "单": "shan", "仇": "qiu", "解": "xie", "查": "zha", "区": "ou", "盖": "ge", "翟": "zhai", "朴": "piao", "曾": "zeng", "任": "ren",
    "华": "hua", "覃": "qin", "缪": "miao", "乐": "yue", "员": "yun", "秘": "bi", "逄": "pang", "洗": "xian", "冼": "xian", "召": "shao",
    "黑": "he", "折": "she", "隗": "wei", "郇": "xun", "晟": "cheng", "尹": "yin", "幺": "yao", "种": "chong", "重": "chong", "长": "zhang",
    "石": "shi", "占": "zhan", "尉": "wei", "繁": "po", "能": "nai", "祭": "zhai", "纪": "ji", "应": "ying", "宁": "ning",
    "令": "ling", "哈": "ha", "过": "guo", "牟": "mu", "佴": "nai", "那": "na", "钭": "tou", "褚": "chu", "郗": "xi", "葛": "ge",
    "卜": "bu", "车": "che", "谌": "chen", "訾": "zi", "妫": "gui", "句": "gou", "燕": "yan", "柏": "bai", "万": "wan", "贾": "jia",
    "阚": "kan", "都": "du", "要": "yao", "行": "xing", "降": "jiang", "便": "pian", "参": "shen", "撒": "sa", "相": "xiang", "盛": "sheng",
    "沈": "shen", "薄": "bo", "鲍": "bao", "俞": "yu", "於": "yu", "乜": "nie", "仉": "zhang", "芮": "rui", "适": "kuo", "藏": "zang",
}  # fmt: skip
COMPOUND = {
    "尉迟": ("yu", "chi"), "万俟": ("mo", "qi"), "长孙": ("zhang", "sun"), "澹台": ("tan", "tai"), "单于": ("chan", "yu"),
    "令狐": ("ling", "hu"), "宇文": ("yu", "wen"), "皇甫": ("huang", "fu"), "欧阳": ("ou", "yang"), "司马": ("si", "ma"),
    "上官": ("shang", "guan"), "诸葛": ("zhu", "ge"), "夏侯": ("xia", "hou"), "公孙": ("gong", "sun"), "慕容": ("mu", "rong"),
    "司徒": ("si", "tu"), "鲜于": ("xian", "yu"), "呼延": ("hu", "yan"), "闻人": ("wen", "ren"), "东方": ("dong", "fang"),
    "赫连": ("he", "lian"), "亓官": ("qi", "guan"), "乐正": ("yue", "zheng"), "钟离": ("zhong", "li"), "濮阳": ("pu", "yang"),
}  # fmt: skip
_MOST = 24


def readings(text: str) -> list[tuple[str, ...]]:
    """Return the readings of a name, the likeliest first: one tuple of syllables a way of reading it, at most 24."""
    chars = [char for char in text if char >= "\u3400"]
    ways = [_of(char) for char in chars]
    if len(chars) > 1 and "".join(chars[:2]) in COMPOUND:
        first, second = COMPOUND["".join(chars[:2])]
        ways[0], ways[1] = _first(first, ways[0]), _first(second, ways[1])
    elif chars and chars[0] in SURNAMES:
        ways[0] = _first(SURNAMES[chars[0]], ways[0])
    count = 1
    for place, way in enumerate(ways):
        count *= len(way)
        if count > _MOST:
            ways[place:] = [one[:1] for one in ways[place:]]
            break
    return [tuple(part for part in way if part) for way in product(*ways)][:_MOST] if ways else []


def keys(text: str) -> list[str]:
    """Return full pinyin and initials of every reading, without repeats; ü also as v."""
    return list(_keys(text))


@lru_cache(maxsize=65536)
def _keys(text: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for way in readings(text):
        found["".join(way)] = None
        found["".join(part[0] for part in way)] = None
    return tuple(found)


def sort_key(text: str) -> tuple[str, ...]:
    """Return what names are sorted by: the likeliest reading; names that begin with a character nobody can read after all others."""
    ways = readings(text)
    first = next((char for char in text if char >= "\u3400"), "")
    return ways[0] if ways and any(_of(first)) else ("zzzz", text)


def _first(reading: str, others: tuple[str, ...]) -> tuple[str, ...]:
    return (reading, *(one for one in others if one != reading))


@lru_cache(maxsize=32768)
def _of(char: str) -> tuple[str, ...]:
    from pypinyin import Style, pinyin

    found = pinyin(char, style=Style.NORMAL, heteronym=True, errors="ignore", v_to_u=False)
    return tuple(dict.fromkeys(found[0])) if found and found[0] else ("",)
