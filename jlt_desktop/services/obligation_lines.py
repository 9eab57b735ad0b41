"""The records behind an obligation as people read them: what it is, when, how many files, what else it counts for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jlt_desktop.domain.fields_links import Attachment
from jlt_desktop.domain.obligation import ELSEWHERE
from jlt_desktop.domain.obligation_rules import day_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jlt_desktop.domain.obligation import Standing
    from jlt_desktop.services.obligations import Overview
    from jlt_desktop.services.office import Office

MOST = 200


@dataclass(frozen=True, slots=True)
class RecordLine:
    """ledger, record: where it leads; for a part, to its file. title: of the ledger. also: what else it counts for, in words."""

    ledger: str
    record: str
    title: str
    called: str
    on: str
    files: int
    also: str


def record_lines(office: Office, found: Overview, one: Standing, *, lacking: bool = False) -> list[RecordLine]:
    """Return the records that count for an obligation, or those that should and do not; at most MOST of them."""
    pairs = one.unmet if lacking else one.records
    return [line for pair in pairs[:MOST] if (line := _line(office, found, one, pair)) is not None]


def _line(office: Office, found: Overview, one: Standing, pair: tuple[str, str]) -> RecordLine | None:
    ledger = office.ledgers[pair[0]]
    record = office.record(*pair)
    if record is None:
        return None
    called = office.lookup.label(ledger.key, record.id)
    above = ledger.part_of if ledger.part_of and record.parent else None
    if above:
        called = f"{office.lookup.label(above, record.parent or '')}  {called}".strip()
    day = day_of(record.get(ledger.happened)) if ledger.happened else None
    files = sum(
        len(value) for name, kind in ledger.stored.items() if isinstance(kind, Attachment) and isinstance(value := record.get(name), tuple)
    )
    others = [each for key in found.uses(pair) if key != one.obligation.id and (each := found.get(key)) is not None]
    return RecordLine(
        above or ledger.key, record.parent or record.id if above else record.id, ledger.title, called, str(day or ""), files,
        "、".join(each.obligation.title for each in others),
    )  # fmt: skip


def task_words(standings: Sequence[Standing]) -> str:
    """Return how a task stands in a few words: 3/5 项做到,逾期 1,现缺 1."""
    asked = [one for one in standings if one.state not in ("off", "unruled", *ELSEWHERE, "later", "nothing")]
    parts = [f"{sum(1 for one in asked if one.state == 'met')}/{len(asked)} 项"] if asked else []
    for state, words in (("overdue", "逾期"), ("lacking", "现缺"), ("counselor", "心理教师"), ("principal", "校长")):
        count = sum(1 for one in standings if one.state == state)
        if count:
            parts.append(f"{words} {count}")
    return ",".join(parts)
