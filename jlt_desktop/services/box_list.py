"""Which boxes there are for a semester, and how full they are; nothing is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.domain.periods import span
from jlt_desktop.services.obligations import overview

if TYPE_CHECKING:
    from jlt_desktop.services.office import Office


def box_list(office: Office, period: str) -> list[tuple[int, tuple[str, ...]]]:
    """Return (task, texts of its line): number, title, how many obligations, how many are met, how many pieces of evidence."""
    days = span(period, office.around().calendar)
    found = overview(office, min(days.until, office.today()))
    lines: list[tuple[int, tuple[str, ...]]] = []
    for task in dict.fromkeys(one.obligation.task for one in found.standings):
        of_task = found.of_task(task.number)
        met = sum(1 for one in of_task if one.state == "met")
        asked = sum(1 for one in of_task if one.state not in ("off", "nothing", "later"))
        files = sum(one.evidence for one in of_task)
        called = f"任务{task.number}" if 1 <= task.number <= 15 else "总体" if task.number == 0 else "法律"
        lines.append((task.number, (called, task.title, f"{len(of_task)} 项", f"{met}/{asked} 项", f"{files} 份")))
    return lines
