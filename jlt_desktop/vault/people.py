"""Who may unlock: people are admitted, granted a scope, renamed and taken away by those who hold the keys in question."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jlt_desktop.domain.errors import OutsideError, UserError
from jlt_desktop.vault import kdf, recovery, slots
from jlt_desktop.vault.creating import NewUser, Sheet
from jlt_desktop.vault.passwords import check_password
from jlt_desktop.vault.plans import SCHOOL, Plan
from jlt_desktop.vault.rekey import NewKeys, Progress, grant, inherit, recovery_info, rekey
from jlt_desktop.vault.session import PREDECESSORS, user_record, wrong_password
from jlt_desktop.vault.settings import Settings
from jlt_desktop.vault.store import now_utc

if TYPE_CHECKING:
    from jlt_desktop.vault.header import Header
    from jlt_desktop.vault.session import Session

_MOST_NAME = 40


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may unlock: id in the header, name, role, and the scopes whose keys they hold."""

    id: str
    name: str
    role: str
    scopes: tuple[str, ...]


def everybody(header: Header) -> list[Person]:
    """Return all who may unlock, in the order of roles and names."""
    order = list(header.plan.role_titles)
    found = [
        Person(one, str(data["name"]), str(data["role"]), tuple(s for s in header.plan.scope_titles if one in header.granted(s)))
        for one, data in header.users.items()
    ]
    return sorted(found, key=lambda one: (order.index(one.role) if one.role in order else len(order), one.name))


def draw_sheets(scopes: Sequence[str], plan: Plan = SCHOOL) -> list[Sheet]:
    """Return fresh recovery sheets for scopes, two for a scope that takes two; they open nothing until a re-key is done with them."""
    return [Sheet(scope, title, recovery.written(recovery.new_code())) for scope, title in plan.sheets if scope in scopes]


def _codes(sheets: Sequence[Sheet]) -> dict[str, list[bytes]]:
    found: dict[str, list[bytes]] = {}
    for one in sheets:
        found.setdefault(one.scope, []).append(recovery.read(" ".join(one.groups)))
    return found


# -- coming ---------------------------------------------------------------------------------------------------------


def keys_from_sheets(session: Session, codes: Mapping[str, Sequence[bytes]]) -> dict[str, bytes]:
    """Return the keys of scopes that nobody present holds, by all of their recovery sheets. Raises OutsideError."""
    found = {}
    for scope, given in codes.items():
        try:
            found[scope] = slots.unwrap_with_codes(session.header.recovery[scope], list(given), recovery_info(session.header, scope))
        except slots.WrongKey:
            need = session.header.recovery[scope]["sheets"]
            raise OutsideError(
                f"恢复码打不开“{session.header.plan.scope_titles[scope]}”。",
                f"它要 {need} 张现行恢复单上的码一起用。",
                "没有改动。",
                "请核对恢复单后再试。",
            ) from None
        session.header.check_scope(scope, found[scope])
    return found


def admit(session: Session, who: NewUser, more: Mapping[str, bytes] | None = None, cost: kdf.KdfCost | None = None) -> str:
    """Add a person with the scopes of their role and return the id. more: keys from keys_from_sheets(). Raises UserError, OutsideError."""
    name = _free_name(session.header, who.name)
    check_password(who.password, name)
    keys = session.keys() | dict(more or {})
    plan = session.header.plan
    missing = [plan.scope_titles[scope] for scope in plan.grants[who.role] if scope not in keys]
    if missing:
        raise OutsideError(
            f"您没有“{'、'.join(missing)}”的钥匙,不能添加{plan.role_titles[who.role]}。", "钥匙只能由有它的人给。", "没有改动。",
            "请有这把钥匙的人来办;人已不在,就用这部分的恢复单。",
        )  # fmt: skip
    key, user = slots.new_user_key(), secrets.token_hex(8)
    data: dict[str, object] = {"name": name, "role": who.role, "public": slots.b64(key.public)}
    changed = replace(session.header, users={**session.header.users, user: data})
    data["wrap"] = slots.wrap_private(key, who.password, cost or kdf.suitable_cost(), user_record(changed, user))
    for scope in plan.grants[who.role]:
        changed = _granted(changed, scope, user, keys[scope])
    session.change_header(changed, ("添加人员", f"user/{user}/{who.role}"), more)
    return user


def give(session: Session, user: str, scope: str) -> None:
    """Grant a scope one holds to somebody who may unlock already. Raises OutsideError, UserError."""
    held = session.keys()
    if scope not in held:
        raise _not_yours(session, [scope])
    _known(session.header, user)
    changed = _granted(session.header, scope, user, held[scope])
    session.change_header(changed, ("给予钥匙", f"user/{user}/{scope}"))


def _granted(header: Header, scope: str, user: str, key: bytes) -> Header:
    content = header.scopes[scope]
    grants = {**content["grants"], user: grant(header, scope, header.epoch(scope), user, key)}  # type: ignore[dict-item]
    return replace(header, scopes={**header.scopes, scope: {**content, "grants": grants}})


def let_see(session: Session, user: str, action: str) -> None:
    """Let a user, a successor or oneself under a new name, see what the person present could see alone. Raises OutsideError."""
    store = session.store("confidential")
    with store.transaction():
        inherit(Settings(store.conn), user, store.sees)
        store.journal.append(now_utc(), action, f"user/{user}")


def rename(session: Session, name: str, password: str, cost: kdf.KdfCost | None = None) -> None:
    """Change one's own name; the password is needed because the name is bound to what it opens. Raises UserError, OutsideError."""
    header, user = session.header, session.user_id
    name = _free_name(header, name)
    floor = kdf.FLOOR if cost is None else min(cost, kdf.FLOOR, key=lambda one: one.memory)
    try:
        slots.unwrap_private(header.users[user]["wrap"], password, user_record(header, user), floor)  # type: ignore[arg-type]
    except slots.WrongKey:
        raise wrong_password() from None
    data = {**header.users[user], "name": name}
    changed = replace(header, users={**header.users, user: data})
    data["wrap"] = slots.wrap_private(session.own_key(), password, cost or kdf.suitable_cost(), user_record(changed, user))
    if "confidential" in session.scopes:
        let_see(session, user, "改姓名")
    session.change_header(changed, ("改姓名", f"user/{user}"))


def _free_name(header: Header, name: str) -> str:
    name = " ".join(name.split())
    if not 0 < len(name) <= _MOST_NAME:
        raise UserError(f"姓名要写,最多 {_MOST_NAME} 个字。", "", "没有改动。", "请改正后继续。")
    if any(one["name"] == name for one in header.users.values()):
        raise UserError(f"已经有叫“{name}”的账户。", "解锁时按姓名认人。", "没有改动。", "请在姓名后加一个字区别,例如“小”。")
    return name


def _known(header: Header, user: str) -> None:
    if user not in header.users:
        raise UserError("没有这个人。", "可能刚被取消。", "没有改动。", "请重新打开“人员与钥匙”。")


# -- going ----------------------------------------------------------------------------------------------------------


def why_stays(session: Session, user: str) -> str:
    """Return why the person present cannot take somebody away; empty when that is possible."""
    people, plan = {one.id: one for one in everybody(session.header)}, session.header.plan
    if user not in people:
        return "没有这个人。"
    who, others = people[user], [one for one in people.values() if one.id != user]
    lacking = [plan.scope_titles[scope] for scope in who.scopes if scope not in session.scopes]
    if lacking:
        return f"{who.name}有“{'、'.join(lacking)}”的钥匙,要由同样有这把钥匙的人来办。"
    if who.role in plan.needed and not any(one.role == who.role for one in others):
        return f"{who.name}是最后一位{plan.role_titles[who.role]}。请先添加接任的人。"
    last = [plan.scope_titles[scope] for scope in who.scopes if not any(scope in one.scopes for one in others)]
    return f"“{'、'.join(last)}”只有{who.name}打得开。请先移交给接任的人。" if last else ""


def take_away(session: Session, user: str, sheets: Sequence[Sheet], progress: Progress | None = None) -> None:
    """Revoke everything from a person and make every key they held anew; the session is closed when it is one's own.

    sheets: fresh ones, from draw_sheets() for that person's scopes, on paper by now. Raises UserError, OutsideError.
    """
    why = why_stays(session, user)
    if why:
        raise UserError(f"不能取消这个账户:{why}", "", "没有改动。", "")
    header = session.header
    held = [one for one in header.scopes if user in header.granted(one)]
    heirs = _heirs(session, user) if "confidential" in held else {}
    wanted = NewKeys(codes=_whole(header.plan, sheets, held), events=[("取消人员", f"user/{user}")], heirs=heirs)
    scopes = {scope: {**data, "grants": _without(data["grants"], user)} for scope, data in header.scopes.items()}
    users = {one: data for one, data in header.users.items() if one != user}
    rekey(session, replace(header, users=users, scopes=scopes), wanted, progress)


def _heirs(session: Session, user: str) -> dict[str, list[str]]:
    """Return who sees from now on what only somebody who goes could see: those he chose, else those who remain."""
    found = Settings(session.store("confidential").conn).get(PREDECESSORS, {})
    known = dict(found) if isinstance(found, dict) else {}
    name, remain = str(session.header.users[user]["name"]), [one for one in session.header.granted("confidential") if one != user]
    if any(name in known.get(one, []) for one in remain):
        return {}
    return {one: [name, *known.get(user, [])] for one in remain}


def take_back(session: Session, user: str, scope: str, sheets: Sequence[Sheet], progress: Progress | None = None) -> None:
    """Take one scope beyond their role back from a person who stays. Raises UserError, OutsideError."""
    header = session.header
    _known(header, user)
    if scope not in session.scopes:
        raise _not_yours(session, [scope])
    if scope in header.plan.grants.get(str(header.users[user]["role"]), ()):
        raise UserError("这把钥匙属于这个人的岗位,不能单独收回。", "", "没有改动。", "人已离任,请用“离任”。")
    wanted = NewKeys(codes=_whole(header.plan, sheets, [scope]), events=[("收回钥匙", f"user/{user}/{scope}")])
    data = header.scopes[scope]
    scopes = {**header.scopes, scope: {**data, "grants": _without(data["grants"], user)}}
    rekey(session, replace(header, scopes=scopes), wanted, progress)


def renew_sheets(session: Session, sheets: Sequence[Sheet], progress: Progress | None = None) -> None:
    """Put new recovery sheets in force: the keys are made anew, for an old sheet and an old copy of the data would open them for ever.

    sheets: from draw_sheets(), on paper by now. Raises OutsideError.
    """
    scopes = list(dict.fromkeys(one.scope for one in sheets))
    lacking = [one for one in scopes if one not in session.scopes]
    if lacking:
        raise _not_yours(session, lacking)
    rekey(session, session.header, NewKeys(codes=_whole(session.header.plan, sheets, scopes), events=[("换恢复单", "vault")]), progress)


def _whole(plan: Plan, sheets: Sequence[Sheet], scopes: Sequence[str]) -> dict[str, list[bytes]]:
    """Return scope -> codes. Raises UserError unless there are as many fresh sheets as every scope takes."""
    codes = _codes(sheets)
    for scope in scopes:
        if len(codes.get(scope, [])) != sum(1 for one, _ in plan.sheets if one == scope):
            raise UserError(f"“{plan.scope_titles[scope]}”的新恢复单不全。", "", "没有改动。", "请从头再来一次。")
    return {scope: codes[scope] for scope in scopes}


def _without(grants: object, user: str) -> dict[str, object]:
    return {one: sealed for one, sealed in grants.items() if one != user} if isinstance(grants, dict) else {}


def _not_yours(session: Session, scopes: Sequence[str]) -> OutsideError:
    words = "、".join(session.header.plan.scope_titles[one] for one in scopes)
    return OutsideError(f"您没有“{words}”的钥匙,这件事要由有它的人来办。", "", "没有改动。", "")
