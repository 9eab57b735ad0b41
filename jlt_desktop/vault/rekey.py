"""A scope's key made anew: copy to a new file, verify, one header that decides, then the copy takes the old file's place.

Killed at any step, exactly one set of keys works and nothing is lost: until the header is written the copies are leftovers, swept at
the next opening; from then on they are what counts, and whoever opens next puts them in place (epochs.settle).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing, nullcontext, suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import sqlcipher3

from jlt_desktop import __version__
from jlt_desktop.domain.errors import OutsideError
from jlt_desktop.vault import header as headers
from jlt_desktop.vault import slots
from jlt_desktop.vault.checking import damaged_pages
from jlt_desktop.vault.database import connect, said, transaction
from jlt_desktop.vault.epochs import JOURNAL_KEY, journal_key, waiting
from jlt_desktop.vault.files import outside, sync_folder
from jlt_desktop.vault.journal import Journal
from jlt_desktop.vault.session import PREDECESSORS, SEEN, signing_key
from jlt_desktop.vault.settings import Settings
from jlt_desktop.vault.store import now_utc

if TYPE_CHECKING:
    from pathlib import Path
    from sqlite3 import Connection

    from jlt_desktop.vault.header import Header
    from jlt_desktop.vault.session import Session

Progress = Callable[[int, int], None]
Event = tuple[str, str]
_PAGES = 256  # copied at a time, so that progress can be shown and the copying stopped


@dataclass(frozen=True, kw_only=True)
class NewKeys:
    """What is to be made anew. codes: scope -> the new recovery codes. events: (action, object) for the journal, beside the re-key.

    heirs: user id -> whose owner-only confidential records that user sees from now on.
    """

    codes: Mapping[str, Sequence[bytes]]
    events: Sequence[Event] = ()
    heirs: Mapping[str, Sequence[str]] = field(default_factory=dict)


def rekey(session: Session, changed: Header, wanted: NewKeys, progress: Progress | None = None) -> None:
    """Give the scopes of `wanted.codes` new keys, sealed to those whom `changed` grants them; the session goes over to them.

    changed: the session's header, less the users and grants that are to go. Raises OutsideError; then nothing has changed, unless
    its sentence says that the keys are made.
    """
    fresh = {scope: os.urandom(32) for scope in wanted.codes}
    sealed = session.next_header(_with_keys(session, changed, fresh, wanted), session.keys() | fresh)
    try:
        _copy_all(session, sealed, fresh, wanted, progress)
        _decide(session, sealed, wanted)
    except BaseException as error:
        if not _stands(session.folder, sealed):
            _sweep(session.folder, sealed, fresh)
            if isinstance(error, OutsideError):
                raise _not_changed(error) from None
            raise
    try:
        session.go_over_to(sealed, fresh)
    except OutsideError as error:
        session.close()
        raise OutsideError(
            "新钥匙已经换好,但这个窗口接不上新的数据文件。", error.what, "资料都在。", "请锁定后用自己的口令重新解锁。"
        ) from None


def _with_keys(session: Session, changed: Header, fresh: Mapping[str, bytes], wanted: NewKeys) -> Header:
    scopes, recovery, signing = dict(changed.scopes), dict(changed.recovery), changed.signing
    for scope, key in fresh.items():
        epoch = changed.epoch(scope) + 1
        grants = {user: grant(changed, scope, epoch, user, key) for user in changed.granted(scope)}
        scopes[scope] = {"epoch": epoch, "grants": grants, "mac": ""}
        recovery[scope] = slots.wrap_with_codes(key, list(wanted.codes[scope]), recovery_info(changed, scope))
        if scope == "signing":
            box = slots.encrypt(key, "signing-key", signing_key(session.header, session.keys()), changed.vault_id.encode())
            signing = {**box, "public": changed.signing["public"]}
    return replace(changed, scopes=scopes, recovery=recovery, signing=signing)


def grant(header: Header, scope: str, epoch: int, user: str, key: bytes) -> str:
    """Return a scope's key sealed to a user of the header."""
    one = header.users[user]
    info = slots.grant_info(header.vault_id, scope, epoch, user, str(one["role"]))
    return slots.seal_to(slots.unb64(one["public"]), key, info)


def recovery_info(header: Header, scope: str) -> bytes:
    """Return what a recovery slot is bound to."""
    return f"recovery/{header.vault_id}/{scope}".encode()


# -- the copies -----------------------------------------------------------------------------------------------------


def _copy_all(session: Session, sealed: Header, fresh: Mapping[str, bytes], wanted: NewKeys, progress: Progress | None) -> None:
    _sweep(session.folder, sealed, fresh)
    for scope in (one for one in sealed.plan.databases if one in fresh):
        path = waiting(session.folder, scope, sealed.epoch(scope))
        key = slots.sub_key(fresh[scope], "database")
        source = session.store(scope).conn
        _copy(source, path, key, progress)
        with closing(connect(path, key)) as copy:
            _verify(source, copy, path)
            with transaction(copy, path):
                _note(session, copy, scope, sealed, wanted)
    try:
        sync_folder(session.folder)
    except OSError as error:
        raise outside(error, session.folder.name) from None


def _copy(source: Connection, path: Path, key: bytes, progress: Progress | None) -> None:
    """Write every page under the new key: they go from one cipher to the other in memory, nothing is ever in the clear on the disk."""

    def told(_status: int, left: int, total: int) -> None:
        if progress:
            progress(total - left, total)

    with closing(connect(path, key, create=True)) as copy:
        try:
            source.backup(copy, pages=_PAGES, progress=told)
        except sqlcipher3.Error as error:
            raise said(error, path) from None


def _verify(source: Connection, copy: Connection, path: Path) -> None:
    """Raise OutsideError unless every page is whole and the copy holds the same tables, as many rows, and the same last event."""
    whole = not damaged_pages(copy, path.name) and [row[0] for row in copy.execute("PRAGMA integrity_check(1)")] == ["ok"]
    if not whole or _shape(source) != _shape(copy):
        raise OutsideError("用新钥匙抄写的数据和原来的不一致。", "磁盘可能有坏块。", "资料没有改动。", "请先做一次备份,检查磁盘后再试。")


def _shape(conn: Connection) -> tuple[object, ...]:
    schema = conn.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name").fetchall()
    counts = [conn.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for kind, name, _ in schema if kind == "table"]
    head = conn.execute("SELECT number, hash FROM journal ORDER BY number DESC LIMIT 1").fetchone()
    return [tuple(row) for row in schema], counts, tuple(head) if head else None


def _note(session: Session, copy: Connection, scope: str, sealed: Header, wanted: NewKeys) -> None:
    """Write into a file what happened to its key; into the general one also why, and which header it goes with."""
    key, settings = journal_key(copy, session.keys()[scope]), Settings(copy)
    settings.set(JOURNAL_KEY, key.hex())
    journal = Journal(copy, key, session.user, session.role, __version__)
    if scope == "general":
        _note_general(journal, settings, sealed, wanted)
    else:
        journal.append(now_utc(), "换新钥匙", f"scope/{scope}", {"epoch": sealed.epoch(scope)})
        for user, names in wanted.heirs.items() if scope == "confidential" else ():
            inherit(settings, user, names)
            journal.append(now_utc(), "接管心理资料", f"user/{user}")


def inherit(settings: Settings, user: str, names: Iterable[str]) -> None:
    """Let a user see the owner-only records of others by their names; within the caller's transaction."""
    known = settings.get(PREDECESSORS, {})
    now = dict(known) if isinstance(known, dict) else {}
    now[user] = sorted({*now.get(user, []), *names})
    settings.set(PREDECESSORS, now)


def _note_general(journal: Journal, settings: Settings, sealed: Header, wanted: NewKeys) -> None:
    for action, target in wanted.events:
        journal.append(now_utc(), action, target)
    for scope in sorted(wanted.codes):
        journal.append(now_utc(), "换新钥匙", f"scope/{scope}", {"epoch": sealed.epoch(scope)})
    settings.set(SEEN, sealed.generation)


# -- the decision ---------------------------------------------------------------------------------------------------


def _decide(session: Session, sealed: Header, wanted: NewKeys) -> None:
    """Write the header. From the moment its first copy stands, the new keys are the ones that count."""
    general = session.store("general")
    stays = "general" not in wanted.codes
    with general.transaction() if stays else nullcontext():
        if stays:
            _note_general(general.journal, Settings(general.conn), sealed, wanted)
        headers.store(session.folder, sealed)


def _stands(folder: Path, sealed: Header) -> bool:
    """Tell whether the header reached the disk; when that cannot be read, the copies are kept as if it had."""
    try:
        return headers.stands(folder, sealed)
    except OutsideError:
        return True


def _sweep(folder: Path, sealed: Header, fresh: Mapping[str, bytes]) -> None:
    for scope in fresh:
        path = waiting(folder, scope, sealed.epoch(scope))
        for one in (path, path.with_name(f"{path.name}-journal")):
            with suppress(OSError):  # the next opening sweeps it away
                one.unlink(missing_ok=True)


def _not_changed(error: OutsideError) -> OutsideError:
    return OutsideError(f"钥匙没有换成:{error.what}", error.why, "原来的口令和恢复单照旧有效,资料没有改动;刚印的恢复单作废。", error.todo)
