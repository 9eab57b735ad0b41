"""The steps in the life of a committee: members, a new term, its charter, elections and meetings."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from jlt_desktop.domain.deed import Deed
from jlt_desktop.ledgers.charter import day_of, in_force

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.record import Record

_MEETS_AS = {"parents": "plenary", "guidance": "guidance", "parent_school": "parent_school"}
_LEFT_AS = {"transferred": "子女已转出", "graduated": "子女已毕业", "dropped_out": "子女已不在校", "deceased": "子女已不在校"}
GONE = tuple(_LEFT_AS)


def _term(record: Record, around: Around) -> Mapping[str, object]:
    number, charter = record.get("term_no"), in_force(around.parts("charter"), around.today)
    years = charter.get("term_years") if charter else None
    until = _years_on(around.today, years) if isinstance(years, int) else None
    return {"term_no": number + 1 if isinstance(number, int) else 1, "term_from": around.today, "term_to": until}


def _years_on(day: date, years: int) -> date:
    leap_day = (2, 29)
    return day.replace(year=day.year + years, day=28 if (day.month, day.day) == leap_day else day.day)


def _member(_record: Record, around: Around) -> Mapping[str, object]:
    return {"from_date": around.today}


def _charter(_record: Record, around: Around) -> Mapping[str, object]:
    return {"adopted_on": around.today}


def _election(record: Record, around: Around) -> Mapping[str, object]:
    return {"on": around.today, "term_no": record.get("term_no")}


def _meeting(record: Record, around: Around) -> Mapping[str, object]:
    serving = [one for one in around.parts("committee_member") if one.get("to_date") is None]

    def named(role: str) -> str | None:
        return next((one.text("name") for one in serving if one.get("role") == role), None)

    return {
        "title": f"{record.text('title')}会议", "kind": _MEETS_AS.get(record.text("kind")), "committee": record.id,
        "place": record.get("office"), "chair": named("chair"), "recorder": named("secretary"),
    }  # fmt: skip


DEEDS = (
    Deed(key="meet", title="开会", hint="记一次会议,机构、主持人、记录人先带出来。", part="meeting", sets=_meeting),
    Deed(key="member", title="登记成员", hint="选出或补上一位成员。", part="committee_member", sets=_member),
    Deed(
        key="renew",
        title="换届",
        hint="届次加一,任期从今天起;任期几年按现行章程。",
        sets=_term,
        asks=("term_no", "term_from", "term_to"),
    ),
    Deed(key="charter", title="登记章程", hint="新通过的一版;旧版本留着,不能再改。", part="charter", sets=_charter),
    Deed(key="election", title="登记选举", hint="谁有选举权、多少人投票、候选人得票和结果。", part="election", sets=_election),
)


def _serving(record: Record, _around: Around) -> bool:
    return record.get("to_date") is None


def _leaving(record: Record, around: Around) -> Mapping[str, object]:
    child = around.record("student", record.text("child"))
    why = _LEFT_AS.get(child.text("enrol_status")) if child else None
    since = day_of(child.get("status_from")) if child and why else None
    begun = day_of(record.get("from_date"))
    return {"to_date": max(since, begun) if since and begun else around.today, "left_why": why}


MEMBER_DEEDS = (
    Deed(
        key="leave",
        title="成员退出",
        hint="写明日期和原因;这一天起不再算应到人数,以前的会议不变。",
        when=_serving,
        sets=_leaving,
        asks=("to_date", "left_why"),
    ),
)
