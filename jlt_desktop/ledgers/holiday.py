"""节假日: weekdays without school and weekends that are worked for them, as the State Council announces them; imported from a sheet."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from jlt_desktop.domain.fields import Choice, Text, Values
from jlt_desktop.domain.fields_time import Date
from jlt_desktop.domain.findings import Finding, Problem
from jlt_desktop.domain.ledger import Ledger
from jlt_desktop.domain.school_year import Dates
from jlt_desktop.ledgers.choices import choose

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.record import Record

KINDS = choose(off=("放假", "休", "休息"), working=("调休上课", "班", "上课", "补课"))
_LONGEST = 60


def holiday_in_order(values: Values, _around: Around) -> Iterable[Finding]:
    """A holiday ends after it begins, and is none of the long ones, which are the calendar's."""
    begin, end = values.get("from_date"), values.get("to_date")
    if not (isinstance(begin, date) and isinstance(end, date)):
        return
    if end < begin:
        yield Problem("to_date", "结束日期早于开始日期,请核对。")
    elif (end - begin).days >= _LONGEST:
        yield Problem("to_date", "超过两个月了。寒暑假不用写在这里,写在“校历”的学期日期里。")


def dates(record: Record) -> Dates:
    """Return the days a holiday takes away or gives."""
    begin, end = record.get("from_date"), record.get("to_date")
    if not isinstance(begin, date):
        return Dates()
    last = end if isinstance(end, date) and end >= begin else begin
    days = frozenset(begin + timedelta(days=step) for step in range((last - begin).days + 1))
    return Dates(working=days) if record.get("kind") == "working" else Dates(off=days)


HOLIDAY = Ledger(
    key="holiday",
    title="节假日",
    group="学校",
    fields={
        "name": Text(label="名称", most=30, required=True, purpose="例如“国庆节”。"),
        "kind": Choice(label="放假或上课", options=KINDS, required=True),
        "from_date": Date(label="从哪天", required=True, aliases=("日期", "开始日期"), purpose="第一天。"),
        "to_date": Date(label="到哪天", aliases=("结束日期",), purpose="最后一天;只有一天的不用填。"),
    },
    sheet=("name", "kind", "from_date", "to_date"),
    form={"日期": ("name", "kind", "from_date", "to_date")},
    identity=("name", "from_date"),
    search=("name",),
    order=("-from_date",),
    checks=(holiday_in_order,),
    dates=dates,
)
