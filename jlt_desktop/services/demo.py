"""The demo school: a real vault with invented people, its passphrases, and the bureau's keys to try a submission with."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from jlt_desktop.bundle.sshsig import allowed_signers_line
from jlt_desktop.bundle.suite import new_identity, recipient_of
from jlt_desktop.services.submitting import set_bureau
from jlt_desktop.vault.bulk import Change, Run, apply_run
from jlt_desktop.vault.creating import NewUser, create_vault
from jlt_desktop.vault.settings import Settings
from jlt_desktop.vault.store import kept

if TYPE_CHECKING:
    from jlt_desktop.domain.sample import Sample
    from jlt_desktop.services.office import Office
    from jlt_desktop.services.setup import OpenOffice
    from jlt_desktop.vault.kdf import KdfCost

Maker = Callable[[int, int, date], Sequence["Sample"]]
_PEOPLE = (("王文娟", "clerk"), ("李心悦", "counselor"), ("赵明远", "principal"))
_DISTRICT = "000000"


@dataclass(frozen=True, slots=True)
class Secrets:
    """What opens the demo school: users, the file of school keys for `verify`, and the bureau's age identity."""

    users: tuple[NewUser, ...]
    school_keys: str
    bureau_identity: str


def build(
    folder: Path, students: int, seed: int, make: Maker, schema: Path, opener: OpenOffice, today: date, cost: KdfCost | None = None
) -> Secrets:
    """Make a demo school in an empty folder. The records follow from the seed; keys are always new. Raises UserError, OutsideError."""
    users = tuple(NewUser(name, role, f"qinghe-{role}-{seed}-shifan") for name, role in _PEOPLE)
    create_vault(folder, list(users), schema, cost)
    samples = make(students, seed, today)
    identity = new_identity()
    recipient = recipient_of(identity)
    by_role = {user.role: user for user in users}
    clerk = opener(folder, by_role["clerk"].name, by_role["clerk"].password)
    try:
        _fill(clerk, samples, "general")
        set_bureau(clerk, _DISTRICT, recipient)
        signer = allowed_signers_line(str(clerk.school["school_code"]), clerk.session.signing_public)
    finally:
        clerk.close()
    counselor = opener(folder, by_role["counselor"].name, by_role["counselor"].password)
    try:
        _fill(counselor, samples, "confidential")
        set_bureau(counselor, _DISTRICT, recipient)
    finally:
        counselor.close()
    return Secrets(users, signer.rstrip("\n") + "\n", identity.rstrip("\n") + "\n")


def _fill(office: Office, samples: Sequence[Sample], scope: str) -> None:
    """Write the records of one scope, ledger after ledger, so that labels are known where a search key needs them."""
    store = office.session.store(scope)
    with store.transaction():
        Settings(store.conn).set("demo", True)
        for key, group in groupby((one for one in samples if one.ledger in office.ledgers), key=lambda one: one.ledger):
            ledger = office.ledgers[key]
            if ledger.scope != scope:
                continue
            changes = [
                Change(ledger, one.id, one.parent, 0, kept(ledger, one.values), None, store.search_key(ledger, one.values)) for one in group
            ]
            counts = {"read": len(changes), "added": len(changes), "changed": 0, "same": 0, "skipped": 0, "refused": 0}
            apply_run(store, Run(uuid.uuid4().hex[:12], key, "示范数据", "", counts), changes, action="示范")
            office.forget()
