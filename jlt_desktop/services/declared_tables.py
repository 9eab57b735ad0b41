"""Tables that a submission carries besides rows and counts: those declared over several ledgers, and the summary of the tasks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jlt_desktop.bundle.bag import Column, Table
from jlt_desktop.domain.figures import Crosstab, Share, Single, Totals
from jlt_desktop.domain.periods import span as span_of
from jlt_desktop.domain.privacy import HIDDEN, SMALL
from jlt_desktop.domain.releases import Others, Release, adds_up, forbidden, of_other_periods
from jlt_desktop.services.crosstabs import as_shown, counted, crossed
from jlt_desktop.services.summary import TITLE, summary

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from jlt_desktop.domain.calendar import SchoolCalendar
    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.domain.periods import Span
    from jlt_desktop.services.office import Office

COUNTS = (Column("indicator", "代码"), Column("label", "名称"), Column("group", "分组"), Column("count", "数量"))
SUMMARY = "task_summary"
_SUMMARY_COLUMNS = (
    Column("task", "序号", "number"), Column("action", "行动"), Column("title", "任务"), Column("done", "本期完成情况"),
    Column("target", "目标"), Column("rate", "完成率"), Column("evidence", "佐证份数", "number"), Column("problem", "存在问题"),
    Column("step", "下步措施"), Column("owner", "责任人"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Declared:
    """A table that leaves. hidden: (population, part, true count, what is shown) of numbers whose release is remembered."""

    table: Table
    hidden: tuple[tuple[str, str, int, str], ...] = ()


class Known:
    """What is shown of counts, before and in the same submission: by population and part."""

    def __init__(self, history: Mapping[str, Sequence[Release]], now: Sequence[tuple[str, str, int, str]]) -> None:
        """history: by population. now: (population, part, count, shown) of what leaves beside it."""
        here: dict[str, dict[str, tuple[int, str]]] = {}
        for population, part, count, shown in now:
            here.setdefault(population, {})[part] = (count, shown)
        made = {one: Release({k: v[0] for k, v in parts.items()}, {k: v[1] for k, v in parts.items()}) for one, parts in here.items()}
        self._history = history
        self._made = made
        self._all = {one: [*history.get(one, ()), *([made[one]] if one in made else [])] for one in {*history, *made}}

    def before(self, population: str) -> Sequence[Release]:
        """Return what was released of a population before."""
        return self._history.get(population, ())

    def of_other_periods(self, name: str, span: Span, calendar: SchoolCalendar) -> Others:
        """Return what was released of the same for periods that share days with this one."""
        return of_other_periods(self._history, name, span, calendar)

    def hides(self, like: tuple[str, str], period: str) -> bool:
        """Tell whether the count that tells nearly the same is there in this submission, and is not shown as it is."""
        population, part = like
        for one in (self._made.get(population), self._made.get(f"{population}/{period}")) if population else ():
            if one is not None and part == "*":
                return all(text == HIDDEN for text in one.shown.values()) or one.total < SMALL
            if one is not None and part in one.counts:
                return one.shown[part] != str(one.counts[part])
        return False

    def beside(self, like: tuple[str, str], period: str) -> Iterator[int]:
        """Yield every exact number that is or was shown of a count that tells nearly the same."""
        population, part = like
        for one in (*self._all.get(population, ()), *self._all.get(f"{population}/{period}", ())) if population else ():
            exact = {group for group, count in one.counts.items() if one.shown.get(group) == str(count)}
            if part == "*" and exact == set(one.counts):
                yield one.total
            elif part in exact:
                yield one.counts[part]


def declared(office: Office, ledger: Ledger, span: Span, known: Known) -> Iterator[Declared]:
    """Yield the tables of a ledger's declaration that may be handed in."""
    for report in ledger.reports:
        if isinstance(report, Crosstab) and report.leaves:
            yield Declared(_by_line(office, ledger, report, span))
        elif isinstance(report, Totals) and report.leaves:
            yield _sheet(office, ledger, report, span, known)


def task_summary(office: Office, span: Span) -> Table | None:
    """Return the table of the fifteen tasks; None where nothing is owed or the period is still to come."""
    if not office.rulebook.obligations or span.since > office.today():
        return None
    # the plan's own words stand in the plan; they need not travel
    rows = [[str(one.number), *one.texts[:2], *one.texts[3:]] for one in summary(office, span.period)]
    return Table(SUMMARY, TITLE, _SUMMARY_COLUMNS, rows)


def _by_line(office: Office, ledger: Ledger, report: Crosstab, span: Span) -> Table:
    found = crossed(office, report, span)
    rows = [
        [one.whole, one.whole, line, str(numbers[place])] for place, one in enumerate(report.figures) for line, numbers in found.lines
    ]  # fmt: skip
    return Table(f"{ledger.key}_{report.key}_counts", report.title, COUNTS, rows)


def _sheet(office: Office, ledger: Ledger, report: Totals, span: Span, known: Known) -> Declared:
    counts = counted(office, report, span)
    population = f"{ledger.key}.{report.key}/{span.period}"
    singles = [one for one in report.lines if isinstance(one, Single) and one.people]
    beside = {one.key: list(known.beside(one.like, span.period)) for one in singles}
    hidden = {one.key for one in singles if known.hides(one.like, span.period)} | _barred(office, ledger, report, span, known, counts)
    shown = after(report, counts, known.before(population), beside, hidden)
    rows = [[one.key, one.label, one.group, shown[one.key]] for one in report.lines]
    cells = tuple((population, one.key, counts[one.key], shown[one.key]) for one in singles)
    return Declared(Table(f"{ledger.key}_{report.key}_counts", report.title, COUNTS, rows), cells)


def _barred(office: Office, ledger: Ledger, report: Totals, span: Span, known: Known, counts: Mapping[str, int]) -> set[str]:
    """Return the numbers that would give a month away, as a semester less its other months."""
    calendar = office.around().calendar
    whole = span_of(span.period, calendar)
    others = known.of_other_periods(f"{ledger.key}.{report.key}", span, calendar)
    added = [one.key for one in report.lines if isinstance(one, Single) and one.people and not one.as_of]
    return {key for key in added if not adds_up({key: counts[key]}, whole, tuple((days, one.only({key})) for days, one in others))}


def after(
    report: Totals, counts: Mapping[str, int], before: Sequence[Release], beside: Mapping[str, Sequence[int]],
    hidden: Collection[str] = (), small: int = SMALL,
) -> dict[str, str]:  # fmt: skip
    """Return what is shown of a sheet beside other counts and after earlier ones of the same people.

    A number that differs by a few from one that is known is hidden, with all that it hangs on; so is what is to be `hidden`.
    """
    shown = as_shown(report, counts, small)
    people = {one.key for one in report.lines if isinstance(one, Single) and one.people}
    exact = {key for key in people if shown[key] == str(counts[key])}
    close = {key for key in exact if any(0 < abs(counts[key] - one) < small for one in (*_then(key, before), *beside.get(key, ())))}
    close |= exact & set(hidden)
    for keys in report.parts:
        group = {key: counts[key] for key in keys}
        if close & set(keys) or forbidden(group, [one.only(keys) for one in before], small):
            close |= set(keys)
    for flow in report.flows:
        if close & set(flow):
            close |= set(flow)
    shown |= dict.fromkeys(close & people, HIDDEN)
    return shown | {one.key: HIDDEN for one in report.lines if isinstance(one, Share) and {one.part, one.whole} & close}


def _then(key: str, before: Sequence[Release]) -> Iterator[int]:
    """Yield what was shown exactly of a number."""
    yield from (one.counts[key] for one in before if key in one.counts and one.shown.get(key) == str(one.counts[key]))
