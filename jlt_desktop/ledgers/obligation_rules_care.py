"""Task 14: files of children left behind and in need, who helps them, who saw them, and the papers their parents owe."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from jlt_desktop.domain.obligation_rules import Share, Source
from jlt_desktop.ledgers.obligation_sources import AT_SCHOOL, pupils

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jlt_desktop.domain.obligation_rules import Look, Rule
    from jlt_desktop.domain.record import Record

# the register's definition: a parent away for work for three months
_AWAY = timedelta(days=91)
_PARENTS = ("father", "mother", "stepfather", "stepmother")
OPEN_FILES = Source(ledger="care_file", where={"closed_on": None}, timing="always")


def _in_need(record: Record, _look: Look) -> bool:
    return bool(
        record.get("registered_away") in ("one", "both")
        or record.get("orphan")
        or record.get("disability_type") not in (None, "none")
    )  # fmt: skip


def _away_long(record: Record, look: Look) -> bool:
    tags, since = record.get("status_tags"), record.get("away_since")
    if record.get("^enrol_status") not in AT_SCHOOL or not (isinstance(tags, tuple) and "away" in tags):
        return False
    return isinstance(since, date) and look.today - since >= _AWAY


def _exempt(kind: str) -> tuple[Source, ...]:
    """Return the arrangements by which a child is exempted today."""
    return (
        Source(
            ledger="care_rule", on="from_date", until="to_date", timing="force", where={"kinds": kind, "every": "exempt"}, about="parent"
        ),
    )


def _both_away(record: Record, _look: Look) -> bool:
    return record.get("student>registered_away") == "both"


_VISITS = Source(ledger="home_visit", on="date", about="parent")
_TALKS = Source(ledger="contact_log", on="at", about="parent")
CARE_RULES: Mapping[str, Rule] = {
    "O-14a": Share(
        of=(OPEN_FILES,),
        by=(Source(ledger="care_file", on="verified_on"), Source(ledger="care_file", on="opened_on")),
        less=_exempt("verify"),
        own_dues=True,
    ),
    "O-14b": Share(
        of=(
            pupils(test=_in_need, reads=("registered_away", "orphan", "disability_type")),
            Source(
                ledger="guardian", where={"relation": _PARENTS}, filled=("away_since",), reads=("status_tags", "^enrol_status"),
                test=_away_long, about="parent", timing="always",
            ),
        ),
        by=(Source(ledger="care_file", where={"closed_on": None}, about="student", timing="always"),),
    ),
    "O-14c": Share(
        of=(OPEN_FILES,), by=(Source(ledger="pairing", on="from_date", until="to_date", timing="force", about="parent"),),
    ),
    "O-14d": Share(of=(OPEN_FILES,), by=(_TALKS, _VISITS), less=_exempt("contact"), own_dues=True),
    "O-14e": Share(of=(OPEN_FILES,), by=(_VISITS,), less=_exempt("visit"), own_dues=True),
    "O-14f": Share(
        of=(
            Source(ledger="care_file", where={"closed_on": None}, reads=("student>registered_away",), test=_both_away, timing="always"),
            Source(ledger="care_entrustment", where={"^closed_on": None}, about="parent", timing="always"),
        ),
        by=(Source(ledger="care_entrustment", filled=("school_notified_on",), about="parent", timing="always"),),
        own_dues=True,
    ),
}  # fmt: skip
