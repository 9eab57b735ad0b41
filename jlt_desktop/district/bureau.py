"""The bureau's desk in the hands of one officer: the opened vault, the keys of the desk, the store, and what is trusted now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from jlt_desktop.bundle import sshsig
from jlt_desktop.bundle.trust import TrustList
from jlt_desktop.bundle.trust import parse as parse_trust
from jlt_desktop.district.store_vault import VaultStore
from jlt_desktop.domain.errors import OutsideError
from jlt_desktop.vault.kdf import FLOOR, KdfCost
from jlt_desktop.vault.opening import open_vault
from jlt_desktop.vault.plans import DISTRICT
from jlt_desktop.vault.settings import Settings
from jlt_desktop.vault.store import now_utc

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from jlt_desktop.district.store import Store
    from jlt_desktop.vault.session import Session

STORE = "store"  # where acceptance is kept: nothing for the vault, or a PostgreSQL address
INTAKE, RECEIPT = "intake", "receipt"


class Bureau:
    """What an officer who has unlocked holds. Close it to drop the keys and let go of the files."""

    def __init__(self, session: Session, floor: KdfCost, now: Callable[[], datetime], steps: Path) -> None:
        """Wrap an unlocked vault. now: the present moment with zone. steps: the SQL steps of a PostgreSQL store."""
        self.session, self.floor, self.now, self.steps = session, floor, now, steps
        self.scope = session.store("general")
        self.settings = Settings(self.scope.conn)
        self.store: Store = self._connected()

    def _connected(self) -> Store:
        where = str(self.settings.get(STORE, ""))
        if not where:
            return VaultStore(self.scope)
        # the driver is an optional extra: whoever keeps everything in the vault does not need it
        from jlt_desktop.district.store_postgres import PostgresStore

        return PostgresStore(where, self.steps)

    def keep_elsewhere(self, where: str) -> None:
        """Keep acceptance in a PostgreSQL server from now on, or in the vault again (""). Raises OutsideError when some is kept already."""
        if where == str(self.settings.get(STORE, "")):
            return
        if self.store.last_answer()[0]:
            raise OutsideError(
                "已经有收件记录,不能换存放的地方。", "换了以后,以前收过的就认不出来了。", "没有改动。", "请新建一份收件数据再换。"
            )
        before = self.store
        with self.scope.transaction():
            self.settings.set(STORE, where)
            self.store = self._connected()
            self.log("换存放的地方", "store/postgresql" if where else "store/vault")
        for code, name in before.schools().items():
            self.store.know(code, name)
        before.close()

    @property
    def user(self) -> str:
        """Return the officer's name."""
        return self.session.user

    @property
    def role(self) -> str:
        """Return the officer's role in words."""
        return DISTRICT.role_titles.get(self.session.role, self.session.role)

    @property
    def district(self) -> str:
        """Return the bureau's six-digit code."""
        return str(self.settings.get("district", ""))

    @property
    def name(self) -> str:
        """Return the bureau's name."""
        return str(self.settings.get("name", ""))

    def log(self, action: str, target: str, details: Mapping[str, object] | None = None) -> None:
        """Write one event into the vault's journal, within the caller's transaction."""
        self.scope.journal.append(now_utc(), action, target, details)

    # -- keys ---------------------------------------------------------------------------------------------------------

    def desk_keys(self, purpose: str) -> list[tuple[bytes, str]]:
        """Return (secret, public) of the keys of a purpose, the one in use first."""
        sql = "SELECT secret, public FROM desk_key WHERE purpose = ? ORDER BY number DESC"
        return [(bytes(secret), str(public)) for secret, public in self.scope.conn.execute(sql, (purpose,))]

    def identities(self) -> tuple[str, ...]:
        """Return the age identities that bundles may be sealed to, the one in use first."""
        return tuple(secret.decode() for secret, _ in self.desk_keys(INTAKE))

    def receipt_key(self) -> Ed25519PrivateKey:
        """Return the key that signs receipts now."""
        return Ed25519PrivateKey.from_private_bytes(self.desk_keys(RECEIPT)[0][0])

    @property
    def authority(self) -> bytes:
        """Return the raw public key of the CA."""
        return self.session.signing_public

    # -- trust --------------------------------------------------------------------------------------------------------

    def trust(self) -> TrustList:
        """Return the trust list in force. Raises OutsideError when there is none."""
        row = self.scope.conn.execute("SELECT content FROM trust_list ORDER BY version DESC LIMIT 1").fetchone()
        if row is None:
            raise OutsideError("还没有签发信任清单,不能收件。", "", "数据没有改动。", "请用根钥匙签发第一版。")
        return parse_trust(bytes(row[0]))

    def signers(self) -> list[sshsig.AllowedSigner]:
        """Return whose certificates count."""
        return sshsig.read_allowed_signers(self.trust().allowed_signers)

    def revoked(self, now: datetime) -> Collection[int]:
        """Return the serial numbers that count no more at a moment."""
        sql = "SELECT number FROM enrolment WHERE revoked_at IS NOT NULL AND revoked_at <= ?"
        return frozenset(row[0] for row in self.scope.conn.execute(sql, (in_utc(now),)))

    def close(self) -> None:
        """Close the store and the vault."""
        self.store.close()
        self.session.close()


def open_bureau(
    folder: Path, user: str, password: str, schema: Path, *, floor: KdfCost = FLOOR, now: Callable[[], datetime] | None = None
) -> Bureau:
    """Unlock the bureau's vault. Raises OutsideError."""
    session = open_vault(folder, user, password, schema, floor, DISTRICT)
    try:
        return Bureau(session, floor, now or (lambda: datetime.now().astimezone()), schema / "postgres")
    except BaseException:
        session.close()
        raise


def in_utc(moment: datetime, days: int = 0) -> str:
    """Return a moment, so many days later, as the vault writes it."""
    return (moment.astimezone(UTC) + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
