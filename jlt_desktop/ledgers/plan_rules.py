"""When a plan is complete, which version is in force, and what is due for it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from jlt_desktop.domain.due import Due
from jlt_desktop.domain.findings import Finding, Problem
from jlt_desktop.ledgers.concern_levels import HIGHEST, level_words
from jlt_desktop.ledgers.concern_reasons import CONCERNS
from jlt_desktop.ledgers.concern_states import FOLLOWED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.fields import Values
    from jlt_desktop.domain.record import Record

_TASK = "方案任务6:“一生一策”动态档案"
_FORTNIGHT, _SOON = timedelta(days=14), timedelta(days=7)
WHOLE = "完整"


def version_of(record: Record) -> int:
    """Return the number of a version; 0 where it has none."""
    number = record.get("version")
    return number if isinstance(number, int) else 0


def latest_plan(plans: Sequence[Record]) -> Record | None:
    """Return the version in force: the one with the highest number."""
    return max(plans, key=lambda one: (version_of(one), one.created_at), default=None)


def number_after(plans: Sequence[Record]) -> int:
    """Return the number of the next version."""
    return 1 + max((version_of(one) for one in plans), default=0)


def next_version(values: Values, around: Around) -> Mapping[str, object]:
    """Number a new version after those of the same case."""
    if values.get("version") is not None or around.parent is None:
        return {}
    return {"version": number_after(around.parts_of(around.parent, "individual_plan"))}


def older_is_kept(record: Record, around: Around) -> str:
    """A version is closed as soon as there is a newer one."""
    newest = latest_plan(around.parts_of(around.parent, "individual_plan")) if around.parent else None
    if newest is None or newest.id == record.id or version_of(newest) <= version_of(record):
        return ""
    return f"已有第 {version_of(newest)} 版,这一版只供查阅。"


def lacking(values: Values, case: Record | None) -> list[str]:
    """Return in words what the plan of a case lacks: each concern asks for a goal, who sees to it, and by when."""
    goals, concerns = values.get("goals"), case.get("concerns") if case else None
    lines = goals if isinstance(goals, tuple) else ()
    found = []
    for concern in concerns if isinstance(concerns, tuple) else ():
        missing = min((_missing(line) for line in lines if line[0] == concern), key=len, default=["目标"])
        if missing:
            found.append(f"“{CONCERNS.label(concern)}”的{'、'.join(missing)}")
    if case and case.get("level") in HIGHEST and not values.get("safety_plan"):
        found.append("在校安全约定")
    return found


def _missing(line: Sequence[object]) -> list[str]:
    if line[1] is None:
        return ["目标"]
    return [word for cell, word in zip(line[2:4], ("负责人", "日期"), strict=True) if cell is None]


def completeness(values: Values, around: Around) -> str:
    """Return 完整, or what is missing."""
    if around.parent is None:
        return ""
    missing = lacking(values, around.parent)
    return f"还缺:{';'.join(missing)}" if missing else WHOLE


def safety_is_agreed(values: Values, around: Around) -> Iterable[Finding]:
    """On the two highest levels there is no plan without an agreement on safety."""
    level = around.parent.get("level") if around.parent else None
    if level in HIGHEST and not values.get("safety_plan"):
        words = "、".join(level_words(one, around) for one in HIGHEST)
        yield Problem("safety_plan", f"{words}要写在校安全约定:谁看护、哪些地方不单独去、难受时找谁。")


def versions_differ(values: Values, around: Around) -> Iterable[Finding]:
    """Two versions of a case do not bear one number."""
    own = around.before.id if around.before else ""
    for one in around.parts_of(around.parent, "individual_plan") if around.parent else ():
        # the very same version looked at again is not a second one
        if one.id != own and one.get("version") == values.get("version") and dict(one.values) != dict(values):
            yield Problem("version", f"已有第 {version_of(one)} 版;新的一版请让版本空着,由程序编号。")


def plan_is_incomplete(record: Record, around: Around) -> Iterable[Due]:
    """The version in force is completed within two weeks."""
    day = record.get("from_date")
    if not _in_force(record, around) or not isinstance(day, date):
        return
    missing = lacking(record.values, around.parent)
    if missing:
        yield _due(record, around, f"plan:{record.id}", f"补齐一生一策:{';'.join(missing)}", day + _FORTNIGHT)


def goal_has_passed(record: Record, around: Around) -> Iterable[Due]:
    """What was to be reached by a day is looked at then, and what became of it is written down."""
    goals = record.get("goals")
    if not _in_force(record, around) or not isinstance(goals, tuple):
        return
    for place, (concern, goal, _owner, day, result) in enumerate(goals):
        if goal and isinstance(day, date) and not result and day <= around.today + _SOON:
            text = f"看“{CONCERNS.label(concern)}”的目标达到没有,写下达成情况"
            yield _due(record, around, f"goal:{record.id}:{place}:{day.isoformat()}", text, day)


def _in_force(record: Record, around: Around) -> bool:
    return around.parent is not None and around.parent.get("state") in FOLLOWED and not older_is_kept(record, around)


def _due(record: Record, around: Around, key: str, text: str, on: date) -> Due:
    about = around.parent.text("case_no") if around.parent else ""
    return Due(key=key, ledger="concern", record=record.parent or record.id, text=text, about=about, on=on, basis=_TASK)
