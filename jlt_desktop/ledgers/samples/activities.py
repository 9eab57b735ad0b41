"""What the invented school held and plans for the fifteen tasks; some of it is late, some without proof, some still missing."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from jlt_desktop.ledgers.activity_kinds import DONE, obligations_of
from jlt_desktop.ledgers.activity_rules import activity_number
from jlt_desktop.ledgers.samples.draw import Paper, picture, school_day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jlt_desktop.ledgers.samples.draw import Sample
    from jlt_desktop.ledgers.samples.town import Town


class Held(NamedTuple):
    """One activity: kind, title, how many days ago (negative: to come), where, share of the pupils there, parents, teachers, and more."""

    kind: str
    title: str
    ago: int
    place: str
    share: float = 1.0
    parents: int = 0
    teachers: int = 4
    summary: str = ""
    more: tuple[tuple[str, object], ...] = ()


_TRIP = (
    ("off_campus", True), ("partners", "河湾镇革命纪念馆"), ("route", "学校—纪念馆—烈士陵园—学校,当天往返"), ("filing_no",
    "示教备〔2026〕12号"),
    ("consent_rate", 100.0), ("insurance", "学生意外险,校方责任险"), ("vehicles", "县客运公司大客车 3 辆,营运证和驾驶员已查"),
    ("emergency_contact", "德育处值班 0000-1000010"), ("theme", "河湾镇的红色足迹"),
)  # fmt: skip
_HELD = (
    Held("first_lesson", "开学第一课:弘扬抗战精神", 75, "操场", 1, 0, 30, "校长讲开学第一课,各班交流感受。"),
    Held("study_tour", "场馆里的思政课:走进革命纪念馆", 40, "河湾镇革命纪念馆", 0.2, 0, 8, "看展、听讲解、填学习单,回校办小报展。", _TRIP),
    Held("study_tour", "寻访家乡古村落", -9, "前营子村", 0.12, 0, 5, "",
         (*(one for one in _TRIP if one[0] not in ("consent_rate", "filing_no")), ("consent_rate", 86.5))),
    Held("venue_in_school", "博物馆进校园:文物里的家乡", 33, "报告厅", 0.3, 0, 6, "博物馆讲解员带 12 件复制品到校讲解。"),
    Held("festival", "重阳节红色经典诵读比赛", 45, "操场", 0.5, 60, 12, "18 个节目,请村里老人做评委。",
         (("festival", "double_ninth"), ("partners", "河湾镇文化站"))),
    Held("expert_talk", "市级专家讲座:读懂青春期", 28, "报告厅", 0.25, 0, 20, "讲情绪和同伴交往,学生提问 11 个。",
         (("audience", "pupils"), ("speaker", "特聘专家"), ("speaker_org", "市精神卫生中心"))),
    Held("expert_talk", "家长心理陪护培训", 28, "报告厅", 0, 96, 8, "讲怎样听孩子说话、什么时候求助。",
         (("audience", "parents"), ("speaker", "特聘专家"), ("speaker_org", "市精神卫生中心"))),
    Held("emotion", "情绪打卡周", 21, "各班教室", 0.9, 0, 18, "每天放学前用贴纸打卡,只统计人数。"),
    Held("sport", "秋季田径运动会", 52, "操场", 1, 120, 40, "两天,42 个项目。",
         (("level", "school"), ("sport", "田径"), ("n_teams", 18), ("sport_tags", ("meet",)))),
    Held("sport", "班级跳绳比赛", 18, "操场", 0.6, 0, 15, "集体长绳和一分钟单摇。", (("level", "school"), ("sport", "跳绳"), ("n_teams",
    18))),
    Held("sport", "冬季长跑启动", -4, "操场", 1, 0, 30, "", (("level", "school"), ("sport", "长跑"), ("sport_tags", ("winter",)))),
    Held("open_day", "学校开放日", 36, "各班教室", 1, 210, 45, "家长进课堂、看食堂,收到意见 14 条。"),
    Held("reception_day", "校长接待日", 25, "校长室", 0, 6, 2, "接待 6 位家长,意见都登记了。"),
    Held("reception_day", "校长接待日(德育处)", 55, "德育处", 0, 4, 2, "接待 4 位家长。"),
    Held("salon", "家长沙龙:隔代养育的难处", 30, "图书室", 0, 32, 4, "祖辈讲带孩子的难处,互相出主意。"),
    Held("community_service", "家庭教育进柳河村", 23, "柳河村村部", 0, 41, 3, "讲手机怎么管,现场咨询。", (("partners", "柳河村村委会"),)),
    Held("lecture", "家庭教育大讲堂:开学怎样收心", 80, "报告厅", 0, 150, 10, "讲作息和手机。", (("node", "opening"), ("n_expected", 200))),
    Held("lecture", "家庭教育大讲堂:期中以后怎样谈成绩", 12, "线上", 0, 260, 6, "线上直播,可回看。",
         (("node", "midterm"), ("mode", "online"), ("n_expected", 300))),
    Held("reading", "家庭阅读·共同成长月", 26, "图书室", 0.7, 180, 12, "每天二十分钟,评出书香家庭。"),
    Held("parent_child", "亲子志愿服务:给敬老院包饺子", 20, "镇敬老院", 0.08, 24, 4, "24 个家庭参加。",
         (("off_campus", True), ("consent_rate", 100.0), ("route", "家长自行前往"))),
    Held("league", "红领巾心向党:红色六地宣讲", 47, "操场", 0.8, 0, 20, "六名讲解员分六站讲。"),
    Held("drill", "消防疏散演练", 24, "全校", 1, 0, 45, "全部疏散到操场。", (("drill_kind", "fire"), ("seconds", 178))),
    Held("drill", "地震疏散演练", 58, "全校", 1, 0, 45, "低年级下楼慢,已调整路线。", (("drill_kind", "quake"), ("seconds", 201))),
    Held("law_lesson", "法治副校长讲校园欺凌", 34, "报告厅", 0.4, 0, 10, "讲什么是欺凌、怎样求助。",
         (("speaker", "法治副校长"), ("speaker_org", "河湾镇派出所"))),
    Held("science", "科技馆流动展进校园", 39, "体育馆", 0.9, 0, 16, "30 件展品,学生动手做。", (("partners", "市科技馆"),)),
    Held("ai", "人工智能体验课", 15, "信息教室", 0.15, 0, 3, "用积木编程做循迹小车。"),
)  # fmt: skip
_PLAIN = {"mode": "offline", "hosts": "学校"}


def activities(town: Town) -> Iterator[Sample]:
    """Yield the activities, the first of every kind with a whole story, and a parents' meeting for most classes."""
    given: list[str] = []
    made = [_one(town, held, given) for held in _HELD] + [_one(town, held, given) for held in _class_meetings(town)]
    pairs = {str(one.values["title"]): one for one in made}
    talk, parents = (pairs[title] for title in ("市级专家讲座:读懂青春期", "家长心理陪护培训"))
    yield from (one for one in made if one is not talk)
    yield town.draw.sample("activity", **{**talk.values, "linked": parents.id})


def _class_meetings(town: Town) -> Iterator[Held]:
    # the last classes have not met yet: that is what the obligation finds
    for key in town.classes[: -max(1, len(town.classes) // 6)]:
        title = town.title(key)
        yield Held("parents_meeting", f"{title}期中家长会", 16, f"{title}教室", 0, 30, 3, "讲学习情况和假期安全。",
                   (("classes", title), ("n_expected", 36)))  # fmt: skip


def _one(town: Town, held: Held, given: list[str]) -> Sample:
    day = school_day(town.today - timedelta(days=held.ago))
    state = "planned" if held.ago <= 0 else "late" if held.kind == "ai" else "held"
    values: dict[str, object] = {
        **_PLAIN, "title": held.title, "kind": held.kind, "state": state, "start": datetime.combine(day, time(9, 0)),
        "end": datetime.combine(day, time(11, 30)), "place": held.place, "summary": held.summary or None,
        "owner": town.posts["moral_director"][0].id, "n_teachers": held.teachers, **dict(held.more),
    }  # fmt: skip
    if state in DONE:
        # the two latest have no proof yet: that is what the home page asks for
        if held.ago > 20 or held.kind == "lecture":
            values["evidence"] = (
                Paper("活动方案.png", picture(held.ago), "A", "活动方案"), Paper("现场.png", picture(held.ago * 3), "P", "现场,远景"),
                Paper("签到表.png", picture(held.ago * 5), "S", "签到"), Paper("活动记录.png", picture(held.ago * 7), "R", "活动记录"),
            )  # fmt: skip
        values.update(n_pupils=round(town.students * held.share), n_parents=held.parents, n_others=0)
    if held.share == 1:
        values.setdefault("classes", "全校")
    if state == "late":
        values.update(late_on=town.today, late_why="负责老师外出培训,回来后补记。")
    values["obligation_ids"] = obligations_of(values, None)["obligation_ids"]  # type: ignore[arg-type]  # asks nothing around it
    values["activity_no"] = activity_number(town.today, given, values)
    given.append(str(values["activity_no"]))
    return town.draw.sample("activity", **values)
