"""学年存档: what a school year's lists and tables looked like, kept as the very bytes that were printed; they print again as they did."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from jlt_desktop.domain.calendar import school_year, school_year_title
from jlt_desktop.domain.errors import OutsideError, UserError
from jlt_desktop.domain.figures import Crosstab, Totals
from jlt_desktop.domain.periods import span
from jlt_desktop.domain.report import Roll
from jlt_desktop.domain.school_year import semester_of, year_of
from jlt_desktop.services.as_it_stood import stood
from jlt_desktop.services.obligations import overview
from jlt_desktop.services.obligations_paper import overview_document, year_document
from jlt_desktop.services.printing import class_titles, roster_document, to_pdf
from jlt_desktop.services.reporting import report_document
from jlt_desktop.services.summary import summary_document
from jlt_desktop.vault.store import now_utc

if TYPE_CHECKING:
    from jlt_desktop.domain.document import Document
    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.domain.periods import Span
    from jlt_desktop.paper.fonts import Fonts
    from jlt_desktop.services.office import Office

Step = Callable[[int, int], None]
Stopped = Callable[[], bool]
Make = Callable[[], "Document"]


@dataclass(frozen=True, slots=True)
class Kept:
    """A print that was kept. as_of: the day its content stood for. scope: the vault file it lies in."""

    id: str
    scope: str
    year: int
    title: str
    as_of: str
    pages: int
    sha256: str
    at: str
    actor: str


@dataclass(frozen=True, slots=True)
class _Print:
    scope: str
    title: str
    make: Make


def archive_year(office: Office, year: int, fonts: Fonts, step: Step | None = None, stopped: Stopped | None = None) -> list[Kept]:
    """Print everything of a school year that this user may open and keep it; what was kept before stays beside it.

    Of the running year it is kept as it stands today; of a past one only what can be read from the histories: rosters and the overview.
    Nothing is kept when it is stopped. Raises UserError for a year that has not begun, OutsideError when stopped.
    """
    if year > school_year(office.today()):
        raise UserError(f"{school_year_title(year)}还没有开始。", "", "没有存档。", "请选已经开始的学年。")
    prints = list(_prints(office, year))
    day = min(office.today(), year_of(year)[1])
    made: list[tuple[Kept, bytes]] = []
    for done, one in enumerate(prints, start=1):
        if stopped is not None and stopped():
            raise OutsideError("已停止存档。", "", "这一次的都没有留下,以前存的还在。", "")
        printed = to_pdf(one.make(), fonts)
        digest = hashlib.sha256(printed.pdf).hexdigest()
        kept = Kept(
            uuid.uuid4().hex, one.scope, year, one.title, day.isoformat(), printed.pages, digest, now_utc(), office.user
        )  # fmt: skip
        made.append((kept, printed.pdf))
        if step is not None:
            step(done, len(prints))
    for store in office.session.stores():
        _keep(office, store.path.stem, [(kept, pdf) for kept, pdf in made if kept.scope == store.path.stem])
    return [kept for kept, _ in made]


def _keep(office: Office, scope: str, made: list[tuple[Kept, bytes]]) -> None:
    store = office.session.store(scope)
    if not made:
        return
    with store.transaction():
        for one, pdf in made:
            store.conn.execute(
                "INSERT INTO kept_print(id, year, title, as_of, pages, sha256, content, at, actor) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (one.id, one.year, one.title, one.as_of, one.pages, one.sha256, pdf, one.at, one.actor),
            )
        digest = hashlib.sha256("".join(one.sha256 for one, _ in made).encode()).hexdigest()
        store.journal.append(now_utc(), "存档", f"year/{made[0][0].year}", {"records": len(made), "sha256": digest})


def archived(office: Office) -> list[Kept]:
    """Return what was kept, the latest year first, in the order it was printed."""
    sql = "SELECT id, year, title, as_of, pages, sha256, at, actor FROM kept_print ORDER BY year DESC, at, rowid"
    found = [
        Kept(row[0], store.path.stem, *row[1:]) for store in office.session.stores() if _has(store.conn) for row in store.conn.execute(sql)
    ]
    return sorted(found, key=lambda one: -one.year)


def _has(conn: object) -> bool:
    # a vault file of another kind keeps no prints
    return bool(conn.execute("SELECT 1 FROM sqlite_master WHERE name = 'kept_print'").fetchone())  # type: ignore[attr-defined]


def kept_pdf(office: Office, one: Kept) -> bytes:
    """Return the bytes of a print as they were. Journalled. Raises UserError when they are not there or were changed."""
    store = office.session.store(one.scope)
    row = store.conn.execute("SELECT content FROM kept_print WHERE id = ?", (one.id,)).fetchone()
    content = bytes(row[0]) if row else b""
    if hashlib.sha256(content).hexdigest() != one.sha256:
        raise UserError(f"存档“{one.title}”不在了或已损坏。", "", "其他存档没有影响。", "请从备份里找回。")
    with store.transaction():
        store.journal.append(now_utc(), "打印", f"kept/{one.id}", {"records": 1})
    return content


def let_go(office: Office, one: Kept, reason: str) -> None:
    """Take a print out of the archive for good, as when its time is up. Journalled with the reason. Raises UserError without one."""
    if not reason.strip():
        raise UserError("没有写删除的理由。", "", "存档还在。", "请写明理由,例如“保存期满,已销毁纸质”。")
    store = office.session.store(one.scope)
    with store.transaction():
        store.conn.execute("DELETE FROM kept_print WHERE id = ?", (one.id,))
        store.journal.append(now_utc(), "删除存档", f"kept/{one.id}", {"sha256": one.sha256, "reason": reason.strip()})


# -- what belongs to a year -----------------------------------------------------------------------------------------


def _prints(office: Office, year: int) -> Iterator[_Print]:
    running = year == school_year(office.today())
    day = min(office.today(), year_of(year)[1])
    general = [one for one in office.ledgers.values() if one.scope == "general"]
    if running:
        for title in class_titles(office):
            yield _Print("general", f"{title}花名册", partial(roster_document, office, title))
    else:
        yield from _past_rosters(office, day)
    if office.rulebook.obligations:
        yield _Print("general", "任务总览", partial(_overview, office, day, as_it_stood=not running))
    if not running:
        return
    if office.rulebook.obligations:
        yield _Print("general", "任务完成情况(全学年)", partial(year_document, office, year))
        for period in _semesters(office, year):
            yield _Print("general", f"任务完成情况汇总表({_term(period)})", partial(summary_document, office, period.period))
    for ledger in (*general, *(one for one in office.ledgers.values() if one.scope == "confidential")):
        yield from _reports(office, ledger, year)


def _past_rosters(office: Office, day: date) -> Iterator[_Print]:
    """The classes of a past year as they were on its last day, as far as the histories know them."""
    ledger = next((one for one in office.ledgers.values() if one.roster), None)
    if ledger is None:
        return
    around = replace(office.around(), today=day)
    title = next(iter(ledger.spreads))
    there = (one for one in stood(office, ledger, day, {}) if ledger.on_roster is None or ledger.on_roster(one.values))
    for one in dict.fromkeys(around.texts(ledger.key, record, (title,))[0] for record in there):
        # who had left by then, or was still to come, is in no class
        if one and "(" not in one:
            yield _Print("general", f"{one}花名册", partial(roster_document, office, one, day))


def _overview(office: Office, day: date, *, as_it_stood: bool) -> Document:
    return overview_document(office, overview(office, day, as_it_stood=as_it_stood))


def _semesters(office: Office, year: int) -> Iterator[Span]:
    for number in (1, 2):
        if semester_of(year, number, office.around().calendar)[0] <= office.today():
            yield span(f"{year}-T{number}", office.around().calendar).up_to(office.today())


def _term(period: Span) -> str:
    return f"第{'一二'[int(period.period[-1]) - 1]}学期"


def _reports(office: Office, ledger: Ledger, year: int) -> Iterator[_Print]:
    for report in ledger.reports:
        if isinstance(report, Crosstab | Totals) or (isinstance(report, Roll) and report.dated):
            for period in _semesters(office, year):
                yield _Print(
                    ledger.scope, f"{report.title}({_term(period)})", partial(report_document, office, ledger, report.key, span=period)
                )  # fmt: skip
        else:
            yield _Print(ledger.scope, report.title, partial(report_document, office, ledger, report.key))
