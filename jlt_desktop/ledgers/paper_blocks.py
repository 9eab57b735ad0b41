"""Pieces that the prints of several ledgers share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.domain.document import Entry

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.record import Record


# the marks of running Chinese text, for papers that are handed to parents
_MARKS = str.maketrans({",": "\uff0c", ";": "\uff1b", ":": "\uff1a", "(": "\uff08", ")": "\uff09", "?": "\uff1f"})


def in_full_width(text: str) -> str:
    """Return a text of ours with the marks that official papers have."""
    return text.translate(_MARKS)


def head_pairs(ledger: str, record: Record, around: Around, names: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return (label, text) of the named fields."""
    names = tuple(names)
    return tuple(zip(around.labels(ledger, names), around.read_out(ledger, record, names), strict=True))


def timeline_entries(around: Around, parts: Iterable[str], without: Collection[str] = ()) -> tuple[Entry, ...]:
    """Return every part of the file as an event, newest first, with the day of entry beside the day it happened.

    without: fields that do not belong on this paper.
    """
    events = []
    for part in parts:
        names = tuple(name for name in around.form_fields(part) if name not in without)
        title, happened = around.title_and_day(part)
        for one in around.parts(part):
            lines = tuple((label, text) for label, text in head_pairs(part, one, around, names) if text)
            day = around.texts(part, one, (happened,))[0] if happened else ""
            events.append(Entry(day, title, lines, one.created_at[:10]))
    return tuple(sorted(events, key=lambda event: event.on, reverse=True))
