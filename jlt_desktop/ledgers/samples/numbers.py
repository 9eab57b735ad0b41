"""Numbers of invented people: identity numbers of the region 000000, school numbers, phones; all of the right form, none anybody's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.domain.identity import check_digit

if TYPE_CHECKING:
    from datetime import date

    from jlt_desktop.ledgers.samples.draw import Draw

_REGION = "000000"


class Numbers:
    """Gives every number once."""

    def __init__(self, draw: Draw) -> None:
        """Nothing is given yet."""
        self._draw = draw
        self._given: set[str] = set()

    def identity(self, born: date, sex: str) -> str:
        """Return an identity number with that birth date and sex and the right check digit."""
        while True:
            order = self._draw.number(0, 499) * 2 + (sex == "male")
            head = f"{_REGION}{born:%Y%m%d}{order:03}"
            if head not in self._given:
                self._given.add(head)
                return head + check_digit(head)

    def without_papers(self) -> str:
        """Return a school number of a pupil who has no identity number yet."""
        head = "J" + _REGION + self._draw.code("0123456789", 11)
        return head + check_digit(head[1:])

    def phone(self) -> str:
        """Return a mobile number of a stretch that is nobody's."""
        return "19900" + self._draw.code("0123456789", 6)
