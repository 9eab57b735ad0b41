"""留守 as a pupil's record and a child's file show it: from the family members beside them, parents only."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from jlt_desktop.services.desk import Desk
from jlt_desktop.services.office import Office

PUPIL = {"name": "张三", "sex": "男", "birth_date": "2017-5-17", "hukou_type": "农业户口"}
CARE = {
    "categories": "留守儿童", "basis": "学校摸排", "opened_on": "2026-9-1", "guardianship_type": "父母一方", "guardianship_eval": "较好",
    "body": "健康", "edu_status": "小学",
}  # fmt: skip
AWAY = {"status_tags": "外出务工", "away_since": "2025-9-1"}
HOME = {"status_tags": "在家", "capacity": "有"}
FILE = ("parents_away", "parents_places", "away_moe", "away_mca", "away_local")


@pytest.fixture
def shown(open_as: Callable[[str], Office]) -> Callable[..., tuple[str, ...]]:
    office = open_as("clerk")
    desk = Desk(office)
    child = desk.save(office.ledgers["student"], PUPIL)
    file = desk.save(office.ledgers["care_file"], {**CARE, "student": child.id})

    def of(*family: dict[str, str], pupil: dict[str, str] | None = None) -> tuple[str, ...]:
        desk.save(office.ledgers["student"], pupil or {}, record_id=child.id)
        for number, one in enumerate(family):
            desk.save(office.ledgers["guardian"], {"name": f"张{'一二三'[number]}", **one}, parent=child.id)
        own = desk.texts(office.ledgers["student"], desk.get(office.ledgers["student"], child.id), ("away_moe", "away_mca", "away_local"))
        texts = desk.texts(office.ledgers["care_file"], file, FILE)
        assert texts[2:] == own, "the file says what the pupil's record says"
        return texts

    return of


def test_nobody_wrote_anything_down(shown: Callable[..., tuple[str, ...]]) -> None:
    assert shown() == ("未登记", "", "资料不全(没有登记父母外出情况)", "资料不全(没有登记父母外出情况)", "资料不全(没有登记父母外出情况)")


def test_the_father_is_away_and_the_mother_at_home(shown: Callable[..., tuple[str, ...]]) -> None:
    assert shown({"relation": "父亲", "work_place": "沈阳市", **AWAY}, {"relation": "母亲", **HOME}) == (
        "父外出", "父:沈阳市", "是(父母一方外出务工满三个月)", "否(一方外出,另一方在家有监护能力)", "是(外出满6个月的父母有1人)",
    )  # fmt: skip


def test_both_are_away(shown: Callable[..., tuple[str, ...]]) -> None:
    assert shown({"relation": "父亲", "work_place": "沈阳市", **AWAY}, {"relation": "继母或养母", "work_place": "大连市", **AWAY}) == (
        "双方外出", "父:沈阳市 母:大连市", "是(父母双方外出务工满三个月)", "是(父母双方外出务工)", "是(外出满6个月的父母有2人)",
    )  # fmt: skip


def test_the_mother_at_home_cannot_look_after_the_child(shown: Callable[..., tuple[str, ...]]) -> None:
    texts = shown({"relation": "父亲", **AWAY}, {"relation": "母亲", "status_tags": "在家", "capacity": "无(重病重残)"})
    assert texts[3] == "是(父母一方外出,另一方无监护能力)"


def test_the_mother_has_died(shown: Callable[..., tuple[str, ...]]) -> None:
    texts = shown({"relation": "父亲", **AWAY}, {"relation": "母亲", "alive": "去世"})
    assert texts[3] == "是(父母一方外出,另一方无监护能力)"


def test_nothing_is_known_of_the_mother(shown: Callable[..., tuple[str, ...]]) -> None:
    assert shown({"relation": "父亲", **AWAY}, {"relation": "母亲"})[3] == "资料不全(一方外出,没有登记另一方)"


def test_others_of_the_family_do_not_count(shown: Callable[..., tuple[str, ...]]) -> None:
    assert shown({"relation": "祖父", "work_place": "沈阳市", **AWAY}, {"relation": "父亲", **HOME}, {"relation": "母亲", **HOME}) == (
        "均在家", "", "否(没有父母外出务工满三个月)", "否(父母没有外出务工)", "否(外出满6个月的父母有0人)",
    )  # fmt: skip


def test_a_child_of_the_town_and_one_of_sixteen(shown: Callable[..., tuple[str, ...]]) -> None:
    family = ({"relation": "父亲", **AWAY}, {"relation": "母亲", **AWAY})
    assert shown(*family, pupil={"hukou_type": "非农业户口"})[3] == "否(不是农村户籍)"
    assert shown(pupil={"hukou_type": "农业户口", "birth_date": "2010-11-24"})[3:] == ("否(已满16周岁)", "否(已满16周岁)")
    assert shown(pupil={"hukou_type": "", "birth_date": "2017-5-17"})[3] == "资料不全(缺出生日期或户口性质)"
