"""Moving up in September: classes follow from the year of entry by themselves; what people decide is who does not go that way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

WAYS: Mapping[str, str] = {"stay": "留级", "move": "转班", "leave": "转出", "pause": "休学", "back": "复学或转回"}
FINISHED = "毕业"


@dataclass(frozen=True, slots=True, kw_only=True)
class Promotion:
    """What the fields of a ledger of people in classes mean for moving up.

    entered: the year they came in. room: the number of their class. status: where they stand, with since and until as its days.
    present: statuses of those in a class; a blank one counts as the first. paused, left, finished: the status 休学, 转出, 毕业.
    """

    entered: str
    room: str
    status: str
    since: str
    until: str
    present: tuple[str, ...]
    paused: str
    left: str
    finished: str

    @property
    def fields(self) -> tuple[str, ...]:
        """Return the names of all fields that moving up may change."""
        return (self.entered, self.room, self.status, self.since, self.until)
