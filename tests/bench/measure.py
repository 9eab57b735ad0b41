"""Timing for the benches: alternate baseline and ours in one run, take medians, print one table."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Result:
    """One line of the table. goal: a limit for `value`; both as the text of their unit says."""

    work: str
    baseline: str
    value: float
    goal: float
    unit: str
    detail: str = ""

    @property
    def met(self) -> bool:
        """Tell whether the goal is met."""
        return self.value <= self.goal


def seconds(work: Callable[[], object]) -> float:
    """Return how long one call takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def side_by_side(baseline: Callable[[], object], ours: Callable[[], object], rounds: int = 5) -> tuple[float, float]:
    """Return the medians of both, measured in turn so that a slow moment hits both."""
    pairs = [(seconds(baseline), seconds(ours)) for _ in range(rounds)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)


def table(results: list[Result]) -> str:
    """Return the results as lines of text."""
    lines = [f"{'work':44}{'baseline':34}{'value':>10}{'goal':>10}  "]
    for one in results:
        mark = "ok" if one.met else "OVER"
        lines.append(f"{one.work:44}{one.baseline:34}{one.value:>8.2f}{one.unit:2}{one.goal:>8.2f}{one.unit:2}  {mark}  {one.detail}")
    return "\n".join(lines)
