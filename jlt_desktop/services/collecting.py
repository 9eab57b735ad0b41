"""Collecting what may leave: rows without names, counts, and for each table what its figures are measured by."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jlt_desktop.bundle.bag import Column, Table
from jlt_desktop.domain.fields import Choice, YesNo
from jlt_desktop.domain.leaves import Leaves
from jlt_desktop.domain.periods import span as span_of
from jlt_desktop.domain.privacy import HIDDEN, SMALL
from jlt_desktop.domain.releases import Release, adds_up, of_other_periods, shown_count, shown_parts
from jlt_desktop.services.declared_tables import COUNTS as _COUNT_COLUMNS
from jlt_desktop.services.declared_tables import Known, declared, task_summary
from jlt_desktop.vault.settings import Settings
from jlt_desktop.vault.store import Query

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from jlt_desktop.domain.fields import Field
    from jlt_desktop.domain.ledger import Indicator, Ledger
    from jlt_desktop.domain.periods import Span
    from jlt_desktop.domain.record import Record
    from jlt_desktop.services.office import Office

_TYPES = {"number": "number", "date": "date", "date_time": "datetime", "month": "yearmonth", "yes_no": "boolean"}
ABOUT, NOTES = OWN_TABLES = ("submission_about", "submission_notes")
IN_PERIOD, ON_DAY = "期内", "时点"
_ABOUT_COLUMNS = (
    Column("table", "表名"), Column("title", "表"), Column("basis", "口径"), Column("since", "从", "date"), Column("until", "到", "date"),
    Column("as_of", "统计时点", "date"), Column("rows", "行数", "number"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """A count of a ledger that only counts, as it is and as it is shown. population: of whom; the same name, the same people."""

    population: str
    part: str
    count: int
    shown: str


@dataclass(frozen=True, slots=True)
class Collected:
    """tables: what leaves, the table about the others first. cells: the true counts behind what is shown; they never leave."""

    tables: tuple[Table, ...]
    cells: tuple[Cell, ...]


def collect(office: Office, scope: str, span: Span) -> Collected:
    """Return the tables of a room for a period, up to its last day."""
    history = _released(office, scope)
    cells: list[Cell] = []
    tables: list[Table] = []
    about: list[list[str]] = []
    for ledger in (one for one in office.declared.values() if one.scope == scope and not one.submits):
        dated = _dated(office, ledger)
        records = _records(office, ledger, span)
        found = [*_rows(office, ledger, records), *_counted(office, ledger, records, span if dated else None, history, cells)]
        basis = [IN_PERIOD, span.since.isoformat(), span.until.isoformat()] if dated else [ON_DAY, "", ""]
        day = span.until if dated else office.today()
        about += [[one.name, one.title, *basis, day.isoformat(), str(len(one.rows))] for one in found]
        tables += found
    # last of all: what they show depends on what the counts show
    known = Known(history, [(one.population, one.part, one.count, one.shown) for one in cells])
    for ledger in (one for one in office.declared.values() if one.scope == scope):
        for sheet in declared(office, ledger, span, known):
            tables.append(sheet.table)
            cells += [Cell(*cell) for cell in sheet.hidden]
            about.append(_told(sheet.table, span))
    tasks = task_summary(office, span) if scope == "general" else None
    if tasks is not None:
        tables.append(tasks)
        about.append(_told(tasks, span))
    return Collected((Table(ABOUT, "各表的统计时点", _ABOUT_COLUMNS, about), *tables), tuple(cells))


def _told(table: Table, span: Span) -> list[str]:
    since, until = span.since.isoformat(), span.until.isoformat()
    return [table.name, table.title, IN_PERIOD, since, until, until, str(len(table.rows))]


def happened_in(office: Office, scope: str, span: Span) -> list[str]:
    """Return the titles of the ledgers that hold something that happened in a period."""
    chosen = (one for one in office.declared.values() if one.scope == scope and not one.submits and _dated(office, one))
    return [one.title for one in chosen if _records(office, one, span)]


def _dated(office: Office, ledger: Ledger) -> bool:
    """Tell whether the records of a ledger belong to a period, by a day of their own or by that of the event they are a part of."""
    above = office.ledgers.get(ledger.part_of or "")
    if above is not None and above.happened and not above.standing:
        return True
    return bool(ledger.happened) and not ledger.standing


def _records(office: Office, ledger: Ledger, span: Span) -> Sequence[Record]:
    store = office.store(ledger)
    records = store.page(ledger, Query()).records
    above = office.ledgers.get(ledger.part_of or "")
    if above is not None and above.happened and not above.standing:
        events = {one.id for one in store.page(above, Query()).records if span.holds(one.get(above.happened))}
        return [one for one in records if one.parent in events]
    if above is not None:
        files = {row[0] for row in store.column_values(above, ())}
        records = [one for one in records if one.parent in files]
    if ledger.happened and not ledger.standing:
        return [one for one in records if span.holds(one.get(ledger.happened))]
    return records


def _rows(office: Office, ledger: Ledger, records: Sequence[Record]) -> Iterator[Table]:
    names = ledger.leaving(Leaves.PSEUDONYM)
    if not names:
        return
    fields = [ledger.fields[name] for name in names]
    columns = (
        Column("row", "行号码"),
        Column("of", "所属号码"),
        *(Column(n, f.label, _type(f)) for n, f in zip(names, fields, strict=True)),
    )
    pseudonym = pseudonyms(office, ledger.scope)
    rows = [
        [
            pseudonym(one.id),
            pseudonym(one.parent),
            *(_text(office, field, one.get(name)) for name, field in zip(names, fields, strict=True)),
        ]
        for one in records
    ]
    yield Table(ledger.key, ledger.title, columns, sorted(rows))


def _type(field: Field) -> str:
    return _TYPES.get(field.kind, "string")


def _text(office: Office, field: Field, value: object) -> str:
    if isinstance(field, YesNo):
        return "" if value is None else str(bool(value)).lower()
    if field.kind == "date_time":
        return str(field.to_sql(value) or "")
    return field.show(value, office.lookup)


def pseudonyms(office: Office, scope: str, year: int = 0) -> Callable[[str | None], str]:
    """Return a function from an internal id to a number for the bureau: keyed per recipient and year, useless elsewhere.

    year: of a bundle sent earlier; this year by default.
    """
    store = office.session.store(scope)
    settings = Settings(store.conn)
    secret = settings.get("pseudonym_key")
    if secret is None:
        secret = secrets.token_hex(32)
        with store.transaction():
            settings.set("pseudonym_key", secret)
    purpose = f"{settings.get('bureau', {})}/{year or office.today().year}".encode()
    key = hmac.new(bytes.fromhex(str(secret)), purpose, hashlib.sha256).digest()
    return lambda one: hmac.new(key, one.encode(), hashlib.sha256).hexdigest()[:12] if one else ""


# -- counts -----------------------------------------------------------------------------------------------------------


def _counted(
    office: Office,
    ledger: Ledger,
    records: Sequence[Record],
    span: Span | None,
    history: Mapping[str, Sequence[Release]],
    cells: list[Cell],
) -> Iterator[Table]:
    own: list[Cell] = []
    rows = [row for one in ledger.indicators for row in _indicator(office, ledger, one, records, span, history, own)]
    totals = _totals_to_hide(own)
    # a single count that equals the total of a breakdown that history forbids would stand in for it
    own = [replace(one, shown=HIDDEN) if not one.part and one.count in totals and _exact(one) else one for one in own]
    own = _not_a_few_apart(own)
    if own:
        alone: dict[tuple[str, str], str] = {
            (one.population.split("/")[0].split(".")[1], one.part): one.shown for one in own if not one.part
        }
        rows = [[*row[:3], alone.get((row[0], row[2]), row[3])] for row in rows]
    cells += own
    if not ledger.counts_only:
        rows += _choices(ledger, records)
    if rows:
        yield Table(f"{ledger.key}_counts", f"{ledger.title}合计", _COUNT_COLUMNS, rows)


def _exact(cell: Cell) -> bool:
    return cell.shown == str(cell.count)


def _breakdowns(cells: Sequence[Cell]) -> list[list[Cell]]:
    found: dict[str, list[Cell]] = defaultdict(list)
    for one in cells:
        if one.part:
            found[one.population].append(one)
    return list(found.values())


def _totals_to_hide(cells: Sequence[Cell]) -> set[int]:
    """Return the totals of breakdowns that are hidden as a whole."""
    return {sum(one.count for one in parts) for parts in _breakdowns(cells) if all(one.shown == HIDDEN for one in parts)}


def _not_a_few_apart(cells: Sequence[Cell]) -> list[Cell]:
    """Hide single counts of a ledger that are a few less than a total that is known: what is left over are the few who are in neither."""
    known = {one.count for one in cells if not one.part and _exact(one)}
    known |= {sum(one.count for one in parts) for parts in _breakdowns(cells)}
    return [
        replace(one, shown=HIDDEN) if not one.part and _exact(one) and any(0 < each - one.count < SMALL for each in known) else one
        for one in cells
    ]


def _choices(ledger: Ledger, records: Sequence[Record]) -> Iterator[list[str]]:
    for name, field in ledger.stored.items():
        if field.leaves == Leaves.COUNT and isinstance(field, Choice | YesNo):
            found = Counter(field.show(one.get(name)) for one in records if one.get(name) is not None)
            yield from ([name, field.label, group, str(count)] for group, count in sorted(found.items()))


def _indicator(
    office: Office, ledger: Ledger, indicator: Indicator, records: Sequence[Record], span: Span | None,
    history: Mapping[str, Sequence[Release]], cells: list[Cell],
) -> Iterator[list[str]]:  # fmt: skip
    parts = _tally(office, ledger, indicator, records)
    if parts is None:
        return
    shown = {group: str(count) for group, count in parts.items()}
    if ledger.counts_only:
        population = f"{ledger.key}.{indicator.key}" + (f"/{span.period}" if span else "")
        before = history.get(population, ())
        shown = shown_parts(parts, before) if indicator.by else {"": shown_count(parts[""], before)}
        if span and not _adds_up(office, f"{ledger.key}.{indicator.key}", parts, span, history):
            shown = dict.fromkeys(parts, HIDDEN)
        cells += [Cell(population, group, count, shown[group]) for group, count in parts.items()]
    yield from ([indicator.key, indicator.label, group, text] for group, text in shown.items())


def _adds_up(office: Office, name: str, parts: Mapping[str, int], span: Span, history: Mapping[str, Sequence[Release]]) -> bool:
    calendar = office.around().calendar
    return adds_up(parts, span_of(span.period, calendar), of_other_periods(history, name, span, calendar))


def _tally(office: Office, ledger: Ledger, indicator: Indicator, records: Sequence[Record]) -> dict[str, int] | None:
    """Return the true counts by group, by the empty group where it has no breakdown; None for a breakdown by what is no choice."""
    around = office.around()
    counted = [one for one in records if indicator.counts(one, around)]
    field = ledger.fields[indicator.by] if indicator.by else None
    if field is None:
        return {"": len(counted)}
    if not isinstance(field, Choice):
        return None
    parts = {option.label: 0 for option in field.options}
    for one in counted:
        if one.get(indicator.by) is not None:
            parts[field.show(one.get(indicator.by))] += 1
    return parts


def _released(office: Office, scope: str) -> Mapping[str, Sequence[Release]]:
    """Return what was shown before of each population, from bundles that count: those that were voided never left."""
    store = office.session.store(scope)
    sql = (
        "SELECT population, bundle_id, json_group_object(part, json_array(count, shown)) FROM released_cell"
        " WHERE bundle_id IN (SELECT bundle_id FROM sent_bundle) GROUP BY population, bundle_id"
    )
    found: dict[str, list[Release]] = defaultdict(list)
    for population, _bundle, cells in store.conn.execute(sql):
        parts = json.loads(cells)
        found[population].append(Release({k: int(v[0]) for k, v in parts.items()}, {k: str(v[1]) for k, v in parts.items()}))
    return found
