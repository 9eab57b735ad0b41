"""The demo school: an invented school written into a new vault at one go, so that everything can be tried without real children."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from jlt_desktop.bundle.sshsig import allowed_signers_line
from jlt_desktop.bundle.suite import new_identity, recipient_of
from jlt_desktop.domain.calendar import last_day
from jlt_desktop.domain.checking import examine
from jlt_desktop.domain.fields_links import Attachment
from jlt_desktop.domain.record import Record
from jlt_desktop.services.attaching import attach_bytes
from jlt_desktop.services.submitting import set_bureau
from jlt_desktop.vault.bulk import Change, Run, apply_run
from jlt_desktop.vault.creating import NewUser, create_vault
from jlt_desktop.vault.files import write_whole
from jlt_desktop.vault.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.services.office import Office
    from jlt_desktop.vault.kdf import KdfCost

# the data are invented and the passwords are meant to be read and typed: nothing here is secret
USERS = (
    NewUser("周敏", "clerk", "liuhe-chun-tian"),
    NewUser("林静", "counselor", "sandao-xin-deng"),
    NewUser("陈国栋", "principal", "hewan-xiao-yin"),
)
DISTRICT = "210999"
_SOURCE = "示范数据"
_MONTH = 7


class Sample(Protocol):
    """One invented record: ledger key, internal id, values by field, id of the file it is a part of."""

    @property
    def ledger(self) -> str:
        """Return the key of its ledger."""

    @property
    def id(self) -> str:
        """Return its internal id."""

    @property
    def values(self) -> Mapping[str, object]:
        """Return its values by field."""

    @property
    def parent(self) -> str | None:
        """Return the id of its file."""


Invent = Callable[[int, int, date, Mapping[str, str]], Iterator[Sample]]
OpenOffice = Callable[[Path, str, str], "Office"]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Secrets:
    """What is needed to use the demo school and to play the bureau.

    users: who may unlock, with passwords. school_keys: text of the file `verify --keys` takes. bureau_identity: text of the age
    identity file that `verify --unseal` takes.
    """

    users: tuple[NewUser, ...]
    school_keys: str
    bureau_identity: str


def build(
    folder: Path, students: int, seed: int, today: date, cost: KdfCost | None, *, schema: Path, invent: Invent, opener: OpenOffice,
    progress: Progress | None = None,
) -> Secrets:  # fmt: skip
    """Make the demo school in an empty or missing folder. Raises UserError, OutsideError.

    invent: (students, seed, today, role -> name) -> records, each after those it points to. opener: unlocks as of `today`.
    progress: (written, in all).
    """
    create_vault(folder, list(USERS), schema, cost)
    samples = list(invent(students, seed, today, {one.role: one.name for one in USERS}))
    identity = new_identity()
    try:
        lines = _fill_as_each(folder, _Writer(samples, progress), opener, identity)
    except BaseException:
        discard(folder)
        raise
    return Secrets(USERS, lines, f"# public key: {recipient_of(identity)}\n{identity}\n")


def _fill_as_each(folder: Path, writer: _Writer, opener: OpenOffice, identity: str) -> str:
    """Let the clerk write what she may open, then the counselor and the principal what each of them alone opens."""
    lines = ""
    for user in USERS:
        office = opener(folder, user.name, user.password)
        try:
            lines = writer.write(office, identity)
        finally:
            office.close()
    return lines


def discard(folder: Path) -> None:
    """Remove a demo school that was made a moment ago and could not be finished."""
    shutil.rmtree(folder, ignore_errors=True)


def write_secrets(secrets: Secrets, path: Path) -> dict[str, object]:
    """Write the secrets as JSON, for the owner only, with keys and identity as files beside it; returns the JSON. Raises OutsideError."""
    keys, identity = path.with_name(f"{path.stem}-school-keys.txt"), path.with_name(f"{path.stem}-bureau-identity.txt")
    told: dict[str, object] = {
        "users": [{"name": one.name, "role": one.role, "password": one.password} for one in secrets.users],
        "school_keys": str(keys.resolve()),
        "bureau_identity": str(identity.resolve()),
    }
    write_whole(keys, secrets.school_keys.encode())
    write_whole(identity, secrets.bureau_identity.encode(), private=True)
    write_whole(path, json.dumps(told, ensure_ascii=False, indent=1).encode(), private=True)
    return told


class _Known:
    """Finds records by id only: invented records point to each other by id."""

    def __init__(self) -> None:
        self.records: dict[str, Record] = {}

    def find(self, _ledger: str, _text: str) -> Sequence[str]:
        return ()

    def label(self, _ledger: str, record_id: str) -> str:
        return record_id if record_id in self.records else ""

    def record(self, ledger: str, record_id: str) -> Record | None:
        found = self.records.get(record_id)
        return found if found and found.ledger == ledger else None


class _Writer:
    """Writes ledger by ledger, each record through its ledger's own checks."""

    def __init__(self, samples: Sequence[Sample], progress: Progress | None) -> None:
        self._samples, self._progress = samples, progress
        self._known = _Known()
        self._written: set[str] = set()

    def write(self, office: Office, identity: str) -> str:
        """Write what this user may open and nobody has written yet; returns the line that makes the bureau trust the school."""
        for key, some in groupby(self._samples, key=lambda one: one.ledger):
            ledger = office.ledgers.get(key)
            if ledger and key not in self._written:
                self._fill(office, ledger, list(some))
                self._written.add(key)
        for store in office.session.stores():
            with store.transaction():
                Settings(store.conn).set("demo", True)
        set_bureau(office, DISTRICT, recipient_of(identity))
        return allowed_signers_line(str(office.school["school_code"]), office.session.signing_public)

    def _fill(self, office: Office, ledger: Ledger, samples: Sequence[Sample]) -> None:
        store = office.store(ledger)
        values = [_with_files(office, ledger, one.values) for one in samples]
        around = replace(office.around(), lookup=self._known, record=self._known.record)
        with store.transaction():
            changes = [self._change(office, ledger, one, of_one, around) for one, of_one in zip(samples, values, strict=True)]
            apply_run(
                store, Run(f"demo-{ledger.key}", ledger.key, _SOURCE, "", {"added": len(changes)}), changes, "建立示范数据", listed=False
            )
        office.forget()
        if self._progress:
            self._progress(len(self._known.records), len(self._samples))

    def _change(self, office: Office, ledger: Ledger, one: Sample, values: Mapping[str, object], around: Around) -> Change:
        parent = self._known.records.get(one.parent or "")
        found = examine(ledger, values, replace(around, parent=parent) if parent else around)
        if found.problems or found.questions:
            message = f"the invented {ledger.key} does not pass its own checks: {[*found.problems, *found.questions]}"
            raise ValueError(message)
        self._known.records[one.id] = Record(one.id, ledger.key, 1, found.values, one.parent)
        columns: dict[str, Any] = {}
        for name, field in ledger.stored.items():
            kept = field.to_sql(found.values[name])
            if kept is not None:
                columns[name] = kept
        at = _written(found.values.get(ledger.happened) if ledger.happened else None, office.today())
        return Change(ledger, one.id, one.parent, 0, columns, None, office.store(ledger).search_key(ledger, found.values), at)


def _with_files(office: Office, ledger: Ledger, values: Mapping[str, object]) -> Mapping[str, object]:
    """Return the values with the invented files kept in the vault."""
    made = dict(values)
    for name, field in ledger.stored.items():
        papers = values.get(name)
        if isinstance(field, Attachment) and isinstance(papers, tuple):
            made[name] = tuple(
                replace(attach_bytes(office, ledger, one.name, one.content), code=one.code, caption=one.caption) for one in papers
            )
    return made


def _written(happened: object, today: date) -> str:
    """Return when an invented event was written down: on its day, a month's record on the last day of the month; never to come."""
    day = happened.date() if isinstance(happened, datetime) else happened
    if isinstance(day, str) and len(day) == _MONTH:
        day = last_day(day)
    if not isinstance(day, date) or day >= today:
        return ""
    return f"{day.isoformat()}T09:00:00.000000Z"
