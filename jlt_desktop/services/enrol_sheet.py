"""The paper a school asks for its certificate with: code, fingerprints, QR, lines for signature and seal. It is what is believed."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import TYPE_CHECKING

from jlt_desktop.bundle.enrolment import digits, read_enrol, recipient_digits
from jlt_desktop.domain.document import Code, Document, Pairs, Prose, Signatures
from jlt_desktop.services.school_keys import request_files
from jlt_desktop.vault.store import now_utc

if TYPE_CHECKING:
    from jlt_desktop.services.office import Office

_REASONS = {"first": "首次登记", "renewal": "到期换发", "lost": "钥匙丢失或泄露,原钥匙请作废"}
_LEGEND = (
    "教育局收件人:请把本单上的指纹和 U 盘里 enrol.json 的指纹逐组核对(或扫二维码核对),一致的才登记,由第二人复核后发证。"
    "以纸面为准:U 盘里的文件可能被换过。本单没有学生和家长的信息。"
)


def enrol_sheet(office: Office) -> Document:
    """Return the sheet for the last request. Raises UserError when there is none. Journalled."""
    data, signature = request_files(office).values()
    one = read_enrol(data, signature)
    store = office.session.store("general")
    with store.transaction():
        store.journal.append(now_utc(), "打印", "certificate", {"report": "enrol"})
    facts = [
        ("学校", one.school_name), ("学校标识码", one.school_id), ("事由", _REASONS[one.reason]), ("申请编号", one.request_id[:8]),
        ("提出时间", one.created[:16].replace("T", " ")), ("钥匙种类", "Ed25519(签名)、X25519(收回信)"),
    ]  # fmt: skip
    if one.replaces:
        facts.append(("被替换的钥匙", one.replaces))
    code = json.dumps(
        {"type": one.type, "school": one.school_id, "key": one.key_fingerprint, "reply": "".join(recipient_digits(one.reply_recipient)),
         "enrol": hashlib.sha256(data).hexdigest()},
        separators=(",", ":"),
    )  # fmt: skip
    keys = Pairs(
        (("签名钥匙指纹", _groups(digits(one.key_fingerprint))), ("同上,另一种写法", one.key_fingerprint),
         ("回信钥匙指纹", _groups(recipient_digits(one.reply_recipient)))),
        "指纹(SHA-256)", columns=1,
    )  # fmt: skip
    return Document(
        name="钥匙登记表", title="学校签名钥匙登记表", subtitle=_REASONS[one.reason],
        blocks=(
            Pairs(tuple(facts)), keys, Code(code, ("文件 enrol.json 核对", "请连同 U 盘一起交")), Prose(_LEGEND),
            Signatures(("校长签字", "学校公章")), Signatures(("教育局核对人", "复核人")),
        ),
        operator=office.user, printed_at=datetime.now().replace(second=0, microsecond=0),
    )  # fmt: skip


def _groups(groups: tuple[str, ...]) -> str:
    half = len(groups) // 2
    return " ".join(groups[:half]) + "\n" + " ".join(groups[half:])
