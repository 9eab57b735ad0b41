"""The invented school itself and the people who work in it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from jlt_desktop.ledgers.samples import names
from jlt_desktop.ledgers.samples.town import COUNTY, STAGE, TOWN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jlt_desktop.ledgers.samples.draw import Sample
    from jlt_desktop.ledgers.samples.town import Town

# post, further post, subjects, role in the program, certificate
_OFFICES = (
    ("principal", "", "ethics", "principal", ""),
    ("vice_principal", "", "maths", "viewer", ""),
    ("moral_director", "subject_teacher", "ethics", "viewer", "家庭教育指导师(中级)"),
    ("clerk", "", "", "clerk", ""),
    ("psych_full", "", "psych", "counselor", "心理健康教育教师资格;B证"),
    ("psych_part", "subject_teacher", "chinese", "", "心理健康教育C证"),
    ("pe_teacher", "", "pe", "", ""),
    ("pe_teacher", "", "pe", "", ""),
    ("doctor", "", "", "", ""),
    ("guard", "", "", "", ""),
    ("guard", "", "", "", ""),
    ("dorm", "", "", "", ""),
)
_SUBJECTS = ("chinese", "maths", "english", "science", "history", "geography", "biology", "physics", "it", "music", "art", "labour")
_WOMEN = 0.66
# telephone numbers that nobody has, and the public ones
CONTACTS = (
    (f"{COUNTY}教文旅局安全办(值班)", "值班员", "0000-1000001"),
    (f"{COUNTY}卫健局疾控科", "值班员", "0000-1000002"),
    ("市精神卫生中心心理科(定点医院)", "总值班", "0000-1000003"),
    ("健康副校长(镇卫生院)", "副院长", "0000-1000004"),
    (f"{TOWN}派出所", "值班室", "0000-1000005"),
    ("省青少年心理热线(24 小时)", None, "024-12355"),
)
SCHOOL_NAME = f"{TOWN}九年一贯制学校(示范)"


def school(town: Town) -> Iterator[Sample]:
    """Yield the school's own page."""
    yield town.draw.sample(
        "school", school_name=SCHOOL_NAME, school_code="2109990001", region_code="210999", school_type=STAGE, is_boarding=True,
        principal_name=town.name("principal"), contact_name=town.name("clerk"), contact_phone=town.posts["clerk"][0].values["phone"],
        class_count=len(town.classes) if town.students else 0, student_count=town.students, as_of=town.today, semester_from=town.first,
        semester_to=town.last, local_months=6, local_which="one", local_rural=False, local_age=16, response_minutes=60,
        crisis_contacts=CONTACTS,
    )  # fmt: skip


def staff(town: Town, users: Mapping[str, str]) -> Iterator[Sample]:
    """Yield everybody who works here; `users`: role in the program -> the name of who has it."""
    taken = set(users.values())
    for post, further, subject, role, certificate in _OFFICES:
        person = _person(town, taken, (post, further), subject, users.get(role, ""))
        values = {**person.values, "app_role": role or None, "psych_cert": certificate if post.startswith("psych") else None,
                  "fam_edu_cert": certificate if post == "moral_director" else None}  # fmt: skip
        made = town.draw.sample("staff", **values)
        town.posts.setdefault(post, []).append(made)
        yield made
    for key in town.classes:
        made = _person(town, taken, ("class_teacher", "subject_teacher"), town.draw.one(_SUBJECTS[:3]))
        town.teachers[key] = made
        yield made
        made = _person(town, taken, ("subject_teacher", ""), town.draw.one(_SUBJECTS))
        town.posts.setdefault("subject_teacher", []).append(made)
        yield made


def _person(town: Town, taken: set[str], posts: tuple[str, str], subject: str, name: str = "") -> Sample:
    draw = town.draw
    sex = "female" if draw.chance(_WOMEN) else "male"
    sex = ("male" if "principal" in posts else "female") if name else sex
    tries = 0
    while not name:
        drawn = names.grown(draw, sex)
        tries += 1
        # two teachers of one name could not be told apart where they are named; a very large school runs out of usual names
        drawn += "" if tries < 50 else draw.one("宁平安和清")
        name = "" if drawn in taken else drawn
    taken.add(name)
    began = date(town.today.year - draw.number(1, 28), 8, 25)
    return draw.sample(
        "staff", staff_name=name, sex=sex, post=tuple(one for one in posts if one), subject=(subject,) if subject else None,
        phone=town.numbers.phone(), from_date=began,
    )  # fmt: skip
