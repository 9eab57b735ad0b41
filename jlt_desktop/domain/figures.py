"""Figures a school is asked for that come from several ledgers: tables by grade, and sheets of single numbers for the whole school."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.periods import Span
    from jlt_desktop.domain.record import Record
    from jlt_desktop.domain.report import Balance

Place = Callable[["Record", "Around", "Span"], str]
Counted = Callable[["Record", "Around", "Span"], "bool | int"]
Number = Callable[["Around", "Span"], int]
SIGNERS = ("填报单位(盖章)", "单位负责人", "复核人", "填表人", "联系电话", "填报日期")


def _no_note(_around: Around, _span: Span) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A column: of the records of `ledger`, how many meet `counts` (or how often each counts). group: the heading above its label."""

    label: str
    ledger: str
    counts: Counted
    group: str = ""

    @property
    def whole(self) -> str:
        """Return what tells the column from all others."""
        return f"{self.group}:{self.label}" if self.group else self.label


@dataclass(frozen=True, kw_only=True)
class Crosstab:
    """A table whose columns come from several ledgers.

    lines: what its lines are called, in order. places: ledger -> the line a record stands on; empty: it is not counted at all.
    present: lines without anybody are left out. balances: columns that are the sum of others, on every line. leaves: it may be handed in.
    """

    key: str
    title: str
    head: str
    lines: tuple[str, ...]
    places: Mapping[str, Place]
    figures: tuple[Figure, ...]
    present: bool = True
    balances: tuple[Balance, ...] = ()
    note: Callable[[Around, Span], str] = _no_note
    signers: tuple[str, ...] = SIGNERS
    leaves: bool = False


@dataclass(frozen=True, slots=True)
class Single:
    """A number of a sheet. people: it counts people, so that a small one is hidden in what leaves. unit: what it is counted in.

    like: (ledger.indicator, group) of a count that leaves beside it and tells nearly the same; * for all groups of it together. Where the
    two differ by a few, this one is hidden, so that the few cannot be told. as_of: it is so on a day; what is not happens within a
    period, and a semester is the sum of its months.
    """

    key: str
    label: str
    count: Number
    group: str = ""
    unit: str = "人"
    people: bool = True
    like: tuple[str, str] = ("", "")
    as_of: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """A percentage of two numbers of the sheet; hidden where one of them is."""

    key: str
    label: str
    part: str
    whole: str
    group: str = ""


@dataclass(frozen=True, kw_only=True)
class Totals:
    """A sheet of single numbers for the whole school, of which small ones are hidden in what leaves.

    parts: numbers that together are a known total, hidden so that none can be worked out. flows: (before, come, gone, after), whose
    comings and goings are hidden together.
    """

    key: str
    title: str
    lines: tuple[Single | Share, ...]
    parts: tuple[tuple[str, ...], ...] = ()
    flows: tuple[tuple[str, str, str, str], ...] = ()
    note: Callable[[Around, Span], str] = _no_note
    signers: tuple[str, ...] = SIGNERS
    leaves: bool = False
