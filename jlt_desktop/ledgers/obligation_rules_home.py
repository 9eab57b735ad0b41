"""The school as a whole and tasks 10 to 12: meetings, committees, visits, and what parents are answered."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from jlt_desktop.domain.obligation_rules import Each, Kinds, Share, Source, Times
from jlt_desktop.ledgers.obligation_sources import CLASSES, PUPILS, activities, held, meets_class, of_year, paper, runs_in_term

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


def _names_families(record: Record, _look: Look) -> bool:
    return record.get("kind") == "family_plan" or "家庭教育" in record.text("title") + record.text("mentions")


def _feedback_settled(record: Record, look: Look) -> bool:
    due = record.get("due_on")
    return record.get("answered_on") is not None or (isinstance(due, date) and due < look.today)


def _adviser(kind: str) -> tuple[Source, ...]:
    where = {"team": "fam_edu", "kind": kind}
    return (Source(ledger="team_member", on="from_date", until="to_date", timing="force", where=where),)


def _handbook(kind: str) -> tuple[Source, ...]:
    return (
        Source(ledger="publication", where={"kind": kind}, reads=("school_year", "issued_on"), test=of_year("issued_on"), timing="always"),
    )


HOME_RULES: Mapping[str, Rule] = {
    "O-10a": Times(of=(paper(("family_plan", "term_plan", "development"), _names_families, yearly=True),)),
    "O-10c": Share(of=(CLASSES,), by=(held("O-10c", reads=("classes",), covers=meets_class),)),
    "O-11a": Kinds(
        kinds={
            "专家": _adviser("expert"),
            "指导教师": _adviser("guide"),
            "志愿服务队": _adviser("volunteer"),
            "五老": _adviser("elder"),
            "优秀家长": _adviser("parent"),
        }
    ),
    "O-11b": Times(
        of=(
            Source(
                ledger="research_topic",
                on="from_date",
                where={"field": "family", "state": ("running", "finished")},
                reads=("to_date",),
                test=runs_in_term,
                timing="force",
            ),
        )
    ),
    "O-11c": Kinds(kinds={"教师指导手册": _handbook("teachers"), "家长指导手册": _handbook("parents")}),
    "O-12a": Each(of=(held("O-12a", reads=("node",)),), unit="node", node="node"),
    **activities("O-10e", "O-10f", "O-10g", "O-11d", "O-12b", "O-12c", "O-12d", "O-12e"),
    "O-00d": Times(of=(Source(ledger="meeting", on="start", where={"kind": ("union", "joint")}),)),
    "O-10b": Kinds(kinds={"家庭教育指导委员会": _body("guidance"), "家长学校": _body("parent_school"), "家长委员会": _body("parents")}),
    "O-10d": Share(
        of=(PUPILS,),
        by=(Source(ledger="family_visit", on="date", about="parent"), Source(ledger="home_visit", on="date", about="^student")),
    ),
    "O-10h": Share(
        of=(
            Source(ledger="parent_opinion", on="^start", reads=("due_on", "answered_on"), test=_settled_or_late),
            Source(ledger="feedback", on="date", reads=("due_on", "answered_on"), test=_feedback_settled),
        ),
        met=_answered_in_time,
        own_dues=True,
    ),
    "O-10i": Times(
        of=(Source(ledger="meeting", on="start", where={"kind": "plenary"}, filled=("minutes_no",), reads=("signed_on",), test=_issued),)
    ),
}
