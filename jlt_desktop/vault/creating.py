"""Making a vault: keys, header, three encrypted files, and the recovery codes for paper."""

from __future__ import annotations

import os
import secrets
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from jlt_desktop import __version__
from jlt_desktop.domain.errors import UserError
from jlt_desktop.vault import header as headers
from jlt_desktop.vault import kdf, recovery, slots
from jlt_desktop.vault.database import connect
from jlt_desktop.vault.files import outside, sync_folder
from jlt_desktop.vault.migrate import migrate
from jlt_desktop.vault.passwords import check_password
from jlt_desktop.vault.places import refuse_unsafe_place
from jlt_desktop.vault.plans import SCHOOL, Plan
from jlt_desktop.vault.session import user_record

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class NewUser:
    """A person who may unlock: name, role (one of the plan's), password."""

    name: str
    role: str
    password: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One recovery sheet: the scope it opens (together with its fellows), its title, the code in groups."""

    scope: str
    title: str
    groups: tuple[str, ...]


def create_vault(folder: Path, people: list[NewUser], schema: Path, cost: kdf.KdfCost | None = None, plan: Plan = SCHOOL) -> list[Sheet]:
    """Make a vault in an empty or missing folder and return its recovery sheets. Raises UserError, OutsideError.

    Everything is made beside the folder and moved there at the end, so a half-made vault never stands under its name.
    """
    _check_people(people, plan)
    refuse_unsafe_place(folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UserError("这个文件夹里已经有东西。", "新的学校数据要放在空文件夹里。", "原有文件没有改动。", "请另选一个文件夹。")
    building = folder.with_name(folder.name + ".building")
    try:
        shutil.rmtree(building, ignore_errors=True)
        building.mkdir(parents=True)
        building.chmod(0o700)
        sheets = _build(building, people, schema, cost or kdf.suitable_cost(), plan)
        if folder.exists():
            folder.rmdir()
        building.rename(folder)
        sync_folder(folder.parent)
    except OSError as error:
        raise outside(error, folder.name) from None
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return sheets


def _check_people(people: list[NewUser], plan: Plan) -> None:
    names = [person.name.strip() for person in people]
    if len(set(names)) != len(names) or not all(names):
        raise UserError("每个人要有自己的姓名,不能空,也不能相同。", "", "还没有建立数据。", "请改正后继续。")
    for person in people:
        check_password(person.password, person.name)
    missing = [plan.role_titles[role] for role in plan.needed if role not in {p.role for p in people}]
    if missing:
        raise UserError(f"还缺{'和'.join(missing)}的账户。", "", "还没有建立数据。", "请补上姓名和口令。")


def _build(folder: Path, people: list[NewUser], schema: Path, cost: kdf.KdfCost, plan: Plan) -> list[Sheet]:
    keys = {scope: os.urandom(32) for scope in plan.scope_titles}
    for scope in plan.databases:
        path = folder / f"{scope}.db"
        conn = connect(path, slots.sub_key(keys[scope], "database"), create=True)
        try:
            migrate(conn, schema / plan.steps[scope], path)
        finally:
            conn.close()
    codes = [(scope, title, recovery.new_code()) for scope, title in plan.sheets]
    headers.store(folder, _header(people, keys, codes, cost, plan))
    return [Sheet(scope, title, recovery.written(code)) for scope, title, code in codes]


def _header(
    people: list[NewUser], keys: dict[str, bytes], codes: list[tuple[str, str, bytes]], cost: kdf.KdfCost, plan: Plan
) -> headers.Header:
    vault_id = secrets.token_hex(16)
    private = Ed25519PrivateKey.generate()
    box = slots.encrypt(keys["signing"], "signing-key", private.private_bytes_raw(), vault_id.encode())
    made = headers.Header(
        vault_id=vault_id,
        generation=1,
        users={},
        scopes={scope: {"epoch": 1, "grants": {}, "mac": ""} for scope in keys},
        signing={**box, "public": slots.b64(private.public_key().public_bytes_raw())},
        recovery={
            scope: slots.wrap_with_codes(key, [code for of, _, code in codes if of == scope], f"recovery/{vault_id}/{scope}".encode())
            for scope, key in keys.items()
        },
        features=plan.features,
        made_with=__version__,
    )
    for person in people:
        _grant(made, person, keys, cost)
    return made.sealed_with(keys)


def _grant(made: headers.Header, person: NewUser, keys: dict[str, bytes], cost: kdf.KdfCost) -> None:
    user, key = secrets.token_hex(8), slots.new_user_key()
    made.users[user] = {"name": person.name.strip(), "role": person.role, "public": slots.b64(key.public)}
    made.users[user]["wrap"] = slots.wrap_private(key, person.password, cost, user_record(made, user))
    for scope in made.plan.grants[person.role]:
        info = slots.grant_info(made.vault_id, scope, 1, user, person.role)
        grants = made.scopes[scope]["grants"]
        if isinstance(grants, dict):
            grants[user] = slots.seal_to(key.public, keys[scope], info)
