"""学生: the roster's master record, imported from the national export and kept by the clerk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.domain.calendar import class_title, parse_class
from jlt_desktop.domain.codes import (
    DISABILITY,
    ETHNICITY,
    HEALTH,
    ID_TYPES,
    INCLUSIVE,
    SEX,
)
from jlt_desktop.domain.fields import Choice, Derived, Text, Values, YesNo
from jlt_desktop.domain.fields_person import ClassNumber, EduNumber, EntryYear, IdNumber, PersonName, Phone
from jlt_desktop.domain.fields_time import Date
from jlt_desktop.domain.leaves import COUNT, NAMED
from jlt_desktop.domain.ledger import Along, Ledger
from jlt_desktop.domain.promotion import Promotion
from jlt_desktop.ledgers.choices import choose
from jlt_desktop.ledgers.handlings import PUPILS
from jlt_desktop.ledgers.identity_checks import from_identity, identity_agrees, name_is_clean, school_number_agrees
from jlt_desktop.ledgers.left_behind_flags import local_flag, mca_flag, moe_flag
from jlt_desktop.ledgers.student_checks import classless, disability_agrees, identity_known
from jlt_desktop.ledgers.student_deeds import DEEDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jlt_desktop.domain.around import Around

BOARDING = choose(day=("走读", "1", "否", "不住校", "走读生"), board=("住校", "2", "是", "寄宿", "住宿", "寄宿生", "住校生"))
HUKOU = choose(rural=("农业户口", "1", "农业", "农村"), urban=("非农业户口", "2", "非农业", "城镇", "城市"))
REGISTERED_AWAY = choose(
    none=("非留守儿童", "0", "非", "无", "否", "不是", "父母均在家", "均在家"),
    one=("单亲留守儿童(一方外出)", "1", "单亲留守儿童", "单亲留守", "一方外出", "父亲外出", "母亲外出", "父外出", "母外出", "父母一方外出"),
    both=("双亲留守儿童(双方外出)", "2", "双亲留守儿童", "双亲留守", "双方外出", "父母均外出", "父母双方外出", "是", "均外出"),
)  # fmt: skip
ENROLMENT = choose(
    enrolled=("在读", "在校"), suspended="休学", transferred=("转出", "转学"), graduated="毕业", dropped_out="辍学",
    home_taught="送教上门", deceased="死亡",
)  # fmt: skip


def grade_class(values: Values, around: Around) -> str:
    """Return 三年级2班 as of today; empty while entry year or class is unknown."""
    entry, number = values.get("entry_year"), values.get("class_no")
    if not isinstance(entry, int) or not isinstance(number, int):
        return ""
    return class_title(entry, number, around.today, around.calendar.stage)


def class_from_text(text: str, around: Around) -> Mapping[str, object]:
    """Read 三年级2班, 三(2)班 or a sheet's title into entry year and class number."""
    found = parse_class(text, around.today, around.calendar.stage)
    return {"entry_year": found[0], "class_no": found[1]} if found else {}


def age(values: Values, around: Around) -> str:
    """Return the age in full years today."""
    from datetime import date

    born = values.get("birth_date")
    if not isinstance(born, date):
        return ""
    return str(around.today.year - born.year - ((around.today.month, around.today.day) < (born.month, born.day)))


def carers(_values: Values, around: Around) -> str:
    """Return the guardians with their phones, as a class list shows them; other family when nobody is marked as guardian."""
    family = around.parts("guardian")
    chosen = [one for one in family if one.get("is_guardian")] or list(family)
    return "\n".join(" ".join(filter(None, around.texts("guardian", one, ("name", "relation", "phone")))) for one in chosen[:2])


STUDENT = Ledger(
    key="student",
    title="学生",
    group="学生",
    fields={
        "name": PersonName(
            label="姓名",
            required=True,
            leaves=NAMED,
            aliases=("学生姓名", "学生", "名字", "孩子姓名"),
            purpose="与户口簿一字不差;少数民族姓名中间用“·”。",
        ),
        "id_type": Choice(label="身份证件类型", options=ID_TYPES, leaves=NAMED, aliases=("证件类型",)),
        "id_no": IdNumber(
            label="身份证件号",
            leaves=NAMED,
            aliases=("身份证号", "身份证号码", "身份证", "公民身份号码", "证件号码", "学生身份证号", "身份证件号码"),
            purpose="18 位;没有证件的,把证件类型选成“暂无证件”。",
        ),
        "edu_no": EduNumber(
            label="全国学籍号",
            leaves=NAMED,
            aliases=("学籍号", "学籍号码", "全国学籍号码"),
            purpose="G 开头加身份证件号;没有证件的以 J 或 L 开头。",
        ),
        "sex": Choice(label="性别", options=SEX, required=True, leaves=COUNT),
        "birth_date": Date(
            label="出生日期",
            required=True,
            leaves=NAMED,
            aliases=("出生年月日", "出生年月", "生日", "出生日期(yyyymmdd)"),
            purpose="填了身份证件号会自动带出。",
        ),
        "ethnicity": Choice(label="民族", options=ETHNICITY, leaves=COUNT),
        "entry_year": EntryYear(
            label="入学年",
            leaves=NAMED,
            aliases=("入学年月", "入学年份", "入学年月(yyyymm)", "入学年度", "级"),
            purpose="读一年级(七年级)那年的年份;年级由它推算,每年九月自动升级。",
        ),
        "class_no": ClassNumber(label="班号", leaves=NAMED, aliases=("班",), purpose="在年级里的第几班,只填数字。"),
        "grade_class": Derived(
            label="班级",
            compute=grade_class,
            aliases=("年级班级", "班级名称", "所在班级", "年级", "年班"),
            purpose="由入学年和班号推算,不用填。",
        ),
        "class_seq": Text(label="班内学号", most=20, aliases=("座号", "班内序号"), purpose="座号或班内序号。"),
        "edu_aux_no": Text(label="学籍辅号", most=30, purpose="学籍系统里的辅助编号,没有可不填。"),
        "boarding": Choice(label="就读方式", options=BOARDING, leaves=COUNT, aliases=("是否住校", "是否寄宿", "住宿情况", "是否住宿")),
        "hukou_type": Choice(label="户口性质", options=HUKOU, leaves=COUNT, aliases=("户籍性质", "户口类型")),
        "hukou_region": Text(
            label="户口所在地区划",
            most=40,
            leaves=NAMED,
            aliases=("户口所在地行政区划", "户口所在地", "户籍所在地"),
            purpose="户口所在的县区,写名称或 6 位代码。",
        ),
        "hukou_addr": Text(label="户口详细地址", most=120, leaves=NAMED, aliases=("户籍地址", "户口地址"), purpose="按户口簿。"),
        "home_addr": Text(
            label="现住址",
            most=120,
            leaves=NAMED,
            aliases=("家庭住址", "家庭地址", "住址", "现住地址", "居住地址"),
            purpose="孩子现在实际住的地方,家访照这个去。",
        ),
        "phone": Phone(label="联系电话", leaves=NAMED, aliases=("学生联系电话",), purpose="联系学生本人或家里的电话。"),
        "health": Choice(label="健康状况", options=HEALTH, leaves=COUNT),
        "disability_type": Choice(label="残疾类型", options=DISABILITY, special=True, leaves=COUNT, aliases=("残疾人类型", "残疾类别")),
        "inclusive_edu": Choice(label="随班就读", options=INCLUSIVE, special=True, leaves=COUNT),
        "registered_away": Choice(
            label="学籍登记的留守情况",
            options=REGISTERED_AWAY,
            typed=False,
            special=True,
            leaves=COUNT,
            aliases=("是否留守儿童", "留守情况", "留守儿童", "是否留守"),
            purpose="照抄学籍系统的登记。“单亲留守”指父母一方外出,不是单亲家庭。各口径的认定由程序按家庭成员情况计算。",
        ),
        "migrant_child": YesNo(
            label="随迁子女", leaves=COUNT, aliases=("是否进城务工人员随迁子女", "是否随迁子女"), purpose="进城务工人员随迁子女。"
        ),
        "orphan": YesNo(label="孤儿", special=True, leaves=COUNT, aliases=("是否孤儿",), purpose="民政部门认定的孤儿。"),
        "martyr_child": YesNo(
            label="烈士或优抚子女", special=True, leaves=COUNT, aliases=("是否烈士或优抚子女",), purpose="烈士子女或优抚对象子女。"
        ),
        "aid_needed": YesNo(
            label="需要申请资助", special=True, leaves=COUNT, aliases=("是否需要申请资助",), purpose="本学年申请资助的选“是”。"
        ),
        "aid_1bu": YesNo(label="享受一补", special=True, leaves=COUNT, aliases=("是否享受一补",), purpose="享受寄宿生生活补助的选“是”。"),
        "only_child": YesNo(label="独生子女", aliases=("是否独生子女",), purpose="按户口簿和家长说明。"),
        "commute_mode": Text(label="上下学方式", most=30, aliases=("上下学交通方式",), purpose="例如步行、家长接送、校车、公交。"),
        "enrol_status": Choice(label="在校状态", options=ENROLMENT, leaves=COUNT, aliases=("学生状态", "学籍状态", "状态")),
        "status_from": Date(label="状态开始日期", purpose="休学、转出等从哪天起。"),
        "status_to": Date(label="状态结束日期", purpose="休学到哪天止。"),
        "note": Text(label="备注", most=300, multiline=True, aliases=("说明",), purpose="其他要记住的事,不写心理和家庭隐私。"),
        "carers": Derived(label="监护人和电话", compute=carers, needs=("guardian",), purpose="由家庭成员带出,花名册上用。"),
        "age": Derived(label="年龄", compute=age, unit="周岁", purpose="由出生日期算到今天。"),
        "away_moe": Derived(
            label="留守(学籍口径)", compute=moe_flag, needs=("guardian",), purpose="由家庭成员的外出情况计算,没有登记时照学籍登记。"
        ),
        "away_mca": Derived(
            label="留守(民政口径)", compute=mca_flag, needs=("guardian",), purpose="按国发〔2016〕13号,由家庭成员的外出和监护情况计算。"
        ),
        "away_local": Derived(label="留守(地方口径)", compute=local_flag, needs=("guardian",), purpose="按“学校信息”里填的地方口径计算。"),
    },
    sheet=(
        "name",
        "sex",
        "grade_class",
        "id_no",
        "birth_date",
        "ethnicity",
        "edu_no",
        "entry_year",
        "class_no",
        "boarding",
        "hukou_type",
        "home_addr",
        "phone",
        "registered_away",
        "disability_type",
        "orphan",
        "enrol_status",
    ),
    form={
        "身份": ("name", "id_type", "id_no", "edu_no", "sex", "birth_date", "ethnicity"),
        "在校": ("entry_year", "class_no", "class_seq", "edu_aux_no", "boarding", "enrol_status", "status_from", "status_to"),
        "户籍与住址": ("hukou_type", "hukou_region", "hukou_addr", "home_addr", "phone", "commute_mode"),
        "身体与照顾": (
            "health",
            "disability_type",
            "inclusive_edu",
            "registered_away",
            "migrant_child",
            "orphan",
            "martyr_child",
            "aid_needed",
            "aid_1bu",
            "only_child",
            "note",
        ),
    },
    identity=("name", "birth_date"),
    named=("name", "grade_class"),
    search=("name", "id_no", "edu_no", "phone", "entry_year", "class_no"),
    order=("-entry_year", "class_no", "name"),
    handling=PUPILS,
    match=(("id_no",), ("edu_no",), ("name", "birth_date")),
    unique=("id_no", "edu_no"),
    fills=(from_identity,),
    spreads={"grade_class": class_from_text},
    along=(
        Along(
            part="guardian",
            columns={
                "name": ("成员1姓名", "监护人姓名", "家长姓名", "监护人", "家长"),
                "relation": ("成员1关系", "与学生关系", "关系", "监护人关系", "与孩子关系", "与监护人关系"),
                "phone": ("成员1联系电话", "监护人电话", "家长电话", "监护人联系电话", "家长联系电话", "联系电话"),
                "is_guardian": ("成员1是否监护人",),
                "home_addr": ("成员1现住址",),
                "id_no": ("成员1身份证件号",),
                "work_unit": ("成员1工作单位",),
            },
            key=("name", "relation"),
        ),
        Along(
            part="guardian",
            columns={
                "name": ("成员2姓名",),
                "relation": ("成员2关系",),
                "phone": ("成员2联系电话",),
                "is_guardian": ("成员2是否监护人",),
                "home_addr": ("成员2现住址",),
                "id_no": ("成员2身份证件号",),
                "work_unit": ("成员2工作单位",),
            },
            key=("name", "relation"),
        ),
    ),
    checks=(name_is_clean, identity_known, identity_agrees, school_number_agrees, disability_agrees),
    dues=(classless,),
    due_blank=("entry_year", "class_no"),
    deeds=DEEDS,
    on_roster=lambda values: values.get("enrol_status") in (None, "enrolled", "suspended", "home_taught"),
    promotion=Promotion(
        entered="entry_year",
        room="class_no",
        status="enrol_status",
        since="status_from",
        until="status_to",
        present=("enrolled", "home_taught"),
        paused="suspended",
        left="transferred",
        finished="graduated",
    ),
    roster=("class_seq", "name", "sex", "birth_date", "ethnicity", "id_no", "boarding", "carers", "home_addr"),
)
