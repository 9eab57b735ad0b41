"""Tables and sentences that several papers of the law share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.domain.document import Grid
from jlt_desktop.ledgers.paper_blocks import in_full_width

if TYPE_CHECKING:
    from jlt_desktop.domain.lawful import Facts

ANSWER = "□符合 □要整改"
BLANK = "______________"


def school_pairs(facts: Facts) -> tuple[tuple[str, str], ...]:
    """Return who handles the data: name, codes, head, contact."""
    labels = (
        ("学校", "school_name"),
        ("学校标识码", "school_code"),
        ("统一社会信用代码", "uscc"),
        ("校长", "principal_name"),
        ("联系人", "contact_name"),
        ("联系电话", "contact_phone"),
    )
    return tuple((label, facts.said(name)) for label, name in labels)


def handled_grid(facts: Facts, title: str, *, public: bool = False) -> Grid:
    """Return what is handled: ledger, whose data, how many, what for, on which ground, how long.

    public: for guardians to read: only what they are told of, and no numbers.
    """
    rows = [
        (one.title, one.people, *(() if public else (one.count,)), one.purpose, one.basis, one.until)
        for one in facts.kept
        if (one.told if public else one.personal)
    ]
    heads = ("台账", "涉及的人", *(() if public else ("件数",)), "目的", "依据", "保存期限")
    weights = (1.4, 1.8, *(() if public else (0.7,)), 3, 3, 2)
    return Grid(heads, [tuple(map(in_full_width, row)) for row in rows], weights, title=title)


def items_grid(facts: Facts, title: str, *, public: bool = False) -> Grid:
    """Return what is kept of people, and what of it is sensitive."""
    chosen = [one for one in facts.kept if (one.told if public else one.personal)]
    rows = [(one.title, "、".join(one.items), "、".join(one.special) or "无") for one in chosen]
    return Grid(("台账", "项目", "其中平时遮住的"), rows, (1.4, 6, 2.4), title=title)


def leaving_grid(facts: Facts, title: str) -> Grid:
    """Return how far each ledger's content may go."""
    rows = [(one.title, in_full_width(one.leaves)) for one in facts.kept if one.personal]
    return Grid(("台账", "最多能交到哪一步"), rows, (1.4, 5), title=title)


def only_general(facts: Facts) -> str:
    """Return the sentence that says which part of the data this paper does not speak of."""
    return "" if facts.whole else "\n心理方面的资料由心理教师单独管理,这份材料没有包括,由心理教师另出一份。"
