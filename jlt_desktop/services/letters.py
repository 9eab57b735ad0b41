"""What may leave with a name on it, one at a time: a single case to a named counselor's key, a roster on written request."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from jlt_desktop.bundle.letter import digest_of, make_letter
from jlt_desktop.bundle.suite import is_recipient
from jlt_desktop.domain.errors import OutsideError, UserError
from jlt_desktop.domain.report import Roll
from jlt_desktop.services import reporting
from jlt_desktop.services.sealing import bureau_of
from jlt_desktop.vault.kdf import FLOOR, KdfCost
from jlt_desktop.vault.opening import unlock_signing
from jlt_desktop.vault.store import now_utc

if TYPE_CHECKING:
    from datetime import date

    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.domain.record import Record
    from jlt_desktop.paper.fonts import Fonts
    from jlt_desktop.services.office import Office

_NAMED = "named"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """To whom one case goes and why. key: the age recipient of that very person, as on paper. keep_until: when it is to be destroyed."""

    to: str
    key: str
    reason: str
    basis: str
    keep_until: date


def case_letter(
    office: Office, ledger: Ledger, record_id: str, wanted: Wanted, approver: str, password: str, fonts: Fonts, floor: KdfCost = FLOOR
) -> tuple[str, bytes]:
    """Seal the slip of one case to a named counselor, with a second person's passphrase; returns file name and bytes. Journalled.

    Only who may open the confidential ledger can; the approver is somebody else, who holds the school's key. The bureau's intake key is
    refused: this is for one person. Raises UserError, OutsideError.
    """
    from jlt_desktop.services.printing import record_document, to_pdf  # paper is read only where something is printed

    if not ledger.letter or not ledger.confidential:
        raise UserError(f"{ledger.title}不能单独密封送出。", "", "没有生成文件。", "")
    _look_at(office, wanted)
    if approver.strip() == office.user:
        raise OutsideError("要另一个人同意,不能自己批自己。", "", "没有生成文件。", "请校长输入口令。")
    private, role = unlock_signing(office.session.folder, approver, password, floor, office.session.header.generation)
    reason = f"{wanted.reason}(送{wanted.to};依据:{wanted.basis})"
    paper = to_pdf(record_document(office, ledger, record_id, ledger.letter, reason), fonts)
    about = {
        "to": wanted.to,
        "reason": wanted.reason,
        "basis": wanted.basis,
        "keep_until": wanted.keep_until.isoformat(),
        "title": ledger.title,
    }
    name, data = make_letter(
        {"about.json": json.dumps(about, ensure_ascii=False).encode(), "case.pdf": paper.pdf}, wanted.key.strip(),
        Ed25519PrivateKey.from_private_bytes(private), kind="case", school_id=str(office.school["school_code"]), persons=1,
        prepared_by=office.role, approved_by=role, created=datetime.now().astimezone(), keep_until=wanted.keep_until.isoformat(),
    )  # fmt: skip
    store = office.store(ledger)
    with store.transaction():
        details = {
            "letter_sha256": digest_of(data), "approver": approver, "to_digest": store.journal.digest(wanted.to),
            "basis_digest": store.journal.digest(wanted.basis), "keep_until": wanted.keep_until.isoformat(),
        }  # fmt: skip
        store.journal.append(now_utc(), "单件密封送出", f"{ledger.key}/{record_id}", details)
    return name, data


def _look_at(office: Office, wanted: Wanted) -> None:
    blank = [words for words, text in (("送给谁", wanted.to), ("事由", wanted.reason), ("依据", wanted.basis)) if not text.strip()]
    if blank:
        raise UserError(f"请写明{'、'.join(blank)}。", "", "没有生成文件。", "")
    if not is_recipient(wanted.key.strip()):
        raise UserError("对方的钥匙不对。", "它以 age1 开头,是那位老师本人的。", "没有生成文件。", "请照对方给的纸面或电话逐字核对。")
    if wanted.key.strip() == bureau_of(office, "general")["recipient"]:
        raise UserError(
            "这是教育局收件的钥匙,不是某一位老师的。", "个案只能给指定的一个人。", "没有生成文件。", "请向对方心理教师要本人的钥匙。"
        )
    if wanted.keep_until <= office.today():
        raise UserError("销毁日期要在今天之后。", "", "没有生成文件。", "")


def roster_letter(office: Office, request: Record, ledger: Ledger, report: str, keep_until: date) -> tuple[str, bytes]:
    """Seal a declared list with names to the bureau, on the written request registered with the submission. Only the principal. Journalled.

    Raises UserError unless the request names ground and number of persons and the list has that many; OutsideError.
    """
    private = office.session.signing_key()
    basis, count = request.text("legal_basis").strip(), request.get("n_persons")
    if request.get("pi_level") != _NAMED or not basis or not isinstance(count, int):
        why = "来文里要选“含个人信息”,写明依据和人数。"
        raise UserError("没有书面要求,不能交名册。", why, "没有生成文件。", "请先在这一批的来文里填好。")
    if ledger.scope != "general":
        raise UserError("心理资料不能交名册。", "只交合计数。", "没有生成文件。", "")
    made = reporting.make(office, ledger, report)
    if made.people != count:
        raise UserError(f"来文写的是 {count} 人,“{made.title}”有 {made.people} 人。", "", "没有生成文件。", "请核对人数再签发。")
    about = {"basis": basis, "persons": count, "request": request.text("req_title"), "number": request.text("req_no"), "list": made.title}
    name, data = make_letter(
        {"about.json": json.dumps(about, ensure_ascii=False).encode(), "roster.xlsx": reporting.report_workbook(office, ledger, report)},
        str(bureau_of(office, "general")["recipient"]), Ed25519PrivateKey.from_private_bytes(private), kind="roster",
        school_id=str(office.school["school_code"]), persons=count, prepared_by=office.role, approved_by=office.role,
        created=datetime.now().astimezone(), keep_until=keep_until.isoformat(),
    )  # fmt: skip
    store = office.store(ledger)
    with store.transaction():
        details = {"letter_sha256": digest_of(data), "persons": count, "basis_digest": store.journal.digest(basis), "list": report}
        store.journal.append(now_utc(), "签发名册密件", f"{request.ledger}/{request.id}", details)
    return name, data


def rolls(office: Office) -> list[tuple[Ledger, str, str]]:
    """Return the lists that can be asked for: ledger, key, title."""
    chosen = (one for one in office.ledgers.values() if one.scope == "general" and not one.unlisted)
    return [(one, each.key, each.title) for one in chosen for each in one.reports if isinstance(each, Roll)]
