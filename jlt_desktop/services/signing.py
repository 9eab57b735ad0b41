"""The principal signs in a session of their own what the rooms finalised: the clerk's from the general file, the counselor's by letter.

The principal cannot open the confidential file, nor the clerk the counselor's figures. So the counselor puts what was finalised into a box
that only who holds the signing key can open, and gets the signed bundle back in one that only who holds the confidential key can open. Both
lie in the general file, where everybody may see that they are there.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from jlt_desktop.bundle.make import Envelope, Made, make_bundle
from jlt_desktop.bundle.statement import parse
from jlt_desktop.domain.errors import OutsideError, UserError
from jlt_desktop.services.freezing import Frozen, frozen_of
from jlt_desktop.services.rail import batch, batches, go
from jlt_desktop.services.sealing import certificate_of, envelope, next_number, remember, seal
from jlt_desktop.vault import slots
from jlt_desktop.vault.kdf import FLOOR, KdfCost
from jlt_desktop.vault.opening import unlock_signing
from jlt_desktop.vault.store import now_utc

if TYPE_CHECKING:
    from jlt_desktop.services.office import Office
    from jlt_desktop.services.rail import Batch

_ASKED, _SIGNED = "to_sign", "signed"
_BLOCK = 64 * 1024
PRIVATE_WORDS = "专项:由心理教师单独提交"


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for the principal. letter: id of the letter it came in; empty for what lies in the general file."""

    frozen: Frozen
    title: str
    since: str
    letter: str = ""
    envelope: Envelope | None = None

    @property
    def called(self) -> str:
        """Return what it is called: the clerk's by its request, the counselor's by its kind alone."""
        return self.title if not self.letter else f"{PRIVATE_WORDS}({self.frozen.about['period']})"


def waiting(office: Office) -> list[Waiting]:
    """Return what waits for a signature, the oldest first. Raises OutsideError for anyone who does not hold the signing key."""
    _only_signers(office)
    found = []
    for one in batches(office):
        frozen = frozen_of(office, one) if one.state == "fixed" else None
        if frozen is not None:
            found.append(Waiting(frozen, str(one.record.get("req_title") or ""), one.steps[-1].at))
    rows = office.session.store("general").conn.execute(
        "SELECT id, boxes, at FROM sealed_letter WHERE kind = ? AND id NOT IN (SELECT id FROM sealed_letter WHERE kind = ?)",
        (_ASKED, _SIGNED),
    )
    for letter, boxes, at in rows.fetchall():
        told = _opened(office, letter, _ASKED, boxes)
        if told is not None:
            found.append(_read(told, letter, at))
    return sorted(found, key=lambda one: one.since)


def _only_signers(office: Office) -> None:
    if "signing" not in office.session.scopes:
        raise OutsideError("只有校长可以审签。", "这个账户没有学校的签名钥匙。", "没有签名。", "请校长用自己的口令登录后审签。")


def approve(office: Office, one: Waiting, password: str, floor: KdfCost = FLOOR) -> str:
    """Sign and seal what waits, with the user's own passphrase once more; returns the name of the file.

    Raises OutsideError for anyone but who holds the signing key and for a wrong passphrase; UserError when it waits no longer.
    """
    _only_signers(office)
    if not any(each.frozen.sha256 == one.frozen.sha256 and each.letter == one.letter for each in waiting(office)):
        raise UserError("这一批已经不等着审签了。", "可能退回了草稿。", "没有签名。", "请刷新后再看。")
    private, role = unlock_signing(office.session.folder, office.user, password, floor, office.session.header.generation)
    store = office.session.store("general")
    if one.envelope is None:
        with store.transaction():
            return seal(office, one.frozen, private, (office.user, role)).name
    written = replace(one.envelope, approved_by=role, created=datetime.now().astimezone(), certificate=certificate_of(office))
    made = make_bundle(one.frozen.payload, written, Ed25519PrivateKey.from_private_bytes(private))
    answer = {"name": made.name, "data": _text(made.data), "statement": _text(made.statement_bytes), "signer": office.user, "role": role}
    with store.transaction():
        _put(office, one.letter, _SIGNED, "confidential", answer)
        store.journal.append(now_utc(), "审签", f"letter/{one.letter}", {"payload_sha256": one.frozen.sha256})
    return made.name


def send_back(office: Office, one: Waiting, why: str) -> None:
    """Give the clerk's submission back unsigned. Raises UserError without a reason, and for a letter: that is told in person."""
    from jlt_desktop.services.freezing import back_to_draft  # read when needed

    _only_signers(office)
    if one.letter:
        raise UserError("专项报送请当面告诉心理教师退回。", "", "没有签名。", "")
    ledger = next(each.ledger for each in batches(office) if each.record.id == one.frozen.submission)
    back_to_draft(office, batch(office, ledger, one.frozen.submission), f"校长退回:{why}" if why.strip() else "")


# -- letters ----------------------------------------------------------------------------------------------------------


def post(office: Office) -> None:
    """Put what this room finalised, and the principal cannot reach, into a letter; again, should it have got lost."""
    store = office.session.store("general")
    for one in _out_of_reach(office):
        frozen = frozen_of(office, one)
        if one.state != "fixed" or frozen is None:
            continue
        letter = hashlib.sha256(f"{office.session.header.vault_id}/{frozen.sha256}".encode()).hexdigest()[:32]
        if store.conn.execute("SELECT 1 FROM sealed_letter WHERE id = ?", (letter,)).fetchone():
            continue
        with office.store(one.ledger).transaction():
            written = envelope(office, frozen, "")
        seen = {key: value for key, value in frozen.about.items() if key != "cells"}
        told = {
            "sha256": frozen.sha256, "scope": frozen.scope, "content": _text(frozen.content), "about": seen,
            "envelope": {**asdict(written), "created": "", "certificate": ""},
        }  # fmt: skip
        with store.transaction():
            _put(office, letter, _ASKED, "signing", told)


def _out_of_reach(office: Office) -> list[Batch]:
    return [one for one in batches(office) if one.ledger.scope != "general"]


def refuse_second(office: Office, scope: str) -> None:
    """One letter at a time: its number is given before it is signed. Raises UserError."""
    if scope != "general" and any(one.state == "fixed" for one in _out_of_reach(office)):
        raise UserError(
            "上一批专项报送还没有审签。", "编号要连着,一次只能等一批。", "这一批还是草稿。", "请校长先审签那一批,或把它退回草稿。"
        )


def withdraw(office: Office, one: Batch) -> None:
    """Take the letter of a submission back that goes back to the draft."""
    frozen = frozen_of(office, one)
    if one.ledger.scope == "general" or frozen is None:
        return
    letter = hashlib.sha256(f"{office.session.header.vault_id}/{frozen.sha256}".encode()).hexdigest()[:32]
    store = office.session.store("general")
    with store.transaction():
        store.conn.execute("DELETE FROM sealed_letter WHERE id = ?", (letter,))


def fetch_signed(office: Office) -> int:
    """Take in what the principal signed of this room's letters; returns how many. Called when the room is opened."""
    if "confidential" not in office.session.scopes:
        return 0
    store, count = office.session.store("general"), 0
    for letter, boxes in store.conn.execute("SELECT id, boxes FROM sealed_letter WHERE kind = ?", (_SIGNED,)).fetchall():
        told = _opened(office, letter, _SIGNED, boxes)
        if told is not None:
            count += _take_in(office, told)
            with store.transaction():
                store.conn.execute("DELETE FROM sealed_letter WHERE id = ?", (letter,))
    return count


def _take_in(office: Office, told: dict[str, Any]) -> int:
    data, signed = base64.b64decode(told["data"]), base64.b64decode(told["statement"])
    statement = parse(signed)
    digest, signer = str(statement.plaintext["sha256"]), (str(told["signer"]), str(told["role"]))
    for one in _out_of_reach(office):
        frozen = frozen_of(office, one)
        if frozen is None or frozen.sha256 != digest or one.state != "fixed":
            continue
        with office.store(one.ledger).transaction():
            if next_number(office, frozen.scope)[0] != statement.seq:
                go(office, one, "draft", f"第 {statement.seq} 号已被别的报送用掉,校长的签名作废,请重新定稿")
                return 0
            remember(office, frozen, Made(str(told["name"]), data, hashlib.sha256(data).hexdigest(), statement, signed), signer)
        return 1
    return 0


def _read(told: dict[str, Any], letter: str, at: str) -> Waiting:
    content = base64.b64decode(told["content"])
    frozen = Frozen(hashlib.sha256(content).hexdigest(), told["scope"], "", content, told["about"])
    given = {**told["envelope"], "created": datetime.now().astimezone(), "certificate": b""}
    written = Envelope(**{**given, "recipients": tuple(given["recipients"])})
    return Waiting(frozen, str(told["about"]["title"]), at, letter, written)


def _put(office: Office, letter: str, kind: str, scope: str, told: dict[str, Any]) -> None:
    """Box something for everybody who holds a scope's key; padded, so that its size says little."""
    data = json.dumps({**told, "salt": secrets.token_hex(16)}, ensure_ascii=False).encode()
    data += b" " * (-len(data) % _BLOCK)
    header = office.session.header
    boxes = {
        user: slots.seal_to(slots.unb64(header.users[user]["public"]), data, _info(office, letter, kind, user))
        for user in header.granted(scope)
    }
    office.session.store("general").conn.execute(
        "INSERT OR REPLACE INTO sealed_letter(id, kind, boxes, at) VALUES (?, ?, ?, ?)", (letter, kind, json.dumps(boxes), now_utc())
    )


def _opened(office: Office, letter: str, kind: str, boxes: str) -> dict[str, Any] | None:
    box = json.loads(boxes).get(office.session.user_id)
    if box is None:
        return None
    try:
        told = json.loads(slots.open_sealed(box, office.session.own_key(), _info(office, letter, kind, office.session.user_id)))
    except (slots.WrongKey, ValueError):
        return None  # made for a key this person no longer has: the room posts it again
    return told if isinstance(told, dict) else None


def _info(office: Office, letter: str, kind: str, user: str) -> bytes:
    return f"letter/{office.session.header.vault_id}/{letter}/{kind}/{user}".encode()


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
