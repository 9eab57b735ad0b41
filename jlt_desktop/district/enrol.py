"""Enrolment of schools: the paper is what is believed, one person enters, another approves, then the CA certifies."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from jlt_desktop.bundle import certificate, sshsig
from jlt_desktop.bundle.enrolment import ENROL_NAMES, MOST, ROTATION_NAMES, digits, read_enrol, read_rotation
from jlt_desktop.bundle.refusal import Refusal
from jlt_desktop.district.bureau import in_utc
from jlt_desktop.district.trust import handed_out, write_files
from jlt_desktop.domain.errors import UserError
from jlt_desktop.vault.files import read_limited
from jlt_desktop.vault.opening import prove, unlock_signing
from jlt_desktop.vault.store import now_utc

if TYPE_CHECKING:
    from jlt_desktop.district.bureau import Bureau

MONTHS_DAYS = 396  # 13 months
OVERLAP_DAYS = 30
REASONS = {"first": "初次登记", "renewal": "换发证书", "lost": "钥匙遗失或被盗"}
_KEPT = "没有登记。"
_COLUMNS = (
    "number, school_id, school_name, key, fingerprint, reason, entered_by, entered_id, entered_at, approved_by, approved_at, since, until,"
    " revoked_at, revoked_why"
)


@dataclass(frozen=True, slots=True)
class Enrolment:
    """One key of one school. number: the serial number of its certificate once it was approved. Times as the vault writes them."""

    number: int
    school_id: str
    school_name: str
    key: str
    fingerprint: str
    reason: str
    entered_by: str
    entered_id: str
    entered_at: str
    approved_by: str | None
    approved_at: str | None
    since: str | None
    until: str | None
    revoked_at: str | None
    revoked_why: str | None

    def holds(self, moment: str) -> bool:
        """Tell whether the certificate counts at a moment."""
        return bool(self.until and self.until > moment and not (self.revoked_at and self.revoked_at <= moment))

    def state(self, moment: str) -> str:
        """Return the state in words."""
        if not self.approved_at:
            return "等待复核"
        if self.revoked_at and self.revoked_at <= moment:
            return "已作废"
        return "有效" if self.holds(moment) else "已过期"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a school's files ask for, before anything is entered. digits: the fingerprint as on the paper, in groups of four."""

    school_id: str
    school_name: str
    key: str
    fingerprint: str
    reason: str
    replaces: str
    reply_recipient: str
    request: bytes
    signature: bytes

    @property
    def digits(self) -> tuple[str, ...]:
        """Return the sixteen groups that stand on the paper."""
        return digits(self.fingerprint)


def look(bureau: Bureau, path: Path) -> Asked:
    """Read a school's request: the folder on the stick, or enrol.json or rotate.json in it. Raises UserError, OutsideError."""
    folder = path if path.is_dir() else path.parent
    turning = path.name == ROTATION_NAMES[0] or (path.is_dir() and not (folder / ENROL_NAMES[0]).exists())
    names = ROTATION_NAMES if turning else ENROL_NAMES
    parts = [read_limited(folder / name, MOST) for name in names]
    missing = [name for name, part in zip(names, parts, strict=True) if part is None]
    if missing:
        raise UserError(
            f"缺少文件:{'、'.join(missing)}。", "学校的登记申请是一个文件夹。", _KEPT, "请选 U 盘上 ENROL- 或 ROTATE- 开头的文件夹。"
        )
    data = [part or b"" for part in parts]
    try:
        return _turned(bureau, data) if turning else _enrolled(data)
    except Refusal as refusal:
        raise UserError(f"学校的登记申请不能用:{refusal}", "", _KEPT, "请学校重新导出一份。") from None


def _enrolled(data: list[bytes]) -> Asked:
    one = read_enrol(data[0], data[1])
    return Asked(one.school_id, one.school_name, one.key, one.key_fingerprint, one.reason, one.replaces, one.reply_recipient, *data)


def _turned(bureau: Bureau, data: list[bytes]) -> Asked:
    one = read_rotation(data[0], data[1], data[2])
    now = in_utc(bureau.now())
    old = [each for each in enrolled(bureau, one.school_id) if each.fingerprint == one.old_fingerprint and each.holds(now)]
    if not old:
        raise UserError("交出的那把旧钥匙没有有效的证书。", "", _KEPT, "请学校按“钥匙遗失”在纸面上重新登记。")
    signature = data[1] + data[2]
    return Asked(
        one.school_id,
        old[0].school_name,
        one.new_key,
        one.new_fingerprint,
        "renewal",
        one.old_fingerprint,
        one.reply_recipient,
        data[0],
        signature,
    )


def enter(bureau: Bureau, asked: Asked, typed: str, name: str = "") -> int:
    """Enter a request whose fingerprint was typed from the paper; returns its number. Raises UserError.

    typed: the 64 figures of the paper in any grouping, or SHA256:... name: of the school as the bureau knows it.
    """
    if not _same(asked, typed):
        raise UserError(
            "纸上的指纹和文件里的不一样,不能登记。", "抄错了,或者 U 盘上的文件被换过。", _KEPT,
            "请对照学校盖章的纸再抄一遍;还是不同,请打电话给学校。",
        )  # fmt: skip
    now = in_utc(bureau.now())
    others = enrolled(bureau, asked.school_id)
    valid = [one for one in others if one.holds(now)]
    if (
        any(one.fingerprint == asked.fingerprint and (one.holds(now) or not one.approved_at) for one in others)
        and asked.reason != "renewal"
    ):
        raise UserError("这把钥匙已经登记过。", "", "没有重复登记。", "请看登记清单。")
    if asked.reason == "first" and valid:
        raise UserError("这所学校已有有效的证书。", "初次登记只有一次。", _KEPT, "请学校按“换发”或“遗失”申请。")
    if any(one.fingerprint == asked.fingerprint and one.revoked_at and one.revoked_why != REASONS["renewal"] for one in others):
        raise UserError("这把钥匙的证书已经作废,不能再登记。", "", _KEPT, "请学校生成新的钥匙。")
    return _entered(bureau, asked, name.strip() or asked.school_name)


def _same(asked: Asked, typed: str) -> bool:
    plain = "".join(typed.split())
    if plain.startswith("SHA256:"):
        return plain == asked.fingerprint
    return re.sub(r"[^0-9a-f]", "", plain.lower()) == "".join(asked.digits)


def _entered(bureau: Bureau, asked: Asked, name: str) -> int:
    with bureau.scope.transaction():
        made = bureau.scope.conn.execute(
            "INSERT INTO enrolment(school_id, school_name, key, fingerprint, reply_recipient, reason, request, signature, entered_by,"
            " entered_id, entered_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING number",
            (asked.school_id, name, asked.key, asked.fingerprint, asked.reply_recipient, asked.reason, asked.request, asked.signature,
             bureau.user, bureau.session.user_id, now_utc()),
        ).fetchone()  # fmt: skip
        bureau.log("登记学校钥匙", f"enrolment/{made[0]}", {"school": asked.school_id, "fingerprint": asked.fingerprint})
    return int(made[0])


def approve(bureau: Bureau, number: int, approver: str, password: str) -> bytes:
    """Let a second person approve and the CA certify; returns the line of school-cert.pub. Raises UserError, OutsideError."""
    one = next((each for each in enrolled(bureau) if each.number == number), None)
    if one is None or one.approved_at:
        raise UserError(f"没有等待复核的第 {number} 号登记。", "", "没有发证。", "请看登记清单。")
    folder, least = bureau.session.folder, bureau.session.header.generation
    who = prove(folder, approver, password, bureau.floor, least)
    if who == one.entered_id:
        raise UserError("登记的人不能自己复核。", "一个人登记、另一个人复核,才能发证。", "没有发证。", "请另一位复核人来办。")
    secret, _ = unlock_signing(folder, approver, password, bureau.floor, least)
    now = bureau.now().replace(microsecond=0)
    until = now + timedelta(days=MONTHS_DAYS)
    # a minute back: the school's clock may be behind
    line = certificate.issue(
        Ed25519PrivateKey.from_private_bytes(secret),
        sshsig.read_key_line(one.key),
        one.school_id,
        number,
        now - timedelta(minutes=1),
        until,
    )
    with bureau.scope.transaction():
        bureau.scope.conn.execute(
            "UPDATE enrolment SET approved_by = ?, approved_at = ?, certificate = ?, since = ?, until = ? WHERE number = ?",
            (approver, now_utc(), line, in_utc(now), in_utc(until), number),
        )
        _let_go(bureau, one)
        bureau.log("复核发证", f"enrolment/{number}", {"school": one.school_id, "approved_by": approver})
    bureau.store.know(one.school_id, one.school_name)
    return line


def _let_go(bureau: Bureau, one: Enrolment) -> None:
    """End the certificates before this one: at once for a lost key, after the overlap otherwise."""
    days = 0 if one.reason == "lost" else OVERLAP_DAYS
    bureau.scope.conn.execute(
        "UPDATE enrolment SET revoked_at = ?, revoked_by = ?, revoked_why = ? WHERE school_id = ? AND number <> ?"
        " AND certificate IS NOT NULL AND (revoked_at IS NULL OR revoked_at > ?)",
        (in_utc(bureau.now(), days), bureau.user, REASONS[one.reason], one.school_id, one.number, in_utc(bureau.now(), days)),
    )


def withdraw(bureau: Bureau, number: int) -> None:
    """Take back an enrolment nobody has approved. Raises UserError."""
    with bureau.scope.transaction():
        gone = bureau.scope.conn.execute("DELETE FROM enrolment WHERE number = ? AND approved_at IS NULL", (number,)).rowcount
        if not gone:
            raise UserError(f"没有等待复核的第 {number} 号登记。", "", "没有改动。", "请看登记清单。")
        bureau.log("撤销登记", f"enrolment/{number}")


def enrolled(bureau: Bureau, school_id: str = "") -> list[Enrolment]:
    """Return what was entered, of one school if named, by number."""
    where, args = ("WHERE school_id = ?", (school_id,)) if school_id else ("", ())
    return [Enrolment(*row) for row in bureau.scope.conn.execute(f"SELECT {_COLUMNS} FROM enrolment {where} ORDER BY number", args)]


def hand_out(bureau: Bureau, number: int, folder: Path) -> list[Path]:
    """Write what goes back to the school: its certificate and the trust list. Raises UserError, OutsideError."""
    row = bureau.scope.conn.execute("SELECT certificate, school_id FROM enrolment WHERE number = ?", (number,)).fetchone()
    if row is None or row[0] is None:
        raise UserError(f"第 {number} 号还没有发证。", "", "没有写文件。", "请先复核。")
    files = {"school-cert.pub": bytes(row[0]), **handed_out(bureau).files}
    return write_files(files, folder / f"ANSWER-{row[1]}")
