"""Keeping the data safe: the thorough check, backups and their reminder, the note outside the vault."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from jlt_desktop.domain.errors import OutsideError
from jlt_desktop.services import submitting, upkeep
from jlt_desktop.services.attaching import attach_bytes
from jlt_desktop.services.desk import Desk
from jlt_desktop.services.greeting import at_the_door
from jlt_desktop.vault.settings import Settings


def pupil(office, name="王小树"):
    """Add a pupil whatever questions are asked."""
    desk, ledger = Desk(office), office.ledgers["student"]
    raw = {"name": name, "sex": "男", "birth_date": "2015-03-01", "entry_year": "2021", "class_no": "1"}
    found = desk.examine(ledger, raw)
    return desk.save(ledger, raw, answers={question.name: "核对过" for question in found.questions})


@pytest.mark.parametrize("role", ["clerk", "counselor", "principal"])
def test_a_sound_school_has_nothing_to_say(open_as, role):
    office = open_as(role)
    pupil(office)
    assert upkeep.check(office) == []
    event = office.session.store("general").journal.events(1)[0]
    assert (event["action"], event["findings"]) == ("核对数据", 0)


def test_what_is_wrong_is_said_and_journalled(open_as):
    office = open_as("clerk")
    pupil(office)
    office.session.store("general").conn.execute("UPDATE l_student SET f_name = '别的名字'")
    said = upkeep.check(office)
    assert said == ["学生里有一条记录与它的修改历史不符。"]
    assert office.session.store("general").journal.events(1)[0]["findings"] == 1


def test_the_bytes_of_attachments_are_compared_with_what_was_added(open_as):
    office = open_as("clerk")
    desk, ledger, store = Desk(office), office.ledgers["committee"], office.session.store("general")
    kept, unused = (attach_bytes(office, ledger, f"{name}.pdf", b"%PDF-1.4 " + name.encode()) for name in "甲乙")
    body = {"title": "校家委会", "kind": "家长委员会", "level": "校级", "charter_file": (kept,)}
    desk.save(ledger, body, answers={one.name: "核对过" for one in desk.examine(ledger, body).questions})
    assert upkeep.check(office) == []
    changed = "有 1 个附件的内容和添加时的不一样。"
    for blob, sql, said in (
        (kept.blob, "UPDATE attachment SET content = CAST(content || x'00' AS BLOB) WHERE id = ?", [changed]),
        # also when the sum beside it is changed along: the journal still tells the first one
        (kept.blob, f"UPDATE attachment SET sha256 = '{'0' * 64}' WHERE id = ?", [changed]),
        (kept.blob, "DELETE FROM attachment WHERE id = ?", ["少了 1 个附件,记录里还写着它们。"]),
    ):
        store.conn.execute(sql, (blob,))
        assert upkeep.check(office) == said
    store.conn.execute("DELETE FROM attachment WHERE id = ?", (unused.blob,))
    assert upkeep.check(office) == said, "a file that no record ever named may be gone"
    store.conn.execute("INSERT INTO attachment VALUES ('smuggled', '', 'application/pdf', x'00')")
    assert upkeep.check(office) == [changed, *said], "nobody added this one"


def test_what_a_backup_holds_is_said_in_words(open_as, tmp_path):
    office = open_as("clerk")
    pupil(office)
    made = upkeep.back_up(office, tmp_path / "stick")
    ledgers = list(office.ledgers.values())
    office.close()
    told = upkeep.told_of(made.path, ledgers)
    now = datetime.now()
    assert told.headline.startswith(f"清河门区示例小学,{now.year}年{now.month}月{now.day}日 ")
    assert told.lines[0] == "能解锁的人:赵文员(校办文员)、钱心理(心理教师)、孙校长(校长)。"
    assert told.lines[1] == "日常台账 2 条:学生 1、学校信息 1。"
    assert told.lines[2].startswith("心理资料也在里面")
    assert "逐字节核对" in told.lines[3]


def test_a_backup_is_remembered_and_asked_for_after_a_week(open_as, tmp_path):
    office = open_as("clerk")
    pupil(office)
    assert upkeep.backup_reminder(office) == "还没有做过备份。"
    assert upkeep.backup_folder(office) is None
    made = upkeep.back_up(office, tmp_path / "stick")
    assert made.path.exists()
    assert made.counts["l_student"] == 1
    assert upkeep.backup_reminder(office) == ""
    assert upkeep.backup_folder(office) == tmp_path / "stick"
    assert office.session.store("general").journal.events(1)[0]["action"] == "备份"
    for age, said in ((7, ""), (8, "上次备份是 8 天前。"), (-400, "")):
        store = office.session.store("general")
        with store.transaction():
            at = (datetime.now() - timedelta(days=age, minutes=-2 if age == 7 else 2)).isoformat(timespec="minutes")
            Settings(store.conn).set("backup", {"folder": str(tmp_path), "at": at})
        assert upkeep.backup_reminder(office) == said


def test_a_backup_that_cannot_be_written_is_said_and_not_remembered(open_as, tmp_path):
    office = open_as("clerk")
    (tmp_path / "file").write_bytes(b"x")
    with pytest.raises(OutsideError):
        upkeep.back_up(office, tmp_path / "file")
    assert upkeep.backup_reminder(office) == "还没有做过备份。"
    assert upkeep.check(office) == []


def test_a_restored_school_is_as_it_was(open_as, school, tmp_path):
    office = open_as("clerk")
    first = pupil(office, "备份前")
    made = upkeep.back_up(office, tmp_path / "stick")
    pupil(office, "备份后")
    office.close()
    kept = upkeep.restore(made.path, school.folder)
    office = open_as("clerk")
    ledger = office.ledgers["student"]
    assert [one.id for one in office.store(ledger).page(ledger).records] == [first.id]
    assert upkeep.check(office) == []
    assert kept is not None
    assert (kept / "general.db").exists()


def test_an_older_copy_is_warned_of_once(open_as, school, tmp_path):
    notes = tmp_path / "notes"
    office = open_as("counselor")
    assert upkeep.look_back(office, notes) == []
    office.close()
    old = {path.name: path.read_bytes() for path in school.folder.glob("*.db")}
    office = open_as("counselor")
    pupil(office)
    store = office.session.store("confidential")
    with store.transaction():
        store.journal.append("2026-11-24T00:00:00Z", "查看", "x")
    assert upkeep.look_back(office, notes) == []
    office.close()
    for name, data in old.items():
        (school.folder / name).write_bytes(data)
    said = upkeep.look_back(open_as("counselor"), notes)
    assert [one.split("”")[0] for one in said] == ["“general.db", "“confidential.db"]
    assert upkeep.look_back(open_as("counselor"), notes) == []
    written = [json.loads(path.read_text(encoding="ascii")) for path in notes.iterdir()]
    assert len(written) == 1
    assert all(set(note) == {"n", "head"} for note in written[0].values())


def damage(office):
    """Turn one bit of the last page of the general file, as a bad disk does."""
    path = office.session.store("general").path
    with path.open("r+b") as file:
        file.seek(-100, 2)
        byte = file.read(1)[0]
        file.seek(-100, 2)
        file.write(bytes([byte ^ 1]))


def test_each_file_is_looked_over_once_a_week(open_as):
    office = open_as("counselor")
    store = office.session.store("general")
    assert upkeep.weekly_look(office) == []
    for one in office.session.stores():
        assert one.journal.events(1)[0]["action"] == "核对文件"
    count = store.journal.events(1)[0]["n"]
    assert upkeep.weekly_look(office) == []
    assert store.journal.events(1)[0]["n"] == count, "not twice in a week"
    for days in (8, -400):
        with store.transaction():
            at = (datetime.now(UTC) - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
            Settings(store.conn).set("looked_over", at)
        assert upkeep.weekly_look(office) == []
        count += 1
        assert store.journal.events(1)[0]["n"] == count


def test_a_damaged_file_is_said_at_the_door_and_nothing_leaves_it(open_as, tmp_path):
    office = open_as("clerk")
    pupil(office)
    damage(office)
    before = office.session.store("general").journal.events(1)
    (said,) = [one for one in at_the_door(office, tmp_path / "witness") if "损坏" in one]
    assert "“general.db”有 1 页损坏" in said
    assert said.endswith("请从最近一次核对过的备份恢复。")
    with pytest.raises(OutsideError, match="数据文件损坏,不能报送"):
        submitting.prepare(office, "2026-11")
    assert office.session.store("general").journal.events(1) == before, "a damaged file is not written to"
