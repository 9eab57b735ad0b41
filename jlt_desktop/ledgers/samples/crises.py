"""Referrals of the invented school: a crisis whose clock runs, one that was answered late, one that parents refused, a quiet one."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from jlt_desktop.ledgers.samples import names

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from jlt_desktop.ledgers.samples.draw import Sample
    from jlt_desktop.ledgers.samples.town import Town

_TENTH = 10
_SEEN = "晚自习前同桌说他在卫生间划手臂,左前臂有新的划痕,校医已包扎。学生说“不想回家,回去也没人说话”。"
_DONE = "心理教师和校医陪在辅导室,收走了美工刀;班主任在门外,其他同学照常上课。"


def crises(town: Town, cases: Sequence[Sample]) -> Iterator[Sample]:
    """Yield the referrals of some cases; a school with a single case has them all in it."""
    if not cases:
        return
    yield _running(town, cases[1 % len(cases)])
    yield _late(town, cases[0])
    yield _refused(town, cases[2 % len(cases)])
    yield _quiet(town, cases[5 % len(cases)])


def this_hour(town: Town) -> datetime:
    """Return the time of day now, in steps of ten minutes: the one thing in the school that depends on the clock."""
    clock = datetime.now()
    return datetime.combine(town.today, time(clock.hour, clock.minute - clock.minute % _TENTH))


def _at(day: date, hour: int, minute: int) -> datetime:
    return datetime.combine(day, time(hour, minute))


def _number(town: Town, place: int) -> str:
    return f"ZJ-{town.today.year}-{place:04}"


def _running(town: Town, case: Sample) -> Sample:
    """A crisis of this hour: reported, the channel was called, the answer is awaited."""
    begun = this_hour(town)
    found, called, counselor = begun - timedelta(minutes=25), begun - timedelta(minutes=12), town.name("psych_full")
    told = (
        ("guardian", found + timedelta(minutes=6), counselor, "奶奶接的电话,父亲正从县城赶来"),
        ("principal", found + timedelta(minutes=4), counselor, "校长到场,安排车辆"),
        ("channel", called, counselor, "值班员已登记,等回电"),
        ("hospital", None, None, None),
        ("ambulance", None, None, None),
        ("police", None, None, None),
    )
    return town.draw.sample(
        "referral", case.id, ref_no=_number(town, 4), kind="crisis", t_found=found, t_school_report=found + timedelta(minutes=3),
        t_initiated=called, channel_org="bureau", told=told, facts=_SEEN, actions=_DONE,
    )  # fmt: skip


def _late(town: Town, case: Sample) -> Sample:
    """Answered after 85 minutes, with the reason; the pupil stays at home and is evaluated again."""
    day, counselor = town.today - timedelta(days=12), town.name("psych_full")
    told = (
        ("guardian", _at(day, 14, 20), town.name("moral_director"), "母亲 50 分钟后到校"),
        ("principal", _at(day, 14, 15), counselor, "知道了,派车"),
        ("channel", _at(day, 14, 25), counselor, "占线两次,第三次打通"),
        ("hospital", _at(day, 15, 40), counselor, "心理科门诊同意接诊"),
    )
    return town.draw.sample(
        "referral", case.id, ref_no=_number(town, 3), kind="crisis", t_found=_at(day, 14, 5), t_school_report=_at(day, 14, 12),
        t_initiated=_at(day, 14, 25), t_responded=_at(day, 15, 50), t_parent=_at(day, 15, 10), t_arrived=_at(day, 16, 40),
        channel_org="hospital", told=told, consent="written", escort=f"{counselor}、{town.name('moral_director')}",
        hospital="市精神卫生中心心理科", facts="课间写下“活着没意思”的纸条,同桌交给班主任。学生说“这几天一直这样想”。",
        actions="专人陪同,收走危险物品,通知家长到校当面交接。",
        late_reason="通道值班电话占线,第三次才打通;医院当天门诊已满,协调加号。", mandatory_report=False,
        dx_by_hospital="家长说医生建议在家休息两周,按时复诊。", return_eval="suspended", return_eval_on=day + timedelta(days=1),
        return_due=town.today + timedelta(days=4), reported=(("区教文旅局值班室", _at(day, 14, 50), town.name("principal"), "电话"),),
        closed_on=day + timedelta(days=1),
    )  # fmt: skip


def _refused(town: Town, case: Sample) -> Sample:
    """Answered within the hour; the parents refused and were talked to."""
    day, counselor = town.today - timedelta(days=8), town.name("psych_full")
    return town.draw.sample(
        "referral", case.id, ref_no=_number(town, 2), kind="urgent", t_found=_at(day, 9, 30), t_school_report=_at(day, 9, 40),
        t_initiated=_at(day, 10, 0), t_responded=_at(day, 10, 35), t_parent=_at(day, 11, 10), channel_org="hospital", consent="refused",
        persuaded_at=_at(day, 11, 20), mandatory_report=False,
        persuasion="说明了看到的情况和可能的危险,给了告知书。父亲说“先带回家看看”,约定三天内答复,家里有人陪着。",
        facts="连续一周不吃午饭,上课突然哭。学生说“控制不住”。", actions="心理教师面谈,班主任调整座位,每天课间看一次。",
        told=(("guardian", _at(day, 9, 50), counselor, "父亲到校"),), closed_on=day + timedelta(days=3),
    )  # fmt: skip


def _quiet(town: Town, case: Sample) -> Sample:
    """A referral without haste; the parents agreed by word and have still to sign."""
    day = town.today - timedelta(days=2)
    return town.draw.sample(
        "referral", case.id, ref_no=_number(town, 1), kind="routine", t_found=_at(day, 13, 0), t_school_report=_at(day, 13, 10),
        t_initiated=_at(day, 13, 20), t_responded=_at(day, 13, 55), channel_org="hospital", consent="oral",
        escort=names.grown(town.draw, "female"), hospital="县人民医院心理门诊", facts="睡眠差近一个月,辅导三次没有好转。学生愿意去看医生。",
        actions="继续每周辅导,和家长约了门诊时间。",
    )  # fmt: skip
