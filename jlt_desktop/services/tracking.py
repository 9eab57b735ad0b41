"""The month sheet: which files have this month's entry, which had it late, which lack it, and what stood there last month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from jlt_desktop.domain.calendar import last_day, month_after, month_of
from jlt_desktop.domain.fields_person import PersonName
from jlt_desktop.domain.privacy import masked_name
from jlt_desktop.services.desk import Desk
from jlt_desktop.services.forming import start_form
from jlt_desktop.services.looking import note_look
from jlt_desktop.vault.store import Query

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jlt_desktop.domain.ledger import Ledger, Tracking
    from jlt_desktop.domain.record import Record
    from jlt_desktop.services.forming import FormStart
    from jlt_desktop.services.office import Office

FILLED, LATE, MISSING, OPEN, OUTSIDE = "已填", "迟填", "缺", "待填", ""
MARKS = {FILLED: "✓", LATE: "△", MISSING: "✕", OPEN: "○", OUTSIDE: ""}
_MONTHS = 6


@dataclass(frozen=True, slots=True)
class Line:
    """A file and the state of each month. who: whom it is about, the name starred."""

    id: str
    called: str
    who: str
    level: str
    states: tuple[str, ...]

    def waiting(self, months: Sequence[str]) -> list[str]:
        """Return the months without an entry, the oldest first."""
        return [month for month, state in zip(months, self.states, strict=True) if state in (MISSING, OPEN)]


@dataclass(frozen=True, slots=True)
class MonthGrid:
    """Files by months. The most overdue come first, then by level."""

    months: tuple[str, ...]
    lines: tuple[Line, ...]

    @property
    def sentence(self) -> str:
        """Return what the grid shows, as one sentence."""
        counts = {state: sum(line.states.count(state) for line in self.lines) for state in (FILLED, LATE, MISSING, OPEN)}
        return f"{len(self.lines)} 份档案,{len(self.months)} 个月:" + ",".join(f"{state} {count}" for state, count in counts.items()) + "。"


@dataclass(frozen=True, slots=True)
class MonthStart:
    """The form of one month. last: texts of the month before, by field; last_values: their values; month: which month is filled in."""

    form: FormStart
    month: str
    last_month: str
    last: Mapping[str, str]
    last_values: Mapping[str, object]


def month_grid(office: Office, ledger: Ledger, months: int = _MONTHS) -> MonthGrid:
    """Return the grid of a tracked ledger up to this month; files followed in none of the months are left out."""
    tracking = _tracking(ledger)
    part, desk = office.ledgers[tracking.part], Desk(office)
    now = month_of(office.today())
    shown = tuple(month_after(now, -back) for back in range(months - 1, -1, -1))
    written: dict[str, dict[str, Record]] = {}
    for one in office.store(part).every(part):
        written.setdefault(one.parent or "", {})[str(one.get(tracking.month))] = one
    lines = []
    for record in office.store(ledger).every(ledger):
        states = tuple(_state(tracking, record, month, written.get(record.id, {}), now) for month in shown)
        if any(states):
            level = desk.texts(ledger, record, (tracking.level,))[0] if tracking.level else ""
            lines.append((record.get(tracking.level), Line(record.id, desk.called(ledger, record), _who(ledger, record), level, states)))
    lines.sort(key=lambda pair: (-pair[1].states.count(MISSING), -pair[1].states.count(OPEN), str(pair[0] or "~"), pair[1].called))
    return MonthGrid(shown, tuple(line for _, line in lines))


def _who(ledger: Ledger, record: Record) -> str:
    """Return whom a file is about so that its keeper knows and somebody who passes by does not: 周*满 三年级2班."""
    texts = [(ledger.fields[name], record.text(name)) for name in ledger.who if name not in ledger.links]
    return " ".join(masked_name(text) if isinstance(one, PersonName) else text for one, text in texts if text)


def _state(tracking: Tracking, record: Record, month: str, written: Mapping[str, Record], now: str) -> str:
    entry = written.get(month)
    if entry is not None:
        # a day's grace: what was written in the night of the last day bears the next day's date in UTC
        late = date.fromisoformat(entry.created_at[:10]) > last_day(month) + timedelta(days=1)
        return LATE if late else FILLED
    if not tracking.followed(record, month):
        return OUTSIDE
    return OPEN if month == now else MISSING


def begin_month(office: Office, ledger: Ledger, record_id: str, month: str) -> MonthStart:
    """Return the form of a month with the month before beside it. Raises UserError when the file is gone."""
    tracking = _tracking(ledger)
    part = office.ledgers[tracking.part]
    found = office.store(part).page(part, Query(parents=(record_id,))).records
    entry = next((one for one in found if one.get(tracking.month) == month), None)
    before = month_after(month, -1)
    last = next((one for one in found if one.get(tracking.month) == before), None)
    names = tuple(name for group in part.form.values() for name in group)
    texts = dict(zip(names, Desk(office).texts(part, last, names), strict=True)) if last else {}
    if last:
        note_look(office, part, last.id, "对照上月")
    given = {} if entry else {tracking.month: month, **_signed(office, part)}
    form = start_form(office, part, entry.id if entry else None, record_id, given)
    return MonthStart(form, month, before, texts, dict(last.values) if last else {})


def _signed(office: Office, part: Ledger) -> dict[str, object]:
    """The one who writes and the day need not be typed, where the ledger asks for them."""
    found: dict[str, object] = {}
    for name, one in part.stored.items():
        if name == "by" and one.kind == "name":
            found[name] = office.user
        elif name == "on" and one.kind == "date":
            found[name] = office.today()
    return found


def _tracking(ledger: Ledger) -> Tracking:
    if ledger.tracked is None:
        message = f"{ledger.key} is not tracked by month"
        raise ValueError(message)
    return ledger.tracked
