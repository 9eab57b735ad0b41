"""A value in the words of somebody else's form: those its drop-down offers, the writing its heading asks for."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from jlt_desktop.domain.fields import Choice, Derived, Field, FieldProblem, Number, texts_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jlt_desktop.domain.record import Record
    from jlt_desktop.services.filling_sources import Source
    from jlt_desktop.services.office import Office
    from jlt_desktop.sheets.patch_form import FormColumn
    from jlt_desktop.sheets.patch_rows import Value

_YES_NO = ("是", "否")


def fitted(office: Office, source: Source, record: Record, column: FormColumn) -> Value:
    """Return what goes into a cell: numbers and days as such, everything else as text."""
    one, value = source.ledger.fields[source.field], record.get(source.field)
    if isinstance(one, Derived):
        return office.around(record).texts(source.ledger.key, record, (source.field,))[0]
    if value is None:
        return None
    if isinstance(value, date):
        return _day(value, column.heading)
    if isinstance(one, Number) and isinstance(value, int | float):
        return value
    shown = one.show(value, office.lookup)
    words = column.words if column.words is not None else _asked(one, column.heading)
    return shown if not words or shown in words else _word(one, value, words) or shown


def _day(value: date, heading: str) -> Value:
    plain = heading.casefold()
    if "yyyymmdd" in plain:
        return f"{value:%Y%m%d}"
    return value if isinstance(value, datetime) or "yyyymm" not in plain else f"{value:%Y%m}"


def _asked(one: Field, heading: str) -> Sequence[str]:
    """A heading 是否… asks for 是 or 否, where the options can be told by these."""
    if not (isinstance(one, Choice) and heading.startswith("是否")):
        return ()
    return _YES_NO if {one.options.find(word) for word in _YES_NO} == {option.key for option in one.options} else ()


def _word(one: Field, value: object, words: Sequence[str]) -> str:
    """Return the offered word that the field itself reads as this value."""
    for word in words:
        try:
            read = one.parse(word)
        except FieldProblem:
            continue
        if read == value or (texts_of(value) and texts_of(read) == texts_of(value)):
            return word
    return ""
