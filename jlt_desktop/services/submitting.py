"""Submission: collect what may leave, show exactly that, let the principal sign, seal, remember, write to the stick."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from jlt_desktop import __version__
from jlt_desktop.bundle.bag import Column, Table
from jlt_desktop.bundle.make import Envelope, Made, Payload, make_bundle, make_payload
from jlt_desktop.bundle.statement import PERIOD
from jlt_desktop.bundle.suite import is_recipient
from jlt_desktop.bundle.write import write_bundle
from jlt_desktop.domain.errors import OutsideError, UserError
from jlt_desktop.domain.fields import Choice, YesNo
from jlt_desktop.domain.leaves import Leaves
from jlt_desktop.domain.privacy import bucket, suppressed
from jlt_desktop.services.submit_needs import own_scope
from jlt_desktop.services.upkeep import refuse_damaged
from jlt_desktop.vault.kdf import FLOOR, KdfCost
from jlt_desktop.vault.opening import unlock_signing
from jlt_desktop.vault.settings import Settings
from jlt_desktop.vault.store import Query, now_utc

if TYPE_CHECKING:
    from jlt_desktop.domain.fields import Field
    from jlt_desktop.domain.ledger import Indicator, Ledger
    from jlt_desktop.domain.record import Record
    from jlt_desktop.services.office import Office

_TYPES = {"number": "number", "date": "date", "date_time": "datetime", "month": "yearmonth", "yes_no": "boolean"}
_FIRST = {"general": 1, "confidential": 500_001}
_COUNT_COLUMNS = (Column("indicator", "指标"), Column("label", "名称"), Column("group", "分组"), Column("count", "数量"))


@dataclass(frozen=True, slots=True)
class Withheld:
    """A field that does not leave, and why."""

    ledger: str
    field: str
    why: str


@dataclass(frozen=True, slots=True)
class Parcel:
    """Exactly what will be sealed, and what will not: the preview and the package are the same bytes."""

    scope: str
    period: str
    tables: tuple[Table, ...]
    withheld: tuple[Withheld, ...]
    payload: Payload


def prepare(office: Office, period: str) -> Parcel:
    """Collect what this user's room hands over for a period. Raises UserError when the school or bureau is not set up."""
    if not _is_period(period):
        raise UserError(f"报送期“{period}”不对。", "", "数据没有改动。", "按月写 2026-11,按学期写 2026-T1 或 2026-T2,全年写 2026。")
    scope = own_scope(office)
    school = office.school
    if not school.get("school_code"):
        raise UserError("还没有填学校标识码,不能报送。", "", "数据没有改动。", "请在“学校信息”里填好后再报送。")
    _bureau(office, scope)
    refuse_damaged(office)
    chosen = [one for one in office.declared.values() if one.scope == scope]
    tables = _collected(office, scope)
    withheld = tuple(
        Withheld(ledger.title, field.label, (Leaves.COUNT if ledger.counts_only and field.leaves else field.leaves).words)
        for ledger in chosen
        for field in ledger.stored.values()
        if field.leaves != Leaves.PSEUDONYM or ledger.counts_only
    )
    return Parcel(scope, period, tables, withheld, make_payload(tables, str(school["school_code"]), period, scope))


def _collected(office: Office, scope: str) -> tuple[Table, ...]:
    chosen = [one for one in office.declared.values() if one.scope == scope]
    return tuple(table for ledger in chosen for table in _tables(office, ledger))


def _is_period(text: str) -> bool:
    return bool(PERIOD.fullmatch(text) and re.fullmatch(r"20[0-9]{2}(-(0[1-9]|1[0-2]|T[1-4]))?", text))


def _tables(office: Office, ledger: Ledger) -> Iterator[Table]:
    records = office.store(ledger).page(ledger, Query()).records
    names = ledger.leaving(Leaves.PSEUDONYM)
    if names:
        fields = [ledger.fields[name] for name in names]
        columns = (
            Column("row", "行号码"),
            Column("of", "所属号码"),
            *(Column(n, f.label, _type(f)) for n, f in zip(names, fields, strict=True)),
        )
        pseudonym = _pseudonyms(office, ledger.scope)
        rows = [
            [
                pseudonym(one.id),
                pseudonym(one.parent),
                *(_text(office, field, one.get(name)) for name, field in zip(names, fields, strict=True)),
            ]
            for one in records
        ]
        yield Table(ledger.key, ledger.title, columns, sorted(rows))
    counts = list(_counts(office, ledger, records))
    if counts:
        yield Table(f"{ledger.key}_counts", f"{ledger.title}合计", _COUNT_COLUMNS, counts)


def _type(field: Field) -> str:
    return _TYPES.get(field.kind, "string")


def _text(office: Office, field: Field, value: object) -> str:
    if isinstance(field, YesNo):
        return "" if value is None else str(bool(value)).lower()
    if field.kind == "date_time":
        return str(field.to_sql(value) or "")
    return field.show(value, office.lookup)


def _pseudonyms(office: Office, scope: str) -> Callable[[str | None], str]:
    """Return a function from an internal id to a number for the bureau: keyed per recipient and year, useless elsewhere."""
    store = office.session.store(scope)
    settings = Settings(store.conn)
    secret = settings.get("pseudonym_key")
    if secret is None:
        secret = secrets.token_hex(32)
        with store.transaction():
            settings.set("pseudonym_key", secret)
    purpose = f"{settings.get('bureau', {})}/{office.today().year}".encode()
    key = hmac.new(bytes.fromhex(str(secret)), purpose, hashlib.sha256).digest()
    return lambda one: hmac.new(key, one.encode(), hashlib.sha256).hexdigest()[:12] if one else ""


def _counts(office: Office, ledger: Ledger, records: Sequence[Record]) -> Iterator[list[str]]:
    for indicator in ledger.indicators:
        yield from _indicator(office, ledger, indicator, records)
    if ledger.counts_only:
        return
    for name, field in ledger.stored.items():
        if field.leaves == Leaves.COUNT and isinstance(field, Choice | YesNo):
            found = Counter(field.show(one.get(name)) for one in records if one.get(name) is not None)
            yield from ([name, field.label, group, str(count)] for group, count in sorted(found.items()))


def _indicator(office: Office, ledger: Ledger, indicator: Indicator, records: Sequence[Record]) -> Iterator[list[str]]:
    around = office.around()
    counted = [one for one in records if indicator.counts(one, around)]
    if not indicator.by:
        shown = bucket(len(counted)) if ledger.counts_only else str(len(counted))
        yield [indicator.key, indicator.label, "", shown]
        return
    field = ledger.fields[indicator.by]
    if not isinstance(field, Choice):
        return
    parts = {option.label: 0 for option in field.options}
    for one in counted:
        if one.get(indicator.by) is not None:
            parts[field.show(one.get(indicator.by))] += 1
    shown_parts = suppressed(parts) if ledger.counts_only else {group: str(count) for group, count in parts.items()}
    yield from ([indicator.key, indicator.label, group, count] for group, count in shown_parts.items())


def sign_and_seal(office: Office, parcel: Parcel, signer: str, password: str, floor: KdfCost = FLOOR) -> Made:
    """Let the principal sign, seal the parcel and remember it for good.

    Raises OutsideError for a wrong signer or password, UserError when what would leave is no longer what was previewed.
    """
    if _collected(office, parcel.scope) != parcel.tables:
        raise UserError("预览之后数据又有改动,没有签名。", "", "数据没有改动。", "请重新预览一次,再请校长签名。")
    private, role = unlock_signing(office.session.folder, signer, password, floor, office.session.header.generation)
    store = office.session.store(parcel.scope)
    settings = Settings(store.conn)
    bureau = _bureau(office, parcel.scope)
    with store.transaction():
        seq, prev = _chain(office, parcel.scope)
        chain = str(settings.get("chain_id") or secrets.token_hex(16))
        settings.set("chain_id", chain)
        audit: dict[str, dict[str, str | int] | None] = {"general": None, "confidential": None}
        heads = {one.path.stem: one.journal.head() for one in office.session.stores() if one.path.stem in audit}
        audit |= {name: {"n": number, "head": head.hex()} for name, (number, head) in heads.items()}
        if parcel.scope == "general":
            audit["confidential"] = None
        envelope = Envelope(
            school_id=str(office.school["school_code"]), district=str(bureau["district"]), recipients=(str(bureau["recipient"]),),
            form_id=parcel.scope, period=parcel.period, chain_id=chain, seq=seq, prev_statement_sha256=prev, audit=audit,
            database={"epoch": office.session.header.epoch(parcel.scope), "counter": heads[parcel.scope][0]},
            prepared_by=office.role, approved_by=role,
            app_version=__version__, created=datetime.now().astimezone(), clock_suspect=office.session.clock_suspect,
            app_build="demo" if office.is_demo else "",
        )  # fmt: skip
        made = make_bundle(parcel.payload, envelope, Ed25519PrivateKey.from_private_bytes(private))
        _remember(office, parcel, made)
    return made


def _chain(office: Office, scope: str) -> tuple[int, str]:
    row = office.session.store(scope).conn.execute("SELECT seq, statement_sha256 FROM sent_bundle ORDER BY seq DESC LIMIT 1").fetchone()
    return (row[0] + 1, row[1]) if row else (_FIRST[scope], "")


def _remember(office: Office, parcel: Parcel, made: Made) -> None:
    store = office.session.store(parcel.scope)
    digest = hashlib.sha256(made.statement_bytes).hexdigest()
    one = made.statement
    store.conn.execute(
        "INSERT INTO sent_bundle(seq, bundle_id, chain_id, period, form, statement, statement_sha256, file_name, file_sha256, content,"
        " actor, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (one.seq, one.bundle_id, one.chain_id, one.period, parcel.scope, made.statement_bytes, digest, made.name, made.sha256,
         made.data, office.user, now_utc()),
    )  # fmt: skip
    store.journal.append(now_utc(), "签名封装", f"bundle/{one.bundle_id}", {"seq": one.seq, "statement_sha256": digest})


def check_folder(folder: Path) -> None:
    """Raise OutsideError when a bundle cannot be written there; asked before anything is signed."""
    if not folder.is_dir():
        raise OutsideError(f"没有文件夹“{folder}”。", "", "还没有签名,也没有写文件。", "请插好 U 盘,或先建好文件夹。")


def write(made: Made, folder: Path, progress: Callable[[int, int], None] | None = None) -> Path:
    """Write the bundle and read it back. Raises OutsideError."""
    return write_bundle(folder, made.name, made.data, progress)


@dataclass(frozen=True, slots=True)
class Sent:
    """A submission of the past."""

    seq: int
    period: str
    form: str
    file_name: str
    file_sha256: str
    at: str
    actor: str
    bundle_id: str


def sent(office: Office) -> list[Sent]:
    """Return what was signed and sealed so far, newest first."""
    sql = "SELECT seq, period, form, file_name, file_sha256, at, actor, bundle_id FROM sent_bundle ORDER BY at DESC"
    found = [Sent(*row) for store in office.session.stores() for row in store.conn.execute(sql)]
    return sorted(found, key=lambda one: one.at, reverse=True)


def write_again(office: Office, seq: int, folder: Path) -> Path:
    """Write an earlier bundle once more, byte for byte. Raises UserError when there is none of that number; OutsideError."""
    for store in office.session.stores():
        row = store.conn.execute("SELECT file_name, content FROM sent_bundle WHERE seq = ?", (seq,)).fetchone()
        if row:
            return write_bundle(folder, row[0], bytes(row[1]))
    raise UserError(f"没有第 {seq} 号报送。", "", "数据没有改动。", "请核对编号。")


def set_bureau(office: Office, district: str, recipient: str) -> None:
    """Keep who receives submissions: district code and age recipient, in every file this user can open. Raises UserError."""
    recipient = recipient.strip()
    if not is_recipient(recipient):
        raise UserError("收件钥匙不对。", "它以 age1 开头,共 62 个字符。", "没有登记。", "请核对教育局给的收件钥匙,整行复制。")
    if not re.fullmatch(r"[0-9A-Za-z-]{0,20}", district):
        raise UserError(f"区划代码“{district}”不对。", "", "没有登记。", "只用数字,例如 210905。")
    for store in office.session.stores():
        with store.transaction():
            Settings(store.conn).set("bureau", {"district": district, "recipient": recipient})
            store.journal.append(
                now_utc(), "登记收件单位", f"district/{district}", {"recipient_sha256": hashlib.sha256(recipient.encode()).hexdigest()}
            )


def _bureau(office: Office, scope: str) -> dict[str, object]:
    for name in (scope, "general"):
        found = Settings(office.session.store(name).conn).get("bureau")
        if isinstance(found, dict):
            return found
    raise OutsideError("还没有登记教育局的收件钥匙,不能封装。", "", "数据没有改动。", "请在“设置”里登记教育局给的收件钥匙(age1 开头)。")
