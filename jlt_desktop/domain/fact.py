"""One thing a file's page answers at a glance: a question in two words and the answer beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Tone = Literal["", "good", "due", "wrong"]


@dataclass(frozen=True, slots=True)
class Clock:
    """A time that runs: since when (the clock of this computer), and within how many minutes something has to happen."""

    since: datetime
    minutes: int

    def words(self, now: datetime) -> str:
        """Return how long it has run and what is left, or by how much it is over."""
        seconds = max(0, int((now - self.since).total_seconds()))
        left = self.minutes * 60 - seconds
        gone = f"已 {seconds // 60} 分 {seconds % 60:02} 秒"
        return f"{gone},还剩 {left // 60} 分 {left % 60:02} 秒" if left >= 0 else f"{gone},超过 {-left // 60} 分 {-left % 60:02} 秒"

    def over(self, now: datetime) -> bool:
        """Tell whether the time is up."""
        return (now - self.since).total_seconds() > self.minutes * 60


@dataclass(frozen=True, slots=True)
class Fact:
    """label: the question, such as 谁在照护. text: the answer. tone: whether it is settled, due, or wrong; never the only sign of it.

    clock: a time that runs on while one looks; its words follow the text.
    """

    label: str
    text: str
    tone: Tone = ""
    clock: Clock | None = None
