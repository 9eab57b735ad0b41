"""The kinds of activity, which obligations of the plan each serves, and the short lists that go with some of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.domain.options import Option, Options
from jlt_desktop.ledgers.choices import choose

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.fields import Values

ACTIVITY_KINDS = choose(
    first_lesson="开学第一课",
    study_tour=("主题研学", "研学", "研学活动", "场馆里的思政课"),
    venue_in_school=("场馆资源进校园", "场馆进校园"),
    festival=("传统节日活动", "传统节日联合活动", "节日活动"),
    expert_talk=("专家讲座", "专家讲座(心理)", "专家到校讲座"),
    emotion=("情绪打卡、压力吐槽会", "情绪打卡", "压力吐槽会"),
    sport=("体育赛事", "体育比赛", "运动会"),
    parents_meeting="家长会",
    open_day=("学校开放日", "开放日"),
    reception_day=("家长接待日", "接待日"),
    salon=("家长沙龙", "主题式家长沙龙"),
    community_service=("进村(社区)指导服务", "进社区", "社区服务"),
    lecture=("家庭教育大讲堂", "大讲堂", "家庭教育公益大讲堂"),
    guidance=("家庭教育指导活动", "家庭教育指导"),
    reading=("家庭阅读", "家庭阅读共同成长", "亲子阅读"),
    parent_child=("亲子体验和志愿服务", "亲子活动", "亲子参观体验", "志愿服务"),
    league=("团队活动", "团、队活动", "少先队活动", "共青团活动"),
    drill=("应急疏散演练", "消防演练", "演练", "疏散演练"),
    law_lesson=("法治副校长授课", "法治课", "法治教育"),
    network_safety=("网络素养教育", "网络安全教育"),
    science=("科学实践活动", "科技活动", "科学实践"),
    ai=("人工智能活动", "人工智能"),
    other="其他",
)
FESTIVALS = choose(
    spring="春节", lantern="元宵", qingming="清明", dragon_boat="端午", qixi="七夕", mid_autumn="中秋", double_ninth="重阳", other="其他"
)
NODES = choose(winter="寒假", summer="暑假", opening="开学", midterm=("期中", "期中考试"), final=("期末", "期末考试"))
MODES = choose(offline="线下", online="线上", mixed="混合")
SPORT_LEVELS = choose(class_="班级", grade="年级", school="校级", district="区级", city="市级")
SPORT_TAGS = choose(
    meet=("全校运动会", "全校性运动会", "以田径为主的运动会"),
    winter=("冬季体育活动", "冬季"),
    family=("家校社亲子赛事", "亲子", "趣味运动会"),
)
AUDIENCES = choose(pupils="学生场", parents="家长场", teachers="教师场")
DRILL_KINDS = choose(
    fire="消防疏散",
    quake="地震疏散",
    violence="防暴恐",
    bus="校车应急",
    drowning="防溺水",
    food="食品安全",
    stampede="防踩踏",
    other="其他",
)
STATES = choose(planned=("计划", "未办"), held=("已办", "已举办", "完成"), cancelled="取消", late=("补录", "补记"))
DONE = ("held", "late")

# obligation -> what it is called for short; only those that an activity can meet
_SERVED = {
    "O-01b": "开学第一课", "O-03a": "主题研学", "O-03b": "场馆进校园", "O-03c": "传统节日联合比赛", "O-04e": "团体辅导",
    "O-04f": "健康副校长到校", "O-05c": "专家讲座和家长培训", "O-06f": "情绪打卡和吐槽会", "O-08c": "月月有赛事", "O-08e": "全校运动会",
    "O-08f": "冬季体育活动", "O-08g": "家校社亲子赛事", "O-10c": "家长会", "O-10e": "学校开放日", "O-10f": "家长接待日",
    "O-10g": "家长沙龙", "O-11d": "进村(社区)服务", "O-12a": "家庭教育大讲堂", "O-12b": "家庭教育指导", "O-12c": "家庭阅读",
    "O-12d": "亲子体验和志愿", "O-12e": "团队活动", "O-13d": "应急演练", "O-13f": "法治副校长授课", "O-13g": "网络素养教育",
    "O-15b": "科学实践", "O-15c": "人工智能",
}  # fmt: skip
OBLIGATIONS = Options(*(Option(key, label, aliases=(f"{key}{label}",)) for key, label in _SERVED.items()))
_BY_KIND = {
    "first_lesson": ("O-01b",), "study_tour": ("O-03a",), "venue_in_school": ("O-03b",), "festival": ("O-03c",),
    "expert_talk": ("O-05c",), "emotion": ("O-06f",), "sport": ("O-08c",), "parents_meeting": ("O-10c",), "open_day": ("O-10e",),
    "reception_day": ("O-10f",), "salon": ("O-10g",), "community_service": ("O-11d",), "lecture": ("O-12a", "O-12b"),
    "guidance": ("O-12b",), "reading": ("O-12c",), "parent_child": ("O-12d",), "league": ("O-12e",), "drill": ("O-13d",),
    "law_lesson": ("O-13f",), "network_safety": ("O-13g",), "science": ("O-15b",), "ai": ("O-15c",),
}  # fmt: skip
_BY_TAG = {"meet": "O-08e", "winter": "O-08f", "family": "O-08g"}


def obligations_of(values: Values, _around: Around) -> Mapping[str, object]:
    """Return the obligations that an activity of its kind serves; the person may tick others."""
    tags = values.get("sport_tags")
    served = (*_BY_KIND.get(str(values.get("kind")), ()), *(_BY_TAG[one] for one in (tags if isinstance(tags, tuple) else ())))
    return {"obligation_ids": tuple(one.key for one in OBLIGATIONS if one.key in served) or None}
