"""The files of left-behind and special children (一人一档): their heads, and the agreements on who looks after them."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING

from jlt_desktop.ledgers.samples import care_texts, names
from jlt_desktop.ledgers.samples.care_contacts import contacts
from jlt_desktop.ledgers.samples.care_more import reports, rules
from jlt_desktop.ledgers.samples.care_visits import visits
from jlt_desktop.ledgers.samples.town import VILLAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jlt_desktop.ledgers.samples.draw import Sample
    from jlt_desktop.ledgers.samples.town import Pupil, Town

_SIDES = {
    "grandmother": "grand", "grandfather": "grand", "maternal_grandmother": "maternal", "maternal_grandfather": "maternal",
    "aunt": "relative", "maternal_aunt": "relative",
}  # fmt: skip
_RETURNS = {"month": 0.08, "quarter": 0.2, "half": 0.27, "year": 0.38, "irregular": 0.07}
_DIRECTORS = ("村妇联主席", "村会计", "村委委员")
_HELPERS = ("school", "school", "school", "village", "women", "league", "elders", "volunteer", "company")


def care(town: Town) -> Iterator[Sample]:
    """Yield the files, then their parts ledger by ledger."""
    directors = {village: f"{names.grown(town.draw, 'female')}({town.draw.one(_DIRECTORS)})" for village in VILLAGES}
    given: Counter[int] = Counter()
    heads = [(_head(town, pupil, categories, opened, given, directors), pupil) for pupil, categories, opened in _files(town)]
    yield from (head for head, _ in heads)
    yield from (made for head, pupil in heads for made in _entrustment(town, head, pupil))
    yield from (made for place, (head, pupil) in enumerate(heads) for made in _pairing(town, head, pupil, always=place == 0))
    yield from (made for place, (head, pupil) in enumerate(heads) for made in contacts(town, head, pupil, always=place == 0))
    yield from (made for place, (head, pupil) in enumerate(heads) for made in visits(town, head, pupil, place))
    yield from (made for place, (head, _) in enumerate(heads) for made in rules(town, head, place))
    yield from (made for place, (head, pupil) in enumerate(heads) for made in reports(town, head, pupil, place))


def _files(town: Town) -> Iterator[tuple[Pupil, tuple[str, ...], date]]:
    found = []
    for pupil in town.pupils:
        categories = _categories(town, pupil)
        if categories:
            found.append((pupil, categories, town.draw.ago(40, 620)))
    yield from sorted(found, key=lambda one: one[2])


def _categories(town: Town, pupil: Pupil) -> tuple[str, ...]:
    draw, child = town.draw, pupil.record.values
    holds = {
        "left_behind": pupil.away == 2 or (pupil.away == 1 and draw.chance(0.35)),
        "orphan": bool(child["orphan"]),
        "disabled": child["disability_type"] != "none",
        "dibao": draw.chance(0.012),
        "poverty_monitor": draw.chance(0.012),
        "fin_difficulty": draw.chance(0.01),
    }
    return tuple(key for key, one in holds.items() if one)


def _head(town: Town, pupil: Pupil, categories: tuple[str, ...], opened: date, given: Counter[int], directors: dict[str, str]) -> Sample:
    draw, child = town.draw, pupil.record.values
    disabled, carer = "disabled" in categories, pupil.carer
    given[opened.year] += 1
    closed = draw.chance(0.04) and given.total() > 1 and (town.today - opened).days > 200
    checked = draw.day(max(opened, town.first), town.today) if draw.chance(0.88) else max(opened, town.first - timedelta(days=45))
    village = next(one for one in VILLAGES if one in str(child["home_addr"]))
    return draw.sample(
        "care_file", file_no=f"TS-{opened.year}-{given[opened.year]:04}", student=pupil.record.id, categories=categories,
        basis="civil" if "orphan" in categories else "disabled" if disabled else draw.one(("parent", "school", "village")),
        basis_note="开学摸排表,家长签字" if draw.chance(0.4) else None, opened_on=opened, verified_on=min(checked, town.today),
        verified_by=town.teacher(pupil.in_class).id, other_parent_capable="able" if pupil.away == 1 else "na",
        return_pattern=draw.weighted(_RETURNS) if pupil.away else None, carer=(carer or pupil.at_home).id,
        carer_age=_age(town, carer), guardianship_type=_SIDES[str(carer.values["relation"])] if carer else "parent",
        guardianship_eval=draw.weighted({"good": 0.72, "fair": 0.24, "poor": 0.04}),
        income_source=("wages",) if pupil.away else ("farming",), aid_received=_aid(categories), body="disabled" if disabled else "healthy",
        dis_type=child["disability_type"] if disabled else None, dis_grade=draw.one(("g2", "g3", "g4")) if disabled else None,
        edu_status="home" if child["enrol_status"] == "home_taught" else "junior" if town.grade(pupil.in_class) > 6 else "primary",
        hukou_registered=True, strengths=draw.one(care_texts.STRENGTHS), needs=_needs(town),
        village_contact=f"{village}村委会 {town.numbers.phone()}",
        child_director=directors[village], closed_on=town.today - timedelta(days=draw.number(5, 90)) if closed else None,
        closed_reason=draw.one(("returned", "ended")) if closed else None,
    )  # fmt: skip


def _age(town: Town, carer: Sample | None) -> int | None:
    if carer is None:
        return None
    return town.draw.number(33, 49) if str(carer.values["relation"]).endswith("aunt") else town.draw.number(54, 75)


def _aid(categories: tuple[str, ...]) -> tuple[str, ...] | None:
    given = [key for key in ("dibao",) if key in categories]
    given += ["school"] if {"poverty_monitor", "fin_difficulty", "orphan"} & set(categories) else []
    return tuple(given) or None


def _needs(town: Town) -> tuple[str, ...]:
    return tuple(town.draw.some(("study", "living", "company", "money", "safety"), town.draw.number(1, 3)))


def _entrustment(town: Town, head: Sample, pupil: Pupil) -> Iterator[Sample]:
    draw, carer = town.draw, pupil.carer
    if carer is None or pupil.away < 2:
        return
    opened = head.values["opened_on"]
    signed = opened - timedelta(days=draw.number(0, 20)) if isinstance(opened, date) else town.today
    written = draw.chance(0.9)
    yield draw.sample(
        "care_entrustment", head.id, principal_parent=pupil.family[0].values["name"], trustee=carer.values["name"],
        trustee_phone=carer.values["phone"], trustee_addr=carer.values["home_addr"],
        doc_type=draw.weighted({"agreement": 0.6, "confirmation": 0.4}) if written else "oral", signed_on=signed if written else None,
        valid_to=signed + timedelta(days=730) if written else None, school_notified_on=signed if written else None,
        village_notified_on=signed if written and draw.chance(0.7) else None, child_heard=written or draw.chance(0.5),
        disqualifiers=("none",), contact_freq=draw.weighted({"day": 0.3, "week": 0.7}),
    )  # fmt: skip


def _pairing(town: Town, head: Sample, pupil: Pupil, *, always: bool) -> Iterator[Sample]:
    draw, opened = town.draw, head.values["opened_on"]
    if head.values["closed_on"] or not isinstance(opened, date) or not (always or pupil.away == 2 or draw.chance(0.6)):
        return
    org = draw.one(_HELPERS)
    teacher = town.teacher(pupil.in_class).values
    yield draw.sample(
        "pairing", head.id, helper_name=teacher["staff_name"] if org == "school" else names.grown(draw, draw.one(("male", "female"))),
        helper_org=org, helper_phone=teacher["phone"] if org == "school" else town.numbers.phone(),
        from_date=draw.day(opened, min(town.today, opened + timedelta(days=30))), plan=draw.one(care_texts.PLANS),
    )  # fmt: skip
