"""Tasks 4 to 6: assessments, the list of concern with its plans and months, referrals, and who looks after pupils' minds."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from jlt_desktop.domain.calendar import month_of
from jlt_desktop.domain.obligation_rules import Share, Source, Sums
from jlt_desktop.ledgers.concern_states import FOLLOWED, followed_in, listed_since
from jlt_desktop.ledgers.referral_clock import USUAL_LIMIT, minutes_between

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jlt_desktop.domain.obligation_rules import Look, Rule
    from jlt_desktop.domain.record import Record

_SIGNS = ("homeroom_on", "counselor_on", "health_vp_on")
_LIST = ("found_on", "urgent_at", "panel_on", "level_changes")
_PLAN_DAYS = 7


def _signed(record: Record, _look: Look) -> bool:
    return all(record.get(name) for name in _SIGNS)


def _followed(record: Record, look: Look) -> bool:
    return followed_in(record, month_of(look.today))


def _answered(record: Record, _look: Look) -> bool:
    minutes = minutes_between(record.values, "t_initiated", "t_responded")
    return minutes is not None and minutes <= USUAL_LIMIT


def _over(record: Record, _look: Look) -> bool:
    return record.get("t_initiated") is not None and (record.get("t_responded") is not None or record.get("closed_on") is not None)


def _number(record: Record, name: str) -> float:
    value = record.get(name)
    return float(value) if isinstance(value, int | float) else 0.0


def _to_test(record: Record) -> float:
    return max(0.0, _number(record, "n_target") - _number(record, "n_na"))


def _checked(record: Record, _look: Look) -> bool:
    return isinstance(record.get("checkup_on"), date)


def _batch(kind: str, **more: object) -> Source:
    reads = ("n_target", "n_done", "n_na", *more.pop("reads", ()))  # type: ignore[misc]  # names of fields
    return Source(ledger="assessment_batch", on="date_from", where={"batch_type": kind}, reads=reads, **more)  # type: ignore[arg-type]


_ON_LIST = Source(ledger="concern", where={"state": FOLLOWED}, reads=(*_SIGNS, *_LIST), timing="always")
MIND_RULES: Mapping[str, Rule] = {
    "O-04c": Share(
        of=(Source(ledger="referral", on="t_found", reads=("t_initiated", "t_responded", "closed_on"), test=_over),),
        met=_answered,
        own_dues=True,
    ),
    "O-06a": Sums(of=_batch("whole"), done=lambda one: _number(one, "n_done"), required=_to_test),
    "O-06b": Sums(
        of=_batch("depression", reads=("checkup_on",), test=_checked), done=lambda one: _number(one, "n_done"), required=_to_test
    ),
    "O-06c": Share(of=(_ON_LIST,), met=_signed, own_dues=True),
    "O-06d": Share(
        of=(_ON_LIST,),
        by=(Source(ledger="individual_plan", on="from_date", filled=("goals",), about="parent", timing="force"),),
        grace=(_PLAN_DAYS, listed_since),
        own_dues=True,
    ),
    "O-06e": Share(
        of=(Source(ledger="concern", reads=("state", "removed_on", "removed_why", *_LIST), test=_followed, timing="always"),),
        by=(Source(ledger="follow_up", on="month", about="parent"),),
        own_dues=True,
    ),
}
