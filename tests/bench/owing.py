"""今天要办 and 任务总览 at 3,000 pupils: this year's records alone, and five years of them; how both grow with the years."""

from __future__ import annotations

import gc
import statistics
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from measure import Result, seconds
from school import demo, opened

from jlt_desktop.domain.ledger import Ledger
from jlt_desktop.domain.obligation_rules import day_of
from jlt_desktop.services.duties import duties
from jlt_desktop.services.obligations import overview, year_view
from jlt_desktop.services.office import Office
from jlt_desktop.vault.bulk import Change, Run, apply_run
from jlt_desktop.vault.schema import column, table
from jlt_desktop.vault.store import now_utc

_PUPILS, _YEARS = 3_000, 5
_LIMIT = 200
_RUNS_ON = {"to_date", "valid_to", "term_to", "effective_to"}


def events(office: Office) -> Iterator[Ledger]:
    """The ledgers whose records happen on a day and pile up year by year: no files that others are parts of, nothing that runs on."""
    files = {one.part_of for one in office.ledgers.values()}
    for one in office.ledgers.values():
        if one.happened in one.stored and one.key not in files and not _RUNS_ON & set(one.stored):
            yield one


def another_year(office: Office, back: int) -> int:
    """Write this year's events again, so many years earlier; what was open then is long done. Returns how many were added."""
    count = 0
    for ledger in events(office):
        store, changes = office.store(ledger), []
        names = [name for name in ledger.stored if name not in ledger.unique]
        dated = {name for name, one in ledger.stored.items() if one.kind in ("date", "date_time", "month")}
        sql = f"SELECT id, parent, {', '.join(column(name) for name in names)} FROM {table(ledger)} WHERE created_by <> 'earlier'"
        for _, parent, *values in store.conn.execute(sql).fetchall():
            kept = {name: value for name, value in zip(names, values, strict=True) if value is not None}
            for name in dated & set(kept):
                day = day_of(ledger.stored[name].from_sql(kept[name]))
                kept[name] = f"{day.year - back}{str(kept[name])[4:]}" if day else kept[name]
            kept = {name: value for name, value in kept.items() if not str(value).endswith("-02-29")}
            changes.append(Change(ledger, uuid.uuid4().hex, parent, 0, kept, None, "", now_utc()))
        actor, store.actor = store.actor, "earlier"
        with store.transaction():
            apply_run(store, Run(f"back-{back}-{ledger.key}", ledger.key, "", "", {"added": len(changes)}), changes, listed=False)
        store.actor = actor
        count += len(changes)
    return count


def _median(call: Callable[[], object], rounds: int = 7) -> float:
    call()
    # as in the program, whose windows collect the garbage between two pieces of work
    gc.disable()
    try:
        return statistics.median(seconds(call) for _ in range(rounds)) * 1000
    finally:
        gc.enable()
        gc.collect()


def owing(place: Path) -> list[Result]:
    """Medians of seven, in milliseconds; growth: five years of records against one, which should leave them nearly as they are."""
    secrets = demo(place / "owing", _PUPILS)
    results = []
    for role in ("clerk", "counselor"):
        office = opened(place / "owing", secrets, role)
        works = {"dues": lambda office=office: duties(office), "overview": lambda office=office: overview(office)}
        before = {name: _median(call) for name, call in works.items()}
        added = sum(another_year(office, back) for back in range(1, _YEARS)) if role == "clerk" else 0
        after = {name: _median(call) for name, call in works.items()}
        for name in works:
            detail = f"one year {before[name]:.0f} ms" + (f"; {added} records more" if added else "; with the clerk's five years")
            results.append(Result(f"{name}, {_PUPILS} pupils, five years, {role}", "200 ms", after[name], _LIMIT, "ms", detail))
        if role == "clerk":
            results += [Result(f"{name}: five years against one", "one year", after[name] / before[name], 1.6, "x", "") for name in works]
            begun = time.perf_counter()
            year_view(office, date.today().year - (date.today().month < 9))
            results.append(
                Result("a year side by side, five years", "1 s", (time.perf_counter() - begun) * 1000, 1000, "ms", "83 obligations")
            )
        office.close()
    return results


def all_of_them() -> list[Result]:
    """Run every bench of this page in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        return owing(Path(folder))
