"""心理工作(不含个案): the counselling room, the channel for referrals, and what is done for everybody; nobody's name stands here."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from jlt_desktop.domain.due import Due
from jlt_desktop.domain.fields import Choice, Choices, Number, Text, Values, YesNo
from jlt_desktop.domain.fields_links import Link
from jlt_desktop.domain.fields_time import Date
from jlt_desktop.domain.findings import Finding, Problem
from jlt_desktop.domain.leaves import COUNT, PSEUDONYM
from jlt_desktop.domain.ledger import Indicator, Ledger
from jlt_desktop.ledgers.choices import choose
from jlt_desktop.ledgers.proof import count, evidence, grades

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.record import Record

ZONES = choose(
    talk=("个别辅导区", "个辅区"), group=("团体活动区", "团辅区"), sand="沙盘区", relax="放松区", vent="宣泄区", reading="阅读区",
    test="测评区", office=("接待办公区", "办公区"),
)  # fmt: skip
BOOKING = choose(box="预约信箱", phone="电话", spoken=("当面", "找老师"), teacher="班主任转约", walk_in="开放时间直接来")
PSYCH_KINDS = choose(
    lesson=("心理课", "心理健康课"), group=("团体辅导", "团辅"), emotion="情绪打卡", vent="压力吐槽会", lecture=("心理讲座", "讲座"),
    week=("主题活动", "5·25主题活动", "10·10主题活动"), exam=("考前辅导", "毕业年级考前辅导"), parents=("家长讲座", "家长主题教育"),
    teachers="教师培训", class_meeting="主题班会", other="其他",
)  # fmt: skip

PSYCH_ROOM = Ledger(
    key="psych_room",
    title="心理辅导室",
    group="心阳光",
    fields={
        "title": Text(label="名称", most=60, required=True, leaves=COUNT, aliases=("辅导室名称",), purpose="牌子上的名称。"),
        "place": Text(label="地点", most=60, required=True, purpose="几号楼几层几号。"),
        "opened_on": Date(label="启用日期", leaves=COUNT, purpose="开始使用的日子。"),
        "closed_on": Date(label="停用日期", leaves=COUNT, purpose="不再使用的日子;在用的不填。"),
        "area": Number(label="面积", least=1, most=2000, decimals=1, unit="平方米", leaves=COUNT, purpose="使用面积。"),
        "zones": Choices(label="功能区", options=ZONES, leaves=COUNT),
        "open_hours": Text(label="开放时间", most=100, leaves=COUNT, purpose="例如周一至周五 12:00—13:00、15:30—17:00。"),
        "booking": Choices(label="预约方式", options=BOOKING, leaves=COUNT),
        "equipment": Text(
            label="配备", most=300, multiline=True, leaves=COUNT, aliases=("设备配备",), purpose="沙盘、桌椅、书籍、放松椅等。"
        ),
        "keeper": Link(label="责任人", to="staff", purpose="谁负责。"),
        "evidence": evidence("辅导室照片(不拍来访学生)、制度。"),
    },
    sheet=("title", "place", "opened_on", "area", "zones", "open_hours", "keeper"),
    form={
        "辅导室": ("title", "place", "opened_on", "closed_on", "area", "zones"),
        "使用": ("open_hours", "booking", "equipment", "keeper", "evidence"),
    },
    identity=("title", "place"),
    named=("title",),
    search=("title", "place"),
    order=("title",),
    counts_only=True,
    indicators=(Indicator(key="rooms", label="在用的心理辅导室间数", counts=lambda r, _a: r.get("closed_on") is None),),
)


def channel_is_checked(record: Record, around: Around) -> Iterable[Due]:
    """Every number is tried once a semester: one that nobody answers costs an hour."""
    first, last = around.calendar.semester(around.today)
    checked = record.get("verified_on")
    if record.get("ended_on") is None and not (isinstance(checked, date) and checked >= first):
        day = date.fromordinal(min(first.toordinal() + 30, last.toordinal()))
        yield Due(
            key=f"channel:{record.id}:{first.isoformat()}", ledger="referral_channel", record=record.id, text="核实转介通道电话",
            about=record.text("org"), on=day, basis="转介通道联系卡每学期核实一次",
        )  # fmt: skip


REFERRAL_CHANNEL = Ledger(
    key="referral_channel",
    title="转介通道",
    group="心阳光",
    fields={
        "org": Text(label="单位", most=60, required=True, aliases=("单位名称",), purpose="区教文旅局、区卫健局、定点医院、派出所等。"),
        "contact": Text(label="联系人", most=30, purpose="打过去找谁。"),
        "duty_phone": Text(
            label="值守电话",
            required=True,
            pattern=r"\d{3,5}|0\d{2,3}-?\d{5,8}(-\d{1,6})?|1[3-9]\d{9}|[48]00-?\d{3}-?\d{4}",
            pattern_help="值守电话写成 0418-1234567、11 位手机号,或者 120、12355 这样的短号。",
            aliases=("电话", "联系电话"),
            purpose="出事时打的电话;短号也可以。",
        ),
        "all_day": YesNo(label="24小时", aliases=("是否24小时",), purpose="夜里和节假日有人接的选“是”。"),
        "takes": Text(label="管什么", most=100, purpose="什么情况找它。"),
        "verified_on": Date(label="核实日期", leaves=COUNT, purpose="上次打通的日子;每学期核实一次,没有核实会提醒。"),
        "ended_on": Date(label="停用日期", purpose="不再用的日子;在用的不填。"),
        "note": Text(label="备注", most=200, multiline=True, purpose="其他要记的;不写学生的事。"),
    },
    sheet=("org", "contact", "duty_phone", "all_day", "takes", "verified_on"),
    form={"通道": ("org", "contact", "duty_phone", "all_day", "takes"), "核实": ("verified_on", "ended_on", "note")},
    identity=("org", "duty_phone"),
    named=("org",),
    search=("org", "contact"),
    order=("org",),
    dues=(channel_is_checked,),
    counts_only=True,
    indicators=(Indicator(key="channels", label="转介通道单位数", counts=lambda r, _a: r.get("ended_on") is None),),
)


def meant_for_somebody(values: Values, around: Around) -> Iterable[Finding]:
    """It is known for which grades or classes it was, and it has been held."""
    if values.get("kind") in ("lesson", "group") and not values.get("grades") and not values.get("classes"):
        yield Problem("grades", "心理课和团体辅导请选年级,或写班级。")
    day = values.get("date")
    if isinstance(day, date) and day > around.today:
        yield Problem("date", "还没有到的日子不能登记,计划请写在“活动”里。")


PSYCH_ACTIVITY = Ledger(
    key="psych_activity",
    title="心理课和团体活动",
    group="心阳光",
    happened="date",
    fields={
        "date": Date(label="日期", required=True, leaves=PSEUDONYM, aliases=("时间", "活动日期"), purpose="上课或活动的日子。"),
        "kind": Choice(label="类别", options=PSYCH_KINDS, required=True, leaves=PSEUDONYM, aliases=("活动类别", "类型")),
        "title": Text(label="主题", most=60, required=True, leaves=PSEUDONYM, aliases=("名称", "活动名称"), purpose="讲什么、做什么。"),
        "grades": grades(),
        "classes": Text(label="班级", most=200, leaves=PSEUDONYM, aliases=("年级班级",), purpose="心理课写班级,例如“三年级1班、2班”。"),
        "lessons": Number(label="节数", least=0, most=500, unit="节", leaves=PSEUDONYM, purpose="一共上了几节;一个班一节就写 1。"),
        "n_pupils": count("参加人数", "到场的学生或家长人数;情绪打卡只记人数。"),
        "hours": Number(label="时长", least=0, most=100, decimals=1, unit="小时", leaves=PSEUDONYM, purpose="用了几小时。"),
        "lead": Link(label="主持教师", to="staff", purpose="谁上的课、谁带的活动。"),
        "lead_other": Text(label="校外主持人", most=60, purpose="校外的人主持的,写姓名和单位。"),
        "summary": Text(label="过程和效果", most=500, multiline=True, leaves=PSEUDONYM, purpose="怎样做的;不写学生姓名和个案。"),
        "evidence": evidence("课表、活动记录、照片。"),
    },
    sheet=("date", "kind", "title", "grades", "classes", "lessons", "n_pupils", "lead"),
    form={
        "活动": ("date", "kind", "title", "grades", "classes"),
        "人和时间": ("lessons", "n_pupils", "hours", "lead", "lead_other"),
        "效果": ("summary", "evidence"),
    },
    identity=("date", "title"),
    named=("title",),
    search=("title", "classes"),
    order=("-date", "title"),
    checks=(meant_for_somebody,),
    counts_only=True,
    indicators=(Indicator(key="by_kind", label="心理课和团体活动次数按类别", counts=lambda _r, _a: True, by="kind"),),
)
