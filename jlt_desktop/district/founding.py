"""The first day of the bureau's desk: its vault, its keys, the root that is taken away from it, the first trust list."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from jlt_desktop.bundle import sshsig
from jlt_desktop.bundle.sealed_key import lock_key
from jlt_desktop.bundle.suite import new_identity, recipient_of
from jlt_desktop.district import trust
from jlt_desktop.district.bureau import INTAKE, RECEIPT, Bureau, open_bureau
from jlt_desktop.domain.errors import SaidError, UserError
from jlt_desktop.vault.creating import NewUser, Sheet, create_vault
from jlt_desktop.vault.files import write_whole
from jlt_desktop.vault.kdf import FLOOR
from jlt_desktop.vault.passwords import check_password
from jlt_desktop.vault.plans import DISTRICT
from jlt_desktop.vault.store import now_utc

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jlt_desktop.vault.kdf import KdfCost


@dataclass(frozen=True, kw_only=True)
class Founding:
    """What set-up asks: six-digit code and name of the bureau, its people, where the root key goes and under which passphrase."""

    district: str
    name: str
    people: Sequence[NewUser]
    root_file: Path
    root_password: str


@dataclass(frozen=True, slots=True)
class Founded:
    """What set-up gives: the recovery sheets, the root's fingerprint for the paper notice, whom schools seal to, who signs receipts."""

    sheets: list[Sheet]
    root_fingerprint: str
    recipient: str
    receipt_key: str


def found(folder: Path, asked: Founding, schema: Path, cost: KdfCost | None = None, floor: KdfCost = FLOOR) -> Founded:
    """Make the bureau's vault and the file of its root key. Raises UserError, OutsideError; then neither stands there."""
    _check(folder, asked)
    check_password(asked.root_password)
    sheets = create_vault(folder, list(asked.people), schema, cost, DISTRICT)
    root = Ed25519PrivateKey.generate()
    first = next(one for one in asked.people if one.role == "intake")
    try:
        write_whole(asked.root_file, lock_key(root, asked.root_password), private=True)
        bureau = open_bureau(folder, first.name.strip(), first.password, schema, floor=floor)
        try:
            recipient, receipt_key = _furnish(bureau, asked)
            trust.issue(bureau, root)
        finally:
            bureau.close()
    except (SaidError, OSError):
        # only what this set-up has made a moment ago is ever removed
        shutil.rmtree(folder, ignore_errors=True)
        asked.root_file.unlink(missing_ok=True)
        raise
    return Founded(sheets, sshsig.fingerprint(root.public_key().public_bytes_raw()), recipient, receipt_key)


def _check(folder: Path, asked: Founding) -> None:
    if not re.fullmatch(r"[0-9]{6}", asked.district):
        raise UserError(f"区划代码“{asked.district}”不对。", "", "没有建立数据。", "六位数字,例如 210905。")
    if not asked.name.strip():
        raise UserError("请写教育局的名称。", "", "没有建立数据。", "")
    if folder.resolve() in (asked.root_file.resolve(), *asked.root_file.resolve().parents):
        raise UserError("根钥匙不能放在收件数据的文件夹里。", "它要和这台电脑分开保管。", "没有建立数据。", "请写到 U 盘上,锁进柜子。")
    if asked.root_file.exists():
        raise UserError(f"那里已经有“{asked.root_file.name}”。", "", "没有建立数据,原有文件没有改动。", "请换一个文件名。")


def _furnish(bureau: Bureau, asked: Founding) -> tuple[str, str]:
    with bureau.scope.transaction():
        bureau.settings.set("district", asked.district)
        bureau.settings.set("name", asked.name.strip())
        recipient, receipt_key = new_desk_key(bureau, INTAKE), new_desk_key(bureau, RECEIPT)
        bureau.log("建立收件数据", f"district/{asked.district}")
    return recipient, receipt_key


def new_desk_key(bureau: Bureau, purpose: str) -> str:
    """Make a key that is in use from now on, within the caller's transaction, and return its public half."""
    if purpose == INTAKE:
        identity = new_identity()
        secret, public = identity.encode(), recipient_of(identity)
    else:
        key = Ed25519PrivateKey.generate()
        secret, public = key.private_bytes_raw(), sshsig.key_line(key.public_key().public_bytes_raw())
    sql = "INSERT INTO desk_key(purpose, secret, public, at) VALUES (?, ?, ?, ?)"
    bureau.scope.conn.execute(sql, (purpose, secret, public, now_utc()))
    bureau.log("新的局端钥匙", f"key/{purpose}", {"public": public})
    return public
