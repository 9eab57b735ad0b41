"""The records obligations are counted from: each ledger read once, only the fields asked for, as of a day."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from jlt_desktop.domain.calendar import school_year
from jlt_desktop.domain.fields import Choices
from jlt_desktop.domain.fields_links import Attachment, People
from jlt_desktop.domain.obligation_rules import Look, day_of
from jlt_desktop.services.as_it_stood import standing_on
from jlt_desktop.vault.store import Query

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from jlt_desktop.domain.calendar import SchoolCalendar
    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.domain.obligation_periods import Term
    from jlt_desktop.domain.obligation_rules import Source
    from jlt_desktop.domain.record import Record
    from jlt_desktop.services.office import Office

_ABOVE, _ACROSS = "^", ">"
_MONTH = 7  # characters of YYYY-MM


class Shelf:
    """Reads for many rules at once. sources: all that will be asked for, with the first day each may need.

    as_it_stood: records as they were on `day`, from their histories, instead of as they are. bare: without the files attached to them.
    """

    def __init__(
        self, office: Office, day: date, sources: Iterable[tuple[Source, date]], *, as_it_stood: bool = False, bare: bool = False
    ) -> None:
        """Note what will be asked for; nothing is read yet."""
        self.day, self._office, self._as_it_stood, self._bare = day, office, as_it_stood, bare
        self._plans: dict[str, _Plan] = {}
        for source, first in sources:
            self._note(source, first)
        self._read: dict[str, dict[str, Record]] = {}
        self._sorted: dict[tuple[str, str], dict[object, list[Record]]] = {}
        # what is counted by several rules, as all pupils by their class, is gone through once
        self.firsts: dict[int, dict[object, Record]] = {}

    def _note(self, source: Source, first: date) -> None:
        ledger = self._office.ledgers[source.ledger]
        plan = self._plans.setdefault(ledger.key, _Plan())
        for name in source.fields:
            if name.startswith(_ABOVE):
                plan.above.add(name)
                self._also(ledger.part_of or "", name[1:])
            elif _ACROSS in name:
                link, _, further = name.partition(_ACROSS)
                plan.across.add(name)
                plan.names.add(link)
                self._also(ledger.links[link], further)
            else:
                plan.names.add(name)
        dated = source.timing == "term" and source.on in ledger.stored
        plan.since.append((source.on, first) if dated else None)
        plan.filled.append(source.filled)
        plan.where.append(source.where)
        plan.ends.append(source.until if source.timing == "force" and source.until in ledger.stored else "")
        plan.years.append(source.of_year)

    def _also(self, ledger: str, name: str) -> None:
        plan = self._plans.setdefault(ledger, _Plan())
        plan.names.add(name)
        plan.since.append(None)
        plan.filled.append(())
        plan.where.append({})
        plan.ends.append("")
        plan.years.append("")

    def every(self, key: str) -> dict[str, Record]:
        """Return the records of a ledger by id, without those whose file was thrown away."""
        if key not in self._read:
            ledger = self._office.ledgers[key]
            found = {one.id: one for one in self._fetched(ledger)}
            if ledger.part_of:
                above = self.every(ledger.part_of) if ledger.part_of in self._plans else self._ids(ledger.part_of)
                found = {id_: one for id_, one in found.items() if one.parent in above}
            self._read[key] = self._joined(ledger, found)
        return self._read[key]

    def _ids(self, key: str) -> Mapping[str, object] | set[str]:
        ledger = self._office.ledgers[key]
        if self._as_it_stood:
            return {one.id for one in standing_on(self._office, ledger, self.day)}
        return {str(row[0]) for row in self._office.store(ledger).column_values(ledger, ())}

    def _fetched(self, ledger: Ledger) -> Iterable[Record]:
        if self._as_it_stood:
            return standing_on(self._office, ledger, self.day)
        plan = self._plans[ledger.key]
        files = () if self._bare else (name for name, one in ledger.stored.items() if isinstance(one, Attachment))
        names = tuple(name for name in dict.fromkeys((*plan.names, *files)) if name in ledger.stored)
        since = plan.oldest
        if since is not None and ledger.stored[since[0]].kind == "month":
            since = (since[0], since[1][:_MONTH])
        year = school_year(self.day)
        among = plan.alike(ledger) | ({plan.of_year: (f"{year}-{year + 1}", None)} if plan.of_year else {})
        until = (plan.until, self.day.isoformat()) if plan.until else None
        return self._office.store(ledger).every(ledger, Query(names=names, since=since, until=until, filled=plan.least, among=among))

    def _joined(self, ledger: Ledger, found: dict[str, Record]) -> dict[str, Record]:
        plan = self._plans[ledger.key]
        if not plan.above and not plan.across:
            return found
        heads = self.every(ledger.part_of) if plan.above and ledger.part_of else {}
        others = {name: self.every(ledger.links[name.partition(_ACROSS)[0]]) for name in plan.across}
        for one in found.values():
            # read for this shelf alone a moment ago: nobody else holds these values
            values = cast(dict[str, object], one.values)
            head = heads.get(one.parent or "")
            for name in plan.above:
                values[name] = head.get(name[1:]) if head else None
            for name, linked in others.items():
                link, _, further = name.partition(_ACROSS)
                other = linked.get(str(one.get(link) or ""))
                values[name] = other.get(further) if other else None
        return found

    def among(self, source: Source) -> Sequence[Record]:
        """Return the records that may be of a source: those of its first condition, so that not every rule goes through all of them."""
        every = self.every(source.ledger)
        name = next(iter(source.where), "")
        if not name:
            return list(every.values())
        if (source.ledger, name) not in self._sorted:
            by_value: dict[object, list[Record]] = defaultdict(list)
            for one in every.values():
                value = one.get(name)
                for key in value if isinstance(value, tuple) else (value,):
                    by_value[key].append(one)
            self._sorted[source.ledger, name] = by_value
        wanted = source.where[name]
        sorted_ = self._sorted[source.ledger, name]
        return [one for key in (wanted if isinstance(wanted, tuple) else (wanted,)) for one in sorted_.get(key, ())]

    def named(self, records: Iterable[Record]) -> tuple[tuple[str, str], ...]:
        """Return (ledger, id) of records, without those that may stand in no list."""
        ledgers = self._office.ledgers
        return tuple((one.ledger, one.id) for one in records if not ledgers[one.ledger].unlisted)

    def files(self, record: Record) -> int:
        """Return how many files are attached to a record; none where they were not read."""
        if self._bare:
            return 0
        stored = self._office.ledgers[record.ledger].stored
        return sum(
            len(value) for name, value in record.values.items() if isinstance(value, tuple) and isinstance(stored.get(name), Attachment)
        )


@dataclass
class _Plan:
    """What is read of one ledger."""

    names: set[str] = field(default_factory=set)
    above: set[str] = field(default_factory=set)
    across: set[str] = field(default_factory=set)
    since: list[tuple[str, date] | None] = field(default_factory=list)
    filled: list[tuple[str, ...]] = field(default_factory=list)
    where: list[Mapping[str, object]] = field(default_factory=list)
    ends: list[str] = field(default_factory=list)
    years: list[str] = field(default_factory=list)

    @property
    def until(self) -> str:
        """Return the field that says when a record is no longer in force, where only those in force are needed."""
        return self.ends[0] if len(set(self.ends)) == 1 else ""

    @property
    def of_year(self) -> str:
        """Return the field that says of which school year a record is, where only those of one are needed."""
        return self.years[0] if len(set(self.years)) == 1 else ""

    @property
    def oldest(self) -> tuple[str, str] | None:
        """Return the field and the day from which on it is enough to read; None where all is needed."""
        days = [one for one in self.since if one is not None]
        if len(days) < len(self.since) or len({name for name, _ in days}) != 1:
            return None
        return days[0][0], min(day for _, day in days).isoformat()

    def alike(self, ledger: Ledger) -> dict[str, tuple[object, ...]]:
        """Return the conditions that all which is needed meets, of columns that hold one value."""
        found: dict[str, tuple[object, ...]] = {}
        for name, wanted in self.where[0].items():
            one = ledger.stored.get(name)
            if (
                one is not None
                and not isinstance(one, Choices | People)
                and all(name in more and more[name] == wanted for more in self.where)
            ):
                found[name] = wanted if isinstance(wanted, tuple) else (wanted,)
        return found

    @property
    def least(self) -> tuple[str, ...]:
        """Return the fields of which one is filled in all that is needed."""
        return self.filled[0] if len(set(self.filled)) == 1 else ()


@dataclass
class Desk(Look):
    """What one rule sees: the records of the shelf that count on a day in a term."""

    shelf: Shelf
    today: date
    term: Term
    calendar: SchoolCalendar
    threshold: float

    def records(self, source: Source) -> Sequence[Record]:
        """Return the records of a source that count on this day, in this term."""
        found = self.shelf.among(source)
        for name, wanted in list(source.where.items())[1:]:
            some = wanted if isinstance(wanted, tuple) else (wanted,)
            found = [one for one in found if _holds(one.values.get(name), some)]
        if source.filled:
            found = [one for one in found if any(one.values.get(name) not in (None, ()) for name in source.filled)]
        if source.timing != "always":
            found = [one for one in found if self._in_time(one, source)]
        return found if source.test is None else [one for one in found if source.test(one, self)]

    def first_of(self, source: Source) -> Mapping[object, Record]:
        """Return what the records of a source are about, each with the first of them."""
        known = self.shelf.firsts if source.timing != "term" else {}
        if id(source) not in known:
            known[id(source)] = self._first_of(source)
        return known[id(source)]

    def _first_of(self, source: Source) -> dict[object, Record]:
        if source.about in ("", "id"):
            # every record is about itself: nothing to ask it, and there are as many as pupils
            return {one.id: one for one in self.records(source)}
        found: dict[object, Record] = {}
        for one in self.records(source):
            for key in source.keys(one, self):
                found.setdefault(key, one)
        return found

    def _in_time(self, one: Record, source: Source) -> bool:
        begun = day_of(one.get(source.on)) if source.on else None
        if source.timing == "force":
            ended = day_of(one.get(source.until)) if source.until else None
            return (begun is None or begun <= self.today) and (ended is None or ended >= self.today)
        return begun is not None and self.term.first <= begun <= min(self.today, self.term.last)


def _holds(value: object, some: tuple[object, ...]) -> bool:
    return any(one in some for one in value) if isinstance(value, tuple) else value in some
