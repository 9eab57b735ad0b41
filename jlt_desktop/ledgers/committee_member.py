"""家委会成员: a parent or other person serving on a committee, for a term."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.domain.fields import Choice, Number, Text, Values
from jlt_desktop.domain.fields_links import Link
from jlt_desktop.domain.fields_person import PersonName, Phone
from jlt_desktop.domain.fields_time import Date
from jlt_desktop.domain.findings import Finding, Problem
from jlt_desktop.domain.leaves import COUNT, PSEUDONYM
from jlt_desktop.domain.ledger import Ledger
from jlt_desktop.ledgers.choices import choose
from jlt_desktop.ledgers.committee_deeds import MEMBER_DEEDS
from jlt_desktop.ledgers.committee_dues import child_has_left
from jlt_desktop.ledgers.handlings import COMMITTEE_PEOPLE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jlt_desktop.domain.around import Around

ROLES = choose(chair="主任", vice="副主任", secretary="秘书", member="委员", teacher="教师代表", community="社区代表", leader="校领导")
ELECTED = choose(election="选举", recommended="推选", self="自荐")


def serves_forward(values: Values, _around: Around) -> Iterable[Finding]:
    """Nobody stops serving before having begun."""
    start, end = values.get("from_date"), values.get("to_date")
    if start and end and str(end) < str(start):
        yield Problem("to_date", "任期结束早于开始,请核对。")


COMMITTEE_MEMBER = Ledger(
    key="committee_member",
    title="机构成员",
    group="家委会",
    part_of="committee",
    happened="from_date",
    standing=True,
    fields={
        "name": PersonName(label="姓名", required=True, aliases=("成员姓名", "家长姓名"), purpose="成员的姓名。"),
        "role": Choice(label="职务", options=ROLES, required=True, leaves=PSEUDONYM),
        "class_title": Text(label="所代表年级班级", most=30, aliases=("班级", "年级班级"), purpose="代表哪个年级或班级。"),
        "child": Link(label="子女", to="student", purpose="是家长的,选他的孩子。"),
        "work": Text(label="工作单位或职业", most=60, purpose="单位或职业。"),
        "phone": Phone(label="联系电话", purpose="成员的联系电话。"),
        "resource": Text(label="特长或可提供资源", most=100, purpose="能给学校帮上什么忙。"),
        "elected_how": Choice(label="产生方式", options=ELECTED, leaves=COUNT),
        "votes": Number(label="得票", least=0, most=5000, unit="票", purpose="选举时得的票数。"),
        "from_date": Date(label="任期开始", required=True, leaves=COUNT, purpose="从哪天起担任。"),
        "to_date": Date(label="任期结束", leaves=COUNT, purpose="不再担任的日子,这一天起不算应到人数。"),
        "left_why": Text(label="变更原因", most=60, purpose="中途变更的原因。"),
    },
    sheet=("name", "role", "class_title", "child", "work", "phone", "elected_how", "from_date", "to_date"),
    form={
        "成员": ("name", "role", "class_title", "child", "work", "phone", "resource"),
        "任期": ("elected_how", "votes", "from_date", "to_date", "left_why"),
    },
    identity=("name", "role"),
    named=("name",),
    search=("name", "class_title", "phone"),
    order=("role", "name"),
    handling=COMMITTEE_PEOPLE,
    checks=(serves_forward,),
    dues=(child_has_left,),
    deeds=MEMBER_DEEDS,
)
