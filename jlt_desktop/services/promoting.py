"""September: everybody moves up by themselves; who does not go that way is said here, looked at, written as one run, and confirmed."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from jlt_desktop.domain.calendar import SEPTEMBER, school_year, school_year_title
from jlt_desktop.domain.errors import UserError
from jlt_desktop.domain.promotion import FINISHED, WAYS
from jlt_desktop.domain.search import Entry, Finder
from jlt_desktop.services.promoting_rows import Mover
from jlt_desktop.vault.bulk import Change, Run, apply_run
from jlt_desktop.vault.store import ChangedMeanwhile, kept, now_utc

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.services.office import Office
    from jlt_desktop.services.promoting_rows import Row, Wish

YEAR = "school_year"  # among the counts of a run: which year's moving up it is


@dataclass(frozen=True, slots=True)
class Line:
    """One class of the preview: what it was and becomes, how many were in it, how many go on like that, what the others do in words."""

    before: str
    after: str
    people: int
    going: int
    apart: str


@dataclass(frozen=True, slots=True)
class Plan:
    """A look ahead; nothing is written. rows: what will be written, one per record. resting: ids and names of those on leave.

    classless: how many have no year of entry or no class. problems: why it cannot be written like this, one sentence each.
    """

    ledger: str
    year: int
    title: str
    lines: tuple[Line, ...]
    rows: tuple[Row, ...]
    resting: tuple[tuple[str, str], ...]
    classless: int
    problems: tuple[str, ...]
    wishes: tuple[Wish, ...]

    @property
    def finished(self) -> int:
        """Return how many leave the top grade."""
        return sum(1 for one in self.rows if one.way == FINISHED)


@dataclass(frozen=True, slots=True)
class Promoted:
    """A moving up that was written: id of the run, school year, name, when (UTC), by whom, how many changed and left the top grade."""

    id: str
    year: int
    name: str
    at: str
    actor: str
    changed: int
    finished: int
    closed_at: str | None


def promoted_ledger(office: Office) -> Ledger:
    """Return the ledger whose people move up. Raises UserError when this user has none."""
    found = next((one for one in office.ledgers.values() if one.promotion), None)
    if found is None:
        raise UserError("这个账户没有要升级的名册。", "", "数据没有改动。", "")
    return found


def promotions(office: Office) -> list[Promoted]:
    """Return every moving up that was not taken back, the newest year first."""
    sql = "SELECT id, file_name, at, actor, counts, closed_at FROM import_run WHERE undone_at IS NULL"
    found = []
    for store in office.session.stores():
        for run, name, at, actor, text, closed_at in store.conn.execute(sql):
            counts = json.loads(text)
            if YEAR in counts:
                found.append(Promoted(run, counts[YEAR], name, at, actor, counts["changed"], counts["finished"], closed_at))
    return sorted(found, key=lambda one: -one.year)


def waiting(office: Office) -> Promoted | None:
    """Return the moving up that is written and not yet confirmed."""
    return next((one for one in promotions(office) if not one.closed_at), None)


def due_year(office: Office) -> int:
    """Return the school year that people move up into now: the present one, from the last month of the one before it on."""
    day = office.today()
    return day.year if day.month in (SEPTEMBER - 2, SEPTEMBER - 1) else school_year(day)


def plan_promotion(office: Office, year: int, wishes: Sequence[Wish] = ()) -> Plan:
    """Return what moving up into a school year would do, with the exceptions wished for; nothing is written. Raises UserError."""
    ledger = promoted_ledger(office)
    _refuse_out_of_turn(office, year)
    mover = Mover(office, ledger, year)
    wanted = {one.record: one for one in wishes}
    rows: list[Row] = []
    classes: dict[tuple[object, object], list[str]] = {}
    resting, classless = [], 0
    for record in office.store(ledger).every(ledger):
        wish = wanted.pop(record.id, None)
        if mover.paused(record) and wish is None:
            resting.append((record.id, mover.called(record)))
        if not mover.present(record) and wish is None:
            continue
        if mover.present(record) and not mover.in_class(record):
            classless += 1
        row = mover.row(record, wish)
        if row is not None:
            rows.append(row)
        if mover.present(record) and mover.in_class(record):
            classes.setdefault(mover.place(record), []).append(row.way if row else "")
    lines = tuple(_line(mover, place, ways) for place, ways in sorted(classes.items(), key=lambda one: mover.order(one[0])))
    problems = [f"{one.called}:{one.problem}" for one in rows if one.problem]
    problems += ["有一名例外的学生已经不在名册里。"] * len(wanted)
    title = f"升级 {school_year_title(year)}"
    return Plan(ledger.key, year, title, lines, tuple(rows), tuple(resting), classless, tuple(problems), tuple(wishes))


def _line(mover: Mover, place: tuple[object, object], ways: Sequence[str]) -> Line:
    apart = [(WAYS[way], ways.count(way)) for way in WAYS if way in ways]
    going = sum(1 for way in ways if way in ("", FINISHED))
    return Line(mover.before(place), mover.after(place), len(ways), going, "、".join(f"{words} {count}" for words, count in apart))


def _refuse_out_of_turn(office: Office, year: int) -> None:
    open_one = waiting(office)
    if open_one is not None:
        raise UserError(f"“{open_one.name}”还没有确认。", "", "数据没有改动。", "请先核对上一次升级:没错就确认,有错就撤销,再办这一次。")
    last = next(iter(promotions(office)), None)
    if last is not None and last.year >= year:
        raise UserError(f"{school_year_title(year)}的升级已经办过并确认了。", "", "数据没有改动。", "个别有变动的,请打开学生的记录改。")
    if year > due_year(office):
        raise UserError(f"现在还不能办{school_year_title(year)}的升级。", "", "数据没有改动。", f"请到 {year} 年 7 月以后再办。")


def apply_promotion(office: Office, plan: Plan) -> str:
    """Write what the plan shows in one transaction; returns the id of the run. Raises UserError when the roster changed since."""
    if plan.problems:
        raise UserError("还不能升级:", " ".join(plan.problems), "数据没有改动。", "请改好例外名单再来。")
    if office.today() < date(plan.year, SEPTEMBER, 1):
        raise UserError(
            f"还没到 {plan.year} 年 9 月 1 日,现在只能预览。",
            "班级从那天起自动升。",
            "数据没有改动。",
            "请到开学以后再办;例外名单可以先核对。",
        )
    ledger = promoted_ledger(office)
    store = office.store(ledger)
    with store.transaction():
        fresh = plan_promotion(office, plan.year, plan.wishes)
        if fresh != plan:
            raise ChangedMeanwhile("预览以后名册又改过。", "", "数据没有改动。", "请重新预览一次,核对后再办。")
        changes = [_change(office, ledger, one) for one in plan.rows]
        counts = {YEAR: plan.year, "added": 0, "changed": len(changes), "finished": plan.finished}
        run = Run(uuid.uuid4().hex, ledger.key, plan.title, "", counts)
        apply_run(store, run, changes, "升级")
    office.lookup.forget()
    return run.id


def _change(office: Office, ledger: Ledger, row: Row) -> Change:
    store = office.store(ledger)
    record = store.get(ledger, row.record)
    if record is None or record.revision != row.revision:
        raise ChangedMeanwhile("预览以后名册又改过。", "", "数据没有改动。", "请重新预览一次,核对后再办。")
    values = {**record.values, **row.values}
    before, after = kept(ledger, record.values), kept(ledger, values)
    columns = {name: after.get(name) for name in row.values}
    key = store.search_key(ledger, values)
    return Change(ledger, record.id, record.parent, record.revision, columns, {name: before.get(name) for name in columns}, key)


def confirm(office: Office, run: str) -> str:
    """Close a moving up for good: from now on it cannot be taken back as a whole; returns its name. Raises UserError."""
    known = next((one for one in promotions(office) if one.id == run), None)
    if known is None or known.closed_at:
        raise UserError("没有等着确认的升级。", "可能已经确认过,或已经撤销。", "数据没有改动。", "")
    store = office.store(promoted_ledger(office))
    with store.transaction():
        store.conn.execute("UPDATE import_run SET closed_at = ? WHERE id = ?", (now_utc(), run))
        store.journal.append(now_utc(), "确认升级", f"import/{run}")
    return known.name


def people(office: Office) -> Finder:
    """Return the search over those who can be an exception."""
    ledger = promoted_ledger(office)
    labels = office.lookup.apart(ledger.key)
    return Finder(Entry(ledger.key, one, labels.get(one, ""), "", words) for one, words in office.store(ledger).search_keys(ledger))
