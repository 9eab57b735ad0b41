"""The lists and statistical tables a ledger declares: counted, cross-checked, on paper and as a workbook."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from jlt_desktop.domain.document import Document, Grid, Pairs, Prose
from jlt_desktop.domain.errors import UserError
from jlt_desktop.domain.figures import Crosstab, Totals
from jlt_desktop.domain.privacy import masked_name, masked_number
from jlt_desktop.domain.report import Roll, Tally
from jlt_desktop.services.crosstabs import usual_span
from jlt_desktop.services.figure_papers import figure_document, figure_workbook
from jlt_desktop.sheets.write import Heading, text_width, workbook
from jlt_desktop.vault.store import now_utc

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.domain.periods import Span
    from jlt_desktop.domain.record import Record
    from jlt_desktop.domain.report import Column, Mask, Measure, Report
    from jlt_desktop.services.office import Office

_TOTAL, _ONE_LINE = "合计", 24


@dataclass(frozen=True, kw_only=True)
class Made:
    """A report with its figures. rows: texts and whole numbers. checks: (words, whether it holds). people: how many it is about."""

    title: str
    school: str
    headings: tuple[str, ...]
    weights: tuple[float, ...]
    rows: tuple[tuple[str | int, ...], ...]
    checks: tuple[tuple[str, bool], ...]
    notes: tuple[str, ...]
    signers: tuple[str, ...]
    people: int
    numbered: bool
    unit: str = "人"


def make(
    office: Office, ledger: Ledger, key: str, *, masked: bool = False, paper: bool = False, span: Span | None = None
) -> Made:  # fmt: skip
    """Return a report of a ledger as it stands today. Raises UserError.

    masked: names and numbers starred, for posting up. paper: only the columns there is room for. span: of a dated list, this semester
    by default.
    """
    report = report_of(ledger, key)
    if not isinstance(report, Roll | Tally):
        raise UserError(f"“{report.title}”不是逐条的表。", "", "数据没有改动。", "")
    around = office.around()
    every = list(_every(office, ledger, report))
    days = (span or usual_span(office)) if isinstance(report, Roll) and report.dated else None
    if days is not None:
        every = [pair for pair in every if days.holds(pair[0].get(report.dated))]  # type: ignore[union-attr]  # a list, as asked above
    found = [pair for pair in every if report.counts(*pair)]
    when = f"{days.since} 至 {days.until}" if days else f"截止 {around.today}"
    common = {
        "title": report.title + ("(公示)" if masked else ""), "school": str(office.school.get("school_name") or ""),
        "signers": report.signers, "people": len(found), "notes": tuple(filter(None, (report.note(around), when))),
    }  # fmt: skip
    if isinstance(report, Roll):
        return _roll(report, every, found, common, masked=masked, paper=paper)
    return _tally(report, found, common)


def report_of(ledger: Ledger, key: str) -> Report:
    """Return a report that a ledger declares. Raises UserError when there is none of that name."""
    report = next((one for one in ledger.reports if one.key == key), None)
    if report is None:
        known = "、".join(one.key for one in ledger.reports) or "没有"
        raise UserError(f"{ledger.title}没有“{key}”这张表。", "", "数据没有改动。", f"可以用的有:{known}。")
    return report


def _every(office: Office, ledger: Ledger, report: Roll | Tally) -> Iterator[tuple[Record, Around]]:
    part = office.ledgers[report.part] if isinstance(report, Roll) and report.part else None
    whole = {one.id for one in office.store(ledger).every(ledger)} if part else set()
    for one in office.store(part or ledger).every(part or ledger):
        # a part of a file in the recycle bin is gone with it
        if part is None or one.parent in whole:
            yield one, office.around(one)


def _roll(
    report: Roll, every: Sequence[tuple[Record, Around]], found: Sequence[tuple[Record, Around]], common: dict[str, object],
    *, masked: bool, paper: bool,
) -> Made:  # fmt: skip
    columns = [one for one in report.columns if not (masked and one.mask == "out") and (one.paper or masked or not paper)]
    order = report.order
    if order is not None:
        found = sorted(found, key=lambda pair: order(*pair))
    rows = tuple(tuple(_cell(one, record, beside, masked=masked) for one in columns) for record, beside in found)
    checks = tuple(_kinds(report, every, found))
    common = {**common, "notes": (*(words for words, _ in checks), *common["notes"])}  # type: ignore[misc]
    return Made(
        headings=tuple(one.label for one in columns), weights=tuple(one.weight for one in columns), rows=rows,
        checks=checks, numbered=True, unit=report.unit, **common,  # type: ignore[arg-type]
    )  # fmt: skip


def _kinds(report: Roll, every: Sequence[tuple[Record, Around]], found: Sequence[tuple[Record, Around]]) -> Iterator[tuple[str, bool]]:
    for words, some in (("全部", every), ("表中", found)) if report.kinds else ():
        counts = [(one.label, sum(1 for pair in some if one.counts(*pair))) for one in report.kinds]
        shown = [f"{label} {count}" for label, count in counts if count or some is every]
        yield f"{words} {len(some)} = {' + '.join(shown) or 0}", len(some) == sum(count for _, count in counts)


def _cell(column: Column, record: Record, around: Around, *, masked: bool) -> str:
    text = column.show(record, around)
    return _starred(text, column.mask) if masked else text


def _starred(text: str, mask: Mask) -> str:
    if mask == "name":
        return masked_name(text)
    return masked_number(text) if mask == "number" else text


def _tally(report: Tally, found: Sequence[tuple[Record, Around]], common: dict[str, object]) -> Made:
    headings = ("项目", *(one.label for one in report.columns))
    total = _counted(report, None, found)
    rows: list[tuple[str | int, ...]] = [(_TOTAL, *total)]
    checks = _balances(report, _TOTAL, total)
    for section in report.sections:
        lines = [(line, _counted(report, line, found)) for line in section.lines]
        # a line for those who left the field blank stands only where there are any
        shown = [(line, counts) for line, counts in lines if any(counts) or not (section.present or line.label == "未填")]
        rows.append((f"【{section.title}】", *[""] * len(total)))
        rows += [(line.label, *counts) for line, counts in shown]
        for line, counts in shown:
            checks += _balances(report, line.label, counts)
        if section.whole:
            sums = [sum(counts[place] for _, counts in lines) for place in range(len(total))]
            words = f"{section.title}各行之和 {'/'.join(map(str, sums))} 等于合计 {'/'.join(map(str, total))}"
            checks.append((words, sums == list(total)))
    return Made(
        headings=headings, weights=(3.0, *[1.0] * len(report.columns)), rows=tuple(rows), checks=tuple(checks), numbered=False,
        **common,  # type: ignore[arg-type]
    )  # fmt: skip


def _counted(report: Tally, line: Measure | None, found: Sequence[tuple[Record, Around]]) -> list[int]:
    on_line = [(one, beside) for one, beside in found if line is None or line.counts(one, beside)]
    return [sum(1 for one, beside in on_line if column.counts(one, beside)) for column in report.columns]


def _balances(report: Tally, line: str, counts: Sequence[int]) -> list[tuple[str, bool]]:
    by_label = dict(zip((one.label for one in report.columns), counts, strict=True))
    found = []
    for one in report.balances:
        parts = [by_label[label] for label in one.parts]
        words = f"{line}:{one.of} {by_label[one.of]} = {' + '.join(f'{label} {by_label[label]}' for label in one.parts)}"
        found.append((words, by_label[one.of] == sum(parts)))
    return found


def verdict(made: Made) -> str:
    """Return the outcome of the cross-checks as one sentence; empty for a list."""
    if not made.checks:
        return ""
    wrong = [words for words, holds in made.checks if not holds]
    if wrong:
        return f"勾稽核对 {len(made.checks)} 项,{len(wrong)} 项不平:" + ";".join(wrong)
    return f"勾稽核对 {len(made.checks)} 项,全部相符。"


def report_document(office: Office, ledger: Ledger, key: str, *, masked: bool = False, span: Span | None = None) -> Document:
    """Return a report on paper; the cross-checks, the measure and the lines to sign stand at the foot. Journalled. Raises UserError.

    masked: names starred, small numbers hidden. span: the days that figures of several ledgers are counted in; this semester by default.
    """
    report = report_of(ledger, key)
    if isinstance(report, Crosstab | Totals):
        _note(office, ledger, "打印", key, 0, masked=masked)
        return _by(office, figure_document(office, report, span or usual_span(office), small=masked))
    made = make(office, ledger, key, masked=masked, paper=True, span=span)
    _note(office, ledger, "打印", key, made.people, masked=masked)
    foot = "\n".join(filter(None, (*made.notes, verdict(made))))
    signers = [Pairs(tuple((one, "") for one in made.signers), columns=3)] if made.signers else []
    grid = Grid(made.headings, [tuple(str(cell) for cell in row) for row in made.rows], made.weights, numbered=made.numbered)
    return _by(office, Document(
        name=made.title, title=f"{made.school}{made.title}", subtitle=f"共 {made.people} {made.unit}", blocks=(grid, Prose(foot), *signers),
        landscape=len(made.headings) > 8,
    ))  # fmt: skip


def _by(office: Office, document: Document) -> Document:
    return replace(document, operator=office.user, printed_at=datetime.now().replace(second=0, microsecond=0))


def report_workbook(office: Office, ledger: Ledger, key: str, *, masked: bool = False, span: Span | None = None) -> bytes:
    """Return a report as a workbook with its title above and its foot below; see report_document(). Journalled. Raises UserError."""
    report = report_of(ledger, key)
    if isinstance(report, Crosstab | Totals):
        _note(office, ledger, "导出", key, 0, masked=masked)
        return figure_workbook(office, report, span or usual_span(office), small=masked)
    made = make(office, ledger, key, masked=masked, span=span)
    _note(office, ledger, "导出", key, made.people, masked=masked)
    columns = list(zip(*made.rows, strict=True)) if made.rows else [()] * len(made.headings)
    headings = [Heading(one, _wide(one, cells)) for one, cells in zip(made.headings, columns, strict=True)]
    rows: list[Sequence[object]] = list(made.rows)
    if made.numbered:
        headings = [Heading("序号", 6), *headings]
        rows = [(number, *row) for number, row in enumerate(made.rows, start=1)]
    foot = [*made.notes, *filter(None, [verdict(made)]), *filter(None, ["    ".join(f"{one}:" for one in made.signers)])]
    return workbook(made.title, headings, rows, above=(f"{made.school}{made.title}",), below=foot)


def _wide(heading: str, cells: Sequence[object]) -> int:
    """Return a width that shows every cell in at most two lines and the heading in two."""
    longest = max((text_width(str(one)) for one in cells if one is not None), default=0)
    return max(6, text_width(heading) // 2 + 3, longest + 2 if longest <= _ONE_LINE else min(_ONE_LINE, longest // 2 + 4))


def _note(office: Office, ledger: Ledger, deed: str, key: str, count: int, *, masked: bool) -> None:
    store = office.store(ledger)
    with store.transaction():
        store.journal.append(now_utc(), deed, ledger.key, {"report": key, "records": count, "masked": masked})
