"""任务要求调整: where the plan gives no number, what the school has laid down instead of the default, from which day, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.domain.fields import Choice, Number, Text, Values
from jlt_desktop.domain.fields_time import Date
from jlt_desktop.domain.findings import Finding, Problem
from jlt_desktop.domain.ledger import Ledger
from jlt_desktop.ledgers.choices import choose

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jlt_desktop.domain.around import Around

ASKED = choose(on=("要办", "是"), off=("不要求", "否", "关闭"))
# the plan's and the law's own numbers; a test compares them with the catalogue
FIXED = frozenset({
    "O-00a", "O-00b", "O-00c", "O-00e", "O-02a", "O-03a", "O-04b", "O-04c", "O-05b", "O-06a", "O-06b", "O-06c", "O-06d", "O-06e",
    "O-07a", "O-07b", "O-07c", "O-08a", "O-08b", "O-08c", "O-08d", "O-08e", "O-10a", "O-10b", "O-12a", "O-14b", "O-14f", "O-90",
    "O-91",
})  # fmt: skip


def only_where_nothing_is_laid_down(values: Values, _around: Around) -> Iterable[Finding]:
    """What the plan or the law says in so many words is not the school's to change."""
    if values.get("obligation") in FIXED:
        yield Problem("obligation", "这一项是方案或法律写明的,学校不能改。能改的只有默认值和没有写数量的要求。")


OBLIGATION_SETTING = Ledger(
    key="obligation_setting",
    title="任务要求调整",
    group="学校",
    happened="from_date",
    standing=True,
    fields={
        "obligation": Text(
            label="要求编号", required=True, pattern=r"O-\d\d[a-i]?", pattern_help="编号写成 O-10c 这样,在“任务总览”里看得到。",
            purpose="任务总览里的编号,例如 O-10c。",
        ),
        "asked": Choice(label="是否要办", options=ASKED, required=True),
        "threshold": Number(
            label="改成多少", least=0, most=1000, decimals=1, purpose="次数,或者百分之几(单位看任务总览);空着就还是原来的数。"
        ),
        "from_date": Date(label="从哪天起", required=True, purpose="从这一天起按这里的算,以前的不变。"),
        "reason": Text(label="理由", most=200, multiline=True, required=True, purpose="为什么改;检查时看得到。"),
    },
    sheet=("obligation", "asked", "threshold", "from_date", "reason"),
    form={"调整": ("obligation", "asked", "threshold", "from_date", "reason")},
    identity=("obligation", "from_date"),
    search=("obligation", "reason"),
    order=("obligation", "-from_date"),
    checks=(only_where_nothing_is_laid_down,),
)  # fmt: skip
