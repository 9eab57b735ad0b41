"""Lists and tables a ledger is asked for, declared: columns of a list, counted lines of a statistical table and its cross-checks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from jlt_desktop.domain.figures import Crosstab, Totals

if TYPE_CHECKING:
    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.record import Record

Show = Callable[["Record", "Around"], str]
Counts = Callable[["Record", "Around"], bool]
Mask = Literal["", "name", "number", "out"]


def _everyone(_record: Record, _around: Around) -> bool:
    return True


def _no_note(_around: Around) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list. mask: what a posted list does with it: star the name, star the number, leave the column out.

    paper: whether there is room for it on paper; the workbook has every column.
    """

    label: str
    show: Show
    weight: float = 1.0
    mask: Mask = ""
    paper: bool = True


@dataclass(frozen=True, slots=True)
class Measure:
    """A column of a statistical table: of the records on a line, those that also meet this."""

    label: str
    counts: Counts = _everyone


@dataclass(frozen=True, kw_only=True)
class Roll:
    """A list with one line a record. counts: who is on it. order: what the lines are sorted by; the ledger's own order by default.

    dated: the field that says when it was, where only those of a period are listed.
    part: the ledger of the parts that are listed instead of the records themselves. kinds: every record, listed or not, is of just
    one of these; the check at the foot adds them up. unit: what the lines are counted in. note: what the figures are measured by.
    """

    key: str
    title: str
    columns: tuple[Column, ...]
    counts: Counts = _everyone
    order: Show | None = None
    part: str = ""
    dated: str = ""
    kinds: tuple[Measure, ...] = ()
    unit: str = "人"
    note: Callable[[Around], str] = _no_note
    signers: tuple[str, ...] = ("填报单位(盖章)", "单位负责人", "复核人", "填表人", "联系电话", "填报日期")


@dataclass(frozen=True, slots=True)
class Section:
    """Lines that break the whole down. whole: every record is on exactly one line, so the lines add up to the total.

    present: lines on which nobody stands are left out, as the grades a school does not have.
    """

    title: str
    lines: tuple[Measure, ...]
    whole: bool = True
    present: bool = False


@dataclass(frozen=True, slots=True)
class Balance:
    """A cross-check between columns: the first is the sum of the others, on every line."""

    of: str
    parts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Tally:
    """A statistical table: the total, then sections of lines, each counted in every column; balances are checked between columns."""

    key: str
    title: str
    columns: tuple[Measure, ...]
    sections: tuple[Section, ...]
    counts: Counts = _everyone
    balances: tuple[Balance, ...] = ()
    note: Callable[[Around], str] = _no_note
    signers: tuple[str, ...] = ("填报单位(盖章)", "单位负责人", "复核人", "填表人", "联系电话", "填报日期")


Report = Roll | Tally | Crosstab | Totals


def option_lines(name: str, options: Sequence[tuple[str, str]]) -> tuple[Measure, ...]:
    """Return a line for each (key, label) of a choice field, and one for records that left it blank."""

    def equal(key: str | None) -> Counts:
        return lambda record, _around: record.get(name) == key

    def among(key: str) -> Counts:
        return lambda record, _around: key in chosen if isinstance(chosen := record.get(name), tuple) else chosen == key

    return (*(Measure(label, among(key)) for key, label in options), Measure("未填", equal(None)))
