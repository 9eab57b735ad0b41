"""The rest of what the invented school keeps for the plan: venues, courses, rooms, bells, sport, checks, papers."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from jlt_desktop.domain.fields_time import working_days_after
from jlt_desktop.ledgers.proof import year_text
from jlt_desktop.ledgers.samples.draw import Paper, picture, school_day
from jlt_desktop.ledgers.samples.staffroom import CONTACTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jlt_desktop.ledgers.samples.draw import Sample
    from jlt_desktop.ledgers.samples.town import Town

_VENUES = (
    ("河湾镇革命纪念馆", "district", "memorial", 500, 3, "free"), ("市科技馆", "city", "science", 260, 1, "reduced"),
    ("示范县博物馆", "district", "museum", 1100, 3, "free"),
)  # fmt: skip
_PAPERS = (
    ("关于成立教联体工作领导小组的通知", "mechanism", "all", 420, "校长任组长,校长是第一责任人。"),
    ("教联体资源摸底情况", "survey", "all", 400, "场馆 3 家,志愿者 42 人。"), ("教联体工作制度", "rules", "all", 390,
    "例会、联络、考核三项制度。"),
    ("学期工作计划", "term_plan", "all", 80, "写明教联体六项行动本学期做什么。"), ("家庭教育工作计划", "family_plan", "family", 78,
    "大讲堂五次,沙龙两次。"),
    ("研学安全预案", "scheme", "venue", 46, "分工、路线、联络、救护。"),
)  # fmt: skip
_PSYCH = (
    ("lesson", "认识我的情绪", 0.1, 6, 24), ("lesson", "怎样说出不高兴", 0.1, 6, 17), ("lesson", "朋友之间", 0.1, 6, 10), ("group",
    "新生适应团辅", 0.05, 1, 41),
    ("vent", "压力吐槽会", 0.08, 1, 19), ("week", "10·10心理健康主题活动", 0.9, 1, 46), ("parents", "家长讲座:看见孩子的情绪", 0, 1, 35),
)  # fmt: skip


def papers(town: Town) -> Iterator[Sample]:
    """Yield the school's own papers; the plan of development is missing."""
    for title, kind, covers, ago, mentions in _PAPERS:
        day = school_day(town.today - timedelta(days=ago))
        yield town.draw.sample(
            "plan_document", title=title, kind=kind, covers=covers, date=day, school_year=year_text(day), issued_by="校办",
            evidence=(Paper("文件扫描.png", picture(ago), "A", title[:30]),),
            mentions=mentions,
            doc_no=f"校发〔{day.year}〕{town.draw.number(1, 30)}号",
        )  # fmt: skip


def venues(town: Town) -> Iterator[Sample]:
    """Yield agreements, one of them about to end, then courses and projects that go with the first."""
    made = []
    for venue, level, category, ago, years, benefit in _VENUES:
        signed = town.today - timedelta(days=ago)
        made.append(
            town.draw.sample(
                "venue_agreement", venue=venue, level=level, category=category, signed_on=signed,
                valid_to=signed + timedelta(days=365 * years),
                our_duties="组织学生参观,提前一周联系,管好纪律。", their_duties="安排讲解,提供场地和学习单。", benefit=benefit,
                evidence=(Paper("协议扫描.png", picture(ago), "E", "协议首页和签章页"),),
                contact="宣教部",
                phone="0000-1000012",
            )
        )  # fmt: skip
    yield from made
    now = year_text(town.today)
    common: dict[str, object] = {"school_year": now, "venue": made[0].id}
    yield town.draw.sample(
        "venue_course", **common, title="纪念馆里的一封信", theme="河湾镇的红色足迹", grades=("g4", "g5"), lessons=4, state="final",
        pre_class="读一封家书,查写信人的生平。", practice="在馆里找三件与信有关的展品。", after_class="给写信人回一封信,在班里读。",
    )  # fmt: skip
    yield town.draw.sample(
        "venue_course", **common, title="河湾的老物件", theme="河湾镇的红色足迹", grades=("g3",), lessons=2, state="trial",
        pre_class="问家里老人一件老物件的来历。", practice="在博物馆认农具。", after_class=None,
    )  # fmt: skip
    yield town.draw.sample(
        "role_project", title="纪念馆小小讲解员", kind="guide", grades=("g5", "g6"), n_pupils=min(24, town.students),
        from_date=town.today - timedelta(days=60), venue=made[0].id, owner=town.posts["moral_director"][0].id, result="每月讲解两场。",
    )  # fmt: skip


def psych(town: Town) -> Iterator[Sample]:
    """Yield lessons and groups, the room and the channel; one number has not been tried this semester."""
    lead = town.posts["psych_full"][0].id
    for kind, title, share, lessons, ago in _PSYCH:
        for_all = kind in ("week", "parents")
        yield town.draw.sample(
            "psych_activity", date=school_day(town.today - timedelta(days=ago)), kind=kind, title=title,
            grades=None if for_all else ("g1", "g2") if kind == "lesson" else ("g7",), classes="全校" if kind == "week" else None,
            lessons=lessons, n_pupils=round(town.students * share) or 40, hours=float(lessons), lead=lead,
            summary="按教案进行,学生参与积极。",
        )  # fmt: skip
    yield town.draw.sample(
        "psych_room", title="心语小屋", place="教学楼二楼 203", opened_on=town.draw.ago(700, 900), area=36.0, zones=("talk", "group",
        "sand"),
        open_hours="周一至周五 12:00—13:00", booking=("box", "teacher"), equipment="沙盘一套、团辅桌椅、图书 120 册。", keeper=lead,
    )  # fmt: skip
    for place, (org, person, phone) in enumerate(CONTACTS):
        tried = max(town.first, town.today - timedelta(days=20)) if place != 1 else town.first - timedelta(days=120)
        yield town.draw.sample(
            "referral_channel", org=org, contact=person, duty_phone=phone, all_day=place != 1, takes="心理危机转介", verified_on=tried
        )


def growing(town: Town) -> Iterator[Sample]:
    """Yield what was said to the school and answered or not, a topic of research and the guides."""
    for ago, channel, subject, text, answer in (
        (30, "reception", "canteen", "希望食堂菜谱每周公布。", "从下周起每周一在公众栏公布菜谱。"),
        (24, "open_day", "homework", "五年级有两天作业偏多。", "教务处已和年级组商量,统筹各科作业量。"),
        (20, "box", "bus", "校车晚点两次。", None), (5, "phone", "safety", "校门口电动车停得乱。", None),
    ):  # fmt: skip
        day = school_day(town.today - timedelta(days=ago))
        yield town.draw.sample(
            "feedback", date=day, channel=channel, subject=subject, text=text, handed_to="总务处", due_on=working_days_after(day, 10),
            answer=answer, answered_on=working_days_after(day, 3) if answer else None, told="电话" if answer else None,
            satisfied="yes" if answer else None,
        )  # fmt: skip
    leader = town.posts["moral_director"][0].id
    yield town.draw.sample(
        "research_topic", title="留守儿童家庭亲子沟通的学校支持研究", field="family", level="district", number="SFX2026-017", leader=leader,
        members=(town.posts["psych_full"][0].id,), from_date=town.draw.ago(200, 240), state="running",
    )  # fmt: skip
    day = town.today - timedelta(days=70)
    yield town.draw.sample(
        "publication", title="家长指导手册", kind="parents", version="第一版", issued_on=day, school_year=year_text(day),
        audience="一年级全体家长", copies=80, editor=leader,
    )  # fmt: skip


def safety(town: Town) -> Iterator[Sample]:
    """Yield inspections, and the problems they led to: closed, under way, overdue."""
    clerk, made = town.posts["clerk"][0].id, []
    for ago, kind, place, result, findings in (
        (50, "building", "教学楼", "clean", None), (32, "fire", "宿舍楼", "problems", "二楼应急灯不亮两盏。"),
        (14, "surroundings", "校门口小卖部", "problems", "卖三无辣条。"), (8, "canteen", "食堂", "problems", "留样登记缺一天。"),
    ):  # fmt: skip
        day = school_day(town.today - timedelta(days=ago))
        made.append(
            town.draw.sample(
                "inspection", date=day, kind=kind, place=place, by=clerk, result=result, findings=findings,
                hazard="minor" if findings else None, reported_to="区市场监管局" if kind == "surroundings" else None,
            )
        )  # fmt: skip
    yield from made
    for number, (of, source, ago, due_in, text, measures, closed) in enumerate(
        ((1, "self", 32, 7, "宿舍楼二楼两盏应急灯不亮", "已换新灯并试过。", 27), (None, "union", 60, 25, "护学岗登记不全",
        "补登记,专人每天核。", 30),
         (3, "market", 8, 15, "食堂留样登记缺一天", "已约谈食堂负责人,重学制度。", None), (None, "parents", 26, 14, "校门口减速带破损",
         None, None)), start=1,
    ):  # fmt: skip
        found = town.today - timedelta(days=ago)
        yield town.draw.sample(
            "issue", issue_no=f"ZG-{town.today.year}-{number:04}", found_on=found, source=source,
            category=made[of].values["kind"] if of else "other",
            inspection=made[of].id if of else None, description=text, owner=clerk, owner_dept="总务处",
            due_on=found + timedelta(days=due_in),
            measures=measures, state="closed" if closed else "doing" if measures else "found",
            closed_on=town.today - timedelta(days=closed) if closed else None, accepted_by="副校长" if closed else None,
        )  # fmt: skip


def services(town: Town) -> Iterator[Sample]:
    """Yield two bodies that give lessons after school; the second lacks a check."""
    start = town.today - timedelta(days=75)
    for org, code, programs, checked in (
        ("示范县启航艺术培训学校", "52210999MJ0000001A", "书法、舞蹈", True), ("示范县智慧编程中心", "52210999MJ0000002B", "机器人编程",
        False),
    ):  # fmt: skip
        yield town.draw.sample(
            "third_party_service", org=org, uscc=code, whitelist_batch="第二批", qualification="办学许可证", programs=programs,
            non_academic=True,
            agreed_from=start, agreed_to=start + timedelta(days=300), fee=300.0, fee_basis="县发改委课后服务收费通知", posted_on=start,
            opinion="agreed", n_pupils=min(60, town.students), rating="good",
            teachers=(("某老师", start), ("另一位老师", start if checked else None)),
        )  # fmt: skip
