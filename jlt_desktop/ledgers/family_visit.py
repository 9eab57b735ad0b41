"""普通家访: a teacher's visit to the home of any pupil; the visits to children in care are parts of their files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.domain.ledger import Ledger
from jlt_desktop.domain.seal import Seal
from jlt_desktop.ledgers.care_dues import open_follow_up
from jlt_desktop.ledgers.home_visit import HOME_VISIT, follow_up_has_a_day, parents_have_signed

if TYPE_CHECKING:
    from collections.abc import Iterable

# a sign of harm begins a report, which is part of a file of care: the pupil's page has a step for it
_NOT_ASKED = "signs"


def _asked(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for name in names if name != _NOT_ASKED)


FAMILY_VISIT = Ledger(
    key="family_visit",
    title="普通家访",
    group="学生",
    part_of="student",
    happened="date",
    fields={name: HOME_VISIT.fields[name] for name in _asked(HOME_VISIT.fields)},
    sheet=HOME_VISIT.sheet,
    form={title: _asked(names) for title, names in HOME_VISIT.form.items()},
    identity=HOME_VISIT.identity,
    search=HOME_VISIT.search,
    order=HOME_VISIT.order,
    checks=(follow_up_has_a_day,),
    seal=Seal(since=parents_have_signed, open=("follow_up_done", "photos"), correctable=True),
    dues=(open_follow_up,),
    due_filled=("follow_up_due",),
)
