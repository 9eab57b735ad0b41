"""The steps of a referral as buttons: one click stamps the time; and the step that starts a crisis on the page of a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.domain.deed import Deed
from jlt_desktop.ledgers.clock import now
from jlt_desktop.ledgers.referral_clock import is_late

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.record import Record

# whom to call in a crisis, in this order; the lines wait to be filled
CALLS = ("guardian", "principal", "channel", "hospital", "ambulance", "police")
_CLOSING = (
    "closed_on",
    "facts",
    "actions",
    "channel_org",
    "consent",
    "persuasion",
    "mandatory_report",
    "mandatory_how",
    "return_due",
)


def _crisis(_record: Record, around: Around) -> Mapping[str, object]:
    return {"kind": "crisis", "t_found": now(around), "told": tuple((who, None, None, None) for who in CALLS)}


def _no_crisis_yet(_record: Record, around: Around) -> bool:
    return not any(one.get("kind") == "crisis" and one.get("closed_on") is None for one in around.parts("referral"))


def _today(_record: Record, around: Around) -> Mapping[str, object]:
    return {"t_found": now(around), "kind": "routine"}


START_CRISIS = Deed(
    key="crisis",
    title="启动危机处置",
    hint="先保证安全:有人陪着。点一下就从现在开始计时,内容以后再补。",
    part="referral",
    when=_no_crisis_yet,
    sets=_crisis,
    at_once=True,
    urgent=True,
)
START_REFERRAL = Deed(key="refer", title="登记转介", hint="常规或紧急转介到医院、区局。", part="referral", sets=_today)


def _open(record: Record) -> bool:
    return record.get("closed_on") is None


def _next(name: str, *, after: tuple[str, ...] = (), before: tuple[str, ...] = ()) -> Callable[[Record, Around], bool]:
    """Offer a step while it is blank, those before it are stamped and those after it are not."""

    def when(record: Record, _around: Around) -> bool:
        blank = all(record.get(one) is None for one in (name, *before))
        return _open(record) and blank and all(record.get(one) is not None for one in after)

    return when


def _stamp(name: str) -> Callable[[Record, Around], Mapping[str, object]]:
    def sets(_record: Record, around: Around) -> Mapping[str, object]:
        return {name: now(around)}

    return sets


def _called(record: Record, around: Around) -> Mapping[str, object]:
    """The call to the channel is on the checklist too."""
    moment, told = now(around), record.get("told")
    lines = told if isinstance(told, tuple) else ()
    ticked = tuple((who, moment, by, said) if who == "channel" and at is None else (who, at, by, said) for who, at, by, said in lines)
    return {"t_initiated": moment, **({"told": ticked} if lines else {})}


def _refused(record: Record, around: Around) -> Mapping[str, object]:
    return {"consent": "refused", "persuaded_at": record.get("persuaded_at") or now(around)}


def _to_persuade(record: Record, _around: Around) -> bool:
    return _open(record) and record.get("consent") in (None, "refused", "unreachable")


def _ends(*, late: bool) -> Callable[[Record, Around], bool]:
    def when(record: Record, around: Around) -> bool:
        return _open(record) and is_late(record.values, around) is late

    return when


def _closed_today(_record: Record, around: Around) -> Mapping[str, object]:
    return {"closed_on": around.today}


def _evaluated_today(_record: Record, around: Around) -> Mapping[str, object]:
    return {"return_eval_on": around.today}


def _to_evaluate(record: Record, _around: Around) -> bool:
    wanted = record.get("t_arrived") is not None or record.get("return_due") is not None
    return wanted and record.get("return_eval") not in ("normal", "observed", "passed")


DEEDS = (
    Deed(
        key="reported",
        title="已报告",
        hint="已报告心理教师或分管领导,记下现在的时间。",
        when=_next("t_school_report", before=("t_initiated", "t_responded")),
        sets=_stamp("t_school_report"),
        at_once=True,
    ),
    Deed(
        key="initiated",
        title="已启动转介",
        hint="通道电话打通了,从现在开始等对方响应。",
        when=_next("t_initiated", before=("t_responded", "t_arrived")),
        sets=_called,
        at_once=True,
        urgent=True,
    ),
    Deed(
        key="responded",
        title="对方已响应",
        hint="对方接诊或给出了安排,计时停下。",
        when=_next("t_responded", after=("t_initiated",)),
        sets=_stamp("t_responded"),
        at_once=True,
        urgent=True,
    ),
    Deed(
        key="parent",
        title="家长已到",
        hint="家长到场、交接完,记下现在的时间。",
        when=_next("t_parent"),
        sets=_stamp("t_parent"),
        at_once=True,
    ),
    Deed(
        key="arrived",
        title="已到院",
        hint="到了医院,记下现在的时间。",
        when=_next("t_arrived", after=("t_initiated",)),
        sets=_stamp("t_arrived"),
        at_once=True,
    ),
    Deed(
        key="persuade",
        title="登记劝导",
        hint="家长拒绝转介:记下怎样劝导的、家长怎么说。",
        when=_to_persuade,
        sets=_refused,
        asks=("consent", "persuaded_at", "persuasion"),
    ),
    Deed(
        key="close",
        title="结束处置",
        hint="补齐事实、措施和家长意见;结束以后再改要写理由。",
        when=_ends(late=False),
        sets=_closed_today,
        asks=_CLOSING,
    ),
    Deed(
        key="close_late",
        title="结束处置(超时)",
        hint="响应超过了限定时间:写明原因,补齐事实、措施和家长意见。",
        when=_ends(late=True),
        sets=_closed_today,
        asks=("closed_on", "late_reason", *_CLOSING[1:]),
    ),
    Deed(
        key="return",
        title="复学评估",
        hint="登记评估结果;还要再评估的填下一次日期。",
        when=_to_evaluate,
        sets=_evaluated_today,
        asks=("return_eval", "return_eval_on", "return_due", "dx_by_hospital"),
    ),
)
