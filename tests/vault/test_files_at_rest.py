"""The two database files: encrypted for certain, settings pinned, every damage said, nothing of one in the other."""

from __future__ import annotations

import random
import shutil
import sqlite3

import pytest
import sqlcipher3

from jlt_desktop.domain.errors import OutsideError
from jlt_desktop.ledgers import ALL
from jlt_desktop.vault import slots
from jlt_desktop.vault.checking import check_store
from jlt_desktop.vault.database import connect

GENERAL = [one for one in ALL if one.scope == "general"]
SECRET = "金丝雀的秘密"


def test_settings_are_pinned(vault):
    for store in vault.unlock("counselor").stores():
        held = {name: store.conn.execute(f"PRAGMA {name}").fetchone()[0] for name in (
            "journal_mode", "synchronous", "locking_mode", "foreign_keys", "trusted_schema", "cell_size_check", "temp_store", "secure_delete",
        )}  # fmt: skip
        assert held == {
            "journal_mode": "delete", "synchronous": 3, "locking_mode": "exclusive", "foreign_keys": 1, "trusted_schema": 0,
            "cell_size_check": 1, "temp_store": 2, "secure_delete": 1,
        }  # fmt: skip
        assert (store.conn.execute("PRAGMA mmap_size").fetchone() or (0,))[0] == 0
        assert store.conn.execute("PRAGMA cipher_version").fetchone()[0].startswith("4.")
        assert int(store.conn.execute("PRAGMA cipher_page_size").fetchone()[0]) == 4096
        assert store.conn.execute("PRAGMA cipher_hmac_algorithm").fetchone()[0] == "HMAC_SHA512"
        assert not list(vault.folder.glob("*-wal"))


def test_a_new_vault_passes_its_own_check(vault):
    for store in vault.unlock("counselor").stores():
        assert check_store(store, [one for one in ALL if one.scope == store.path.stem]) == []


def test_the_confidential_file_has_its_size_from_the_first_day(vault, concern):
    path = vault.folder / "confidential.db"
    first = path.stat().st_size
    assert first > 4 * 1024 * 1024
    session = vault.unlock("counselor")
    for number in range(40):
        concern(session, f"第 {number} 条,写得很长。" * 40)
    vault.close()
    assert path.stat().st_size == first


def test_no_text_stands_in_a_file_in_the_clear(vault, pupil, concern):
    session = vault.unlock("counselor")
    pupil(session, SECRET)
    concern(session, SECRET)
    for path in vault.folder.iterdir():  # the roll-back journals of open files are among them
        data = path.read_bytes()
        assert not any(SECRET.encode(code) in data for code in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")), path
        assert not data.startswith(b"SQLite format 3")


def test_a_plain_database_put_in_place_is_refused(vault):
    (vault.folder / "general.db").unlink()
    with sqlite3.connect(vault.folder / "general.db") as plain:
        plain.execute("CREATE TABLE l_student(id TEXT)")
    plain.close()
    before = (vault.folder / "general.db").read_bytes()
    with pytest.raises(OutsideError, match=r"不是加密的数据文件.*没有加密的文件换掉了它.*从备份恢复"):
        vault.unlock("clerk")
    assert (vault.folder / "general.db").read_bytes() == before


def test_a_missing_or_empty_file_is_said(vault):
    kept = (vault.folder / "general.db").read_bytes()
    (vault.folder / "general.db").unlink()
    with pytest.raises(OutsideError, match=r"缺少数据文件“general.db”.*从备份恢复"):
        vault.unlock("clerk")
    assert not (vault.folder / "general.db").exists()
    for size in (0, 1, 15, 4095, 4096):
        (vault.folder / "general.db").write_bytes(kept[:size])
        with pytest.raises(OutsideError, match=r"损坏|不是加密的"):
            vault.unlock("clerk")
        assert (vault.folder / "general.db").read_bytes() == kept[:size]


def test_the_two_files_swapped_are_refused(vault):
    general, other = vault.folder / "general.db", vault.folder / "confidential.db"
    general.rename(vault.folder / "x")
    other.rename(general)
    (vault.folder / "x").rename(other)
    for role in ("clerk", "counselor", "principal"):
        with pytest.raises(OutsideError, match="损坏"):
            vault.unlock(role)


def test_another_schools_file_is_refused(vault, made_vault, tmp_path):
    from jlt_desktop.paths import db_schema
    from jlt_desktop.vault.creating import NewUser, create_vault

    people = [NewUser(vault.name(role), role, vault.password(role)) for role in ("clerk", "principal")]
    create_vault(tmp_path / "other", people, db_schema(), vault.cost)
    shutil.copy(tmp_path / "other" / "general.db", vault.folder / "general.db")
    with pytest.raises(OutsideError, match="损坏"):
        vault.unlock("clerk")


def test_truncated_files_are_refused_or_found_damaged(vault, pupil):
    pupil(vault.unlock("clerk"), "原来的学生")
    vault.close()
    path = vault.folder / "general.db"
    whole = path.read_bytes()
    for size in [*range(100, len(whole), len(whole) // 40), len(whole) - 4096, len(whole) - 1]:
        path.write_bytes(whole[:size])
        with pytest.raises(OutsideError, match=r"损坏|不能写"):
            vault.unlock("clerk")
    path.write_bytes(whole)
    assert vault.unlock("clerk")


def test_every_flipped_bit_is_refused_or_found(vault, pupil):
    """The way in reads what it needs; what it did not read, the thorough check finds. Nothing is ever read wrongly."""
    record = pupil(vault.unlock("clerk"), "原来的学生")
    vault.close()
    path = vault.folder / "general.db"
    whole = path.read_bytes()
    rng = random.Random(7)
    refused = found = 0
    for place in sorted(rng.sample(range(len(whole)), 70)):
        data = bytearray(whole)
        data[place] ^= 1 << rng.randrange(8)
        path.write_bytes(data)
        try:
            session = vault.unlock("clerk")
        except OutsideError as failure:
            assert "损坏" in str(failure)
            refused += 1
            continue
        said = check_store(session.store("general"), GENERAL)
        assert said, place
        assert "页损坏" in said[0]
        found += 1
    assert refused + found == 70
    path.write_bytes(whole)
    assert vault.unlock("clerk").store("general").versions.of_record(record)


def test_an_old_page_put_back_is_found_by_the_thorough_check(vault, pupil):
    """SQLCipher itself does not notice; counts, digests and the chain do."""
    session = vault.unlock("clerk")
    pupil(session, "第一个学生")
    vault.close()
    path = vault.folder / "general.db"
    old = path.read_bytes()
    pupil(vault.unlock("clerk"), "第二个学生")
    vault.close()
    new = path.read_bytes()
    pages = [at for at in range(4096, min(len(old), len(new)), 4096) if old[at : at + 4096] != new[at : at + 4096]]
    assert len(pages) > 2
    for at in pages:
        path.write_bytes(new[:at] + old[at : at + 4096] + new[at + 4096 :])
        try:
            session = vault.unlock("clerk")
        except OutsideError:
            continue
        assert check_store(session.store("general"), GENERAL) != [], at
        vault.close()


# -- isolation ------------------------------------------------------------------------------------------------------


def test_nothing_the_clerk_holds_opens_the_confidential_file(vault, concern):
    """T20: every key the clerk has or can make from what he has, tried on the file and on every slot of the header."""
    concern(vault.unlock("counselor"), SECRET)
    session = vault.unlock("clerk")
    raw = [*session._keys.values(), session._key.private.private_bytes_raw(), slots.unb64(session.header.users[session.user_id]["public"])]
    raw += [
        slots.sub_key(key, purpose)
        for key in list(raw)
        for purpose in ("database", "journal", "header", "signing-key", "header/confidential")
    ]
    header, user, key = session.header, session.user_id, session._key
    vault.close()
    path = vault.folder / "confidential.db"
    for one in raw:
        with pytest.raises(OutsideError, match="损坏"):
            connect(path, one)
    opened = 0
    for scope, content in header.scopes.items():
        for granted, sealed in content["grants"].items():
            for role in ("clerk", "counselor", "principal"):
                for named in (user, granted):
                    try:
                        slots.open_sealed(sealed, key, slots.grant_info(header.vault_id, scope, 1, named, role))
                    except slots.WrongKey:
                        continue
                    assert (scope, granted, role, named) == ("general", user, "clerk", user)
                    opened += 1
    assert opened == 2  # his own grant, tried under his own id twice
    for slot in (*header.recovery.values(), header.signing):
        for one in raw:
            with pytest.raises(slots.WrongKey):
                slots.unwrap_with_codes(slot, [one], b"recovery")
            with pytest.raises(slots.WrongKey):
                slots.decrypt(one, "signing-key", slot, header.vault_id.encode())


def test_the_general_file_says_nothing_of_a_confidential_entry(vault, concern):
    """With a confidential entry and without, the general file holds the same tables and rows, but for the unlocking itself."""
    concern(vault.unlock("counselor"), SECRET)
    conn = vault.unlock("clerk").store("general").conn
    rows = []
    for (name,) in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        rows += [(name, row) for row in conn.execute(f"SELECT * FROM {name}").fetchall() if name not in ("schema_step", "room")]
    assert {name for name, _ in rows} == {"journal", "setting"}
    text = b"".join(bytes(row[1]) if isinstance(row[1], bytes) else str(row).encode() for _, row in rows).decode()
    assert not any(word in text for word in ("concern", "confidential", "某同学", "关注", SECRET))


def test_the_key_is_needed_in_full(vault):
    key = vault.unlock("clerk").database_key("general")
    vault.close()
    for place in range(0, 256, 37):
        near = bytearray(key)
        near[place // 8] ^= 1 << place % 8
        with pytest.raises(OutsideError, match="损坏"):
            connect(vault.folder / "general.db", bytes(near))
    connect(vault.folder / "general.db", key).close()


def test_another_program_with_the_key_reads_the_file_by_the_settings_in_the_header(vault, pupil):
    """T18: plain SQLCipher with what the header writes down, none of our code."""
    session = vault.unlock("clerk")
    pupil(session, "第二种程序读到的学生")
    key, cipher = session.database_key("general"), session.header.cipher
    vault.close()
    conn = sqlcipher3.connect(str(vault.folder / "general.db"))
    conn.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    conn.execute(f"PRAGMA cipher_compatibility = {cipher['compatibility']}")
    conn.execute(f"PRAGMA cipher_page_size = {cipher['page_size']}")
    assert conn.execute("SELECT f_name FROM l_student").fetchall() == [("第二种程序读到的学生",)]
    conn.close()
