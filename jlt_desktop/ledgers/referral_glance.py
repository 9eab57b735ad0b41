"""What the page of a referral answers at its head, and the running clock for the page of its case."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from jlt_desktop.domain.fact import Clock, Fact, Tone
from jlt_desktop.ledgers.referral_clock import STEPS, is_late, limit, response

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.record import Record


def referral_glance(record: Record, around: Around) -> Iterator[Fact]:
    """Yield the answer of the channel, the steps that are missing, parents and the end."""
    yield awaited(record, around)
    if record.get("closed_on") is None:
        missing = [label for name, label in STEPS.items() if record.get(name) is None]
        yield Fact("还没有记下时间", "、".join(missing) or "都记下了", "due" if missing else "good")
    lacks = [label for name, label in (("facts", "事实"), ("actions", "措施"), ("consent", "家长意见")) if record.get(name) is None]
    yield Fact("结束前要补", "、".join(lacks) or "不缺", "due" if lacks else "good")
    called = record.get("told")
    lines = called if isinstance(called, tuple) else ()
    told = sum(1 for line in lines if line[1] is not None)
    yield Fact("告知清单", f"{told} 个已打" if lines else "还没有记", "good" if told else "due")


def awaited(record: Record, around: Around) -> Fact:
    """Return whether the channel answered in time; while it is awaited, the answer carries a running clock."""
    begun, words = record.get("t_initiated"), response(record.values, around)
    waits = record.get("t_responded") is None and record.get("closed_on") is None
    if waits and isinstance(begun, datetime):
        return Fact("通道响应", f"限 {limit(around)} 分钟", "due", Clock(begun, limit(around)))
    late = is_late(record.values, around)
    tone: Tone = "wrong" if late else "good" if record.get("t_responded") else "due" if waits else ""
    return Fact("通道响应", words, tone)


def open_crisis(around: Around) -> Iterator[Fact]:
    """Yield a fact for each crisis of a case that is open; for the head of the page of that case."""
    for one in around.parts("referral"):
        if one.get("kind") == "crisis" and one.get("closed_on") is None:
            fact = awaited(one, around)
            yield Fact(f"危机处置 {one.text('ref_no')}".strip(), fact.text, "wrong", fact.clock)
