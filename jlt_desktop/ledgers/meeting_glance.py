"""What the page of a meeting answers at a glance: how far it is, whether enough came, what is open, what corrects it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.domain.fact import Fact
from jlt_desktop.ledgers.charter import day_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.record import Record

OPEN_STATES = ("open", "doing")


def meeting_glance(record: Record, around: Around) -> Iterable[Fact]:
    """Yield the answers in the order of the meeting."""
    yield _stage(record, around)
    (quorum,) = around.texts("meeting", record, ("quorum",))
    yield Fact("法定人数", quorum or "还没有登记到会", "wrong" if quorum.startswith("未") else "good" if quorum else "")
    items, votes = around.parts("agenda_item"), around.parts("vote")
    failed = [one.text("topic") for one in votes if around.texts("vote", one, ("carried",))[0].startswith("未")]
    yield Fact("议题和表决", f"议题 {len(items)} 项,表决 {len(votes)} 项" + (f";没有通过:{'、'.join(failed)}" if failed else ""))
    yield _open_resolutions(around)
    yield _open_opinions(around)
    yield from _correction(record, around)


def _stage(record: Record, around: Around) -> Fact:
    if record.get("signed_on"):
        return Fact("进行到", f"{record.text('minutes_no')} 已于 {record.get('signed_on')} 签发,不能再改", "good")
    if record.get("signed_record_on"):
        return Fact("进行到", "记录已签字,等编号签发", "due")
    if record.get("present_count") is not None:
        return Fact("进行到", "已登记到会,等主持人和记录人签字", "due")
    day = day_of(record.get("start"))
    if day is not None and day < around.today:
        return Fact("进行到", "会已开过,还没有登记到会", "due")
    return Fact(
        "进行到",
        f"已通知({record.get('notice_on')})" if record.get("notice_on") else "还没有发通知",
        "" if record.get("notice_on") else "due",
    )


def _open_resolutions(around: Around) -> Fact:
    every = around.parts("resolution")
    left = [one for one in every if one.get("state") in OPEN_STATES]
    late = [one for one in left if (due := day_of(one.get("due_on"))) and due < around.today]
    words = f"{len(left)} 条,共 {len(every)} 条" + (f",其中 {len(late)} 条已过期" if late else "")
    return Fact("未办决议", words if every else "没有决议", "wrong" if late else "due" if left else "")


def _open_opinions(around: Around) -> Fact:
    every = around.parts("parent_opinion")
    left = [one for one in every if not one.get("answered_on")]
    return Fact("家长意见", f"{len(left)} 条没有答复,共 {len(every)} 条" if every else "没有登记", "due" if left else "")


def _correction(record: Record, around: Around) -> Iterable[Fact]:
    old = around.record("meeting", record.text("corrects"))
    if old is not None:
        yield Fact("更正哪一份", f"{old.text('minutes_no')} {old.text('title')}".strip())
    newer = [one for one in corrections_of(record, around) if not one.removed_at]
    if newer:
        yield Fact("已被更正", "、".join(f"{one.text('minutes_no')} {one.text('title')}".strip() for one in newer), "due")


def corrections_of(record: Record, around: Around) -> list[Record]:
    """Return the meetings that correct this one."""
    return [one for one in around.all_of("meeting") if one.get("corrects") == record.id and not one.removed_at]
