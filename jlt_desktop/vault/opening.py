"""The way in: a name and a password, or recovery sheets, lead to keys; keys prove the header; then the files open."""

from __future__ import annotations

import getpass
import json
import os
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from jlt_desktop import __version__
from jlt_desktop.domain.errors import OutsideError
from jlt_desktop.vault import header as headers
from jlt_desktop.vault import kdf, slots
from jlt_desktop.vault.database import Busy
from jlt_desktop.vault.passwords import check_password
from jlt_desktop.vault.places import refuse_unsafe_place
from jlt_desktop.vault.session import Session, signing_key, user_record, wrong_password
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
    return [(str(one["name"]), str(one["role"])) for one in headers.load(folder)[0].users.values()]


def open_vault(folder: Path, name: str, password: str, schema: Path, floor: kdf.KdfCost = kdf.FLOOR) -> Session:
    """Unlock as one user. Raises OutsideError: wrong name or password, damaged or newer header, files held by another window."""
    refuse_unsafe_place(folder)
    wrong = False
    for header in headers.load(folder):
        user = next((one for one, data in header.users.items() if data["name"] == name), None)
        if user is None:
            kdf.derive(password, os.urandom(16), floor)  # the same wait for an unknown name
            wrong = True
            continue
        try:
            key, keys = _unlock(header, user, password, floor)
        except slots.WrongKey:
            wrong = True
            continue
        except (headers.BrokenHeader, ValueError, TypeError, KeyError):
            continue
        return _opened(folder, header, user, key, keys, schema)
    if wrong:
        _note_failure(folder, name)
        raise wrong_password()
    raise headers.broken_header()


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
    _hold(folder)
    store = session.store("general")
    with store.transaction():
        if _clock_ran_back(store):
            store.journal.append(now_utc(), "时钟倒退", "vault")
            session.clock_suspect = True
        for failure in _failures(folder):
            store.journal.append(str(failure["at"]), "解锁失败", "vault")
        store.journal.append(now_utc(), "解锁", "vault")
    (folder / _TRIES).unlink(missing_ok=True)
    return session


def unlock_signing(folder: Path, name: str, password: str, floor: kdf.KdfCost = kdf.FLOOR) -> tuple[bytes, str]:
    """Return the school's signing key and the signer's role, for one signature; no database is opened. Raises OutsideError."""
    header = headers.load(folder)[0]
    user = next((one for one, data in header.users.items() if data["name"] == name), None)
    if user is None:
        raise wrong_password()
    try:
        _, keys = _unlock(header, user, password, floor)
    except slots.WrongKey:
        raise wrong_password() from None
    except (headers.BrokenHeader, ValueError, TypeError, KeyError):
        raise headers.broken_header() from None
    return signing_key(header, keys), str(header.users[user]["role"])


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
    header = headers.load(folder)[0]
    user = next((one for one, data in header.users.items() if data["name"] == name), None)
    if user is None:
        raise wrong_password()
    check_password(new_password, name)
    kdf.checked(cost or floor, floor)
    keys = _keys_from_sheets(header, user, codes)
    fresh = slots.new_user_key()
    data = {**header.users[user], "public": slots.b64(fresh.public)}
    changed = replace(header, users={**header.users, user: data}, generation=header.generation + 1, made_with=__version__)
    data["wrap"] = slots.wrap_private(fresh, new_password, cost or kdf.suitable_cost(), user_record(changed, user))
    for scope, scope_key in keys.items():
        content = changed.scopes[scope]
        info = slots.grant_info(header.vault_id, scope, int(str(content["epoch"])), user, str(data["role"]))
        grants = {**content["grants"], user: slots.seal_to(fresh.public, scope_key, info)}  # type: ignore[dict-item]
        changed = replace(changed, scopes={**changed.scopes, scope: {**content, "grants": grants}})
    for scope in (one for one in keys if one != "general"):
        changed = changed.sealed_scope(scope, keys[scope])
    changed = changed.sealed_scope("general", keys["general"])
    headers.store(folder, changed.sealed(keys["general"]))


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
                f"“{SCOPE_TITLES[scope]}”需要 {sheets} 张恢复单上的码。",
                "数据没有改动。",
                "请核对恢复单后再试。",
            ) from None
    header.check_whole(keys["general"])
    return keys


SCOPE_TITLES = {"general": "日常台账", "confidential": "心理资料", "signing": "学校签名"}


def _clock_ran_back(store: Store) -> bool:
    last = store.journal.events(1)
    return bool(last) and str(last[0]["at"]) > now_utc()


def _hold(folder: Path) -> None:
    content = {"account": getpass.getuser(), "since": datetime.now().astimezone().strftime("%H:%M"), "process": os.getpid()}
    (folder / _IN_USE).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def _holder(folder: Path) -> str:
    try:
        content = json.loads((folder / _IN_USE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ""
    return f"电脑账户 {content.get('account', '?')} 从 {content.get('since', '?')} 起在用。"


def _note_failure(folder: Path, name: str) -> None:
    del name  # a typed name may be a mistyped password
    try:
        with (folder / _TRIES).open("a", encoding="ascii") as file:
            file.write(now_utc() + "\n")
    except OSError:
        return


def _failures(folder: Path) -> list[dict[str, object]]:
    try:
        lines = (folder / _TRIES).read_text(encoding="ascii").split()
    except (OSError, UnicodeDecodeError):
        return []
    return [{"at": line[:40]} for line in lines[-100:]]
