"""学校: the school itself, one page, the master of its own name, code and kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.domain.fields import Choice, Number, Text, Values, YesNo
from jlt_desktop.domain.fields_lines import Lines
from jlt_desktop.domain.fields_person import PersonName, Phone
from jlt_desktop.domain.fields_time import Date
from jlt_desktop.domain.findings import Finding, Problem
from jlt_desktop.domain.leaves import COUNT, PSEUDONYM
from jlt_desktop.domain.ledger import Ledger, Style
from jlt_desktop.ledgers.channel_card import channel_card
from jlt_desktop.ledgers.choices import choose
from jlt_desktop.ledgers.concern_levels import WORD_SETS
from jlt_desktop.ledgers.handlings import OFFICE
from jlt_desktop.ledgers.law_audit import AUDIT
from jlt_desktop.ledgers.law_impact import IMPACT
from jlt_desktop.ledgers.law_notices import ADVICE, BREACH, NOTICE, RULES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jlt_desktop.domain.around import Around

SCHOOL_TYPES = choose(
    primary="小学",
    junior=("初级中学", "初中"),
    nine_year="九年一贯制",
    complete="完全中学",
    kindergarten="幼儿园",
    special=("特殊教育学校", "特教"),
)
LOCAL_WHICH = choose(one="父母一方或双方外出", both="父母双方外出")


def semester_in_order(values: Values, _around: Around) -> Iterable[Finding]:
    """The semester ends after it starts."""
    start, end = values.get("semester_from"), values.get("semester_to")
    if start and end and str(end) <= str(start):
        yield Problem("semester_to", "学期结束日期应晚于开始日期。")


SCHOOL = Ledger(
    key="school",
    title="学校信息",
    group="学校",
    single=True,
    fields={
        "school_name": Text(
            label="学校名称", most=60, required=True, leaves=PSEUDONYM, aliases=("学校全称", "公章全称"), purpose="公章上的全称。"
        ),
        "school_code": Text(
            label="学校标识码",
            required=True,
            leaves=PSEUDONYM,
            pattern=r"\d{10}",
            pattern_help="学校标识码是 10 位数字。",
            purpose="教育部门给的 10 位标识码,报送要用。",
        ),
        "uscc": Text(
            label="统一社会信用代码",
            leaves=PSEUDONYM,
            pattern=r"[0-9A-Z]{18}",
            pattern_help="统一社会信用代码是 18 位数字和大写字母。",
            purpose="18 位统一社会信用代码。",
        ),
        "region_code": Text(
            label="所在区划",
            required=True,
            leaves=PSEUDONYM,
            pattern=r"\d{6}",
            pattern_help="区划代码是 6 位数字,例如 210905。",
            purpose="所在县区的 6 位区划代码。",
        ),
        "school_type": Choice(label="办学类型", options=SCHOOL_TYPES, required=True, leaves=PSEUDONYM),
        "principal_name": PersonName(label="校长", leaves=PSEUDONYM, purpose="现任校长。"),
        "contact_name": PersonName(label="填报联系人", leaves=PSEUDONYM, purpose="填报有问题时教育局找谁。"),
        "contact_phone": Phone(label="联系人电话", leaves=PSEUDONYM, purpose="填报联系人的电话。"),
        "is_boarding": YesNo(label="寄宿制", leaves=COUNT, aliases=("是否寄宿制",), purpose="有住校生的选“是”。"),
        "class_count": Number(label="班级数", least=0, most=500, leaves=COUNT, purpose="全校班级数。"),
        "student_count": Number(label="学生数", least=0, most=50000, leaves=COUNT, purpose="全校学生数。"),
        "as_of": Date(label="统计截止日", leaves=COUNT, purpose="班级数和学生数是哪天的。"),
        "semester_from": Date(label="本学期开始", purpose="每年校历公布后填写;没有填时按常年日期推算。"),
        "semester_to": Date(label="本学期结束", purpose="放假前的最后一天。"),
        "local_months": Number(label="地方口径:外出满几个月", least=0, most=24, purpose="县区另有留守儿童口径时填写。"),
        "local_which": Choice(label="地方口径:父母外出", options=LOCAL_WHICH),
        "local_rural": YesNo(label="地方口径:只算农村户籍", purpose="地方口径只算农村户籍孩子的选“是”。"),
        "local_age": Number(label="地方口径:不满几周岁", least=6, most=18, purpose="地方口径算到几岁为止。"),
        "level_words": Choice(
            label="关注等级叫法", options=WORD_SETS, purpose="关注名单的四个等级怎么叫,屏幕和纸上都改;报送合计仍按一到四级。空着用第一种。"
        ),
        "response_minutes": Number(
            label="转介响应限时", least=10, most=1440, unit="分钟", purpose="打通通道电话以后,多久要得到响应;空着按 60 分钟。"
        ),
        "crisis_contacts": Lines(
            label="转介通道联系人",
            columns={
                "unit": Text(label="单位", most=40, required=True),
                "person": Text(label="联系人", most=30),
                "phone": Text(label="电话", most=40, required=True),
            },
            purpose="印在贴墙的联系卡上;登记了“转介通道”的,联系卡按那一本印,这里不用再填。",
        ),
    },
    sheet=("school_name", "school_code", "school_type", "principal_name", "contact_name", "contact_phone"),
    form={
        "学校": ("school_name", "school_code", "uscc", "region_code", "school_type", "is_boarding"),
        "联系": ("principal_name", "contact_name", "contact_phone"),
        "规模": ("class_count", "student_count", "as_of"),
        "学期": ("semester_from", "semester_to"),
        "留守儿童地方口径": ("local_months", "local_which", "local_rural", "local_age"),
        "心理": ("level_words", "response_minutes", "crisis_contacts"),
    },
    identity=("school_name",),
    search=("school_name", "school_code"),
    order=("school_name",),
    handling=OFFICE,
    match=(("school_code",), ("school_name",)),
    unique=("school_code",),
    checks=(semester_in_order,),
    styles={"card": Style("心理转介通道联系卡(贴墙)", channel_card)},
    law_papers=(AUDIT, IMPACT, RULES, NOTICE, ADVICE, BREACH),
)
