"""教职工: who works here and in which posts, so that visits, files and meetings can name them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.domain.codes import SEX
from jlt_desktop.domain.fields import Choice, Choices, Text, Values
from jlt_desktop.domain.fields_person import PersonName, Phone
from jlt_desktop.domain.fields_time import Date
from jlt_desktop.domain.findings import Finding, Problem
from jlt_desktop.domain.leaves import COUNT
from jlt_desktop.domain.ledger import Ledger
from jlt_desktop.ledgers.choices import choose
from jlt_desktop.ledgers.handlings import STAFF_PEOPLE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jlt_desktop.domain.around import Around

POSTS = choose(
    principal="校长",
    vice_principal="副校长",
    moral_director="德育主任",
    clerk=("校办文员", "文员"),
    class_teacher="班主任",
    subject_teacher=("学科教师", "教师", "任课教师"),
    pe_teacher="体育教师",
    psych_full=("专职心理教师", "心理教师"),
    psych_part="兼职心理教师",
    doctor="校医",
    health_teacher="保健教师",
    guard="保安",
    dorm=("宿管", "宿舍管理员"),
    retired="退休",
)
SUBJECTS = choose(
    chinese="语文", maths="数学", english="英语", ethics=("道德与法治", "思政"), science="科学", history="历史", geography="地理",
    biology="生物", physics="物理", chemistry="化学", it=("信息科技", "信息技术"), pe="体育", music="音乐", art="美术",
    psych="心理健康", labour="劳动", other="其他",
)  # fmt: skip
APP_ROLES = choose(principal="校长", clerk="校办文员", counselor="心理教师", class_teacher="班主任", viewer="查阅", auditor="审计")


def leaves_after_coming(values: Values, _around: Around) -> Iterable[Finding]:
    """Nobody leaves before having come."""
    start, end = values.get("from_date"), values.get("to_date")
    if start and end and str(end) < str(start):
        yield Problem("to_date", "离岗日期早于到岗日期,请核对。")


STAFF = Ledger(
    key="staff",
    title="教职工",
    group="学校",
    fields={
        "staff_name": PersonName(label="姓名", required=True, aliases=("教师姓名", "教职工姓名", "老师姓名"), purpose="与身份证一致。"),
        "sex": Choice(label="性别", options=SEX),
        "post": Choices(label="职务岗位", options=POSTS, required=True, leaves=COUNT, aliases=("岗位", "职务", "职务/岗位")),
        "subject": Choices(label="任教学科", options=SUBJECTS, aliases=("学科",)),
        "phone": Phone(label="联系电话", aliases=("手机", "电话", "手机号"), purpose="联系电话。"),
        "app_role": Choice(label="系统角色", options=APP_ROLES),
        "psych_cert": Text(label="心理健康教育资质", most=60, leaves=COUNT, purpose="心理健康教育证书的名称和等级。"),
        "fam_edu_cert": Text(label="家庭教育指导师资质", most=60, leaves=COUNT, purpose="家庭教育指导师证书的名称和等级。"),
        "from_date": Date(label="到岗日期", aliases=("入职日期", "在岗起"), purpose="到本校的日子。"),
        "to_date": Date(label="离岗日期", aliases=("在岗止",), purpose="离开本校的日子。"),
    },
    sheet=("staff_name", "sex", "post", "subject", "phone", "from_date", "to_date"),
    form={
        "教职工": ("staff_name", "sex", "post", "subject", "phone"),
        "资质与角色": ("app_role", "psych_cert", "fam_edu_cert"),
        "在岗": ("from_date", "to_date"),
    },
    identity=("staff_name",),
    search=("staff_name", "phone"),
    order=("staff_name",),
    handling=STAFF_PEOPLE,
    match=(("staff_name", "phone"), ("staff_name",)),
    checks=(leaves_after_coming,),
)
