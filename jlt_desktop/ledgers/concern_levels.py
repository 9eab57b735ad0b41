"""How urgently a pupil is watched over: an ordinal from 1 (highest) to 4; what the four are called is the school's choice."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
LABEL_SETS = {
    "levels": {option.key: option.label for option in LEVELS},
    "colours": {"l1": "红色", "l2": "橙色", "l3": "黄色", "l4": "蓝色"},
    "gravity": {"l1": "重大", "l2": "严重", "l3": "一般", "l4": "关注"},
}


def level_words(key: object, around: Around) -> str:
    """Return what the school calls a level; its page may name a set of labels in `level_words`."""
    chosen = str((around.school or {}).get("level_words") or "levels")
    return LABEL_SETS.get(chosen, LABEL_SETS["levels"]).get(str(key), "")
