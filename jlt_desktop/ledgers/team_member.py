"""队伍名册: the group that makes the venue courses, and the team for family education."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.domain.fields import Choice, Text, Values
from jlt_desktop.domain.fields_links import Link
from jlt_desktop.domain.fields_person import PersonName, Phone
from jlt_desktop.domain.fields_time import Date
from jlt_desktop.domain.findings import Finding, Problem
from jlt_desktop.domain.leaves import COUNT
from jlt_desktop.domain.ledger import Indicator, Ledger
from jlt_desktop.ledgers.choices import choose
from jlt_desktop.ledgers.handlings import TEAM_PEOPLE
from jlt_desktop.ledgers.proof import evidence, forward

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jlt_desktop.domain.around import Around

TEAMS = choose(venue_course=("馆校课程开发小组", "课程开发小组"), fam_edu=("家庭教育工作团队", "家庭教育团队"))
MEMBER_KINDS = choose(
    ethics=("思政教师", "思政", "思政课教师"), history=("历史教师", "历史"), venue=("场馆人员", "场馆"), expert="专家", guide="指导教师",
    volunteer=("志愿服务队", "志愿者"), elder=("五老", "五老人员"), parent="优秀家长", other="其他",
)  # fmt: skip
_OF_TEAM = {
    "venue_course": ("ethics", "history", "venue", "other"),
    "fam_edu": ("expert", "guide", "volunteer", "elder", "parent", "other"),
}


def kind_of_team(values: Values, _around: Around) -> Iterable[Finding]:
    """Each team has kinds of its own."""
    team, kind = str(values.get("team") or ""), values.get("kind")
    if team in _OF_TEAM and kind and kind not in _OF_TEAM[team]:
        words = "、".join(MEMBER_KINDS.label(one) for one in _OF_TEAM[team])
        yield Problem("kind", f"{TEAMS.label(team)}的类别是:{words}。")


TEAM_MEMBER = Ledger(
    key="team_member",
    title="队伍名册",
    group="大思政",
    happened="from_date",
    standing=True,
    fields={
        "team": Choice(label="队伍", options=TEAMS, required=True, leaves=COUNT),
        "name": PersonName(label="姓名", required=True, aliases=("成员姓名",), purpose="成员的姓名。"),
        "kind": Choice(label="类别", options=MEMBER_KINDS, required=True, leaves=COUNT, aliases=("成员类别", "人员类别")),
        "staff": Link(label="本校教职工", to="staff", purpose="是本校老师的,选他。"),
        "org": Text(label="单位", most=60, aliases=("工作单位",), purpose="外单位的写单位。"),
        "task": Text(label="分工", most=100, aliases=("职责",), purpose="在队伍里做什么。"),
        "phone": Phone(label="联系电话", aliases=("电话",), purpose="联系电话。"),
        "from_date": Date(label="加入日期", required=True, leaves=COUNT, aliases=("起始日期",), purpose="从哪天起。"),
        "to_date": Date(label="退出日期", leaves=COUNT, purpose="退出的日子;还在的不填。"),
        "evidence": evidence("聘任文件、名单。"),
    },
    sheet=("team", "name", "kind", "org", "task", "phone", "from_date", "to_date"),
    form={"成员": ("team", "name", "kind", "staff", "org", "task", "phone"), "起止和佐证": ("from_date", "to_date", "evidence")},
    identity=("team", "name"),
    named=("name",),
    search=("name", "org", "task"),
    order=("team", "kind", "name"),
    checks=(kind_of_team, forward("from_date", "to_date", "退出日期早于加入日期,请核对。")),
    counts_only=True,
    indicators=(
        Indicator(key="by_team", label="现有队伍人数按队伍", counts=lambda r, _a: r.get("to_date") is None, by="team"),
        Indicator(key="by_kind", label="现有队伍人数按类别", counts=lambda r, _a: r.get("to_date") is None, by="kind"),
    ),
    handling=TEAM_PEOPLE,
)
