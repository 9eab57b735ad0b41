"""The demo school itself: its page, its teachers, its pupils and their families."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from jlt_desktop.domain.calendar import SchoolCalendar, school_year
from jlt_desktop.domain.sample import Sample
from jlt_desktop.ledgers.sample_people import Child, People

if TYPE_CHECKING:
    from collections.abc import Iterator

GRADES, _CLASS_SIZE = 6, 42
_VILLAGES = ("柳树沟村", "东河套村", "上营子村", "平安堡村", "石门村", "杏花屯", "二道岭村", "镇前街")
_CITIES = ("沈阳市", "大连市", "北京市", "天津市", "江苏苏州", "浙江宁波", "广东东莞", "内蒙古赤峰")
_TEACHERS = (
    (("principal",), ("ethics",)), (("vice_principal",), ("maths",)), (("moral_director",), ("chinese",)), (("clerk",), ("other",)),
    (("psych_part", "subject_teacher"), ("psych", "ethics")), (("doctor",), ()), (("dorm",), ()), (("pe_teacher",), ("pe",)),
    (("subject_teacher",), ("english",)), (("subject_teacher",), ("science",)), (("subject_teacher",), ("music",)), (("guard",), ()),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Member:
    """A family member as other samples need it."""

    id: str
    name: str
    relation: str
    phone: str
    away: bool


@dataclass(frozen=True, slots=True)
class Pupil:
    """A pupil as other samples need it: id, the child, class, family, and which parents are away."""

    id: str
    child: Child
    entry_year: int
    class_no: int
    family: tuple[Member, ...]

    @property
    def away(self) -> int:
        """Return how many parents are away."""
        return sum(one.away for one in self.family)


@dataclass(frozen=True, slots=True)
class Teacher:
    """A member of staff as other samples need it; class_of: (entry year, class number) of a class teacher."""

    id: str
    name: str
    post: str
    class_of: tuple[int, int] | None = None


class School:
    """The people of the demo school; `samples` holds their records."""

    def __init__(self, students: int, random: Random, today: date) -> None:
        """Make the school, its teachers, then the pupils class by class."""
        self.random, self.today, self.people = random, today, People(random)
        self.year = school_year(today)
        self.classes = max(1, -(-students // (GRADES * _CLASS_SIZE)))
        self.samples: list[Sample] = [self._page(students)]
        self.teachers = list(self._staff())
        self.pupils: list[Pupil] = [self._pupil(place, students) for place in range(students)]

    def _page(self, students: int) -> Sample:
        first, last = SchoolCalendar("primary", {}).semester(self.today)
        return Sample("school", self.people.new_id(), {
            "school_name": "清河镇示范小学", "school_code": "0000000001", "uscc": "120000000000000000", "region_code": "000000",
            "school_type": "primary", "principal_name": "赵明远", "contact_name": "王文娟", "contact_phone": "19100000001",
            "is_boarding": True, "class_count": self.classes * GRADES, "student_count": students, "as_of": date(self.year, 9, 1),
            "semester_from": first, "semester_to": last, "local_months": 6, "local_which": "one", "local_rural": False, "local_age": 16,
        })  # fmt: skip

    def _staff(self) -> Iterator[Teacher]:
        named = {"principal": "赵明远", "clerk": "王文娟", "psych_part": "李心悦"}
        for posts, subjects in _TEACHERS:
            yield self._teacher(named.get(posts[0]), posts, subjects)
        for grade in range(GRADES):
            for number in range(1, self.classes + 1):
                subject = self.random.choice(("chinese", "maths"))
                yield self._teacher(None, ("class_teacher", "subject_teacher"), (subject,), (self.year - grade, number))

    def _teacher(
        self, name: str | None, posts: tuple[str, ...], subjects: tuple[str, ...], class_of: tuple[int, int] | None = None
    ) -> Teacher:
        man = self.random.random() < 0.4
        made = Teacher(self.people.new_id(), name or self.people.parent(self.people.surname(), man), posts[0], class_of)
        since = date(self.year - self.random.randrange(1, 25), 8, 25)
        self.samples.append(Sample("staff", made.id, {
            "staff_name": made.name, "sex": "male" if man else "female", "post": posts, "subject": subjects or None,
            "phone": self.people.phone(), "from_date": since,
            "psych_cert": "心理健康教育教师 C 证" if "psych_part" in posts else None,
            "fam_edu_cert": "家庭教育指导师(中级)" if "moral_director" in posts else None,
        }))  # fmt: skip
        return made

    def _pupil(self, place: int, students: int) -> Pupil:
        grade = place * GRADES // max(1, students)
        entry = self.year - grade
        class_no = place % self.classes + 1
        child = self.people.child(entry, place)
        rural = self.random.random() < 0.75
        made = Pupil(self.people.new_id(), child, entry, class_no, tuple(self._family(child)))
        self._write(made, rural, place)
        return made

    def _write(self, made: Pupil, rural: bool, place: int) -> None:
        child, village = made.child, self.random.choice(_VILLAGES)
        address = f"清河镇{village}{self.random.randrange(1, 200)}号"
        disability = self.random.choices(("none", "hearing", "mind", "limb"), (980, 6, 8, 6))[0]
        inclusive = disability if disability in ("hearing", "mind") else "none"
        self.samples.append(Sample("student", made.id, {
            "name": child.name, "id_type": "resident", "id_no": child.id_no, "edu_no": f"G{child.id_no}", "sex": child.sex,
            "birth_date": child.born, "ethnicity": child.ethnicity, "entry_year": made.entry_year, "class_no": made.class_no,
            "class_seq": str(place // self.classes % _CLASS_SIZE + 1), "boarding": "board" if self.random.random() < 0.18 else "day",
            "hukou_type": "rural" if rural else "urban", "hukou_region": "000000", "hukou_addr": address, "home_addr": address,
            "health": "disabled" if disability != "none" else "good", "disability_type": disability, "inclusive_edu": inclusive,
            "registered_away": ("none", "one", "both")[made.away], "migrant_child": False, "orphan": False, "martyr_child": False,
            "aid_needed": self.random.random() < 0.1, "only_child": self.random.random() < 0.4,
            "commute_mode": self.random.choice(("步行", "家长接送", "校车", "公交")), "enrol_status": "enrolled",
        }))  # fmt: skip
        self.samples += [self._member_sample(made, one, address) for one in made.family]

    def _family(self, child: Child) -> Iterator[Member]:
        surname = child.name[:2] if child.name.startswith(("欧阳", "司马", "尉迟")) else child.name[:1]
        father_away = self.random.random() < 0.16
        mother_away = self.random.random() < (0.5 if father_away else 0.03)
        yield self._member(self.people.parent(surname, man=True), "father", father_away)
        yield self._member(self.people.parent(self.people.surname(), man=False), "mother", mother_away)
        if father_away or mother_away:
            yield self._member(self.people.elder(self.people.surname(), man=False), "grandmother", away=False)

    def _member(self, name: str, relation: str, away: bool) -> Member:
        return Member(self.people.new_id(), name, relation, self.people.phone(), away)

    def _member_sample(self, pupil: Pupil, one: Member, address: str) -> Sample:
        away: dict[str, object] = {"status_tags": ("home",)}
        if one.away:
            since = self.today - timedelta(days=self.random.randrange(200, 1500))
            away = {"status_tags": ("away",), "away_since": since, "work_place": self.random.choice(_CITIES)}
        return Sample("guardian", one.id, {
            "name": one.name, "relation": one.relation, "is_guardian": one.relation in ("father", "mother"), "phone": one.phone,
            "home_addr": address, "alive": "alive", "capacity": "able", **away,
        }, pupil.id)  # fmt: skip

    def teacher_of(self, pupil: Pupil) -> Teacher:
        """Return the class teacher of a pupil."""
        return next(one for one in self.teachers if one.class_of == (pupil.entry_year, pupil.class_no))

    def post(self, post: str) -> Teacher:
        """Return the first teacher of a post."""
        return next(one for one in self.teachers if one.post == post)

    def days_ago(self, least: int, most: int) -> date:
        """Return a day between `least` and `most` days before today."""
        return self.today - timedelta(days=self.random.randrange(least, most + 1))
