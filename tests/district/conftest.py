"""A bureau made once and copied for each test, schools that hand over, and a PostgreSQL server of the tests' own."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from jlt_desktop.bundle import enrolment, sshsig
from jlt_desktop.bundle.bag import Column, Table
from jlt_desktop.bundle.make import Envelope, Made, make_bundle, make_payload
from jlt_desktop.bundle.suite import new_identity, recipient_of
from jlt_desktop.district import enrol, founding, trust
from jlt_desktop.district.bureau import Bureau, open_bureau
from jlt_desktop.paths import db_schema
from jlt_desktop.vault.creating import NewUser
from jlt_desktop.vault.kdf import KdfCost
from tests.district.server import new_database, programs, running

FAST = KdfCost(1024, 1, 1)
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=timezone(timedelta(hours=8)))
OFFICER, APPROVER = ("李收件", "清河门区的秋天很长甲"), ("王复核", "清河门区的秋天很长乙")
ROOT_PASSWORD = "锁在柜子里的根钥匙口令"
DISTRICT = "210999"
COUNTS = (Column("indicator", "指标"), Column("label", "名称"), Column("group", "分组"), Column("count", "数量", "integer"))
REPLY = recipient_of(new_identity())


@dataclass
class Clock:
    """The bureau's clock, which tests turn."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


@dataclass
class SchoolSide:
    """A school with its key and its chain, as the school's program keeps them."""

    code: str
    recipient: str
    key: Ed25519PrivateKey
    certificate: bytes = b""
    seq: int = 0
    prev: str = ""
    chain: str = ""
    form: str = "general"
    made: list[Made] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chain = self.chain or hashlib.sha256(self.code.encode()).hexdigest()[:32]

    @property
    def public(self) -> bytes:
        return self.key.public_key().public_bytes_raw()

    def bundle(self, tables: tuple[Table, ...] | None = None, period: str = "2026-11", **changed: object) -> Made:
        """The next bundle of the chain."""
        number = changed.pop("seq", self.seq + 1)
        given = {
            "school_id": self.code, "district": DISTRICT, "recipients": (self.recipient,), "form_id": self.form, "period": period, "chain_id": self.chain,
            "seq": number, "prev_statement_sha256": self.prev, "audit": {"general": {"n": 9, "head": "00" * 32}, "confidential": None},
            "database": {"epoch": 1, "counter": 9}, "prepared_by": "clerk", "approved_by": "principal", "app_version": "0.1.0",
            "created": NOW - timedelta(hours=1), "certificate": self.certificate,
        }  # fmt: skip
        payload = changed.pop("payload", None) or make_payload(
            figures(self.code) if tables is None else tables, self.code, period, self.form
        )
        made = make_bundle(payload, Envelope(**{**given, **changed}), self.key)  # type: ignore[arg-type]
        self.seq, self.prev = made.statement.seq, hashlib.sha256(made.statement_bytes).hexdigest()
        self.made.append(made)
        return made


def figures(code: str, rows: int = 2) -> tuple[Table, ...]:
    start = int(code[-2:])
    return (Table("student_counts", "学生合计", COUNTS, [["sex", "性别", f"组{n}", str(start + n)] for n in range(rows)]),)


@dataclass
class Office:
    """A bureau's vault of a test: its folder, root key, clock."""

    folder: Path
    root: Ed25519PrivateKey
    clock: Clock
    bureau: Bureau

    def enrolled(self, code: str, folder: Path, seed: int = 0) -> SchoolSide:
        """A school that has gone through enrolment with both people."""
        school = SchoolSide(code, self.bureau.trust().intake[0], key_of(code, seed))
        asked = enrol.look(self.bureau, write_request(school, folder))
        number = enrol.enter(self.bureau, asked, " ".join(asked.digits))
        school.certificate = enrol.approve(self.bureau, number, *APPROVER)
        return school


def key_of(code: str, seed: int = 0) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(f"invented {code} {seed}".encode()).digest())


def write_request(school: SchoolSide, folder: Path, **changed: object) -> Path:
    given = {
        "school_id": school.code, "school_name": f"示例{school.code[-2:]}小学", "key": sshsig.key_line(school.public),
        "key_fingerprint": sshsig.fingerprint(school.public), "reply_recipient": REPLY, "reason": "first", "replaces": "",
        "request_id": "a" * 32, "created": NOW.isoformat(),
    }  # fmt: skip
    request = enrolment.EnrolRequest(**{**given, **changed})  # type: ignore[arg-type]
    place = folder / f"ENROL-{school.code}"
    place.mkdir(parents=True, exist_ok=True)
    (place / "enrol.json").write_bytes(request.to_bytes())
    (place / "enrol.json.sig").write_bytes(enrolment.sign_enrol(request, school.key))
    return place


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, founding.Founded, Ed25519PrivateKey]:
    """A bureau's vault made once; never opened, only copied."""
    folder = tmp_path_factory.mktemp("bureau")
    asked = founding.Founding(
        district=DISTRICT, name="示例区教育局", people=[NewUser(OFFICER[0], "intake", OFFICER[1]), NewUser(APPROVER[0], "approver", APPROVER[1])],
        root_file=folder / "stick.age", root_password=ROOT_PASSWORD,
    )  # fmt: skip
    made = founding.found(folder / "vault", asked, db_schema(), FAST, FAST)
    return folder / "vault", made, trust.open_root(folder / "stick.age", ROOT_PASSWORD)


@pytest.fixture
def office(founded, tmp_path: Path) -> Iterator[Office]:
    """An opened copy that keeps everything in its vault."""
    yield from _opened(founded, tmp_path, "")


def _opened(founded, tmp_path: Path, where: str) -> Iterator[Office]:
    folder = tmp_path / "bureau"
    shutil.copytree(founded[0], folder)
    clock = Clock()
    bureau = open_bureau(folder, *OFFICER, db_schema(), floor=FAST, now=clock)
    bureau.keep_elsewhere(where)
    made = Office(folder, founded[2], clock, bureau)
    yield made
    made.bureau.close()


@pytest.fixture(params=["vault", "postgres"])
def anywhere(request, founded, tmp_path: Path) -> Iterator[Office]:
    """The same, once with everything in the vault and once with acceptance in a real PostgreSQL server."""
    where = "" if request.param == "vault" else request.getfixturevalue("database")()
    yield from _opened(founded, tmp_path, where)


# -- a server of our own ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The socket folder of a PostgreSQL server started for these tests, as a user that is not root."""
    where = programs()
    if where is None:
        pytest.skip("the Debian package postgresql is not here")
    with running(where) as folder:
        yield folder


@pytest.fixture
def database(server: str) -> Callable[[], str]:
    """Make an empty database and return its address."""
    return lambda: new_database(server)
