"""校外聘任: deputy heads for law, health and fire, experts and others from outside, with their terms and their visits."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from jlt_desktop.domain.due import Due
from jlt_desktop.domain.fields import Choice, Derived, Number, Text, Values
from jlt_desktop.domain.fields_lines import Lines
from jlt_desktop.domain.fields_person import PersonName, Phone
from jlt_desktop.domain.fields_time import Date
from jlt_desktop.domain.leaves import COUNT, NAMED, PSEUDONYM
from jlt_desktop.domain.ledger import Ledger
from jlt_desktop.ledgers.choices import choose
from jlt_desktop.ledgers.handlings import TEAM_PEOPLE
from jlt_desktop.ledgers.proof import evidence, forward

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.record import Record

POST_KINDS = choose(
    law_vp="法治副校长", health_vp="健康副校长", fire_vp="消防副校长", fire_contact=("校园消防安全明白人", "消防安全明白人", "明白人"),
    law_tutor="校外法治辅导员", family_expert="家庭教育专家", elder=("五老", "五老人员"), mentor="校外导师", teacher="第三方教师",
)  # fmt: skip
VISIT_KINDS = choose(
    guidance=("到校指导", "到校"), lesson=("授课", "上课"), meeting="例会", talk=("座谈讲座", "座谈", "讲座"), year_plan="年度计划总结",
    rules="制度梳理", check="检查", other="其他",
)  # fmt: skip
WITH_PUPILS = ("law_vp", "health_vp", "fire_vp", "law_tutor", "family_expert", "elder", "mentor", "teacher")
_NOTICE = timedelta(days=60)
_CHECK_WITHIN = timedelta(days=30)


def serves(values: Values, today: date) -> bool:
    """Tell whether somebody is in post on a day."""
    start, end = values.get("from_date"), values.get("to_date")
    return isinstance(start, date) and start <= today and not (isinstance(end, date) and end < today)


def serves_told(values: Values, around: Around) -> str:
    """Return whether somebody is in post today."""
    return "在任" if serves(values, around.today) else "已到期" if values.get("to_date") else ""


def visits_told(values: Values, around: Around) -> str:
    """Return how many visits this semester and in all."""
    visits = values.get("visits")
    days = [line[0] for line in visits if isinstance(line[0], date)] if isinstance(visits, tuple) else []
    first = around.calendar.semester(around.today)[0]
    return f"本学期 {sum(1 for day in days if day >= first)} 次,共 {len(days)} 次" if days else "没有"


def post_is_kept(record: Record, around: Around) -> Iterable[Due]:
    """A term is renewed before it ends; who works with pupils is checked first."""
    end, start = record.get("to_date"), record.get("from_date")
    words = POST_KINDS.label(record.text("kind"))
    if record.get("ended_on") is None and isinstance(end, date) and end - _NOTICE <= around.today:
        yield Due(
            key=f"post:{record.id}:{end.isoformat()}", ledger="external_post", record=record.id,
            text=f"{words}任期到期,续聘或改聘", about=record.text("name"), on=end, basis="聘任文件写明的任期",
        )  # fmt: skip
    wants = record.get("kind") in WITH_PUPILS and record.get("check_on") is None and record.get("ended_on") is None
    if wants and isinstance(start, date):
        yield Due(
            key=f"post_check:{record.id}", ledger="external_post", record=record.id, text=f"查{words}的无犯罪记录",
            about=record.text("name"), on=start + _CHECK_WITHIN, basis="未成年人保护法第六十二条:接触学生的人员要查询",
        )  # fmt: skip


EXTERNAL_POST = Ledger(
    key="external_post",
    title="校外聘任",
    group="护平安",
    happened="from_date",
    standing=True,
    fields={
        "kind": Choice(label="类别", options=POST_KINDS, required=True, leaves=PSEUDONYM, aliases=("聘任类别", "岗位")),
        "name": PersonName(label="姓名", required=True, leaves=NAMED, purpose="受聘人的姓名。"),
        "org": Text(label="单位", most=60, required=True, leaves=PSEUDONYM, aliases=("工作单位",), purpose="他自己的单位。"),
        "title": Text(label="职务", most=60, leaves=PSEUDONYM, purpose="他在自己单位的职务。"),
        "phone": Phone(label="联系电话", aliases=("电话",), purpose="联系电话。"),
        "doc_no": Text(
            label="聘任文件", most=60, leaves=PSEUDONYM, aliases=("聘书编号", "聘任文件或聘书编号"), purpose="聘任文件或聘书的编号。"
        ),
        "from_date": Date(label="任期开始", required=True, leaves=PSEUDONYM, aliases=("聘任日期",), purpose="从哪天起。"),
        "to_date": Date(label="任期结束", leaves=PSEUDONYM, aliases=("聘期至",), purpose="到期前 60 天提醒;没有期限的不填。"),
        "ended_on": Date(label="解聘日期", leaves=COUNT, purpose="提前不再担任的日子。"),
        "check_on": Date(label="无犯罪记录查询日期", leaves=COUNT, aliases=("核查日期",), purpose="接触学生的,查询的日子;没有查过会提醒。"),
        "visits": Lines(
            label="到校工作记录",
            columns={
                "date": Date(label="日期", required=True),
                "kind": Choice(label="做什么", options=VISIT_KINDS, required=True),
                "what": Text(label="内容", most=100),
                "audience": Text(label="对象", most=40),
                "hours": Number(label="小时", least=0, most=24, decimals=1),
            },
            most=300,
            leaves=COUNT,
            purpose="每来一次写一行。",
        ),
        "serving": Derived(label="是否在任", compute=serves_told, leaves=PSEUDONYM, purpose="按任期计算。"),
        "visited": Derived(label="到校次数", compute=visits_told, leaves=COUNT, purpose="由到校工作记录计算。"),
        "evidence": evidence("聘书、派驻函、聘任文件。"),
        "note": Text(label="备注", most=200, multiline=True, purpose="其他要记的。"),
    },
    sheet=("kind", "name", "org", "title", "phone", "doc_no", "from_date", "to_date", "serving", "visited", "check_on"),
    form={
        "聘任": ("kind", "name", "org", "title", "phone", "doc_no", "from_date", "to_date", "ended_on", "check_on"),
        "到校": ("visits", "evidence", "note"),
    },
    identity=("kind", "name"),
    named=("name",),
    search=("name", "org", "doc_no"),
    order=("kind", "name"),
    checks=(
        forward("from_date", "to_date", "任期结束早于开始,请核对。"),
        forward("from_date", "ended_on", "解聘日期早于任期开始,请核对。"),
    ),
    dues=(post_is_kept,),
    due_blank=("ended_on",),
    handling=TEAM_PEOPLE,
)
