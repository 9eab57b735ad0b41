"""Task 13 and what only the principal knows of task 14: guards at the gate, posts from outside, drills, buildings, conduct."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.domain.obligation_rules import Both, Each, Kinds, Share, Source, Times
from jlt_desktop.ledgers.guard_shift import is_staffed
from jlt_desktop.ledgers.obligation_rules_sport import closed
from jlt_desktop.ledgers.obligation_sources import activities, post

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jlt_desktop.domain.obligation_rules import Look, Rule
    from jlt_desktop.domain.record import Record


def _staffed(record: Record, _look: Look) -> bool:
    return is_staffed(record.values)


def _judged(record: Record, _look: Look) -> bool:
    return record.get("judged_on") is not None


SAFETY_RULES: Mapping[str, Rule] = {
    "O-13a": Each(of=(Source(ledger="guard_shift", on="date", reads=("people", "replaced"), test=_staffed),), unit="day"),
    "O-13b": Times(of=(post("law_vp"),)),
    "O-13c": Kinds(kinds={"消防副校长": (post("fire_vp"),), "消防安全明白人": (post("fire_contact"),)}),
    "O-13e": Both(
        first=Times(of=(Source(ledger="inspection", on="date", where={"kind": "building"}),)),
        then=Share(of=(Source(ledger="issue", on="found_on", where={"category": "building"}, reads=("closed_on",)),), met=closed),
        words="还没有整改的隐患",
    ),
    "O-14h": Share(of=(Source(ledger="conduct_case", on="asked_on", reads=("judged_on",)),), met=_judged, own_dues=True),
    **activities("O-13d", "O-13f", "O-13g"),
}
