"""Whoever reads, seeks or uncovers something confidential stands in its journal; of what was sought only a keyed digest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.vault.store import now_utc

if TYPE_CHECKING:
    from collections.abc import Collection

    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.services.office import Office


def note_look(office: Office, ledger: Ledger, record_id: str, where: str = "") -> None:
    """Note that a record of a confidential ledger was read; where: in what, other than its own page."""
    _note(office, ledger, "查看", f"{ledger.key}/{record_id}", {"where": where} if where else {})


def note_search(office: Office, ledger: Ledger, text: str) -> None:
    """Note that a confidential ledger was searched; of the words only a keyed digest."""
    if text.strip():
        _note(office, ledger, "检索", ledger.key, {"words_digest": office.store(ledger).journal.digest(text)})


def note_finding(office: Office, keys: Collection[str], text: str) -> None:
    """Note that a search through everything showed records of these ledgers."""
    for key in keys:
        if key in office.ledgers:
            note_search(office, office.ledgers[key], text)


def note_copy(office: Office, ledger: Ledger, count: int) -> None:
    """Note that rows of a confidential ledger went to the clipboard, as they were shown."""
    _note(office, ledger, "复制", ledger.key, {"records": count})


def note_uncovering(office: Office, ledger: Ledger) -> None:
    """Note that the names of a confidential list were uncovered."""
    _note(office, ledger, "显示姓名", ledger.key, {})


def _note(office: Office, ledger: Ledger, action: str, target: str, details: dict[str, object]) -> None:
    if ledger.confidential:
        store = office.store(ledger)
        with store.transaction():
            store.journal.append(now_utc(), action, target, details)
