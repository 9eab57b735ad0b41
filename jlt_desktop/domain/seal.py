"""Entries that can no longer be rewritten: after a while, once signed, or once their month is closed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from jlt_desktop.domain.findings import Finding, Problem, Question

if TYPE_CHECKING:
    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.fields import Values
    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.domain.record import Record

CORRECTION = "correction"


@dataclass(frozen=True, kw_only=True)
class Seal:
    """When a record is sealed, and what may still be done to it.

    since: why the record is sealed, as a sentence; empty while it is not. open: fields that may still be filled or changed.
    grows: texts that may only be added to at their end. closes: ledgers of parts that can no longer be added.
    correctable: a change is let through with a reason and shown as a correction.
    """

    since: Callable[[Record, Around], str]
    open: tuple[str, ...] = ()
    grows: tuple[str, ...] = ()
    closes: tuple[str, ...] = ()
    correctable: bool = False


def after_hours(hours: int) -> Callable[[Record, Around], str]:
    """Return a rule that seals a record so many hours after it was made."""

    def since(record: Record, _around: Around) -> str:
        made = datetime.fromisoformat(record.created_at) if record.created_at else None
        if made is None or datetime.now(UTC) - made < timedelta(hours=hours):
            return ""
        return f"这条记录写下已超过 {hours} 小时,不能再改。"

    return since


def breaches(ledger: Ledger, values: Values, around: Around) -> Iterator[Finding]:
    """Yield what in `values` a seal does not allow, compared with the record as it stands."""
    seal, before = ledger.seal, around.before
    if seal is None or before is None:
        return
    why = seal.since(before, around)
    if not why:
        return
    changed = []
    for name in ledger.stored:
        old, new = before.get(name), values.get(name)
        if old == new or name in seal.open:
            continue
        if name in seal.grows and str(new or "").startswith(str(old or "")):
            continue
        label = ledger.fields[name].label
        if seal.correctable:
            changed.append(name)
        elif name in seal.grows:
            yield Problem(name, f"{why}“{label}”只能在后面接着写,前面的字不能改。")
        else:
            yield Problem(name, f"{why}“{label}”请保持原样,要补充的写在补充说明里。")
    if changed:
        labels = "、".join(f"“{ledger.fields[name].label}”" for name in changed)
        yield Question(CORRECTION, changed[0], f"{why}更正{labels}请写明理由;原来的内容留在变更记录里,页面上会标明更正。")
