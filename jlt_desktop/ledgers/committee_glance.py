"""What the page of a committee answers at a glance: term, charter, members, last meeting, what is still to be carried out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.domain.fact import Fact
from jlt_desktop.ledgers.charter import day_of, in_force
from jlt_desktop.ledgers.committee_deeds import GONE
from jlt_desktop.ledgers.meeting_glance import OPEN_STATES
from jlt_desktop.ledgers.quorum import members_on

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.record import Record


def committee_glance(record: Record, around: Around) -> Iterable[Fact]:
    """Yield the answers, the most asked first."""
    yield _term(record, around)
    yield _charter(around)
    yield _members(record, around)
    held = [one for one in around.all_of("meeting") if one.get("committee") == record.id and not one.removed_at]
    yield _last(held, around)
    yield _open(held, around)


def _term(record: Record, around: Around) -> Fact:
    number, start, end = record.get("term_no"), day_of(record.get("term_from")), day_of(record.get("term_to"))
    words = f"第 {number} 届" if number else "没有登记届次"
    if start or end:
        words += f",{start or '?'} 至 {end or '没有登记'}"
    if end and end < around.today:
        return Fact("届次任期", f"{words};任期已满,请换届", "wrong")
    left = (end - around.today).days if end else 0
    soon = 60
    return Fact("届次任期", f"{words};还有 {left} 天" if end and left <= soon else words, "due" if end is None or left <= soon else "good")


def _charter(around: Around) -> Fact:
    now = in_force(around.parts("charter"), around.today)
    if now is None:
        return Fact("章程", "没有登记章程,法定人数按机构登记的比例算", "due")
    version, on, quorum, votes = around.texts("charter", now, ("version", "adopted_on", "quorum", "votes"))
    return Fact("章程", f"{version}({on} 通过);到会{quorum},{votes}赞成才通过")


def _members(record: Record, around: Around) -> Fact:
    serving = members_on(record, around.today, around)
    children = [around.record("student", one.text("child")) for one in serving]
    gone = sum(1 for one in children if one is not None and one.get("enrol_status") in GONE)
    if not serving:
        return Fact("成员人数", "没有登记成员", "due")
    return Fact("成员人数", f"{len(serving)} 人" + (f";{gone} 人的子女已离校,请办成员退出" if gone else ""), "due" if gone else "")


def _last(held: Sequence[Record], around: Around) -> Fact:
    past = [one for one in held if (day := day_of(one.get("start"))) and day <= around.today]
    if not past:
        return Fact("最近会议", "还没有开过会", "due")
    last = max(past, key=lambda one: str(one.get("start")))
    quorum = around.texts("meeting", last, ("quorum",))[0].partition("(")[0]
    words = f"{day_of(last.get('start'))} {last.text('title')}" + (f",{quorum}法定人数" if quorum else "")
    return Fact("最近会议", words + ("" if last.get("signed_on") else ",纪要没有签发"), "" if last.get("signed_on") else "due")


def _open(held: Sequence[Record], around: Around) -> Fact:
    left = [one for meeting in held for one in around.parts_of(meeting, "resolution") if one.get("state") in OPEN_STATES]
    late = [one for one in left if (due := day_of(one.get("due_on"))) and due < around.today]
    words = f"{len(left)} 条" + (f",其中 {len(late)} 条已过期" if late else "")
    return Fact("未办决议", words if left else "没有", "wrong" if late else "due" if left else "good")
