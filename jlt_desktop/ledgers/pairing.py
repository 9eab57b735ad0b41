"""结对关爱: who helps this child, from which organisation, since when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.domain.fields import Choice, Text, Values
from jlt_desktop.domain.fields_person import PersonName, Phone
from jlt_desktop.domain.fields_time import Date
from jlt_desktop.domain.findings import Finding, Problem
from jlt_desktop.domain.leaves import COUNT, PSEUDONYM
from jlt_desktop.domain.ledger import Ledger
from jlt_desktop.ledgers.choices import choose

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jlt_desktop.domain.around import Around

HELPER_ORGS = choose(
    school="学校", village=("村(社区)", "村", "社区"), civil="民政", women="妇联", league="团委", elders=("关工委(五老)", "关工委", "五老"),
    company="企业", volunteer="志愿者", other="其他",
)  # fmt: skip


def ends_after_start(values: Values, _around: Around) -> Iterable[Finding]:
    """A pairing ends after it began."""
    start, end = values.get("from_date"), values.get("to_date")
    if start and end and str(end) < str(start):
        yield Problem("to_date", "结束日期早于开始日期,请核对。")


PAIRING = Ledger(
    key="pairing",
    title="结对关爱",
    group="学生",
    part_of="care_file",
    happened="from_date",
    standing=True,
    fields={
        "helper_name": PersonName(label="帮扶人", required=True, aliases=("帮扶教师", "结对人"), purpose="和孩子结对的人。"),
        "helper_org": Choice(label="单位类别", options=HELPER_ORGS, required=True, leaves=PSEUDONYM, aliases=("帮扶人单位类别",)),
        "helper_phone": Phone(label="帮扶人电话", purpose="帮扶人的联系电话。"),
        "from_date": Date(label="开始日期", required=True, leaves=COUNT, purpose="结对从哪天起。"),
        "to_date": Date(label="结束日期", leaves=COUNT, purpose="结对结束的日子,还在结对不填。"),
        "plan": Text(label="帮扶计划要点", most=300, multiline=True, purpose="多久见一次、做什么,两三句话。"),
    },
    sheet=("helper_name", "helper_org", "helper_phone", "from_date", "to_date"),
    form={"结对": ("helper_name", "helper_org", "helper_phone", "from_date", "to_date", "plan")},
    identity=("helper_name", "from_date"),
    search=("helper_name",),
    order=("-from_date",),
    checks=(ends_after_start,),
)
