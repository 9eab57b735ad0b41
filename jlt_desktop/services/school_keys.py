"""The school's keys and whom it trusts: enrolment, certificate, the bureau's trust list under a root pinned from paper, rotation, loss."""

from __future__ import annotations

import re
import secrets
from base64 import b64encode
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from jlt_desktop.bundle import certificate, sshsig, trust
from jlt_desktop.bundle.enrolment import ENROL_NAMES, ROTATION_NAMES, EnrolRequest, Rotation, sign_enrol, sign_rotation
from jlt_desktop.bundle.refusal import Refusal
from jlt_desktop.bundle.suite import new_identity, recipient_of
from jlt_desktop.domain.errors import OutsideError, UserError
from jlt_desktop.services.receiving import pin_bureau
from jlt_desktop.services.submitting import set_bureau
from jlt_desktop.vault import slots
from jlt_desktop.vault.files import write_whole
from jlt_desktop.vault.settings import Settings
from jlt_desktop.vault.store import now_utc

if TYPE_CHECKING:
    from pathlib import Path

    from jlt_desktop.services.office import Office

_SOON = timedelta(days=45)
_ROOT, _TRUST, _CERT, _REPLY, _NEXT, _REQUEST, _BEFORE = (
    "bureau_root", "bureau_trust", "certificate", "reply_identity", "next_signing", "enrolment", "replaced_key",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Standing:
    """One line of how things stand: what, how, whether it is as it should be, and what to do when it is not."""

    label: str
    found: str
    good: bool
    todo: str = ""


def standing(office: Office, now: datetime | None = None) -> list[Standing]:
    """Return how the school's keys stand."""
    now = now or datetime.now().astimezone()
    settings = _settings(office)
    root, held = settings.get(_ROOT), trust_list(office)
    found = [Standing("学校签名钥匙", sshsig.fingerprint(office.session.signing_public), good=True)]
    line = str(settings.get(_CERT) or "")
    cert = certificate.peek(line.encode()) if line else None
    if cert is None or cert.key != office.session.signing_public:
        words = "已提出申请,等教育局发证书" if settings.get(_REQUEST) else "还没有"
        found.append(Standing("教育局发的证书", words, good=False, todo="请校长打印登记表,连 U 盘一起交给教育局;拿回证书后在这里导入。"))
    else:
        soon = cert.until - now < _SOON
        words = f"第 {cert.serial} 号,到 {cert.until.astimezone():%Y-%m-%d} 为止"
        found.append(Standing("教育局发的证书", words, good=not soon, todo="快到期了,请提出换发申请。" if soon else ""))
    found.append(
        Standing("教育局的根钥匙", str(root or "还没有登记"), good=bool(root), todo="请照教育局的纸面通知抄下指纹,不要从 U 盘上拿。")
    )
    if held is None:
        found.append(Standing("信任清单", "还没有", good=False, todo="教育局随证书一起给;登记根钥匙以后导入。"))
    else:
        until = datetime.fromisoformat(held.not_after)
        words = f"第 {held.version} 版,到 {until:%Y-%m-%d} 为止"
        found.append(Standing("信任清单", words, good=until > now, todo="" if until > now else "已过期,请向教育局要新的一版。"))
    if settings.get(_NEXT):
        found.append(Standing("换钥匙", "新钥匙已备好,等教育局给新证书", good=False, todo="在拿到新证书以前,仍用原来的钥匙签名。"))
    return found


def _settings(office: Office) -> Settings:
    return Settings(office.session.store("general").conn)


def _keep(office: Office, event: tuple[str, str], details: dict[str, object], **values: object) -> None:
    store = office.session.store("general")
    with store.transaction():
        for key, value in values.items():
            Settings(store.conn).set(key, value)
        store.journal.append(now_utc(), *event, details)


# -- asking for a certificate -----------------------------------------------------------------------------------------


def ask_for_certificate(office: Office, reason: str = "") -> EnrolRequest:
    """Make the request for a certificate for the key in use. Only who holds the signing key. Raises OutsideError, UserError.

    reason: first, renewal or lost; worked out from what is there by default.
    """
    private = Ed25519PrivateKey.from_private_bytes(office.session.signing_key())
    school = office.school
    if not school.get("school_code") or not school.get("school_name"):
        raise UserError("学校信息里还缺名称或标识码。", "", "没有提出申请。", "请在“学校信息”里填好。")
    settings = _settings(office)
    before = str(settings.get(_BEFORE) or "")
    line = sshsig.key_line(private.public_key().public_bytes_raw())
    mine = sshsig.fingerprint(private.public_key().public_bytes_raw())
    has = bool(settings.get(_CERT))
    reason = reason or ("lost" if before and before != mine else "renewal" if has else "first")
    made = EnrolRequest(
        school_id=str(school["school_code"]), school_name=str(school["school_name"])[:60], key=line, key_fingerprint=mine,
        reply_recipient=recipient_of(_reply(office)), reason=reason,
        replaces="" if reason == "first" else before if reason == "lost" else mine,
        request_id=secrets.token_hex(16), created=datetime.now().astimezone().isoformat(timespec="seconds"),
    )  # fmt: skip
    data = made.to_bytes()
    kept = {"data": data.decode(), "sig": sign_enrol(made, private).decode()}
    _keep(office, ("申请证书", "certificate"), {"fingerprint": mine, "reason": reason}, **{_REQUEST: kept})
    return made


def _reply(office: Office) -> str:
    """Return the identity that the bureau may seal answers to; made at the first need."""
    settings = _settings(office)
    kept = settings.get(_REPLY)
    if not kept:
        kept = new_identity()
        _keep(office, ("建立回信钥匙", "reply"), {}, **{_REPLY: kept})
    return str(kept)


def request_files(office: Office) -> dict[str, bytes]:
    """Return the files of the last request by name. Raises UserError when there is none."""
    kept = _settings(office).get(_REQUEST)
    if not isinstance(kept, dict):
        raise UserError("还没有提出过申请。", "", "", "请校长先点“申请证书”。")
    return dict(zip(ENROL_NAMES, (str(kept["data"]).encode(), str(kept["sig"]).encode()), strict=True))


def write_request(office: Office, folder: Path) -> Path:
    """Write the files of the last request into a folder of their own; returns it. Raises UserError, OutsideError."""
    return _write(folder / f"ENROL-{office.school['school_code']}", request_files(office))


def _write(folder: Path, files: dict[str, bytes]) -> Path:
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise OutsideError(f"建不了文件夹“{folder.name}”。", error.strerror or "", "本机的材料完好。", "请换一个 U 盘或位置。") from None
    for name, data in files.items():
        write_whole(folder / name, data)
    return folder


# -- whom to trust ------------------------------------------------------------------------------------------------------


def pin_root(office: Office, text: str) -> str:
    """Keep the fingerprint of the bureau's root as it stands on the paper notice: SHA256:... or 64 hex figures. Raises UserError."""
    plain = re.sub(r"[\s-]", "", text)
    if re.fullmatch(r"[0-9A-Fa-f]{64}", plain):
        plain = "SHA256:" + b64encode(bytes.fromhex(plain)).decode().rstrip("=")
    if not re.fullmatch(r"SHA256:[A-Za-z0-9+/]{43}", plain):
        raise UserError("根钥匙的指纹不对。", "是 SHA256: 开头的一串,或 64 个十六进制数字。", "没有登记。", "请照纸面通知逐组核对。")
    if trust_list(office) is not None and plain != _settings(office).get(_ROOT):
        raise UserError(
            "已经按原来的根钥匙收过信任清单,不能换。",
            "根钥匙由教育局在信任清单里换。",
            "没有改动。",
            "请打电话向教育局核对,必要时重新登记。",
        )
    _keep(office, ("登记根钥匙", "bureau"), {"fingerprint": plain}, **{_ROOT: plain})
    return plain


def trust_list(office: Office) -> trust.TrustList | None:
    """Return the bureau's trust list that was taken in last; None before the first."""
    kept = _settings(office).get(_TRUST)
    return trust.parse(str(kept).encode()) if kept else None


def take_trust(office: Office, data: bytes, signature: bytes, before: bytes = b"") -> trust.TrustList:
    """Take in a trust list: the first under the root pinned from paper, later ones under the list held. Raises UserError.

    The intake key and the key of receipts that it names take the place of those registered by hand.
    """
    root, held = _settings(office).get(_ROOT), trust_list(office)
    if not root:
        raise UserError("还没有登记教育局的根钥匙。", "信任清单要凭它来认。", "没有导入。", "请先照纸面通知登记根钥匙的指纹。")
    try:
        found = trust.read_first(data, signature, str(root)) if held is None else trust.read_next(data, signature, before, held)
    except Refusal as refusal:
        raise _not_believed("信任清单", refusal) from None
    if datetime.fromisoformat(found.not_after) < datetime.now().astimezone():
        raise UserError("这份信任清单已经过期。", f"到 {found.not_after[:10]} 为止。", "没有导入。", "请向教育局要新的一版。")
    _keep(office, ("导入信任清单", "bureau"), {"version": found.version}, **{_TRUST: data.decode()})
    set_bureau(office, found.district, found.intake[0])
    pin_bureau(office, found.receipt_keys[0])
    return found


def take_certificate(office: Office, line: bytes, now: datetime | None = None) -> certificate.Certified:
    """Take in the certificate for the key in use, or for the one that is to follow it. Raises UserError, OutsideError."""
    held = trust_list(office)
    if held is None:
        raise UserError("还没有教育局的信任清单,认不出这份证书。", "", "没有导入。", "请先登记根钥匙,再导入信任清单。")
    authorities = [sshsig.read_key_line(one) for one in held.authorities]
    try:
        found = certificate.read(line, authorities, now or datetime.now().astimezone(), held.revoked)
    except Refusal as refusal:
        raise _not_believed("证书", refusal) from None
    if found.school_id != str(office.school.get("school_code")):
        raise UserError(f"这份证书是给 {found.school_id} 学校的。", "", "没有导入。", "请核对是不是拿错了。")
    if found.key == _next_public(office):
        _switch(office)
    elif found.key != office.session.signing_public:
        raise UserError("这份证书不是给本校现在这把钥匙的。", "", "没有导入。", "请核对是不是旧的;换过钥匙的要重新申请。")
    _keep(office, ("导入证书", "certificate"), {"serial": found.serial}, **{_CERT: line.decode(), _REQUEST: None})
    return found


def _not_believed(what: str, refusal: Refusal) -> UserError:
    why = {
        "signature": "签名和内容对不上,文件被改过或损坏了。",
        "unknown-key": "不是纸面通知上的那把钥匙签的。",
        "certificate": "不是教育局的发证钥匙签的,或不在有效期内,或已经作废。",
    }.get(refusal.code, "内容读不懂,或比已有的旧。")
    return UserError(f"这份{what}不能采用。", why, "没有导入,原来的没有改动。", "请打电话向教育局核对。")


def take_folder(office: Office, folder: Path) -> list[str]:
    """Take in what the bureau's stick brought: trust list, then certificate; returns what was taken, in words. Raises UserError."""
    found = []

    def content(name: str) -> bytes:
        path = folder / name
        return path.read_bytes()[: trust.MOST] if path.is_file() else b""

    if content("trust.json"):
        made = take_trust(office, content("trust.json"), content("trust.json.sig"), content("trust.json.before.sig"))
        found.append(f"信任清单第 {made.version} 版")
    if content("school-cert.pub"):
        certified = take_certificate(office, content("school-cert.pub"))
        found.append(f"证书第 {certified.serial} 号,到 {certified.until.astimezone():%Y-%m-%d} 为止")
    if not found:
        raise UserError(
            "这个文件夹里没有信任清单,也没有证书。", "", "没有导入。", "请选教育局交回的文件夹(里面有 trust.json、school-cert.pub)。"
        )
    return found


# -- another key ----------------------------------------------------------------------------------------------------------


def rotate(office: Office) -> Rotation:
    """Make the key that is to follow and let the key in use hand over to it; signing goes on as before. Only the principal."""
    old = Ed25519PrivateKey.from_private_bytes(office.session.signing_key())
    new = Ed25519PrivateKey.generate()
    public = new.public_key().public_bytes_raw()
    made = Rotation(
        school_id=str(office.school["school_code"]), old_fingerprint=sshsig.fingerprint(old.public_key().public_bytes_raw()),
        new_key=sshsig.key_line(public), new_fingerprint=sshsig.fingerprint(public), reply_recipient=recipient_of(_reply(office)),
        rotation_id=secrets.token_hex(16), created=datetime.now().astimezone().isoformat(timespec="seconds"),
    )  # fmt: skip
    by_old, by_new = sign_rotation(made, old, new)
    kept = {
        "box": _boxed(office, new), "public": slots.b64(public), "data": made.to_bytes().decode(), "sig": by_old.decode(),
        "new_sig": by_new.decode(),
    }  # fmt: skip
    _keep(office, ("换钥匙", "signing"), {"fingerprint": made.new_fingerprint}, **{_NEXT: kept})
    return made


def write_rotation(office: Office, folder: Path) -> Path:
    """Write the files of a rotation under way into a folder of their own; returns it. Raises UserError, OutsideError."""
    kept = _settings(office).get(_NEXT)
    if not isinstance(kept, dict):
        raise UserError("没有正在换的钥匙。", "", "", "请校长先点“换钥匙”。")
    contents = (str(kept[name]).encode() for name in ("data", "sig", "new_sig"))
    return _write(folder / f"ROTATE-{office.school['school_code']}", dict(zip(ROTATION_NAMES, contents, strict=True)))


def replace_lost(office: Office) -> EnrolRequest:
    """Put a new key in the place of one that was lost or seen by others, and ask for a certificate on paper. Only the principal."""
    old = sshsig.fingerprint(office.session.signing_public)
    office.session.signing_key()  # raises for anyone but those who hold it
    _put_in_use(office, Ed25519PrivateKey.generate())
    _keep(office, ("钥匙挂失", "signing"), {"fingerprint": old}, **{_CERT: None, _NEXT: None, _BEFORE: old})
    return ask_for_certificate(office, "lost")


def _boxed(office: Office, key: Ed25519PrivateKey) -> dict[str, object]:
    return slots.encrypt(office.session.keys()["signing"], "signing-key", key.private_bytes_raw(), office.session.header.vault_id.encode())


def _next_public(office: Office) -> bytes:
    kept = _settings(office).get(_NEXT)
    return slots.unb64(kept["public"]) if isinstance(kept, dict) else b""


def _switch(office: Office) -> None:
    """Put the key that was to follow in use."""
    kept = _settings(office).get(_NEXT)
    if "signing" not in office.session.scopes:
        raise OutsideError("换上新钥匙要校长来办。", "这个账户没有学校的签名钥匙。", "没有导入。", "请校长用自己的口令登录后导入证书。")
    if not isinstance(kept, dict):
        return
    try:
        raw = slots.decrypt(office.session.keys()["signing"], "signing-key", kept["box"], office.session.header.vault_id.encode())
    except slots.WrongKey:
        raise UserError("备好的新钥匙打不开了。", "签名资料的钥匙换过。", "没有导入。", "请重新“换钥匙”,再交给教育局一次。") from None
    before = sshsig.fingerprint(office.session.signing_public)
    _put_in_use(office, Ed25519PrivateKey.from_private_bytes(raw))
    _keep(office, ("换上新钥匙", "signing"), {"replaced": before}, **{_NEXT: None, _BEFORE: before})


def _put_in_use(office: Office, key: Ed25519PrivateKey) -> None:
    session = office.session
    signing = {**_boxed(office, key), "public": slots.b64(key.public_key().public_bytes_raw())}
    session.change_header(replace(session.header, signing=signing), ("更换签名钥匙", "signing"))
