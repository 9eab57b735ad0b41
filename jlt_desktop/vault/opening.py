"""The way in: a name and a password, or recovery sheets, lead to keys; keys prove the header; then the files open."""

from __future__ import annotations

import getpass
import json
import os
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from jlt_desktop import __version__
from jlt_desktop.domain.errors import OutsideError
from jlt_desktop.vault import header as headers
from jlt_desktop.vault import kdf, slots
from jlt_desktop.vault.database import Busy, connect, transaction
from jlt_desktop.vault.epochs import journal_key, settle
from jlt_desktop.vault.journal import Journal
from jlt_desktop.vault.passwords import check_password
from jlt_desktop.vault.places import refuse_unsafe_place
from jlt_desktop.vault.plans import SCHOOL, Plan
from jlt_desktop.vault.session import SEEN, Session, in_order, signing_key, user_record, wrong_password
from jlt_desktop.vault.settings import Settings
from jlt_desktop.vault.store import now_utc

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from jlt_desktop.vault.header import Header
    from jlt_desktop.vault.store import Store

_IN_USE = "in_use.json"
_TRIES = "failed_unlocks.log"


def people(folder: Path) -> list[tuple[str, str]]:
    """Return (name, role) of everybody who may unlock, as the header says; nothing is proved yet. Raises OutsideError."""
    return in_order(headers.load(folder)[0])


def open_vault(folder: Path, name: str, password: str, schema: Path, floor: kdf.KdfCost = kdf.FLOOR, plan: Plan = SCHOOL) -> Session:
    """Unlock as one user. Raises OutsideError: wrong name or password, damaged or newer header, another kind of vault, files held."""
    refuse_unsafe_place(folder)
    failures: list[OutsideError] = []
    for header in headers.load(folder):
        if header.plan is not plan:
            raise OutsideError(f"这里面是{header.plan.called},不是{plan.called}。", "", "数据没有改动。", "请选对文件夹。")
        try:
            user, key, keys = _proved(header, name, password, floor)
            return _opened(folder, header, user, key, keys, schema)
        except headers.BrokenHeader:
            continue
        except (_WrongPassword, kdf.UnreasonableCost) as failure:
            failures.append(failure)
    raise _worst(folder, failures)


class _WrongPassword(OutsideError):
    """The name or the password opens nothing in one copy of the header."""


def _worst(folder: Path, failures: list[OutsideError]) -> OutsideError:
    """Return what to say when no copy of the header opened; a wrong password goes into the journal at the next unlocking."""
    if any(isinstance(one, _WrongPassword) for one in failures):
        _note_failure(folder)
        return wrong_password()
    return failures[0] if failures else headers.broken_header()


def _proved(header: Header, name: str, password: str, floor: kdf.KdfCost) -> tuple[str, slots.UserKey, dict[str, bytes]]:
    """Return user id, key and scope keys, the header being proved by them. Raises BrokenHeader, _WrongPassword, UnreasonableCost."""
    user = next((one for one, data in header.users.items() if data["name"] == name), None)
    if user is None:
        kdf.derive(password, os.urandom(16), floor)  # the same wait for an unknown name
        raise _WrongPassword(name)
    try:
        return user, *_unlock(header, user, password, floor)
    except slots.WrongKey:
        raise _WrongPassword(name) from None
    except (ValueError, TypeError, KeyError):
        raise headers.BrokenHeader(name) from None


def _unlock(header: Header, user: str, password: str, floor: kdf.KdfCost) -> tuple[slots.UserKey, dict[str, bytes]]:
    data = header.users[user]
    key = slots.unwrap_private(data["wrap"], password, user_record(header, user), floor)  # type: ignore[arg-type]
    if slots.b64(key.public) != data["public"]:
        raise headers.BrokenHeader("key")
    keys = {}
    for scope, content in header.scopes.items():
        grants = content["grants"]
        if isinstance(grants, dict) and user in grants:
            info = slots.grant_info(header.vault_id, scope, int(str(content["epoch"])), user, str(data["role"]))
            try:
                keys[scope] = slots.open_sealed(grants[user], key, info)
            except slots.WrongKey:
                raise headers.BrokenHeader(scope) from None
            header.check_scope(scope, keys[scope])
    header.check_whole(keys["general"])
    return key, keys


def _opened(folder: Path, header: Header, user: str, key: slots.UserKey, keys: dict[str, bytes], schema: Path) -> Session:
    try:
        session = Session(folder, header, user, key, keys, schema)
    except Busy as busy:
        busy.why = _holder(folder)
        raise
    try:
        _begin(session)
    except BaseException:
        session.close()
        raise
    headers.renew(folder, header)
    _hold(folder)
    return session


def _begin(session: Session) -> None:
    """Journal the unlocking and what happened before it. Raises BrokenHeader for a header older than the data has seen."""
    store = session.store("general")
    settings, generation = Settings(store.conn), session.header.generation
    _refuse_older(settings, generation)
    failures = session.folder / _TRIES
    with store.transaction():
        if _clock_ran_back(store):
            store.journal.append(now_utc(), "时钟倒退", "vault")
            session.clock_suspect = True
        for failure in _failures(failures):
            store.journal.append(str(failure["at"]), "解锁失败", "vault")
        store.journal.append(now_utc(), "解锁", "vault")
        settings.set(SEEN, generation)
    with suppress(OSError):  # then they are journalled twice, which is better than not at all
        failures.unlink(missing_ok=True)


def _refuse_older(settings: Settings, generation: int) -> None:
    seen = settings.get(SEEN, 0)
    if isinstance(seen, int) and generation < seen:
        raise headers.BrokenHeader("older")


def unlock_signing(folder: Path, name: str, password: str, floor: kdf.KdfCost = kdf.FLOOR, least: int = 0) -> tuple[bytes, str]:
    """Return the school's signing key and the signer's role, for one signature; no database is opened. Raises OutsideError.

    least: the generation of the header that the open session was proved by; an older one is not accepted.
    """
    failures: list[OutsideError] = []
    for header in (one for one in headers.load(folder) if one.generation >= least):
        try:
            user, _, keys = _proved(header, name, password, floor)
            return signing_key(header, keys), str(header.users[user]["role"])
        except (headers.BrokenHeader, slots.WrongKey):
            continue
        except (_WrongPassword, kdf.UnreasonableCost) as failure:
            failures.append(failure)
    raise _worst(folder, failures)


def prove(folder: Path, name: str, password: str, floor: kdf.KdfCost = kdf.FLOOR, least: int = 0) -> str:
    """Return the id of the person whose name and passphrase these are; nothing is opened for them. Raises OutsideError.

    least: as in unlock_signing.
    """
    failures: list[OutsideError] = []
    for header in (one for one in headers.load(folder) if one.generation >= least):
        try:
            return _proved(header, name, password, floor)[0]
        except headers.BrokenHeader:
            continue
        except (_WrongPassword, kdf.UnreasonableCost) as failure:
            failures.append(failure)
    raise _worst(folder, failures)


def reset_with_sheets(
    folder: Path,
    name: str,
    new_password: str,
    codes: Mapping[str, list[bytes]],
    *,
    floor: kdf.KdfCost = kdf.FLOOR,
    cost: kdf.KdfCost | None = None,
) -> None:
    """Give a user a new password by recovery sheets: scope -> codes. Raises OutsideError for codes that open nothing.

    Every scope the user is granted needs its sheets: all grants are made anew for the user's new key.
    """
    check_password(new_password, name)
    cost = kdf.checked(cost or kdf.suitable_cost(), floor)
    for header in headers.load(folder):
        user = next((one for one, data in header.users.items() if data["name"] == name), None)
        if user is None:
            raise wrong_password()
        try:
            keys = _keys_from_sheets(header, user, codes)
            changed = _with_new_key(header, user, keys, new_password, cost)
            settle(folder, header, "general", slots.sub_key(keys["general"], "database"))
            _keep(folder, changed, keys["general"], name)
        except (headers.BrokenHeader, ValueError, TypeError, KeyError):
            continue
        return
    raise headers.broken_header()


def _with_new_key(header: Header, user: str, keys: dict[str, bytes], password: str, cost: kdf.KdfCost) -> Header:
    fresh = slots.new_user_key()
    data = {**header.users[user], "public": slots.b64(fresh.public)}
    changed = replace(header, users={**header.users, user: data}, generation=header.generation + 1, made_with=__version__)
    data["wrap"] = slots.wrap_private(fresh, password, cost, user_record(changed, user))
    for scope, scope_key in keys.items():
        content = changed.scopes[scope]
        info = slots.grant_info(header.vault_id, scope, int(str(content["epoch"])), user, str(data["role"]))
        grants = {**content["grants"], user: slots.seal_to(fresh.public, scope_key, info)}  # type: ignore[dict-item]
        changed = replace(changed, scopes={**changed.scopes, scope: {**content, "grants": grants}})
    for scope in (one for one in keys if one != "general"):
        changed = changed.sealed_scope(scope, keys[scope])
    changed = changed.sealed_scope("general", keys["general"])
    return changed.sealed(keys["general"])


def _keep(folder: Path, header: Header, general_key: bytes, name: str) -> None:
    """Write a header made with recovery sheets, and say so in the journal. Raises OutsideError, also when another window is open."""
    path = folder / "general.db"
    try:
        conn = connect(path, slots.sub_key(general_key, "database"))
    except Busy as busy:
        busy.why = _holder(folder)
        raise
    try:
        _refuse_older(Settings(conn), header.generation - 1)
        with transaction(conn, path):
            journal = Journal(conn, journal_key(conn, general_key), name, "恢复单", __version__)
            journal.append(now_utc(), "用恢复单重设口令", "vault")
            headers.store(folder, header)
            Settings(conn).set(SEEN, header.generation)
    finally:
        conn.close()


def _keys_from_sheets(header: Header, user: str, codes: Mapping[str, list[bytes]]) -> dict[str, bytes]:
    keys = {}
    for scope, content in header.scopes.items():
        if user not in content["grants"]:  # type: ignore[operator]  # checked when the header was read
            continue
        info = f"recovery/{header.vault_id}/{scope}".encode()
        try:
            keys[scope] = slots.unwrap_with_codes(header.recovery[scope], codes.get(scope, []), info)
            header.check_scope(scope, keys[scope])
        except slots.WrongKey:
            sheets = header.recovery[scope]["sheets"]
            raise OutsideError(
                "恢复码打不开这个账户需要的资料。",
                f"“{header.plan.scope_titles[scope]}”需要 {sheets} 张恢复单上的码。",
                "数据没有改动。",
                "请核对恢复单后再试。",
            ) from None
    header.check_whole(keys["general"])
    return keys


def _clock_ran_back(store: Store) -> bool:
    last = store.journal.events(1)
    return bool(last) and str(last[0]["at"]) > now_utc()


def _hold(folder: Path) -> None:
    content = {"account": _account(), "since": datetime.now().astimezone().strftime("%H:%M"), "process": os.getpid()}
    with suppress(OSError):  # the note is a kindness to a second window; the lock itself is in the database file
        (folder / _IN_USE).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def _account() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # an account without an entry in the system's list
        return "?"


def _holder(folder: Path) -> str:
    try:
        content = json.loads((folder / _IN_USE).read_text(encoding="utf-8"))
        return f"电脑账户 {content.get('account', '?')} 从 {content.get('since', '?')} 起在用。"
    except (OSError, ValueError, AttributeError):
        return ""


def _note_failure(folder: Path) -> None:
    """Note the moment only: a typed name may be a mistyped password."""
    with suppress(OSError), (folder / _TRIES).open("a", encoding="ascii") as file:
        file.write(now_utc() + "\n")


def _failures(path: Path) -> list[dict[str, object]]:
    try:
        lines = path.read_text(encoding="ascii").split()
    except (OSError, UnicodeDecodeError):
        return []
    return [{"at": line[:40]} for line in lines[-100:]]
