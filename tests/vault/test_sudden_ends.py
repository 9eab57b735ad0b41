"""Killed at any moment, or out of room: before or after, never between; and the vault opens again."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from datetime import datetime
from pathlib import Path

import pytest

from jlt_desktop.bundle.write import write_bundle
from jlt_desktop.domain.errors import OutsideError
from jlt_desktop.ledgers import ALL
from jlt_desktop.ledgers.guardian import GUARDIAN
from jlt_desktop.ledgers.student import STUDENT
from jlt_desktop.paths import db_schema
from jlt_desktop.vault import header as headers
from jlt_desktop.vault.backup import back_up
from jlt_desktop.vault.bulk import Change, Run, apply_run
from jlt_desktop.vault.checking import check_store
from jlt_desktop.vault.opening import reset_with_sheets
from jlt_desktop.vault.restoring import restore
from jlt_desktop.vault.store import kept

resource = pytest.importorskip("resource", reason="needs fork and signals")
GENERAL = [one for one in ALL if one.scope == "general"]
CALLS = {"write", "flush", "fsync", "replace", "rename", "unlink", "rmdir", "mkdir", "open", "close", "copyfileobj", "sendfile"}


def dying_at(number: int, work) -> None:
    """Do the work and be killed just before the call of that number to the disk, as Python makes it, or to the database."""
    left = [number]

    def count(_frame, event, called) -> None:
        if event == "c_call" and (called.__name__ in CALLS or called.__name__ in ("execute", "executemany")):
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)


def dying_after(seconds: float, work) -> None:
    """Do the work and be killed from outside after a time, wherever it then is."""
    threading.Timer(seconds, os.kill, (os.getpid(), signal.SIGKILL)).start()
    work()
    os.kill(os.getpid(), signal.SIGKILL)


def names(session) -> list[str]:
    return sorted(row[0] for row in session.store("general").conn.execute("SELECT f_name FROM l_student"))


def sound(session) -> None:
    """Every page, the chain, and every record against its history hold."""
    for store in session.stores():
        assert store.journal.broken_at() == 0
        assert check_store(store, [one for one in ALL if one.scope == store.path.stem]) == []


def import_of(session, count: int) -> None:
    store = session.store("general")
    store.conn.execute("PRAGMA cache_size = 10")  # so that pages reach the file in the middle of the transaction
    values = {"name": "导入的学生", "sex": "1"}
    changes = []
    for number in range(count):
        changes.append(Change(STUDENT, f"{number:032x}", None, 0, kept(STUDENT, values), None, "导入"))
        changes.append(Change(GUARDIAN, f"{number + 10**6:032x}", f"{number:032x}", 0, kept(GUARDIAN, {"name": "家长" * 9}), None, "家长"))
    with store.transaction():
        apply_run(store, Run("run", "student", "x.xlsx", "0" * 64, {"read": count, "added": count}), changes)


def test_killed_during_an_import(vault, pupil, in_child, killed, tmp_path):
    pupil(vault.unlock("clerk"), "原有的学生")
    vault.close()
    whole = (vault.folder / "general.db").read_bytes()
    started = time.perf_counter()
    import_of(vault.unlock("clerk"), 400)
    took = time.perf_counter() - started
    ends = set()
    for moment in range(14):
        vault.close()
        (vault.folder / "general.db").write_bytes(whole)
        assert in_child(lambda at=moment: dying_after(took * (at + 1) / 12, lambda: import_of(vault.unlock("clerk"), 400))) == killed
        session = vault.unlock("clerk")
        sound(session)
        assert len(names(session)) in (1, 401)
        runs = session.store("general").conn.execute("SELECT count(*) FROM import_run").fetchone()[0]
        assert runs == (len(names(session)) == 401)
        ends.add(runs)
    assert 0 in ends


def test_killed_while_saving_no_acknowledged_record_is_lost(vault, pupil, in_child, killed, tmp_path):
    told = tmp_path / "told"
    session = vault.unlock("clerk")
    begun = time.perf_counter()
    for number in range(5):
        pupil(session, f"先来的{number}")
    pace = (time.perf_counter() - begun) / 5
    vault.close()

    def save_on(saves: float) -> None:
        """Save without end, killed when so many may have been saved at the pace of this computer."""
        session = vault.unlock("clerk")
        threading.Timer(pace * saves, os.kill, (os.getpid(), signal.SIGKILL)).start()
        with told.open("ab", buffering=0) as file:
            for number in range(10000):
                name = f"学生{len(names(session)):05}-{number:05}"
                pupil(session, name)
                file.write(f"{name}\n".encode())

    for moment in range(12):
        assert in_child(lambda at=moment: save_on(2.3 + 3.1 * at)) == killed
        session = vault.unlock("clerk")
        there = names(session)
        acknowledged = told.read_text(encoding="utf-8").split() if told.exists() else []
        assert set(acknowledged) <= set(there)
        assert len(set(there) - set(acknowledged)) <= moment + 1 + 5  # kept, and killed before it could be said; and the first five
        assert session.store("general").journal.broken_at() == 0
        vault.close()
    assert len(acknowledged) > 20
    sound(vault.unlock("clerk"))


def test_killed_at_every_step_of_a_save(vault, pupil, in_child, killed):
    step, end = 0, killed
    while end == killed:
        step += 1
        session = vault.unlock("clerk")
        before = names(session)
        vault.close()

        def save(at: int = step) -> None:
            session = vault.unlock("clerk")
            dying_at(at, lambda: pupil(session, "新学生"))

        end = in_child(save)
        session = vault.unlock("clerk")
        assert names(session) in (before, sorted([*before, "新学生"]))
        assert check_store(session.store("general"), GENERAL) == []
    assert end == 0
    assert step > 5


def test_killed_at_every_step_of_a_backup(vault, pupil, in_child, killed, tmp_path):
    """Whatever bears the name of a backup is one; what was there stays; the vault is not touched."""
    pupil(vault.unlock("clerk"), "甲")
    stick = tmp_path / "stick"
    old = back_up(vault.sessions[0], stick, datetime(2026, 11, 1)).path
    content = old.read_bytes()
    vault.close()
    step, end = 0, killed
    while end == killed:
        step += 1 if step < 20 else 17

        def work(at: int = step) -> None:
            session = vault.unlock("clerk")
            dying_at(at, lambda: back_up(session, stick, datetime(2026, 11, 2)))

        end = in_child(work)
        assert old.read_bytes() == content
        for path in stick.glob("*.jltbak"):
            if path != old:
                restore(path, tmp_path / "place")
                shutil.rmtree(tmp_path / "place")
                path.unlink()
    assert end == 0
    assert step > 50
    session = vault.unlock("clerk")
    sound(session)
    assert names(session) == ["甲"]


def test_killed_at_every_step_of_writing_a_bundle(in_child, killed, tmp_path):
    data = os.urandom(2_500_000)
    (tmp_path / "stick").mkdir()
    final, step, end = tmp_path / "stick" / "SUB-x.zip", 0, killed
    while end == killed:
        step += 1
        end = in_child(lambda at=step: dying_at(at, lambda: write_bundle(tmp_path / "stick", "SUB-x.zip", data)))
        assert not final.exists() or final.read_bytes() == data
        if end == killed:
            final.unlink(missing_ok=True)
    assert end == 0
    assert step > 5
    assert [path.name for path in (tmp_path / "stick").iterdir()] == ["SUB-x.zip"]


def test_killed_at_every_step_of_a_change_of_password(vault, in_child, killed):
    """One of the two passwords opens, and nobody else is kept out."""
    new = "全新的口令 一二三四五"
    old = {name: (vault.folder / name).read_bytes() for name in headers.NAMES}
    kept_database = (vault.folder / "general.db").read_bytes()
    step, end = 0, killed
    while end == killed:
        step += 1
        for name, data in old.items():
            (vault.folder / name).write_bytes(data)
        (vault.folder / "general.db").write_bytes(kept_database)

        def change(at: int = step) -> None:
            session = vault.unlock("clerk")
            dying_at(at, lambda: session.change_password(vault.password("clerk"), new, vault.cost))

        end = in_child(change)
        opened = []
        for password in (new, vault.password("clerk")):
            try:
                vault.unlock("clerk", password)
            except OutsideError as failure:
                assert "姓名或口令不对" in str(failure)
            else:
                opened.append(password)
                break
        assert opened
        for role in ("counselor", "principal"):
            assert vault.unlock(role).role == role
        sound(vault.sessions[-1])
        vault.close()
    assert (end, opened) == (0, [new])
    assert step > 10


def test_killed_at_every_step_of_making_a_vault(vault, in_child, killed, tmp_path):
    from jlt_desktop.vault.creating import NewUser, create_vault

    people = [NewUser(vault.name(role), role, vault.password(role)) for role in ("clerk", "principal")]
    step, end = 0, killed
    while end == killed:
        step += 7
        end = in_child(lambda at=step: dying_at(at, lambda: create_vault(tmp_path / "new", people, db_schema(), vault.cost)))
        if end == killed and (tmp_path / "new").exists():
            vault.folder = tmp_path / "new"
            sound(vault.unlock("clerk"))
            vault.close()
            shutil.rmtree(tmp_path / "new")
    vault.folder = tmp_path / "new"
    sound(vault.unlock("clerk"))
    assert not (tmp_path / "new.building").exists()


def test_killed_at_every_step_of_a_restore_the_next_opening_finishes_or_leaves_it(vault, pupil, in_child, killed, tmp_path):
    """The usual folder opens after every kill, with the old data or with the backup's; what is not there is kept beside it."""
    pupil(vault.unlock("clerk"), "备份时的学生")
    made = back_up(vault.sessions[0], tmp_path / "stick")
    pupil(vault.sessions[0], "后来的学生")
    vault.close()
    place, old = vault.folder, ["后来的学生", "备份时的学生"]
    step, end, ends = 0, killed, []
    while end == killed:
        step += 1
        end = in_child(lambda at=step: dying_at(at, lambda: restore(made.path, place)))
        away = not place.exists()
        there = names(vault.unlock("clerk"))
        sound(vault.sessions[0])
        vault.close()
        beside = [one for one in place.parent.iterdir() if "恢复前" in one.name]
        ends.append((away, there == ["备份时的学生"]))
        if there == old:
            assert not beside
            continue
        assert there == ["备份时的学生"]
        vault.folder = beside[0]
        assert names(vault.unlock("clerk")) == old
        vault.close()
        vault.folder = place
        shutil.rmtree(place)
        beside[0].rename(place)
    assert (end, ends[-1]) == (0, (False, True))
    assert (True, True) in ends, "one of the kills fell between the two renames"
    assert set(ends) <= {(False, False), (True, True), (False, True)}
    assert [one.name for one in place.parent.iterdir() if one.name.startswith("school.")] == []


# -- no room, no leave ----------------------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path, vault):
    """A file system of 10 MiB with the vault on it; the caller may fill it, or make it read-only."""
    point = tmp_path / "disk"
    point.mkdir()
    mount = shutil.which("mount")
    if (
        os.geteuid() != 0
        or mount is None
        or subprocess.run([mount, "-t", "tmpfs", "-o", "size=10m", "tmpfs", point], capture_output=True, check=False).returncode
    ):
        pytest.skip("may not mount a small disk here")
    try:
        shutil.copytree(vault.folder, point / "school")
        vault.folder = point / "school"
        yield point
    finally:
        vault.close()
        subprocess.run(["umount", point], capture_output=True, check=False)


def fill(point: Path) -> None:
    with (point / "filler").open("wb", buffering=0) as file:
        for size in (65536, 4096, 512, 1):
            while True:
                try:
                    file.write(b"x" * size)
                except OSError:
                    break


def test_a_full_disk_loses_nothing(small_disk, vault, pupil, tmp_path):
    session = vault.unlock("clerk")
    pupil(session, "原有的学生")
    fill(small_disk)
    with pytest.raises(OutsideError, match=r"这次没有存上.*以前存的都在"):
        import_of(session, 500)
    for _ in range(3):
        with pytest.raises(OutsideError, match="没有存上"):
            for number in range(500):
                pupil(session, f"存不下的学生{number}" * 3)
    with pytest.raises(OutsideError, match="磁盘满了"):
        back_up(session, small_disk / "backup")
    assert not list((small_disk / "backup").glob("*"))
    before = {name: (vault.folder / name).read_bytes() for name in headers.NAMES}
    with pytest.raises(OutsideError):
        for number in range(100):
            session.change_password(vault.password("clerk"), f"全新的口令 一二三四五{number}", vault.cost)
    assert {name: (vault.folder / name).read_bytes() for name in headers.NAMES} == before
    vault.close()
    # as full as it is, it says so or opens; with a little room it opens and everything acknowledged is there
    try:
        vault.unlock("clerk")
    except OutsideError as failure:
        assert "磁盘" in str(failure)
    vault.close()
    (small_disk / "filler").unlink()
    session = vault.unlock("clerk")
    assert "原有的学生" in names(session)
    assert not any(name == "导入的学生" for name in names(session))
    sound(session)
    pupil(session, "又有地方了")


def test_a_full_disk_under_set_up_restore_and_recovery_leaves_nothing_half_made(small_disk, vault, tmp_path):
    from jlt_desktop.vault.creating import NewUser, create_vault

    made = back_up(vault.unlock("clerk"), tmp_path / "stick")
    vault.close()
    fill(small_disk)
    people = [NewUser(vault.name(role), role, vault.password(role)) for role in ("clerk", "principal")]
    with pytest.raises(OutsideError, match="磁盘"):
        create_vault(small_disk / "new", people, db_schema(), vault.cost)
    with pytest.raises(OutsideError, match="磁盘满了"):
        restore(made.path, vault.folder)
    with pytest.raises(OutsideError, match="磁盘"):
        reset_with_sheets(vault.folder, vault.name("clerk"), "全新的口令 一二三四五", vault.codes(), floor=vault.cost, cost=vault.cost)
    assert sorted(path.name for path in small_disk.iterdir()) == ["filler", "school"]
    (small_disk / "filler").unlink()
    sound(vault.unlock("clerk"))


def test_a_read_only_disk_is_said_and_left_as_it_was(small_disk, vault, tmp_path):
    vault.unlock("clerk")
    made = back_up(vault.sessions[0], tmp_path / "stick")
    vault.close()
    before = {path.name: path.read_bytes() for path in vault.folder.iterdir()}
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    for role in ("clerk", "counselor", "principal"):
        with pytest.raises(OutsideError, match=r"不能写.*只读"):
            vault.unlock(role)
    with pytest.raises(OutsideError, match="姓名或口令不对"):
        vault.unlock("clerk", "不对的口令 一二三四")
    with pytest.raises(OutsideError, match="不能写"):
        restore(made.path, vault.folder)
    assert {path.name: path.read_bytes() for path in vault.folder.iterdir()} == before
    subprocess.run(["mount", "-o", "remount,rw", small_disk], check=True)
    sound(vault.unlock("clerk"))


def test_a_file_that_may_not_grow_loses_nothing(vault, pupil, in_child):
    """Works without leave to mount: the system refuses every byte beyond a size."""
    pupil(vault.unlock("clerk"), "原有的学生")
    vault.close()
    size = (vault.folder / "general.db").stat().st_size

    def grow() -> None:
        session = vault.unlock("clerk")
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        with pytest.raises(OutsideError, match=r"这次没有存上.*以前存的都在"):
            import_of(session, 3000)
        assert names(session) == ["原有的学生"]
        pupil(session, "放得下的学生")

    assert in_child(grow) == 0
    session = vault.unlock("clerk")
    assert names(session) == ["原有的学生", "放得下的学生"]
    sound(session)


def test_a_database_that_may_hold_no_more_pages_loses_nothing(vault, pupil):
    session = vault.unlock("clerk")
    pupil(session, "原有的学生")
    conn = session.store("general").conn
    conn.execute(f"PRAGMA max_page_count = {conn.execute('PRAGMA page_count').fetchone()[0]}")
    with pytest.raises(OutsideError, match=r"磁盘满了,这次没有存上.*以前存的都在.*腾出空间"):
        import_of(session, 2000)
    assert names(session) == ["原有的学生"]
    conn.execute("PRAGMA max_page_count = 1000000")
    import_of(session, 20)
    sound(session)
