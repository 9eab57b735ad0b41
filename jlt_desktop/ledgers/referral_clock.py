"""The clock of a referral: its steps from discovery to hospital, the limit for an answer, and what the times say."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from jlt_desktop.domain.findings import Finding, Problem, Question
from jlt_desktop.ledgers.clock import hour_and_minute, latest, now, span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.fields import Values

USUAL_LIMIT = 60
STEPS = {
    "t_found": "发现",
    "t_school_report": "报告",
    "t_initiated": "启动转介",
    "t_responded": "对方响应",
    "t_parent": "家长到场",
    "t_arrived": "到院",
}
# what comes before what; parents may come before or after anything but the discovery
_ORDER = (("t_school_report", "t_initiated"), ("t_initiated", "t_responded"), ("t_initiated", "t_arrived"))


def limit(around: Around) -> int:
    """Return within how many minutes the channel has to answer, as the school's page says."""
    minutes = (around.school or {}).get("response_minutes")
    return minutes if isinstance(minutes, int) else USUAL_LIMIT


def minutes_between(values: Values, first: str, last: str) -> int | None:
    """Return the minutes from one step to another; None while one of them is blank."""
    begun, ended = values.get(first), values.get(last)
    if not (isinstance(begun, datetime) and isinstance(ended, datetime)):
        return None
    return round((ended - begun).total_seconds() / 60)


def waited(values: Values, around: Around) -> int | None:
    """Return the minutes from the call to the answer, or until now; None when there was no call, or it ended without an answer."""
    begun = values.get("t_initiated")
    if not isinstance(begun, datetime):
        return None
    if values.get("t_responded") is None and values.get("closed_on") is None:
        return round((now(around) - begun).total_seconds() / 60)
    return minutes_between(values, "t_initiated", "t_responded")


def is_late(values: Values, around: Around) -> bool:
    """Tell whether the answer came, or is still awaited, beyond the limit."""
    minutes = waited(values, around)
    return minutes is not None and minutes > limit(around)


def response(values: Values, around: Around) -> str:
    """Return how long the channel took to answer, against the limit; while it is awaited, how long there is still."""
    begun, most, minutes = values.get("t_initiated"), limit(around), waited(values, around)
    if not isinstance(begun, datetime):
        return "" if values.get("closed_on") else "还没有启动转介"
    if minutes is None:
        return "没有得到响应"
    if values.get("t_responded") is not None:
        if minutes < 0:
            return "响应早于启动,请核对时间"
        over = f",超出 {span(minutes - most)}" if minutes > most else ""
        return f"用时 {span(minutes)},{'超过' if over else '达到'}(限 {most} 分钟){over}"
    until = hour_and_minute(begun + timedelta(minutes=most), around)
    if minutes > most:
        return f"已过 {span(minutes)},超过(限 {most} 分钟)还没有响应"
    return f"已过 {span(minutes)},还剩 {most - minutes} 分钟(限 {most} 分钟,到 {until})"


def since(values: Values, around: Around) -> str:
    """Return how long after the discovery each step was taken, and how long ago it was while the referral is open."""
    found = values.get("t_found")
    if not isinstance(found, datetime):
        return ""
    steps = [(label, minutes_between(values, "t_found", name)) for name, label in STEPS.items() if name != "t_found"]
    done = ",".join(f"{span(minutes)}{label}" for label, minutes in steps if minutes is not None)
    words = [f"发现后 {done}" if done else "发现后还没有下一步"]
    if values.get("closed_on") is None:
        words.append(f"发现至今 {span(round((now(around) - found).total_seconds() / 60))}")
    return ";".join(words)


def times_in_order(values: Values, around: Around) -> Iterable[Finding]:
    """Nothing happened in the future; an odd order is explained, never refused."""
    for name, label in STEPS.items():
        moment = values.get(name)
        if isinstance(moment, datetime) and moment > latest(around):
            yield Problem(name, f"{label}时间还没有到,请核对。")
    pairs = (*(("t_found", name) for name in STEPS if name != "t_found"), *_ORDER)
    odd: set[str] = set()
    for first, last in pairs:
        minutes = minutes_between(values, first, last)
        if minutes is not None and minutes < 0 and last not in odd:
            odd.add(last)
            yield Question(f"order_{last}", last, f"{STEPS[last]}早于{STEPS[first]},请核对;确实如此请说明。")
