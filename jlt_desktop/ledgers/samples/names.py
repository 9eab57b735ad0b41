"""Names as they stand in a school's roster: by age and sex, with compound surnames, rare characters and names of other peoples."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jlt_desktop.ledgers.samples.draw import Draw

_COMMON = (
    "王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_SELDOM = "单仇解查区盖翟朴缪乐逄亓佟关那鄂卜祁阚葛晏宗裴栾臧"
_COMPOUND = ("欧阳", "上官", "司马", "诸葛", "皇甫", "尉迟", "令狐", "慕容", "宇文")
_BOYS = (
    "子轩", "浩宇", "宇轩", "梓豪", "浩然", "俊熙", "明轩", "子墨", "天佑", "博文", "思源", "嘉懿", "俊杰", "鹏飞", "志远", "家豪", "奕辰",
    "沐阳", "铭泽", "宇航", "晨曦", "皓轩", "锦程", "一鸣", "承泽", "瑞霖", "昊天", "文博", "景行", "泽楷", "煜城", "睿", "昊", "轩", "鑫",
    "磊", "涵", "航", "铭", "晟", "毅", "恒",
)  # fmt: skip
_GIRLS = (
    "梓涵", "雨桐", "欣怡", "诗涵", "可馨", "思琪", "佳怡", "雨萱", "梦瑶", "子涵", "心怡", "语桐", "一诺", "若曦", "诗琪", "紫萱", "静怡",
    "婉婷", "雅静", "依诺", "芷若", "沐瑶", "艺涵", "佳琪", "美琪", "钰婷", "雪莹", "慧敏", "晓彤", "灵犀", "乐瑶", "悦", "萱", "雯", "婷",
    "彤", "琪", "瑶", "妍", "静", "琳", "颖",
)  # fmt: skip
_MEN = (
    "海涛", "建军", "志强", "立新", "永刚", "国庆", "晓东", "春雷", "长江", "宏伟", "德胜", "洪亮", "铁军", "文武", "世杰", "云飞", "金龙",
    "玉林", "占国", "振东", "广福", "明", "伟", "军", "强", "勇", "磊", "刚", "涛", "超", "鹏", "斌", "波", "辉", "龙",
)  # fmt: skip
_WOMEN = (
    "丽娜", "海燕", "晓红", "春梅", "艳玲", "玉芬", "秀云", "雪梅", "立华", "桂芝", "淑芳", "亚楠", "凤霞", "红霞", "文静", "佳", "丽",
    "艳", "娜", "敏", "静", "娟", "芳", "霞", "燕", "萍", "莹", "玲", "颖", "洁", "慧", "丹", "雪",
)  # fmt: skip
_OLD_MEN = ("国强", "永贵", "长海", "文才", "玉山", "福田", "振山", "德林", "宝成", "殿臣", "广财", "喜全", "凤山", "占山", "满仓")
_OLD_WOMEN = ("秀兰", "桂英", "玉珍", "淑华", "凤芹", "桂芝", "秀英", "玉兰", "素芬", "桂荣", "淑琴", "玉梅", "亚芹", "凤云", "秀珍")
_RARE_BOYS = ("堃", "彧", "翀", "喆", "𬭎", "子䶮", "𬍛", "煜堃", "𣗋")
_RARE_GIRLS = ("㛃", "𪻐", "芃", "若㛃", "婳", "𡖖", "翯")
_UYGHUR = {
    "male": ("阿卜杜热合曼·买买提", "艾力·吐尔逊", "买尔旦·阿不都拉", "伊力亚尔·依明", "凯赛尔·艾尼瓦尔"),
    "female": ("古丽娜尔·艾合买提", "阿依古丽·买买提", "热依拉·吐尔逊", "迪丽达·伊斯马伊力", "麦迪娜·阿不都热合曼"),
}
_MONGOL = {"male": ("巴特尔", "苏和", "阿木古郎", "乌力吉"), "female": ("萨仁图雅", "乌日娜", "其其格", "娜仁")}
HAN, MONGOL, HUI, UYGHUR, KOREAN, MANCHU, XIBE = "01", "02", "03", "05", "10", "11", "38"
_PEOPLES = {HAN: 0.78, MANCHU: 0.12, MONGOL: 0.055, HUI: 0.02, XIBE: 0.01, KOREAN: 0.009, UYGHUR: 0.006}


@dataclass(frozen=True, slots=True)
class Named:
    """A person's name, the surname in it (empty where there is none) and the code of the people."""

    name: str
    surname: str
    ethnicity: str


def surname(draw: Draw) -> str:
    """Return a surname, now and then a seldom or a compound one."""
    kind = draw.number(1, 100)
    return draw.one(_COMPOUND) if kind == 100 else draw.one(_SELDOM) if kind > 94 else draw.one(_COMMON)


def child(draw: Draw, sex: str, special: int = 0) -> Named:
    """Return a child's name. special: 1 rare character, 2 Uyghur, 3 compound surname; 0 leaves it to chance."""
    ethnicity = UYGHUR if special == 2 else HAN if special else draw.weighted(_PEOPLES)
    if ethnicity == UYGHUR:
        return Named(draw.one(_UYGHUR[sex]), "", ethnicity)
    if ethnicity == MONGOL and draw.chance(0.4):
        return Named(draw.one(_MONGOL[sex]), "", ethnicity)
    family = draw.one(_COMPOUND) if special == 3 else surname(draw)
    rare = special == 1 or draw.chance(0.012)
    given = draw.one((_RARE_BOYS if rare else _BOYS) if sex == "male" else (_RARE_GIRLS if rare else _GIRLS))
    return Named(family + given, family, ethnicity)


def grown(draw: Draw, sex: str, family: str = "", *, old: bool = False) -> str:
    """Return a grown-up's name with that surname, or any."""
    pool: Sequence[str] = (_OLD_MEN if old else _MEN) if sex == "male" else (_OLD_WOMEN if old else _WOMEN)
    return (family or surname(draw)) + draw.one(pool)


def parent(draw: Draw, sex: str, of: Named) -> str:
    """Return a father's or mother's name that goes with the child's."""
    if of.ethnicity == UYGHUR:
        return draw.one(_UYGHUR[sex])
    if of.ethnicity == MONGOL and not of.surname:
        return draw.one(_MONGOL[sex])
    return grown(draw, sex, of.surname if sex == "male" else "")
