"""Tables whose columns come from several ledgers, and sheets of single numbers: counted, cross-checked, small numbers hidden."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jlt_desktop.domain.figures import Share, Single
from jlt_desktop.domain.periods import Span
from jlt_desktop.domain.privacy import HIDDEN, SMALL, bucket, suppressed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.figures import Crosstab, Totals
    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.domain.record import Record
    from jlt_desktop.services.office import Office

TOTAL = "合计"


@dataclass(frozen=True, slots=True)
class Crossed:
    """A crosstab with its figures. lines: (what it is called, a number for each figure), the total first. checks: (words, holds)."""

    lines: tuple[tuple[str, tuple[int, ...]], ...]
    checks: tuple[tuple[str, bool], ...]


def usual_span(office: Office) -> Span:
    """Return the semester of today, up to today."""
    since, until = office.around().calendar.semester(office.today())
    return Span(f"{since.year}-T{1 if since.month > 7 else 2}", since, min(until, office.today()))


def crossed(office: Office, table: Crosstab, span: Span) -> Crossed:
    """Return the figures of a period, as of its last day."""
    sums: dict[str, list[int]] = {line: [0] * len(table.figures) for line in table.lines}
    total = [0] * len(table.figures)
    strange = 0
    for key in table.places:
        ledger = office.ledgers.get(key)
        columns = [(place, one) for place, one in enumerate(table.figures) if one.ledger == key]
        for record, around in _with_parts(office, ledger) if ledger else ():
            line = table.places[key](record, around, span)
            if not line:
                continue
            strange += line not in sums
            for place, one in columns:
                count = int(one.counts(record, around, span))
                total[place] += count
                if line in sums:
                    sums[line][place] += count
    shown = [(line, tuple(sums[line])) for line in table.lines if not table.present or any(sums[line])]
    checks = [(f"各{table.head}之和等于合计", all(sum(row[place] for row in sums.values()) == total[place] for place in range(len(total))))]
    if strange:
        checks.append((f"有 {strange} 条不在任何一行", False))
    for line, numbers in ((TOTAL, tuple(total)), *shown):
        checks += _balances(table, line, numbers)
    return Crossed(((TOTAL, tuple(total)), *shown), tuple(checks))


def _balances(table: Crosstab, line: str, numbers: Sequence[int]) -> Iterator[tuple[str, bool]]:
    by_label = {one.whole: number for one, number in zip(table.figures, numbers, strict=True)}
    for one in table.balances:
        parts = [by_label[label] for label in one.parts]
        words = f"{line}:{one.of} {by_label[one.of]} = {' + '.join(f'{_last(label)} {by_label[label]}' for label in one.parts)}"
        yield words, by_label[one.of] == sum(parts)


def _last(label: str) -> str:
    return label.rpartition(":")[2]


def _with_parts(office: Office, ledger: Ledger) -> Iterator[tuple[Record, Around]]:
    """Go through a ledger with the parts of each record fetched beforehand, one query for each kind of part."""
    plain = office.around()
    parts: dict[str, dict[str, list[Record]]] = {}
    for part in office.parts(ledger):
        grouped: dict[str, list[Record]] = defaultdict(list)
        for one in office.store(part).every(part):
            grouped[one.parent or ""].append(one)
        parts[part.key] = grouped
    above = office.ledgers.get(ledger.part_of or "")
    heads = {one.id: one for one in office.store(above).every(above)} if above else {}
    for record in office.store(ledger).every(ledger):
        # a part of a file in the recycle bin is gone with it
        if above is None or record.parent in heads:
            beside = {key: found.get(record.id, ()) for key, found in parts.items()}
            yield record, plain.with_parts(beside, heads.get(record.parent or ""))


# -- single numbers -------------------------------------------------------------------------------------------------


def counted(office: Office, sheet: Totals, span: Span) -> dict[str, int]:
    """Return the true numbers of a sheet by key."""
    around = office.around()
    return {one.key: one.count(around, span) for one in sheet.lines if isinstance(one, Single)}


def as_shown(sheet: Totals, counts: Mapping[str, int], small: int = SMALL) -> dict[str, str]:
    """Return what is shown of each line where small numbers of people are hidden so that none can be worked out."""
    singles = {one.key: one for one in sheet.lines if isinstance(one, Single)}
    shown = {key: bucket(counts[key], small) if one.people else str(counts[key]) for key, one in singles.items()}
    for keys in sheet.parts:
        shown |= suppressed({key: counts[key] for key in keys}, small)
    for flow in sheet.flows:
        # before + come - gone = after: three of them would give the fourth away
        if min(counts[key] for key in flow) < small:
            shown |= dict.fromkeys(flow[1:3], HIDDEN)
    for one in sheet.lines:
        if isinstance(one, Share):
            shown[one.key] = _share(one, counts, shown)
    return shown


def openly(sheet: Totals, counts: Mapping[str, int]) -> dict[str, str]:
    """Return every line with its true number, for whoever may see it."""
    shown = {key: str(number) for key, number in counts.items()}
    return shown | {one.key: _share(one, counts, shown) for one in sheet.lines if isinstance(one, Share)}


def _share(one: Share, counts: Mapping[str, int], shown: Mapping[str, str]) -> str:
    if any(shown[key] != str(counts[key]) for key in (one.part, one.whole)):
        return HIDDEN
    return f"{counts[one.part] / counts[one.whole] * 100:.1f}%" if counts[one.whole] else "—"
