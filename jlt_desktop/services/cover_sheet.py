"""The sheet that goes with the stick (随附单): which file, which code to compare, lines to sign; no name and no figure of a child."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING

from jlt_desktop.bundle.statement import parse
from jlt_desktop.domain.document import Code, Document, Pairs, Prose, Signatures
from jlt_desktop.domain.errors import UserError
from jlt_desktop.services.submit_needs import check_code
from jlt_desktop.vault.store import now_utc

if TYPE_CHECKING:
    from jlt_desktop.bundle.statement import Statement
    from jlt_desktop.services.office import Office

_FORMS = {"general": "日常台账", "confidential": "专项(由心理教师单独提交)"}
_KINDS = {"final": "正式报送", "correction": "更正", "nil": "零报告", "withdrawal": "撤回"}
_LEGEND = (
    "收件人:把 U 盘里的文件拖进收件程序,或用 sha256sum / certutil 算出 SHA-256,和下面的核对码比对。二维码里是材料编号、完整的 SHA-256 和"
    "签名钥匙的指纹,没有任何个人信息。核对码一致只说明是同一个文件;是不是本校签的,要看签名。"
)


def cover_sheet(office: Office, seq: int) -> Document:
    """Return the sheet for a bundle sealed earlier. Raises UserError when there is none of that number. Journalled."""
    for store in office.session.stores():
        if store.path.stem not in _FORMS:
            continue
        sql = "SELECT statement, file_name, file_sha256, length(content), at FROM sent_bundle WHERE seq = ?"
        row = store.conn.execute(sql, (seq,)).fetchone()
        if row:
            with store.transaction():
                store.journal.append(now_utc(), "打印", f"bundle/{seq}", {"report": "cover"})
            return _sheet(office, parse(bytes(row[0])), str(row[1]), str(row[2]), int(row[3]), str(row[4]))
    raise UserError(f"没有第 {seq} 号报送。", "", "数据没有改动。", "请核对编号。")


def _sheet(office: Office, one: Statement, name: str, sha256: str, size: int, at: str) -> Document:
    sealed = datetime.fromisoformat(at).astimezone()
    replaces = f",替换 {one.supersedes[:8]}" if one.supersedes else ""
    facts = (
        ("学校", str(office.school.get("school_name") or "")),
        ("学校标识码", one.school_id),
        ("内容", _FORMS[str(one.form["id"])]),
        ("种类", _KINDS[one.kind] + replaces),
        ("报送期", one.period),
        ("编号", f"第 {one.seq} 号"),
        ("文件名", name),
        ("大小", f"{size:,} 字节"),
        ("签名封装", f"{sealed:%Y-%m-%d %H:%M}"),
        ("收件单位", f"区划 {one.recipient['district']}"),
        ("签名钥匙指纹", one.key_fingerprint),
        ("所含的表", f"{len(one.counts)} 张,共 {sum(one.counts.values())} 行"),
    )
    code = json.dumps(
        {"school": one.school_id, "seq": one.seq, "bundle": one.bundle_id, "sha256": sha256, "key": one.key_fingerprint},
        separators=(",", ":"),
    )
    return Document(
        name="随附单", title="报送材料随附单", subtitle=f"第 {one.seq} 号  {one.period}",
        blocks=(
            Pairs(facts), Code(code, ("核对码", check_code(sha256))), Prose(_LEGEND),
            Signatures(("学校经办人", "校长(盖章)")), Signatures(("局端签收人", "签收单位(盖章)")),
        ),
        operator=office.user, printed_at=datetime.now().replace(second=0, microsecond=0),
    )  # fmt: skip
