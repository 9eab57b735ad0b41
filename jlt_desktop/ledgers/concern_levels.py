"""How urgently a pupil is watched over: an ordinal from 1 (highest) to 4; what the four are called is the school's choice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.domain.wording import Wording
from jlt_desktop.ledgers.choices import choose

if TYPE_CHECKING:
    from jlt_desktop.domain.around import Around

LEVELS = choose(
    l1=("一级(最高)", "一级", "1", "红色", "重大"),
    l2=("二级", "2", "橙色", "严重"),
    l3=("三级", "3", "黄色", "一般"),
    l4=("四级(关注)", "四级", "4", "蓝色", "关注"),
)
ADVISED = choose(l1="一级(最高)", l2="二级", l3="三级", l4="四级(关注)", out="不列入或移出")
HIGHEST = ("l1", "l2")
WHO_ADVISES = ("homeroom", "counselor", "health_vp")
# the word shown, then others it is known by; some districts count the other way round, so only the order is ever stored
WORDS: dict[str, dict[str, tuple[str, ...]]] = {
    "colours": {"l1": ("红色", "红"), "l2": ("橙色", "橙"), "l3": ("黄色", "黄"), "l4": ("蓝色", "蓝")},
    "gravity": {"l1": ("重大",), "l2": ("严重",), "l3": ("一般",), "l4": ("关注",)},
    "upwards": {"l1": ("三级(最重)", "三级", "3"), "l2": ("二级", "2"), "l3": ("一级(一般)", "一级", "1"), "l4": ("关注",)},
}
WORD_SETS = choose(
    levels="一级(最高)、二级、三级、四级",
    colours="红、橙、黄、蓝",
    gravity="重大、严重、一般、关注",
    upwards="三级(最重)、二级、一级、关注",
)
LEVEL_WORDING = Wording(by="level_words", sets=WORDS, fields=("level", *(f"{who}_level" for who in WHO_ADVISES), "level_changes"))


def level_words(key: object, around: Around) -> str:
    """Return what the school calls a level, or 不列入或移出."""
    words = WORDS.get(str((around.school or {}).get("level_words") or ""), {}).get(str(key))
    return words[0] if words else ADVISED.label(str(key)) if key in ADVISED else ""
