"""Backup and restore, schema steps, and where a vault may lie."""

from __future__ import annotations

import json
import random
import zipfile
from datetime import datetime, timedelta

import pytest

from jlt_desktop.domain.errors import OutsideError, UserError
from jlt_desktop.paths import db_schema
from jlt_desktop.vault import header as headers
from jlt_desktop.vault.backup import back_up, last_backup, to_keep
from jlt_desktop.vault.creating import NewUser, create_vault
from jlt_desktop.vault.database import connect
from jlt_desktop.vault.migrate import migrate, statements, steps
from jlt_desktop.vault.opening import open_vault
from jlt_desktop.vault.places import refuse_unsafe_place
from jlt_desktop.vault.restoring import contents, restore


def students(session) -> list[str]:
    return [row[0] for row in session.store("general").conn.execute("SELECT f_name FROM l_student ORDER BY f_name")]


@pytest.mark.parametrize("role", ["clerk", "counselor", "principal"])
def test_everybody_can_back_up_the_whole(vault, pupil, concern, tmp_path, role):
    concern(vault.unlock("counselor"), "只有心理教师能读")
    session = vault.unlock(role)
    pupil(session, "备份里的学生")
    made = back_up(session, tmp_path / "stick")
    assert made.path.name.startswith("jlt-backup-")
    assert made.size == made.path.stat().st_size
    assert made.counts["l_student"] == 1
    assert "l_concern" not in made.counts
    assert [path.name for path in (tmp_path / "stick").iterdir()] == [made.path.name]
    with zipfile.ZipFile(made.path) as packed:
        assert set(packed.namelist()) >= {"vault.json", "vault-2.json", "general.db", "confidential.db", "manifest.json"}
    assert last_backup(tmp_path / "stick") is not None
    vault.close()
    assert restore(made.path, tmp_path / "elsewhere") is None
    vault.folder = tmp_path / "elsewhere"
    assert students(vault.unlock("clerk")) == ["备份里的学生"]
    assert vault.unlock("counselor").store("confidential").conn.execute("SELECT f_facts FROM l_concern").fetchall() == [
        ("只有心理教师能读",)
    ]


def test_a_restore_keeps_what_stood_there(vault, pupil, tmp_path):
    session = vault.unlock("clerk")
    pupil(session, "甲")
    made = back_up(session, tmp_path / "stick")
    pupil(session, "乙")
    vault.close()
    kept = restore(made.path, vault.folder)
    assert kept is not None
    assert kept.parent == vault.folder.parent
    assert "恢复前" in kept.name
    assert students(vault.unlock("clerk")) == ["甲"]
    vault.close()
    vault.folder = kept
    assert students(vault.unlock("clerk")) == ["乙", "甲"]


def test_a_backup_of_an_old_password_opens_with_that_password(vault, tmp_path):
    session = vault.unlock("clerk")
    made = back_up(session, tmp_path / "stick")
    session.change_password(vault.password("clerk"), "全新的口令 一二三四五", vault.cost)
    vault.close()
    restore(made.path, vault.folder)
    assert vault.unlock("clerk").role == "clerk"


def test_what_a_backup_holds_is_told_before_it_is_unlocked(vault, pupil, tmp_path):
    session = vault.unlock("clerk")
    pupil(session, "甲")
    made = back_up(session, tmp_path / "stick", school="云溪小学")
    vault.close()
    found = contents(made.path)
    assert (found.school, found.size, found.counts["l_student"]) == ("云溪小学", made.size, 1)
    assert set(found.people) == {(vault.name(role), role) for role in ("clerk", "counselor", "principal")}
    assert found.made is not None
    assert abs((datetime.now().astimezone() - found.made).total_seconds()) < 60
    assert not any("concern" in table for table in found.counts)
    assert "甲" not in repr(found)
    data = bytearray(made.path.read_bytes())
    data[len(data) // 2] ^= 1
    (tmp_path / "bad.jltbak").write_bytes(data)
    for bad in (tmp_path / "bad.jltbak", tmp_path / "none.jltbak"):
        with pytest.raises(OutsideError, match=r"不完整|找不到"):
            contents(bad)


def test_nothing_is_put_in_place_of_data_that_a_window_holds(vault, pupil, tmp_path):
    session = vault.unlock("clerk")
    made = back_up(session, tmp_path / "stick")
    pupil(session, "正在记的学生")
    with pytest.raises(OutsideError, match=r"另一个窗口正在用.*请先锁定或关掉"):
        restore(made.path, vault.folder)
    assert [one.name for one in vault.folder.parent.iterdir() if one.name.startswith("school")] == ["school"]
    assert students(session) == ["正在记的学生"]


def test_a_broken_backup_changes_nothing(vault, pupil, tmp_path):
    session = vault.unlock("clerk")
    pupil(session, "原有的学生")
    made = back_up(session, tmp_path / "stick")
    vault.close()
    whole = made.path.read_bytes()
    bad = tmp_path / "bad.jltbak"
    rng = random.Random(3)
    cuts = [whole[:size] for size in (0, 1, 100, len(whole) // 2, len(whole) - 1)]
    flips = []
    # a bit of a time stamp or a name's attributes in the container may change; what is inside may not
    with zipfile.ZipFile(made.path) as packed:
        spans = [(info.header_offset + 30 + len(info.filename), info.file_size) for info in packed.infolist()]
    for start, size in spans:
        for place in rng.sample(range(start, start + size), 3):
            data = bytearray(whole)
            data[place] ^= 1 << rng.randrange(8)
            flips.append(bytes(data))
    tail = whole.rindex(b"PK\x01\x02") - 300
    for place in range(tail, len(whole), 7):
        data = bytearray(whole)
        data[place] ^= 0x55
        flips.append(bytes(data))
    refused = 0
    for data in [*cuts, *flips]:
        bad.write_bytes(data)
        try:
            restore(bad, tmp_path / "place")
        except OutsideError as failure:
            refused += 1
            assert "不完整或不是本程序的备份" in str(failure)
            assert not (tmp_path / "place").exists()
            assert not (tmp_path / "place.restoring").exists()
        else:
            # nothing that was kept is different
            for name in (*headers.NAMES, "general.db", "confidential.db"):
                with zipfile.ZipFile(made.path) as packed:
                    assert (tmp_path / "place" / name).read_bytes() == packed.read(name)
            (tmp_path / "place").rename(tmp_path / f"kept{refused}-{len(data)}-{rng.random()}")
    assert refused >= len(cuts) + 3 * len(spans)
    assert students(vault.unlock("clerk")) == ["原有的学生"]


def test_a_file_with_more_or_less_than_a_backup_is_refused(vault, tmp_path):
    made = back_up(vault.unlock("clerk"), tmp_path / "stick")
    vault.close()
    with zipfile.ZipFile(made.path) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}

    def put(content: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> None:
        with zipfile.ZipFile(tmp_path / "odd.jltbak", "w", method) as odd:
            for name, data in content.items():
                odd.writestr(name, data)
        with pytest.raises(OutsideError, match="不完整或不是本程序的备份"):
            restore(tmp_path / "odd.jltbak", tmp_path / "place")
        assert not (tmp_path / "place").exists()

    put({**members, "../outside.txt": b"x"})
    put({**members, "extra.txt": b"x"})
    put({name: data for name, data in members.items() if name != "general.db"})
    put({name: data for name, data in members.items() if name != "manifest.json"})
    put(members, zipfile.ZIP_DEFLATED)
    manifest = json.loads(members["manifest.json"])
    for name in ("general.db", "vault.json"):
        short = {**manifest, "sha256": {key: one for key, one in manifest["sha256"].items() if key != name}}
        content = {key: data for key, data in members.items() if key != name} | {"manifest.json": json.dumps(short).encode()}
        if name == "vault.json":  # the second copy of the header is enough
            continue
        put(content)
    put({**members, "manifest.json": b"[]"})
    put({**members, "manifest.json": b'{"sha256": 1}'})
    headless = {**manifest, "sha256": {key: one for key, one in manifest["sha256"].items() if key.endswith(".db")}}
    with zipfile.ZipFile(tmp_path / "odd.jltbak", "w") as odd:
        for name in ("general.db", "confidential.db"):
            odd.writestr(name, members[name])
        odd.writestr("manifest.json", json.dumps(headless))
    with pytest.raises(OutsideError):
        restore(tmp_path / "odd.jltbak", tmp_path / "place")
    assert not (tmp_path / "place").exists()


def test_a_restore_from_nothing_is_said(vault, tmp_path):
    with pytest.raises(OutsideError, match="找不到"):
        restore(tmp_path / "missing.jltbak", vault.folder)
    assert vault.unlock("clerk")


def test_a_crash_of_the_counselor_travels_with_the_clerks_backup(vault, concern, in_child, tmp_path):
    """Killed in the middle of a write, the confidential file needs its roll-back journal; the clerk's backup must carry both."""
    record = concern(vault.unlock("counselor"), "崩溃前的记录")
    vault.close()

    def die_while_writing() -> None:
        import os
        import signal

        session = vault.unlock("counselor")
        store = session.store("confidential")
        store.conn.execute("PRAGMA cache_size = 5")  # so that pages reach the file before the transaction ends
        store.conn.execute("BEGIN IMMEDIATE")
        for number in range(200):
            store.conn.execute("UPDATE l_concern SET f_facts = ?", (f"半途 {number} " * 500,))
            store.conn.execute("INSERT INTO attachment VALUES (?, '', '', ?)", (str(number), os.urandom(20000)))
        os.kill(os.getpid(), signal.SIGKILL)

    before = (vault.folder / "confidential.db").read_bytes()
    assert in_child(die_while_writing) != 0
    assert (vault.folder / "confidential.db-journal").stat().st_size > 0
    assert (vault.folder / "confidential.db").read_bytes() != before
    made = back_up(vault.unlock("clerk"), tmp_path / "stick")
    vault.close()
    restore(made.path, tmp_path / "restored")
    vault.folder = tmp_path / "restored"
    store = vault.unlock("counselor").store("confidential")
    assert store.conn.execute("SELECT id, f_facts FROM l_concern").fetchall() == [(record, "崩溃前的记录")]
    assert store.conn.execute("PRAGMA cipher_integrity_check").fetchall() == []


def test_which_backups_stay():
    start = datetime(2024, 1, 1, 17, 30)
    daily = [start + timedelta(days=number) for number in range(700)]
    kept = to_keep(daily)
    newest = daily[-1]
    assert {newest - timedelta(days=back) for back in range(7)} <= kept
    weeks = {moment.isocalendar()[:2] for moment in kept}
    months = {(moment.year, moment.month) for moment in kept}
    assert len(weeks) >= 4
    assert len(months) == 12
    assert len(kept) <= 7 + 4 + 12
    assert to_keep([]) == set()
    same_day = [newest.replace(hour=hour) for hour in range(1, 9)]
    assert to_keep(same_day) == {max(same_day)}


def test_thinning_leaves_another_schools_backups_alone(vault, made_vault, tmp_path):
    people = [NewUser(vault.name(role), role, vault.password(role)) for role in ("clerk", "principal")]
    create_vault(tmp_path / "other", people, db_schema(), vault.cost)
    other = open_vault(tmp_path / "other", vault.name("clerk"), vault.password("clerk"), db_schema(), vault.cost)
    stick = tmp_path / "stick"
    theirs = back_up(other, stick, datetime(2026, 11, 24, 8, 0))
    other.close()
    (stick / "jlt-backup-20261124-070000.jltbak").write_bytes(b"of nobody we know")
    session = vault.unlock("clerk")
    for hour in (9, 10, 11):
        last = back_up(session, stick, datetime(2026, 11, 24, hour, 0))
    assert sorted(path.name for path in stick.iterdir()) == ["jlt-backup-20261124-070000.jltbak", theirs.path.name, last.path.name]
    assert last_backup(stick) == datetime(2026, 11, 24, 11, 0)
    assert last_backup(tmp_path / "nowhere") is None


# -- schema steps ---------------------------------------------------------------------------------------------------


def test_steps_only_go_forward(vault, tmp_path):
    schema = tmp_path / "steps"
    schema.mkdir()
    (schema / "0001_first.sql").write_text("CREATE TABLE a(x TEXT) STRICT;\n-- no; statement\n", encoding="utf-8")
    conn = connect(tmp_path / "x.db", b"k" * 32, create=True)
    assert migrate(conn, schema, tmp_path / "x.db") == 1
    assert migrate(conn, schema, tmp_path / "x.db") == 0
    (schema / "0002_more.sql").write_text("INSERT INTO a VALUES ('y');\nCREATE TABLE a(x TEXT);\n", encoding="utf-8")
    with pytest.raises(OutsideError):
        migrate(conn, schema, tmp_path / "x.db")
    assert conn.execute("SELECT count(*) FROM a").fetchone() == (0,)
    (schema / "0002_more.sql").write_text("INSERT INTO a VALUES ('y');\n", encoding="utf-8")
    assert migrate(conn, schema, tmp_path / "x.db") == 1
    (schema / "0002_more.sql").unlink()
    with pytest.raises(OutsideError, match=r"更新的版本.*0002_more.sql.*请安装新版本"):
        migrate(conn, schema, tmp_path / "x.db")
    assert conn.execute("SELECT x FROM a").fetchall() == [("y",)]
    conn.close()


def test_a_vault_of_a_newer_program_is_refused(vault):
    session = vault.unlock("clerk")
    session.store("general").conn.execute("INSERT INTO schema_step VALUES (99, '0099_later.sql', '')")
    with pytest.raises(OutsideError, match=r"更新的版本.*0099_later.sql"):
        vault.unlock("clerk")


def test_the_steps_of_both_files_are_whole_statements():
    for scope in ("general", "confidential"):
        found = steps(db_schema() / scope)
        assert found
        for step in found:
            for one in statements(step.read_text(encoding="utf-8")):
                assert one.split()[0] in {"CREATE", "INSERT", "DELETE", "ALTER", "UPDATE", "DROP"}, one
                assert ("BEGIN" in one) == one.endswith("END")


# -- places ---------------------------------------------------------------------------------------------------------


def test_a_share_a_stick_and_a_synced_folder_are_refused(tmp_path):
    mounts = tmp_path / "mounts"
    mounts.write_text(
        "/dev/sda1 / ext4 rw 0 0\nserver:/x /srv/share nfs4 rw 0 0\n//server/y /srv/my\\040share cifs rw 0 0\n/dev/sdb1 /srv/share/local ext4 rw 0 0\n",
        encoding="utf-8",
    )
    from pathlib import Path

    for where in ("/srv/share/school", "/srv/share", "/srv/my share/school"):
        with pytest.raises(OutsideError, match=r"不能放在这里.*网络位置.*没有写任何东西"):
            refuse_unsafe_place(Path(where), mounts)
    refuse_unsafe_place(Path("/srv/share/local/school"), mounts)
    refuse_unsafe_place(Path("/srv/shared/school"), mounts)
    for where in ("/media/clerk/USB/school", "/run/media/clerk/USB/school"):
        with pytest.raises(OutsideError, match="U 盘或移动硬盘"):
            refuse_unsafe_place(Path(where), mounts)
    for part in ("OneDrive - 学校", "Dropbox", "坚果云", "我的坚果云", "BaiduSyncdisk", "WPSDrive", "iCloudDrive", "Nutstore"):
        if part.startswith("我的"):
            refuse_unsafe_place(tmp_path / part / "school", mounts)
            continue
        with pytest.raises(OutsideError, match="网盘同步"):
            refuse_unsafe_place(tmp_path / part / "school", mounts)


def test_every_way_in_refuses_an_unsafe_place(vault, tmp_path):
    made = back_up(vault.unlock("clerk"), tmp_path / "stick")
    vault.close()
    synced = tmp_path / "OneDrive" / "school"
    synced.parent.mkdir()
    vault.folder.rename(synced)
    people = [NewUser("甲", "clerk", "柳树 风筝 石桥 甲乙"), NewUser("乙", "principal", "柳树 风筝 石桥 丙丁")]
    for way in (
        lambda: open_vault(synced, vault.name("clerk"), vault.password("clerk"), db_schema(), vault.cost),
        lambda: create_vault(synced.with_name("new"), people, db_schema(), vault.cost),
        lambda: restore(made.path, synced.with_name("restored")),
    ):
        with pytest.raises(OutsideError, match="不能放在这里"):
            way()
    assert [path.name for path in synced.parent.iterdir()] == ["school"]


def test_a_folder_with_something_in_it_is_not_taken(tmp_path, vault):
    people = [NewUser("甲", "clerk", "柳树 风筝 石桥 甲乙"), NewUser("乙", "principal", "柳树 风筝 石桥 丙丁")]
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "a.txt").write_text("x", encoding="ascii")
    (tmp_path / "file").write_text("x", encoding="ascii")
    for folder in (tmp_path / "full", tmp_path / "file", vault.folder):
        with pytest.raises(UserError, match="已经有东西"):
            create_vault(folder, people, db_schema(), vault.cost)
    for wrong in (people[:1], people[1:], [people[0], people[0]], [*people, NewUser(" ", "clerk", "柳树 风筝 石桥 甲乙")]):
        with pytest.raises(UserError):
            create_vault(tmp_path / "none", wrong, db_schema(), vault.cost)
    assert not (tmp_path / "none").exists()
    (tmp_path / "empty").mkdir()
    assert len(create_vault(tmp_path / "empty", people, db_schema(), vault.cost)) == 4
    assert (tmp_path / "empty").stat().st_mode & 0o077 == 0
