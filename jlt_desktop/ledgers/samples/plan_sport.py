"""Sport at the invented school: bells, minutes, checks, what pupils do, teams, tests."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from jlt_desktop.ledgers.fitness_batch import from_lines
from jlt_desktop.ledgers.proof import year_text
from jlt_desktop.ledgers.samples.draw import school_day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jlt_desktop.ledgers.samples.draw import Sample
    from jlt_desktop.ledgers.samples.town import Town

_DAY = (
    ("第一节", "lesson", "8:00", "8:40"), ("第二节", "lesson", "8:55", "9:35"), ("大课间", "big_break", "9:35", "10:10"),
    ("第三节", "lesson", "10:10", "10:50"), ("眼保健操", "eye", "10:50", "10:55"), ("第四节", "lesson", "11:10", "11:50"),
    ("午休", "lunch", "11:50", "13:30"), ("第五节", "lesson", "13:30", "14:10"), ("第六节", "lesson", "14:25", "15:05"),
    ("眼保健操", "eye", "15:05", "15:10"), ("第七节", "lesson", "15:25", "16:05"), ("课后服务", "service", "16:15", "17:30"),
)  # fmt: skip
_JUNIOR = (*_DAY[:4], ("第四节", "lesson", "11:00", "11:40"), *_DAY[6:])
_SPORTS = ("rope", "football", "athletics", "shuttlecock", "table_tennis", "basketball", "volleyball", "badminton", "martial")
_PRIMARY = tuple(f"g{number}" for number in range(1, 7))
_SECOND = tuple(f"g{number}" for number in range(7, 10))


def bells(town: Town) -> Iterator[Sample]:
    """Yield the bells of both parts of the school; one break of the older pupils is short."""
    for title, grades, day, screen in (("小学部作息", _PRIMARY, _DAY, 25.0), ("初中部作息", _SECOND, _JUNIOR, 34.0)):
        yield town.draw.sample("bell_schedule", title=title, grades=grades, effective_from=town.first, periods=day, screen_share=screen)


def minutes(town: Town) -> Iterator[Sample]:
    """Yield the minutes of sport; the older pupils lack some on one day."""
    for title, grades, micro, wednesday in (("小学部体育活动", _PRIMARY, 15, 40), ("初中部体育活动", _SECOND, 15, 0)):
        days = tuple((day, 40, 35, micro, wednesday if day == "wed" else 40) for day in ("mon", "tue", "wed", "thu", "fri"))
        yield town.draw.sample(
            "pe_time_plan", title=title, grades=grades, effective_from=town.first, days=days, football=1, note="在体育馆和走廊做室内操。"
        )


def checks(town: Town) -> Iterator[Sample]:
    """Yield what was looked at in classes, and the homework of some."""
    by = town.posts["vice_principal"][0].id
    for ago, item, ok, trouble, mended in (
        (20, "breaks", True, None, None), (19, "sport", True, None, None), (13, "breaks", False, "拖堂 6 分钟", 10), (6, "eyes", True,
        None, None),
        (4, "sport", False, "课后体育活动改成了自习", None), (3, "screen", True, None, None),
    ):  # fmt: skip
        day = school_day(town.today - timedelta(days=ago))
        yield town.draw.sample(
            "spot_check", date=day, item=item, classes=town.title(town.classes[ago % len(town.classes)]), ok=ok, trouble=trouble,
            mend_by=day + timedelta(days=7) if trouble else None, mended_on=town.today - timedelta(days=mended) if mended else None, by=by,
        )  # fmt: skip
    for place, key in enumerate(town.classes[:6]):
        early = town.grade(key) <= 2
        yield town.draw.sample(
            "homework_log", date=school_day(town.today - timedelta(days=5)), classes=town.title(key),
            minutes=0 if early else 50 + place * 3,
            posted="wall", by=by,
        )  # fmt: skip


def sports(town: Town) -> Iterator[Sample]:
    """Yield a sport for nearly every pupil, a team for nearly every class, what the school is known for."""
    draw, year = town.draw, year_text(town.today)
    for place, pupil in enumerate(town.pupils):
        if place % 12 != 11:
            first, second = draw.some(_SPORTS, 2)
            yield draw.sample(
                "pupil_sport", student=pupil.record.id, school_year=year, sport_1=first, ability_1=draw.one(("can", "standard")),
                sport_2=second if draw.chance(0.4) else None,
            )  # fmt: skip
    for entry, number in town.classes[:-1] if len(town.classes) > 1 else town.classes:
        yield draw.sample(
            "class_team", entry_year=entry, class_no=number, school_year=year, sport=draw.one(_SPORTS), team_name="晨光队",
            n_members=draw.number(8, 16), coach=town.posts["pe_teacher"][0].id,
        )  # fmt: skip
    yield draw.sample(
        "sport_brand",
        title="花样跳绳",
        sport="rope",
        started_year=town.today.year - 4,
        honours="县级体育特色学校",
        summary="一至六年级每天大课间练。",
    )


def tests(town: Town) -> Iterator[Sample]:
    """Yield this year's fitness test by grade, not reported yet, and the medical check."""
    lines = []
    for grade in sorted({town.grade(key) for key in town.classes}):
        target = max(4, sum(1 for one in town.pupils if town.grade(one.in_class) == grade))
        done = target - 2
        lines.append((f"g{grade}", target, done, 1, 1, done // 4, done // 3, done - done // 4 - done // 3, 0))
    day = school_day(town.today - timedelta(days=30))
    values: dict[str, object] = {"by_grade": tuple(lines)}
    values.update(from_lines(values, None))  # type: ignore[arg-type]  # asks nothing around it
    yield town.draw.sample(
        "fitness_batch",
        title=f"{day.year}年学生体质测试",
        date_from=day,
        date_to=day + timedelta(days=3),
        school_year=year_text(day),
        **values,
    )
    target = max(6, town.students)
    yield town.draw.sample(
        "medical_check", title=f"{day.year}年学生体检", date_from=day, date_to=day + timedelta(days=1), school_year=year_text(day),
        provider="hospital", provider_name="河湾镇卫生院", n_target=target, n_done=target - 3, n_missed=3, n_screened=(target - 3) // 2,
        n_poor_sight=(target - 3) // 3, told_on=school_day(town.today - timedelta(days=15)),
    )  # fmt: skip
