"""For every obligation a set of records that does not meet it, and what has to be added to meet it. The day is 24 November 2026."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
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


CASES: dict[str, Case] = {
    "O-00d": Case(nothing, meeting("教联体工作会")),
    "O-04c": Case(referral("2026-11-03 11:00"), lambda hand, made: hand.change("referral", made, t_responded="2026-11-03 09:40")),
    "O-06a": Case(batch("全员普测", 300, 200), lambda hand, made: hand.change("assessment_batch", made, n_done=300, n_refused=0)),
    "O-06b": Case(
        batch("抑郁筛查(体检)", 300, 200, checkup_on="2026-10-12"),
        lambda hand, made: hand.change("assessment_batch", made, n_done=300, n_refused=0),
    ),
    "O-10b": Case(both(body("家长委员会"), body("家长学校")), body("家庭教育指导委员会")),
    "O-10d": Case(
        lambda hand, _made: hand.care(),
        lambda hand, made: hand.save("home_visit", made, date="2026-10-5", form="上门", visitors=hand.save("staff", staff_name="王老师", post="班主任"), purpose="普访", talk="都好"),
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
