"""How the school stands with everything it owes: computed from the ledgers by the catalogue's rules, for today or for a day long past."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from jlt_desktop.domain.calendar import last_day, month_after, month_of, school_year, school_year_title
from jlt_desktop.domain.due import Due
from jlt_desktop.domain.errors import UserError
from jlt_desktop.domain.obligation import ELSEWHERE, Setting, Standing, current_setting
from jlt_desktop.domain.obligation_periods import STANDING, Term, term_of
from jlt_desktop.domain.school_year import USUAL, entered, semester_of, year_of
from jlt_desktop.services.desk import Desk as Saving
from jlt_desktop.services.obligation_records import Desk, Shelf
from jlt_desktop.vault.store import Query

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from jlt_desktop.domain.obligation import Obligation, State
    from jlt_desktop.domain.obligation_rules import Rule, Source, Tally
    from jlt_desktop.services.office import Office

At = Callable[["Obligation", date], "Standing | None"]
_NO_MONTH = "放假的月份不用办"


@dataclass(frozen=True)
class Overview:
    """The standing of every obligation on a day, in the order of the catalogue. note: what a reader has to know of the dates."""

    day: date
    title: str
    standings: tuple[Standing, ...]
    note: str = ""

    def uses(self, record: tuple[str, str]) -> list[str]:
        """Return the obligations that a record (ledger, id) counts for; more than one where it is used twice."""
        return self._uses.get(record, [])

    @cached_property
    def _uses(self) -> Mapping[tuple[str, str], list[str]]:
        found: dict[tuple[str, str], list[str]] = {}
        for one in self.standings:
            for record in one.records:
                found.setdefault(record, []).append(one.obligation.id)
        return found

    def get(self, key: str) -> Standing | None:
        """Return the standing of an obligation by its id."""
        return next((one for one in self.standings if one.obligation.id == key), None)

    def of_task(self, number: int) -> list[Standing]:
        """Return those of one task."""
        return [one for one in self.standings if one.obligation.task.number == number]


@dataclass(frozen=True, slots=True)
class YearLine:
    """An obligation over a school year: both semesters and the year as a whole, each None where that is not how it is counted."""

    obligation: Obligation
    first: Standing | None
    second: Standing | None
    whole: Standing | None


def overview(office: Office, on: date | None = None, *, as_it_stood: bool = False) -> Overview:
    """Return how every obligation stands on a day, today by default.

    as_it_stood: from the records as they had been entered by then, so that last year's overview comes out as it did; otherwise what was
    entered since about those days counts too.
    """
    day = on or office.today()
    settings = read_settings(office)
    asked = [(one, _term(office, one, day)) for one in office.rulebook.obligations]
    shelf = _shelf(office, day, asked, as_it_stood=as_it_stood)
    standings = tuple(_standing(office, one, term, shelf, settings.get(one.id, ())) for one, term in asked)
    note = "" if entered(school_year(day), office.around().calendar) else USUAL
    return Overview(day, school_year_title(school_year(day)), standings, note)


def year_view(office: Office, year: int) -> list[YearLine]:
    """Return every obligation over a school year, semesters side by side, as far as the year has come."""
    today, calendar = office.today(), office.around().calendar
    settings = read_settings(office)
    begun, ended = year_of(year)
    last_of = {number: semester_of(year, number, calendar)[1] for number in (1, 2)}
    lines = []
    whole_day = min(today, ended)
    shelves: dict[date, Shelf] = {}

    def at(one: Obligation, day: date) -> Standing | None:
        if day < begun or (day > today):
            return None
        if day not in shelves:
            shelves[day] = _shelf(office, day, [(each, _term(office, each, day)) for each in office.rulebook.obligations])
        return _standing(office, one, _term(office, one, day), shelves[day], settings.get(one.id, ()))

    for one in office.rulebook.obligations:
        if one.period in ("semester", "school_day"):
            first_day = semester_of(year, 2, calendar)[0]
            second = at(one, min(today, last_of[2])) if today >= first_day else None
            lines.append(YearLine(one, at(one, min(today, last_of[1])), second, None))
        elif one.period == "month":
            lines.append(YearLine(one, _months(one, year, 1, office, at), _months(one, year, 2, office, at), None))
        else:
            lines.append(YearLine(one, None, None, at(one, whole_day)))
    return lines


def _months(one: Obligation, year: int, number: int, office: Office, at: At) -> Standing | None:
    """Return the months of a semester added up: how many of those that have begun were met."""
    first, last = semester_of(year, number, office.around().calendar)
    today = office.today()
    found: list[Standing] = []
    month = month_of(first)
    while month <= month_of(min(last, today)):
        made = at(one, min(today, last_day(month)))
        if made is not None and made.state != "nothing":
            found.append(made)
        month = month_after(month)
    if not found:
        return None
    kinds = {one.state for one in found} & {"off", *ELSEWHERE, "unruled"}
    if kinds:
        return found[0]
    good = [one for one in found if one.state == "met"]
    state: State = "met" if len(good) == len(found) else found[-1].state if len(found) - len(good) == 1 and found[-1].owed else "overdue"
    return replace(
        found[-1], done=len(good), required=len(found), rate=len(good) / len(found), unit="个月", state=state, days_left=None,
        records=tuple(dict.fromkeys(pair for one in found for pair in one.records)),
    )  # fmt: skip


def _term(office: Office, one: Obligation, day: date) -> Term | None:
    return term_of(one, day, office.around().calendar)


def _shelf(
    office: Office, day: date, asked: Sequence[tuple[Obligation, Term | None]], *, as_it_stood: bool = False, bare: bool = False
) -> Shelf:
    sources: list[tuple[Source, date]] = []
    for one, term in asked:
        rule = office.rulebook.rules.get(one.id)
        if rule is not None and term is not None and _open(office, rule):
            sources += [(source, term.first) for source in rule.sources]
    return Shelf(office, day, sources, as_it_stood=as_it_stood, bare=bare)


def _open(office: Office, rule: Rule) -> bool:
    return all(source.ledger in office.ledgers for source in rule.sources)


def _standing(office: Office, one: Obligation, term: Term | None, shelf: Shelf, settings: Sequence[Setting]) -> Standing:
    setting = None if one.fixed else current_setting(settings, shelf.day)
    on = setting.on if setting else one.on
    threshold = setting.threshold if setting and setting.threshold is not None else one.threshold
    rule = office.rulebook.rules.get(one.id)
    bare = Standing(one, "off", threshold=threshold, setting=setting)
    if rule is not None and not _open(office, rule):
        # whoever may not open the ledger learns nothing from here, not even a number
        closed = {office.rulebook.scopes.get(source.ledger) for source in rule.sources if source.ledger not in office.ledgers}
        return replace(bare, state="principal" if "signing" in closed else "counselor", setting=None)
    if not on:
        return bare
    if rule is None:
        return replace(bare, state="unruled")
    bare = replace(bare, own_dues=rule.own_dues, ledger=rule.sources[0].ledger)
    if term is None:
        return replace(bare, state="nothing", note=_NO_MONTH)
    bare = replace(bare, first=term.first, last=term.last)
    if term.begins:
        return replace(bare, state="later", note=f"{term.begins.month}月{term.begins.day}日开始", days_left=(term.last - shelf.day).days)
    tally = rule.count(Desk(shelf, shelf.day, term, office.around().calendar, threshold))
    return _judged(bare, tally, term, shelf)


def _judged(bare: Standing, tally: Tally, term: Term, shelf: Shelf) -> Standing:
    one, day = bare.obligation, shelf.day
    share = one.unit.startswith("%") and not tally.unit
    met = tally.done * 100 >= bare.threshold * tally.required if share else tally.done >= tally.required
    if one.period == "school_day":
        met = bool(tally.required) and tally.done * 100 >= bare.threshold * tally.required
    met = met and not tally.short
    left = (term.due - day).days if term.due and not tally.late else None
    state: State = "met" if met else "lacking" if left is None else "open" if left >= 0 else "overdue"
    if share and not tally.required and not tally.short:
        state = "nothing"
    return replace(
        bare, state=state, done=tally.done, required=tally.required, rate=min(1.0, tally.done / tally.required) if tally.required else None,
        days_left=left, records=shelf.named(tally.records), unmet=shelf.named(tally.unmet), lacking=tally.lacking, unit=tally.unit,
        evidence=sum(map(shelf.files, tally.records)),
    )  # fmt: skip


# -- what the school changed ------------------------------------------------------------------------------------


def read_settings(office: Office) -> Mapping[str, Sequence[Setting]]:
    """Return what the school has laid down, by obligation."""
    ledger = office.ledgers.get(office.rulebook.settings)
    found: dict[str, list[Setting]] = {}
    for one in office.store(ledger).every(ledger) if ledger else ():
        since, threshold = one.get("from_date"), one.get("threshold")
        if isinstance(since, date):
            number = float(threshold) if isinstance(threshold, int | float) else None
            found.setdefault(one.text("obligation"), []).append(Setting(since, number, one.get("asked") == "on", one.text("reason")))
    return found


def adjust(office: Office, key: str, *, threshold: float | None, on: bool, reason: str) -> None:
    """Lay down from today on another threshold, or that an obligation is not asked for. Raises UserError. Journalled with its reason."""
    found = office.rulebook.get(key)
    ledger = office.ledgers.get(office.rulebook.settings)
    if found is None or ledger is None:
        raise UserError(f"没有“{key}”这一项。", "", "没有写入。", "编号写成 O-10c 这样。")
    values = {"obligation": key, "threshold": threshold, "asked": "on" if on else "off", "reason": reason, "from_date": office.today()}
    same = [one for one in office.store(ledger).every(ledger, Query(where={"obligation": key})) if one.get("from_date") == office.today()]
    Saving(office).save(ledger, values, record_id=same[0].id if same else None)


# -- what is due of it ------------------------------------------------------------------------------------------


def obligation_dues(office: Office) -> Iterator[Due]:
    """Yield what is owed now, for the home page; cases that their ledgers remind of one by one are left to them."""
    if not office.rulebook.obligations:
        return
    day, rules = office.today(), office.rulebook.rules
    wanted = (one for one in office.rulebook.obligations if one.id in rules and not rules[one.id].own_dues)
    asked = [(one, _term(office, one, day)) for one in wanted]
    shelf, settings = _shelf(office, day, asked, bare=True), read_settings(office)
    for owed, term in asked:
        one = _standing(office, owed, term, shelf, settings.get(owed.id, ()))
        if one.owed:
            yield due_of(office, one)


def due_of(office: Office, one: Standing) -> Due:
    """Return an owed obligation as a line of the home page. What has no day of its own is to be done in this semester."""
    owed = one.obligation
    on = date.fromordinal(office.today().toordinal() + one.days_left) if one.days_left is not None else _by_semester(office)
    missing = f",缺{'、'.join(one.lacking)}" if one.lacking else ""
    return Due(
        key=f"obligation:{owed.id}:{one.first if owed.period not in STANDING else on}", ledger=one.ledger, record="",
        text=f"{owed.title}:{one.words}{missing}", about=owed.owner, on=on,
        basis=f"{_where(owed)} {owed.threshold_words}({owed.source_words})",
        page=f"obligations:{owed.id}",
    )  # fmt: skip


def _by_semester(office: Office) -> date:
    return max(office.around().calendar.semester(office.today())[1], office.today())


def _where(owed: Obligation) -> str:
    return f"方案任务{owed.task.number}" if 1 <= owed.task.number <= 15 else owed.task.title
