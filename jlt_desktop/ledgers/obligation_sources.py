"""What several rules count the same way: pupils at school, classes, staff in office, activities of a kind that took place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.domain.obligation_rules import Source

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jlt_desktop.domain.obligation_rules import Key, Look
    from jlt_desktop.domain.record import Record

AT_SCHOOL = ("enrolled", "home_taught")


def pupils(**more: object) -> Source:
    """Return everybody who is at school now."""
    return Source(ledger="student", where={"enrol_status": AT_SCHOOL}, timing="always", **more)  # type: ignore[arg-type]  # as Source has it


def class_of(record: Record, _look: Look) -> Iterable[object]:
    """Return entry year and number of the class a pupil is in."""
    year, number = record.get("entry_year"), record.get("class_no")
    if isinstance(year, int | float) and isinstance(number, int | float):
        yield int(year), int(number)


CLASSES = pupils(reads=("entry_year", "class_no"), about=class_of)


def staff(*posts: str, about: str | Key = "id") -> Source:
    """Return those of the staff who hold one of these posts today."""
    return Source(ledger="staff", on="from_date", until="to_date", timing="force", where={"post": posts}, about=about)
