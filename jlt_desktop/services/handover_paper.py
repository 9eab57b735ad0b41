"""The paper two counselors sign: how much passes on, every case by its number alone, nobody's name but their own."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from jlt_desktop.domain.document import Document, Grid, Pairs, Prose, Signatures
from jlt_desktop.domain.fields import Choice
from jlt_desktop.domain.fields_time import Date
from jlt_desktop.services.duties import duties
from jlt_desktop.services.handover import CONFIDENTIAL
from jlt_desktop.vault.store import now_utc

if TYPE_CHECKING:
    from jlt_desktop.domain.document import Block
    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.services.office import Office

_BEFORE = (
    "交出人当面打开系统,和接收人逐件核对编号和数量;纸质材料、封好的恢复单和备份 U 盘写进移交清单。\n"
    "接收人设好自己的口令以后,交出人的旧口令照约定停用;停用时换新钥匙,旧恢复单同时作废。\n"
    "以前的备份仍能用当时的口令和恢复单打开,请照“人员与钥匙”里列出的清单保管或销毁。"
)


def handover_document(office: Office, receiver: str) -> Document:
    """Return the handover paper for the confidential files, counts and case numbers only. Raises OutsideError. Journalled."""
    ledgers = [one for one in office.ledgers.values() if one.scope == CONFIDENTIAL]
    counts = [(one.title, f"{len(office.store(one).column_values(one, ()))} 条") for one in ledgers]
    due = sum(1 for one in duties(office) if office.ledgers[one.ledger].scope == CONFIDENTIAL)
    head = (
        ("学校", str(office.school.get("school_name") or "")), ("岗位", "心理教师"), ("交出人", office.user), ("接收人", receiver),
        ("监交人", ""), ("交接日期", office.today().isoformat()),
    )  # fmt: skip
    sealed = (("待办事项", f"{due} 件"), ("恢复单封存袋编号", ""), ("备份 U 盘编号", ""), ("纸质材料", ""))
    blocks: list[Block] = [Pairs(head), Pairs((*counts, *sealed), "移交清单")]
    blocks += [_cases(office, one) for one in ledgers if one.part_of is None and one.numbers]
    blocks += [Prose(_BEFORE, "移交说明"), Signatures(("交出人签字", "接收人签字", "监交人签字"))]
    store = office.session.store(CONFIDENTIAL)
    with store.transaction():
        store.journal.append(now_utc(), "打印", "handover_document", {"records": len(counts)})
    return Document(
        name="移交单", title="心理资料移交单", subtitle="只列个案编号,不写姓名", blocks=tuple(blocks), operator=office.user,
        printed_at=datetime.now().replace(second=0, microsecond=0),
    )  # fmt: skip


def _cases(office: Office, ledger: Ledger) -> Grid:
    """Every case of a ledger: the number the program gave it, its choices and days, nothing anybody typed."""
    kinds = tuple(name for name in ledger.sheet if type(ledger.fields[name]) in (Choice, Date) and not ledger.fields[name].special)
    names = (*ledger.numbers, *(name for name in kinds if name not in ledger.numbers))
    around = office.around()
    rows = sorted(around.texts(ledger.key, one, names) for one in office.store(ledger).every(ledger))
    headings = tuple(ledger.fields[name].label for name in names)
    return Grid(headings, rows, title=f"{ledger.title}({len(rows)} 件)", numbered=True)
