"""Finding people as a clerk types: readings of surnames, initials, characters, classes, tails of numbers."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from jlt_desktop.services import pinyin
from jlt_desktop.services.desk import Desk
from jlt_desktop.services.finding import build_finder
from jlt_desktop.services.office import Office

# surname -> its reading as a surname
SURNAMES = {
    "单": "shan", "仇": "qiu", "解": "xie", "曾": "zeng", "查": "zha", "翟": "zhai", "区": "ou", "朴": "piao", "盖": "ge", "任": "ren", "华": "hua",
    "覃": "qin", "缪": "miao", "乐": "yue", "员": "yun", "秘": "bi", "逄": "pang", "冼": "xian", "召": "shao", "黑": "he", "折": "she", "隗": "wei",
    "郇": "xun", "种": "chong", "石": "shi", "繁": "po", "宓": "mi", "祭": "zhai", "纪": "ji", "宁": "ning", "牟": "mu", "佴": "nai", "那": "na",
    "钭": "tou", "褚": "chu", "郗": "xi", "葛": "ge", "车": "che", "谌": "chen", "訾": "zi", "燕": "yan", "柏": "bai", "万": "wan", "贾": "jia",
    "都": "du", "撒": "sa", "相": "xiang", "盛": "sheng", "沈": "shen", "薄": "bo", "乜": "nie", "仉": "zhang", "尹": "yin", "幺": "yao", "瞿": "qu",
    "曲": "qu", "洗": "xian", "臧": "zang", "庞": "pang", "冯": "feng", "叶": "ye", "吕": "lv",
}  # fmt: skip
COMPOUND = {
    "尉迟": "yuchi", "万俟": "moqi", "长孙": "zhangsun", "澹台": "tantai", "单于": "chanyu", "令狐": "linghu", "欧阳": "ouyang", "诸葛": "zhuge",
    "司马": "sima", "上官": "shangguan", "夏侯": "xiahou", "皇甫": "huangfu", "宇文": "yuwen", "慕容": "murong", "鲜于": "xianyu", "乐正": "yuezheng",
    "赫连": "helian", "亓官": "qiguan",
}  # fmt: skip


@pytest.mark.parametrize(("surname", "reading"), SURNAMES.items())
def test_a_surname_is_read_as_a_surname_first(surname: str, reading: str) -> None:
    assert pinyin.readings(f"{surname}明")[0] == (reading, "ming")
    assert pinyin.sort_key(f"{surname}明")[0] == reading
    assert {f"{reading}ming", f"{reading[0]}m"} <= set(pinyin.keys(f"{surname}明"))


@pytest.mark.parametrize(("surname", "reading"), COMPOUND.items())
def test_a_surname_of_two_characters(surname: str, reading: str) -> None:
    first = pinyin.readings(f"{surname}明")[0]
    assert "".join(first) == f"{reading}ming"
    assert "".join(pinyin.keys(f"{surname}明")[0]) == f"{reading}ming"


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("单明", "danming"), ("曾明", "cengming"), ("查明", "chaming"), ("盖明", "gaiming"), ("朴明", "puming"), ("解明", "jieming"), ("仇明", "chouming"),
        ("区明", "quming"), ("张重", "zhangzhong"), ("张重", "zhangchong"), ("李乐", "lile"), ("李乐", "liyue"), ("王行", "wangxing"), ("吕布", "lvbu"),
    ],
)  # fmt: skip
def test_the_usual_reading_finds_as_well(name: str, typed: str) -> None:
    assert typed in pinyin.keys(name)


@pytest.mark.parametrize("name", ["古丽·买买提", "Anna", "", "  ", "123", "张\ue863", "𰻞明", "〇一"])
def test_names_without_readings_do_no_harm(name: str) -> None:
    assert all(isinstance(one, str) and one for one in pinyin.keys(name))
    assert pinyin.sort_key(name)


def test_readings_do_not_multiply_without_end() -> None:
    assert 1 <= len(pinyin.readings("重行乐长都参差朝曾解")) <= 24
    assert len(set(pinyin.keys("重行乐长"))) == len(pinyin.keys("重行乐长"))


def test_names_are_sorted_by_their_surnames_reading() -> None:
    names = ["曾一", "单一", "仇一", "区一", "翟一", "查一", "欧阳一", "\U00031349一"]
    assert sorted(names, key=pinyin.sort_key) == ["欧阳一", "区一", "仇一", "单一", "曾一", "查一", "翟一", "\U00031349一"]


PUPILS = (
    ("单雄信", "2017-5-17", 2024, 2), ("尉迟恭", "2017-5-18", 2024, 2), ("曾小贤", "2017-5-19", 2023, 1), ("古丽·买买提", "2017-5-20", 2023, 1),
    ("张𬱖", "2017-5-21", 2022, 1), ("单丽", "2017-5-22", 2021, 12),
)  # fmt: skip


@pytest.fixture
def office(open_as: Callable[[str], Office]) -> Office:
    made = open_as("clerk")
    for place, (name, born, year, number) in enumerate(PUPILS):
        typed = {
            "name": name,
            "sex": "男",
            "birth_date": born,
            "entry_year": str(year),
            "class_no": str(number),
            "phone": f"1380000{place:04}",
        }
        Desk(made).save(made.ledgers["student"], typed)
    return made


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("单", ["单雄信", "单丽"]), ("shan", ["单雄信", "单丽"]), ("dan", ["单雄信", "单丽"]), ("sxx", ["单雄信"]), ("shan'xiong'xin", ["单雄信"]),
        ("SHANLI", ["单丽"]), ("雄", ["单雄信"]), ("yuchi", ["尉迟恭"]), ("ycg", ["尉迟恭"]), ("zengxx", []), ("zxx", ["曾小贤"]), ("曾 贤", ["曾小贤"]),
        ("古丽", ["古丽·买买提"]), ("买买提", ["古丽·买买提"]), ("𬱖", ["张𬱖"]), ("三2", ["单雄信", "尉迟恭"]), ("302 yc", ["尉迟恭"]),
        ("六年级12班", ["单丽"]), ("0003", ["古丽·买买提"]), ("13800000005", ["单丽"]), ("1380", [name for name, *_ in PUPILS]), ("nobody", []),
        ("", []),
    ],
)  # fmt: skip
def test_typing_finds(office: Office, typed: str, names: list[str]) -> None:
    found = [one for one in build_finder(office).find(typed) if one.ledger == "student"]
    assert sorted(one.title.split(" ")[0] for one in found) == sorted(names)


def test_a_hit_says_what_it_is_and_where_it_leads(office: Office) -> None:
    (hit,) = build_finder(office).find("sxx")
    assert (hit.ledger, hit.title, hit.hint) == ("student", "单雄信 三年级2班", "学生")
    assert Desk(office).get(office.ledgers["student"], hit.id).get("name") == "单雄信"


def test_people_come_before_what_is_about_them(office: Office) -> None:
    desk = Desk(office)
    child = desk.page(office.ledgers["student"], search="sxx").records[0]
    facts = {
        "categories": "留守儿童", "basis": "学校摸排", "opened_on": "2026-9-1", "guardianship_type": "父母一方", "guardianship_eval": "较好",
        "body": "健康", "edu_status": "小学",
    }  # fmt: skip
    desk.save(office.ledgers["care_file"], {**facts, "student": child.id})
    assert [one.ledger for one in build_finder(office).find("sxx")] == ["student", "care_file"]
    assert [one.ledger for one in build_finder(office).find("ts-2026-0001")] == ["care_file"]


def test_who_was_removed_or_renamed_is_found_no_more(office: Office) -> None:
    desk, student = Desk(office), office.ledgers["student"]
    (first,) = desk.page(student, search="sxx").records
    desk.save(student, {"name": "秦琼"}, record_id=first.id)
    (other,) = desk.page(student, search="ycg").records
    desk.remove(student, other.id)
    finder = build_finder(office)
    assert finder.find("sxx") == finder.find("ycg") == []
    assert [one.title for one in finder.find("qq")] == ["秦琼 三年级2班"]


def test_the_clerks_index_knows_nothing_confidential(open_as: Callable[[str], Office]) -> None:
    counselor = open_as("counselor")
    case = {"name": "独孤求败", "source": "班主任观察", "found_on": "2026-11-2", "concerns": "睡眠", "state": "初筛"}
    Desk(counselor).save(counselor.ledgers["concern"], case)
    assert [one.ledger for one in build_finder(counselor).find("独孤")] == ["concern"]
    for role in ("clerk", "principal"):
        assert build_finder(open_as(role)).find("独孤") == []
