"""Recovery sheets on paper: one page a sheet, the code in large figures and as a QR code, what it is for and where to keep it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.domain.document import Code, Document, Pairs, Prose, Signatures

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from jlt_desktop.vault.creating import Sheet

_FOR = {
    "general": "忘了口令时,用这张单上的恢复码给账户设新口令。学生、家委会、教职工等日常台账都靠它。",
    "confidential": "心理资料要两张恢复单一起用才打得开:一张由心理教师保管,一张装进校长的信封封好。",
    "signing": "校长忘了口令时,用它(连同“日常台账”那一张)给校长设新口令,学校的签名钥匙不变。",
}


def recovery_document(sheet: Sheet, school: str, folder: Path, made_at: datetime) -> Document:
    """Return one recovery sheet as a document."""
    code = "-".join(sheet.groups)
    half = (len(sheet.groups) + 1) // 2
    beside = (" - ".join(sheet.groups[:half]), " - ".join(sheet.groups[half:]))
    rows = (("学校", school), ("打开的资料", sheet.title), ("数据所在", str(folder)), ("制表时间", f"{made_at:%Y-%m-%d %H:%M}"))
    how = (
        "怎样用:在解锁窗口点“忘了口令”,选姓名,按窗口的要求输入恢复码(或扫二维码照抄),再设一个新口令。\n"
        "怎样保管:锁进保险柜或档案柜,不要拍照,不要和电脑放在一起。单子丢了或被人看过,请告诉校长,并把其余的单子和备份保管好。\n"
        "口令和恢复单都没有了,资料就打不开了,谁也没有别的办法。"
    )
    blocks = (
        Pairs(rows, columns=1), Code(code, beside), Prose(_FOR[sheet.scope], "这张单是做什么的"), Prose(how, "使用和保管"),
        Signatures(("校长签字", "保管人签字", "存放处")),
    )  # fmt: skip
    return Document(name="恢复单", title="恢复单", subtitle=f"{sheet.title}", blocks=blocks, printed_at=made_at)
