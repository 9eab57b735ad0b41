"""The school as a whole, tasks 1 to 3 and 15: papers, venues, courses, roles, activities in and with museums, science, services."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.domain.obligation_rules import Kinds, Share, Source, Times
from jlt_desktop.ledgers.obligation_sources import activities, of_year, paper, runs_in_term
from jlt_desktop.ledgers.third_party_service import missing, works

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jlt_desktop.domain.obligation_rules import Look, Rule
    from jlt_desktop.domain.record import Record

_UNION = "教联体"
_STEPS = ("pre_class", "practice", "after_class")
_SERVICE = ("whitelist_batch", "agreed_from", "agreed_to", "posted_on", "fee", "fee_basis", "non_academic", "teachers", "exit_on")


def _names_union(record: Record, _look: Look) -> bool:
    return record.get("covers") == "all" or _UNION in record.text("title") + record.text("mentions")


def _says_duties(record: Record, _look: Look) -> bool:
    return bool(record.get("our_duties") and record.get("their_duties"))


def _whole_course(record: Record, look: Look) -> bool:
    return of_year()(record, look) and all(record.get(name) for name in _STEPS)


def _works(record: Record, look: Look) -> bool:
    return works(record.values, look.today)


def _complies(record: Record, look: Look) -> bool:
    return not missing(record.values, look.today)


def _agreement(**more: object) -> Source:
    return Source(ledger="venue_agreement", on="signed_on", until="valid_to", timing="force", **more)  # type: ignore[arg-type]  # as Source


def _in_team(kind: str) -> tuple[Source, ...]:
    where = {"team": "venue_course", "kind": kind}
    return (Source(ledger="team_member", on="from_date", until="to_date", timing="force", where=where),)


VENUE_RULES: Mapping[str, Rule] = {
    "O-00a": Times(of=(paper("mechanism"),)),
    "O-00b": Kinds(kinds={"制度": (paper("rules"),), "资源摸底": (paper("survey"),)}),
    "O-00c": Times(of=(paper(("development", "term_plan"), _names_union, yearly=True),)),
    "O-00e": Times(of=(paper("self_review"),)),
    "O-01a": Times(of=(_agreement(reads=("our_duties", "their_duties"), test=_says_duties),)),
    "O-02a": Kinds(kinds={"思政教师": _in_team("ethics"), "历史教师": _in_team("history"), "场馆人员": _in_team("venue")}),
    "O-02b": Times(
        of=(
            Source(
                ledger="venue_course",
                where={"state": ("trial", "final")},
                reads=("school_year", *_STEPS),
                test=_whole_course,
                timing="always",
            ),
        )
    ),
    "O-02c": Times(of=(Source(ledger="role_project", on="from_date", reads=("to_date",), test=runs_in_term, timing="force"),)),
    "O-15a": Times(of=(_agreement(where={"category": "science"}),)),
    "O-15d": Share(of=(Source(ledger="third_party_service", reads=_SERVICE, test=_works, timing="always"),), met=_complies, own_dues=True),
    "O-90": Times(of=(Source(ledger="plan_document", on="date", where={"kind": "audit"}),)),
    "O-91": Times(of=(paper("impact"),)),
    **activities("O-01b", "O-03a", "O-03b", "O-03c", "O-15b", "O-15c"),
}
