"""From the sealed bundle to somebody's hands: every writing is noted before it begins, so that nothing that left is ever forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.bundle.write import StickTrouble, Written, write_checked
from jlt_desktop.domain.errors import UserError
from jlt_desktop.services.rail import Batch, batch, batches, go
from jlt_desktop.vault.store import now_utc

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from jlt_desktop.bundle.sticks import Stick
    from jlt_desktop.services.office import Office
    from jlt_desktop.vault.store import Store


def write_out(
    office: Office, seq: int, folder: Path, progress: Callable[[int, int], None] | None = None, stick: Stick | None = None
) -> Written:
    """Write a sealed bundle to a folder, byte for byte as it was sealed. Raises UserError for a number there is none of, StickTrouble."""
    store, bundle, name, data = _kept(office, seq)
    with store.transaction():
        store.conn.execute(
            "INSERT INTO written_bundle(bundle_id, at, actor, place, outcome) VALUES (?, ?, ?, ?, ?)",
            (bundle, now_utc(), office.user, str(folder), "begun"),
        )
        store.journal.append(now_utc(), "写出报送包", f"bundle/{bundle}", {"seq": seq})
    outcome = "other"
    try:
        made = write_checked(folder, name, data, progress, stick)
        outcome = "written"
    except StickTrouble as trouble:
        outcome = trouble.outcome
        raise
    finally:
        _note(office, store, bundle, folder, outcome)
    return made


def _note(office: Office, store: Store, bundle: str, folder: Path, outcome: str) -> None:
    with store.transaction():
        store.conn.execute(
            "INSERT INTO written_bundle(bundle_id, at, actor, place, outcome) VALUES (?, ?, ?, ?, ?)",
            (bundle, now_utc(), office.user, str(folder), outcome),
        )
        one = of_bundle(office, bundle)
        if outcome == "written" and one is not None:
            go(office, one, "written", f"写到 {folder},读回核对一致", {"place": str(folder)})


def _kept(office: Office, seq: int) -> tuple[Store, str, str, bytes]:
    for store in office.session.stores():
        row = store.conn.execute("SELECT bundle_id, file_name, content FROM sent_bundle WHERE seq = ?", (seq,)).fetchone()
        if row:
            return store, row[0], row[1], bytes(row[2])
    raise UserError(f"没有第 {seq} 号报送。", "", "数据没有改动。", "请核对编号。")


def write_again(office: Office, seq: int, folder: Path) -> Path:
    """Write an earlier bundle once more; see `write_out`."""
    return write_out(office, seq, folder).path


def of_bundle(office: Office, bundle: str) -> Batch | None:
    """Return the submission a bundle belongs to; None for one from before there were records of submissions."""
    return next((one for one in batches(office) if one.detail("bundle") == bundle), None)


def handed_in(office: Office, one: Batch, to: str, how: str = "") -> Batch:
    """Note that a submission was handed to somebody. Raises UserError without a name, or when it was not written yet."""
    if not to.strip():
        raise UserError("请写明交给了谁。", "", "数据没有改动。", "")
    with office.store(one.ledger).transaction():
        return go(office, one, "handed", f"交给{to.strip()}" + (f",{how.strip()}" if how.strip() else ""), {"received_by": to.strip()})


def answered(office: Office, bundle: str, outcome: str, number: int, code: str) -> None:
    """Note the bureau's answer on the rail, within the caller's transaction."""
    one = of_bundle(office, bundle)
    to = {"accepted": "received", "duplicate": "received", "rejected": "returned"}.get(outcome)
    if one is None or to is None:
        return
    if one.state != to:
        go(office, batch(office, one.ledger, one.record.id), to, f"回执第 {number:03} 号,核对码 {code}", {"receipt": str(number)})
