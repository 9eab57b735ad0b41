"""Which classes a text means: 全校, 三至五年级, 三年级, 三年级2班、3班, as of a day."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jlt_desktop.domain.calendar import STAGES, class_title, grade, grade_title, parse_class

if TYPE_CHECKING:
    from datetime import date

_WHOLE = ("全校", "全体学生", "全校学生", "各班", "全体")
_ALSO = re.compile(r"\(?(\d{1,2})\)?班")
_GRADES = {grade_title(number): number for number in range(-2, 13)} | {
    name: number
    for number, name in zip(range(7, 13), ("初一", "初二", "初三", "高一", "高二", "高三"), strict=True)
}  # fmt: skip
_SPAN = re.compile(r"(.+?)(?:至|到|-|—|~)(.+)")
_SHORT = {title.removesuffix("年级"): number for title, number in _GRADES.items() if title.endswith("年级")}


@dataclass(frozen=True, slots=True)
class Classes:
    """whole: the whole school. grades: whole grades by number. rooms: classes (entry year, class number). unread: what is unclear."""

    whole: bool = False
    grades: frozenset[int] = frozenset()
    rooms: tuple[tuple[int, int], ...] = ()
    unread: tuple[str, ...] = ()

    def holds(self, entry_year: int, class_no: int, day: date, stage: str) -> bool:
        """Tell whether a class of the school is meant."""
        return self.whole or (entry_year, class_no) in self.rooms or grade(entry_year, day, stage) in self.grades

    def all_grades(self, day: date, stage: str) -> frozenset[int]:
        """Return every grade in which a class is meant; all grades of the school for the whole of it."""
        first, count = STAGES.get(stage, STAGES["primary"])
        every = range(first, first + count) if self.whole else ()
        return self.grades | frozenset(every) | {grade(entry, day, stage) for entry, _ in self.rooms}


def read_classes(text: str, day: date, stage: str) -> Classes:
    """Return the classes that a text of any usual writing means on a day; `unread` holds the pieces that mean none."""
    whole, grades, rooms, unread = False, set[int](), dict[tuple[int, int], None](), []
    for piece in filter(None, re.split(r"[\u3001,\uff0c;\uff1b/\s]+", text)):
        number = _ALSO.fullmatch(piece)
        found = parse_class(piece, day, stage)
        some = _grades(piece)
        if piece in _WHOLE:
            whole = True
        elif some:
            grades |= some
        elif found:
            rooms[found] = None
        elif number and rooms:
            # 三年级2班、3班: the grade is that of the class before
            rooms[next(reversed(rooms))[0], int(number[1])] = None
        else:
            unread.append(piece)
    return Classes(whole, frozenset(grades), tuple(rooms), tuple(unread))


def written(classes: Classes, day: date, stage: str) -> str:
    """Return the classes in the usual words as of a day: 全校, 三年级, 三年级2班."""
    parts = ["全校"] if classes.whole else []
    parts += [grade_title(number) for number in sorted(classes.grades)]
    parts += [class_title(*room, day, stage) for room in classes.rooms]
    return "、".join([*parts, *classes.unread])


def classes_of_school(pupils: Iterable[tuple[object, object]], day: date, stage: str) -> frozenset[tuple[int, int]]:
    """Return the classes in which somebody is, from (entry year, class number) of every pupil; those who have left make none."""
    first, count = STAGES.get(stage, STAGES["primary"])
    return frozenset(
        (entry, number)
        for entry, number in pupils
        if isinstance(entry, int) and isinstance(number, int) and first <= grade(entry, day, stage) < first + count
    )


def _grades(piece: str) -> set[int]:
    one = _grade(piece)
    if one is not None:
        return {one}
    span = _SPAN.fullmatch(piece)
    low, high = (_grade(span[1]), _grade(span[2])) if span else (None, None)
    return set(range(low, high + 1)) if low is not None and high is not None and low < high else set()


def _grade(words: str) -> int | None:
    plain = words.removesuffix("全体").removesuffix("学生")
    digits = re.fullmatch(r"(\d{1,2})年级?", plain)
    if digits:
        return int(digits[1])
    return _GRADES.get(plain, _SHORT.get(plain))
