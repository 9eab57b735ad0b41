"""活动: everything a school holds for the plan, of every kind, planned and held, with typed evidence."""

from __future__ import annotations

from jlt_desktop.domain.fields import Choice, Choices, Derived, Number, Text, YesNo
from jlt_desktop.domain.fields_links import Attachment, Beside, Link
from jlt_desktop.domain.fields_time import Date, DateTime
from jlt_desktop.domain.leaves import PSEUDONYM
from jlt_desktop.domain.ledger import Indicator, Ledger
from jlt_desktop.ledgers.activity_kinds import (
    ACTIVITY_KINDS,
    AUDIENCES,
    DONE,
    DRILL_KINDS,
    FESTIVALS,
    MODES,
    NODES,
    OBLIGATIONS,
    SPORT_LEVELS,
    SPORT_TAGS,
    STATES,
    obligations_of,
)
from jlt_desktop.ledgers.activity_list import ACTIVITY_LIST
from jlt_desktop.ledgers.activity_rules import activity_is_open, activity_number, entered_late, kind_fits, staff_ratio, stamp, state_fits
from jlt_desktop.ledgers.proof import count, evidence

_TRIP = (("kind", "study_tour"), ("off_campus", True))
_SPEAKS = tuple(("kind", one) for one in ("lecture", "expert_talk", "guidance", "salon", "law_lesson", "network_safety", "first_lesson"))
_FEW = 60

ACTIVITY = Ledger(
    key="activity",
    title="活动",
    group="六大行动",
    happened="start",
    fields={
        "activity_no": Text(label="编号", most=30, leaves=PSEUDONYM, aliases=("活动编号",), purpose="空着由程序编,例如 HD-2026春-03-002。"),
        "title": Text(
            label="名称", most=_FEW, required=True, leaves=PSEUDONYM, aliases=("活动名称", "活动主题"), purpose="一看就知道办的什么。"
        ),
        "kind": Choice(label="类别", options=ACTIVITY_KINDS, required=True, leaves=PSEUDONYM, aliases=("活动类别", "活动类型")),
        "state": Choice(label="状态", options=STATES, required=True, leaves=PSEUDONYM, aliases=("活动状态",)),
        "start": DateTime(
            label="开始时间", required=True, leaves=PSEUDONYM, aliases=("时间", "活动时间", "日期", "活动日期"), purpose="哪天几点开始。"
        ),
        "end": DateTime(label="结束时间", leaves=PSEUDONYM, purpose="哪天几点结束。"),
        "place": Text(label="地点", most=_FEW, leaves=PSEUDONYM, aliases=("活动地点",), purpose="在哪里办;线上写平台。"),
        "mode": Choice(label="形式", options=MODES, leaves=PSEUDONYM),
        "off_campus": YesNo(label="离校活动", leaves=PSEUDONYM, aliases=("是否离校",), purpose="要带学生出校门的选“是”。"),
        "hosts": Text(label="主办单位", most=100, leaves=PSEUDONYM, purpose="几个单位用顿号隔开。"),
        "partners": Text(label="协办单位", most=100, leaves=PSEUDONYM, aliases=("合办单位", "联合单位"), purpose="场馆、村、社区等。"),
        "owner": Link(label="负责人", to="staff", purpose="学校谁负责。"),
        "n_pupils": count("学生人数", "到场的学生人数。"),
        "n_parents": count("家长人数", "到场的家长人数。"),
        "n_teachers": count("教师人数", "到场的教师人数;离校活动是带队教师人数。"),
        "n_others": count("社区人数", "村、社区和其他来人。"),
        "classes": Text(
            label="年级班级",
            most=200,
            leaves=PSEUDONYM,
            aliases=("覆盖年级班级", "参加班级", "班级", "参加年级"),
            purpose="全校、三至五年级、三年级2班,几个用顿号隔开。",
        ),
        "summary": Text(
            label="内容与成效",
            most=500,
            multiline=True,
            leaves=PSEUDONYM,
            aliases=("内容", "活动内容"),
            purpose="做了什么,学生有什么收获;不写学生姓名。",
        ),
        "cost": Number(label="经费", least=0, most=9999999, decimals=2, unit="元", purpose="花了多少,没有花钱不填。"),
        "cost_source": Text(label="经费来源", most=60, shown_if=(("cost", True),), purpose="公用经费、场馆承担等。"),
        "theme": Text(label="研学主题", most=_FEW, leaves=PSEUDONYM, shown_if=(("kind", "study_tour"),), purpose="例如“清河门历史足迹”。"),
        "route": Text(label="路线", most=200, leaves=PSEUDONYM, shown_if=_TRIP, purpose="从学校出发,经过哪里,几点回来。"),
        "filing_no": Text(label="审批或备案文号", most=_FEW, leaves=PSEUDONYM, shown_if=_TRIP, purpose="上级批准或备案的文号。"),
        "safety_doc": Attachment(label="安全预案", shown_if=_TRIP, purpose="预案文件;没有备好的,提前一周提醒。"),
        "consent_rate": Number(
            label="家长同意率",
            least=0,
            most=100,
            decimals=1,
            unit="%",
            leaves=PSEUDONYM,
            shown_if=_TRIP,
            purpose="收到同意书的占应参加学生的百分之多少;出发前三天没有到 100% 会提醒。",
        ),
        "insurance": Text(label="保险", most=100, leaves=PSEUDONYM, shown_if=_TRIP, purpose="哪家公司、什么险。"),
        "vehicles": Text(
            label="车辆资质", most=200, leaves=PSEUDONYM, shown_if=_TRIP, purpose="车队、几辆车、营运证和驾驶员是否查过;步行写“步行”。"
        ),
        "staff_ratio": Derived(label="带队教师比", compute=staff_ratio, leaves=PSEUDONYM, purpose="由教师人数和学生人数计算。"),
        "emergency_contact": Text(label="应急联系", most=_FEW, shown_if=_TRIP, purpose="当天打得通的人和电话。"),
        "festival": Choice(label="传统节日", options=FESTIVALS, leaves=PSEUDONYM, shown_if=(("kind", "festival"),)),
        "node": Choice(label="节点", options=NODES, leaves=PSEUDONYM, shown_if=(("kind", "lecture"),), aliases=("大讲堂节点",)),
        "speaker": Text(label="主讲人", most=_FEW, shown_if=_SPEAKS, aliases=("主讲", "专家"), purpose="谁讲的。"),
        "speaker_org": Text(
            label="主讲人单位", most=_FEW, leaves=PSEUDONYM, shown_if=_SPEAKS, aliases=("专家单位",), purpose="哪个单位的。"
        ),
        "n_expected": count(
            "应到家长", "应该来多少家长,用来算到会率。", shown_if=tuple(("kind", one) for one in ("lecture", "parents_meeting"))
        ),
        "audience": Choice(label="哪一场", options=AUDIENCES, leaves=PSEUDONYM, shown_if=(("kind", "expert_talk"),)),
        "linked": Beside(
            label="同步的家长场", to="activity", shown_if=(("kind", "expert_talk"),), purpose="学生场选同步办的家长培训那一条。"
        ),
        "level": Choice(label="赛事级别", options=SPORT_LEVELS, leaves=PSEUDONYM, shown_if=(("kind", "sport"),)),
        "sport": Text(
            label="比赛项目", most=_FEW, leaves=PSEUDONYM, shown_if=(("kind", "sport"),), aliases=("项目",), purpose="例如田径、跳绳。"
        ),
        "n_teams": count("参赛队数", "几支队。", unit="队", shown_if=(("kind", "sport"),)),
        "sport_tags": Choices(label="赛事属于", options=SPORT_TAGS, leaves=PSEUDONYM, shown_if=(("kind", "sport"),)),
        "drill_kind": Choice(label="演练内容", options=DRILL_KINDS, leaves=PSEUDONYM, shown_if=(("kind", "drill"),)),
        "seconds": Number(
            label="疏散用时", least=0, most=7200, unit="秒", leaves=PSEUDONYM, shown_if=(("kind", "drill"),), purpose="从警报到全部到达。"
        ),
        "cancel_why": Text(label="取消原因", most=100, leaves=PSEUDONYM, shown_if=(("state", "cancelled"),), purpose="为什么没有办。"),
        "late_why": Text(label="补录原因", most=100, leaves=PSEUDONYM, shown_if=(("state", "late"),), purpose="当时为什么没有登记。"),
        "late_on": Date(label="补录日期", leaves=PSEUDONYM, shown_if=(("state", "late"),), purpose="程序填,补录的那天。"),
        "stamp": Derived(label="补录章", compute=stamp, leaves=PSEUDONYM, purpose="补录的活动,名册和打印上都看得出。"),
        "obligation_ids": Choices(label="计入", options=OBLIGATIONS, leaves=PSEUDONYM, aliases=("对应任务", "对应义务")),
        "evidence": evidence("方案、签到、照片、记录;照片取远景,不露姓名牌。"),
    },
    sheet=("activity_no", "title", "kind", "state", "stamp", "start", "place", "classes", "n_pupils", "n_parents", "n_teachers"),
    form={
        "活动": ("kind", "state", "title", "start", "end", "place", "mode", "off_campus", "hosts", "partners", "owner", "classes"),
        "这一类活动另填": (
            "theme",
            "festival",
            "node",
            "level",
            "sport",
            "sport_tags",
            "n_teams",
            "drill_kind",
            "seconds",
            "audience",
            "linked",
            "speaker",
            "speaker_org",
            "route",
            "filing_no",
            "safety_doc",
            "consent_rate",
            "insurance",
            "vehicles",
            "emergency_contact",
        ),
        "人数": ("n_pupils", "n_parents", "n_expected", "n_teachers", "n_others"),
        "内容和佐证": ("summary", "cancel_why", "late_why", "late_on", "evidence", "cost", "cost_source"),
        "编号和计入": ("activity_no", "obligation_ids"),
    },
    identity=("title", "start"),
    named=("title",),
    search=("title", "place", "activity_no", "classes", "summary"),
    order=("-start", "title"),
    match=(("activity_no",), ("title", "start")),
    unique=("activity_no",),
    numbers={"activity_no": activity_number},
    fills=(obligations_of, entered_late),
    checks=(state_fits, kind_fits),
    dues=(activity_is_open,),
    stamped="stamp",
    reports=(ACTIVITY_LIST,),
    indicators=(Indicator(key="by_kind", label="已办活动数按类别", counts=lambda r, _a: r.get("state") in DONE, by="kind"),),
)
