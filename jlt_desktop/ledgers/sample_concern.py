"""The counselor's list of the demo school: a few cases in every state, with the months written up or still missing."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from jlt_desktop.domain.calendar import class_title, last_day, month_after, month_of
from jlt_desktop.domain.sample import Sample

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jlt_desktop.ledgers.sample_school import Pupil, School

_SHARE, _LEAST = 0.015, 6
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_CASES = (
    ("listed", "l3", ("low_mood", "family"), ("homeroom",),
     "近三周课间常独自坐着,问起时说“没什么”。班主任反映作业拖延。学生说:“爸妈在吵架,我不想回家。”"),
    ("listed", "l2", ("anxiety", "sleep"), ("self",),
     "学生自己来谈,说考试前一晚睡不着,手心出汗。学生说:“一想到考砸了就喘不上气。”"),
    ("observing", "l4", ("peers",), ("peer", "homeroom"), "换座位后和原来的朋友不说话。近两周已主动参加小组活动。"),
    ("to_review", None, ("internet", "study"), ("parent",), "母亲反映夜里玩手机到十二点,早晨叫不醒,上周迟到三次。"),
    ("removed", "l4", ("study",), ("assessment",), "测评提示学习压力偏高,谈话后了解是转学后的适应问题。"),
    ("listed", "l3", ("trauma",), ("homeroom",), "祖父上月去世,上课走神、掉眼泪。学生说:“以前都是爷爷接我。”"),
)  # fmt: skip
_NOTES = (
    "谈话三十分钟,说得比上次多;约定心里难受时先写在本子上。", "和母亲面谈,商量睡前不看手机,周末一起散步。",
    "团体活动中愿意发言,同伴反馈友好。", "情绪有波动,和班主任商量调整座位,请同桌多陪伴。",
)  # fmt: skip


class ConcernSamples:
    """Makes the list and its months."""

    def __init__(self, school: School) -> None:
        """Choose pupils over the whole school."""
        self._school, self._random = school, school.random
        count = min(len(school.pupils), max(_LEAST, int(len(school.pupils) * _SHARE)))
        step = max(1, len(school.pupils) // max(1, count))
        self._chosen = school.pupils[::step][:count]

    def samples(self) -> Iterator[Sample]:
        """Go through all records."""
        for place, pupil in enumerate(self._chosen):
            record = self._school.people.new_id()
            found = self._school.days_ago(70, 160)
            state, level, kinds, source, facts = _CASES[place % len(_CASES)]
            panel = found + timedelta(days=4)
            values: dict[str, object] = {
                "case_no": "".join(self._random.choice(_ALPHABET) for _ in range(8)), "student": pupil.id, "name": pupil.child.name,
                "class_title": class_title(pupil.entry_year, pupil.class_no, self._school.today, "primary"), "source": source,
                "found_on": found, "concerns": kinds, "facts": facts, "state": state, "level": level,
            }  # fmt: skip
            if state != "to_review":
                values |= self._opinions(pupil, panel) | {
                    "panel_on": panel, "parents_told_on": panel + timedelta(days=1), "parents_told_how": "talk",
                    "review_on": self._school.today + timedelta(days=(-3, 2, 20)[place % 3]) if state != "removed" else None,
                }  # fmt: skip
            if state == "removed":
                values |= {"removed_on": self._school.days_ago(5, 30), "removed_why": "stable"}
            yield Sample("concern", record, values)
            if state != "to_review":
                yield from self._months(record, place, month_of(found))

    def _opinions(self, pupil: Pupil, panel: object) -> dict[str, object]:
        school = self._school
        return {
            "homeroom_by": school.teacher_of(pupil).name, "homeroom_on": panel, "homeroom_says": "课堂上多提问、多鼓励,座位调到前排。",
            "counselor_by": school.post("psych_part").name, "counselor_on": panel, "counselor_says": "每两周谈话一次,先建立信任。",
            "health_vp_by": school.post("vice_principal").name, "health_vp_on": panel, "health_vp_says": "同意,注意睡眠和饮食。",
        }  # fmt: skip

    def _months(self, record: str, place: int, first: str) -> Iterator[Sample]:
        school = self._school
        month, now = first, month_of(school.today)
        # every third case still lacks this month and the one before
        until = month_after(now, -1) if place % 3 else month_after(now, -2)
        while month <= until:
            mood = self._random.choices(("steady", "waves", "low"), (5, 3, 2))[0]
            yield Sample("follow_up", school.people.new_id(), {
                "month": month, "mood": mood, "self_score": self._random.randrange(4, 9),
                "interventions": self._random.choice((("counselling",), ("counselling", "parent_talk"), ("class_support",), ("group",))),
                "interventions_note": self._random.choice(_NOTES), "study": "same", "peers": "better" if mood == "steady" else "same",
                "sleep": "same", "attendance": "same", "parent_contacts": self._random.randrange(1, 4), "level_advice": "keep",
                "by": school.post("psych_part").name, "on": min(school.today, last_day(month)),
            }, record)  # fmt: skip
            month = month_after(month)
