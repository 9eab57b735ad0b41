"""What the parts of the invented school share: the day, the classes with their teachers, the pupils with their families."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from jlt_desktop.domain.calendar import STAGES, SchoolCalendar, class_title, grade, school_year
from jlt_desktop.ledgers.samples.numbers import Numbers

if TYPE_CHECKING:
    from jlt_desktop.ledgers.samples.draw import Draw, Sample

STAGE = "nine_year"
TOWN, COUNTY = "河湾镇", "示范县"
VILLAGES = ("柳河村", "前营子村", "后营子村", "榆树屯", "三道梁村", "大洼村", "石桥子村", "东沟村", "西岗子村", "太平村")
_PER_CLASS = 40
_MOST_CLASSES = 60

ClassKey = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Pupil:
    """One pupil with the records of the family; away: how many parents work elsewhere; carer: who looks after the child then."""

    record: Sample
    family: tuple[Sample, ...]
    away: int
    carer: Sample | None

    @property
    def name(self) -> str:
        """Return the name."""
        return str(self.record.values["name"])

    @property
    def at_home(self) -> Sample:
        """Return the parent at home; the mother where neither is."""
        home = (one for one in self.family if one.values.get("status_tags") == ("home",))
        return next(home, self.family[1])

    @property
    def absent(self) -> str:
        """Return mother or father, whoever works elsewhere; the mother where both do, father where nobody does."""
        return "mother" if "away" in str(self.family[1].values.get("status_tags")) else "father"

    @property
    def in_class(self) -> ClassKey:
        """Return entry year and class number."""
        return int(str(self.record.values["entry_year"])), int(str(self.record.values["class_no"]))


@dataclass
class Town:
    """The school being invented; filled from the ground up by the files of this folder."""

    draw: Draw
    today: date
    students: int
    numbers: Numbers = field(init=False)
    first: date = field(init=False)
    last: date = field(init=False)
    classes: list[ClassKey] = field(init=False)
    posts: dict[str, list[Sample]] = field(default_factory=dict)
    teachers: dict[ClassKey, Sample] = field(default_factory=dict)
    pupils: list[Pupil] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Lay down semester and classes."""
        self.numbers = Numbers(self.draw)
        self.first, self.last = SchoolCalendar(STAGE).semester(self.today)
        _, grades = STAGES[STAGE]
        rooms = min(_MOST_CLASSES, max(1, round(self.students / grades / _PER_CLASS)))
        now = school_year(self.today)
        self.classes = [(now - back, room) for back in range(grades) for room in range(1, rooms + 1)]

    def title(self, key: ClassKey) -> str:
        """Return 三年级2班."""
        return class_title(*key, self.today, STAGE)

    def grade(self, key: ClassKey) -> int:
        """Return 1 to 9."""
        return grade(key[0], self.today, STAGE)

    def name(self, post: str, place: int = 0) -> str:
        """Return the name of the holder of a post."""
        return str(self.posts[post][place].values["staff_name"])

    def teacher(self, key: ClassKey) -> Sample:
        """Return the head teacher of a class."""
        return self.teachers[key]

    def village(self) -> str:
        """Return an address in a village."""
        return f"{TOWN}{self.draw.one(VILLAGES)}{self.draw.number(1, 9)}组"
