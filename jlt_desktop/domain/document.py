"""A printed page described without ink: blocks that a ledger's declaration fills and the paper room draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from jlt_desktop.domain.chart import Chart


@dataclass(frozen=True, slots=True)
class Pairs:
    """A ruled table of labels and values, `columns` pairs a row; a long value takes a row of its own."""

    rows: tuple[tuple[str, str], ...]
    title: str = ""
    columns: int = 2


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with headings repeated on every page; weights share out the width. large: to be read from the wall.

    together: begun on a new page where it would be cut in two though a page could hold it.
    """

    headings: tuple[str, ...]
    rows: Sequence[Sequence[str]]
    weights: tuple[float, ...] = ()
    title: str = ""
    numbered: bool = False
    large: bool = False
    together: bool = False


@dataclass(frozen=True, slots=True)
class Prose:
    """Running text under a title."""

    text: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """Running text without rules, as a notice has it: to whom, paragraphs, below at the right who signs and the day.

    slip: what comes back, below a line to cut along; its first line is its title.
    """

    to: str
    paragraphs: tuple[str, ...]
    signed: tuple[str, ...] = ()
    slip: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of a timeline: the day it happened, its kind, what was noted, and when that was entered."""

    on: str
    kind: str
    lines: tuple[tuple[str, str], ...]
    entered: str = ""


@dataclass(frozen=True, slots=True)
class Timeline:
    """Events, newest first."""

    entries: tuple[Entry, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A plot with its sentence below."""

    chart: Chart
    title: str = ""


@dataclass(frozen=True, slots=True)
class Photos:
    """Photographs two a row, each with the line below it: (content of a JPEG or PNG, words)."""

    pictures: tuple[tuple[bytes, str], ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Signatures:
    """Lines to sign on."""

    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code with the same content in words beside it."""

    content: str
    beside: tuple[str, ...]


Block = Pairs | Grid | Prose | Letter | Timeline | Signatures | Code | Picture | Photos


@dataclass(frozen=True, kw_only=True)
class Document:
    """A whole print. name: neutral, for file and print job, never a person's. operator and printed_at stand in the footer."""

    name: str
    title: str
    blocks: tuple[Block, ...]
    subtitle: str = ""
    landscape: bool = False
    operator: str = ""
    printed_at: datetime | None = None
