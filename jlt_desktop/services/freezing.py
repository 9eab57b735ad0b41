"""Finalising: the very bytes previewed are kept in the vault with what the principal has to see; going back voids a signature."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from jlt_desktop.bundle.bag import Column, Table, read_bag
from jlt_desktop.bundle.make import Payload
from jlt_desktop.domain.errors import UserError
from jlt_desktop.services.collecting import NOTES
from jlt_desktop.services.rail import batch, go, ledger_for
from jlt_desktop.vault.store import now_utc

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jlt_desktop.services.office import Office
    from jlt_desktop.services.rail import Batch
    from jlt_desktop.services.submitting import Parcel

_COLUMNS = (Column("check", "核对"), Column("table", "表"), Column("place", "位置"), Column("words", "情况"), Column("explanation", "说明"))
NOT_EXPLAINED = "未作说明"


@dataclass(frozen=True, slots=True)
class Note:
    """Something unusual and why it is so, as it travels: which check, which table, where, what was found, the explanation."""

    check: str
    table: str
    place: str
    words: str
    explanation: str


@dataclass(frozen=True, slots=True)
class Frozen:
    """What was finalised. about: what the principal sees beside the tables, and what the statement needs; cells stay in the room."""

    sha256: str
    scope: str
    submission: str
    content: bytes
    about: dict[str, object]

    @property
    def payload(self) -> Payload:
        """Return the bytes to be sealed with what the statement says of them."""
        counts = self.about["counts"]
        return Payload(self.content, str(self.about["schema_sha256"]), dict(counts) if isinstance(counts, dict) else {})

    @property
    def tables(self) -> tuple[Table, ...]:
        """Return the tables as the receiver will see them."""
        return read_bag(self.content).tables


def note_table(notes: Sequence[Note]) -> tuple[Table, ...]:
    """Return the table of explanations; none without any."""
    rows = [[one.check, one.table, one.place, one.words, one.explanation] for one in notes]
    return (Table(NOTES, "经验校验的说明", _COLUMNS, rows),) if rows else ()


def freeze(office: Office, parcel: Parcel) -> Frozen:
    """Keep a parcel's bytes and finalise its submission, within the caller's transaction. Raises UserError."""
    ledger = ledger_for(office, parcel.scope)
    store = office.store(ledger)
    one = batch(office, ledger, parcel.submission)
    data = parcel.payload.data
    digest = hashlib.sha256(data).hexdigest()
    about: dict[str, object] = {
        "period": parcel.period, "as_of": parcel.as_of.isoformat(), "kind": parcel.kind, "supersedes": parcel.supersedes,
        "prepared_by": office.role, "preparer": office.user, "schema_sha256": parcel.payload.schema_sha256,
        "counts": dict(parcel.payload.counts), "withheld": len(parcel.withheld), "compared": parcel.compared.words,
        "differences": [[each.title, each.words] for each in parcel.compared.differences],
        "notes": [asdict(each) for each in parcel.notes],
        "cells": [asdict(each) for each in parcel.cells], "title": str(one.record.get("req_title") or ""),
    }  # fmt: skip
    if one.state in ("draft", "checked"):
        one = go(office, one, "checked", f"逻辑校验通过,经验校验 {len(parcel.notes)} 项已说明")
    store.conn.execute(
        "INSERT OR IGNORE INTO frozen(sha256, submission, content, about, at, actor) VALUES (?, ?, ?, ?, ?, ?)",
        (digest, parcel.submission, data, json.dumps(about, ensure_ascii=False), now_utc(), office.user),
    )
    go(office, one, "fixed", "内容定下,不能再改", {"frozen": digest})
    store.journal.append(now_utc(), "定稿", f"{ledger.key}/{parcel.submission}", {"payload_sha256": digest})
    return Frozen(digest, parcel.scope, parcel.submission, data, about)


def frozen_of(office: Office, one: Batch) -> Frozen | None:
    """Return what was finalised of a submission and still stands; None when nothing does."""
    digest = one.detail("frozen")
    row = office.store(one.ledger).conn.execute("SELECT content, about FROM frozen WHERE sha256 = ?", (digest,)).fetchone()
    return Frozen(digest, one.ledger.scope, one.record.id, bytes(row[0]), json.loads(row[1])) if row else None


def back_to_draft(office: Office, one: Batch, why: str) -> Batch:
    """Take a submission back to the draft; a signature made meanwhile is void, its bundle stays as a voided one. Raises UserError.

    What was ever tried to be written anywhere cannot be taken back: it may be in somebody's hands.
    """
    if not why.strip():
        raise UserError("请写明为什么退回草稿。", "", "数据没有改动。", "")
    store = office.store(one.ledger)
    bundle = one.detail("bundle")
    if bundle and store.conn.execute("SELECT 1 FROM written_bundle WHERE bundle_id = ?", (bundle,)).fetchone():
        raise UserError("这一批已经往盘上写过,不能退回草稿。", "写出去的收不回来。", "数据没有改动。", "请报“更正”,写明针对这一次。")
    with store.transaction():
        note = f"退回草稿:{why.strip()}" + ("。校长的签名作废" if bundle else "")
        made = go(office, one, "draft", note)
        if bundle:
            _void(office, one, bundle, why.strip())
        store.journal.append(now_utc(), "退回草稿", f"{one.ledger.key}/{one.record.id}", {"void_bundle": bundle})
    return made


def _void(office: Office, one: Batch, bundle: str, why: str) -> None:
    """Set a bundle aside that never left: its number is free again, its bytes stay for whoever asks."""
    store = office.store(one.ledger)
    last = store.conn.execute("SELECT bundle_id FROM sent_bundle ORDER BY seq DESC LIMIT 1").fetchone()
    if not last or last[0] != bundle:
        raise UserError("后面已经封装过别的报送,这一批不能退回草稿。", "编号要连着。", "数据没有改动。", "请照常写出,有错再报“更正”。")
    store.conn.execute(
        "INSERT INTO void_bundle(bundle_id, seq, statement, file_name, file_sha256, content, sealed_at, at, actor, why)"
        " SELECT bundle_id, seq, statement, file_name, file_sha256, content, at, ?, ?, ? FROM sent_bundle WHERE bundle_id = ?",
        (now_utc(), office.user, why, bundle),
    )
    store.conn.execute("DELETE FROM sent_bundle WHERE bundle_id = ?", (bundle,))
