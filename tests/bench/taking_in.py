"""The bureau's desk: a bundle taken in against the standard tools on the same file, three hundred of them, memory, and workers side by side."""

from __future__ import annotations

import hashlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from measure import Result, seconds

from jlt_desktop import app
from jlt_desktop.bundle import certificate, sshsig
from jlt_desktop.bundle.bag import Column, Table
from jlt_desktop.bundle.make import Envelope, make_bundle, make_payload
from jlt_desktop.bundle.suite import recipient_of
from jlt_desktop.district.founding import Founding
from jlt_desktop.district.intake import Desk, Intake, desk_of
from jlt_desktop.district.run import take_file, take_side_by_side
from jlt_desktop.paths import db_schema
from jlt_desktop.vault.creating import NewUser
from tests.district.server import new_database, programs, running

SCHOOLS, ROWS, BY_HAND = 300, 1000, 31
# enough to fill the database's own cache, which is of fixed size
FEW = 100
PEOPLE = (("李收件", "清河门区的秋天很长甲"), ("王复核", "清河门区的秋天很长乙"))
CA = Ed25519PrivateKey.from_private_bytes(b"\x21" * 32)
COLUMNS = (Column("indicator", "指标"), Column("label", "名称"), Column("group", "分组"), Column("count", "数量", "integer"))
_PROBE = """
import re, sys
from pathlib import Path
sys.path[:0] = {path!r}
import taking_in
took = taking_in.take_some(Path({folder!r}), Path({bundles!r}), {number})
print(took, re.search(r"VmHWM:\\s+([0-9]+)", Path("/proc/self/status").read_text())[1])
"""


def all_of_them() -> list[Result]:
    """Make a bureau and its schools' bundles, and measure."""
    with tempfile.TemporaryDirectory() as name:
        room = Path(name)
        people = [NewUser(PEOPLE[0][0], "intake", PEOPLE[0][1]), NewUser(PEOPLE[1][0], "approver", PEOPLE[1][1])]
        asked = Founding(
            district="210999", name="示例区教育局", people=people, root_file=room / "root.age", root_password="锁在柜子里的根钥匙口令"
        )
        app.found_bureau(room / "desk", asked)
        bundles = room / "bundles"
        make_bundles(room / "desk", bundles)
        first, by_tools = against_the_tools(room, bundles)
        return [first, *many(room, bundles, by_tools), *workers(room, bundles)]


def _desk(folder: Path) -> tuple[object, Desk]:
    bureau = app.open_bureau(folder, *PEOPLE[0])
    signers = tuple(sshsig.read_allowed_signers(sshsig.authority_line(CA.public_key().public_bytes_raw())))
    return bureau, replace(desk_of(bureau), signers=signers)


def make_bundles(folder: Path, to: Path) -> None:
    """One bundle of a thousand rows from each of three hundred schools."""
    bureau, desk = _desk(folder)
    recipient = recipient_of(desk.identities[0])
    bureau.close()
    to.mkdir()
    now = datetime.now().astimezone()
    for place in range(SCHOOLS):
        code, key = f"21099{place:05}", Ed25519PrivateKey.from_private_bytes(hashlib.sha256(str(place).encode()).digest())
        rows = [["sex_by_class", "性别", f"{n // 40} 年级 {n % 40} 班", str((place * 7 + n) % 60)] for n in range(ROWS)]
        payload = make_payload((Table("student_counts", "学生合计", COLUMNS, rows),), code, "2026-11", "general")
        line = certificate.issue(
            CA, key.public_key().public_bytes_raw(), code, place + 1, now - timedelta(days=1), now + timedelta(days=300)
        )
        envelope = Envelope(
            school_id=code, district="210999", recipients=(recipient,), form_id="general", period="2026-11", chain_id="c" * 32, seq=1,
            prev_statement_sha256="", audit={"general": None, "confidential": None}, database={"epoch": 1, "counter": 1}, prepared_by="clerk",
            approved_by="principal", app_version="0.1.0", created=now, certificate=line,
        )  # fmt: skip
        made = make_bundle(payload, envelope, key)
        (to / made.name).write_bytes(made.data)


def against_the_tools(room: Path, bundles: Path) -> tuple[Result, float]:
    """One file through both, in turn; also returns the seconds the tools take for one."""
    bureau, desk = _desk(room / "desk")
    (room / "signers").write_text(sshsig.authority_line(CA.public_key().public_bytes_raw()), encoding="ascii")
    (room / "identity").write_text(desk.identities[0] + "\n", encoding="ascii")
    intake = Intake(desk, bureau.store)
    pairs = []
    for path in sorted(bundles.iterdir())[:BY_HAND]:
        theirs = seconds(lambda path=path: by_hand(room, path))
        ours = seconds(lambda path=path: take_file(intake, path, datetime.now().astimezone()))
        pairs.append((theirs, ours))
    bureau.close()
    theirs, ours = (statistics.median(column) for column in zip(*pairs, strict=True))
    detail = f"{ours * 1000:.1f} ms, the tools {theirs * 1000:.1f} ms, no process started"
    return Result("a bundle taken in, 1,000 rows", "unzip ssh-keygen age sha256sum", ours / theirs, 0.5, "x", detail), theirs


def by_hand(room: Path, path: Path) -> None:
    """What README.txt says, with the tools it names."""
    place = room / "by-hand"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    school = path.name.split("-")[1]

    def quiet(*command: object, **more: object) -> None:
        subprocess.run([*map(str, command)], check=True, stdout=subprocess.DEVNULL, **({"cwd": place} | more))  # type: ignore[call-overload]

    quiet("unzip", "-q", path)
    with (place / "statement.json").open("rb") as statement:
        signed = ("-f", room / "signers", "-I", f"school-{school}", "-n", sshsig.NAMESPACE, "-s", "statement.json.sig")
        quiet("ssh-keygen", "-Y", "verify", *signed, stdin=statement)
    quiet("sha256sum", "payload.age")
    quiet("age", "-d", "-i", room / "identity", "-o", "bag.zip", "payload.age")
    quiet("sha256sum", "bag.zip")
    quiet("unzip", "-q", "bag.zip")
    quiet("sha256sum", "-c", "--quiet", "manifest-sha256.txt", "tagmanifest-sha256.txt", cwd=place / "bag")


def take_some(folder: Path, bundles: Path, number: int) -> float:
    """Take in so many of the bundles; returns the seconds. What unlocking took in memory is forgotten first."""
    bureau, desk = _desk(folder)
    intake = Intake(desk, bureau.store)
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    begun = time.perf_counter()
    for path in sorted(bundles.iterdir())[:number]:
        outcome = take_file(intake, path, datetime.now().astimezone())[0].outcome
        assert outcome == "accepted", outcome
    took = time.perf_counter() - begun
    bureau.close()
    return took


def many(room: Path, bundles: Path, by_tools: float) -> list[Result]:
    """Three hundred in one go, and what they cost in memory against a third of them; each in a process of its own, on a fresh desk."""
    used = {}
    for number in (FEW, SCHOOLS):
        folder = room / f"desk-{number}"
        people = [NewUser(PEOPLE[0][0], "intake", PEOPLE[0][1]), NewUser(PEOPLE[1][0], "approver", PEOPLE[1][1])]
        asked = Founding(
            district="210999",
            name="示例区教育局",
            people=people,
            root_file=room / f"root-{number}.age",
            root_password="锁在柜子里的根钥匙口令",
        )
        app.found_bureau(folder, asked)
        swap_identity(room / "desk", folder)
        script = _PROBE.format(path=sys.path[:2], folder=str(folder), bundles=str(bundles), number=number)
        time_taken, peak = _run(script).split()
        took, used[number] = float(time_taken), int(peak)
    flat = used[SCHOOLS] / used[FEW]
    words = f"{took:.1f} s, {SCHOOLS / took:.0f} a second"
    return [
        Result(f"{SCHOOLS} bundles of 1,000 rows taken in", "the tools, one by one", took / (SCHOOLS * by_tools), 0.5, "x", words),
        Result("peak memory of 300 bundles", f"{FEW} bundles", flat, 1.15, "x", f"{used[SCHOOLS] // 1024} MB, {used[FEW] // 1024} MB"),
    ]  # fmt: skip


def swap_identity(source: Path, target: Path) -> None:
    """Give a fresh desk the intake key of another, so that the same bundles are for it."""
    first, desk = _desk(source)
    first.close()
    second = app.open_bureau(target, *PEOPLE[0])
    with second.scope.transaction():
        secret, public = desk.identities[0].encode(), recipient_of(desk.identities[0])
        second.scope.conn.execute("INSERT INTO desk_key(purpose, secret, public, at) VALUES ('intake', ?, ?, '')", (secret, public))
    second.close()


def _run(script: str) -> str:
    return subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout.strip()


def workers(room: Path, bundles: Path) -> list[Result]:
    """One and two workers on a PostgreSQL server of our own; left out where there is none."""
    found = programs()
    if found is None:
        return []
    _, desk = opened = _desk(room / "desk")
    opened[0].close()
    files, took = sorted(bundles.iterdir()), {}
    with running(found) as server:
        for number in (1, 2, 1, 2):
            where = new_database(server)

            def work(where: str = where, number: int = number) -> None:
                done = [
                    one
                    for _, taken in take_side_by_side(desk, where, db_schema() / "postgres", files, datetime.now().astimezone(), number)
                    for one in taken
                ]
                assert [one.outcome for one in done] == ["accepted"] * len(files)

            took.setdefault(number, []).append(seconds(work))
    one, two = min(took[1]), min(took[2])
    detail = f"{SCHOOLS / one:.0f} a second with one, {SCHOOLS / two:.0f} with two, start included"
    return [Result("300 bundles into PostgreSQL, two workers", "one worker", two / one, 0.9, "x", detail)]
