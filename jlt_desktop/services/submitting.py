"""Submission: collect what may leave, show exactly that, freeze it, have it signed and sealed, remember, write to the stick."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import TYPE_CHECKING

from jlt_desktop.bundle.make import Made, Payload, make_payload
from jlt_desktop.bundle.suite import is_recipient
from jlt_desktop.domain import rail
from jlt_desktop.domain.errors import OutsideError, UserError
from jlt_desktop.domain.leaves import Leaves
from jlt_desktop.domain.periods import day_of, is_period, span
from jlt_desktop.services.collecting import NOTES, Cell, collect
from jlt_desktop.services.comparing import FIRST_TIME, Compared, compare
from jlt_desktop.services.desk import Desk
from jlt_desktop.services.freezing import freeze, note_table
from jlt_desktop.services.rail import batch, ledger_for
from jlt_desktop.services.sealing import bureau_of, seal
from jlt_desktop.services.submit_needs import own_scope
from jlt_desktop.services.upkeep import refuse_damaged
from jlt_desktop.vault.kdf import FLOOR, KdfCost
from jlt_desktop.vault.opening import unlock_signing
from jlt_desktop.vault.settings import Settings
from jlt_desktop.vault.store import now_utc

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from jlt_desktop.bundle.bag import Table
    from jlt_desktop.domain.record import Record
    from jlt_desktop.services.freezing import Note
    from jlt_desktop.services.office import Office


@dataclass(frozen=True, slots=True)
class Withheld:
    """A field that does not leave, and why."""

    ledger: str
    field: str
    why: str


@dataclass(frozen=True, slots=True)
class Parcel:
    """Exactly what will be sealed, and what will not: the preview and the package are the same bytes.

    submission: id of the record it answers; empty when it is handed in without one, which then gets one. kind, supersedes: as the
    statement says them. cells: the true counts behind what is shown, for the release history; they never leave.
    """

    scope: str
    period: str
    tables: tuple[Table, ...]
    withheld: tuple[Withheld, ...]
    payload: Payload
    as_of: date
    cells: tuple[Cell, ...] = ()
    notes: tuple[Note, ...] = ()
    compared: Compared = FIRST_TIME
    submission: str = ""
    kind: str = "final"
    supersedes: str = ""


def prepare(office: Office, period: str, as_of: date | None = None, notes: Sequence[Note] = (), kind: str = "final") -> Parcel:
    """Collect what this user's room hands over for a period, up to a day. Raises UserError when the school or bureau is not set up."""
    if not is_period(period):
        raise UserError(f"报送期“{period}”不对。", "", "数据没有改动。", "按月写 2026-11,按学期写 2026-T1 或 2026-T2,全年写 2026。")
    scope = own_scope(office)
    code = office.school.get("school_code")
    if not code:
        raise UserError("还没有填学校标识码,不能报送。", "", "数据没有改动。", "请在“学校信息”里填好后再报送。")
    bureau_of(office, scope)
    refuse_damaged(office)
    day = as_of or office.today()
    tables, cells = _collected(office, scope, period, day, kind)
    compared = compare(office, scope, tables)
    tables += note_table(notes)
    payload = make_payload(tables, str(code), period, scope)
    return Parcel(scope, period, tables, _withheld(office, scope), payload, day, cells, tuple(notes), compared, kind=kind)


def prepare_for(office: Office, record: Record, notes: Sequence[Note] = ()) -> Parcel:
    """Collect what a submission asks for; see `prepare`."""
    as_of = day_of(record.get(rail.AS_OF))
    kind = str(record.get(rail.KIND) or "final")
    parcel = prepare(office, str(record.get(rail.PERIOD)), as_of, notes, kind)
    return replace(parcel, submission=record.id, supersedes=_superseded(office, record))


def _superseded(office: Office, record: Record) -> str:
    earlier = str(record.get(rail.CORRECTS) or "")
    if not earlier:
        return ""
    found = batch(office, office.ledgers[record.ledger], earlier).detail("bundle")
    if not found:
        raise UserError("要更正的那一次还没有封装过。", "没有交出去的不用更正。", "数据没有改动。", "请改那一批本身,或核对选的是哪一次。")
    return found


def _collected(office: Office, scope: str, period: str, day: date, kind: str) -> tuple[tuple[Table, ...], tuple[Cell, ...]]:
    whole = span(period, office.around().calendar).up_to(min(day, office.today()))
    found = collect(office, scope, whole)
    if kind in ("nil", "withdrawal"):
        # nothing is reported: a table about no tables says so in a form of its own
        return (replace(found.tables[0], rows=[]),), ()
    return found.tables, found.cells


def _withheld(office: Office, scope: str) -> tuple[Withheld, ...]:
    chosen = [one for one in office.declared.values() if one.scope == scope and not one.submits]
    return tuple(
        Withheld(ledger.title, field.label, (Leaves.COUNT if ledger.counts_only and field.leaves else field.leaves).words)
        for ledger in chosen
        for field in ledger.stored.values()
        if field.leaves != Leaves.PSEUDONYM or ledger.counts_only
    )


def unchanged(office: Office, parcel: Parcel) -> bool:
    """Tell whether what would leave now is still what was collected."""
    now, _ = _collected(office, parcel.scope, parcel.period, parcel.as_of, parcel.kind)
    return now == tuple(one for one in parcel.tables if one.name != NOTES)


def sign_and_seal(office: Office, parcel: Parcel, signer: str, password: str, floor: KdfCost = FLOOR) -> Made:
    """Finalise a parcel, let the principal sign with the passphrase given, seal it and remember it for good.

    The way of the command line, where one person runs the whole and the principal's passphrase is handed over; in the windows the
    principal signs in a session of their own, see services.signing. Raises OutsideError for a wrong signer or password, UserError when
    what would leave is no longer what was previewed.
    """
    if not unchanged(office, parcel):
        raise UserError("预览之后数据又有改动,没有签名。", "", "数据没有改动。", "请重新预览一次,再请校长签名。")
    private, role = unlock_signing(office.session.folder, signer, password, floor, office.session.header.generation)
    if not parcel.submission:
        parcel = replace(parcel, submission=_self_started(office, parcel.scope, parcel.period, parcel.as_of, parcel.kind).id)
    store = office.session.store(parcel.scope)
    with store.transaction():
        frozen = freeze(office, parcel)
        return seal(office, frozen, private, (signer, role))


def begin(office: Office, period: str) -> Record:
    """Begin a submission that nobody asked for in writing, for a period, as of today. Raises UserError."""
    return _self_started(office, own_scope(office), period, office.today(), "final")


def _self_started(office: Office, scope: str, period: str, day: date, kind: str) -> Record:
    ledger = ledger_for(office, scope)
    as_of = max(day, span(period, office.around().calendar).since)
    raw = {
        rail.TITLE: f"自行报送 {datetime.now():%Y-%m-%d %H:%M}", "to_org": "教育局", rail.PERIOD: period, rail.AS_OF: as_of,
        rail.DUE: datetime.combine(office.today(), time(17)), rail.KIND: kind,
    }  # fmt: skip
    return Desk(office).save(ledger, raw, source="自行报送")


def check_folder(folder: Path) -> None:
    """Raise OutsideError when a bundle cannot be written there; asked before anything is signed."""
    if not folder.is_dir():
        raise OutsideError(f"没有文件夹“{folder}”。", "", "还没有签名,也没有写文件。", "请插好 U 盘,或先建好文件夹。")


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
    size: int = 0


def sent(office: Office) -> list[Sent]:
    """Return what was signed and sealed so far, newest first."""
    sql = "SELECT seq, period, form, file_name, file_sha256, at, actor, bundle_id, length(content) FROM sent_bundle ORDER BY at DESC"
    found = [Sent(*row) for store in office.session.stores() for row in store.conn.execute(sql)]
    return sorted(found, key=lambda one: one.at, reverse=True)


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
