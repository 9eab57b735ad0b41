"""From records to documents to PDF: one record with its parts, the roster of a class, the table of a page."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from jlt_desktop.domain import chart
from jlt_desktop.domain.document import Document, Entry, Grid, Pairs, Picture, Timeline
from jlt_desktop.domain.errors import UserError
from jlt_desktop.domain.fields import Derived
from jlt_desktop.domain.minutes import Minutes
from jlt_desktop.paper.minutes import render_minutes
from jlt_desktop.paper.render import Printed as Printed  # noqa: PLC0414  # what callers get back
from jlt_desktop.paper.render import render
from jlt_desktop.services.as_it_stood import stood
from jlt_desktop.services.tracking import FILLED, LATE, MISSING, month_grid
from jlt_desktop.services.unsealing import refuse_list, refuse_unread
from jlt_desktop.sheets.write_document import document_workbook
from jlt_desktop.vault.store import Query, now_utc

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.document import Block
    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.domain.record import Record
    from jlt_desktop.paper.fonts import Fonts
    from jlt_desktop.services.office import Office

_WIDE_FROM = 6
# a month that is still open has nothing to be told yet
_SHOWN_AS = {FILLED: chart.FILLED, LATE: chart.LATE, MISSING: chart.MISSING}
# the name of the print every record has, beside the styles of its ledger
USUAL = "record"
_Paper = TypeVar("_Paper", bound=Document | Minutes)


def to_pdf(document: Document | Minutes, fonts: Fonts) -> Printed:
    """Return the PDF of a document or of minutes; what no font could draw is in `missing`."""
    return render_minutes(document, fonts) if isinstance(document, Minutes) else render(document, fonts)


def record_document(office: Office, ledger: Ledger, record_id: str, style: str = "", reason: str = "") -> Document | Minutes:
    """Return a record on paper with all its parts, as the declaration prints it or in the usual way; or in one of its other styles.

    A confidential file is printed without names unless a reason is given; it stands in the journal. Raises UserError. Journalled.
    """
    if style not in ("", USUAL, *ledger.styles):
        known = "、".join((USUAL, *ledger.styles))
        raise UserError(f"{ledger.title}没有“{style}”这种印法。", f"可以印成:{known}。", "没有打印,数据没有改动。", "请换一种印法。")
    record = office.store(ledger).get(ledger, record_id)
    if record is None:
        raise UserError(f"没有找到这条{ledger.title}记录。", "", "数据没有改动。", "请刷新列表,或核对编号。")
    refuse_unread(office, ledger, record)
    named, reason = not ledger.confidential or bool(reason.strip()), reason.strip()
    if not named and style in ledger.styles and ledger.styles[style].named:
        raise UserError(
            f"“{ledger.styles[style].title}”上要印姓名,请先写明用途。", "", "没有打印,数据没有改动。", "写明给谁、做什么用,再打印一次。"
        )
    around = replace(office.around(record), nameless=not named)
    paper = ledger.styles[style].paper if style in ledger.styles else ledger.paper
    made = paper(record, around) if paper else _usual(office, ledger, record, around)
    private = {"named": named, **({"reason": reason} if reason else {})} if ledger.confidential else {}
    _note(office, ledger, f"{ledger.key}/{record.id}", 1, private)
    return _signed(office, made)


def record_workbook(office: Office, ledger: Ledger, record_id: str, style: str = "", reason: str = "") -> bytes:
    """Return what record_document() prints as a workbook. Raises UserError, also for what exists on paper only. Journalled."""
    made = record_document(office, ledger, record_id, style, reason)
    if not isinstance(made, Document):
        raise UserError("公文格式的纪要只有 PDF。", "它的版面是按公文标准排的。", "没有写出文件。", "要 Excel,请选会议记录表。")
    return document_workbook(made)


def roster_document(office: Office, class_text: str, on: date | None = None) -> Document:
    """Return the roster of a class (三年级2班, 三2, 2024级2班). Raises UserError for a class that cannot be read or is empty.

    on: the day it is printed as of, so that last year's list comes out as it was, whoever moved up or left since.
    """
    ledger = next((one for one in office.ledgers.values() if one.roster), None)
    if ledger is None:
        raise UserError("没有可以印花名册的台账。", "", "数据没有改动。", "")
    around = office.around() if on is None else replace(office.around(), today=on)
    where: dict[str, object] = {}
    for read in ledger.spreads.values():
        where |= read(class_text, around)
    if not where:
        raise UserError(f"看不懂班级“{class_text}”。", "", "数据没有改动。", "请写成 三年级2班、三2 或 2024级2班。")
    found = office.store(ledger).page(ledger, Query(where=where)).records if on is None else stood(office, ledger, on, where)
    records = [one for one in found if _on_roster(ledger, one)]
    if not records:
        raise UserError(f"“{class_text}”没有学生。", "", "数据没有改动。", "请核对班级,或先导入名册。")
    title = next(iter(ledger.spreads))
    called = around.texts(ledger.key, records[0], (title,))[0]
    rows = [replace(office.around(one), today=around.today).texts(ledger.key, one, ledger.roster) for one in records]
    headings = tuple(ledger.fields[name].label for name in ledger.roster)
    school = str(office.school.get("school_name") or "")
    _note(office, ledger, ledger.key, len(records))
    made = Document(
        name=f"{ledger.title}花名册", title=f"{school}{called}{ledger.title}花名册",
        subtitle=f"共 {len(records)} 人" + (f"  {on:%Y-%m-%d} 的名单" if on else ""),
        blocks=(Grid(headings, rows, numbered=True),), landscape=True,
    )  # fmt: skip
    return _signed(office, made)


def class_titles(office: Office) -> list[str]:
    """Return the classes that a roster can be printed for, in their order."""
    ledger = next((one for one in office.ledgers.values() if one.roster), None)
    if ledger is None:
        return []
    title = next(iter(ledger.spreads))
    around = office.around()
    found: dict[str, None] = {}
    for record in filter(lambda one: _on_roster(ledger, one), office.store(ledger).every(ledger)):
        found.setdefault(around.texts(ledger.key, record, (title,))[0])
    return [one for one in found if one]


def _on_roster(ledger: Ledger, record: Record) -> bool:
    return ledger.on_roster is None or ledger.on_roster(record.values)


def table_document(office: Office, ledger: Ledger, records: Sequence[Record]) -> Document:
    """Return the records of a page as a table with the page's columns; special fields are left out, as on posted lists."""
    refuse_list(ledger)
    names = tuple(name for name in ledger.sheet if not ledger.fields[name].special)
    derived = any(isinstance(ledger.fields[name], Derived) and ledger.fields[name].needs for name in names)  # type: ignore[attr-defined]
    plain = replace(office.around(), nameless=ledger.confidential)
    rows = [(replace(office.around(one), nameless=plain.nameless) if derived else plain).texts(ledger.key, one, names) for one in records]
    headings = tuple(ledger.fields[name].label for name in names)
    _note(office, ledger, ledger.key, len(records))
    made = Document(
        name=ledger.title, title=ledger.title, subtitle=f"{office.school.get('school_name') or ''}  共 {len(records)} 条",
        blocks=(Grid(headings, rows, numbered=True),), landscape=len(names) >= _WIDE_FROM,
    )  # fmt: skip
    return _signed(office, made)


def months_document(office: Office, ledger: Ledger) -> Document:
    """Return who was written up in which month, by number and without names, in three patterns. Journalled."""
    grid = month_grid(office, ledger)
    rows = tuple(
        (f"{one.called} {one.level}".strip(), tuple(_SHOWN_AS.get(state, chart.OUTSIDE) for state in one.states)) for one in grid.lines
    )
    part = office.ledgers[ledger.tracked.part] if ledger.tracked else ledger
    plot = chart.MonthGrid(rows=rows, months=grid.months, words=(FILLED, LATE, MISSING), sentence=grid.sentence)
    _note(office, ledger, ledger.key, len(rows), {"named": False} if ledger.confidential else {})
    school = str(office.school.get("school_name") or "")
    return _signed(office, Document(name=f"{part.title}完成情况", title=f"{part.title}完成情况", subtitle=school, blocks=(Picture(plot),)))


def _signed(office: Office, document: _Paper) -> _Paper:
    return replace(document, operator=office.user, printed_at=datetime.now().replace(second=0, microsecond=0))


def _usual(office: Office, ledger: Ledger, record: Record, around: Around) -> Document:
    plot = ledger.picture(record, around) if ledger.picture else None
    blocks: list[Block] = [Picture(plot)] if plot else []
    for title, group in ledger.form.items():
        names = tuple(name for name in group if ledger.shown(name, record.values))
        texts = around.read_out(ledger.key, record, names)
        pairs = tuple((ledger.fields[name].label, text) for name, text in zip(names, texts, strict=True))
        blocks += [Pairs(pairs, title)] if pairs else []
    computed = tuple(name for name, one in ledger.fields.items() if isinstance(one, Derived))
    if computed:
        texts = around.read_out(ledger.key, record, computed)
        blocks.append(Pairs(tuple((ledger.fields[n].label, t) for n, t in zip(computed, texts, strict=True)), "程序算出", columns=1))
    standing = [one for one in office.parts(ledger) if not one.happened]
    blocks += [block for one in standing for block in _part_table(office, one, record, around)]
    dated = [one for one in office.parts(ledger) if one.happened]
    if dated:
        blocks.append(Timeline(tuple(sorted(_entries(office, dated, record, around), key=lambda one: one.on, reverse=True)), "记录"))
    stamp = around.read_out(ledger.key, record, (ledger.stamped,))[0] if ledger.stamped else ""
    school = str(office.school.get("school_name") or "")
    return Document(name=ledger.title, title=ledger.title, subtitle=f"{school} 【{stamp}】" if stamp else school, blocks=tuple(blocks))


def _part_table(office: Office, part: Ledger, record: Record, around: Around) -> Iterator[Grid]:
    rows = [around.texts(part.key, one, part.sheet) for one in office.parts_of(record, part.key)]
    if rows:
        yield Grid(tuple(part.fields[name].label for name in part.sheet), rows, title=part.title)


def _entries(office: Office, parts: Sequence[Ledger], record: Record, around: Around) -> Iterator[Entry]:
    for part in parts:
        names = tuple(name for names in part.form.values() for name in names)
        for one in office.parts_of(record, part.key):
            texts = around.read_out(part.key, one, names)
            lines = tuple((part.fields[name].label, text) for name, text in zip(names, texts, strict=True) if text)
            day = around.texts(part.key, one, (part.happened or "",))[0]
            yield Entry(day, part.title, lines, one.created_at[:10])


def _note(office: Office, ledger: Ledger, target: str, count: int, more: Mapping[str, object] | None = None) -> None:
    store = office.store(ledger)
    with store.transaction():
        store.journal.append(now_utc(), "打印", target, {"records": count, **(more or {})})
