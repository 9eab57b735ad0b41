"""Invented people for the demo school: names, identity numbers of a region that does not exist, families."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from jlt_desktop.domain.identity import check_digit

_REGION = "000000"
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白"
    "崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
_RARE_SURNAMES = ("欧阳", "司马", "尉迟", "单", "解", "仇", "查", "区", "朴", "盖", "翟", "乐")
_BOYS = "宇浩然子轩俊杰梓豪一鸣博文泽宇天佑嘉懿明哲瑞霖思远鹏飞志强建国家乐星辰睿渊伟祺晨阳凯煜城立诚新磊旭尧弘业承德景行修远向东海涛"
_GIRLS = "梓涵诗琪雨桐欣怡思彤佳宁语嫣静雅若曦慧敏婉清晓楠可馨艺晴梦瑶乐萱紫菱雪莹丽娜秀英玉兰春燕月华芳菲彩霞巧玲文静安琪书瑶心妍"
_ELDERS_MEN = "德富有财国强建军志刚永贵长海福生宝山玉田春林世昌"
_ELDERS_WOMEN = "桂兰秀珍淑芬玉梅凤英素琴翠花丽华春梅秀云桂芝金凤"
# every one of these is a real character that older systems could not show
_RARE_NAMES = ("王𬱖宁", "张𫖯", "李䶮", "陈𬭎远", "赵玥翀", "刘𬍛彤")
_UIGHUR = ("阿依古丽·买买提", "艾力·吐尔逊", "古丽娜·阿不都")


@dataclass(frozen=True, slots=True)
class Child:
    """A pupil to be: name, sex (male, female), birthday, identity number, ethnicity code."""

    name: str
    sex: str
    born: date
    id_no: str
    ethnicity: str


class People:
    """Makes people from a seed; no identity number is given twice."""

    def __init__(self, random: Random) -> None:
        """Draw everything from `random`."""
        self._random = random
        self._given: dict[tuple[date, str], int] = {}
        self._special = [*_RARE_NAMES, *_UIGHUR]

    def new_id(self) -> str:
        """Return an internal id."""
        return f"{self._random.getrandbits(128):032x}"

    def surname(self) -> str:
        """Return a surname; now and then one that is read in its own way or has two characters."""
        return self._random.choice(_RARE_SURNAMES) if self._random.random() < 0.04 else self._random.choice(_SURNAMES)

    def child(self, entry_year: int, place: int) -> Child:
        """Return a child who was six when entering school that year; the first few have names that test a program."""
        sex = self._random.choice(("male", "female"))
        born = date(entry_year - 7, 9, 1) + timedelta(days=self._random.randrange(365))
        special = self._special[place // 7] if place % 7 == 3 and place // 7 < len(self._special) else ""
        name = special or self.surname() + self.given(_BOYS if sex == "male" else _GIRLS)
        ethnicity = "05" if "·" in name else self._random.choices(("01", "11", "02", "03"), (88, 8, 2, 2))[0]
        return Child(name, sex, born, self.identity(born, sex), ethnicity)

    def given(self, letters: str) -> str:
        """Return a given name of one or two characters."""
        return "".join(self._random.sample(letters, 1 if self._random.random() < 0.12 else 2))

    def parent(self, surname: str, man: bool) -> str:
        """Return the name of a mother or father."""
        return surname + self.given(_BOYS if man else _GIRLS)

    def elder(self, surname: str, man: bool) -> str:
        """Return the name of a grandparent."""
        return surname + self.given(_ELDERS_MEN if man else _ELDERS_WOMEN)

    def identity(self, born: date, sex: str) -> str:
        """Return an identity number of the region that does not exist, with the right check digit."""
        place = self._given.get((born, sex), 0)
        self._given[born, sex] = place + 1
        serial = place * 2 + (1 if sex == "male" else 2)
        first = f"{_REGION}{born:%Y%m%d}{serial:03}"
        return first + check_digit(first)

    def phone(self) -> str:
        """Return a mobile number; 19100 stands at the front of every invented one."""
        return f"19100{self._random.randrange(10**6):06}"
