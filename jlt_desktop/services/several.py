"""One entry for several files at once: a talk with five children is written once and stands in each of their files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.domain.errors import UserError
from jlt_desktop.services.desk import Desk

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.domain.record import Record
    from jlt_desktop.services.office import Office


def save_for_each(
    office: Office, part: Ledger, raw: Mapping[str, object], parents: Sequence[str], answers: Mapping[str, str] | None = None
) -> list[Record]:
    """Check the entry for every file and keep it in all of them, or in none. Raises Refused, UserError."""
    if not parents:
        raise UserError("没有选中任何人。", "", "填的内容还在。", "请先在列表里选几行。")
    desk, said = Desk(office), f"一次记给 {len(parents)} 份档案"
    with office.store(part).transaction():
        return [desk.save(part, raw, parent=parent, answers=answers, source=said) for parent in dict.fromkeys(parents)]
