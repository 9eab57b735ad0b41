"""Trust lists at the bureau: version after version, signed by the root that is kept apart, with the list of revoked certificates."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from jlt_desktop.bundle import sshsig
from jlt_desktop.bundle.krl import revocation_list
from jlt_desktop.bundle.refusal import Refusal
from jlt_desktop.bundle.sealed_key import MOST, unlock_key
from jlt_desktop.bundle.statement import FORMS
from jlt_desktop.bundle.trust import NAMES, TrustList, sign_trust
from jlt_desktop.district.bureau import INTAKE, RECEIPT
from jlt_desktop.domain.errors import OutsideError, UserError
from jlt_desktop.vault.files import read_limited, write_whole
from jlt_desktop.vault.store import now_utc

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from jlt_desktop.district.bureau import Bureau

VALID_DAYS = 400


@dataclass(frozen=True, slots=True)
class Issued:
    """A trust list as it is handed out: file name -> bytes, and its version and hash."""

    version: int
    sha256: str
    files: dict[str, bytes]


def open_root(path: Path, password: str) -> Ed25519PrivateKey:
    """Read the root key from where it is kept. Raises OutsideError."""
    data = read_limited(path, MOST)
    if data is None:
        raise OutsideError(f"没有找到根钥匙“{path.name}”。", "", "没有签发。", "请插好存根钥匙的 U 盘。")
    try:
        return unlock_key(data, password)
    except Refusal:
        raise OutsideError("根钥匙打不开。", "口令不对,或者不是根钥匙文件。", "没有签发。", "请核对口令和文件。") from None


def issue(bureau: Bureau, root: Ed25519PrivateKey, new_root: Ed25519PrivateKey | None = None) -> Issued:
    """Sign the next version of what holds now. root: of the version in force; new_root: takes its place. Raises OutsideError, UserError."""
    before = _last(bureau)
    own = new_root or root
    if before is not None and before[1].root_key != root.public_key().public_bytes_raw():
        raise OutsideError("这不是现行信任清单的根钥匙。", "", "没有签发。", "请用现行的根钥匙;换根钥匙时新旧两把都要。")
    now = bureau.now()
    revoked = tuple(sorted(bureau.revoked(now)))
    version = before[1].version + 1 if before else 1
    krl = revocation_list(bureau.authority, revoked, version, now)
    made = TrustList(
        district=bureau.district,
        version=version,
        prev_trust_sha256=hashlib.sha256(before[0]).hexdigest() if before else "",
        issued=now.isoformat(timespec="seconds"),
        not_after=(now + timedelta(days=VALID_DAYS)).isoformat(timespec="seconds"),
        root=sshsig.key_line(own.public_key().public_bytes_raw()),
        authorities=(sshsig.key_line(bureau.authority),),
        intake=tuple(public for _, public in bureau.desk_keys(INTAKE)),
        receipt_keys=tuple(public for _, public in bureau.desk_keys(RECEIPT)),
        forms=dict.fromkeys(FORMS, 1),
        krl_sha256=hashlib.sha256(krl).hexdigest(),
        revoked=revoked,
    )
    _keep(bureau, made, sign_trust(made, own), sign_trust(made, root) if before else b"", krl)
    return handed_out(bureau)


def _last(bureau: Bureau) -> tuple[bytes, TrustList] | None:
    row = bureau.scope.conn.execute("SELECT content FROM trust_list ORDER BY version DESC LIMIT 1").fetchone()
    return (bytes(row[0]), bureau.trust()) if row else None


def _keep(bureau: Bureau, made: TrustList, signature: bytes, before: bytes, krl: bytes) -> None:
    with bureau.scope.transaction():
        bureau.scope.conn.execute(
            "INSERT INTO trust_list(version, content, signature, before_signature, krl, at, actor) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (made.version, made.to_bytes(), signature, before, krl, now_utc(), bureau.user),
        )
        digest = hashlib.sha256(made.to_bytes()).hexdigest()
        bureau.log("签发信任清单", f"trust/{made.version}", {"sha256": digest, "revoked": list(made.revoked)})


def handed_out(bureau: Bureau) -> Issued:
    """Return the list in force as files. Raises OutsideError when there is none."""
    bureau.trust()
    row = bureau.scope.conn.execute(
        "SELECT version, content, signature, before_signature, krl FROM trust_list ORDER BY version DESC LIMIT 1"
    )
    version, *parts = row.fetchone()
    files = {name: bytes(data) for name, data in zip(NAMES, parts, strict=True) if data}
    return Issued(version, hashlib.sha256(files[NAMES[0]]).hexdigest(), files)


def write_files(files: dict[str, bytes], folder: Path) -> list[Path]:
    """Write files into a folder, which is made. Raises OutsideError, UserError."""
    if folder.exists() and not folder.is_dir():
        raise UserError(f"“{folder.name}”不是文件夹。", "", "没有写文件。", "请另选一个文件夹。")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise OutsideError(f"建不了文件夹“{folder}”。", "", "没有写文件。", "请插好 U 盘,或另选一个位置。") from None
    for name, data in files.items():
        write_whole(folder / name, data)
    return [folder / name for name in files]


def left(bureau: Bureau, now: datetime) -> int:
    """Return how many days the list in force still holds; below zero when it does no more."""
    return (datetime.fromisoformat(bureau.trust().not_after) - now).days


def revoke(bureau: Bureau, serial: int, why: str) -> str:
    """Let a certificate count no more from now on; returns the school's name. The next trust list tells the schools. Raises UserError."""
    if not why.strip():
        raise UserError("作废证书要写明原因。", "", "没有作废。", "例如“钥匙丢失,见纸面报告”。")
    row = bureau.scope.conn.execute("SELECT school_name, certificate, revoked_at FROM enrolment WHERE number = ?", (serial,)).fetchone()
    if row is None or row[1] is None:
        raise UserError(f"没有第 {serial} 号证书。", "", "没有作废。", "请核对证书编号。")
    if row[2] is not None and row[2] <= now_utc():
        raise UserError(f"第 {serial} 号证书早已作废。", "", "没有改动。", "")
    with bureau.scope.transaction():
        sql = "UPDATE enrolment SET revoked_at = ?, revoked_by = ?, revoked_why = ? WHERE number = ?"
        bureau.scope.conn.execute(sql, (now_utc(), bureau.user, why.strip(), serial))
        bureau.log("作废证书", f"certificate/{serial}", {"reason": why.strip()})
    return str(row[0])
