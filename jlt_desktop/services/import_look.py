"""What a window shows of a file before anything is planned: its sheets, its first rows, its columns, where they could go."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jlt_desktop.domain.checking import settle, spread
from jlt_desktop.domain.fields import FieldProblem
from jlt_desktop.domain.texts import plain_text
from jlt_desktop.services.importing import choose_sheet
from jlt_desktop.sheets import match
from jlt_desktop.sheets.read import read_book
from jlt_desktop.vault.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.services.office import Office
    from jlt_desktop.sheets.match import Column
    from jlt_desktop.sheets.read import Row

TOP = 15
_WIDEST = 40
_SAMPLES = 3


@dataclass(frozen=True, slots=True)
class SheetLook:
    """One sheet: rows in all, the texts of its first rows, the index of the row taken for the headings (None: none found)."""

    name: str
    hidden: bool
    count: int
    top: tuple[tuple[str, ...], ...]
    heading: int | None


@dataclass(frozen=True, slots=True)
class FileLook:
    """A file: its sheets and the one that fits the ledger best."""

    name: str
    sheets: tuple[SheetLook, ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class Target:
    """Where a column may go: the name as in Column.field, and what people call it."""

    field: str
    label: str


def look_into(ledger: Ledger, name: str, content: bytes) -> FileLook:
    """Read a file and return what stands at the top of each sheet. Raises UserError when it cannot be read or is empty."""
    book = read_book(name, content)
    chosen = choose_sheet(book, ledger, None)
    looks = tuple(
        SheetLook(one.name, one.hidden, len(one.rows), _top(one.rows), match.find_headings(one.rows, ledger)) for one in book.sheets
    )
    return FileLook(name, looks, chosen.name)


def look_at_columns(ledger: Ledger, name: str, content: bytes, sheet: str, heading: int) -> tuple[Column, ...]:
    """Return the columns of a sheet below a heading row, with what they were matched to. Raises UserError."""
    rows = choose_sheet(read_book(name, content), ledger, sheet).rows
    return tuple(match.match_columns(rows, heading, ledger)) if heading < len(rows) else ()


def recalled(office: Office, ledger: Ledger, columns: Sequence[Column]) -> tuple[Column, ...]:
    """Return the columns as they were sent the last time a file with these headings was imported; how "recalled" where that differs."""
    known = Settings(office.store(ledger).conn).get(_memory(ledger, columns))
    if not isinstance(known, dict):
        return tuple(columns)
    return tuple(_recalled(ledger, one, known.get(str(one.index))) for one in columns)


def _recalled(ledger: Ledger, column: Column, field: object) -> Column:
    name = str(field or "")
    parts = name.startswith("part.") and int(name.split(".")[1]) < len(ledger.along)
    if name and name not in ledger.fields and not parts:
        return column
    return column if name == (column.field or "") else replace(column, field=name or None, how="recalled" if name else "ignored")


def remember(office: Office, ledger: Ledger, columns: Sequence[Column]) -> None:
    """Keep where the columns of a file with these headings went, for the next file of the same make."""
    store = office.store(ledger)
    with store.transaction():
        Settings(store.conn).set(_memory(ledger, columns), {str(one.index): one.field or "" for one in columns})


def _memory(ledger: Ledger, columns: Sequence[Column]) -> str:
    headings = "\n".join(f"{one.index}\t{one.heading}" for one in columns)
    return f"columns/{ledger.key}/{hashlib.sha256(headings.encode()).hexdigest()[:16]}"


def targets(office: Office, ledger: Ledger) -> tuple[Target, ...]:
    """Return every place a column of this ledger's sheet may go, in the order of its form; parts that come along last."""
    order = [*ledger.sheet, *(name for names in ledger.form.values() for name in names), *ledger.fields]
    own = {name: ledger.fields[name].label for name in order if ledger.fields[name].importable or name in ledger.spreads}
    found = [Target(name, label) for name, label in own.items()]
    for place, along in enumerate(ledger.along):
        part = office.ledgers[along.part]
        many = sum(1 for one in ledger.along if one.part == along.part) > 1
        number = str(1 + sum(1 for one in ledger.along[:place] if one.part == along.part)) if many else ""
        found += [Target(f"part.{place}.{name}", f"{part.title}{number}·{part.fields[name].label}") for name in along.columns]
    return tuple(found)


def lacking(office: Office, ledger: Ledger, columns: Sequence[Column]) -> tuple[str, ...]:
    """Return the labels of required fields that no column gives and that do not follow from those that are given.

    A workbook this program wrote carries its own key column; there nothing is lacking.
    """
    if any(one.field == match.KEY for one in columns):
        return ()
    mapped = {one.field for one in columns if one.field}
    known = {name for place in range(_SAMPLES) for name in _known(office, ledger, columns, place)}
    return tuple(ledger.fields[name].label for name in ledger.required if name not in mapped | known)


def _known(office: Office, ledger: Ledger, columns: Sequence[Column], place: int) -> Iterator[str]:
    """Name the fields that a row made of the columns' samples at a place would have, filled ones included."""
    around = office.around()
    given = {one.field: one.samples[place] for one in columns if one.field and place < len(one.samples)}
    values: dict[str, object] = dict.fromkeys(ledger.stored)
    for name, text in spread(ledger, given, around).items():
        if name in ledger.stored:
            values[name] = _read(office, ledger, name, text)
    settled = settle(ledger, values, [], around).values
    yield from (name for name, value in settled.items() if value not in (None, "", ()))


def _read(office: Office, ledger: Ledger, name: str, text: object) -> object:
    try:
        return ledger.stored[name].parse(text, office.lookup)
    except FieldProblem:
        return None


def _top(rows: Sequence[Row]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple("" if cell in (None, "") else plain_text(cell) for cell in row[:_WIDEST]) for row in rows[:TOP])
