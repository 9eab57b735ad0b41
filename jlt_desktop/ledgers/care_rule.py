"""关爱安排: how often this child is to be contacted, visited and verified when the usual rule does not fit; exemptions with a reason."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from jlt_desktop.domain.calendar import SEPTEMBER, school_year
from jlt_desktop.domain.fields import Choice, Choices, Text, Values
from jlt_desktop.domain.fields_time import Date
from jlt_desktop.domain.findings import Finding, Problem
from jlt_desktop.domain.leaves import COUNT
from jlt_desktop.domain.ledger import Ledger
from jlt_desktop.domain.recurring import Stage, expected, missed
from jlt_desktop.ledgers.choices import choose

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.record import Record
    from jlt_desktop.domain.recurring import Period

KINDS = choose(contact="关爱联系", visit="家访", verify="核实档案")
EVERY = choose(week="每周", two_weeks="每两周", month="每月", semester="每学期", exempt="免")
USUAL = {"contact": "month", "visit": "semester", "verify": "semester"}
_FEW_DAYS = timedelta(days=7)


def exemption_has_a_reason(values: Values, _around: Around) -> Iterable[Finding]:
    """Whoever is exempted is so for a reason; an arrangement ends after it begins."""
    if values.get("every") == "exempt" and not values.get("reason"):
        yield Problem("reason", "选了“免”,请写明为什么可以不做。")
    start, end = values.get("from_date"), values.get("to_date")
    if start and end and str(end) < str(start):
        yield Problem("to_date", "结束日期早于开始日期,请核对。")


def days_of(kind: str, around: Around) -> list[date]:
    """Return the days on which a child was contacted (any real contact counts), visited or verified."""
    visits = [one.get("date") for one in around.parts("home_visit")]
    talks = [one.get("at") for one in around.parts("contact_log")] if kind == "contact" else []
    found = [one.date() if isinstance(one, datetime) else one for one in (*visits, *talks)]
    return [one for one in found if isinstance(one, date)]


def wanted(kind: str, record: Record, around: Around) -> list[Period]:
    """Return the periods of this school year in which a file asks for a contact or a visit, up to the day it was closed."""
    opened, closed = record.get("opened_on"), record.get("closed_on")
    begun = date(school_year(around.today), SEPTEMBER, 1)
    first = max(opened, begun) if isinstance(opened, date) else begun
    last = min(closed, around.today) if isinstance(closed, date) else around.today
    if first > last:
        return []
    found = expected(stages(kind, first, around), first, last, around.calendar)
    # a file opened in the last days of a period could not be expected to meet it
    return [one for one in found if one.last - first >= _FEW_DAYS or one.last >= around.today]


def stages(kind: str, first: date, around: Around) -> list[Stage]:
    """Return the usual rule and what replaces it for this child, in the order of their days."""
    own = []
    for one in around.parts("care_rule"):
        kinds, begin, end = one.get("kinds"), one.get("from_date"), one.get("to_date")
        if isinstance(kinds, tuple) and kind in kinds and isinstance(begin, date):
            own.append(Stage(begin, one.text("every"), end if isinstance(end, date) else None))
    return [Stage(first, USUAL[kind]), *sorted(own, key=lambda one: one.first)]


def missed_periods(kind: str, record: Record, around: Around) -> list[Period]:
    """Return what was missed this school year; it stays so when a pairing ends or the file is closed."""
    closed = record.get("closed_on")
    today = min(closed, around.today) if isinstance(closed, date) else around.today
    return missed(wanted(kind, record, around), days_of(kind, around), today)


CARE_RULE = Ledger(
    key="care_rule",
    title="关爱安排",
    group="学生",
    part_of="care_file",
    fields={
        "kinds": Choices(label="事项", options=KINDS, required=True, leaves=COUNT),
        "every": Choice(label="多久一次", options=EVERY, required=True, leaves=COUNT, purpose="不另作安排时:联系每月,家访和核实每学期。"),
        "from_date": Date(label="从哪天起", required=True, purpose="从这一天起按这里的安排。"),
        "to_date": Date(label="到哪天止", purpose="不再这样安排的日子;一直这样就不填。"),
        "reason": Text(label="原因", most=200, purpose="为什么要多做、少做或免做。"),
    },
    sheet=("kinds", "every", "from_date", "to_date", "reason"),
    form={"安排": ("kinds", "every", "from_date", "to_date", "reason")},
    identity=("kinds", "from_date"),
    search=("reason",),
    order=("-from_date",),
    checks=(exemption_has_a_reason,),
)
