"""Who works for the plan at the invented school: teams, people from outside, trainings, guards at the gate, a handover."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from jlt_desktop.ledgers.samples import names
from jlt_desktop.ledgers.samples.draw import school_day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jlt_desktop.ledgers.samples.draw import Sample
    from jlt_desktop.ledgers.samples.town import Town

_TEAMS = (
    ("venue_course", "ethics", "", "统筹,写课前导学"), ("venue_course", "history", "", "写实践探究"),
    ("venue_course", "venue", "馆方宣教部", "讲解和场地"), ("fam_edu", "guide", "", "家长学校授课"),
    ("fam_edu", "elder", "镇关工委", "讲家风家训"), ("fam_edu", "parent", "", "同伴分享"), ("fam_edu", "volunteer", "镇妇联", "入户指导"),
)  # fmt: skip
# kind, organisation, title, days since the beginning, years, checked, visits
_POSTS = (
    ("law_vp", "河湾镇派出所", "副所长", 400, 3, True, (("lesson", "校园欺凌怎么办", 34), ("check", "看门卫和监控", 62))),
    ("health_vp", "河湾镇卫生院", "副院长", 330, 2, True, (("guidance", "看保健室", 12), ("lesson", "讲视力保护", 48), ("meeting",
    "学期例会", 70))),
    ("fire_vp", "县消防救援大队", "指导员", 700, 2, True, (("check", "查消防通道", 24),)),
    ("fire_contact", "河湾镇消防站", "站长", 120, 3, False, ()),
    ("family_expert", "市家庭教育研究会", "讲师", 90, 1, True, (("talk", "隔代养育", 30),)),
    ("mentor", "示范县文化馆", "馆员", 60, 1, False, ()),
)  # fmt: skip
_TRAININGS = (
    ("心理危机识别与家校沟通", 38, "city", ("crisis", "talking"), ("class_teacher", "psych_full", "psych_part"), 6.0, 0.9, "passed"),
    ("课堂情绪疏导", 22, "school", ("classroom",), ("subject_teacher",), 4.0, 0.8, "passed"),
    ("班主任保密和个人信息保护", 60, "school", ("privacy",), ("class_teacher",), 2.0, 1.0, "some"),
    ("家庭教育指导师研修", 100, "province", ("family",), ("moral_director",), 16.0, 1.0, "none"),
)  # fmt: skip
_GUARDS = (("guard", "on_time"), ("school", "on_time"), ("family", "on_time"))


def teams(town: Town) -> Iterator[Sample]:
    """Yield the members of both teams; the team for venue courses lacks nobody, that for family education an expert."""
    for team, kind, org, task in _TEAMS:
        yield town.draw.sample(
            "team_member", team=team, kind=kind, name=names.grown(town.draw, "female"), org=org or None, task=task,
            phone=town.numbers.phone(), from_date=town.draw.ago(200, 400),
        )  # fmt: skip


def posts(town: Town) -> Iterator[Sample]:
    """Yield people from outside; one term is about to end, one person has not been checked."""
    for kind, org, title, ago, years, checked, visits in _POSTS:
        start = town.today - timedelta(days=ago)
        lines = tuple((school_day(town.today - timedelta(days=days)), what, words, "师生", 1.5) for what, words, days in visits)
        yield town.draw.sample(
            "external_post", kind=kind, name=names.grown(town.draw, "male"), org=org, title=title, phone=town.numbers.phone(),
            doc_no=f"示教聘〔{start.year}〕{town.draw.number(3, 40)}号", from_date=start,
            to_date=start + timedelta(days=365 * years), check_on=start if checked else None, visits=lines or None,
        )  # fmt: skip


def trainings(town: Town) -> Iterator[Sample]:
    """Yield what the staff was trained in, with most of those meant taking part."""
    everybody = [*(one for some in town.posts.values() for one in some), *town.teachers.values()]
    for title, ago, level, kind, meant, hours, part, exam in _TRAININGS:
        wanted = [one.id for one in everybody if any(post in meant for post in _held(one))]
        came = tuple(wanted[: round(len(wanted) * part)]) or None
        yield town.draw.sample(
            "training", title=title, date=school_day(town.today - timedelta(days=ago)), level=level, kind=kind, hours=hours,
            place="报告厅", lecturer="特聘讲师", for_posts=meant, attended=came, n_attended=len(came or ()), exam=exam,
            summary="讲案例,分组演练。",
        )  # fmt: skip


def _held(person: Sample) -> tuple[object, ...]:
    held = person.values["post"]
    return held if isinstance(held, tuple) else ()


def guards(town: Town) -> Iterator[Sample]:
    """Yield the shifts of the last two weeks and the coming one: one was left alone, one is not written down yet."""
    for back in range(14, -6, -1):
        day = town.today - timedelta(days=back)
        if day.weekday() >= 5:
            continue
        for slot in ("morning", "evening"):
            yield _shift(town, day, slot, back)


def _shift(town: Town, day: date, slot: str, back: int) -> Sample:
    marks = dict(_GUARDS)
    if back == 9 and slot == "morning":
        marks["family"] = "absent"
    signed = back > 1 or (back == 1 and slot == "morning")
    people = tuple(
        (kind, names.grown(town.draw, "male"), came if signed else None, True if signed else None) for kind, came in marks.items()
    )
    return town.draw.sample(
        "guard_shift", date=day, slot=slot, point="校门口", people=people, situation="正常" if signed else None,
    )  # fmt: skip


def handovers(town: Town) -> Iterator[Sample]:
    """Yield one change of the office's clerk."""
    items = (("学生台账", 1, "已核对"), ("家委会会议记录", 6, "含签字原件"), ("公章使用登记本", 1, None))
    yield town.draw.sample(
        "handover", date=town.draw.ago(300, 330), post="clerk", handed_by=town.posts["moral_director"][0].id,
        taken_by=town.posts["clerk"][0].id, watched_by=town.name("vice_principal"), items=items, open_items=2,
        open_text="补两份家访记录;催一份协议。", sealed_bag="MF-03", usb_labels="U-01", signed=True,
    )  # fmt: skip
