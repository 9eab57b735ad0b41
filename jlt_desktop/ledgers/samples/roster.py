"""The pupils with their families: who works elsewhere since when, who looks after the child, what the school register says."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from jlt_desktop.ledgers.samples import names
from jlt_desktop.ledgers.samples.town import COUNTY, TOWN, Pupil

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jlt_desktop.ledgers.samples.draw import Sample
    from jlt_desktop.ledgers.samples.names import Named
    from jlt_desktop.ledgers.samples.town import ClassKey, Town

# how many parents work elsewhere; shares as in a county that people leave for work
_AWAY = {0: 0.73, 1: 0.145, 2: 0.125}
_REGISTERED = ("none", "one", "both")
_CITIES = ("沈阳市", "大连市", "北京市", "天津市", "长春市", "青岛市", "苏州市", "深圳市", "唐山市", "烟台市")
_JOBS = ("建筑公司", "电子厂", "物流公司", "饭店", "服装厂", "装修队", "家政公司", "汽车配件厂", "海产品加工厂", "快递站点")
_NEAR = ("务农", "镇供销社", "村小卖部", "镇卫生院", "养殖场", "个体运输", "")
_CARERS = {
    "grandmother": 0.42,
    "grandfather": 0.2,
    "maternal_grandmother": 0.22,
    "maternal_grandfather": 0.06,
    "aunt": 0.05,
    "maternal_aunt": 0.05,
}
_DISABILITIES = ("hearing", "mind", "limb", "sight", "speech")
_STATES = {"enrolled": 0.985, "suspended": 0.005, "home_taught": 0.004, "transferred": 0.006}
_FIRST_GRADE_AGE = 6


def roster(town: Town) -> Iterator[Sample]:
    """Yield the pupils; the town remembers them with their families."""
    seats: dict[ClassKey, int] = {}
    for place in range(town.students):
        key = town.classes[place % len(town.classes)]
        seats[key] = seats.get(key, 0) + 1
        pupil = _pupil(town, key, seats[key], place)
        town.pupils.append(pupil)
        yield pupil.record


def families(town: Town) -> Iterator[Sample]:
    """Yield the families of all pupils."""
    for pupil in town.pupils:
        yield from pupil.family


def _pupil(town: Town, key: ClassKey, seat: int, place: int) -> Pupil:
    draw = town.draw
    sex = "male" if draw.chance(0.52) else "female"
    # the first few show what every roster has to stand: a rare character, a name with a dot, a compound surname
    named = names.child(draw, sex, special=place if place in (1, 2, 3) else 0)
    born = _birthday(town, key[0])
    # the first child is always one of those left behind, so that even the smallest school has a file
    away = 2 if place == 0 else draw.weighted(_AWAY)
    address, orphan = town.village(), place > 0 and draw.chance(0.004)
    away = 0 if orphan else away
    papers = place == 0 or not draw.chance(0.004)
    number = town.numbers.identity(born, sex) if papers else None
    disability = draw.one(_DISABILITIES) if place != 0 and draw.chance(0.012) else "none"
    state = "enrolled" if place == 0 else draw.weighted(_STATES)
    record = draw.sample(
        "student", name=named.name, id_type="resident" if papers else "none", id_no=number,
        edu_no=f"G{number}" if number else town.numbers.without_papers(), sex=sex, birth_date=born, ethnicity=named.ethnicity,
        entry_year=key[0], class_no=key[1], class_seq=str(seat), boarding="board" if town.grade(key) > 6 and draw.chance(0.55) else "day",
        hukou_type="rural" if place == 0 or draw.chance(0.83) else "urban", hukou_region=f"{COUNTY}{TOWN}", hukou_addr=address,
        home_addr=address if draw.chance(0.9) else town.village(), health="disabled" if disability != "none" else _health(town),
        disability_type=disability, inclusive_edu=_inclusive(disability), registered_away=_REGISTERED[away], migrant_child=False,
        orphan=orphan, martyr_child=draw.chance(0.002), aid_needed=away == 2 or draw.chance(0.1), only_child=draw.chance(0.45),
        commute_mode=draw.one(("步行", "家长接送", "校车", "公交车", "电动车接送")), enrol_status=state,
        status_from=date(key[0], 9, 1) if state == "enrolled" else draw.ago(10, 60),
    )  # fmt: skip
    family = tuple(_family(town, record, named, away, orphan=orphan))
    carer = next((one for one in family if one.values["relation"] not in ("father", "mother")), None)
    return Pupil(record, family, away, carer)


def _birthday(town: Town, entry: int) -> date:
    # school begins on 1 September for those who are six by then
    first = date(entry - _FIRST_GRADE_AGE - 1, 9, 1)
    return town.draw.day(first, first + timedelta(days=364))


def _health(town: Town) -> str:
    return town.draw.weighted({"good": 0.95, "weak": 0.03, "chronic": 0.02})


def _inclusive(disability: str) -> str:
    if disability == "none":
        return "none"
    return disability if disability in ("sight", "hearing", "mind") else "other"


def _family(town: Town, child: Sample, named: Named, away: int, *, orphan: bool) -> Iterator[Sample]:
    draw = town.draw
    gone = {"father", "mother"} if away == 2 else {draw.weighted({"father": 0.82, "mother": 0.18})} if away else set()
    born = child.values["birth_date"]
    year = born.year if isinstance(born, date) else town.today.year
    for relation, sex in (("father", "male"), ("mother", "female")):
        birthday = draw.day(date(year - 36, 1, 1), date(year - 22, 12, 28))
        person: dict[str, object] = {
            "name": names.parent(draw, sex, named), "relation": relation, "is_guardian": not orphan,
            "id_no": town.numbers.identity(birthday, sex),
        }  # fmt: skip
        if orphan:
            person["alive"] = "dead"
        elif relation in gone:
            person |= _working_away(town)
        else:
            person |= {
                "phone": town.numbers.phone(), "home_addr": child.values["home_addr"], "alive": "alive", "status_tags": ("home",),
                "work_unit": draw.one(_NEAR) or None, "capacity": "able",
            }  # fmt: skip
        yield draw.sample("guardian", child.id, **person)
    if away == 2 or orphan:
        yield _carer(town, child, named, guardian=orphan)


def _working_away(town: Town) -> dict[str, object]:
    draw = town.draw
    return {
        "phone": town.numbers.phone(), "alive": "alive", "status_tags": ("away",), "away_since": draw.ago(130, 1500),
        "work_place": draw.one(_CITIES), "work_unit": draw.one(_JOBS), "capacity": "able",
    }  # fmt: skip


def _carer(town: Town, child: Sample, named: Named, *, guardian: bool) -> Sample:
    draw = town.draw
    relation = draw.weighted(_CARERS)
    male = relation in ("grandfather", "maternal_grandfather")
    surname = named.surname if relation in ("grandfather", "aunt") else ""
    old = relation not in ("aunt", "maternal_aunt")
    return draw.sample(
        "guardian", child.id, name=names.grown(draw, "male" if male else "female", surname, old=old), relation=relation,
        is_guardian=guardian, phone=town.numbers.phone(), home_addr=child.values["home_addr"], alive="alive", status_tags=("home",),
        capacity="partly" if old and draw.chance(0.25) else "able",
    )  # fmt: skip
