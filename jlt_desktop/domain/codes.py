"""Code lists of the national standards and of the school register, as the office uses them.

Sources: GB/T 3304 (ethnicity), GB/T 4761 (family relations), GB/T 2261.1 (sex); the rest is the register's own filling guide.
"""

from __future__ import annotations

from jlt_desktop.domain.options import Option, Options

SEX = Options(
    Option("male", "男", "1", ("男性", "m", "男生")),
    Option("female", "女", "2", ("女性", "f", "女生")),
)
ID_TYPES = Options(
    Option("resident", "居民身份证", "1", ("身份证", "二代身份证")),
    Option("hukou", "户口簿", "2", ("户口本",)),
    Option("hk", "香港特区护照或身份证明", "6", ("香港特区护照/身份证明",)),
    Option("mo", "澳门特区护照或身份证明", "7", ("澳门特区护照/身份证明",)),
    Option("tw", "台湾居民来往大陆通行证", "8", ("台胞证",)),
    Option("residence", "港澳台居民居住证", "", ("居住证",)),
    Option("foreigner", "境外永久居住证", "9", ()),
    Option("passport", "护照", "A", ()),
    Option("none", "暂无证件", "", ("无", "无证件", "暂无")),
    Option("other", "其他", "Z", ()),
)
HEALTH = Options(
    Option("good", "健康或良好", "10", ("健康", "良好", "健康良好")),
    Option("weak", "一般或较弱", "20", ("一般", "较弱")),
    Option("chronic", "有慢性病", "30", ("慢性病",)),
    Option("defect", "有生理缺陷", "40", ("生理缺陷",)),
    Option("disabled", "残疾", "50", ()),
)
DISABILITY = Options(
    Option("none", "无残疾", "0", ("无", "否", "没有")),
    Option("sight", "视力残疾", "1", ("视力",)),
    Option("hearing", "听力残疾", "2", ("听力",)),
    Option("speech", "言语残疾", "3", ("言语",)),
    Option("limb", "肢体残疾", "4", ("肢体",)),
    Option("mind", "智力残疾", "5", ("智力",)),
    Option("mental", "精神残疾", "6", ("精神",)),
    Option("multiple", "多重残疾", "7", ("多重",)),
    Option("other", "其他残疾", "9", ("其他",)),
)
INCLUSIVE = Options(
    Option("none", "非随班就读", "00", ("否", "无", "非")),
    Option("sight", "视力残疾随班就读", "11", ("视力随班就读",)),
    Option("hearing", "听力残疾随班就读", "12", ("听力随班就读",)),
    Option("mind", "智力残疾随班就读", "13", ("智力随班就读",)),
    Option("other", "其他残疾随班就读", "19", ("其他随班就读", "是")),
)
RELATIONS = Options(
    Option("father", "父亲", "51", ("父", "爸爸", "父子", "父女")),
    Option("mother", "母亲", "52", ("母", "妈妈", "母子", "母女")),
    Option("stepfather", "继父或养父", "57", ("继父", "养父")),
    Option("stepmother", "继母或养母", "58", ("继母", "养母")),
    Option("grandfather", "祖父", "61", ("爷爷",)),
    Option("grandmother", "祖母", "62", ("奶奶",)),
    Option("maternal_grandfather", "外祖父", "63", ("外公", "姥爷", "老爷")),
    Option("maternal_grandmother", "外祖母", "64", ("外婆", "姥姥")),
    Option("elder_brother", "兄", "71", ("哥哥",)),
    Option("elder_sister", "姐", "75", ("姐姐",)),
    Option("uncle_elder", "伯父", "81", ("大伯", "伯伯")),
    Option("uncle", "叔父", "83", ("叔叔",)),
    Option("maternal_uncle", "舅父", "85", ("舅舅",)),
    Option("maternal_aunt", "姨母", "88", ("姨", "姨妈")),
    Option("aunt", "姑母", "90", ("姑姑", "姑妈")),
    Option("relative", "其他亲属", "97", ("其他", "亲属", "祖父母或外祖父母", "祖父母", "外祖父母", "兄弟姐妹")),
    Option("unrelated", "非亲属", "99", ()),
    Option("home", "福利机构", "FL", ()),
)
_ETHNIC = (
    "01汉 02蒙古 03回 04藏 05维吾尔 06苗 07彝 08壮 09布依 10朝鲜 11满 12侗 13瑶 14白 15土家 16哈尼 17哈萨克 18傣 19黎 20傈僳 21佤 22畲 "
    "23高山 24拉祜 25水 26东乡 27纳西 28景颇 29柯尔克孜 30土 31达斡尔 32仫佬 33羌 34布朗 35撒拉 36毛南 37仡佬 38锡伯 39阿昌 40普米 "
    "41塔吉克 42怒 43乌孜别克 44俄罗斯 45鄂温克 46德昂 47保安 48裕固 49京 50塔塔尔 51独龙 52鄂伦春 53赫哲 54门巴 55珞巴 56基诺"
)
ETHNICITY = Options(
    *(Option(item[:2], f"{item[2:]}族", item[:2], (item[2:],)) for item in _ETHNIC.split()),
    Option("97", "其他", "97"),
    Option("98", "外国血统中国籍", "98", ("外国血统中国籍人士",)),
)
