"""Which row holds the headings, and which column is which field: by label, by alias, by the shape of the values."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jlt_desktop.domain.texts import plain_text

if TYPE_CHECKING:
    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.sheets.read import Row

KEY_HEADING = "(内部编号,请勿改动)"
KEY = "_key"
_LOOK_AT = 40
_SAMPLES = 3
_SHAPES = 0.8
_NOTES = re.compile(r"[(\uff08\[【].*?[)\uff09\]】]|[*:\uff0a\uff1a\s\u3000※]")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a file: heading, samples, the field it was matched to, and how sure that is.

    field: name of a field, "part.N.name" for a part that comes along, KEY for our own hidden column, None when left out.
    how: auto, check (please confirm), ignored, or recalled (as the person chose the last time).
    """

    index: int
    heading: str
    samples: tuple[str, ...]
    field: str | None
    how: str


def find_headings(rows: Sequence[Row], ledger: Ledger) -> int | None:
    """Return the index of the row that holds most headings of this ledger; None when no row has any."""
    known = set(_headings(ledger))
    best, place = 0, None
    for index, row in enumerate(rows[:_LOOK_AT]):
        score = len({plain_heading(cell) for cell in row if isinstance(cell, str)} & known)
        if score > best:
            best, place = score, index
    return place


def match_columns(rows: Sequence[Row], header: int, ledger: Ledger) -> list[Column]:
    """Return every column of the file with what it was matched to; nothing is hidden."""
    headings = _joined_headings(rows, header)
    first = _first_data_row(rows, header)
    columns = []
    names = _headings(ledger)
    begun: set[int] = set()
    for index, heading in enumerate(headings):
        samples = _samples(rows, first, index)
        if not heading and not samples:
            continue
        field = KEY if heading == KEY_HEADING else names.get(plain_heading(heading))
        field = _of_part_begun(ledger, heading, field, begun)
        how = "auto" if field else "ignored"
        if field is None:
            field = _by_shape(ledger, samples)
            how = "check" if field else "ignored"
        columns.append(Column(index, heading, samples, field, how))
    return _settle(columns, ledger)


def _of_part_begun(ledger: Ledger, heading: str, field: str | None, begun: set[int]) -> str | None:
    """A heading that file and part share (联系电话) belongs to the part once the part's own columns have begun."""
    if field and field.startswith("part."):
        begun.add(int(field.split(".")[1]))
        return field
    for place in sorted(begun):
        for name, headings in ledger.along[place].columns.items():
            if plain_heading(heading) in {plain_heading(one) for one in headings}:
                return f"part.{place}.{name}"
    return field


def plain_heading(cell: object) -> str:
    """Return a heading without spaces, stars and notes in brackets: 出生日期(yyyymmdd) -> 出生日期."""
    return _NOTES.sub("", plain_text(cell)).casefold() if isinstance(cell, str) else ""


def title_texts(rows: Sequence[Row], header: int) -> tuple[str, ...]:
    """Return the texts above the headings: titles and notes."""
    return tuple(plain_text(cell) for row in rows[:header] for cell in row if isinstance(cell, str) and cell.strip())


def _headings(ledger: Ledger) -> Mapping[str, str]:
    found: dict[str, str] = {}
    along: dict[str, str] = {}
    for place, part in enumerate(ledger.along):
        for name, headings in part.columns.items():
            for heading in headings:
                along.setdefault(plain_heading(heading), f"part.{place}.{name}")
    for name, one in ledger.fields.items():
        if one.importable or name in ledger.spreads:
            for heading in (one.label, *one.aliases):
                found.setdefault(plain_heading(heading), name)
    # a heading of its own beats one that a part shares ("联系电话")
    return along | found


def _joined_headings(rows: Sequence[Row], header: int) -> list[str]:
    top = [plain_text(cell) if cell not in (None, "") else "" for cell in rows[header]]
    if not _is_second_heading(rows, header):
        return top
    lower = [plain_text(cell) if cell not in (None, "") else "" for cell in rows[header + 1]]
    joined, last = [], ""
    for place, heading in enumerate(top):
        last = heading or last
        below = lower[place] if place < len(lower) else ""
        joined.append(f"{last}{below}" if below else heading)
    return joined


def _is_second_heading(rows: Sequence[Row], header: int) -> bool:
    """A second row of headings: short texts only, and only where the first row is merged (blank) or repeats."""
    if header + 1 >= len(rows):
        return False
    filled = [(place, cell) for place, cell in enumerate(rows[header + 1]) if cell not in (None, "")]
    if not filled or not all(isinstance(cell, str) and len(cell) <= 8 and not re.search(r"\d", cell) for _, cell in filled):
        return False
    blank = [place for place, cell in enumerate(rows[header]) if cell in (None, "")]
    return bool(blank) and set(blank) <= {place for place, _ in filled} and len(filled) < len(rows[header])


def _first_data_row(rows: Sequence[Row], header: int) -> int:
    return header + (2 if _is_second_heading(rows, header) else 1)


def first_data_row(rows: Sequence[Row], header: int) -> int:
    """Return the index of the first row below the headings."""
    return _first_data_row(rows, header)


def _samples(rows: Sequence[Row], first: int, index: int) -> tuple[str, ...]:
    found = []
    for row in rows[first : first + 200]:
        if index < len(row) and row[index] not in (None, ""):
            found.append(plain_text(row[index]))
        if len(found) == _SAMPLES * 4:
            break
    return tuple(found)


def _by_shape(ledger: Ledger, samples: Sequence[str]) -> str | None:
    if not samples:
        return None
    for name, one in ledger.fields.items():
        if one.importable and sum(map(one.looks_like, samples)) >= _SHAPES * len(samples):
            return name
    return None


def _settle(columns: list[Column], ledger: Ledger) -> list[Column]:
    """One column a field: a heading that names it beats a shape; two that name it must be chosen between."""
    settled = []
    by_heading = {one.field for one in columns if one.how == "auto"}
    seen: set[str] = set()
    for one in columns:
        column = replace(one, samples=one.samples[:_SAMPLES])
        if one.field and one.how == "check" and (one.field in by_heading or one.field in seen):
            column = replace(column, field=None, how="ignored")
        elif one.field and one.field in seen:
            column = replace(column, field=_other_use(ledger, one, seen), how="check")
        if column.field:
            seen.add(column.field)
        settled.append(column)
    return settled


def _other_use(ledger: Ledger, column: Column, seen: set[str]) -> str | None:
    """A second 联系电话 may be the guardian's; otherwise it is left out and shown for a choice."""
    plain = plain_heading(column.heading)
    for place, part in enumerate(ledger.along):
        for name, headings in part.columns.items():
            field = f"part.{place}.{name}"
            if field not in seen and plain in {plain_heading(heading) for heading in headings}:
                return field
    return None
