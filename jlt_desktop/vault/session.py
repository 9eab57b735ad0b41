"""An unlocked vault in the hands of one user: the stores of the scopes granted, and nothing of the others."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from jlt_desktop import __version__
from jlt_desktop.domain.errors import OutsideError
from jlt_desktop.vault import header as headers
from jlt_desktop.vault import kdf, slots
from jlt_desktop.vault.database import connect
from jlt_desktop.vault.epochs import journal_key, settle
from jlt_desktop.vault.files import replace_with_retry
from jlt_desktop.vault.journal import Journal
from jlt_desktop.vault.migrate import migrate
from jlt_desktop.vault.passwords import check_password
from jlt_desktop.vault.plans import SCHOOL
from jlt_desktop.vault.settings import Settings
from jlt_desktop.vault.store import Store, now_utc

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from sqlite3 import Connection

    from jlt_desktop.vault.header import Header

SEEN = "header_generation"  # in the general file: a header older than this is not accepted
PREDECESSORS = "predecessors"  # in a file: user id -> the names whose owner-only records that user sees too
# a school's, which is what most of the program is about; who may hold either kind asks header.plan
DATABASES = SCHOOL.databases
GRANTS = SCHOOL.grants
ROLE_TITLES = SCHOOL.role_titles
SCOPE_TITLES = SCHOOL.scope_titles
FILE_TITLES = SCHOOL.file_titles
# in the general file: a file of the plan that came later was there once, and is never taken for one still to be made
MADE = "own_file_made"


class Session:
    """What an unlocked user holds. Close it to drop the keys and let go of the files."""

    def __init__(self, folder: Path, header: Header, user: str, key: slots.UserKey, keys: dict[str, bytes], schema: Path) -> None:
        """Open the databases of the granted scopes. Raises OutsideError."""
        self.folder, self.header, self.user_id = folder, header, user
        self.user = str(header.users[user]["name"])
        self.role = str(header.users[user]["role"])
        self._key, self._keys, self._schema = key, keys, schema
        self._stores: dict[str, Store] = {}
        self.clock_suspect = False
        try:
            for scope in (one for one in header.plan.databases if one in keys):
                conn, journal = self._open(scope)
                self._stores[scope] = Store(conn, folder / f"{scope}.db", journal, self.user)
                self._look_around(self._stores[scope])
        except BaseException:
            self.close()
            raise

    def _open(self, scope: str) -> tuple[Connection, Journal]:
        path, key = self.folder / f"{scope}.db", self.database_key(scope)
        settle(self.folder, self.header, scope, key)
        if scope in self.header.plan.later:
            self._make_if_never_made(path, key)
        conn = connect(path, key)
        try:
            migrate(conn, self._schema / self.header.plan.steps[scope], path)
            return conn, Journal(conn, journal_key(conn, self._keys[scope]), self.user, self.role, __version__)
        except BaseException:
            conn.close()
            raise

    def _make_if_never_made(self, path: Path, key: bytes) -> None:
        settings = Settings(self._stores["general"].conn)
        if settings.get(MADE):
            return
        if not path.exists():
            making = path.with_name(f"{path.name}.making")
            connect(making, key, create=True).close()
            replace_with_retry(making, path)
        with self._stores["general"].transaction():
            settings.set(MADE, True)

    def _look_around(self, store: Store) -> None:
        known = Settings(store.conn).get(PREDECESSORS, {})
        store.sees |= frozenset(known.get(self.user_id, ()) if isinstance(known, dict) else ())

    @property
    def scopes(self) -> tuple[str, ...]:
        """Return the scopes this user holds the keys of."""
        return tuple(self._keys)

    def store(self, scope: str) -> Store:
        """Return the records of a scope. Raises OutsideError when the user may not open it."""
        found = self._stores.get(scope)
        if found is None:
            whose = "校长" if scope == "signing" else "心理教师"
            raise OutsideError("您的账户没有打开这部分资料的钥匙。", "", "", f"需要时请{whose}本人打开。")
        return found

    def stores(self) -> tuple[Store, ...]:
        """Return every store that is open."""
        return tuple(self._stores.values())

    def database_key(self, scope: str) -> bytes:
        """Return the key of a database file, for opening a copy of it."""
        return slots.sub_key(self._keys[scope], "database")

    def signing_key(self) -> bytes:
        """Return the school's Ed25519 private key, 32 bytes. Raises OutsideError for anyone but those granted."""
        return signing_key(self.header, self._keys)

    @property
    def signing_public(self) -> bytes:
        """Return the school's Ed25519 public key, 32 bytes."""
        return slots.unb64(self.header.signing["public"])

    def change_password(self, old: str, new: str, cost: kdf.KdfCost | None = None) -> None:
        """Put the user's own key under a new password. Raises OutsideError for a wrong old one, UserError for a weak new one."""
        record = user_record(self.header, self.user_id)
        floor = kdf.FLOOR if cost is None else min(cost, kdf.FLOOR, key=lambda one: one.memory)
        wrap = self.header.users[self.user_id]["wrap"]
        try:
            slots.unwrap_private(wrap, old, record, floor)  # type: ignore[arg-type]  # checked when the header was read
        except slots.WrongKey:
            raise wrong_password() from None
        check_password(new, self.user)
        fresh = slots.wrap_private(self._key, new, cost or kdf.suitable_cost(), record)
        users = {**self.header.users, self.user_id: {**self.header.users[self.user_id], "wrap": fresh}}
        self.change_header(replace(self.header, users=users), ("更换口令", f"user/{self.user_id}"))

    def change_header(self, changed: Header, event: tuple[str, str], more: Mapping[str, bytes] | None = None) -> None:
        """Keep a changed header and its journal event: action, object. more: scopes' keys beyond this user's. Raises OutsideError."""
        store = self._stores["general"]
        sealed = self.next_header(changed, self._keys | dict(more or {}))
        with store.transaction():
            store.journal.append(now_utc(), *event)
            headers.store(self.folder, sealed)
            self.header = sealed
            Settings(store.conn).set(SEEN, sealed.generation)

    def next_header(self, changed: Header, keys: Mapping[str, bytes]) -> Header:
        """Return a changed header as the next generation, every MAC made anew whose key is given."""
        return replace(changed, generation=self.header.generation + 1, made_with=__version__).sealed_with(keys)

    def keys(self) -> dict[str, bytes]:
        """Return the scopes' keys this user holds."""
        return dict(self._keys)

    def own_key(self) -> slots.UserKey:
        """Return the user's own key pair."""
        return self._key

    def go_over_to(self, header: Header, fresh: Mapping[str, bytes]) -> None:
        """Work on under keys made anew: scope -> key. Who is not in the header any more is locked out here. Raises OutsideError."""
        self.header = header
        for scope in (one for one in fresh if one in self._stores):
            self._stores[scope].close()
        self._keys = {scope: fresh.get(scope, key) for scope, key in self._keys.items() if self.user_id in header.granted(scope)}
        if not self._keys:
            self.close()
            return
        for scope in (one for one in fresh if one in self._stores):
            if scope not in self._keys:
                del self._stores[scope]
                continue
            try:
                self._stores[scope].go_over_to(*self._open(scope))
                self._look_around(self._stores[scope])
            except BaseException:
                self.close()
                raise

    def close(self) -> None:
        """Close the files and drop the keys."""
        for store in self._stores.values():
            store.close()
        self._stores.clear()
        self._keys = {}


def signing_key(header: Header, keys: dict[str, bytes]) -> bytes:
    """Open the school's signing key with the keys of a user. Raises OutsideError for anyone but those granted."""
    if "signing" not in keys:
        who, key = header.plan.signers
        raise OutsideError(f"只有{who}可以用{key}。", "这个账户没有这把钥匙。", "没有签名。", f"请{who}用自己的口令签名。")
    slot = {key: header.signing[key] for key in ("nonce", "box")}
    return slots.decrypt(keys["signing"], "signing-key", slot, header.vault_id.encode())


def in_order(header: Header) -> list[tuple[str, str]]:
    """Return (name, role) of everybody in a header: clerks first, then by name."""
    roles = list(header.plan.role_titles)
    found = [(str(one["name"]), str(one["role"])) for one in header.users.values()]
    return sorted(found, key=lambda one: (roles.index(one[1]) if one[1] in roles else len(roles), one[0]))


def user_record(header: Header, user: str) -> list[object]:
    """Return what is bound to a user's wrapped key: vault, id, name, role, public key."""
    one = header.users[user]
    return [header.vault_id, user, one["name"], one["role"], one["public"]]


def wrong_password() -> OutsideError:
    """Return the sentence for a wrong name or password; the same for both, so that it tells nothing."""
    return OutsideError("姓名或口令不对。", "", "数据没有改动,可以再试。", "请核对输入法和大写锁定;忘了口令请用恢复单。")
