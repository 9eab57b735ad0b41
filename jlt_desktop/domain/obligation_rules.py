"""How an obligation is counted: a few kinds of rule over the records of ledgers, each a value that says which fields it reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Literal, Protocol

from jlt_desktop.domain.calendar import month_of, school_year
from jlt_desktop.domain.school_year import NODES, months_of, nodes_of, school_days

if TYPE_CHECKING:
    from jlt_desktop.domain.calendar import SchoolCalendar
    from jlt_desktop.domain.obligation_periods import Term
    from jlt_desktop.domain.record import Record

Timing = Literal["term", "force", "always"]
Test = Callable[["Record", "Look"], bool]
Key = Callable[["Record", "Look"], Iterable[object]]
Covers = Callable[["Record", "Look"], Callable[[object], bool]]
_FORTNIGHT = 14


@dataclass(frozen=True, kw_only=True)
class Source:
    """Which records of a ledger count. on: the field that dates them; until: with it they are in force from `on` to `until`.

    where: field -> the value it must hold, or one of several (of a list: contains). test: what else must be so; reads: its fields.
    filled: fields of which one must not be blank. about: what a record is about, where that is counted: a field, "parent", or a function
    of the record. covers: instead, the test whether a record is about something wanted. weight: how often it counts, once by default.
    timing: dated within the term, in force today, or always. A field "^name" is one of the file a part belongs to, "link>name" one of the
    record a link leads to. of_year: the field that says which school year (2026-2027) a record is of, where others need not be read.
    """

    ledger: str
    on: str = ""
    until: str = ""
    where: Mapping[str, object] = field(default_factory=dict)
    test: Test | None = None
    reads: tuple[str, ...] = ()
    filled: tuple[str, ...] = ()
    about: str | Key = ""
    covers: Covers | None = None
    weight: Callable[[Record], int] | None = None
    of_year: str = ""
    timing: Timing = "term"

    @property
    def fields(self) -> tuple[str, ...]:
        """Return the names of the fields that are read."""
        about = (self.about,) if isinstance(self.about, str) and self.about not in ("", "id", "parent") else ()
        return tuple(
            dict.fromkeys(
                (*filter(None, (self.on, self.until)), *self.where, *self.filled, *about, *self.reads, *filter(None, (self.of_year,)))
            )
        )

    def keys(self, record: Record, look: Look) -> tuple[object, ...]:
        """Return what a record is about; the record itself where nothing is said."""
        if callable(self.about):
            return tuple(self.about(record, look))
        if self.about in ("", "id"):
            return (record.id,)
        value = record.parent if self.about == "parent" else record.get(self.about)
        return value if isinstance(value, tuple) else () if value is None else (value,)


class Look(Protocol):
    """What a rule is handed: the day, the term, the calendar, the threshold in force, and the records of a source."""

    today: date
    term: Term
    calendar: SchoolCalendar
    threshold: float

    def records(self, source: Source) -> Sequence[Record]:
        """Return the records of a source that count on this day, in this term."""

    def first_of(self, source: Source) -> Mapping[object, Record]:
        """Return what the records of a source are about, each with the first of them."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What a rule found. records: those that count; lacking: what is missing, in words; unmet: records that should count and do not.

    unit: what is counted, where it is not what the catalogue says. short: not met, whatever the numbers. late: what is missing is of a
    time that is over.
    """

    done: float
    required: float
    records: tuple[Record, ...] = ()
    lacking: tuple[str, ...] = ()
    unmet: tuple[Record, ...] = ()
    unit: str = ""
    short: bool = False
    late: bool = False


class Rule(Protocol):
    """A way of counting."""

    @property
    def own_dues(self) -> bool:
        """Tell whether the ledger itself reminds of every single case, so that the home page need not add up."""

    @property
    def sources(self) -> tuple[Source, ...]:
        """Return what it reads."""

    def count(self, look: Look) -> Tally:
        """Count."""


@dataclass(frozen=True, kw_only=True)
class Times:
    """So many records: 每学期至少一次. Several sources add up."""

    of: tuple[Source, ...]
    own_dues: bool = False

    @property
    def sources(self) -> tuple[Source, ...]:
        """Return what it reads."""
        return self.of

    def count(self, look: Look) -> Tally:
        """Count the records."""
        found = [one for source in self.of for one in look.records(source)]
        return Tally(len(found), look.threshold, tuple(found))


@dataclass(frozen=True, kw_only=True)
class Kinds:
    """So many kinds out of a list, each by at least one record: 三类人员都在岗. kinds: label -> the sources that fill it."""

    kinds: Mapping[str, tuple[Source, ...]]
    own_dues: bool = False

    @property
    def sources(self) -> tuple[Source, ...]:
        """Return what it reads."""
        return tuple(one for found in self.kinds.values() for one in found)

    def count(self, look: Look) -> Tally:
        """Count the kinds that are there."""
        found = {label: [one for source in sources for one in look.records(source)] for label, sources in self.kinds.items()}
        there = [label for label, records in found.items() if records]
        records = tuple({one.id: one for records in found.values() for one in records}.values())
        missing = tuple(label for label in found if label not in there) if len(there) < look.threshold else ()
        return Tally(len(there), look.threshold, records, missing)


@dataclass(frozen=True, kw_only=True)
class Each:
    """Something in every unit of the calendar that has begun: 月月有赛事, 每个节点, 每个上学日. node: the field that names the node."""

    of: tuple[Source, ...]
    unit: Literal["month", "node", "day"]
    node: str = ""
    own_dues: bool = False

    @property
    def sources(self) -> tuple[Source, ...]:
        """Return what it reads."""
        return self.of

    def count(self, look: Look) -> Tally:
        """Count the units in which there is enough."""
        records = [(one, self._unit(one, source)) for source in self.of for one in look.records(source)]
        counts = Counter(unit for _, unit in records)
        least = 1 if self.unit == "day" else max(1, look.threshold)
        wanted = self._wanted(look)
        there = {unit for unit in wanted if counts[unit] >= least}
        missing = tuple(words for unit, words in wanted.items() if unit not in there) if self.unit != "day" else ()
        late = bool(wanted) and next(reversed(wanted)) in there and self.unit != "node"
        return Tally(len(there), len(wanted), tuple(one for one, unit in records if unit in wanted), missing, late=late)

    def _unit(self, record: Record, source: Source) -> object:
        if self.unit == "node":
            return record.get(self.node)
        day = day_of(record.get(source.on))
        return None if day is None else month_of(day) if self.unit == "month" else day

    def _wanted(self, look: Look) -> dict[object, str]:
        year = school_year(look.today)
        if self.unit == "month":
            now = month_of(look.today)
            return {month: f"{int(month[5:])}月" for month in months_of(year, look.calendar) if month <= now}
        if self.unit == "node":
            return {key: NODES[key] for key, span in nodes_of(year, look.calendar).items() if span[0] <= look.today}
        return {day: f"{day:%m-%d}" for day in school_days(look.term.first, min(look.today, look.term.last), look.calendar)}


@dataclass(frozen=True, kw_only=True)
class Share:
    """Of all there are, those that are met: by another record about the same, or by what they say themselves.

    of: what there is. spread: what is wanted of each of it instead (of a class, its grade). less: what is exempted of it.
    by: the records that meet it; all are joined by `about`. met: instead, what each must say; reads of `of` must name its fields.
    fortnights: each is asked for once a fortnight of the term (心理课). must: there has to be something at all.
    grace: within so many days of a day read from the record, what is not met is not asked for yet.
    """

    of: tuple[Source, ...]
    by: tuple[Source, ...] = ()
    less: tuple[Source, ...] = ()
    spread: Callable[[object, Look], Iterable[object]] | None = None
    met: Test | None = None
    fortnights: bool = False
    must: bool = False
    grace: tuple[int, Callable[[Record], date | None]] | None = None
    own_dues: bool = False

    @property
    def sources(self) -> tuple[Source, ...]:
        """Return what it reads."""
        return (*self.of, *self.by, *self.less)

    def count(self, look: Look) -> Tally:
        """Count what there is and what is met."""
        found = self._by_itself(look) if self.met is not None else self._by_others(look)
        return Tally(0, 1, lacking=("还没有登记",), unit="份") if self.must and not found.required else found

    def _by_others(self, look: Look) -> Tally:
        wanted = self._wanted(look)
        counts = dict.fromkeys(wanted, 0)
        records: dict[str, Record] = {}
        for source in self.by:
            for one in look.records(source):
                keys = self._meets(source, one, wanted, look)
                if keys:
                    weight = source.weight(one) if source.weight else 1
                    for key in dict.fromkeys(keys):
                        counts[key] += weight
                    records[one.id] = one
        most = self._times(look)
        if self.grace is not None:
            wanted = {key: one for key, one in wanted.items() if counts[key] >= most or not self._fresh(one, look)}
        short = [key for key in wanted if counts[key] < most]
        done = most * (len(wanted) - len(short)) + sum(counts[key] for key in short)
        unmet = {wanted[key].id: wanted[key] for key in short}
        return Tally(done, len(wanted) * most, tuple(records.values()), (), tuple(unmet.values()))

    @staticmethod
    def _meets(source: Source, one: Record, wanted: Mapping[object, Record], look: Look) -> list[object]:
        if source.covers is not None:
            return [*filter(source.covers(one, look), wanted)]
        return [key for key in source.keys(one, look) if key in wanted]

    def _wanted(self, look: Look) -> dict[object, Record]:
        wanted: dict[object, Record] = {}
        for source in self.of:
            wanted = {**look.first_of(source), **wanted}
        spread = self.spread
        if spread is not None:
            wanted = {further: one for key, one in wanted.items() for further in spread(key, look)}
        spared = {key for source in self.less for key in look.first_of(source)}
        return {key: one for key, one in wanted.items() if key not in spared} if spared else wanted

    def _by_itself(self, look: Look) -> Tally:
        every = [one for source in self.of for one in look.records(source)]
        good = tuple(one for one in every if self.met is not None and self.met(one, look))
        there = {one.id for one in good}
        return Tally(len(good), len(every), good, (), tuple(one for one in every if one.id not in there))

    def _fresh(self, record: Record, look: Look) -> bool:
        if self.grace is None:
            return False
        day = self.grace[1](record)
        return day is not None and (look.today - day).days < self.grace[0]

    def _times(self, look: Look) -> int:
        if not self.fortnights:
            return 1
        days = (min(look.today, look.term.due or look.term.last) - look.term.first + timedelta(days=1)).days
        return max(1, days // _FORTNIGHT)


@dataclass(frozen=True, kw_only=True)
class Sums:
    """Numbers that records carry themselves: 已测 of 应测. done, required: worked out from one record. One record must be there at least.

    also: what each must say besides; words: what is missing where it does not.
    """

    of: Source
    done: Callable[[Record], float]
    required: Callable[[Record], float]
    also: Test | None = None
    words: str = ""
    own_dues: bool = False

    @property
    def sources(self) -> tuple[Source, ...]:
        """Return what it reads."""
        return (self.of,)

    def count(self, look: Look) -> Tally:
        """Add up."""
        found = tuple(look.records(self.of))
        if not found:
            return Tally(0, 1, lacking=("还没有登记",), unit="次")
        open_ones = tuple(one for one in found if self.also is not None and not self.also(one, look))
        lacking = (self.words,) if open_ones else ()
        return Tally(sum(map(self.done, found)), sum(map(self.required, found)), found, lacking, open_ones, short=bool(open_ones))


@dataclass(frozen=True, kw_only=True)
class Both:
    """Two rules in one, counted by the first: so many records, and every case settled: 排查一次,隐患全部整改. words: of what is open."""

    first: Rule
    then: Rule
    words: str
    own_dues: bool = False

    @property
    def sources(self) -> tuple[Source, ...]:
        """Return what it reads."""
        return (*self.first.sources, *self.then.sources)

    def count(self, look: Look) -> Tally:
        """Count by the first; by the second, what is open."""
        found, more = self.first.count(look), self.then.count(look)
        if more.done >= more.required:
            return found
        words = f"{self.words} {more.required - more.done:g} 件"
        return replace(found, lacking=(*found.lacking, words), unmet=(*found.unmet, *more.unmet), short=True)


def day_of(value: object) -> date | None:
    """Return the day of a date, a moment or a month."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str) and len(value) == 7:
        return date(int(value[:4]), int(value[5:]), 1)
    return None
