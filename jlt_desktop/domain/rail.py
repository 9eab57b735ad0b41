"""The rail a submission goes along, 草稿 to 收讫 or 退回, and the fields that every ledger of submissions has."""

from __future__ import annotations

from dataclasses import dataclass

from jlt_desktop.domain.options import Option, Options

STATES = Options(
    Option("draft", "草稿"),
    Option("checked", "已校验"),
    Option("fixed", "已定稿"),
    Option("signed", "已审签"),
    Option("sealed", "已封装"),
    Option("written", "已写入并核对"),
    Option("handed", "已递交"),
    Option("received", "收讫"),
    Option("returned", "退回"),
)
RAIL = tuple(option.key for option in STATES)
ENDS = ("received", "returned")
OPEN = ("draft", "checked")
BEFORE_SEAL = ("draft", "checked", "fixed")
ON_THE_WAY = ("sealed", "written", "handed")
# what may follow what; going back to the draft is possible until the bundle was first written anywhere
AFTER: dict[str, tuple[str, ...]] = {
    "draft": ("checked",),
    "checked": ("checked", "draft", "fixed"),
    "fixed": ("signed", "draft"),
    "signed": ("sealed",),
    "sealed": ("written", "draft", *ENDS),
    "written": ("written", "handed", *ENDS),
    "handed": ("written", *ENDS),
    "received": (*ENDS,),
    "returned": (*ENDS, "written"),
}
KINDS = Options(
    Option("final", "正式报送", aliases=("正式",)),
    Option("correction", "更正"),
    Option("nil", "零报告"),
    Option("withdrawal", "撤回"),
)

# the fields services read and write; a ledger that submits declares them all
TITLE, PERIOD, KIND, CORRECTS, AS_OF, DUE, STATE = "req_title", "period", "kind", "corrects", "as_of", "due_at", "state"
NEEDED = (TITLE, PERIOD, KIND, CORRECTS, AS_OF, DUE, STATE)


@dataclass(frozen=True, slots=True)
class Step:
    """One step along the rail: where to, when (UTC), by whom in which role, and what is to be said of it.

    details: codes and names of files, as text, by name.
    """

    number: int
    to: str
    at: str
    actor: str
    role: str
    note: str
    details: dict[str, str]

    @property
    def words(self) -> str:
        """Return what the step is called."""
        return STATES.label(self.to)


def standing(steps: list[Step]) -> str:
    """Return where the steps lead: the last one's state, 草稿 before the first."""
    return steps[-1].to if steps else RAIL[0]


def passed(steps: list[Step]) -> dict[str, Step]:
    """Return the step by which each state still standing was reached: going back takes those behind it away."""
    found: dict[str, Step] = {}
    for one in steps:
        if one.to == RAIL[0]:
            found.clear()
        found[one.to] = one
    return found
