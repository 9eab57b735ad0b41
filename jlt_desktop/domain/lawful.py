"""What the law asks a school to be able to hand over about the data it keeps: whose, what for, on which ground; and the papers of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.document import Document
    from jlt_desktop.domain.record import Record


@dataclass(frozen=True, kw_only=True)
class Handling:
    """Why a ledger keeps data about people, for the yearly papers of the law.

    people: whose data. purpose: what for. basis: on which ground. born: the field with the day of birth, where each record is a person;
    empty where the ledger only tells of people counted elsewhere. counted: each record is a person even without a day of birth.
    told: guardians are told of it in the notice.
    withheld: not handed to guardians who ask, because it may put the child in danger.
    """

    people: str
    purpose: str
    basis: str
    born: str = ""
    counted: bool = False
    told: bool = True
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """One ledger in these papers. count: how many records, small numbers of a ledger that only counts hidden. items: labels kept.

    special: those of them that are masked even in lists. until: how long. leaves: what may go to the bureau, in words.
    personal: it tells of people. told: guardians are told of it.
    counted: each record is a person.
    """

    title: str
    people: str
    count: str
    items: tuple[str, ...]
    special: tuple[str, ...]
    purpose: str
    basis: str
    until: str
    leaves: str
    personal: bool
    told: bool
    counted: bool


@dataclass(frozen=True, slots=True)
class Ages:
    """How many people of one kind there are by the ages the law tells apart; unknown: without a day of birth."""

    people: str
    under_14: int
    under_18: int
    grown: int
    unknown: int

    @property
    def total(self) -> int:
        """Return all of them."""
        return self.under_14 + self.under_18 + self.grown + self.unknown


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What the program knows for these papers, read for one year (January to December) from what this user may open.

    access: (action, role, how often). sent: (day, period, file). users: (role, how many). sound: what the check of the journal found.
    backup: when the last one was. about: the person a paper is about, if it is about one.
    """

    around: Around
    year: int
    kept: tuple[Kept, ...]
    ages: tuple[Ages, ...]
    access: tuple[tuple[str, str, int], ...]
    sent: tuple[tuple[str, str, str], ...]
    users: tuple[tuple[str, int], ...]
    sound: str
    backup: str
    whole: bool
    about: Record | None = None

    @property
    def school(self) -> str:
        """Return the name of the school; a line to write it on where it is not filled in."""
        return self.said("school_name") or "______________"

    def said(self, name: str) -> str:
        """Return a text of the school's own page."""
        return str((self.around.school or {}).get(name) or "")


@dataclass(frozen=True, slots=True)
class LawPaper:
    """A paper the law asks for. use: when it is needed. law: the ground, in short. about: the ledger of the person it is for, if any.

    make: how it is filled with what is known; what only people know stays blank to be written in.
    """

    key: str
    title: str
    use: str
    law: str
    make: Callable[[Facts], Document]
    about: str = ""
