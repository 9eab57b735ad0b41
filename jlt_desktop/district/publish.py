"""The figures of all schools as they may be passed on or published: totals of the district only, none below ten, to the nearest five."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jlt_desktop.district.returns import current, inert
from jlt_desktop.domain.errors import UserError
from jlt_desktop.domain.privacy import HIDDEN, SMALL, bucket, suppressed
from jlt_desktop.sheets.write import Heading, Part, workbook_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from jlt_desktop.district.bureau import Bureau
    from jlt_desktop.district.store import Sheet

LEAST, STEP = 10, 5
HEADINGS = ("代码", "名称", "分组", "全区合计", "报了的学校数", "怎么处理的")
_COUNTS = ("indicator", "label", "group", "count")
_LONGEST = 12
_TOTAL = "合计"
_FEW = f"<{SMALL}"
# what a school tells as "less than five" is put in the middle of what it can be
_MIDDLE = (SMALL - 1) // 2
_ROUNDED = f"取整到 {STEP}"
_BELOW = f"不足 {LEAST},只写“<{LEAST}”"
_COVER = "旁边有小数,为了不让人用合计推算,不公布"
_UNKNOWN = "有学校没有给出这个数,不公布"


@dataclass(frozen=True, slots=True)
class Open:
    """A table that may be published: name, title, and its rows under HEADINGS."""

    name: str
    title: str
    rows: list[list[str]]


@dataclass(slots=True)
class _Sum:
    """What schools told of one number together. few: schools that told less than five; unknown: schools that told nothing."""

    label: str
    exact: int = 0
    few: int = 0
    unknown: int = 0
    schools: set[int] = field(default_factory=set)

    @property
    def count(self) -> int:
        return self.exact + self.few * _MIDDLE


def published(bureau: Bureau, form: str, period: str) -> tuple[Open, ...]:
    """Return the tables of counts, added up over all schools, as they may be published; rows about single files never are.

    Raises UserError when nothing was taken in.
    """
    found = current(bureau, form, period)
    if not found:
        raise UserError(f"{period} 还没有收讫的材料。", "", "没有写文件。", "请先收件。")
    by_name: dict[str, list[Sheet]] = defaultdict(list)
    for one in sorted(bureau.store.sheets([one.number for one in found]), key=lambda one: one.place):
        if tuple(name for name, _, _ in one.columns) == _COUNTS:
            by_name[one.name].append(one)
    return tuple(_open(bureau, period, name, sheets) for name, sheets in by_name.items())


def _open(bureau: Bureau, period: str, name: str, sheets: Sequence[Sheet]) -> Open:
    sums: dict[str, dict[str, _Sum]] = defaultdict(dict)
    shares: set[str] = set()
    for school, _line, (indicator, label, group, text) in bureau.store.rows(period, name, [one.submission for one in sheets]):
        if text in (_FEW, HIDDEN) or (text.isdecimal() and len(text) <= _LONGEST):
            _add(sums[indicator].setdefault(group, _Sum(label)), school, text)
        else:
            shares.add(indicator)
    for indicator in shares:
        sums.pop(indicator, None)
    return Open(name, sheets[0].title, [[code, *row] for code, groups in sums.items() for row in _rows(groups)])


def _add(one: _Sum, school: int, text: str) -> None:
    one.schools.add(school)
    if text == _FEW:
        one.few += 1
    elif text == HIDDEN:
        one.unknown += 1
    else:
        one.exact += int(text)


def _rows(groups: Mapping[str, _Sum]) -> Iterator[list[str]]:
    """Yield the rows of one number with its groups; a total among them is taken to be known when the others are hidden."""
    shown = suppressed({group: one.count for group, one in groups.items() if group != _TOTAL}, LEAST)
    shown |= {group: bucket(one.count, LEAST) for group, one in groups.items() if group == _TOTAL}
    for group, one in groups.items():
        text, why = _told(shown[group], one)
        yield [one.label, group, text, str(len(one.schools)), why]


def _told(shown: str, one: _Sum) -> tuple[str, str]:
    if one.unknown:
        return HIDDEN, _UNKNOWN
    if shown == HIDDEN:
        return HIDDEN, _COVER
    if not shown.isdecimal():
        return shown, _BELOW
    few = f";其中 {one.few} 所不足 {SMALL},每所按 {_MIDDLE} 计" if one.few else ""
    return str((one.count + STEP // 2) // STEP * STEP), _ROUNDED + few


def files(bureau: Bureau, form: str, period: str) -> dict[str, bytes]:
    """Return file name -> bytes: a workbook and a CSV for each table that may be published. Raises UserError when nothing was taken in."""
    tables = published(bureau, form, period)
    stem = f"PUBLISH-{period}-{form}"
    made = {f"{stem}.xlsx": workbook_of([_rules(), *(_part(one) for one in tables)])}
    return made | {f"{stem}-{one.name}.csv": _as_csv(one) for one in tables}


def _rules() -> Part:
    lines: Iterable[list[object]] = (
        ["这是可以转发、公布的一份:只有全区合计,没有任何一所学校的数,也没有逐行的档案。"],
        [f"{_BELOW};{LEAST} 和 {LEAST} 以上的{_ROUNDED}。"],
        [f"{_COVER}。"],
        [f"{_UNKNOWN}。学校写“{_FEW}”的,每处按 {_MIDDLE} 计。"],
        ["百分比不能相加,没有写。各校的原数在“导出汇总”里,只在局内用,不要外传。"],
    )
    return Part("说明", [Heading("怎样处理的", width=90)], lines)


def _part(table: Open) -> Part:
    rows = ([int(cell) if place in (3, 4) and cell.isdecimal() else cell for place, cell in enumerate(row)] for row in table.rows)
    widths = (16, 26, 20, 12, 14, 44)
    return Part(table.title, [Heading(one, width=width) for one, width in zip(HEADINGS, widths, strict=True)], rows)


def _as_csv(table: Open) -> bytes:
    made = io.StringIO()
    writer = csv.writer(made)
    writer.writerow(HEADINGS)
    writer.writerows([inert(cell) for cell in row] for row in table.rows)
    return b"\xef\xbb\xbf" + made.getvalue().encode()
