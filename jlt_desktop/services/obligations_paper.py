"""任务总览 and the year on paper or as a workbook: every obligation with its words, how it stands, its source, who does it."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING

from jlt_desktop.domain.document import Document, Grid, Prose
from jlt_desktop.domain.obligation import ELSEWHERE, STATES
from jlt_desktop.domain.school_year import USUAL, entered
from jlt_desktop.services.obligations import year_view
from jlt_desktop.vault.store import now_utc

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jlt_desktop.domain.document import Block
    from jlt_desktop.domain.obligation import Obligation, Standing
    from jlt_desktop.services.obligations import Overview
    from jlt_desktop.services.office import Office

_SHARED = "一次活动可以同时算在几项里;带※的记录数里有和别的要求共用的。"


def counted(standings: Sequence[Standing]) -> str:
    """Return how many obligations are in which state, in words: 3 项已做到,1 项待办."""
    counts = Counter[str](one.state for one in standings)
    return ",".join(f"{STATES[state]} {counts[state]}" for state in STATES if counts[state])


def overview_document(office: Office, found: Overview) -> Document:
    """Return the overview, an action after the other. Journalled."""
    blocks: list[Block] = []
    tasks = dict.fromkeys(one.obligation.task for one in found.standings)
    for action in dict.fromkeys((task.action, task.action_title) for task in tasks):
        rows = [
            (_task(one.obligation), one.obligation.title, one.obligation.threshold_words, one.words, _records(found, one),
             one.obligation.source_words, one.obligation.owner)
            for one in found.standings if one.obligation.task.action == action[0]
        ]  # fmt: skip
        blocks.append(Grid(_HEADINGS, rows, _WEIGHTS, title=action[1]))
    foot = "\n".join(filter(None, (counted(found.standings), _SHARED, found.note)))
    return _made(office, "任务总览", f"{found.title}  {found.day:%Y-%m-%d} 的情况", (*blocks, Prose(foot)))


_HEADINGS = ("任务", "要求", "标准", "完成情况", "记录", "依据", "责任")
_WEIGHTS = (1.5, 3.2, 2.2, 2.2, 0.8, 2.6, 1.3)


def _task(one: Obligation) -> str:
    return f"{one.task.number}.{one.task.title}" if 1 <= one.task.number <= 15 else one.task.title


def _records(found: Overview, one: Standing) -> str:
    if one.state in (*ELSEWHERE, "unruled", "off"):
        return ""
    return f"{len(one.records)}{'※' if any(len(found.uses(pair)) > 1 for pair in one.records) else ''}"


def year_document(office: Office, year: int) -> Document:
    """Return the year with its semesters side by side. Journalled."""
    lines = year_view(office, year)
    rows = [
        (_task(one.obligation), one.obligation.title, _words(one.first), _words(one.second), _words(one.whole), one.obligation.owner)
        for one in lines
    ]
    grid = Grid(("任务", "要求", "第一学期", "第二学期", "全学年或现在", "责任"), rows, (1.5, 3.4, 2, 2, 2, 1.3))
    note = "" if entered(year, office.around().calendar) else USUAL
    return _made(
        office, "任务完成情况", f"{year}—{year + 1}学年", (grid, Prose("\n".join(filter(None, ("按学期和按月的分学期写。", note)))))
    )


def _words(one: Standing | None) -> str:
    return one.words if one else ""


def _made(office: Office, title: str, subtitle: str, blocks: tuple[Block, ...]) -> Document:
    store = office.session.store("general")
    with store.transaction():
        store.journal.append(now_utc(), "打印", office.rulebook.settings, {"report": title})
    return Document(
        name=title, title=f"{office.school.get('school_name') or ''}{title}", subtitle=subtitle, blocks=blocks, landscape=True,
        operator=office.user, printed_at=datetime.now().replace(second=0, microsecond=0),
    )  # fmt: skip
