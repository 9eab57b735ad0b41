"""活动清单: what was held in a period, for the bureau; nobody's name but that of who is in charge at the school."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.domain.report import Column, Measure, Roll
from jlt_desktop.ledgers.activity_kinds import DONE, STATES

if TYPE_CHECKING:
    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.record import Record
    from jlt_desktop.domain.report import Counts, Show


def _own(name: str) -> Show:
    return lambda record, around: around.texts("activity", record, (name,))[0]


def _proof(record: Record, _around: Around) -> str:
    files = record.get("evidence")
    return str(len(files)) if isinstance(files, tuple) else "0"


def _held(record: Record, _around: Around) -> bool:
    return record.get("state") in DONE


def _in(key: str) -> Counts:
    return lambda record, _around: record.get("state") == key


ACTIVITY_LIST = Roll(
    key="held",
    title="活动清单",
    dated="start",
    columns=(
        Column("编号", _own("activity_no"), 1.7),
        Column("名称", _own("title"), 2.4),
        Column("类别", _own("kind"), 1.2),
        Column("时间", _own("start"), 1.5),
        Column("地点", _own("place"), 1.4),
        Column("主办单位", _own("hosts"), 1.4, paper=False),
        Column("协办单位", _own("partners"), 1.4),
        Column("年级班级", _own("classes"), 1.2),
        Column("学生", _own("n_pupils"), 0.6),
        Column("家长", _own("n_parents"), 0.6),
        Column("教师", _own("n_teachers"), 0.6),
        Column("社区", _own("n_others"), 0.6, paper=False),
        Column("计入", _own("obligation_ids"), 2.0),
        Column("佐证份数", _proof, 0.6),
        Column("内容与成效", _own("summary"), 3.0, paper=False),
        Column("负责人", _own("owner"), 1.0, mask="out"),
    ),
    counts=_held,
    order=lambda record, _around: str(record.get("start") or ""),
    kinds=tuple(Measure(one.label, _in(one.key)) for one in STATES),
    unit="次",
)
