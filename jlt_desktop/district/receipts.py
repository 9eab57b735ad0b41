"""Receipts as files for the stick, and proof that the chain of all receipts holds."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from jlt_desktop.bundle import sshsig
from jlt_desktop.bundle.receipt import Receipt, parse, read_receipt
from jlt_desktop.bundle.refusal import Refusal
from jlt_desktop.district.bureau import RECEIPT
from jlt_desktop.district.trust import write_files
from jlt_desktop.domain.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jlt_desktop.district.bureau import Bureau
    from jlt_desktop.district.store import Answer


def file_name(receipt: Receipt) -> str:
    """Return the name a receipt has on the stick: school, period, the school's number, the bureau's."""
    return f"RECEIPT-{receipt.school_id}-{receipt.period}-{receipt.seq:06}-{receipt.number:06}.json"


def write_receipts(answers: Iterable[Answer], folder: Path) -> list[Path]:
    """Write receipts and their signatures into a folder; returns the paths of the receipts. Raises OutsideError."""
    files: dict[str, bytes] = {}
    for one in answers:
        name = file_name(parse(one.content))
        files |= {name: one.content, f"{name}.sig": one.signature}
    return [path for path in write_files(files, folder) if path.suffix == ".json"]


def receipt_of(bureau: Bureau, number: int) -> Answer:
    """Return a receipt by the bureau's number. Raises UserError when there is none."""
    found = next((one for one in bureau.store.answers(number) if one.number == number), None)
    if found is None:
        raise UserError(f"没有第 {number} 号回执。", "", "", "请核对编号。")
    return found


def broken_at(bureau: Bureau) -> int:
    """Return the number of the first receipt that does not follow from the one before or is not signed by us; 0 when all hold."""
    keys = [sshsig.read_key_line(public) for _, public in bureau.desk_keys(RECEIPT)]
    before = ""
    for place, one in enumerate(bureau.store.answers(), start=1):
        try:
            signer = next(key for key in keys if _signed(one, key))
            receipt = read_receipt(one.content, one.signature, signer)
        except (Refusal, StopIteration):
            return place
        if (receipt.number, receipt.prev_receipt_sha256) != (place, before):
            return place
        before = hashlib.sha256(one.content).hexdigest()
    return 0


def _signed(one: Answer, key: bytes) -> bool:
    try:
        read_receipt(one.content, one.signature, key)
    except Refusal:
        return False
    return True
