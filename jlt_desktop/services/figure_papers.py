"""Figures on paper, as a workbook, and as what may leave: tables by grade in bands that fit the page, sheets of single numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.domain.document import Document, Grid, Pairs, Prose
from jlt_desktop.domain.figures import Crosstab, Single, Totals
from jlt_desktop.services.crosstabs import as_shown, counted, crossed, openly
from jlt_desktop.sheets.write import Heading, workbook

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jlt_desktop.domain.document import Block
    from jlt_desktop.domain.figures import Figure
    from jlt_desktop.domain.periods import Span
    from jlt_desktop.services.office import Office

_BAND = 12
_HIDDEN = "人数不到 5 的印成“<5”,从别的数字能推出来的印成“不公布”。"


def figure_document(office: Office, report: Crosstab | Totals, span: Span, *, small: bool) -> Document:
    """Return a report as blocks to print. small: numbers that are too small to be shown are hidden."""
    blocks = _crosstab(office, report, span) if isinstance(report, Crosstab) else _totals(office, report, span, small=small)
    signers = (Pairs(tuple((one, "") for one in report.signers), columns=3),) if report.signers else ()
    school = str(office.school.get("school_name") or "")
    return Document(
        name=report.title, title=f"{school}{report.title}", subtitle=_period(span), blocks=(*blocks, *signers),
        landscape=isinstance(report, Crosstab),
    )  # fmt: skip


def _period(span: Span) -> str:
    return f"{span.since} 至 {span.until}"


def _crosstab(office: Office, report: Crosstab, span: Span) -> Iterator[Block]:
    found = crossed(office, report, span)
    for first, last in _bands(report.figures):
        chosen = report.figures[first:last]
        rows = [(line, *map(str, numbers[first:last])) for line, numbers in found.lines]
        title = "、".join(dict.fromkeys(one.group for one in chosen if one.group))
        headings = (report.head, *(f"{one.group}\n{one.label}" if one.group else one.label for one in chosen))
        yield Grid(headings, rows, (1.4, *[1.0] * len(chosen)), title=title, together=True)
    yield Prose("\n".join(filter(None, (report.note(office.around(), span), verdict(found.checks)))))


def _bands(figures: Sequence[Figure]) -> Iterator[tuple[int, int]]:
    """Cut the columns into bands of a page's width; a group stays together where it can."""
    first = 0
    while first < len(figures):
        last = min(first + _BAND, len(figures))
        if last < len(figures):
            cut = last
            while cut > first + 1 and figures[cut].group and figures[cut].group == figures[cut - 1].group:
                cut -= 1
            last = cut if cut > first + 1 else last
        yield first, last
        first = last


def _totals(office: Office, report: Totals, span: Span, *, small: bool) -> Iterator[Block]:
    counts = counted(office, report, span)
    shown = as_shown(report, counts) if small else openly(report, counts)
    for group in dict.fromkeys(one.group for one in report.lines):
        rows = [(one.label, shown[one.key], one.unit if isinstance(one, Single) else "") for one in report.lines if one.group == group]
        yield Grid(("项目", "数量", "单位"), rows, (4, 1.4, 0.8), title=group)
    yield Prose("\n".join(filter(None, (report.note(office.around(), span), _HIDDEN if small else "校内留存,没有隐去小数目,不要交出。"))))


def figure_workbook(office: Office, report: Crosstab | Totals, span: Span, *, small: bool) -> bytes:
    """Return a report as a workbook, one wide table."""
    around, school = office.around(), str(office.school.get("school_name") or "")
    if isinstance(report, Crosstab):
        found = crossed(office, report, span)
        headings = [Heading(report.head, 12), *(Heading(f"{one.group} {one.label}".strip(), 11) for one in report.figures)]
        rows: list[Sequence[object]] = [(line, *numbers) for line, numbers in found.lines]
        foot = [report.note(around, span), verdict(found.checks)]
    else:
        counts = counted(office, report, span)
        shown = as_shown(report, counts) if small else openly(report, counts)
        headings = [Heading("类别", 16), Heading("项目", 36), Heading("数量", 10), Heading("单位", 8)]
        rows = [(one.group, one.label, _number(shown[one.key]), one.unit if isinstance(one, Single) else "") for one in report.lines]
        foot = [report.note(around, span), _HIDDEN if small else ""]
    signed = "    ".join(f"{one}:" for one in report.signers)
    below = [one for one in (_period(span), *foot, signed) if one]
    return workbook(report.title, headings, rows, above=(f"{school}{report.title}",), below=below)


def _number(text: str) -> int | str:
    return int(text) if text.isdigit() else text


def verdict(checks: Sequence[tuple[str, bool]]) -> str:
    """Return the outcome of cross-checks as one sentence."""
    wrong = [words for words, holds in checks if not holds]
    if wrong:
        return f"勾稽核对 {len(checks)} 项,{len(wrong)} 项不平:" + ";".join(wrong)
    return f"勾稽核对 {len(checks)} 项,全部相符。"
