"""For every obligation a set of records that does not meet it, and what has to be added to meet it. The day is 24 November 2026."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Hand

Step = Callable[["Hand", str], "str | None"]


@dataclass(frozen=True)
class Case:
    """fails: puts in what is not enough, and returns an id that meets may need; meets: adds what is lacking."""

    fails: Step
    meets: Step


def nothing(_hand: Hand, _made: str) -> str:
    return ""


def meeting(kind: str, **more: object) -> Step:
    def step(hand: Hand, _made: str) -> str:
        values = {"title": f"{kind}会议", "kind": kind, "start": "2026-10-10 14:00", "place": "会议室", "chair": "赵一", "recorder": "钱二"}
        return hand.save("meeting", **{**values, **more})

    return step


def visit(ledger: str, day: str = "2026-10-5") -> Step:
    """To the home of the file or the pupil whose id is given."""

    def step(hand: Hand, made: str) -> str:
        return hand.save(
            ledger,
            made,
            date=day,
            form="上门",
            visitors=hand.save("staff", staff_name="王老师", post="班主任"),
            purpose="普访",
            talk="都好",
        )

    return step


def referral(answered: str) -> Step:
    def step(hand: Hand, _made: str) -> str:
        child = hand.pupil(name=f"周{answered[-1]}")
        case = hand.save(
            "concern", student=child, source="班主任观察", found_on="2026-11-2", concerns="焦虑", facts="上课发呆", state="初筛"
        )
        return hand.save(
            "referral", case, kind="紧急转介", t_found="2026-11-03 09:00", t_initiated="2026-11-03 09:10", t_responded=answered,
            channel_org="专门医院", facts="需要评估", consent="书面同意", late_reason="电话占线",
        )  # fmt: skip

    return step


def concern(**more: object) -> Step:
    def step(hand: Hand, _made: str) -> str:
        child = hand.pupil(name="吴五", birth_date="2016-3-4")
        says = {
            f"{who}_{what}": value for who in ("homeroom", "counselor", "health_vp")
            for what, value in (("by", "某老师"), ("on", "2026-10-9"), ("how", "会上"), ("level", "三级"), ("says", "同意列入"))
        }  # fmt: skip
        base = {"student": child, "source": "测评", "found_on": "2026-10-8", "concerns": "焦虑", "facts": "夜里睡不着", "state": "在册",
                "level": "三级", "panel_on": "2026-10-9"}  # fmt: skip
        return hand.save("concern", **{**base, **says, **more})

    return step


def batch(kind: str, target: int, done: int, **more: object) -> Step:
    def step(hand: Hand, _made: str) -> str:
        values = {
            "batch_name": f"{kind}{done}", "batch_type": kind, "date_from": "2026-10-12", "scale_name": "心理健康量表", "provider": "本校",
            "data_location": "纸质", "consent_mode": "逐人纸质", "n_target": target, "n_done": done, "n_refused": target - done, "n_missed": 0, "date_to": "2026-10-16", "grades": "三年级", "n_leave": 0, "n_na": 0,
        }  # fmt: skip
        return hand.save("assessment_batch", **{**values, **more})

    return step


def body(kind: str) -> Step:
    return lambda hand, _made: hand.save(
        "committee", title=f"{kind}甲", kind=kind, level="校级", founded_on="2025-9-1", term_from="2025-9-1", term_to="2028-8-31"
    )


def both(*steps: Step) -> Step:
    def step(hand: Hand, made: str) -> str:
        for one in steps:
            made = one(hand, made) or made
        return made

    return step


def opinion(**answer: object) -> Step:
    def step(hand: Hand, made: str) -> str:
        held = made or meeting("家委会全体")(hand, "")
        return hand.save("parent_opinion", held, text="希望错开放学", due_on="2026-10-20", **answer)

    return step


def paper(kind: str, **more: object) -> Step:
    return lambda hand, _made: hand.save("plan_document", **{"title": f"{kind}文件", "kind": kind, "date": "2026-9-10", **more})


def activity(kind: str, day: str = "2026-11-10", **more: object) -> Step:
    def step(hand: Hand, _made: str) -> str:
        values = {
            "title": f"{kind}{day}",
            "kind": kind,
            "state": "已办",
            "start": f"{day} 14:00",
            "place": "操场",
            "summary": "办得很好",
            **more,
        }
        if kind == "体育赛事":
            values = {"sport": "田径", "level": "校级", **values}
        return hand.save("activity", **values)

    return step


def planned(kind: str, **more: object) -> Step:
    """What is only planned, and what was held in another semester, does not count."""
    return both(activity(kind, "2026-12-20", state="计划", summary=None, **more), activity(kind, "2026-4-20", **more))


def held(kind: str, **more: object) -> Case:
    return Case(planned(kind, **more), activity(kind, **more))


def yearly(kind: str, **more: object) -> Case:
    return Case(
        both(activity(kind, "2026-12-20", state="计划", summary=None, **more), activity(kind, "2026-6-20", **more)), activity(kind, **more)
    )


def save(key: str, **values: object) -> Step:
    return lambda hand, _made: hand.save(key, **values)


def change(key: str, **values: object) -> Step:
    return lambda hand, made: hand.change(key, made, **values)


def pupil(**values: object) -> Step:
    return lambda hand, _made: hand.pupil(**values)


def post(kind: str, **more: object) -> Step:
    values = {
        "kind": kind,
        "name": "韩七",
        "org": "某单位",
        "from_date": "2026-9-1",
        "to_date": "2029-8-31",
        "check_on": "2026-9-1",
        **more,
    }
    return lambda hand, _made: hand.save("external_post", **values)


def member(team: str, kind: str) -> Step:
    return lambda hand, _made: hand.save("team_member", team=team, kind=kind, name=f"{kind}甲", from_date="2026-9-5")


def agreement(**more: object) -> Step:
    values = {"venue": "市博物馆", "level": "市级", "category": "博物馆", "signed_on": "2026-3-1", "valid_to": "2028-2-28"}
    return lambda hand, _made: hand.save("venue_agreement", **{**values, **more})


def worker(*posts: str) -> Step:
    return lambda hand, _made: hand.save("staff", staff_name=f"{posts[0]}甲", post="、".join(posts), from_date="2020-9-1")


def trained(kind: str) -> Step:
    return lambda hand, made: hand.save("training", title=f"{kind}培训", date="2026-10-15", level="校级", kind=kind, attended=made)


def schedule(pause: int, *, eyes: bool = True) -> Step:
    """Two lessons with a pause between them; the exercises for the eyes come on top."""
    begin = 8 * 60 + 40 + pause + (5 if eyes else 0)
    clock = f"{begin // 60}:{begin % 60:02}"
    lines = [
        ("第一节", "上课", "8:00", "8:40"),
        *([("眼操", "眼保健操", "8:40", "8:45")] if eyes else []),
        ("第二节", "上课", clock, "10:00"),
    ]
    return lambda hand, _made: hand.save("bell_schedule", title=f"作息{pause}", effective_from="2026-9-1", periods=lines, screen_share=20)


def sport_plan(minutes: int, football: int = 1) -> Step:
    days = [(day, minutes, 0, 0, 0) for day in ("周一", "周二", "周三", "周四", "周五")]
    return lambda hand, _made: hand.save(
        "pe_time_plan", title=f"安排{minutes}", grades="三年级", effective_from="2026-9-1", days=days, football=football
    )


def check(item: str, ok: str, **more: object) -> Step:
    values = {"date": "2026-10-20", "item": item, "classes": "三年级2班", "ok": ok}
    return lambda hand, _made: hand.save("spot_check", **{**values, **more})


def stop(key: str, day: str) -> Step:
    """What runs is no longer in force."""
    return change(key, effective_to=day)


def months(*days: str) -> Step:
    return both(*(activity("体育赛事", day) for day in days))


def guards(count: int, came: str) -> Step:
    def step(hand: Hand, _made: str) -> str:
        from jlt_desktop.domain.school_year import school_days

        days = school_days(date(2026, 9, 1), date(2026, 11, 24), hand.office.around().calendar)
        for day in days[:count] if came != "补" else days[count:]:
            line = ("学校", "值班员", "按时到岗" if came in {"补", "是"} else "缺岗", "是")
            hand.save("guard_shift", date=day.isoformat(), slot="早", point="校门", people=[line])
        return ""

    return step


def conduct(**more: object) -> Step:
    values = {
        "student": None, "name": "某生", "kind": "严重不良行为", "behaviours": "寻衅滋事", "found_on": "2026-10-8", "facts": "事实", "state": "已申请评估",
        "asked_on": "2026-10-20", "asked_by": "学校", "asked_why": "管教无效",
    }  # fmt: skip
    return lambda hand, _made: hand.save("conduct_case", **{**values, **more})


def service(**more: object) -> Step:
    values = {
        "org": "某中心", "programs": "编程", "non_academic": "是", "whitelist_batch": "第一批", "agreed_from": "2026-9-1", "agreed_to": "2027-7-1",
        "fee": 0, "posted_on": "2026-9-5", "teachers": [("王老师", "2026-8-30")], "uscc": "91210900MA0000000X",
    }  # fmt: skip
    return lambda hand, _made: hand.save("third_party_service", **{**values, **more})


CASES: dict[str, Case] = {
    "O-00a": Case(paper("制度"), paper("领导小组和工作机制", date="2025-12-25")),
    "O-00b": Case(paper("制度", date="2025-12-25"), paper("资源摸底", date="2025-12-26")),
    "O-00c": Case(
        both(paper("学期工作计划", title="语文组计划"), paper("学校发展规划", title="教联体规划", date="2025-9-10")),
        paper("学期工作计划", title="教联体工作计划"),
    ),
    "O-00e": Case(paper("工作总结"), paper("全面建成自评")),
    "O-01a": Case(
        both(agreement(), agreement(venue="旧馆", valid_to="2026-9-30", our_duties="组织", their_duties="讲解")),
        agreement(venue="市科技馆", our_duties="组织学生", their_duties="免费讲解"),
    ),
    "O-01b": held("开学第一课"),
    "O-02a": Case(
        both(member("馆校课程开发小组", "思政教师"), member("馆校课程开发小组", "历史教师"), member("家庭教育工作团队", "专家")),
        member("馆校课程开发小组", "场馆人员"),
    ),
    "O-02b": Case(
        save("venue_course", title="历史足迹", school_year="2026-2027", state="试用", pre_class="看视频", practice="到馆"),
        lambda hand, _made: hand.save(
            "venue_course", title="红色阵地", school_year="2026-2027", state="试用", pre_class="看视频", practice="到馆", after_class="写一写"
        ),
    ),
    "O-02c": Case(
        save("role_project", title="去年的", kind="小小讲解员", n_pupils=10, from_date="2025-9-10", to_date="2026-6-30"),
        save("role_project", title="讲解员", kind="小小讲解员", n_pupils=12, from_date="2026-9-20"),
    ),
    "O-03a": held("主题研学", theme="历史足迹", route="学校—博物馆", off_campus="否"),
    "O-03b": held("场馆资源进校园"),
    "O-03c": held("传统节日活动", festival="重阳"),
    "O-04a": Case(both(worker("校医"), post("健康副校长")), worker("专职心理教师")),
    "O-04b": Case(
        save("psych_room", title="旧室", place="一楼", opened_on="2020-9-1", closed_on="2026-8-1"),
        save("psych_room", title="心理辅导室", place="二楼", opened_on="2026-9-1"),
    ),
    "O-04d": Case(
        both(pupil(), save("psych_activity", date="2026-10-12", kind="心理课", title="认识情绪", classes="三年级2班", lessons=5)),
        save("psych_activity", date="2026-11-12", kind="心理课", title="学会求助", classes="三年级", lessons=1),
    ),
    "O-04e": Case(
        both(pupil(), pupil(name="低年级", birth_date="2019-5-17", entry_year="2026"),
             save("psych_activity", date="2026-10-12", kind="团体辅导", title="合作", grades="三年级")),
        save("psych_activity", date="2026-11-12", kind="团体辅导", title="适应", classes="一年级2班"),
    ),
    "O-04f": Case(
        lambda hand, made: [
            hand.save("obligation_setting", obligation="O-04f", asked="要办", from_date="2026-9-1", reason="本校试行"),
            post("健康副校长", visits=[("2026-11-3", "到校指导", "看", "师生", 1), ("2026-10-9", "授课", "课", "学生", 1)])(hand, made),
        ][-1],
        change("external_post", visits=[
            ("2026-11-3", "到校指导", "看", "师生", 1), ("2026-10-9", "授课", "课", "学生", 1), ("2026-9-9", "例会", "会", "教师", 1),
            ("2026-9-19", "座谈讲座", "讲", "家长", 1), ("2026-9-3", "年度计划总结", "定", "教师", 1), ("2026-9-4", "制度梳理", "理", "教师", 1),
        ]),
    ),
    "O-05a": Case(both(worker("班主任"), lambda hand, made: trained("安全")(hand, made) and made), trained("危机识别")),
    "O-05b": Case(worker("学科教师"), trained("课堂情绪疏导")),
    "O-05c": Case(
        activity("专家讲座", audience="学生场"),
        lambda hand, made: hand.change("activity", made, linked=activity("专家讲座", "2026-11-11", audience="家长场")(hand, "")),
    ),
    "O-06f": Case(
        save("psych_activity", date="2026-10-12", kind="心理讲座", title="讲座"),
        save("psych_activity", date="2026-10-13", kind="压力吐槽会", title="吐槽会"),
    ),
    "O-07a": Case(schedule(10), lambda hand, made: (stop("bell_schedule", "2026-11-1")(hand, made), schedule(15)(hand, ""))[1]),
    "O-07b": Case(
        both(pupil(), sport_plan(100)), lambda hand, made: (stop("pe_time_plan", "2026-11-1")(hand, made), sport_plan(120)(hand, ""))[1]
    ),
    "O-07c": Case(schedule(15, eyes=False), lambda hand, made: (stop("bell_schedule", "2026-11-1")(hand, made), schedule(16)(hand, ""))[1]),
    "O-07d": Case(
        save("homework_log", date="2026-10-20", classes="三年级2班", minutes=80, posted="家长群"), change("homework_log", minutes=50)
    ),
    "O-07e": Case(
        check("电子屏时长", "否", trouble="超时", mend_by="2026-10-30"), change("spot_check", mended_on="2026-10-28")
    ),
    "O-07f": Case(both(pupil(), sport_plan(120, 0)), change("pe_time_plan", football=1)),
    "O-08a": Case(
        lambda hand, _made: hand.pupil(),
        lambda hand, made: hand.save("pupil_sport", student=made, school_year="2026-2027", sport_1="足球", ability_1="会"),
    ),
    "O-08b": Case(
        both(pupil(), save("class_team", entry_year=2024, class_no=2, school_year="2025-2026", sport="足球")),
        save("class_team", entry_year=2024, class_no=2, school_year="2026-2027", sport="篮球"),
    ),
    "O-08c": Case(months("2026-9-20", "2026-11-5"), months("2026-10-20")),
    "O-08d": Case(
        save("sport_brand", title="旧品牌", sport="跳绳", started_on="2015-9-1", ended_on="2026-7-1"),
        save("sport_brand", title="足球小镇", sport="足球", started_on="2020-9-1"),
    ),
    "O-08e": Case(activity("体育赛事", level="班级"), activity("体育赛事", "2026-10-11", level="校级", sport_tags="全校运动会")),
    "O-08f": Case(activity("体育赛事", "2026-10-11", sport_tags="冬季体育活动"), activity("体育赛事", sport_tags="冬季体育活动")),
    "O-08g": Case(activity("体育赛事"), activity("体育赛事", "2026-11-12", sport_tags="家校社亲子赛事")),
    "O-09a": Case(
        save("fitness_batch", title="体测", date_from="2026-10-12", by_grade=[("三年级", 100, 98, 2, 0, 10, 30, 50, 8)]),
        change("fitness_batch", reported_on="2026-11-1"),
    ),
    "O-09b": Case(
        save("issue", found_on="2026-10-1", source="自查", category="消防安全", description="灭火器过期", due_on="2026-10-20", owner_dept="总务"),
        change("issue", state="已销号", measures="更换", closed_on="2026-10-19", accepted_by="副校长"),
    ),
    "O-09c": Case(
        save("inspection", date="2026-10-9", kind="校园周边", place="校门口", result="有问题", findings="三无食品", by_other="安全办"),
        change("inspection", reported_to="市场监管所", reported_on="2026-10-9"),
    ),
    "O-10a": Case(paper("学期工作计划"), paper("家庭教育工作计划")),
    "O-10c": Case(
        both(pupil(), pupil(name="别班", birth_date="2016-5-17", entry_year="2023", class_no="1"), activity("家长会", classes="三年级2班")),
        activity("家长会", "2026-11-12", classes="四年级"),
    ),
    "O-10e": held("学校开放日"),
    "O-10f": Case(activity("家长接待日", "2026-10-10"), activity("家长接待日")),
    "O-10g": held("家长沙龙"),
    "O-11a": Case(
        both(member("家庭教育工作团队", "专家"), member("家庭教育工作团队", "五老")), member("家庭教育工作团队", "优秀家长")
    ),
    "O-11b": Case(
        save("research_topic", title="足球", field="体育", level="校级", from_date="2026-9-1", state="在研"),
        save("research_topic", title="隔代教养", field="家庭教育", level="区级", from_date="2025-9-1", state="在研"),
    ),
    "O-11c": Case(
        save("publication", title="教师手册", kind="教师指导手册", issued_on="2026-9-10"),
        save("publication", title="家长手册", kind="家长指导手册", issued_on="2026-9-11"),
    ),
    "O-11d": held("进村(社区)指导服务"),
    "O-12a": Case(
        activity("家庭教育大讲堂", "2026-9-10", node="开学"), activity("家庭教育大讲堂", "2026-11-11", node="期中")
    ),
    "O-12b": Case(activity("家庭教育指导活动"), activity("家庭教育大讲堂", "2026-11-12", node="期中")),
    "O-12c": held("家庭阅读"),
    "O-12d": held("亲子体验和志愿服务"),
    "O-12e": held("团队活动"),
    "O-13a": Case(guards(30, "是"), guards(30, "补")),
    "O-13b": Case(post("法治副校长", from_date="2020-9-1", to_date="2026-8-31"), post("法治副校长", name="新任")),
    "O-13c": Case(post("消防副校长"), post("校园消防安全明白人", name="电工")),
    "O-13d": Case(activity("应急疏散演练", "2026-10-20", drill_kind="消防疏散"), activity("应急疏散演练", drill_kind="消防疏散")),
    "O-13e": Case(
        both(
            save("inspection", date="2026-10-9", kind="房屋安全", place="教学楼", result="没有问题", by_other="总务处"),
            save("issue", found_on="2026-10-9", source="自查", category="房屋安全", description="墙皮", due_on="2026-12-20", owner_dept="总务"),
        ),
        change("issue", state="已销号", measures="铲除", closed_on="2026-11-1", accepted_by="副校长"),
    ),
    "O-13f": held("法治副校长授课"),
    "O-13g": held("网络素养教育"),
    "O-14g": Case(concern(panel_on=None, state="待研判", level=None, found_on="2026-11-1"), concern(student=None, name="另一例", panel_on="2026-11-9")),
    "O-14h": Case(conduct(), change("conduct_case", judged_on="2026-11-1", opinion="留校继续教育")),
    "O-15a": Case(agreement(), agreement(venue="市科技馆", category="科技馆")),
    "O-15b": held("科学实践活动"),
    "O-15c": yearly("人工智能活动"),
    "O-15d": Case(service(posted_on=None), change("third_party_service", posted_on="2026-9-20")),
    "O-90": Case(paper("合规审计报送", date="2026-1-20"), paper("合规审计报送", date="2026-11-20")),
    "O-91": Case(paper("制度"), paper("个人信息保护影响评估")),
    "O-00d": Case(nothing, meeting("教联体工作会")),
    "O-04c": Case(referral("2026-11-03 11:00"), lambda hand, made: hand.change("referral", made, t_responded="2026-11-03 09:40")),
    "O-06a": Case(batch("全员普测", 300, 200), lambda hand, made: hand.change("assessment_batch", made, n_done=300, n_refused=0)),
    "O-06b": Case(
        batch("抑郁筛查(体检)", 300, 200, checkup_on="2026-10-12"),
        lambda hand, made: hand.change("assessment_batch", made, n_done=300, n_refused=0),
    ),
    "O-10b": Case(both(body("家长委员会"), body("家长学校")), body("家庭教育指导委员会")),
    "O-10d": Case(  # one pupil in care and one who is not: each is seen where it is written down
        lambda hand, _made: f"{hand.care()} {hand.pupil(name='孙七', birth_date='2017-7-1')}",
        lambda hand, made: visit("home_visit")(hand, made.split()[0]) and visit("family_visit")(hand, made.split()[1]),
    ),
    "O-10h": Case(opinion(), lambda hand, made: hand.change("parent_opinion", made, answer="已调整", answered_on="2026-10-15")),
    "O-10i": Case(
        both(meeting("家委会全体", title="第一次"), meeting("家委会全体", title="第二次")),
        lambda hand, _made: [
            hand.change("meeting", one.id, minutes_no=f"〔2026〕{place}号", signed_by="孙校长", signed_on="2026-10-12", present_count=5, due_count=5)
            for place, one in enumerate(hand.office.store(hand.office.ledgers["meeting"]).page(hand.office.ledgers["meeting"]).records, start=1)
        ] and None,
    ),
    "O-14a": Case(
        lambda hand, _made: hand.care(opened_on="2026-3-1"), lambda hand, made: hand.change("care_file", made, verified_on="2026-10-1")
    ),
    "O-14b": Case(lambda hand, _made: hand.pupil(registered_away="双亲留守儿童(双方外出)"), lambda hand, made: hand.care(student=made)),
    "O-14c": Case(
        lambda hand, _made: hand.care(),
        lambda hand, made: hand.save("pairing", made, helper_name="郑六", helper_org="村(社区)", from_date="2026-11-2"),
    ),
    "O-14d": Case(
        lambda hand, _made: hand.care(),
        lambda hand, made: hand.save("contact_log", made, at="2026-11-20 10:00", channel="电话", with_whom="儿童", summary="一切都好"),
    ),
    "O-14e": Case(
        lambda hand, _made: hand.care(),
        lambda hand, made: hand.save("home_visit", made, date="2026-11-5", form="上门", visitors=hand.save("staff", staff_name="王老师", post="班主任"), purpose="留守特殊", talk="都好"),
    ),
    "O-14f": Case(
        lambda hand, _made: hand.care(student=hand.pupil(registered_away="双亲留守儿童(双方外出)")),
        lambda hand, made: hand.save(
            "care_entrustment", made, principal_parent="张大", trustee="张二", doc_type="委托照护协议", signed_on="2026-11-2",
            school_notified_on="2026-11-3",
        ),
    ),
    "O-06c": Case(concern(urgent=True, urgent_at="2026-10-8 09:00", health_vp_by=None, health_vp_on=None, health_vp_how=None, health_vp_level=None, health_vp_says=None),
                  lambda hand, made: hand.change("concern", made, health_vp_by="副校长", health_vp_on="2026-10-10", health_vp_how="会上", health_vp_level="三级", health_vp_says="同意")),
    "O-06d": Case(
        concern(),
        lambda hand, made: hand.save(
            "individual_plan", made, version=1, from_date="2026-10-10", situation="焦虑", strengths="爱画画",
            goals=(("焦虑", "每周说一次", "某老师", "2026-12-31"),), measures=(("心理教师", "个别辅导", "每周"),),
        ),
    ),
    "O-06e": Case(
        concern(),
        lambda hand, made: hand.save("follow_up", made, month="2026-11", mood="平稳", interventions="个别辅导", by="钱心理", on="2026-11-20"),
    ),
}  # fmt: skip
