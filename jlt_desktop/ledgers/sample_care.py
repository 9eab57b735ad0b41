"""Care files of the demo school with agreements, pairings, contacts and home visits, some of them with promises still open."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from jlt_desktop.domain.sample import Sample

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jlt_desktop.ledgers.sample_school import Member, Pupil, School

_SHARE = 0.13
_TALKS = (
    "奶奶说孩子在家听话,作业写得慢,一遇到应用题就等人讲。看了作业本,字迹工整。约定每天先写会做的,不会的圈出来第二天问老师。",
    "家里收拾得整齐,孩子有自己的书桌。爷爷腿脚不好,接送靠邻居。和爷爷说了校车的时间和站点。",
    "孩子想妈妈,周末给妈妈打视频说不了几句就挂。和孩子聊了怎样和妈妈说说学校里的事。",
    "母亲电话里说年底回来。孩子近来上课走神,家里晚上看手机到十点多。和照护人商量了手机晚上八点以后由奶奶保管。",
    "家长关心孩子的数学,问能不能有人辅导。介绍了学校的课后服务,说明不收费。",
    "孩子带我们看了院子里的小菜园,说是和爷爷一起种的。在家愿意干活,性格开朗。",
)
_STATES = ("祖辈照护,家中整洁,有单独的学习角。", "和爷爷奶奶同住,家里养了羊,孩子放学帮忙。", "租住在镇上,奶奶陪读,周末回村。", None)
_OPINIONS = ("希望学校多打电话说说孩子的情况。", "希望课后多辅导数学。", None, None)
_PROMISES = (
    "联系校车师傅,确认站点和时间",
    "安排同班同学结对辅导数学",
    "请资助专干核对生活补助是否到账",
    "和母亲约定每周日晚上视频一次",
    "到村委会了解低保办理进度",
)
_CONTACTS = (
    ("talk", ("child",), "课间聊了十分钟,说上周末爸爸来电话了,心情不错。"),
    ("phone", ("carer",), "问了近况,孩子前几天感冒,已经好了,按时吃饭。"),
    ("video", ("mother", "child"), "在学校亲情视频室和妈妈通话十五分钟,说了期中成绩。"),
    ("phone", ("father",), "告知孩子近期表现和家长会时间,父亲说请奶奶来参加。"),
    ("tutoring", ("child",), "放学后辅导乘除法应用题,能独立做对一半。"),
    ("goods", ("child",), "送去冬衣一件、书包一个,由班主任和儿童主任一起交给孩子。"),
)
_STRENGTHS = ("爱画画,动手能力强,话不多。", "跑步快,代表班级参加运动会。", "喜欢看课外书,愿意帮同学。", "会照顾人,做事细心。")
_PLANS = ("每周见面一次,辅导作业;每月和家长通一次电话。", "每两周到家里看一次,帮助整理学习角。", "节假日接到家里一起过。")


class CareSamples:
    """Makes the care files of a school."""

    def __init__(self, school: School) -> None:
        """Choose the children: those with a parent away first, then a few others."""
        self._school, self._random, self._number = school, school.random, 0
        wanted = max(1, int(len(school.pupils) * _SHARE)) if school.pupils else 0
        away = [one for one in school.pupils if one.away]
        others = [one for one in school.pupils if not one.away][: max(0, wanted // 6)]
        self._chosen = [*away[: max(0, wanted - len(others))], *others]

    def samples(self) -> Iterator[Sample]:
        """Go through all records."""
        for place, pupil in enumerate(self._chosen):
            yield from self._file(place, pupil)

    def _file(self, place: int, pupil: Pupil) -> Iterator[Sample]:
        school, self._number = self._school, self._number + 1
        opened = school.days_ago(90, 700)
        closed = place % 17 == 16
        record = school.people.new_id()
        yield Sample("care_file", record, {**self._head(pupil, opened, closed), **self._life(pupil)})
        if pupil.away == 2:
            yield self._entrustment(record, pupil, place)
        if place % 3 == 0:
            yield self._pairing(record, opened)
        yield from self._contacts(record, pupil, place)
        yield from self._visits(record, pupil, place)

    def _head(self, pupil: Pupil, opened: date, closed: bool) -> dict[str, object]:
        school = self._school
        verified = school.days_ago(5, 80)
        kinds = ("left_behind", "dibao") if pupil.away and self._number % 9 == 0 else ("left_behind",) if pupil.away else ("hardship",)
        leaving: dict[str, object] = {"closed_on": school.days_ago(3, 60), "closed_reason": "returned"} if closed else {}
        return {
            "file_no": f"TS-{opened.year}-{self._number:04}",
            "student": pupil.id,
            "categories": kinds,
            "basis": "village" if self._number % 4 == 0 else "school",
            "opened_on": opened,
            "verified_on": max(opened, verified),
            "verified_by": school.teacher_of(pupil).id,
            **leaving,
        }

    def _life(self, pupil: Pupil) -> dict[str, object]:
        grandmother = next((one for one in pupil.family if one.relation == "grandmother"), None)
        return {
            "guardianship_type": "grand" if pupil.away == 2 else "parent",
            "guardianship_eval": self._random.choices(("good", "fair", "poor"), (70, 27, 3))[0],
            "carer": grandmother.id if grandmother else pupil.family[-1].id,
            "carer_age": 62 if grandmother else None,
            "other_parent_capable": "able" if pupil.away == 1 else "na" if not pupil.away else None,
            "return_pattern": self._random.choice(("quarter", "half", "year")) if pupil.away else None,
            "income_source": ("wages", "farming") if pupil.away else ("farming",),
            "aid_received": ("school",) if self._number % 5 == 0 else None,
            "body": "healthy",
            "edu_status": "primary",
            "hukou_registered": True,
            "strengths": self._random.choice(_STRENGTHS),
            "needs": self._random.choice((("company",), ("study", "company"), ("money",), ("study",))),
            "village_contact": f"村委会 {self._school.people.phone()}",
        }

    def _entrustment(self, record: str, pupil: Pupil, place: int) -> Sample:
        carer, school = pupil.family[-1], self._school
        written = place % 5 != 4
        signed = school.days_ago(120, 600)
        return Sample(
            "care_entrustment",
            school.people.new_id(),
            {
                "principal_parent": pupil.family[0].name,
                "trustee": carer.name,
                "trustee_phone": carer.phone,
                "doc_type": "agreement" if written else "oral",
                "signed_on": signed if written else None,
                "valid_to": signed + timedelta(days=1095) if written else None,
                "school_notified_on": signed if written else None,
                "village_notified_on": signed if written else None,
                "child_heard": True,
                "disqualifiers": ("none",),
                "contact_freq": "week",
            },
            record,
        )

    def _pairing(self, record: str, opened: date) -> Sample:
        school = self._school
        helper = self._random.choice(school.teachers)
        return Sample(
            "pairing",
            school.people.new_id(),
            {
                "helper_name": helper.name,
                "helper_org": "school",
                "helper_phone": school.people.phone(),
                "from_date": opened + timedelta(days=7),
                "plan": self._random.choice(_PLANS),
            },
            record,
        )

    def _contacts(self, record: str, pupil: Pupil, place: int) -> Iterator[Sample]:
        school = self._school
        # one child in four has not been talked to this month: that is what the home page is for
        least = school.today.day if place % 4 == 0 else 0
        for back in range(2):
            channel, whom, summary = self._random.choice(_CONTACTS)
            day = school.today - timedelta(days=least + back * 31 + self._random.randrange(max(1, min(6, school.today.day))))
            moment = datetime.combine(day, time(self._random.randrange(8, 17), self._random.choice((0, 10, 30, 40))))
            yield Sample(
                "contact_log",
                school.people.new_id(),
                {
                    "at": moment,
                    "minutes": self._random.choice((10, 15, 20)),
                    "channel": channel,
                    "with_whom": whom,
                    "summary": summary,
                    "handoff": "none",
                    "by": school.teacher_of(pupil).id,
                },
                record,
            )

    def _visits(self, record: str, pupil: Pupil, place: int) -> Iterator[Sample]:
        school = self._school
        if place % 6 == 5:
            return
        for back in range(1 + place % 2):
            day = school.days_ago(2, 40) - timedelta(days=170 * back)
            promise = self._promise(place, back, day)
            yield Sample(
                "home_visit",
                school.people.new_id(),
                {
                    "date": day,
                    "form": self._random.choices(("home", "phone", "video"), (7, 2, 1))[0],
                    "visitors": (school.teacher_of(pupil).id, school.post("moral_director").id)
                    if place % 3 == 0
                    else (school.teacher_of(pupil).id,),
                    "present": _present(pupil.family),
                    "purpose": ("general", "care"),
                    "family_state": self._random.choice(_STATES),
                    "talk": self._random.choice(_TALKS),
                    "parent_opinion": self._random.choice(_OPINIONS),
                    "signed": True,
                    **promise,
                },
                record,
            )

    def _promise(self, place: int, back: int, day: date) -> dict[str, object]:
        school = self._school
        if back or place % 2:
            return {}
        due = max(day, school.today + timedelta(days=(-4, 0, 1, 12)[place // 2 % 4]))
        done = {"follow_up_done": school.today} if place % 10 == 8 else {}
        return {
            "follow_up": _PROMISES[place // 2 % len(_PROMISES)],
            "follow_up_by": self._school.post("moral_director").id,
            "follow_up_due": due,
            **done,
        }


def _present(family: tuple[Member, ...]) -> tuple[str, ...]:
    at_home = [one.relation for one in family if not one.away]
    order = ("father", "mother", "grandmother")
    return (*(one for one in order if one in at_home), "child")
