"""vault.json: who may open what. Two copies written in turn; every bit is authenticated by the keys it leads to."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from jlt_desktop.domain.errors import OutsideError
from jlt_desktop.vault import cut_short, slots
from jlt_desktop.vault.canonical import canonical, no_constant, strict_object
from jlt_desktop.vault.files import read_limited, write_whole
from jlt_desktop.vault.plans import PLANS, SCHOOL, Plan, plan_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

NAMES = ("vault.json", "vault-2.json")
FORMAT = 1
FEATURES = SCHOOL.features
_KNOWN = tuple(one for plan in PLANS for one in plan.features)  # no set: what a header lists may be anything
CIPHER = {"compatibility": 4, "page_size": 4096, "hmac": "HMAC_SHA512", "kdf": "PBKDF2_HMAC_SHA512", "key": "raw-256"}
_MOST = 1024 * 1024
_FIELDS = {"format", "features", "vault_id", "generation", "cipher", "made_with", "users", "scopes", "signing", "recovery", "mac"}


class BrokenHeader(Exception):
    """This copy of the header cannot be trusted; the other one may be."""


@dataclass(frozen=True)
class Header:
    """The header as data. users: id -> name, role, public, wrap. scopes: name -> epoch, grants, mac. recovery: scope -> slot."""

    vault_id: str
    generation: int
    users: dict[str, dict[str, object]]
    scopes: dict[str, dict[str, object]]
    signing: dict[str, object]
    recovery: dict[str, dict[str, object]]
    features: tuple[str, ...] = FEATURES
    cipher: dict[str, object] = field(default_factory=lambda: dict(CIPHER))
    made_with: str = ""
    mac: str = ""

    def as_dict(self) -> dict[str, object]:
        """Return what is written, the MAC included."""
        return {
            "format": FORMAT, "features": list(self.features), "vault_id": self.vault_id, "generation": self.generation,
            "cipher": self.cipher, "made_with": self.made_with, "users": self.users, "scopes": self.scopes,
            "signing": self.signing, "recovery": self.recovery, "mac": self.mac,
        }  # fmt: skip

    @property
    def plan(self) -> Plan:
        """Return which kind of vault this is. Raises BrokenHeader for none that is known."""
        found = plan_of(self.features)
        if found is None:
            raise BrokenHeader("features")
        return found

    def epoch(self, scope: str) -> int:
        """Return how often a scope's key was made, from 1."""
        return int(str(self.scopes[scope]["epoch"]))

    def granted(self, scope: str) -> tuple[str, ...]:
        """Return the ids of the users who hold a scope's key."""
        grants = self.scopes[scope]["grants"]
        return tuple(sorted(grants)) if isinstance(grants, dict) else ()

    def scope_content(self, scope: str) -> dict[str, object]:
        """Return what authorises in one scope and nothing more: its MAC covers this."""
        data = self.scopes[scope]
        return {
            "vault_id": self.vault_id, "features": list(self.features), "cipher": self.cipher, "scope": scope,
            "epoch": data["epoch"], "grants": data["grants"], "recovery": self.recovery.get(scope),
            "signing": self.signing if scope == "signing" else None,
            "users": [[one, self.users[one]["role"], self.users[one]["public"]] for one in self.granted(scope)],
        }  # fmt: skip

    def sealed_scope(self, scope: str, key: bytes) -> Header:
        """Return the header with a fresh MAC of one scope."""
        scopes = {**self.scopes, scope: {**self.scopes[scope], "mac": slots.mac(key, f"header/{scope}", self.scope_content(scope))}}
        return replace(self, scopes=scopes)

    def sealed(self, general_key: bytes) -> Header:
        """Return the header with a fresh MAC over the whole; to be called last."""
        return replace(self, mac=slots.mac(general_key, "header", self._whole()))

    def sealed_with(self, keys: Mapping[str, bytes]) -> Header:
        """Return the header with fresh MACs of every scope whose key is held and, last, over the whole."""
        sealed = self
        for scope in sorted(keys):
            sealed = sealed.sealed_scope(scope, keys[scope])
        return sealed.sealed(keys["general"])

    def outdates(self, other: Header) -> bool:
        """Tell whether a scope's key was made anew since another header: then that one's keys are to open nothing any more."""
        later = any(self.epoch(scope) > other.epoch(scope) for scope in self.scopes.keys() & other.scopes.keys())
        return self.generation > other.generation and later

    def check_scope(self, scope: str, key: bytes) -> None:
        """Raise BrokenHeader unless the scope's MAC holds under its key."""
        if self.scopes[scope].get("mac") != slots.mac(key, f"header/{scope}", self.scope_content(scope)):
            raise BrokenHeader(scope)

    def check_whole(self, general_key: bytes) -> None:
        """Raise BrokenHeader unless the MAC over the whole holds."""
        if self.mac != slots.mac(general_key, "header", self._whole()):
            raise BrokenHeader("whole")

    def _whole(self) -> dict[str, object]:
        content = self.as_dict()
        del content["mac"]
        return content


def parse(data: bytes) -> Header:
    """Read one copy strictly: canonical bytes, known fields, known features. Raises BrokenHeader or OutsideError."""
    try:
        content = json.loads(data.decode(), object_pairs_hook=strict_object, parse_constant=no_constant)
        written = canonical(content)
    except (ValueError, RecursionError):
        raise BrokenHeader("unreadable") from None
    if not isinstance(content, dict):
        raise BrokenHeader("shape")
    _known_format(content)
    if set(content) != _FIELDS or written != data:
        raise BrokenHeader("shape")
    try:
        return _typed(content)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise BrokenHeader("shape") from None


def _known_format(content: dict[str, object]) -> None:
    features = content.get("features")
    unknown = [str(one) for one in features if one not in _KNOWN] if isinstance(features, list) else []
    number = content.get("format")
    newer = isinstance(number, int) and not isinstance(number, bool) and number > FORMAT
    if unknown or newer:
        raise OutsideError(
            "这份数据是用更新的版本建立的,这个版本打不开。",
            f"需要支持:{'、'.join(unknown) or f'格式 {number}'};建立它的版本是 {content.get('made_with', '未知')}。",
            "数据没有改动。",
            "请安装同样新或更新的版本后再打开。",
        )


def _typed(content: dict[str, object]) -> Header:
    generation, users, scopes, recovery = content["generation"], content["users"], content["scopes"], content["recovery"]
    if isinstance(generation, bool) or not isinstance(generation, int) or content["format"] != FORMAT:
        raise TypeError
    features = content["features"]
    if not isinstance(features, list) or plan_of(tuple(features)) is None or content["cipher"] != CIPHER:
        raise TypeError
    for table in (users, scopes, recovery):
        if not isinstance(table, dict) or not all(isinstance(row, dict) for row in table.values()):
            raise TypeError
    for scope in scopes.values():  # type: ignore[attr-defined]  # checked just above
        grants = scope["grants"]
        if not isinstance(grants, dict) or not set(grants) <= set(users) or type(scope["epoch"]) is not int:  # type: ignore[call-overload]
            raise TypeError
    for user in users.values():  # type: ignore[attr-defined]  # checked above
        if {type(user[key]) for key in ("name", "role", "public")} != {str} or not isinstance(user["wrap"], dict):
            raise TypeError
    if not isinstance(content["signing"], dict) or {type(content[k]) for k in ("mac", "vault_id", "made_with")} != {str}:
        raise TypeError
    return Header(
        vault_id=content["vault_id"], generation=generation, users=users, scopes=scopes, recovery=recovery,  # type: ignore[arg-type]
        features=tuple(features), signing=content["signing"], made_with=content["made_with"], mac=content["mac"],  # type: ignore[arg-type]
    )  # fmt: skip


def load(folder: Path) -> list[Header]:
    """Return the readable copies that differ, newest first. Raises OutsideError when there is no vault or none can be read.

    A copy from before a key was made anew is not among them: whoever was taken away since must not come in by it.
    Every way in begins here; so a restore that was cut short is finished first.
    """
    cut_short.finish(folder)
    found, seen = [], False
    for name in NAMES:
        data = read_limited(folder / name, _MOST)
        if data is None:
            continue
        seen = True
        try:
            header = parse(data)
            found += [] if header in found else [header]
        except BrokenHeader:
            continue
    if not seen:
        raise OutsideError("这个文件夹里没有学校数据。", f"没有找到 {NAMES[0]}。", "", "请选对文件夹,或新建本校数据、从备份恢复。")
    if not found:
        raise broken_header()
    found.sort(key=lambda one: one.generation, reverse=True)
    return [one for one in found if not any(other.outdates(one) for other in found)]


def store(folder: Path, header: Header) -> None:
    """Write both copies, one after the other, so that one good copy stands at every moment. Raises OutsideError.

    Both, because a copy left as it was would still let the old password in.
    """
    first, second = (NAMES[(header.generation + turn) % 2] for turn in (0, 1))
    data = canonical(header.as_dict())
    write_whole(folder / first, data)
    with suppress(OutsideError):  # what counts is written; renew() makes up for it when the vault is next opened
        write_whole(folder / second, data)


def stands(folder: Path, header: Header) -> bool:
    """Tell whether a header has reached the disk, whatever was said when it was written."""
    data = canonical(header.as_dict())
    return any(read_limited(folder / name, _MOST) == data for name in NAMES)


def renew(folder: Path, header: Header) -> None:
    """Bring a damaged or older copy up to a header that was just proved; a newer one is left alone."""
    data = canonical(header.as_dict())
    for name in NAMES:
        with suppress(OSError, OutsideError):  # a disk that takes nothing is told of when something has to be kept
            there = read_limited(folder / name, _MOST)
            if there != data and not _newer(there, header):
                write_whole(folder / name, data)
            (folder / f"{name}.part").unlink(missing_ok=True)


def _newer(data: bytes | None, header: Header) -> bool:
    try:
        return data is not None and parse(data).generation > header.generation
    except BrokenHeader:
        return False


def broken_header() -> OutsideError:
    """Return the sentence for a header that nobody can trust."""
    return OutsideError(
        "数据目录的钥匙文件损坏或被人改过,不能打开。",
        "两份钥匙文件都没有通过核对。",
        "程序没有改动任何文件。",
        "请用“从备份恢复”,选最近一次核对过的备份。",
    )
