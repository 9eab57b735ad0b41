"""Write the table of fields on every ledger's page of help from its declaration; a test compares the pages with what this gives."""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from jlt_desktop.domain.fields import Choice, Choices, Derived, Field, YesNo
from jlt_desktop.domain.fields_lines import Lines
from jlt_desktop.domain.ledger import Ledger
from jlt_desktop.ledgers import ALL

_HEAD = "| 栏目 | 说明 | 离校 |\n|---|---|---|\n"
_TABLE = re.compile(r"\| 栏目 \| 说明 \| 离校 \|\n\|---\|---\|---\|\n(?:\|.*\n)+")
_MANY = 16


def table(ledger: Ledger) -> str:
    """Return the table of a ledger: label, what it means, what of it may leave."""
    rows = (f"| {one.label} | {_meaning(one)} | {one.leaves.words} |\n" for one in ledger.fields.values())
    return _HEAD + "".join(rows)


def _meaning(one: Field) -> str:
    words = "必填。" if one.required else "程序算出,不用填。" if isinstance(one, Derived) else ""
    words += one.purpose.replace("\n", "")
    if isinstance(one, Choice | Choices):
        labels = [option.label for option in one.options]
        some = "、".join(labels[:_MANY]) + (f"等 {len(labels)} 项" if len(labels) > _MANY else "")
        words += f"可以选几项:{some}。" if isinstance(one, Choices) else f"选一项:{some}。"
    if isinstance(one, Lines):
        words += f"每行写:{'、'.join(cell.label for cell in one.columns.values())}。"
    return words + ("填是或否。" if isinstance(one, YesNo) and not one.purpose else "")


def with_table(page: str, ledger: Ledger) -> str:
    """Return a page with the table of today's declaration in the place of its own."""
    return _TABLE.sub(lambda _: table(ledger), page, count=1)


def main() -> None:
    """Write the tables into the pages."""
    for ledger in ALL:
        path = ROOT / "resources" / "help" / f"{ledger.key}.md"
        path.write_text(with_table(path.read_text(encoding="utf-8"), ledger), encoding="utf-8")


if __name__ == "__main__":
    main()
