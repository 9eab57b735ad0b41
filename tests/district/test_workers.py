"""Several workers on one PostgreSQL server: schools side by side, one school never twice at once, and nothing half done."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event, Thread

import psycopg
import pytest

from jlt_desktop.district import receipts
from jlt_desktop.district.intake import Intake, desk_of
from jlt_desktop.district.run import take_in
from jlt_desktop.district.store_postgres import PostgresStore
from jlt_desktop.domain.errors import OutsideError
from jlt_desktop.paths import db_schema
from tests.district.conftest import NOW, Office

CODES = [f"21099900{number:02}" for number in range(1, 13)]
STEPS = db_schema() / "postgres"


@pytest.fixture
def where(office: Office, database) -> str:
    found = database()
    office.bureau.keep_elsewhere(found)
    return found


@pytest.fixture
def stick(office: Office, where, tmp_path):
    folder = tmp_path / "stick" / "in"
    folder.mkdir(parents=True)
    for code in CODES:
        school = office.enrolled(code, tmp_path / "stick")
        for month in (9, 10, 11):
            made = school.bundle(period=f"2026-{month:02}")
            (folder / made.name).write_bytes(made.data)
    (folder / "SUB-2109990099-2026-11-000001.zip").write_bytes(b"damaged")
    return folder


def test_two_workers_take_in_what_one_would(office, stick, where) -> None:
    told: list[tuple[int, int]] = []
    run = take_in(office.bureau, [stick], workers=2, progress=lambda done, of: told.append((done, of)))
    assert run.counts() == {"accepted": 36, "rejected": 1}
    assert told[-1] == (37, 37)
    assert receipts.broken_at(office.bureau) == 0
    assert [head.seq for _, _, head in office.bureau.store.heads()] == [3] * 12
    assert take_in(office.bureau, [stick], workers=2).counts() == {"duplicate": 36, "rejected": 1}
    with psycopg.connect(where) as conn:
        parts = conn.execute(
            "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'verified_row'::regclass ORDER BY 1"
        ).fetchall()
        assert [name for (name,) in parts] == ["verified_row_2026_09", "verified_row_2026_10", "verified_row_2026_11"]
        assert conn.execute("SELECT count(*) FROM verified_row_2026_10").fetchone() == (24,)


def test_the_same_bundle_at_the_same_moment_is_taken_in_once(office, where, tmp_path) -> None:
    school = office.enrolled(CODES[0], tmp_path / "stick")
    desk, together = desk_of(office.bureau), Barrier(4)
    made = [school.bundle(period=f"2026-{month:02}") for month in (9, 10, 11)]

    def work(_place: int) -> list[tuple[str, str]]:
        store = PostgresStore(where, STEPS)
        try:
            intake = Intake(desk, store)
            together.wait(10)
            return [(taken.outcome, taken.answer.sha256) for one in made for taken in intake.take(one.name, one.data, NOW)]
        finally:
            store.close()

    with ThreadPoolExecutor(4) as pool:
        outcomes = [pair for found in pool.map(work, range(4)) for pair in found]
    assert sum(outcome == "accepted" for outcome, _ in outcomes) == 3
    assert {outcome for outcome, _ in outcomes} <= {"accepted", "duplicate"}
    assert len({sha256 for _, sha256 in outcomes}) == 3
    assert receipts.broken_at(office.bureau) == 0


def test_one_school_waits_for_itself_and_not_for_another(office, where, tmp_path) -> None:
    """The row of a school is held: a second worker waits for it, a third goes on with another school."""
    first, second = (office.enrolled(code, tmp_path / "stick") for code in CODES[:2])
    desk, done, stores = desk_of(office.bureau), Event(), [PostgresStore(where, STEPS) for _ in range(3)]
    made, other = first.bundle(), second.bundle()

    def same_school() -> None:
        Intake(desk, stores[1]).take("a.zip", made.data, NOW)
        done.set()

    with stores[0].turn(CODES[0]):
        waiting = Thread(target=same_school)
        waiting.start()
        assert Intake(desk, stores[2]).take("b.zip", other.data, NOW)[0].outcome == "accepted"
        assert not done.wait(0.5)
    waiting.join(20)
    assert done.is_set()
    for one in stores:
        one.close()
    assert len(office.bureau.store.heads()) == 2


def test_a_connection_that_breaks_in_the_middle_leaves_nothing(office, where, tmp_path, monkeypatch) -> None:
    school = office.enrolled(CODES[0], tmp_path / "stick")
    made, store = school.bundle(), PostgresStore(where, STEPS)
    keep = store.keep_rows

    def breaks(*arguments: object) -> None:
        keep(*arguments)
        with psycopg.connect(where, autocommit=True) as admin:
            admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND state LIKE 'idle in%'")

    monkeypatch.setattr(store, "keep_rows", breaks)
    with pytest.raises(OutsideError):
        Intake(desk_of(office.bureau), store).take("a.zip", made.data, NOW)
    again = PostgresStore(where, STEPS)
    assert (again.submissions(), again.heads(), again.last_answer()) == ([], [], (0, ""))
    assert Intake(desk_of(office.bureau), again).take("a.zip", made.data, NOW)[0].outcome == "accepted"
    again.close()


def test_what_cannot_be_reached_or_changed_is_said(office, where, tmp_path) -> None:
    with pytest.raises(OutsideError, match="连不上"):
        PostgresStore("postgresql://nobody@127.0.0.1:1/none?connect_timeout=2", STEPS)
    with psycopg.connect(where, autocommit=True) as conn:
        conn.execute("INSERT INTO schema_step VALUES ('9999_later.sql')")
    with pytest.raises(OutsideError, match="更新的版本"):
        PostgresStore(where, STEPS)
    with psycopg.connect(where, autocommit=True) as conn:
        conn.execute("DELETE FROM schema_step WHERE name = '9999_later.sql'")
    school = office.enrolled(CODES[0], tmp_path / "stick")
    assert Intake(desk_of(office.bureau), office.bureau.store).take("a.zip", school.bundle().data, NOW)[0].outcome == "accepted"
    with pytest.raises(OutsideError, match="不能换存放的地方"):
        office.bureau.keep_elsewhere("")
    with psycopg.connect(where, autocommit=True) as conn, pytest.raises(psycopg.Error, match="append-only"):
        conn.execute("DELETE FROM receipt")
