"""What a referral has to say before it is closed; while it is open nothing is asked for but what happened and when."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from jlt_desktop.domain.findings import Finding, Problem, Question
from jlt_desktop.ledgers.referral_clock import is_late, limit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.fields import Values

_BEFORE_CLOSING = {
    "facts": "结束处置前,请写明转介理由(事实)。",
    "actions": "结束处置前,请写明已采取的措施。",
    "consent": "结束处置前,请选家长知情同意的情况。",
    "mandatory_report": "结束处置前,请选是否触发强制报告。",
}


def complete_when_closed(values: Values, around: Around) -> Iterable[Finding]:
    """Facts, measures, consent and mandatory report are told in the end, never at the start."""
    closed, found = values.get("closed_on"), values.get("t_found")
    if not isinstance(closed, date):
        return
    if closed > around.today:
        yield Problem("closed_on", "结束日期还没有到。")
    if isinstance(found, datetime) and closed < found.date():
        yield Problem("closed_on", "结束日期早于发现时间,请核对。")
    for name, words in _BEFORE_CLOSING.items():
        if values.get(name) is None:
            yield Problem(name, words)
    if values.get("consent") == "refused" and not values.get("persuasion"):
        yield Problem("persuasion", "家长拒绝转介,请写明怎样劝导的、家长怎么说。")
    if is_late(values, around) and not values.get("late_reason"):
        yield Problem("late_reason", f"响应超过 {limit(around)} 分钟,请写明原因。")
    if values.get("t_initiated") is None:
        yield Question("never_initiated", "t_initiated", "没有启动转介就结束,请说明原因。")
    elif values.get("t_responded") is None:
        yield Question("never_answered", "t_responded", "对方一直没有响应就结束,请说明原因。")


def said_how(values: Values, _around: Around) -> Iterable[Finding]:
    """A mandatory report says how it was made; an evaluation has a day and a result."""
    if values.get("mandatory_report") and not values.get("mandatory_how"):
        yield Problem("mandatory_how", "触发了强制报告,请写明向谁报、几点报。")
    if (values.get("return_eval") is None) != (values.get("return_eval_on") is None):
        missing = "return_eval" if values.get("return_eval") is None else "return_eval_on"
        yield Problem(missing, "复学评估要同时有结果和日期。")
