"""The school as a whole and tasks 10 to 12: meetings, committees, visits, and what parents are answered."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from jlt_desktop.domain.obligation_rules import Kinds, Share, Source, Times
from jlt_desktop.ledgers.obligation_sources import pupils

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jlt_desktop.domain.obligation_rules import Look, Rule
    from jlt_desktop.domain.record import Record


def _issued(record: Record, _look: Look) -> bool:
    return record.get("signed_on") is not None


def _answered_in_time(record: Record, _look: Look) -> bool:
    answered, due = record.get("answered_on"), record.get("due_on")
    return isinstance(answered, date) and (not isinstance(due, date) or answered <= due)


def _settled_or_late(record: Record, look: Look) -> bool:
    """An opinion that may still be answered in time is no case yet."""
    due, raised = record.get("due_on"), record.get("^start")
    if record.get("answered_on") is not None:
        return True
    if isinstance(due, date):
        return due < look.today
    return isinstance(raised, datetime) and (look.today - raised.date()).days > 14


def _body(kind: str) -> tuple[Source, ...]:
    return (Source(ledger="committee", on="term_from", until="term_to", timing="force", where={"kind": kind}),)


HOME_RULES: Mapping[str, Rule] = {
    "O-00d": Times(of=(Source(ledger="meeting", on="start", where={"kind": ("union", "joint")}),)),
    "O-10b": Kinds(kinds={"家庭教育指导委员会": _body("guidance"), "家长学校": _body("parent_school"), "家长委员会": _body("parents")}),
    "O-10d": Share(of=(pupils(),), by=(Source(ledger="home_visit", on="date", about="^student"),)),
    "O-10h": Share(
        of=(Source(ledger="parent_opinion", on="^start", reads=("due_on", "answered_on"), test=_settled_or_late),),
        met=_answered_in_time,
        own_dues=True,
    ),
    "O-10i": Times(
        of=(Source(ledger="meeting", on="start", where={"kind": "plenary"}, filled=("minutes_no",), reads=("signed_on",), test=_issued),)
    ),
}
