"""What the counselor writes after a talk, the consents of the cases, and the batches of assessment."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from jlt_desktop.ledgers.samples.crises import this_hour

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jlt_desktop.ledgers.samples.draw import Sample
    from jlt_desktop.ledgers.samples.town import Pupil, Town

_TALKS = (
    (
        "进门低着头,说话声音小,手一直搓衣角。",
        "“我妈走了以后,家里就我和奶奶。”",
        "和家庭变化有关,没有危险的想法。",
        "听他说完,画家庭图,教腹式呼吸。",
    ),
    ("比上次放松,能看着人说话。", "“这周有两天睡得还行。”", "睡眠有好转,继续放松练习。", "复习呼吸练习,一起列出三件能做到的小事。"),
    (
        "眼圈发红,坐下就哭。",
        "“她们换座位不要我。”",
        "人际上受挫,需要班主任配合。",
        "陪他平静下来,商量怎样开口,征得同意后和班主任说座位的事。",
    ),
    ("主动来的,带着情绪日记。", "“我照你说的写了,好像没那么烦了。”", "求助的意愿强,资源够用。", "一起看日记,找出让他好一点的三件事。"),
)
_PLACE, _WEEKS = "心理辅导室", 3
_CONSENT_VERSION = "2026-1"


def sessions(town: Town, cases: Sequence[Sample]) -> Iterator[Sample]:
    """Yield talks about two weeks apart with everybody on the list; the emergency was talked to today."""
    for place, case in enumerate(cases):
        found = case.values["found_on"]
        if case.values["state"] in ("removed", "to_review") or not isinstance(found, date):
            continue
        days = [town.today - timedelta(days=5 + 14 * back) for back in range(_WEEKS - 1, -1, -1)]
        days = [day for day in days if day >= found]
        for number, day in enumerate(days, start=1):
            yield _talk(town, case, number, datetime.combine(day, time(15, 20)), last=number == len(days))
        if place == 1 % len(cases):
            yield _grave(town, case, len(days) + 1)


def _talk(town: Town, case: Sample, number: int, at: datetime, *, last: bool) -> Sample:
    facts, quote, judgement, action = town.draw.one(_TALKS)
    return town.draw.sample(
        "counselling_session", case.id, seq=number, at=at, end=at + timedelta(minutes=40), place=_PLACE, form="talk",
        origin="homeroom" if number == 1 else "self", family=town.draw.one(("core", "single", "grandparents")), facts=facts, quote=quote,
        judgement=judgement, risk="none", goal="能说出难受的事,睡前做一次放松。", action=action, agreed="每天记一件还不错的小事。",
        next_on=town.today + timedelta(days=town.draw.number(2, 12)) if last else None, refer=False, exception=False,
        by=town.name("psych_full"),
    )  # fmt: skip


def _grave(town: Town, case: Sample, number: int) -> Sample:
    """A talk in this crisis: there are thoughts and an act, secrecy gives way and the guardian was told at once."""
    now = this_hour(town)
    at = max(now - timedelta(minutes=20), datetime.combine(town.today, time.min))
    return town.draw.sample(
        "counselling_session", case.id, seq=number, at=at, place=_PLACE, form="talk", origin="peer",
        facts="左前臂有新的划痕,说话慢,答得少。", quote="“难受的时候这样会好一点。不想回家。”", risk="acts",
        judgement="有自伤行为,说没有结束生命的打算;今天身边不能离人。",
        action="陪伴、稳定情绪,和校医一起处理伤口,报告校长,启动转介。", refer=True, exception=True,
        agreed="今天不一个人待着,难受就找心理教师。",
        exception_why="有自伤行为,属于生命危险:告诉监护人和校长,只说安全有关的情况。", exception_done=town.today,
        by=town.name("psych_full"),
    )  # fmt: skip


def case_consents(town: Town, cases: Sequence[Sample]) -> Iterator[Sample]:
    """Yield what the parents of the cases decided, each decision at least once."""
    pupils = {one.record.id: one for one in town.pupils}
    for place, case in enumerate(cases):
        found = case.values["found_on"]
        asked = min(town.today, found + timedelta(days=3)) if isinstance(found, date) else town.today
        signed = _signed(pupils[str(case.values["student"])], asked)
        base = {"form_version": _CONSENT_VERSION, "asked_on": asked}
        yield town.draw.sample("case_consent", case.id, matter="counselling", **base, decision="agreed", **signed, paper_at="辅导室铁柜")
        if place == 0:
            gone = {"decision": "withdrawn", "withdrawn_on": town.today - timedelta(days=3)}
            yield town.draw.sample("case_consent", case.id, matter="bureau", **base, **gone, **signed)
            yield town.draw.sample("case_consent", case.id, matter="hospital", **base, decision="refused", **signed)
            again = {"form_version": _CONSENT_VERSION, "asked_on": town.today - timedelta(days=4)}
            yield town.draw.sample("case_consent", case.id, matter="hospital", **again, decision="waiting")


def consents(town: Town) -> Iterator[Sample]:
    """Yield one class that was asked about the assessment, and a pupil of it with every other matter and decision."""
    if not town.pupils:
        return
    first = town.pupils[0]
    asked, long_ago = town.today - timedelta(days=10), town.today - timedelta(days=60)
    for place, pupil in enumerate(one for one in town.pupils if one.in_class == first.in_class):
        decision = "agreed" if place == 0 else town.draw.weighted({"agreed": 0.85, "refused": 0.08, "waiting": 0.07})
        base = {"student": pupil.record.id, "matter": "assessment", "form_version": _CONSENT_VERSION, "asked_on": asked}
        answer = {} if decision == "waiting" else _signed(pupil, asked + timedelta(days=town.draw.number(1, 4)))
        kept = {} if decision == "waiting" else {"paper_at": "政教处 2 号柜"}
        yield town.draw.sample("consent", **base, decision=decision, **answer, **kept)
    base = {"student": first.record.id, "form_version": _CONSENT_VERSION, "asked_on": long_ago}
    signed, gone = _signed(first, long_ago + timedelta(days=2)), town.today - timedelta(days=20)
    yield town.draw.sample("consent", **base, matter="care_file", decision="agreed", **signed)
    yield town.draw.sample("consent", **base, matter="photos", decision="refused", **signed)
    yield town.draw.sample(
        "consent", **base, matter="platform", decision="withdrawn", **signed, withdrawn_on=gone,
        action="账号已停用,平台回复数据已删除。", handled_on=gone + timedelta(days=4),
    )  # fmt: skip
    yield town.draw.sample("consent", **{**base, "asked_on": asked}, matter="bureau", decision="waiting")


def _signed(pupil: Pupil, day: date) -> dict[str, object]:
    home = pupil.at_home.values
    return {"guardian": home["name"], "relation": home["relation"], "signed_on": day, "child_assent": "agreed"}


def batches(town: Town) -> Iterator[Sample]:
    """Yield an assessment of everybody, the screening that goes with the check-up, and a repetition with talks still to come."""
    if not town.pupils:
        return
    older = [one for one in town.pupils if town.grade(one.in_class) >= 4] or town.pupils
    grades = tuple(sorted({f"g{town.grade(one.in_class)}" for one in older}))
    every = len(older)
    begun, checked, again = (town.today - timedelta(days=back) for back in (45, 70, 9))
    yield town.draw.sample(
        "assessment_batch", batch_name=f"{begun.year}年秋季心理健康普测" if begun.month >= 8 else f"{begun.year}年春季心理健康普测",
        batch_type="whole", date_from=begun, date_to=begun + timedelta(days=6), grades=grades, scale_name="中学生心理健康量表(平台版)",
        provider="district", data_location="district", consent_mode="each", **_counts(every), note="缺测的学生返校后一周内补测。",
    )  # fmt: skip
    yield town.draw.sample(
        "assessment_batch", batch_name=f"{checked.year}年体检抑郁筛查", batch_type="depression", date_from=checked, date_to=checked,
        grades=grades, scale_name="PHQ-9", provider="hospital", provider_name="县人民医院体检科", data_location="paper",
        consent_mode="each", checkup_on=checked, checkup_note="体检当天在多媒体教室作答,校医和心理教师在场。", **_counts(every),
    )  # fmt: skip
    few = min(every, 6)
    yield town.draw.sample(
        "assessment_batch", batch_name=f"{again.year}年{again.month}月复测", batch_type="again", date_from=again, date_to=again,
        grades=grades, scale_name="中学生心理健康量表(平台版)", provider="school", data_location="paper", consent_mode="each", n_target=few,
        n_done=few, n_refused=0, n_missed=0, n_leave=0, n_na=0, n_flag=min(2, few), n_interviewed=min(1, few - 1), n_listed=0,
    )  # fmt: skip


def _counts(target: int) -> dict[str, object]:
    """Counts that add up; whoever was flagged has been talked to."""
    refused, missed, away = target * 2 // 100, target // 100, target // 200
    done = target - refused - missed - away
    flagged = done * 4 // 100
    return {
        "n_target": target, "n_done": done, "n_refused": refused, "n_missed": missed, "n_leave": away, "n_na": 0, "n_flag": flagged,
        "n_interviewed": flagged, "n_listed": flagged // 3,
    }  # fmt: skip
