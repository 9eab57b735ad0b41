"""销毁清册: the paper two people sign, with the numbers of files and nobody's name but their own."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from jlt_desktop.domain.document import Document, Grid, Pairs, Prose, Signatures
from jlt_desktop.vault.session import FILE_TITLES
from jlt_desktop.vault.store import now_utc

if TYPE_CHECKING:
    from jlt_desktop.services.office import Office
    from jlt_desktop.services.retention import Destruction

_AFTER = (
    "销毁的内容包括档案、所含记录、修改历史、草稿和附件,不能恢复;操作日志里只留内部编号和摘要。\n"
    "纸质材料和以前的备份不在程序里,请照本清册一并销毁,并在本页写明。"
)


def destruction_document(office: Office, destruction: Destruction) -> Document:
    """Return the list of what was, or is to be, destroyed; counts by ledger and year at its foot. Journalled."""
    titles = {key: one.title for key, one in office.ledgers.items()}
    done, size = destruction.confirmed_at, f"档案 {len(destruction.items)} 份"
    head = (
        ("学校", str(office.school.get("school_name") or "")),
        ("资料", FILE_TITLES[destruction.scope]),
        ("提出", f"{destruction.proposed_by}  {_moment(destruction.proposed_at)}"),
        ("确认", f"{destruction.confirmed_by}  {_moment(done)}" if done else destruction.state_words),
        ("件数", f"{size},所含记录 {destruction.parts} 条,附件 {destruction.files} 个" if done else size),
    )
    rows = [(titles.get(one.ledger, one.ledger), one.number, one.on.isoformat(), one.basis, str(one.parts), str(one.files))
            for one in destruction.items]  # fmt: skip
    counts = [
        (titles.get(key, key), year, str(count)) for key, years in destruction.counts.items() for year, count in sorted(years.items())
    ]
    listed = Grid(("台账", "编号", "可销毁日期", "依据", "所含记录", "附件"), rows, title="清单", numbered=True)
    kept = (Grid(("台账", "年份", "份数"), counts, title="按台账和年份"),) if counts else ()
    store = office.session.store(destruction.scope)
    with store.transaction():
        store.journal.append(now_utc(), "打印", f"destruction/{destruction.id}", {"records": len(rows)})
    return Document(
        name="销毁清册",
        title="销毁清册" if done else f"销毁清册({destruction.state_words})",
        subtitle="只列档案编号,不写姓名",
        blocks=(Pairs(head), listed, *kept, Prose(_AFTER, "说明"), Signatures(("提出人签字", "确认人签字"))),
        operator=office.user,
        printed_at=datetime.now().replace(second=0, microsecond=0),
    )


def _moment(text: str | None) -> str:
    return f"{datetime.fromisoformat(text).astimezone():%Y-%m-%d %H:%M}" if text else ""
