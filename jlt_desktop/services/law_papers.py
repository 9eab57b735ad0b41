"""依法应备的材料: the papers the ledgers declare, filled with what is known, on paper and as a workbook to go on with."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from jlt_desktop.domain.errors import UserError
from jlt_desktop.services.law_facts import facts
from jlt_desktop.sheets.write_document import document_workbook
from jlt_desktop.vault.store import now_utc

if TYPE_CHECKING:
    from jlt_desktop.domain.document import Document
    from jlt_desktop.domain.lawful import LawPaper
    from jlt_desktop.services.office import Office


def law_papers(office: Office) -> list[LawPaper]:
    """Return the papers that the ledgers of this user declare."""
    return [paper for ledger in reversed(list(office.ledgers.values())) for paper in ledger.law_papers]


def law_document(office: Office, key: str, *, year: int | None = None, about: str = "") -> Document:
    """Return a paper filled with what is known. year: whose figures; the last full year by default. about: the person's record id.

    Raises UserError: no such paper, no such person. Journalled.
    """
    papers = {one.key: one for one in law_papers(office)}
    paper = papers.get(key)
    if paper is None:
        known = "、".join(f"{one.key}({one.title})" for one in papers.values())
        raise UserError(f"没有“{key}”这份材料。", "", "没有生成文件,数据没有改动。", f"可以印的有:{known}。")
    person = office.record(paper.about, about) if paper.about and about else None
    if about and person is None:
        raise UserError(f"“{paper.title}”要写给的人没有找到。", "", "没有生成文件,数据没有改动。", "请重新选一名学生,或者不选、印空白的。")
    made = paper.make(facts(office, year or usual_year(office), person))
    store = office.session.store("general")
    with store.transaction():
        target = f"{paper.about}/{person.id}" if person else f"law/{key}"
        store.journal.append(now_utc(), "打印", target, {"records": 1, "paper": key})
    return replace(made, operator=office.user, printed_at=datetime.now().replace(second=0, microsecond=0))


def law_workbook(office: Office, key: str, *, year: int | None = None, about: str = "") -> bytes:
    """Return the same as a workbook, to be filled in and changed. Raises UserError. Journalled."""
    return document_workbook(law_document(office, key, year=year, about=about))


def usual_year(office: Office) -> int:
    """Return the year the papers speak of: the one before until March, when the last one is audited; the running one after that."""
    today, spring = office.today(), 3
    return today.year - 1 if today.month <= spring else today.year
