"""Committees of the demo school, their members, and meetings with agenda, votes and resolutions, some of them still open."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from jlt_desktop.domain.calendar import class_title, grade_title
from jlt_desktop.domain.sample import Sample
from jlt_desktop.ledgers.sample_school import GRADES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jlt_desktop.ledgers.sample_school import Pupil, School

_WORK = ("务农", "镇卫生院护士", "个体经营", "货车司机", "幼儿园教师", "村会计", "快递站店主", "裁缝")
_RESOURCES = ("可以讲急救常识", "可以带学生参观菜园", None, "会剪纸", "可以讲交通安全", None)
_MEETINGS = (
    ("家长委员会第一次全体会议", "plenary", 60, (("通过本学年工作计划", "主任"), ("讨论校车站点调整", "德育处"))),
    ("家长委员会常委会", "standing", 33, (("讨论冬季作息和取暖", "秘书"),)),
    ("家庭教育指导委员会会议", "guidance", 21, (("安排家长学校第二课", "德育主任"), ("了解留守学生寒假去向", "副校长"))),
    ("家校社联席会议", "joint", 9, (("上下学路口护学安排", "副校长"), ("课后服务家长意见", "德育处"))),
)
_RESOLVED = (
    ("校车在平安堡村增设一站,家长代表参与试乘", "德育处", 0, "open"),
    ("冬季放学时间提前二十分钟,通知到每位家长", "班主任", -6, "doing"),
    ("家长学校第二课讲手机使用,请镇卫生院医生来讲", "德育主任", 1, "open"),
    ("护学岗排班表张贴并发到各班群", "家委会秘书", 25, "open"),
    ("本学年家委会工作计划在公示栏公示七天", "校办", -30, "done"),
)


class MeetingSamples:
    """Makes bodies and meetings. Without pupils there are no parents, and so no members."""

    def __init__(self, school: School) -> None:
        """Work for one school."""
        self._school, self._random = school, school.random

    def samples(self) -> Iterator[Sample]:
        """Go through all records."""
        body = self._school.people.new_id()
        yield from self._committee(body, "清河镇示范小学家长委员会", "parents", "school", 12)
        yield from self._committee(self._school.people.new_id(), "家庭教育指导委员会", "guidance", "school", 5)
        for grade in range(1, GRADES + 1):
            title = f"{grade_title(grade)}家长委员会"
            yield from self._committee(self._school.people.new_id(), title, "parents", "grade", 4)
        for place, (title, kind, back, agenda) in enumerate(_MEETINGS):
            yield from self._meeting(body, place, title, kind, back, agenda)

    def _committee(self, record: str, title: str, kind: str, level: str, size: int) -> Iterator[Sample]:
        school = self._school
        start = date(school.year, 9, 20) if school.today >= date(school.year, 9, 20) else date(school.year - 1, 9, 20)
        ends = school.today + timedelta(days=40) if level == "grade" and title.startswith("六") else date(start.year + 2, 9, 19)
        yield Sample(
            "committee",
            record,
            {
                "title": title,
                "kind": kind,
                "level": level,
                "founded_on": date(school.year - 6, 9, 20),
                "term_no": 3,
                "term_from": start,
                "term_to": ends,
                "charter_version": "2024 修订" if level == "school" else None,
                "charter_on": date(school.year - 2, 9, 28) if level == "school" else None,
                "quorum": "two_thirds" if level == "school" else None,
                "office": "教学楼一楼家长接待室" if level == "school" else None,
            },
        )
        chosen = self._random.sample(school.pupils, min(size, len(school.pupils)))
        for place, pupil in enumerate(chosen):
            yield self._member(record, pupil, place, start)

    def _member(self, record: str, pupil: Pupil, place: int, start: date) -> Sample:
        school = self._school
        parent = next((one for one in pupil.family if not one.away), pupil.family[0])
        return Sample(
            "committee_member",
            school.people.new_id(),
            {
                "name": parent.name,
                "role": ("chair", "vice", "secretary")[place] if place < 3 else "member",
                "class_title": class_title(pupil.entry_year, pupil.class_no, school.today, "primary"),
                "child": pupil.id,
                "work": self._random.choice(_WORK),
                "phone": parent.phone,
                "resource": self._random.choice(_RESOURCES),
                "elected_how": "election" if place < 3 else "recommended",
                "votes": self._random.randrange(20, 60),
                "from_date": start,
            },
            record,
        )

    def _meeting(self, body: str, place: int, title: str, kind: str, back: int, agenda: tuple[tuple[str, str], ...]) -> Iterator[Sample]:
        school, record = self._school, self._school.people.new_id()
        day = school.today - timedelta(days=back)
        start = datetime.combine(day, time(14, 30))
        due = 12 if school.pupils else 6
        yield Sample(
            "meeting",
            record,
            {
                "title": title,
                "seq": place + 1,
                "kind": kind,
                "committee": body,
                "start": start,
                "end": start + timedelta(minutes=90),
                "place": "会议室",
                "chair": school.post("principal").name,
                "recorder": school.post("clerk").name,
                "due_count": due,
                "present_count": due - 1 - place % 2,
                "on_leave": "一人因农忙请假",
                "observers": "镇妇联干部",
            "discussion": "某委员:校车早班太早,孩子来不及吃早饭。\n某委员:建议家长会放在周末下午。\n校方:作息调整先征求意见。",
                "opinions": "希望课后服务增加书法;希望及时公布食堂菜单。",
                "minutes_no": f"家委会纪要〔{day.year}〕{place + 1}号" if place < 3 else None,
                "signed_by": school.post("principal").name if place < 3 else None,
                "signed_on": day + timedelta(days=2) if place < 3 else None,
            },
        )
        for number, (topic, raised) in enumerate(agenda, start=1):
            yield Sample(
                "agenda_item",
                school.people.new_id(),
                {
                    "no": number,
                    "topic": topic,
                    "raised_by": raised,
                    "points": "说明情况后逐条讨论,意见基本一致。",
                },
                record,
            )
        yield Sample(
            "vote",
            school.people.new_id(),
            {
                "topic": agenda[0][0],
                "ayes": due - 2 - place % 2,
                "noes": 0,
                "abstained": 1,
                "how": "hands",
            },
            record,
        )
        for text, owner, days, state in _RESOLVED[place : place + 1] + (_RESOLVED[4:] if place == 0 else ()):
            yield Sample(
                "resolution",
                school.people.new_id(),
                {
                    "text": text,
                    "owner": owner,
                    "due_on": school.today + timedelta(days=days),
                    "state": state,
                    "done_on": school.today + timedelta(days=days) if state == "done" else None,
                },
                record,
            )
