"""The declaration of a ledger: a frozen value from which table, form, search, sheets, print and bundle are derived."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from jlt_desktop.domain.fields import Derived, Field, Values
from jlt_desktop.domain.fields_links import Link, People
from jlt_desktop.domain.leaves import Leaves
from jlt_desktop.domain.rail import NEEDED

if TYPE_CHECKING:
    from datetime import date

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.chart import MoodChart
    from jlt_desktop.domain.deed import Deed, Follow
    from jlt_desktop.domain.document import Document
    from jlt_desktop.domain.due import Due
    from jlt_desktop.domain.fact import Fact
    from jlt_desktop.domain.findings import Finding
    from jlt_desktop.domain.lawful import Handling, LawPaper
    from jlt_desktop.domain.minutes import Minutes
    from jlt_desktop.domain.promotion import Promotion
    from jlt_desktop.domain.record import Record
    from jlt_desktop.domain.report import Report
    from jlt_desktop.domain.retention import Retention
    from jlt_desktop.domain.school_year import Dates
    from jlt_desktop.domain.seal import Seal
    from jlt_desktop.domain.wording import Wording

Scope = Literal["general", "confidential", "signing"]
Check = Callable[[Values, "Around"], Iterable["Finding"]]
Fill = Callable[[Values, "Around"], Mapping[str, object]]
DueRule = Callable[["Record", "Around"], Iterable["Due"]]
Printer = Callable[["Record", "Around"], "Document"]
Glance = Callable[["Record", "Around"], Iterable["Fact"]]
Then = Callable[["Record", "Around"], "Follow | None"]
Picture = Callable[["Record", "Around"], "MoodChart | None"]
Spread = Callable[[str, "Around"], Mapping[str, object]]
Away = Callable[["Record", "Around"], str]
Numbering = Callable[["date", Collection[str], Values], str]


class DeclarationError(Exception):
    """A declaration contradicts itself; the message names ledger and field."""


@dataclass(frozen=True, kw_only=True)
class Along:
    """A part whose values stand in the columns of its file's sheet, like 成员1姓名 beside a pupil.

    part: the ledger of the part. columns: field of the part -> the headings it is known by. key: the fields that tell whether the
    part is already there.
    """

    part: str
    columns: Mapping[str, tuple[str, ...]]
    key: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """A count that leaves in place of rows: how many records hold `counts`, broken down by one choice field at most."""

    key: str
    label: str
    counts: Callable[[Record, Around], bool]
    by: str = ""


@dataclass(frozen=True, slots=True)
class Style:
    """Another way to print a record: its words in the menu, and what it puts on paper. named: it is of no use without names."""

    title: str
    paper: Callable[[Record, Around], Document | Minutes]
    named: bool = False


@dataclass(frozen=True, kw_only=True)
class Tracking:
    """A part that is written once a month for every file that is followed.

    part: its ledger. month: the field that names the month. followed: whether a file is followed in a month (YYYY-MM).
    again: fields that may be taken over from last month one by one. level: field of the head that the most urgent come first by.
    """

    part: str
    month: str
    followed: Callable[[Record, str], bool]
    again: tuple[str, ...] = ()
    level: str = ""


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """One kind of record and everything that is said about it.

    key: its name in the vault, for good. title: its name on screen. scope: the vault file it lives in. group: where it stands in
    the navigation. part_of: the ledger whose file it is an event or part of; happened: the field that dates it on the timeline.
    fields: name -> kind of field. sheet: columns of table and workbook. form: group title -> fields in Tab order. search: fields
    found by typing. identity: required fields that tell records apart. order: fields to sort by, "-" for descending.
    match: combinations of fields tried in turn when an import looks for the record a row means; default the identity.
    named: fields joined into what people call a record. fills: values worked out from others before checking, where
    they are blank; keeps: values that are kept in step with others whatever stood there.
    spreads: a derived field that sheets carry as one text ("三年级2班") -> how its text fills stored fields; it also reads titles.
    numbers: fields the program numbers when a record is made, from today, the numbers given so far and the record's values.
    unique: fields whose value no second record may have. once: fields whose value one record is expected to have alone: a second
    one is asked about, and the first can be opened instead.
    along: parts that come in the columns of this ledger's sheet. checks, dues, paper: see the types. due_parts: parts the dues read;
    due_recent: those of them that count in this school year only; due_reads: the only fields of a part that the dues look at.
    due_filled, due_blank: fields without which, or with which, filled
    nothing can be due, so that the others need not be read.
    roster: columns of a class's printed list, for the ledger of people in classes; on_roster: who is on it, everybody by default.
    required: the fields that cannot be blank. stored: the fields that have a column. links: field name -> ledger key for every field
    that points to other records.
    counts_only: the bureau gets the indicators and never a row. single: there is just one record.
    glance: what the record's page answers at its head. picture: its plot. deeds: named steps. seal: when it can no longer be rewritten.
    styles: other ways to print it, by key. reports: lists and statistical tables. tracked: the part that is written every month.
    then: what has to be filled in at once after a new record was saved. stamped: a derived field that stands over the printed record.
    owner_only: each record is seen by nobody but the one who wrote it. who: fields that say whom a confidential file is about; paper
    leaves them out unless somebody gives a reason. unlisted: its records stand in no list but the one of its own page: not in Ctrl+K, not
    beside whom they are about, in no export, import or printed table. put_away: why a record is read for a stated reason only; empty
    while it is not. wording: fields whose options the school calls by words of its own. promotion: how its people
    move up in September. retention: how long a record is kept.
    handling: why it keeps data about people; a part without one goes with its file. law_papers: papers that need no record.
    dates: what a record says about the school's calendar.
    standing: its records are facts that last, counted as they stand on a day; otherwise those with a day count for the period it lies in.
    submits: its records are submissions, which go along the rail of domain.rail.
    letter: the style as which a single record may leave a confidential ledger, sealed to one named person.
    """

    key: str
    title: str
    fields: Mapping[str, Field]
    sheet: tuple[str, ...]
    form: Mapping[str, tuple[str, ...]]
    identity: tuple[str, ...]
    scope: Scope = "general"
    group: str = ""
    part_of: str | None = None
    happened: str | None = None
    search: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    match: tuple[tuple[str, ...], ...] = ()
    fills: tuple[Fill, ...] = ()
    keeps: tuple[Fill, ...] = ()
    spreads: Mapping[str, Spread] = field(default_factory=dict)
    numbers: Mapping[str, Numbering] = field(default_factory=dict)
    unique: tuple[str, ...] = ()
    once: tuple[str, ...] = ()
    along: tuple[Along, ...] = ()
    checks: tuple[Check, ...] = ()
    dues: tuple[DueRule, ...] = ()
    due_parts: tuple[str, ...] = ()
    due_recent: tuple[str, ...] = ()
    due_reads: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    due_filled: tuple[str, ...] = ()
    due_blank: tuple[str, ...] = ()
    paper: Printer | None = None
    indicators: tuple[Indicator, ...] = ()
    roster: tuple[str, ...] = ()
    on_roster: Callable[[Values], bool] | None = None
    counts_only: bool = False
    single: bool = False
    glance: Glance | None = None
    picture: Picture | None = None
    deeds: tuple[Deed, ...] = ()
    seal: Seal | None = None
    styles: Mapping[str, Style] = field(default_factory=dict)
    reports: tuple[Report, ...] = ()
    tracked: Tracking | None = None
    then: Then | None = None
    stamped: str = ""
    owner_only: bool = False
    who: tuple[str, ...] = ()
    promotion: Promotion | None = None
    retention: Retention | None = None
    handling: Handling | None = None
    law_papers: tuple[LawPaper, ...] = ()
    unlisted: bool = False
    put_away: Away | None = None
    wording: Wording | None = None
    required: tuple[str, ...] = field(init=False, repr=False)
    dates: Callable[[Record], Dates] | None = None
    standing: bool = False
    submits: bool = False
    letter: str = ""
    stored: Mapping[str, Field] = field(init=False, repr=False)
    links: Mapping[str, str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Freeze the mappings and refuse a declaration that contradicts itself."""
        object.__setattr__(self, "fields", MappingProxyType(dict(self.fields)))
        object.__setattr__(self, "form", MappingProxyType(dict(self.form)))
        object.__setattr__(self, "stored", MappingProxyType({k: f for k, f in self.fields.items() if f.stored}))
        object.__setattr__(self, "required", tuple(name for name, one in self.fields.items() if one.required))
        object.__setattr__(self, "links", MappingProxyType(_links(self.fields)))
        object.__setattr__(self, "named", self.named or self.identity)
        object.__setattr__(self, "match", self.match or (self.identity,))
        for problem in _contradictions(self):
            raise DeclarationError(problem)

    @property
    def confidential(self) -> bool:
        """Tell whether it lies behind a key of its own: looks are journalled, paper is without names."""
        return self.scope != "general"

    def shown(self, name: str, values: Values) -> bool:
        """Tell whether a form with these values asks for a field: always, because it holds something, or with another one."""
        one = self.fields[name]
        if not one.shown_if or values.get(name) not in (None, "", ()):
            return True
        return any(_holds(values.get(other), wanted) for other, wanted in one.shown_if)

    def leaving(self, level: Leaves) -> tuple[str, ...]:
        """Return the names of the fields that may leave in a row at that level; none for a ledger that only counts."""
        if self.counts_only:
            return ()
        return tuple(name for name, one in self.fields.items() if Leaves.COUNT < one.leaves <= level)

    def called(self, values: Values, show: Callable[[str, object], str]) -> str:
        """Return what people call a record: its named fields joined by a space."""
        return " ".join(text for text in (show(name, values.get(name)) for name in self.named) if text)


def _holds(value: object, wanted: object) -> bool:
    """Tell whether a value is the one wanted, or among several it is; True wants any at all, but of yes and no it wants yes."""
    if wanted is True and not isinstance(value, bool):
        return value not in (None, "", ())
    return wanted in value if isinstance(value, tuple) else value == wanted


def _links(fields: Mapping[str, Field]) -> dict[str, str]:
    found = {name: one.to for name, one in fields.items() if isinstance(one, Link)}
    return found | {name: one.of for name, one in fields.items() if isinstance(one, People)}


def _contradictions(ledger: Ledger) -> Sequence[str]:
    grouped = [name for names in ledger.form.values() for name in names]
    happened = (ledger.happened,) if ledger.happened else ()
    ordered = tuple(name.removeprefix("-") for name in ledger.order)
    matched = tuple(name for names in ledger.match for name in names)
    asked = tuple(name for one in ledger.deeds if not one.part for name in one.asks)
    sealed = (*ledger.seal.open, *ledger.seal.grows) if ledger.seal else ()
    moved = ledger.promotion.fields if ledger.promotion else ()
    asked_about = [name for one in ledger.fields.values() for name, _ in one.shown_if]
    used = (
        *asked,
        *asked_about,
        *moved,
        *sealed,
        *ledger.sheet,
        *ledger.roster,
        *grouped,
        *ledger.spreads,
        *ledger.numbers,
        *ledger.unique,
        *ledger.once,
        *((ledger.stamped,) if ledger.stamped else ()),
        *ledger.due_filled,
        *ledger.due_blank,
        *ledger.search,
        *ledger.identity,
        *ledger.named,
        *ordered,
        *matched,
        *happened,
    )
    derived = {name for name, one in ledger.fields.items() if isinstance(one, Derived)}
    rules = (
        ((name for name in used if name not in ledger.fields), "is not among the fields"),
        ((name for name in grouped if grouped.count(name) > 1), "stands in two groups of the form"),
        ((name for name in ledger.required if name not in grouped), "is required but not in the form"),
        (
            (name for name in ledger.identity if name in ledger.fields and not ledger.fields[name].required),
            "is part of the identity but optional",
        ),
        ((name for name in (*ledger.search, *ordered, *matched) if name in derived), "is derived and has no column"),
        (("identity",) if not ledger.identity else (), "is empty"),
        (
            (name for name, one in ledger.fields.items() if ledger.confidential and one.leaves > Leaves.COUNT),
            "would leave a confidential ledger in a row",
        ),
        ((ledger.letter,) if ledger.letter and ledger.letter not in ledger.styles else (), "is no style of it"),
        ((name for name in NEEDED if ledger.submits and name not in ledger.fields), "is what every submission has"),
    )
    return [f"{ledger.key}.{name} {reason}" for names, reason in rules for name in names]
