"""The bureau's answers at the school: a receipt is checked, bound to the bundle it answers, kept for good, and told in words."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from jlt_desktop.bundle import sshsig
from jlt_desktop.bundle.receipt import NAMESPACE, Receipt, parse, read_receipt
from jlt_desktop.bundle.refusal import Refusal
from jlt_desktop.bundle.trust import parse as parse_trust
from jlt_desktop.domain.errors import UserError
from jlt_desktop.services.handing import answered
from jlt_desktop.vault.settings import Settings
from jlt_desktop.vault.store import now_utc

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from jlt_desktop.services.office import Office
    from jlt_desktop.vault.store import Store

State = Literal["valid", "mind", "unknown", "invalid"]
STATES: dict[State, str] = {"valid": "有效", "mind": "有效,但要留意", "unknown": "无法确认", "invalid": "无效"}
OUTCOMES = {
    "accepted": "局端已收讫",
    "duplicate": "局端早已收讫(重复递交)",
    "held": "局端暂存:前面还缺一份",
    "fork": "局端收到同一编号的两份不同材料",
    "rejected": "局端退回",
}
_TODO = {
    "rejected": "请照下面的理由改正,再报一次更正。",
    "held": "请把前面缺的一份补交。",
    "fork": "请马上打电话给教育局:可能有两台电脑在报,或恢复过旧备份。",
}
WAIT_DAYS, MOST_WAIT_DAYS = 14, 90
_WAIT = "receipt_wait_days"
_PINNED = "bureau_receipt_key"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a receipt file turned out to be. words: the state, the outcome and what to do. findings: what is sent back, item by item."""

    state: State
    words: str
    receipt: Receipt | None
    kept: bool
    findings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """A receipt of the past: the bureau's number, its outcome, when it came in, and its code for the telephone."""

    bundle_id: str
    number: int
    outcome: str
    at: str
    code: str
    findings: tuple[str, ...]


def pin_bureau(office: Office, line: str) -> str:
    """Keep the key the bureau signs its receipts with, as on the paper notice; returns its fingerprint. Raises UserError."""
    try:
        key = sshsig.read_key_line(line.strip())
    except Refusal:
        raise UserError("回执钥匙不对。", "它以 ssh-ed25519 开头。", "没有登记。", "请核对教育局纸面通知上的回执钥匙,整行照抄。") from None
    fingerprint = sshsig.fingerprint(key)
    for store in office.session.stores():
        with store.transaction():
            Settings(store.conn).set(_PINNED, sshsig.key_line(key))
            store.journal.append(now_utc(), "登记回执钥匙", "bureau", {"fingerprint": fingerprint})
    return fingerprint


def pinned(office: Office) -> str:
    """Return the fingerprint of the key that receipts are held against; empty when none was registered."""
    key = _key(office)
    return sshsig.fingerprint(key) if key else ""


def take_receipt(office: Office, data: bytes, signature: bytes) -> Answer:
    """Check a receipt and keep it when it answers a bundle of this school. Never raises on what the files hold."""
    key = _key(office)
    if key is None:
        return Answer("unknown", "还没有登记教育局的回执钥匙,认不出这份回执。请照纸面通知登记后再导入。", None, False)
    try:
        receipt = _read(data, signature, [key, *_listed(office)])
    except Refusal as refusal:
        return _not_read(data, signature, refusal)
    store, seq = _answered(office, receipt)
    if store is None:
        words = f"这是给 {receipt.school_id} 学校第 {receipt.seq} 号材料的回执,本机没有这一份,没有保存。请核对是不是拿错了。"
        return Answer("mind", words, receipt, False)
    new = _keep(office, store, receipt, data, signature)
    return Answer(_state(receipt), _words(receipt, seq, new=new), receipt, True, _findings(receipt))


def _read(data: bytes, signature: bytes, keys: list[bytes]) -> Receipt:
    signer = sshsig.verify(signature, data, NAMESPACE)
    return read_receipt(data, signature, signer if signer in keys else keys[0])


def _listed(office: Office) -> list[bytes]:
    """Return the keys of receipts that the bureau's trust list names; those before the newest still count."""
    held = Settings(office.session.store("general").conn).get("bureau_trust")
    return [sshsig.read_key_line(one) for one in parse_trust(str(held).encode()).receipt_keys] if held else []


def _not_read(data: bytes, signature: bytes, refusal: Refusal) -> Answer:
    if refusal.code == "unknown-key":
        try:
            signer = sshsig.fingerprint(sshsig.verify(signature, data, NAMESPACE))
            about = parse(data)
        except Refusal:
            return Answer("invalid", "签名和内容对不上,这份回执被改过或损坏了。请不要采用,打电话向教育局核对。", None, False)
        words = f"签名完好,但不是登记的那把回执钥匙签的({signer})。请不要采用,打电话向教育局核对核对码 {about.code}。"
        return Answer("unknown", words, about, False)
    return Answer("invalid", "签名和内容对不上,这份回执被改过或损坏了。请不要采用,打电话向教育局核对。", None, False)


def _answered(office: Office, receipt: Receipt) -> tuple[Store | None, int]:
    if receipt.school_id != str(office.school.get("school_code")):
        return None, 0
    for store in office.session.stores():
        if "sent_bundle" not in _tables(store):
            continue
        sql = "SELECT seq FROM sent_bundle WHERE bundle_id = ? AND statement_sha256 = ?"
        row = store.conn.execute(sql, (receipt.bundle_id, receipt.statement_sha256)).fetchone()
        if row:
            return store, int(row[0])
    return None, 0


def _tables(store: Store) -> set[str]:
    return {row[0] for row in store.conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def _keep(office: Office, store: Store, receipt: Receipt, data: bytes, signature: bytes) -> bool:
    digest = hashlib.sha256(data).hexdigest()
    if store.conn.execute("SELECT 1 FROM receipt WHERE sha256 = ?", (digest,)).fetchone():
        return False
    with store.transaction():
        store.conn.execute(
            "INSERT INTO receipt(sha256, bundle_id, number, outcome, content, signature, at, actor) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (digest, receipt.bundle_id, receipt.number, receipt.outcome, data, signature, now_utc(), store.actor),
        )
        answered(office, receipt.bundle_id, receipt.outcome, receipt.number, receipt.code)
        details = {"receipt_sha256": digest, "number": receipt.number, "outcome": receipt.outcome}
        store.journal.append(now_utc(), "导入回执", f"bundle/{receipt.bundle_id}", details)
    return True


def _state(receipt: Receipt) -> State:
    return "valid" if receipt.outcome in ("accepted", "duplicate") else "mind"


def _words(receipt: Receipt, seq: int, *, new: bool) -> str:
    told = f"{OUTCOMES[receipt.outcome]},回执第 {receipt.number:03} 号,对应本校第 {seq} 号材料({receipt.period})。核对码 {receipt.code}。"
    more = _TODO.get(receipt.outcome, "")
    return told + more + ("" if new else "这份回执早已导入过。")


def _findings(receipt: Receipt) -> tuple[str, ...]:
    return tuple(f"{one.table}第 {one.row} 行:{one.words}" if one.row else f"{one.table}:{one.words}" for one in receipt.findings)


def receipts(office: Office) -> dict[str, Kept]:
    """Return the newest receipt of every bundle: bundle id -> receipt."""
    found: dict[str, Kept] = {}
    for store in office.session.stores():
        if "receipt" not in _tables(store):
            continue
        for bundle, number, outcome, at, content in store.conn.execute(
            "SELECT bundle_id, number, outcome, at, content FROM receipt ORDER BY number"
        ):
            receipt = parse(bytes(content))
            found[bundle] = Kept(bundle, number, outcome, at, receipt.code, _findings(receipt))
    return found


def wait_days(office: Office) -> int:
    """Return after how many days without a receipt the office is reminded."""
    kept = Settings(office.session.store("general").conn).get(_WAIT)
    return kept if isinstance(kept, int) else WAIT_DAYS


def set_wait_days(office: Office, days: int) -> None:
    """Keep after how many days without a receipt the office is reminded. Raises UserError."""
    if not 1 <= days <= MOST_WAIT_DAYS:
        raise UserError(f"天数要在 1 到 {MOST_WAIT_DAYS} 之间。", "", "没有改动。", "")
    store = office.session.store("general")
    with store.transaction():
        Settings(store.conn).set(_WAIT, days)
        store.journal.append(now_utc(), "改回执提醒天数", "bureau", {"days": days})


def unanswered(office: Office, today: date, days: int = WAIT_DAYS) -> Iterator[tuple[int, str, date]]:
    """Yield (number, period, day it was sealed) of every bundle without a receipt after so many days."""
    answered = receipts(office)
    for store in office.session.stores():
        if "sent_bundle" not in _tables(store):
            continue
        for seq, period, bundle, at in store.conn.execute("SELECT seq, period, bundle_id, at FROM sent_bundle ORDER BY seq"):
            sealed = datetime.fromisoformat(at).date()
            if bundle not in answered and sealed + timedelta(days=days) <= today:
                yield int(seq), str(period), sealed


def _key(office: Office) -> bytes | None:
    line = Settings(office.session.store("general").conn).get(_PINNED)
    return sshsig.read_key_line(line) if isinstance(line, str) else None
