"""What is due for a case: the month's record, the review, the opinions after an emergency, the parents, the plan."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from jlt_desktop.domain.calendar import last_day, month_after, month_of
from jlt_desktop.domain.due import Due
from jlt_desktop.ledgers.concern_opinions import WHO, missing, urgent_until
from jlt_desktop.ledgers.concern_states import FOLLOWED, ON_LIST, followed_in, listed_since

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.record import Record

_LOOK_BACK = 3
_MONTHLY = "方案任务6:每月跟踪记录情绪状态、干预措施"
_WEEK, _FORTNIGHT = timedelta(days=7), timedelta(days=14)


def this_month_is_missing(record: Record, around: Around) -> Iterable[Due]:
    """Each calendar month, holidays included, has its record; what was missed stays, also after the case left the list."""
    now, since = month_of(around.today), listed_since(record)
    if since is None:
        return
    written = {one.get("month") for one in around.parts("follow_up")}
    first, old = month_of(since), []
    while first < month_after(now, -_LOOK_BACK):
        old += [first] if followed_in(record, first) and first not in written else []
        first = month_after(first)
    if old:
        names = old[0] if len(old) == 1 else f"{old[0]} 至 {old[-1]} 共 {len(old)} 个月"
        yield _due(record, f"months:{record.id}", f"补上以前漏掉的月跟踪:{names}", last_day(old[-1]), _MONTHLY, "follow_up")
    for month in (month_after(now, -back) for back in range(_LOOK_BACK, -1, -1)):
        if followed_in(record, month) and month not in written:
            yield _due(record, f"month:{record.id}:{month}", f"填写 {month} 月跟踪", last_day(month), _MONTHLY, "follow_up")


def review_is_due(record: Record, _around: Around) -> Iterable[Due]:
    """The review day that was set."""
    day = record.get("review_on")
    if isinstance(day, date) and record.get("state") in FOLLOWED:
        key = f"review:{record.id}:{day.isoformat()}"
        yield _due(record, key, "复核关注等级", day, "研判时定下的复核日期")


def opinions_within_three_days(record: Record, around: Around) -> Iterable[Due]:
    """After an emergency the three opinions are complete within 72 hours; after that it stays, and says so."""
    until = urgent_until(record.values)
    lacking = missing(record.values)
    if until is None or not lacking or record.get("state") not in FOLLOWED:
        return
    late = until < datetime.combine(around.today, datetime.min.time())
    words = f"补齐三方意见({'、'.join(WHO[one] for one in lacking)}),{'已超过' if late else '到'} {until:%m-%d %H:%M}"
    basis = "紧急列入后 72 小时内补齐班主任、心理教师、健康副校长意见"
    yield _due(record, f"opinions:{record.id}", words, until.date(), basis)


def parents_are_told(record: Record, around: Around) -> Iterable[Due]:
    """Parents are told when their child is on the list, unless it is written down why not now."""
    since = listed_since(record)
    told = record.get("parents_told_on") or record.get("parents_told_how") == "not_yet"
    if record.get("state") in ON_LIST and not told:
        on = since + _WEEK if since else around.today
        basis = "精神卫生法、预防未成年人犯罪法第十九条:与监护人沟通"
        yield _due(record, f"told:{record.id}", "把情况告知家长并登记", on, basis)


def plan_is_missing(record: Record, around: Around) -> Iterable[Due]:
    """Within two weeks of coming onto the list a case has its plan."""
    since = listed_since(record)
    if record.get("state") in FOLLOWED and since and not around.parts("individual_plan"):
        text, basis = "制定一生一策", "方案任务6:“一生一策”动态档案"
        yield _due(record, f"noplan:{record.id}", text, since + _FORTNIGHT, basis, "individual_plan")


def _due(record: Record, key: str, text: str, on: date, basis: str, add: str = "") -> Due:
    return Due(key=key, ledger="concern", record=record.id, text=text, about=record.text("case_no"), on=on, basis=basis, add=add)
