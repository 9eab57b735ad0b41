"""Sealing what was finalised with the school's signature, and remembering it for good."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from jlt_desktop import __version__
from jlt_desktop.bundle.certificate import peek
from jlt_desktop.bundle.make import Envelope, make_bundle
from jlt_desktop.bundle.trust import parse as parse_trust
from jlt_desktop.domain.errors import OutsideError
from jlt_desktop.services.rail import batch, go, ledger_for
from jlt_desktop.vault.restoring import restored_mark
from jlt_desktop.vault.settings import Settings
from jlt_desktop.vault.store import now_utc

if TYPE_CHECKING:
    from jlt_desktop.bundle.make import Made
    from jlt_desktop.services.freezing import Frozen
    from jlt_desktop.services.office import Office

_FIRST = {"general": 1, "confidential": 500_001}


def seal(office: Office, frozen: Frozen, private: bytes, signer: tuple[str, str]) -> Made:
    """Sign and seal what was finalised, within the caller's transaction. signer: (name, role)."""
    made = make_bundle(frozen.payload, envelope(office, frozen, signer[1]), Ed25519PrivateKey.from_private_bytes(private))
    remember(office, frozen, made, signer)
    return made


def envelope(office: Office, frozen: Frozen, role: str) -> Envelope:
    """Return what the next statement of a room says besides the payload."""
    scope, about = frozen.scope, frozen.about
    store = office.session.store(scope)
    settings = Settings(store.conn)
    bureau = bureau_of(office, scope)
    seq, prev = next_number(office, scope)
    chain, mark = str(settings.get("chain_id") or ""), restored_mark(office.session.folder)
    if not chain or str(settings.get("chain_restored") or "") != mark:
        # what was sent after the backup was made is not known here: a new numbering begins, and names the last receipt there is
        chain, prev = secrets.token_hex(16), ""
        settings.set("chain_restored", mark)
    settings.set("chain_id", chain)
    audit: dict[str, dict[str, str | int] | None] = {"general": None, "confidential": None}
    heads = {one.path.stem: one.journal.head() for one in office.session.stores() if one.path.stem in audit}
    audit |= {name: {"n": number, "head": head.hex()} for name, (number, head) in heads.items()}
    if scope == "general":
        audit["confidential"] = None
    receipt = store.conn.execute("SELECT sha256, number FROM receipt ORDER BY number DESC LIMIT 1").fetchone()
    return Envelope(
        school_id=str(office.school["school_code"]), district=str(bureau["district"]), recipients=(str(bureau["recipient"]),),
        form_id=scope, period=str(about["period"]), chain_id=chain, seq=seq, prev_statement_sha256=prev, audit=audit,
        database={"epoch": office.session.header.epoch(scope), "counter": heads[scope][0]},
        prepared_by=str(about["prepared_by"]), approved_by=role, kind=str(about["kind"]), supersedes=str(about["supersedes"]),
        app_version=__version__, created=datetime.now().astimezone(), clock_suspect=office.session.clock_suspect,
        app_build="demo" if office.is_demo else "",
        last_receipt_sha256=receipt[0] if receipt else "", last_receipt_seq=receipt[1] if receipt else 0,
        certificate=certificate_of(office),
    )  # fmt: skip


def certificate_of(office: Office) -> bytes:
    """Return the line of the certificate for the key in use; empty while there is none, or only one for a key before it."""
    kept = Settings(office.session.store("general").conn).get("certificate")
    line = str(kept).encode() if kept else b""
    return line if line and peek(line).key == office.session.signing_public else b""


def next_number(office: Office, scope: str) -> tuple[int, str]:
    """Return the next number of a room and the hash of the statement before it."""
    row = office.session.store(scope).conn.execute("SELECT seq, statement_sha256 FROM sent_bundle ORDER BY seq DESC LIMIT 1").fetchone()
    return (row[0] + 1, row[1]) if row else (_FIRST[scope], "")


def remember(office: Office, frozen: Frozen, made: Made, signer: tuple[str, str]) -> None:
    """Keep a bundle, what it released, and the steps 已审签 and 已封装."""
    ledger = ledger_for(office, frozen.scope)
    store = office.store(ledger)
    digest = hashlib.sha256(made.statement_bytes).hexdigest()
    one = made.statement
    store.conn.execute(
        "INSERT INTO sent_bundle(seq, bundle_id, chain_id, period, form, statement, statement_sha256, file_name, file_sha256, content,"
        " actor, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (one.seq, one.bundle_id, one.chain_id, one.period, frozen.scope, made.statement_bytes, digest, made.name, made.sha256,
         made.data, str(frozen.about["preparer"]), now_utc()),
    )  # fmt: skip
    cells = frozen.about.get("cells")
    for cell in cells if isinstance(cells, list) else ():
        store.conn.execute(
            "INSERT INTO released_cell(bundle_id, population, part, count, shown) VALUES (?, ?, ?, ?, ?)",
            (one.bundle_id, cell["population"], cell["part"], cell["count"], cell["shown"]),
        )
    batch_ = go(office, batch(office, ledger, frozen.submission), "signed", "已核对并签名", {"key": one.key_fingerprint}, who=signer)
    told = {"bundle": one.bundle_id, "seq": str(one.seq), "file": made.name, "file_sha256": made.sha256, "bytes": str(len(made.data))}
    go(office, batch_, "sealed", f"第 {one.seq} 号,{made.name}", told)
    store.journal.append(now_utc(), "签名封装", f"bundle/{one.bundle_id}", {"seq": one.seq, "statement_sha256": digest})


def bureau_of(office: Office, scope: str) -> dict[str, object]:
    """Return who receives: district and recipient. Raises OutsideError when nobody is registered."""
    trusted = Settings(office.session.store("general").conn).get("bureau_trust")
    if trusted:
        # what the bureau's root has signed goes before what somebody typed
        held = parse_trust(str(trusted).encode())
        return {"district": held.district, "recipient": held.intake[0]}
    for name in (scope, "general"):
        if name not in office.session.scopes:
            continue
        found = Settings(office.session.store(name).conn).get("bureau")
        if isinstance(found, dict):
            return found
    raise OutsideError("还没有登记教育局的收件钥匙,不能封装。", "", "数据没有改动。", "请在“设置”里登记教育局给的收件钥匙(age1 开头)。")
