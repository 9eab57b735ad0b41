"""The journal: chained, append-only, in the same transaction as the data; the thorough check compares everything with it."""

from __future__ import annotations

import json
from datetime import date

import pytest
import sqlcipher3

from jlt_desktop.domain.errors import OutsideError
from jlt_desktop.ledgers import ALL
from jlt_desktop.ledgers.student import STUDENT
from jlt_desktop.vault.checking import check_store
from jlt_desktop.vault.settings import Settings
from jlt_desktop.vault.store import Query
from jlt_desktop.vault.witness import older_than_seen, remember

GENERAL = [one for one in ALL if one.scope == "general"]
VALUES = {"name": "王小树", "sex": "1", "birth_date": date(2015, 3, 1)}


@pytest.fixture
def store(vault):
    """The general file with a pupil who was changed, removed and brought back, and another."""
    store = vault.unlock("clerk").store("general")
    for step in (
        lambda: store.add(STUDENT, VALUES),
        lambda: store.update(STUDENT, first(store), {**VALUES, "phone": "13900000000"}, 1),
        lambda: store.remove(STUDENT, first(store), "重复"),
        lambda: store.bring_back(STUDENT, first(store)),
        lambda: store.add(STUDENT, {**VALUES, "name": "李小石"}),
    ):
        with store.transaction():
            step()
    assert check_store(store, GENERAL) == []
    return store


def first(store) -> str:
    return store.conn.execute("SELECT id FROM l_student ORDER BY created_at LIMIT 1").fetchone()[0]


def test_every_change_is_an_event(store):
    events = store.journal.events()
    assert [event["action"] for event in events[:5]] == ["新增", "从回收站取回", "移到回收站", "修改", "新增"]
    assert {event["actor"] for event in events} >= {"韩文员"}
    assert store.journal.broken_at() == 0
    assert "王小树" not in json.dumps(events, ensure_ascii=False)
    assert [event["n"] for event in store.journal.events(2, f"student/{first(store)}")] == [events[1]["n"], events[2]["n"]]


def test_an_event_can_be_neither_changed_nor_deleted(store):
    for sql in (
        "UPDATE journal SET event = x'00'",
        "UPDATE journal SET number = number + 100",
        "DELETE FROM journal WHERE number = 1",
        "DELETE FROM journal",
    ):
        with pytest.raises(sqlcipher3.IntegrityError, match="append-only"):
            store.conn.execute(sql)
    with pytest.raises(sqlcipher3.IntegrityError):
        store.conn.execute("INSERT INTO journal(number, event, hash) VALUES (1, x'7b7d', x'00')")
    assert store.journal.broken_at() == 0


def test_data_and_event_come_together_or_not_at_all(store):
    events, people = store.journal.head(), store.page(STUDENT).total
    with pytest.raises(RuntimeError), store.transaction():
        store.add(STUDENT, VALUES)
        raise RuntimeError
    assert (store.journal.head(), store.page(STUDENT).total) == (events, people)
    store.conn.execute("CREATE TEMP TRIGGER full_disk BEFORE INSERT ON main.journal BEGIN SELECT RAISE(ABORT, 'no'); END")
    with pytest.raises(OutsideError), store.transaction():
        store.add(STUDENT, VALUES)
    store.conn.execute("DROP TRIGGER full_disk")
    assert (store.journal.head(), store.page(STUDENT).total) == (events, people)
    assert store.versions.all()[-1].record != "x"
    assert check_store(store, GENERAL) == []


def behind(store, *statements: str) -> list[str]:
    """What the thorough check says after somebody with the key has changed rows, triggers taken away first."""
    for sql in ("DROP TRIGGER journal_stays", "DROP TRIGGER journal_kept", *statements):
        store.conn.execute(sql)
    return check_store(store, GENERAL)


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM journal WHERE number = 1",
        "DELETE FROM journal WHERE number = 3",
        "UPDATE journal SET event = CAST(replace(CAST(event AS TEXT), '韩文员', '别的人') AS BLOB) WHERE number = 2",
        "UPDATE journal SET event = CAST(event || ' ' AS BLOB) WHERE number = (SELECT max(number) FROM journal)",
        "UPDATE journal SET hash = zeroblob(32) WHERE number = 2",
        "UPDATE journal SET number = 1000 WHERE number = (SELECT max(number) FROM journal)",
    ],
)
def test_a_changed_or_missing_event_breaks_the_chain(store, sql):
    said = behind(store, sql)
    assert len(said) == 1
    assert "操作日志从第" in said[0]
    assert store.journal.broken_at() > 0


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM journal WHERE number = (SELECT max(number) FROM journal)",
        "UPDATE l_student SET f_phone = '13911111111'",
        "UPDATE l_student SET f_sex = NULL",
        "UPDATE l_student SET revision = revision + 1",
        "UPDATE l_student SET removed_at = '2026-01-01T00:00:00Z'",
        "UPDATE l_student SET updated_by = '别的人'",
        "UPDATE l_student SET updated_at = '2020-01-01T00:00:00Z'",
        "DELETE FROM l_student WHERE f_name = '李小石'",
        "INSERT INTO l_student(id, revision, created_at, created_by, updated_at, updated_by, search_key) VALUES ('x', 1, '', '', '', '', '')",
        "DELETE FROM version WHERE seq = 2",
        "DELETE FROM version WHERE seq = (SELECT max(seq) FROM version)",
        "UPDATE version SET actor = '别的人' WHERE seq = 1",
        "UPDATE version SET at = '2020-01-01T00:00:00Z' WHERE seq = 2",
        "UPDATE version SET action = '修改' WHERE seq = 1",
        'UPDATE version SET before = \'{"phone":"13922222222"}\' WHERE seq = 2',
        "UPDATE version SET after = replace(after, '王小树', '王大树') WHERE seq = 1",
        "INSERT INTO version(ledger, record, revision, action, at, actor, source) VALUES ('student', 'y', 1, '新增', '', '', '')",
    ],
)
def test_a_row_changed_behind_the_journal_is_found(store, sql):
    said = behind(store, sql)
    assert said
    assert all("不符" in one or "少了" in one or "找不到" in one for one in said)


def test_another_table_or_column_is_found(store):
    assert "与程序的定义不同" in behind(store, "CREATE TABLE l_strange(id TEXT)")[0]
    store.conn.execute("DROP TABLE l_strange")
    store.conn.execute("ALTER TABLE l_student ADD COLUMN f_strange TEXT")
    assert "f_strange" in check_store(store, GENERAL)[0]


def test_an_old_copy_of_the_whole_file_is_noticed_from_outside(vault, pupil, tmp_path):
    notes = tmp_path / "notes"
    session = vault.unlock("clerk")
    assert older_than_seen(session, notes) == []
    remember(session, notes)
    vault.close()
    old = (vault.folder / "general.db").read_bytes()
    session = vault.unlock("clerk")
    pupil(session, "后来的学生")
    assert older_than_seen(session, notes) == []
    remember(session, notes)
    vault.close()
    (vault.folder / "general.db").write_bytes(old)
    session = vault.unlock("clerk")
    said = older_than_seen(session, notes)
    assert len(said) == 1
    assert "可能被换成了旧的拷贝" in said[0]
    # the same number of events, but others
    for name in ("甲", "乙", "丙"):
        pupil(session, name)
    assert older_than_seen(session, notes) == said


@pytest.mark.parametrize("content", ["", "[]", "{", '{"general": 1}', '{"general": {"n": "x", "head": 1}}', "\u4e2d"])
def test_a_spoilt_note_is_passed_over_and_written_anew(vault, tmp_path, content):
    session = vault.unlock("clerk")
    path = tmp_path / f"{session.header.vault_id}.json"
    path.write_text(content, encoding="utf-8")
    assert older_than_seen(session, tmp_path) == []
    remember(session, tmp_path)
    assert json.loads(path.read_text(encoding="ascii"))["general"]["n"] == session.store("general").journal.head()[0]


def test_a_note_does_not_name_what_the_user_cannot_open(vault, tmp_path):
    remember(vault.unlock("clerk"), tmp_path)
    remember(vault.unlock("counselor"), tmp_path)
    session = vault.unlock("clerk")
    remember(session, tmp_path)
    noted = json.loads((tmp_path / f"{session.header.vault_id}.json").read_text(encoding="ascii"))
    assert set(noted) == {"general", "confidential"}


def test_settings_keep_small_values(vault):
    store = vault.unlock("clerk").store("general")
    settings = Settings(store.conn)
    assert settings.get("colour", "no") == "no"
    with store.transaction():
        settings.set("colour", {"名": [1, None]})
        settings.set("colour", {"名": [2, None]})
    assert settings.get("colour") == {"名": [2, None]}
    assert store.page(STUDENT, Query()).total == 0
